// Sets the colours before the first paint. It is a file of its own because the policy allows no inline script.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const colours = { light: "#f7f7f5", dark: "#121214" };
  const apply = () => {
    let wish = null;
    try {
      wish = localStorage.getItem("askd.theme");
    } catch {
      // A browser that keeps nothing follows the system.
    }
    const theme = wish === "light" || wish === "dark" ? wish : dark.matches ? "dark" : "light";
    root.dataset.theme = theme;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colours[theme]);
  };
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("askd:theme", apply);
})();

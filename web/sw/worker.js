// Keeps the app's own files, so that the inbox opens without a network. It never keeps or answers anything of the API:
// what is open and what was decided is the server's to say.
const shell = __SHELL__;
const cacheName = `askd-shell-${__VERSION__}`;
const pages =
  /^\/($|asks\/|history$|channels($|\/)|notices$|conversations\/|people$|agents$|audit$|settings$|sign-in$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(shell.map((path) => new Request(path, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A page comes from the network while there is one, so that a new version of askd is never hidden by an old shell.
// An error of a proxy in front of a stopped askd counts as no network.
async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.status < 500) return answer;
  } catch {
    // No network: the kept shell below says so itself.
  }
  return (await caches.match("/", { cacheName })) ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pages.test(url.pathname)) event.respondWith(page(request));
  } else if (url.pathname !== "/" && shell.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName }).then((found) => found ?? fetch(request)));
  }
});

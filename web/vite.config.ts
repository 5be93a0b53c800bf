// How the inbox is built: one script, one style sheet, nothing inline and nothing loaded from elsewhere.
import { defineConfig } from "vitest/config";
import { serviceWorker } from "./tools/service-worker";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  plugins: [serviceWorker()],
  build: {
    target: "es2020",
    // An inlined asset would be a data: address, which the Content-Security-Policy forbids for all but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": process.env.ASKD_URL ?? "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts"] },
});

import { defineConfig } from "vitest/config";
import { under } from "./scripts/under.mjs";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  css: { postcss: { plugins: [under] } },
  build: {
    outDir: "../server/playground/static",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    // One sheet: its rules stand in one order, whatever part of the page comes first.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first page shares with parts that come later is one request, not one a module.
            {
              name: "shared",
              test: /src\/(ui|i18n|wire|state|spec|plots|actions)\//,
              minShareCount: 3,
            },
          ],
        },
      },
    },
  },
  server: {
    // A test reads the server's sources for the codes of its problems.
    fs: { allow: [".."] },
    proxy: {
      "/api": { target: "http://127.0.0.1:8000", ws: true },
      "/vendor": "http://127.0.0.1:8000",
      "/help": "http://127.0.0.1:8000",
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/i18n/all-texts.ts"],
  },
});

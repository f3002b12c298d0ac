// How Playwright runs the specs of the npm package: `cargo xtask test --only npm` names in SITE a folder into which the packed
// package is installed beside what stands in app/.
import { defineConfig } from "@playwright/test";
import page from "../playwright.config.mjs";

export default defineConfig({
  ...page,
  testDir: ".",
  outputDir: "../results",
  webServer: { ...page.webServer, command: "node ../server.mjs", env: { ...page.webServer.env, SITE: process.env.SITE } },
});

// How Playwright runs the specs: `cargo xtask test --only page` builds the site and names the browser, its arguments
// and a free port in the environment.
import { defineConfig } from "@playwright/test";

// Deliberately not at the top of the host: an address that is not relative would be missing here.
const base = "/some/where/below/";
const port = process.env.PORT ?? "4173";

export default defineConfig({
  testDir: "specs",
  outputDir: "results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only sometimes is a fault to find, not to repeat.
  retries: 0,
  workers: 2,
  // A slow machine fails no test: how long something takes is measured by `cargo xtask bench --page`.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    viewport: { width: 1400, height: 900 },
    // What the page keeps for times without a network would answer in the place of what specs serve (offline.spec.mjs).
    serviceWorkers: "block",
    launchOptions: {
      executablePath: process.env.CHROME,
      args: process.env.CHROME_ARGUMENTS?.split(" ") ?? [],
    },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  webServer: {
    command: "node server.mjs",
    env: { PORT: port, BASE: base },
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
  },
});

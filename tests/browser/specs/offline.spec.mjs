// The page works without a network from the second visit on, and is never changed under my hands.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, Lens, test as base } from "./page.mjs";

const BASE = "/kept/";
const WORKER = "service-worker.js";

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const test = base.extend({
  /** A copy of the built site on a host of its own, whose files can be changed: a later release. */
  host: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "rulelens-site-"));
    cpSync(fileURLToPath(new URL("../../../dist", import.meta.url)), folder, { recursive: true });
    const port = await freePort();
    const server = spawn(process.execPath, [fileURLToPath(new URL("../server.mjs", import.meta.url))], {
      env: { ...process.env, PORT: String(port), BASE, SITE: folder },
      stdio: "inherit",
    });
    const address = `http://127.0.0.1:${port}${BASE}`;
    await expect.poll(() => fetch(address).then(({ ok }) => ok, () => false), { timeout: 10_000 }).toBe(true);
    await use({
      address,
      worker: () => readFileSync(join(folder, WORKER), "utf8"),
      setWorker: (script) => writeFileSync(join(folder, WORKER), script),
    });
    server.kill();
    rmSync(folder, { recursive: true });
  },

  /** A visitor whose browser keeps the page. */
  visitor: async ({ browser }, use) => {
    const context = await browser.newContext({ serviceWorkers: "allow" });
    await use(context);
    await context.close();
  },
});

/** Opens the page and waits until the browser keeps all of it. */
async function visit(visitor, host) {
  const page = await visitor.newPage();
  await page.goto(host.address);
  const lens = new Lens(page);
  await expect(lens.summary).toHaveText("2 records", { timeout: 20_000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { page, lens };
}

const kept = (page) =>
  page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(url);
    return found;
  });

test("the second visit needs no network, not even for the whole engine", async ({ visitor, host }) => {
  const { page, lens } = await visit(visitor, host);
  await expect.poll(async () => (await kept(page)).some((url) => url.endsWith("rulelens-whole-worker_bg.wasm")), { timeout: 20_000 }).toBe(true);
  const urls = await kept(page);
  expect(urls.filter((url) => !url.startsWith(host.address)), "nothing of another place").toEqual([]);
  expect(urls.some((url) => url.includes("_headers") || url.includes("hosting/"))).toBe(false);
  await visitor.setOffline(true);
  await page.reload();
  await expect(lens.summary).toHaveText("2 records", { timeout: 20_000 });
  await lens.ready();
  await lens.sql.fill("SELECT regexp_replace('abc', 'b', 'x') AS y FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["y"], { timeout: 20_000 });
  await visitor.setOffline(false);
});

test("a newer release waits until I take it", async ({ visitor, host }) => {
  const { page, lens } = await visit(visitor, host);
  host.setWorker(host.worker().replace(/const RELEASE = "[0-9a-f]+"/, 'const RELEASE = "later"'));
  await page.reload();
  await expect(lens.summary).toHaveText("2 records", { timeout: 20_000 });
  await expect(page.getByText("A newer release of RuleLens is ready")).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => (globalThis.isSamePage = true));
  await lens.ready();
  await lens.sql.fill("SELECT humidity FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["humidity"]);
  expect(await page.evaluate(() => globalThis.isSamePage), "nothing is reloaded by itself").toBe(true);
  await page.getByRole("button", { name: "Reload with it" }).click();
  await expect.poll(() => page.evaluate(() => globalThis.isSamePage ?? "another").catch(() => "")).toBe("another");
  await expect(lens.names()).toHaveText(["humidity"], { timeout: 20_000 });
  const names = await page.evaluate(() => caches.keys());
  expect(names.filter((name) => name.startsWith("rulelens"))).toEqual([`rulelens ${host.address} later`]);
});

test("what was kept can be taken back for everybody", async ({ visitor, host }) => {
  const { page } = await visit(visitor, host);
  expect((await kept(page)).length).toBeGreaterThan(5);
  host.setWorker(readFileSync(fileURLToPath(new URL("../../../web/service-worker-off.js", import.meta.url)), "utf8"));
  await page.reload();
  await expect.poll(() => page.evaluate(() => caches.keys()), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});

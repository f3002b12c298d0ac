// I install the page as a program of its own, and its window keeps to the site's policy.
import { expect, test } from "./page.mjs";

test("the page can be installed", async ({ page, context, baseURL }) => {
  await page.goto("./");
  const devtools = await context.newCDPSession(page);
  const { url, errors, data } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(url).toBe(`${baseURL}manifest.webmanifest`);
  const manifest = JSON.parse(data);
  expect(new URL(manifest.start_url, url).href, "below the path of the site").toBe(baseURL);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A test's browser is a private window, in which nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  const touch = await page.locator("link[rel=apple-touch-icon]").getAttribute("href");
  for (const src of [touch, ...manifest.icons.map((icon) => icon.src)]) {
    const icon = await page.request.get(new URL(src, url).href);
    expect(icon.status(), src).toBe(200);
    expect(icon.headers()["content-type"], src).toMatch(/^image\/(png|svg\+xml)/);
  }
});

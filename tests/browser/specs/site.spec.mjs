// The site as such: it loads from below a path, keeps its own policy, and asks nobody else for anything.
import { expect, test } from "@playwright/test";

test("the page starts below a path, without a complaint in the console", async ({ page, baseURL }) => {
  const complaints = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("response", (response) => response.ok() || complaints.push(`${response.status()}: ${response.url()}`));
  page.on("request", (request) => requests.push(request.url()));

  await page.goto("./");
  await page.waitForLoadState("networkidle");

  await expect(page).toHaveTitle(/RuleLens/);
  expect(complaints).toEqual([]);
  expect(requests.some((url) => url.endsWith(".wasm")), "the page loads its program").toBe(true);
  expect(requests.filter((url) => !url.startsWith(baseURL))).toEqual([]);
});

test("the policy stops a script that is written into the page", async ({ page }) => {
  await page.goto("./");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.head.append(script);
  });
  await expect(page).toHaveTitle(/RuleLens/);
  const html = await (await page.request.get("./")).text();
  expect(html).toContain("script-src 'self' 'wasm-unsafe-eval';");
});

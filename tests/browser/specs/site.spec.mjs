// The site as such: it loads from below a path, keeps its own policy, and asks nobody else for anything.
import { expect, test } from "@playwright/test";
import { Lens, blocked } from "./page.mjs";

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
  expect(complaints.filter((text) => !blocked.test(text))).toEqual([]);
  expect(requests.some((url) => url.endsWith(".wasm")), "the page loads its program").toBe(true);
  expect(requests.filter((url) => !url.startsWith(baseURL))).toEqual([]);
  // The editor and what else the first sight does without come when the first answer is there.
  const first = requests.filter((url) => !/\/rulelens-(part|editor)[-.]/.test(url));
  expect(first.length, first.join("\n")).toBeLessThanOrEqual(10);
});

test("the page is drawn with few elements, however many records there are", async ({ page }) => {
  const elements = () => page.evaluate(() => document.querySelectorAll("*").length);
  await page.goto("./");
  await expect(page.locator(".summary")).toHaveText("2 records");
  expect(await elements()).toBeLessThan(500);
  const lens = new Lens(page);
  await lens.ready();
  await lens.payload.fill(`{${Array.from({ length: 200 }, (_, index) => `"a${index}":${index}`).join()}}`);
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await expect(page.locator(".summary")).toHaveText("200 records");
  expect(await elements()).toBeLessThan(1_600);
});

test("on paper stand message, rule and result below each other", async ({ page }) => {
  await page.goto("./");
  await expect(page.locator(".summary")).toHaveText("2 records");
  await expect(page.locator(".pointer").first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".pointer").first(), "what is only to be pressed").toBeHidden();
  await page.setViewportSize({ width: 700, height: 500 });
  const tops = await page.evaluate(() => ["#pane-message", "#pane-rule", "#pane-result"].map((id) => document.querySelector(id).getBoundingClientRect().top));
  expect(tops[0]).toBeLessThan(tops[1]);
  expect(tops[1]).toBeLessThan(tops[2]);
  for (const id of ["#pane-message", "#pane-rule", "#pane-result"]) await expect(page.locator(id)).toBeVisible();
  await expect(page.getByRole("button", { name: "About" })).toBeHidden();
  for (const name of ["Format", "Add a dimension", "Remove action 1"]) await expect(page.getByRole("button", { name }).first()).toBeHidden();
  await expect(page.locator(".stage-strip button").first(), "what also says something").toBeVisible();
  const [header, brand] = await Promise.all([".page-header", ".brand"].map((part) => page.locator(part).boundingBox()));
  expect(brand.y - header.y, "the name is not cut off").toBeGreaterThanOrEqual(4);
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

test("the page says what it is and that nothing leaves the browser, on every screen", async ({ page }) => {
  for (const [width, height] of [[1400, 900], [1024, 768], [390, 844], [320, 568]]) {
    await page.setViewportSize({ width, height });
    await page.goto("./");
    await expect(page.locator("#app > p[role=status]")).toHaveText("2 records", { timeout: 20_000 });
    await expect(page.getByText("Nothing you paste leaves your browser.")).toBeInViewport({ ratio: 1 });
    // Below that it has no room in one line.
    if (width >= 1320) await expect(page.getByText("See what an AWS IoT Core rule does with a message")).toBeInViewport({ ratio: 1 });
    for (const name of ["Kept here", "Reset to the sample", "About", /Colours/]) {
      await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width}`).toBeLessThanOrEqual(width);
  }
});

test("about tells version, help, who it is not from, and what becomes of Timestream", async ({ page, baseURL }) => {
  await page.goto("./");
  const button = page.getByRole("button", { name: "About" });
  await button.click();
  const about = page.getByRole("dialog", { name: "About RuleLens" });
  await expect(about).toContainText(/Version \d+\.\d+\.\d+/);
  await expect(about).toContainText("Not affiliated with Amazon Web Services");
  await expect(about).toContainText("no new customers since 20 June 2025");
  await expect(about).toContainText("timestreamInfluxDB");
  for (const link of await about.getByRole("link").all()) {
    const address = new URL(await link.getAttribute("href"), baseURL).href;
    expect(address.startsWith(baseURL), "help comes with the site").toBe(true);
    const answer = await page.request.get(address);
    expect(answer.ok(), address).toBe(true);
    expect(answer.headers()["content-type"]).toContain("text/html");
  }
  await about.getByRole("link", { name: "Reference" }).click();
  const reference = page.getByRole("dialog", { name: "Reference" });
  await expect(reference.getByRole("listitem").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(reference).toBeHidden();
  await expect(about).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(about).toBeHidden();
  await expect(button).toBeFocused();
});

test("the help is readable, keeps to the policy, and leads back", async ({ page }) => {
  for (const name of ["functions", "diagnostics", "open-questions/index", "open-questions/topics"]) {
    await page.goto(`./docs/${name}.html`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true);
    await page.getByRole("link", { name: "RuleLens" }).first().click();
    await expect(page.locator(".summary")).toBeVisible();
  }
});

test("while the page's program is on its way, it is seen that something comes", async ({ page }) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/rulelens-web-*_bg.wasm", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("./", { waitUntil: "commit" });
  await expect(page.getByRole("progressbar", { name: "Loading" })).toBeInViewport();
  await expect(page.getByText("Nothing you paste leaves your browser.")).toBeVisible();
  release();
  await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
});

test.describe("where the page's program is not there", () => {
  test.use({ expectedComplaints: [/Failed to load resource|404/] });

  test("it is said, and nothing seems to come", async ({ page }) => {
    await page.route("**/rulelens-web-*_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText("RuleLens could not start");
    await expect(page.getByRole("progressbar")).toBeHidden();
  });
});

// I look up a function, a diagnostic, an open question or a limit without leaving my rule, and try what I read.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";
import { expect, openAtRule, test } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const mine = "SELECT pressure FROM 'iot/topic'";
const file = JSON.parse(readFileSync(new URL("../../../dist/rulelens-reference.json", import.meta.url), "utf8"));
const dialog = (page) => page.getByRole("dialog", { name: "Reference" });
const search = (page) => dialog(page).getByRole("searchbox");
const entry = (page) => page.locator("#reference-entry");
const list = (page) => dialog(page).getByRole("list", { name: "Entries" }).getByRole("link");
const hash = (page) => new URL(page.url()).hash;

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });

    test("F1 opens it, words find an entry, and the way back leads to one's rule", async ({ page }) => {
      const lens = await openAtRule(page);
      const fetched = [];
      page.on("request", (request) => fetched.push(request.url()));
      await lens.sql.fill(mine);
      await page.locator(".find").focus();
      await page.keyboard.press("F1");
      await expect(dialog(page)).toBeVisible();
      await expect(search(page)).toBeFocused();
      await expect(list(page)).toHaveCount(file.entries.length);
      expect(fetched.filter((url) => url.includes("rulelens-reference"))).toHaveLength(1);
      expect(hash(page)).toBe("#v1.r.all");

      await page.keyboard.type("aws seconds epoch");
      await expect(list(page).first()).toBeVisible();
      expect(await list(page).count()).toBeLessThan(30);
      await search(page).fill("time_to_epoch");
      await expect(list(page).first()).toContainText("time_to_epoch(");
      await search(page).press("ArrowDown");
      await expect(list(page).first()).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(entry(page).getByRole("heading", { name: /^time_to_epoch\(/ })).toBeVisible();
      await expect(entry(page)).toContainText("Evidence");
      expect(hash(page)).toBe("#v1.r.functions.time_to_epoch");
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

      await page.goBack();
      expect(hash(page)).toBe("#v1.r.all");
      await expect(entry(page).getByRole("article")).toHaveCount(0);
      await page.goBack();
      await expect(dialog(page)).toBeHidden();
      expect(hash(page)).toBe("");
      await expect(lens.sql).toHold(mine);
    });

    test("an example opens beside my own rule, and a link leads to it", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(mine);
      await page.evaluate(() => { location.hash = "#v1.r.functions.substring"; });
      await entry(page).getByRole("button", { name: "Try it" }).first().click();
      await expect(dialog(page)).toBeHidden();
      await expect(lens.sql).toHold(/^SELECT substring\(/);
      await expect(lens.notice).toContainText("is open beside your own rules");
      const rule = JSON.parse(inflateRawSync(Buffer.from(hash(page).split("#v1.w.")[1], "base64url")));
      expect(rule.sql).toMatch(/^SELECT substring\(/);
      await lens.notice.getByRole("button", { name: "Back to my rule" }).click();
      await expect(lens.sql).toHold(mine);
    });

    test("it is usable by everybody", async ({ page }) => {
      await openAtRule(page);
      for (const address of ["all", "functions.cast", "diagnostics.timestream.too-old", "questions.topics.basic-ingest-and-from"]) {
        await page.evaluate((to) => { location.hash = `#v1.r.${to}`; }, address);
        await expect(address === "all" ? dialog(page) : entry(page).getByRole("article")).toBeVisible();
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        expect(violations.map(({ id, nodes }) => `${address} ${id}: ${nodes[0].html}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), address).toBe(true);
      }
    });
  });
}

test("a function leads to what speaks of it, and from there back", async ({ page }) => {
  await page.goto("./#v1.r.functions.get_or_default");
  const other = entry(page).locator(".see-also").getByRole("link").first();
  const name = await other.textContent();
  await other.click();
  await expect(entry(page).getByRole("heading", { level: 3 })).toContainText(name.replaceAll("`", ""));
  await expect(entry(page)).toBeFocused();
  await entry(page).locator(".see-also").getByRole("link", { name: "get_or_default", exact: true }).click();
  await expect(entry(page).getByRole("heading", { name: /^get_or_default\(/ })).toBeVisible();
});

test("every example of every entry can be opened", async ({ lens, page }) => {
  test.setTimeout(120_000);
  let count = 0;
  // One of each kind by the page itself; of all, what the page needs is there.
  for (const [id, , , , , html, cases] of file.entries) {
    for (const [, place] of html.matchAll(/data-try="(\d+)"/g)) {
      expect(cases[place].inputSql, id).toEqual(expect.any(String));
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(300);
  const first = (kind) => file.entries.find(([id, , , , , html]) => id.startsWith(kind) && html.includes("data-try"));
  for (const kind of ["functions.", "diagnostics.run.", "diagnostics.timestream.", "diagnostics.dynamodb.", "questions.influxdb.", "questions.error-action."]) {
    const [id, , , , , html, cases] = first(kind);
    const [, place] = /data-try="(\d+)"/.exec(html);
    await page.evaluate((to) => { location.hash = `#v1.r.${to}`; }, id);
    await entry(page).getByRole("button", { name: "Try it" }).first().click();
    await expect(dialog(page), id).toBeHidden();
    await expect(lens.sql).toHold(cases[place].inputSql);
  }
});

test("the code of a problem, and F1 twice in the code, lead to their entries", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temprature, abs(1) AS a FROM 'iot/topic'");
  await expect(lens.standing).toContainText("temprature");
  await lens.openProblems();
  await lens.problems.filter({ hasText: "temprature" }).locator(".open").first().click();
  await page.locator(".problem-more").getByRole("link", { name: "run.missing-key" }).click();
  await expect(entry(page).getByRole("heading", { name: "run.missing-key" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(lens.sql).toHold(/^SELECT temprature, abs/);

  await lens.sql.focus();
  await page.keyboard.press("Control+Home");
  for (let at = 0; at < 20; at += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F1");
  await expect(page.getByText("In the reference")).toBeVisible();
  await page.keyboard.press("F1");
  await expect(entry(page).getByRole("heading", { name: /^abs\(/ })).toBeVisible();
});

test("closing it while a link's rule is shown leads to that link, and opens nothing anew", async ({ page }) => {
  await page.goto("./#v1.x.sometimes-whole");
  await expect(page.locator(".notice")).toContainText("is open beside your own rules");
  await page.locator(".notice").getByRole("button", { name: "Dismiss" }).click();
  await page.locator(".find").focus();
  await page.keyboard.press("F1");
  await expect(dialog(page)).toBeVisible();
  await page.goBack();
  await expect(dialog(page)).toBeHidden();
  expect(hash(page)).toBe("#v1.x.sometimes-whole");
  await expect(page.locator(".notice")).toBeHidden();
});

test.describe("without the file", () => {
  test.use({ expectedComplaints: [/rulelens-reference|503|Failed to load resource/] });

  test("an error is told, and a second try loads it", async ({ page }) => {
    await page.route("**/rulelens-reference.json", (route) => route.fulfill({ status: 503 }), { times: 1 });
    await page.goto("./#v1.r.limits.steps");
    await expect(dialog(page).getByRole("alert")).toContainText("could not be loaded: 503");
    await dialog(page).getByRole("button", { name: "Try again" }).click();
    await expect(entry(page).getByRole("heading", { name: "Steps" })).toBeVisible();
  });
});

test("an entry that there is not is told, beside those that there are", async ({ page }) => {
  await page.goto("./#v1.r.functions.no_such_thing");
  await expect(entry(page).getByRole("alert")).toContainText("has no entry “functions.no_such_thing”");
  await expect(list(page)).toHaveCount(file.entries.length);
});

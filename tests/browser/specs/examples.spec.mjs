// I learn from examples: I find one, look at it, and my own rule is still there.
import { readFileSync } from "node:fs";
import { expect, openAtRule, test } from "./page.mjs";

const situations = JSON.parse(readFileSync(new URL("../../../examples/situations.json", import.meta.url), "utf8"));
const count = situations.flatMap((group) => group.situations).length;

const mine = "SELECT pressure FROM 'iot/topic'";

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });
    const narrow = width <= 700;

    /** The examples, opened. */
    async function examples(page) {
      await page.getByRole("button", { name: "Examples", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Examples" });
      await expect(dialog.locator(".example")).toHaveCount(count);
      return dialog;
    }

    test("all examples are there, by subject and by words", async ({ page }) => {
      const fetched = [];
      page.on("request", (request) => fetched.push(new URL(request.url()).pathname.split("/").at(-1)));
      await openAtRule(page);
      expect(fetched, "what is not looked for does not come").not.toContain("rulelens-library.json");
      const dialog = await examples(page);
      const search = dialog.getByRole("searchbox", { name: "Search examples" });
      await expect(search).toBeFocused();
      await dialog.getByRole("button", { name: /^SQL versions/ }).click();
      await expect(dialog.locator(".example")).toHaveCount(situations.find(({ id }) => id === "versions").situations.length);
      await dialog.getByRole("button", { name: /^All/ }).click();
      await search.fill("isundefined shadow");
      await expect(dialog.locator(".example h4")).toHaveText(["Shadow, what has changed"]);
      await search.fill("no such example");
      await expect(dialog.locator(".example")).toHaveCount(0);
      await expect(dialog.getByText("No example has all of these words")).toBeVisible();
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      expect(fits, "as wide as the window").toBe(true);
    });

    test("an example opens beside my rule, and I come back to mine", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(mine);
      const dialog = await examples(page);
      await dialog.getByRole("searchbox").fill("sometimes whole");
      await dialog.getByRole("button", { name: "Sometimes whole" }).click();
      await expect(dialog).toBeHidden();
      await expect(lens.sql).toHold(/^SELECT temperature\nFROM 'plant/);
      await expect(page.locator(".notice, .notice-line")).toContainText(["“Sometimes whole” is open beside your own rules"]);
      expect(new URL(page.url()).hash).toBe("#v1.x.sometimes-whole");
      if (narrow) await page.locator("#tab-result").click();
      await expect(lens.verdicts).toHaveCount(1, { timeout: 20_000 });
      await page.locator(".notice-line").getByRole("button", { name: /Back|back/ }).click();
      if (narrow) await page.locator("#tab-rule").click();
      await expect(lens.sql).toHold(mine);
    });

    test("by keyboard alone: search, go down, open", async ({ page }) => {
      const lens = await openAtRule(page);
      const dialog = await examples(page);
      await expect(dialog.getByRole("searchbox", { name: "Search examples" })).toBeFocused();
      await page.keyboard.type("magnetic");
      await expect(dialog.locator(".example").first()).toContainText(/magnetic/i);
      await expect(dialog.locator(".example")).not.toHaveCount(count);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await expect(dialog.locator(".example-open").first()).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(dialog).toBeHidden();
      await expect(lens.sql).toHold(/FROM 'tanks\/\+'/);
    });

    test("three pointers at the first visit are in nobody's way, and go for ever", async ({ page }) => {
      const lens = await openAtRule(page);
      const pointers = page.locator(".pointer:visible");
      await expect(pointers).toHaveCount(narrow ? 1 : 3);
      for (const pane of narrow ? ["message", "rule", "result"] : [null]) {
        if (pane) await page.locator(`#tab-${pane}`).click();
        await expect(pointers.first()).toBeVisible();
        const covered = await page.evaluate(() => {
          const meets = (one, other) => one.top < other.bottom - 1 && other.top < one.bottom - 1;
          return [...document.querySelectorAll(".pointer")].filter((pointer) => pointer.checkVisibility()).flatMap((pointer) => {
            const area = pointer.getBoundingClientRect();
            const others = [...pointer.parentElement.children].filter((part) => part !== pointer && !part.classList.contains("sr-only"));
            return others.filter((part) => meets(area, part.getBoundingClientRect())).map((part) => part.className);
          });
        });
        expect(covered).toEqual([]);
      }
      if (narrow) await page.locator("#tab-rule").click();
      const before = await lens.sql.boundingBox();
      await pointers.first().getByRole("button", { name: "Got it" }).click();
      await expect(pointers).toHaveCount(0);
      expect(await lens.sql.boundingBox()).toEqual(before);
      await page.reload();
      await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
      await expect(pointers).toHaveCount(0);
    });
  });
}

test("the pointers go with the first word that I type", async ({ lens, page }) => {
  await expect(page.locator(".pointer")).toHaveCount(3);
  await lens.sql.fill(mine);
  await expect(page.locator(".pointer")).toHaveCount(0);
  await page.reload();
  await expect(lens.sql).toHold(mine);
  await expect(page.locator(".pointer")).toHaveCount(0);
});

test.describe("without the file of examples", () => {
  test.use({ expectedComplaints: [/rulelens-library\.json|404|Failed to load/] });

  test("it is said, and trying again helps", async ({ lens: _, page }) => {
    await page.route("**/rulelens-library.json", (route) => route.fulfill({ status: 404, body: "" }), { times: 1 });
    await page.getByRole("button", { name: "Examples", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Examples" });
    await expect(dialog.getByRole("alert")).toContainText("The examples could not be loaded: 404 for rulelens-library.json.");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await expect(dialog.locator(".example")).toHaveCount(count);
  });
});

test("examples that use a function of my rule are one step away", async ({ lens, page }) => {
  const open = () => page.getByRole("button", { name: "Examples", exact: true }).click();
  await open();
  const offer = page.getByRole("button", { name: /^From your rule/ });
  await expect(page.locator(".example").first()).toBeVisible();
  await expect(offer).toHaveCount(0);
  await page.keyboard.press("Escape");
  await lens.sql.fill("SELECT floor(temperature) AS t FROM 'iot/topic'");
  await open();
  const all = await page.locator(".example").count();
  await offer.click();
  await expect(page.getByRole("searchbox", { name: "Search examples" })).toHaveValue("floor(");
  const number = Number(/: (\d+) that/.exec(await offer.textContent())[1]);
  await expect(page.locator(".example")).toHaveCount(number);
  expect(number).toBeLessThan(all);
});

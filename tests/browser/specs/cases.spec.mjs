// What came out once must come out for ever: I save it as cases of my rule, which turn red or green as I type.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, openAtRule, openPalette, test } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const whole = "SELECT temperature, humidity FROM 'iot/topic'";
const half = "SELECT temperature FROM 'iot/topic'";

/** The whole engine, which runs the cases, loads with the first of them. */
const slowly = { timeout: 30_000 };

/** Saves the chosen message as a case, and gives it a name. */
async function save(page, name) {
  await page.keyboard.press("Shift+F7");
  const field = page.getByLabel("Name of the case");
  await expect(field).toBeFocused(slowly);
  await field.fill(name);
  await field.press("Enter");
  await expect(line(page, name)).toBeFocused();
}

const line = (page, name) => page.locator(".case-open", { hasText: name });
const summary = (page) => page.locator(".cases-toolbar .summary");

async function choose(page, name, what) {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: what }).click();
}

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });
    test.slow();

    const narrow = width <= 700;
    const toRule = (page) => (narrow ? page.locator("#tab-rule").click() : Promise.resolve());

    test("a case turns red as I type, and green again", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await expect(line(page, "Kitchen")).toContainText("passes", slowly);
      await expect(summary(page)).toHaveText("1 case passes");
      await expect(page.locator("#result-cases .count")).toHaveText("1");

      await toRule(page);
      await lens.sql.fill(half);
      await expect(page.locator("#result-cases .count.is-error")).toHaveText("1", slowly);
      if (narrow) await expect(page.locator("#tab-result .count.is-error")).toHaveText("1");
      else await expect(page.locator(".statusbar .facts")).toContainText("1 case fails");
      await expect(page.locator(".cases-said")).toHaveText("1 case fails");
      if (narrow) await page.locator("#tab-result").click();
      await expect(line(page, "Kitchen")).toContainText("fails: outgoing payload");
      const difference = page.locator(".case-difference").first();
      await expect(difference).toContainText('{"temperature":24.04,"humidity":43.605}');
      await expect(difference.locator(".is-found")).toHaveText('{"temperature":24.04}');

      await toRule(page);
      await lens.sql.fill(whole);
      await expect(page.locator(".cases-said")).toHaveText("1 case passes", slowly);
    });

    test("a case expects what comes now, and that can be taken back", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await expect(summary(page)).toHaveText("1 case passes", slowly);
      await toRule(page);
      await lens.sql.fill(half);
      if (narrow) await page.locator("#tab-result").click();
      await expect(summary(page)).toHaveText("1 case fails", slowly);
      await page.locator(".case-actions").getByRole("button", { name: "Expect what comes now" }).click();
      await expect(summary(page)).toHaveText("1 case passes", slowly);
      await expect(lens.notice).toContainText("“Kitchen” expects what comes now.");
      await lens.notice.getByRole("button", { name: "Undo" }).click();
      await expect(summary(page)).toHaveText("1 case fails", slowly);
    });

    test("cases are kept with the rule, renamed, deleted and brought back", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await save(page, "Cellar");
      await choose(page, "Kitchen", "Rename");
      await page.getByLabel("Name of the case").fill("Hall");
      await page.getByLabel("Name of the case").press("Enter");
      await expect(line(page, "Hall")).toBeVisible();
      await choose(page, "Cellar", "Delete");
      await expect(page.locator(".case")).toHaveCount(1);
      await lens.notice.getByRole("button", { name: "Undo" }).click();
      await expect(page.locator(".case-name")).toHaveText(["Hall", "Cellar"]);

      await expect(summary(page)).toHaveText("All 2 cases pass", slowly);
      await page.reload();
      if (narrow) await page.locator("#tab-result").click();
      await lens.tab("Cases");
      await expect(page.locator(".case-name")).toHaveText(["Hall", "Cellar"], slowly);
      await expect(summary(page)).toHaveText("All 2 cases pass", slowly);
    });

    test("what is exported is imported again, and lines that are no cases are named", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await expect(summary(page)).toHaveText("1 case passes", slowly);
      const downloading = page.waitForEvent("download");
      await page.locator(".cases-toolbar").getByRole("button", { name: "Export" }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe("rulelens-cases.jsonl");
      const text = readFileSync(await download.path(), "utf8");
      const [one] = text.trim().split("\n").map((line) => JSON.parse(line));
      expect(one).toMatchObject({ name: "Kitchen", inputSql: whole, sqlVersion: "2016-03-23", topic: "iot/topic" });
      expect(one.expectedVerdicts).toEqual(["accepted: memory", "accepted: memory"]);

      await choose(page, "Kitchen", "Delete");
      await expect(summary(page)).toHaveText("No cases");
      const file = { name: "cases.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(`${text}{"topic": 5}\n`) };
      await page.locator(".cases-toolbar input[type=file]").setInputFiles(file);
      await expect(lens.notice).toContainText("1 case was added. Line 2 is not a case: ");
      await expect(summary(page)).toHaveText("1 case passes", slowly);
    });

    test("the message of a case comes back into the list", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await expect(summary(page)).toHaveText("1 case passes", slowly);
      if (narrow) await page.locator("#tab-message").click();
      await lens.payload.fill('{"temperature": 1.5}');
      if (narrow) await page.locator("#tab-result").click();
      await choose(page, "Kitchen", "Open its message");
      await expect(lens.payload).toHold(/24\.04/, slowly);
      await expect(page.getByText("That is what the case “Kitchen” is about.")).toBeVisible();
    });

    test("nothing stands in the way of those who use other tools", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.fill(whole);
      await save(page, "Kitchen");
      await toRule(page);
      await lens.sql.fill(half);
      if (narrow) await page.locator("#tab-result").click();
      await expect(page.locator(".case-difference").first()).toBeVisible(slowly);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.evaluate(axe);
        const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations);
        expect(found.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}`), colorScheme).toEqual([]);
      }
    });
  });
}

test("cases of one rule are not those of another", async ({ page }) => {
  test.slow();
  const lens = await openAtRule(page);
  await lens.sql.fill(whole);
  await save(page, "Kitchen");
  await expect(summary(page)).toHaveText("1 case passes", slowly);
  await page.locator(".rule-name").click();
  await page.getByRole("button", { name: "New rule" }).click();
  await expect(lens.sql).toHold("");
  await page.keyboard.press("Escape");
  await expect(summary(page)).toHaveText("No cases");
  await expect(page.locator("#result-cases .count")).toHaveCount(0);
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a tab that a key turns to is in sight among the others", async ({ page }) => {
    await openAtRule(page);
    await page.keyboard.press("F4");
    await expect(page.locator("#result-cases")).toBeInViewport({ ratio: 1 });
    await page.keyboard.press("Shift+F4");
    await expect(page.locator("#result-compare")).toBeInViewport({ ratio: 1 });
    await page.locator("#result-compare").press("Home");
    await expect(page.locator("#result-records")).toBeInViewport({ ratio: 1 });
  });
});

test("a key leads to the cases, and the palette finds them", async ({ page }) => {
  const lens = await openAtRule(page);
  await page.keyboard.press("F4");
  await expect(page.locator("#result-cases")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".cases-empty")).toBeVisible();
  await openPalette(page);
  await page.keyboard.type("save as a case");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of the case")).toBeFocused(slowly);
  await expect(lens.notice.locator(".notice-line")).toHaveCount(0);
});

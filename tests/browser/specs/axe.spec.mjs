// I use the page with a screen reader, enlarged, or in colours of my own: nothing that a tool can find stands in my way.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, Lens, openPalette, test } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules that a part of the page breaks, with the elements that do. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations);
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

const tabs = ["Records", "Rows", "Payload", "Actions", "Why", "Schema", "Compare", "Cases", "Export"];

/** What the page can show, each as steps from the sample. */
const states = {
  sample: async () => {},
  "a mistake": async (lens) => {
    await lens.sql.fill("SELECT roud(temperature) AS t FROM 'iot/topic'");
    await lens.openProblems();
  },
  "WHERE that is Undefined": async (lens) => lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE temp > 20"),
  "two rules that differ in several ways": async (lens, page, narrow) => {
    await lens.sql.fill("SELECT temperature, valves, humidity FROM 'iot/topic'");
    if (narrow) await page.locator("#tab-message").click();
    await lens.payload.fill('{"temperature": 3.0, "valves": [1], "humidity": 4.5}');
  },
  "a record that is rejected": async (lens, page, narrow) => {
    if (narrow) await page.locator("#tab-message").click();
    await lens.payload.fill('{"temperature": 24.04, "humidity": ""}');
  },
};

/** Windows over the page, each as steps that open one. */
const dialogs = {
  sharing: async (lens, page) => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect(page.getByLabel("Link", { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Case file" }).click();
  },
  "an image to share": async (lens, page) => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect(page.getByLabel("Link", { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Image", exact: true }).click();
    await expect(page.getByRole("button", { name: "Save image" })).toBeVisible();
  },
  "the list of rules": async (lens, page) => {
    await page.locator(".rule-name").click();
    await page.getByRole("button", { name: "New rule" }).click();
    await page.locator(".rules-versions summary").click();
    await page.getByRole("button", { name: /^More for/ }).first().click();
  },
  examples: async (lens, page) => {
    await page.getByRole("button", { name: "Examples", exact: true }).click();
    await expect(page.locator(".example").first()).toBeVisible();
  },
  "the palette": async (lens, page) => {
    await openPalette(page);
    await page.keyboard.type("undefined");
    await expect(page.locator(".found-kind")).toHaveCount(6);
  },
  "the list of keys": async (lens, page) => page.keyboard.press("Shift+F1"),
};

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1400, 900], [390, 844]]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height } });

      for (const [name, steps] of Object.entries(dialogs)) {
        test(`nothing is in the way: ${name}`, async ({ page }) => {
          test.slow();
          await page.goto("./");
          await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
          await steps(new Lens(page), page);
          await expect(page.getByRole("dialog")).toBeVisible();
          expect(await violations(page)).toEqual([]);
        });
      }

      test("nothing is in the way: a rule that is pasted to be compared", async ({ page }) => {
        test.slow();
        await page.goto("./");
        await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
        await page.keyboard.press("Shift+F4");
        await page.getByRole("combobox", { name: "Rule B", exact: true }).selectOption({ label: "A rule that you paste" });
        expect(await violations(page), "the field").toEqual([]);
        const field = page.getByRole("textbox", { name: "Text of rule B" });
        await field.fill('{"sql": "SELECT');
        await expect(page.getByRole("alert").filter({ hasText: "No rule was read." })).toBeVisible({ timeout: 30_000 });
        expect(await violations(page), "what is no document").toEqual([]);
        await field.fill('{"sql": "SELECT temperature FROM \'iot/topic\'", "actions": []}');
        await expect(page.getByRole("button", { name: "Paste another" })).toBeVisible({ timeout: 30_000 });
        await expect(page.locator(".toolbar .summary")).toHaveText(/differ/, { timeout: 30_000 });
        expect(await violations(page), "a document").toEqual([]);
      });

      for (const [name, steps] of Object.entries(states)) {
        test(`nothing is in the way: ${name}`, async ({ page }) => {
          test.slow();
          await page.goto("./");
          const lens = new Lens(page);
          const narrow = width <= 700;
          await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
          await steps(lens, page, narrow);
          const panes = narrow ? ["message", "rule", "result", "problems"] : [null];
          for (const pane of panes) {
            if (pane) await page.locator(`#tab-${pane}`).click();
            if (pane && pane !== "result") {
              expect(await violations(page), pane).toEqual([]);
              continue;
            }
            for (const tab of tabs) {
              await lens.tab(tab);
              await expect(page.getByRole("progressbar")).toHaveCount(0, { timeout: 20_000 });
              expect(await violations(page), tab).toEqual([]);
            }
          }
        });
      }
    });
  }
}

// <rule-lens> from the installed package, without a bundler, under a policy that allows its own scripts and WebAssembly alone.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wrong = new WeakMap();

test.beforeEach(async ({ page }) => {
  const said = [];
  wrong.set(page, said);
  page.on("pageerror", (error) => said.push(error.message));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && said.push(message.text()));
  await page.goto("plain.html");
});

test.afterEach(({ page }) => expect(wrong.get(page)).toEqual([]));

const edited = (page) => page.locator("#edited");

test("what comes of the rule is shown, and problems lead to their places", async ({ page }) => {
  const element = edited(page);
  await expect(element.getByRole("list", { name: "Stages" }).getByRole("listitem")).toHaveText([
    /Topic.*matches/,
    /WHERE.*true/,
    /SELECT.*1 of 2 attributes/,
    /Timestream.*1 record/,
  ]);
  await expect(element.getByRole("row", { name: "temperature" })).toContainText(/24\.04.*DOUBLE.*memory store/);
  await expect(element.getByRole("status")).toHaveText("Result: Timestream, 1 record. 1 warning.");
  const problem = element.getByRole("list", { name: "Problems" }).getByRole("listitem");
  await expect(problem).toContainText("Warning: humidty is not in the payload");
  await problem.getByRole("button", { name: "SQL, line 1, column 21" }).click();
  const chosen = await element.evaluate(({ shadowRoot: { activeElement } }) =>
    activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd),
  );
  expect(chosen).toBe("humidty");
  await problem.getByRole("button", { name: "Write humidity" }).click();
  await expect(element.getByRole("row", { name: "humidity" })).toContainText(/43.*BIGINT/);
  await expect(element.getByRole("list", { name: "Problems" })).toHaveCount(0);
  expect(await element.evaluate(({ sql }) => sql)).toContain("temperature, humidity\nFROM");
});

test("typing, attributes and properties change the result, and each result is an event", async ({ page }) => {
  const element = edited(page);
  await expect(element.getByRole("row", { name: "temperature" })).toBeVisible();
  await page.evaluate(() => {
    globalThis.results = [];
    document.addEventListener("rule-lens-result", ({ target, detail }) => globalThis.results.push([target.id, detail.outcome]));
  });
  await element.getByRole("textbox", { name: "SQL" }).fill("SELECT temperature FORM 'iot/topic'");
  await expect(element.getByRole("textbox", { name: "SQL" })).toHaveAttribute("aria-invalid", "true");
  await expect(element.getByText("Error: FORM looks like a misspelt FROM.")).toBeVisible();
  // The last result stays while the rule is rejected.
  await expect(element.getByText("From your last valid rule:")).toBeVisible();
  await expect(element.getByRole("row", { name: "temperature" })).toBeVisible();
  await element.evaluate((lens) => lens.setAttribute("sql", "SELECT temperature * 2 AS t FROM 'iot/topic'"));
  await expect(element.getByRole("row", { name: "t 48.08" })).toBeVisible();
  await element.evaluate((lens) => (lens.topic = "another"));
  await expect(element.getByRole("status")).toHaveText(/^Stopped at Topic/);
  expect(await element.evaluate(({ result }) => result.outcome)).toBe("notMatched");
  expect(await page.evaluate(() => globalThis.results)).toEqual([
    ["edited", "rejected"],
    ["edited", "output"],
    ["edited", "notMatched"],
  ]);
});

test("what can only be read can be reached and not changed", async ({ page }) => {
  const element = page.locator("#fixed");
  await expect(element.getByRole("status")).toHaveText(/^Stopped at WHERE/);
  await expect(element.getByText("2015-10-08")).toBeVisible();
  await expect(element.getByRole("textbox", { name: "Actions (JSON)" })).toBeHidden();
  for (const name of ["Topic", "Payload", "SQL"]) {
    await expect(element.getByRole("textbox", { name })).toHaveAttribute("readonly", "");
  }
  await element.evaluate((lens) => (lens.readOnly = false));
  await element.getByRole("textbox", { name: "Payload" }).fill('{"a": 2}');
  await expect(element.getByText('{"a":2}')).toBeVisible();
});

test("the keyboard alone is enough", async ({ page }) => {
  await expect(edited(page).getByRole("row", { name: "temperature" })).toBeVisible();
  const names = [];
  for (let index = 0; index < 7; index += 1) {
    await page.keyboard.press("Tab");
    names.push(await edited(page).evaluate(({ shadowRoot }) => shadowRoot.activeElement?.id || shadowRoot.activeElement?.textContent || ""));
  }
  expect(names.slice(0, 6)).toEqual(["topic", "payload", "sql", "action", "SQL, line 1, column 21", "Write humidity"]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(edited(page).getByRole("row", { name: "humidity" })).toBeVisible();
});

test("an engine that cannot be fetched is told, and asked for again", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.reload();
  await expect(edited(page).getByRole("alert")).toContainText("The engine could not be loaded: ");
  await page.unroute("**/*.wasm");
  await edited(page).getByRole("button", { name: "Try again" }).click();
  await expect(edited(page).getByRole("row", { name: "temperature" })).toBeVisible();
  // That it was not fetched stands in the console, as it should.
  wrong.get(page).length = 0;
});

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [
    [900, 900],
    [390, 844],
  ]) {
    test(`nothing is missing for assistive technology, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      const element = edited(page);
      for (const [sql, told] of [
        ["SELECT temperature, humidty FROM 'iot/topic'", "humidty is not in the payload"],
        ["SELECT temperature FORM 'iot/topic'", "FORM looks like a misspelt FROM."],
        ["SELECT temperature FROM 'iot/topic' WHERE humidity < 0", "WHERE is false"],
      ]) {
        await element.getByRole("textbox", { name: "SQL" }).fill(sql);
        await expect(element).toContainText(told);
        const found = await page.evaluate(`(async () => { ${axe}; return (await axe.run(document, { resultTypes: ["violations"] })).violations; })()`);
        expect(found.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
    });
  }
}

// I keep my hands on the keyboard: every action has a key, one list names them all, and one line finds what I look for.
import { readFileSync } from "node:fs";
import { expect, openAtRule, openPalette, test } from "./page.mjs";

/** How many rows the table of actions has. */
const table = readFileSync(new URL("../../../web/src/state/command.rs", import.meta.url), "utf8");
const [, commands] = /COMMANDS: \[Row; (\d+)\]/.exec(table);

const palette = (page) => page.getByRole("dialog", { name: "Find", exact: true });
const keys = (page) => page.getByRole("dialog", { name: "Keyboard" });

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });

    test("Ctrl K in the code editor finds actions, functions, examples and diagnostics", async ({ page }) => {
      const lens = await openAtRule(page);
      await lens.sql.focus();
      await page.keyboard.press("Control+k");
      const dialog = palette(page);
      const line = dialog.getByRole("combobox");
      await expect(line).toBeFocused();
      await expect(dialog.locator(".found-kind")).toHaveText(["Actions"]);
      await page.keyboard.type("undefined");
      await expect(dialog.locator(".found-kind")).toHaveText(["Functions", "Lessons", "Examples", "Diagnostics", "Open questions", "Limits"]);
      const options = dialog.getByRole("option");
      await expect(options.first()).toContainText("isUndefined(");
      await expect(options.first()).toHaveAttribute("aria-selected", "true");
      await page.keyboard.press("ArrowDown");
      await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
      await expect(line).toHaveAttribute("aria-activedescendant", await options.nth(1).getAttribute("id"));
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      await expect(options.last()).toHaveAttribute("aria-selected", "true");
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      expect(fits, "as wide as the window").toBe(true);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(lens.sql).toBeFocused();
      await expect(lens.sql).toHold("SELECT temperature, humidity from 'iot/topic'");
    });

    test("what is looked for is marked in what is found", async ({ lens: _, page }) => {
      await openPalette(page);
      await page.keyboard.type("isundef");
      await expect(page.locator("#found .found-title b").first()).toHaveText("isUndef");
    });

    test("an action is done, and an example opens", async ({ page }) => {
      const lens = await openAtRule(page);
      await page.locator(".find").click();
      await expect(palette(page).getByRole("combobox")).toBeFocused();
      await page.keyboard.type("> all keys");
      await expect(palette(page).getByRole("option")).toHaveCount(1);
      await page.keyboard.press("Enter");
      await expect(keys(page)).toBeVisible();
      await page.keyboard.press("Escape");
      await openPalette(page);
      await page.keyboard.type("sparkplug");
      await expect(palette(page).getByRole("option", { name: /Sparkplug B/ })).toBeVisible();
      await page.keyboard.press("Enter");
      await expect(palette(page)).toBeHidden();
      await expect(lens.sql).toHold(/spBv1\.0/);
    });
  });
}

test("a lesson is found by its name and by the diagnostic that it teaches, and opens", async ({ lens, page }) => {
  await lens.sql.focus();
  await openPalette(page);
  await page.keyboard.type("lint.alias-in-where");
  const found = palette(page).getByRole("group", { name: "Lessons" }).getByRole("option");
  await expect(found.first()).toHaveText(/^Too warm.*lesson, \d+ min$/);
  await palette(page).getByRole("combobox").fill("too warm");
  await expect(found).toHaveCount(1);
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole("heading", { name: "Too warm" })).toBeVisible();
  expect(new URL(page.url()).hash).toBe("#v1.l.too-warm");
});

test.describe("without a course", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("the palette says that lessons are missing, and finds all else", async ({ lens, page }) => {
    await page.route("**/lessons/rules/index.json", (route) => route.fulfill({ status: 404 }));
    await lens.sql.focus();
    await openPalette(page);
    await page.keyboard.type("undef");
    await expect(palette(page).getByRole("alert")).toHaveText(/^Lessons are missing: .*404.*\.$/);
    await page.keyboard.type("ined");
    await expect(palette(page).locator(".found-kind")).toHaveText(["Functions", "Examples", "Diagnostics", "Open questions", "Limits"]);
  });
});

test("a page in another page has no lessons to find", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => request.url().includes("/lessons/") && asked.push(request.url()));
  await page.goto("./?embed");
  await expect(page.locator(".stage-strip")).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox").fill("undefined");
  await expect(palette(page).locator(".found-kind")).toHaveText(["Functions", "Examples", "Diagnostics", "Open questions", "Limits"]);
  expect(asked).toEqual([]);
});

test("a function opens its entry of the reference, and Escape leads back", async ({ lens, page }) => {
  await lens.sql.focus();
  await openPalette(page);
  await page.keyboard.type("time_to_epoch(");
  await expect(palette(page).getByRole("option").first()).toContainText("time_to_epoch(");
  await page.keyboard.press("Enter");
  const reference = page.getByRole("dialog", { name: "Reference" });
  await expect(reference.getByRole("heading", { name: /^time_to_epoch\(/ })).toBeVisible();
  expect(new URL(page.url()).hash).toBe("#v1.r.functions.time_to_epoch");
  await page.keyboard.press("Escape");
  await expect(reference).toBeHidden();
  await expect(palette(page)).toBeHidden();
  expect(new URL(page.url()).hash).toBe("");
});

test("the list of keys opens in a field without a character, and keys do what it says", async ({ lens, page }) => {
  await lens.sql.focus();
  await page.keyboard.press("Shift+F1");
  await expect(keys(page)).toBeVisible();
  await expect(keys(page).getByRole("listitem")).toHaveCount(Number(commands));
  await page.keyboard.press("Escape");
  await expect(keys(page)).toBeHidden();
  await expect(lens.sql).toBeFocused();
  await expect(lens.sql).toHold("SELECT temperature, humidity from 'iot/topic'");

  for (const [key, name] of [["F2", "Examples"], ["Shift+F2", "Rules"]]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name })).toBeHidden();
    await expect(lens.sql).toBeFocused();
  }

  await page.keyboard.press("F6");
  await expect(page.locator("#pane-result :focus")).toHaveCount(1);
  await page.keyboard.press("Shift+F6");
  await expect(lens.sql).toBeFocused();

  const tab = (name) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
  await page.keyboard.press("Alt+PageDown");
  await expect(tab("Rows")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Alt+PageUp");
  await expect(tab("Records")).toHaveAttribute("aria-selected", "true");
});

test("a key goes from problem to problem, and from message to message", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temprature, humidty FROM 'iot/topic'");
  await expect(lens.standing).toContainText("temprature");
  await page.locator(".stage-strip button").first().focus();
  await page.keyboard.press("F8");
  await expect(lens.sql).toBeFocused();

  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await page.keyboard.type("or with undefined");
  await page.getByRole("button", { name: "OR with Undefined" }).click();
  await expect(lens.payload).toHold(/"mcc": 262\n/);
  await lens.sql.focus();
  await page.keyboard.press("Shift+F9");
  await expect(lens.payload).toHold(/"n": 0/);
  await page.keyboard.press("F9");
  await expect(lens.payload).not.toHold(/"n"/);
});

test("single characters do something outside fields alone, and can be switched off", async ({ lens, page }) => {
  await lens.topic.focus();
  await page.keyboard.press("End");
  await page.keyboard.type("?e");
  await expect(lens.topic).toHaveValue("iot/topic?e");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.locator(".stage-strip button").first().focus();
  await page.keyboard.press("?");
  await expect(keys(page)).toBeVisible();
  await keys(page).getByLabel("Single-character keys outside fields").uncheck();
  await page.keyboard.press("Escape");
  await expect(keys(page)).toBeHidden();
  await page.keyboard.press("?");
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.reload();
  await expect(lens.topic).toHaveValue("iot/topic?e");
  await page.locator(".stage-strip button").first().focus();
  await page.keyboard.press("e");
  await page.keyboard.press("Shift+F1");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(keys(page).getByLabel("Single-character keys outside fields")).not.toBeChecked();
});

test("the palette leads to the list of keys", async ({ lens, page }) => {
  await lens.sql.focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("button", { name: "All keys" }).click();
  await expect(palette(page)).toBeHidden();
  await expect(keys(page)).toBeVisible();
});

test("a letter opens the menu of colours, where arrows choose", async ({ lens, page }) => {
  await lens.stage("Topic").focus();
  await page.keyboard.press("d");
  const menu = page.getByRole("menu", { name: /^Colours/ });
  await expect(menu.getByRole("menuitemradio", { name: "As the system" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

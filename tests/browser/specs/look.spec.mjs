// What I look at is whole: no word is cut where it matters, and what I touch is large enough for a finger.
import { expect, Lens, test } from "./page.mjs";

/** The page with the rule in sight, and what a narrow window turns to. */
async function open(page) {
  await page.goto("./");
  await expect(page.locator("#app > p[role=status]")).toHaveText("2 records", { timeout: 20_000 });
  const narrow = page.viewportSize().width <= 700;
  return { lens: new Lens(page), turn: (name) => (narrow ? page.locator(`#tab-${name}`).click() : Promise.resolve()) };
}

/** Whether all of an element is within another one. */
const within = async (inner, outer) => {
  const [one, other] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  return one.x >= other.x - 1 && one.x + one.width <= other.x + other.width + 1;
};

/** Two messages, of which the second has another type for one measure. */
const CONFLICT = [{ temperature: 21.5, humidity: 40.5 }, { temperature: 22.5, humidity: 41 }]
  .map((payload, at) => JSON.stringify({ topic: "iot/topic", payload, context: { timestamp: 1_772_353_795_000 + at * 1000 } }))
  .join("\n");

test("a long name and a long value leave room for why a record is rejected", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  const { lens } = await open(page);
  const name = "a_measure_name_that_goes_on_and_on_".repeat(8);
  await lens.payload.fill(JSON.stringify({ temperature: 24.04, [name]: 1.5, text: "a text of a device ".repeat(20) }));
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  const row = page.locator(".records .is-rejected");
  await expect(row).toBeVisible();
  expect(await within(lens.table, page.locator("#pane-result")), "the table is as wide as its pane").toBe(true);
  expect((await row.locator(".says").boundingBox()).width).toBeGreaterThan(100);
});

test("all tabs of the result fit with their counts, 1400 wide", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  const { lens } = await open(page);
  await page.locator(".message-area input[type=file]").setInputFiles({ name: "two.ndjson", mimeType: "text/plain", buffer: Buffer.from(CONFLICT) });
  await expect(page.getByRole("tab", { name: /^Schema/ }).locator(".count")).toHaveText("1", { timeout: 30_000 });
  await lens.tab("Records");
  const tabs = page.getByRole("tablist", { name: "Result" });
  expect(await tabs.evaluate((line) => line.scrollWidth - line.clientWidth)).toBeLessThanOrEqual(0);
});

test("a value behind the code is not torn apart", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  const { lens } = await open(page);
  await lens.sql.fill("SELECT temperature, humidity, pressure, battery, rssi FROM 'iot/topic' WHERE temperature > 5");
  const values = page.locator(".editor.sql .value");
  await expect(values.last()).toHaveText("✓ 24.04 > 5");
  expect(await values.evaluateAll((all) => all.map((value) => value.getClientRects().length))).toEqual(Array(7).fill(1));
});

test("what a template gives stands beside it in readable length, or not at all", async ({ page }) => {
  for (const [width, shown] of [[1400, false], [2560, true]]) {
    await page.setViewportSize({ width, height: 1000 });
    await open(page);
    const gives = page.locator(".dimensions .gives");
    await expect(gives).toHaveText("gives ruuvi-01");
    expect(await gives.evaluate((element) => element.offsetTop < element.parentElement.offsetTop + 20), `${width} wide`).toBe(shown);
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("what is touched on a phone is 44 px high", async ({ page }) => {
    const { lens, turn } = await open(page);
    const low = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("button, select, summary, input:not([type=checkbox], [type=radio], [type=file])")]
          .filter((control) => control.checkVisibility() && getComputedStyle(control).clipPath === "none")
          // Part of a larger one: a name in its line, a place among words, a field in its frame.
          .filter((control) => !control.closest(".record, .chain, .valued, .tree, .field-head, .standing"))
          // The frame of words that stand side by side is touched with them.
          .filter((control) => (control.closest(".segmented") ?? control).getBoundingClientRect().height < 43.5)
          .map((control) => control.getAttribute("aria-label") ?? control.textContent.trim()),
      );
    for (const pane of ["message", "rule", "result"]) {
      await turn(pane);
      expect(await low(), pane).toEqual([]);
    }
    for (const tab of ["Payload", "Actions", "Schema", "Compare", "Cases", "Export"]) {
      await lens.tab(tab);
      expect(await low(), tab).toEqual([]);
    }
  });

  test("a fix is offered in whole words below its problem", async ({ page }) => {
    const { lens, turn } = await open(page);
    await turn("message");
    await lens.payload.fill('{"sensor_of_the_greenhouse": {"temperature": 24.04}}');
    await turn("rule");
    await lens.sql.fill("SELECT temperature FROM 'iot/topic' WHERE temperature > 5");
    await lens.openProblems();
    const fix = lens.fixes.first();
    await expect(fix).toBeVisible();
    expect(await fix.evaluate((button) => button.scrollWidth - button.clientWidth)).toBeLessThanOrEqual(0);
    const [words, button] = await Promise.all([page.locator(".problem .words").first().boundingBox(), fix.boundingBox()]);
    expect(button.y).toBeGreaterThanOrEqual(words.y + words.height - 1);
  });

  test("a window fills the screen, and the way out stays in sight", async ({ page }) => {
    await open(page);
    await page.getByRole("button", { name: "About", exact: true }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await dialog.evaluate((element) => element.scrollTo(0, 10_000));
    await expect(dialog.getByRole("button", { name: "Close" })).toBeInViewport({ ratio: 1 });
  });
});

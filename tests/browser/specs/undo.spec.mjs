// I want back what was there a moment ago.
import { expect, Lens, test, textOf } from "./page.mjs";

const sample = "SELECT temperature, humidity from 'iot/topic'";
const wrong = "SELECT rssi FORM 'iot/topic'";
const right = "SELECT rssi FROM 'iot/topic'";

test("typing, a fix and Reset are one history, back and forth", async ({ lens, page }) => {
  await lens.sql.press("Control+a");
  await page.keyboard.type(wrong);
  await lens.openProblems();
  await lens.fixes.first().click();
  await expect(lens.sql).toHold(right);
  await expect(lens.sql).toBeFocused();
  await lens.button("Reset to the sample").click();
  await expect(lens.sql).toHold(sample);

  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(right);
  await expect(lens.names()).toHaveText(["rssi"]);
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(wrong);
  for (let steps = 0; steps < 20; steps++) await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(sample);
  await lens.sql.press("Control+Shift+z");
  await lens.sql.press("Control+y");
  for (let steps = 0; steps < 20; steps++) await lens.sql.press("Control+y");
  await expect(lens.sql).toHold(sample);
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(right);
});

test("the browser's own undo, as from its menu, does not mix the texts", async ({ lens, page }) => {
  const whole = await textOf(lens.payload);
  await lens.payload.press("Control+Home");
  await page.keyboard.type("  ");
  await lens.button("Reset to the sample").click();
  await lens.payload.focus();
  // What a browser asks the page before its menu changes a text; no script can choose from the menu.
  const ask = (field, inputType) => !field.dispatchEvent(new InputEvent("beforeinput", { inputType, bubbles: true, cancelable: true, composed: true }));
  for (const command of ["historyUndo", "historyUndo", "historyRedo", "historyRedo"]) {
    expect(await lens.payload.evaluate(ask, command), "the page does it").toBe(true);
    await page.waitForTimeout(100);
    expect([whole, `  ${whole}`, ` ${whole}`]).toContain(await textOf(lens.payload));
  }
  await lens.payload.press("Control+z");
  await expect(lens.payload).toHold(/^ {0,2}\{/);
});

test("the other fields come back, too", async ({ lens, page }) => {
  const table = page.getByLabel("Table");
  await table.fill("mine");
  await table.press("End");
  await page.keyboard.type("Table");
  await lens.button("Reset to the sample").click();
  await expect(table).toHaveValue("sampleTable");
  await table.press("Control+z");
  await expect(table).toHaveValue("mineTable");
  await table.press("Control+z");
  await expect(table).toHaveValue("mine");
  await table.press("Control+y");
  await expect(table).toHaveValue("mineTable");
});

test("undo right after Reset, with the focus still on the button, brings everything back", async ({ lens, page }) => {
  await lens.sql.fill(right);
  await lens.topic.fill("iot/other");
  await lens.button("Reset to the sample").click();
  await page.keyboard.press("Control+z");
  await expect(lens.sql).toHold(right);
  await expect(lens.topic).toHaveValue("iot/other");
  await expect(lens.notice).toBeEmpty();
});

test("a double click on Reset destroys nothing", async ({ lens }) => {
  await lens.sql.fill(right);
  await lens.button("Reset to the sample").dblclick();
  await expect(lens.sql).toHold(sample);
  await lens.button("Undo reset").click();
  await expect(lens.sql).toHold(right);
});

test("a reload keeps the way back", async ({ lens, page }) => {
  await lens.sql.fill(right);
  await lens.topic.fill("iot/other");
  await lens.button("Reset to the sample").click();
  await expect(lens.sql).toHold(sample);
  await page.reload();
  await expect(lens.sql).toHold(sample);
  await expect(lens.notice).toContainText("The sample is back in all fields.");
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(right);
  await lens.sql.press("Control+y");
  await lens.button("Undo reset").click();
  await expect(lens.sql).toHold(right);
  await expect(lens.topic).toHaveValue("iot/other");
  await page.reload();
  await expect(lens.sql).toHold(right);
  await expect(lens.notice).toBeEmpty();
});

test("a way back that is not wanted goes away", async ({ lens, page }) => {
  await lens.sql.fill(right);
  await lens.button("Reset to the sample").click();
  await lens.button("Dismiss").click();
  await page.reload();
  await expect(lens.sql).toHold(sample);
  await expect(lens.notice).toBeEmpty();
});

test("a reload ends no history", async ({ lens, page }) => {
  await lens.sql.fill("SELECT rssi FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["rssi"]);
  await lens.payload.fill('{"rssi": 1}');
  await lens.payload.fill('{"rssi": 2}');
  await lens.payload.press("Control+z");
  await expect(lens.payload).toHold('{"rssi": 1}');
  await page.reload();
  await lens.ready();
  await expect(lens.payload).toHold('{"rssi": 1}');
  await lens.payload.press("Control+Shift+z");
  await expect(lens.payload).toHold('{"rssi": 2}');
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(sample);
});

test("who wants nothing kept has no history after a reload", async ({ lens, page }) => {
  await lens.button("Kept here").click();
  await page.getByRole("checkbox").first().uncheck();
  await page.keyboard.press("Escape");
  await lens.sql.fill("SELECT rssi FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["rssi"]);
  await page.reload();
  await expect(lens.sql).toHold(sample);
  expect(await page.evaluate(() => sessionStorage.getItem("rulelens.past"))).toBeNull();
});

test("a paste that is too large to edit is one step", async ({ lens, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await lens.payload.fill('{"temperature": 1}');
  await page.evaluate(() => navigator.clipboard.writeText(`{"text": "${"x".repeat(300_000)}", "temperature": 21}`));
  await lens.payload.press("Control+a");
  await lens.payload.press("Control+v");
  await expect(page.getByText(/characters\. Too many to edit here/)).toBeVisible();
  await lens.button("Undo paste").click();
  await expect(lens.payload).toHold('{"temperature": 1}');
  await lens.payload.press("Control+y");
  await expect(page.getByText(/characters\. Too many to edit here/)).toBeVisible();
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a fix in a part that is not shown is made there and can be undone", async ({ page }) => {
    await page.goto("./");
    const lens = new Lens(page);
    await lens.sql.fill(wrong);
    await page.getByRole("tab", { name: "Message" }).click();
    await lens.openProblems();
    await lens.fixes.first().click();
    await expect(lens.sql).toHold(right);
    await expect(lens.sql).toBeFocused();
    await lens.sql.press("Control+z");
    await expect(lens.sql).toHold(wrong);
  });
});

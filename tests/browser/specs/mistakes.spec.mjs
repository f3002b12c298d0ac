// I made a mistake and want to know where.
import { expect, selectionOf, test } from "./page.mjs";

test("a mistake in the SQL is told at its place, and the last good result stays, greyed", async ({ lens, page }) => {
  const colour = () => lens.names().first().evaluate((cell) => getComputedStyle(cell).color);
  const lively = await colour();
  const where = async () => (await lens.records.first().boundingBox()).y;
  const before = await where();
  await lens.sql.fill("SELECT temperature, humidity FORM 'iot/topic'");
  await expect(lens.stale).toBeVisible();
  expect(await where(), "what is told of it moves nothing").toBe(before);

  await expect(page.locator(".sql span.s-error")).toHaveText("FORM");
  await expect(page.locator(".sql .excerpt")).toContainText("FROM");
  await expect(lens.sql).toHaveAttribute("aria-invalid", "true");
  await expect(lens.sql).toHaveAccessibleDescription(/FROM/);
  await lens.openProblems();
  await expect(lens.problems).toHaveCount(1);
  await expect(lens.problems.first()).toContainText("SQL 1:30");
  await expect(lens.stale).toHaveText("From your last valid rule: line 1 of this one has an error");
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await lens.expectOutgoing('{"temperature":24.04,"humidity":43.605}');
  expect(await colour()).not.toBe(lively);

  await lens.problems.first().getByTitle("Show the place").click();
  await expect(lens.sql).toBeFocused();
  expect(await selectionOf(lens.sql)).toBe("FORM");

  await lens.sql.fill("SELECT temperature FROM 'iot/topic'");
  await expect(lens.stale).toBeHidden();
  await expect(lens.names()).toHaveText(["temperature"]);
  await expect(lens.problems).toHaveCount(0);
  expect(await colour()).toBe(lively);
});

test("a fix mends it, and the field's own undo takes the fix back", async ({ lens, page }) => {
  const wrong = "SELECT temperature FORM 'iot/topic'";
  await lens.sql.fill(wrong);
  await lens.openProblems();
  await lens.fixes.first().click();
  await expect(lens.sql).toHold("SELECT temperature FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["temperature"]);
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(wrong);
});

test("what a fix writes is shown as code, without backticks", async ({ lens }) => {
  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 1 && temperature > 1");
  await lens.openProblems();
  const fix = lens.button("Use AND");
  await expect(fix.locator("code")).toHaveText("AND");
  await fix.click();
  await expect(lens.sql).toHold("SELECT humidity FROM 'iot/topic' WHERE humidity > 1 AND temperature > 1");
});

test("a mistake in the payload is told at its place", async ({ lens, page }) => {
  await lens.payload.fill('{\n  "temperature": 24.04\n  "humidity": 43.605\n}');
  await lens.payload.focus();
  await expect(page.locator(".payload .excerpt")).toBeVisible();
  await expect(page.locator(".payload .cm-lineNumbers .has-problem")).toHaveText("3");
  await expect(lens.payload).toHaveAttribute("aria-invalid", "true");
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("Payload 3:3");
  await expect(lens.stale).toHaveText("From your last valid message: line 3 of this payload has an error");
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
});

test("a place is found behind characters of more than one code unit", async ({ lens }) => {
  await lens.sql.fill("SELECT '🌡️ é' AS x, humidity FORM 'iot/topic'");
  await lens.standing.click();
  await expect(lens.sql).toBeFocused();
  expect(await selectionOf(lens.sql)).toBe("FORM");
});

test("a mistake in the action is told at its field", async ({ lens, page }) => {
  const field = page.getByLabel("Value of dimension 1");
  await field.fill("${upper(}");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("Dimension 1, value");
  await expect(lens.stale).toBeVisible();
  await lens.sql.focus();
  await lens.problems.first().getByTitle("Show the place").click();
  await expect(field).toBeFocused();
});

test("a misspelt attribute is named at its place, and a fix writes the one that was meant", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature, humidty FROM 'iot/topic'");
  await lens.openProblems();
  await expect(lens.problems).toHaveCount(1);
  await expect(lens.problems.first()).toContainText("humidty is not in the payload; did you mean humidity?");
  await expect(lens.problems.first()).toContainText("SQL 1:21");
  await expect(lens.stage(/SELECT/)).toContainText("1 of 2 attributes");
  await lens.openProblems();
  await lens.fixes.first().click();
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await expect(lens.problems).toHaveCount(0);
  await expect(lens.stage(/SELECT/)).toContainText("2 attributes");

  await lens.sql.fill("SELECT humidty, 1/0 AS q FROM 'iot/topic'");
  await expect(lens.stage(/SELECT/)).toContainText("0 of 2 attributes");
});

test("the list of problems leaves the focus at what opened it", async ({ lens, page }) => {
  await lens.sql.fill("SELECT humidty FROM 'iot/topic'");
  const opener = page.locator(".problems-open");
  for (const leave of ["Escape", "Enter"]) {
    await lens.openProblems();
    const close = lens.button("Close the list");
    await close.focus();
    await close.press(leave);
    await expect(page.locator(".problems")).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
});

test("a problem of a record leads to the record", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 24.04, "humidity": ""}');
  await expect(lens.standing).toHaveText(/^humidity is an empty string/);
  await lens.tab("Why");
  await lens.standing.click();
  await expect(page.getByRole("button", { name: "humidity", exact: true })).toBeFocused();
  await lens.openProblems();
  await lens.problems.first().getByTitle("Show the place").click();
  await expect(page.getByRole("button", { name: "humidity", exact: true })).toBeFocused();
});

test("a SELECT that leaves something out is not green, whoever tells of it", async ({ lens }) => {
  for (const missing of ["humidty", "humidity.value", "1/0", "topic(9)", "Temperature", "upper(humidty)"]) {
    await lens.sql.fill(`SELECT temperature, ${missing} AS x FROM 'iot/topic'`);
    await expect(lens.stage(/SELECT/)).toContainText("1 of 2 attributes");
    await expect(lens.stage(/SELECT/), missing).toHaveAccessibleName(/not as it was meant/);
    await expect(lens.standing, missing).toHaveClass(/is-warning/);
  }
});

// I want to be told when my rule does not work, even where no text of mine is wrong.
import { expect, test } from "./page.mjs";

/** The stages that look as if all were well. */
const green = (page) => page.locator(".stage-strip li.is-passed:not(.is-warning, .is-error)");

test("a rule that works has no problems, and a WHERE that is false is no mistake", async ({ lens, page }) => {
  await expect(lens.standing).toHaveText("No problems");
  await expect(lens.standing).toHaveClass(/is-passed/);
  await expect(green(page)).toHaveCount(3);

  await lens.sql.fill("SELECT temperature FROM 'iot/topic' WHERE temperature > 30");
  await expect(lens.standing).toHaveText("WHERE is false: temperature > 30 is false, where temperature is 24.04.");
  await expect(lens.standing).not.toHaveClass(/is-warning|is-error/);
  await expect(page.locator(".stage-strip li.is-stopped")).not.toHaveClass(/is-warning|is-error/);
});

for (const [what, sql, said] of [
  ["a typing mistake in WHERE", "SELECT humidity FROM 'iot/topic' WHERE temperatur > 3", /temperatur is not in the payload.*temperature/],
  ["a WHERE that is a number", "SELECT humidity FROM 'iot/topic' WHERE temperature", /WHERE is not a Boolean/],
  ["another topic", "SELECT humidity FROM 'iot/other'", /topic iot\/topic does not match.*level 2/],
  ["a space behind the topic", "SELECT humidity FROM 'iot/topic '", /level 2 is topic; the filter needs topic␣, and white space count/],
]) {
  test(`${what} is told in the status line`, async ({ lens, page }) => {
    await lens.sql.fill(sql);
    await expect(lens.standing).toHaveText(said);
    await expect(lens.standing).toHaveClass(/is-warning/);
    await expect(page.locator(".sql .excerpt"), "at its place it is marked, and told by what stands behind it").toHaveCount(0);
    await expect(page.locator(".stage-strip li.is-stopped")).toHaveClass(/is-warning/);
    await expect(lens.standing).not.toContainText("No problems");
  });
}

for (const [what, sql] of [
  ["everything selected is missing", "SELECT temperatur FROM 'iot/topic'"],
  ["a quotient has no value", "SELECT 1/0 AS x FROM 'iot/topic'"],
]) {
  test(`where ${what}, neither SELECT nor Timestream is green`, async ({ lens, page }) => {
    await lens.sql.fill(sql);
    await expect(lens.stage(/SELECT/)).toHaveAccessibleName(/not as it was meant/);
    await expect(lens.stage(/Timestream/)).toHaveAccessibleName(/not as it was meant/);
    await expect(lens.standing).not.toHaveClass(/is-passed/);
    await expect(lens.standing).not.toHaveText("No problems");
    await expect(green(page)).toHaveCount(1);
  });
}

test("a message that the broker rejects is green nowhere, and what would be is greyed", async ({ lens, page }) => {
  const large = JSON.stringify({ temperature: 21.5, humidity: 40.5, text: "x".repeat(140_000) });
  await lens.payload.fill(large);
  await expect(lens.summary).toHaveText("No records: AWS IoT rejects the message");
  await expect(lens.stage(/Topic/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.standing).toContainText("The payload has 140,0");
  await expect(green(page)).toHaveCount(0);
  await expect(lens.standing).toHaveClass(/is-error/);
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("AWS IoT accepts up to 131,072");
  await expect(page.getByText("What the rule would do if AWS IoT accepted the message")).toBeVisible();
  await expect(page.locator(".outcome")).toHaveClass(/is-stale/);
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);

  await lens.payload.fill('{"temperature": 21.5, "humidity": 40.5}');
  await expect(lens.summary).toHaveText("2 records");
  await lens.topic.fill("a/b/c/d/e/f/g/h/i");
  await expect(lens.summary).toHaveText("No records: AWS IoT rejects the message");
});

test("a key that stands in the payload twice is told", async ({ lens }) => {
  await lens.payload.fill('{"temperature": 21.5, "humidity": 40.5, "temperature": 22.5}');
  await expect(lens.standing).toHaveText("temperature stands in the payload twice; the last value is taken.");
  await expect(lens.standing).toHaveClass(/is-warning/);
});

for (const field of ["Database", "Table"]) {
  test(`an action without a ${field.toLowerCase()} is green nowhere`, async ({ lens, page }) => {
    await page.getByLabel(field, { exact: true }).fill("");
    await expect(lens.standing).toHaveText(/must be a string, and it cannot be empty/);
    await expect(lens.summary).toHaveText("Not evaluated: 1 error");
    await expect(green(page)).toHaveCount(0);
    await expect(page.locator(".outcome")).toHaveClass(/is-stale/);
    await page.getByLabel(field, { exact: true }).fill("${nothing}");
    await expect(lens.stage(/Timestream/)).toHaveAccessibleName(/stopped the message/);
    await expect(lens.standing).toHaveClass(/is-error/);
  });
}

test("a record that is rejected beside others takes the green from the stage", async ({ lens }) => {
  await lens.payload.fill('{"temperature": 24.04, "humidity": ""}');
  await expect(lens.stage(/Timestream/)).toHaveAccessibleName(/passed in part/);
  await expect(lens.stage(/SELECT/)).toHaveAccessibleName(/: passed 2 attributes/);
});

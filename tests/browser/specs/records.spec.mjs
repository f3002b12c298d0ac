// I want to see what Timestream gets.
import { expect, Lens, test } from "./page.mjs";

test("the page opens with the sample's two records", async ({ lens }) => {
  await expect(lens.records).toHaveCount(2);
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  for (const [row, value] of [[0, "24.04"], [1, "43.605"]]) {
    const record = lens.records.nth(row);
    await expect(record.getByRole("cell").nth(0)).toContainText(value);
    await expect(record).toContainText("DOUBLE");
  }
  await expect(lens.series).toHaveCount(1);
  await expect(lens.series).toContainText("processing time");
  await expect(lens.series).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC/);
  await expect(lens.series).toContainText(/device_id\s*ruuvi-01/);
  await lens.expectOutgoing('{"temperature":24.04,"humidity":43.605}');
});

test("each keystroke in the SQL changes the records", async ({ lens, page }) => {
  await lens.sql.press("Control+Home");
  for (let i = 0; i < "SELECT temperature".length; i++) await lens.sql.press("ArrowRight");
  await page.keyboard.type(" AS temp");
  await expect(lens.sql).toHold("SELECT temperature AS temp, humidity from 'iot/topic'");
  await expect(lens.names()).toHaveText(["temp", "humidity"]);
  await lens.expectOutgoing('{"temp":24.04,"humidity":43.605}');
  await lens.sql.focus();
  await page.keyboard.type("er");
  await expect(lens.names()).toHaveText(["temper", "humidity"]);
});

test("the payload, the topic, the action and the context change them too", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 7, "humidity": true}');
  await expect(lens.records.nth(0)).toContainText("BIGINT");
  await expect(lens.records.nth(1)).toContainText("BOOLEAN");

  await page.getByLabel("Value of dimension 1").fill("${topic()}");
  await expect(lens.series).toContainText("iot/topic");
  await lens.button("Add a dimension").click();
  await page.getByLabel("Name of dimension 2").fill("client");
  await page.getByLabel("Value of dimension 2").fill("${clientid()}");
  await lens.context.click();
  await page.getByLabel("Client ID").fill("garden-7");
  await expect(lens.series.locator("dl > div")).toHaveText([/device_id\s*iot\/topic/, /client\s*garden-7/]);
  await lens.button("Remove dimension 1").click();
  await expect(lens.series.locator("dl > div")).toHaveText([/client\s*garden-7/]);

  await page.getByLabel("Timestamp").fill("${temperature}");
  await page.getByLabel("Unit").selectOption("SECONDS");
  await expect(lens.series).toContainText("1970-01-01 00:00:07");
  await expect(lens.series).not.toContainText("processing time");
});

test("a fixed clock gives the same time at every evaluation", async ({ lens, page }) => {
  await lens.context.click();
  await page.getByLabel("Fixed").check();
  await page.getByLabel("Time (UTC)").fill("2026-01-31T08:15:00.250");
  for (const sql of ["SELECT temperature FROM 'iot/topic'", "SELECT humidity FROM 'iot/topic'"]) {
    await lens.sql.fill(sql);
    await expect(lens.records).toHaveCount(1);
    await expect(lens.series).toContainText("2026-01-31 08:15:00.250");
    await expect(lens.series).toContainText("1769847300250 ms");
  }
});

test("the records and the outgoing payload can be copied", async ({ lens, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await lens.button("Copy WriteRecords request").click();
  await expect(lens.button("Copied")).toBeVisible();
  const { Records: records } = JSON.parse(await clipboard());
  expect(records.map((record) => [record.MeasureName, record.MeasureValue, record.MeasureValueType])).toEqual([
    ["temperature", "24.04", "DOUBLE"],
    ["humidity", "43.605", "DOUBLE"],
  ]);
  await lens.tab("Payload");
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect.poll(clipboard).toBe('{"temperature":24.04,"humidity":43.605}');
});

test("what was typed is there after a reload, and the sample can come back and go again", async ({ lens, page }) => {
  const mine = "SELECT pressure FROM 'iot/topic'";
  await lens.sql.fill(mine);
  await page.reload();
  await expect(lens.sql).toHold(mine);
  await expect(lens.names()).toHaveText(["pressure"]);

  await lens.button("Reset to the sample").click();
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await lens.button("Undo reset").click();
  await expect(lens.sql).toHold(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
});

test("a record that Timestream rejects says so in words, with the reason", async ({ lens, page }) => {
  await expect(lens.records.first()).toContainText("accepted into the memory store");
  await expect(lens.verdicts).toHaveCount(0);

  await page.getByLabel("Timestamp").fill("${temperature}");
  await page.getByLabel("Unit").selectOption("SECONDS");
  await lens.payload.fill('{"temperature": 7, "humidity": 43.605}');
  await expect(lens.summary).toHaveText("2 records, 2 rejected");
  await expect(lens.stage("Timestream")).toContainText("2 records rejected");
  await expect(lens.records.first()).toContainText("Rejected");
  await expect(lens.verdicts).toHaveCount(2);
  await expect(lens.verdicts.first()).toContainText("Rejected: The record's time 1970-01-01T00:00:07.000Z is older");
  await lens.stage("Timestream").click();
  await expect(page.getByRole("group", { name: "Why, scrolls" })).toContainText("outside the time range");
});

test("if some records are rejected, the stage lets the others through and counts both", async ({ lens }) => {
  await lens.payload.fill('{"temperature": 24.04, "humidity": ""}');
  await expect(lens.summary).toHaveText("2 records, 1 rejected");
  await expect(lens.stage("Timestream")).toContainText("2 records, 1 rejected");
  await expect(lens.verdicts).toHaveText([/^Unknown: /, /^Rejected: an empty string/]);
});

test("a record tells where it comes from, why its type, when, and what becomes of it", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 5.0, "humidity": "43"}');
  await expect(lens.records.first()).toContainText("BIGINT");
  const inspector = page.locator(".inspector");
  await expect(inspector).toHaveCount(0);
  await lens.names().first().click();
  await expect(inspector).toContainText("5.0 has no fraction; under 2016-03-23 it is an Int, so BIGINT.");
  await expect(inspector).toContainText("documented");
  await expect(inspector).toContainText("The action sets no timestamp, so the record has the time at which the rule ran.");
  await expect(inspector.getByRole("listitem")).toHaveText([/payload\s*\/temperature/, /SELECT, item 1\s*temperature/, /record 1 of 2\s*temperature/]);
  await inspector.getByRole("button", { name: "Next record" }).click();
  await expect(inspector).toContainText("looks like a number");
  await lens.names().nth(1).focus();
  await page.keyboard.press("ArrowUp");
  await expect(lens.names().first()).toBeFocused();
  await expect(inspector).toContainText("5.0 has no fraction");
  await inspector.locator("button.place").click();
  await expect(lens.sql).toBeFocused();
  await lens.names().first().focus();
  await page.keyboard.press("Escape");
  await expect(inspector).toHaveCount(0);
  await lens.names().nth(1).click();
  await inspector.getByRole("button", { name: "Close" }).press("Enter");
  await expect(inspector).toHaveCount(0);
  await expect(lens.names().nth(1)).toBeFocused();
});

test("many records are drawn as far as they are in sight, and can be filtered", async ({ lens, page }) => {
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await lens.payload.fill(`{${Array.from({ length: 190 }, (_, index) => `"a${index}":${index}`).join()}}`);
  await expect(lens.summary).toHaveText("190 records");
  expect(await lens.records.count()).toBeLessThan(90);
  await page.getByRole("group", { name: "Records, scrolls" }).evaluate((table) => (table.scrollTop = table.scrollHeight));
  await expect(lens.names().last()).toHaveText("a189");
  await page.getByLabel("Filter records").fill("a17");
  await expect(lens.names()).toHaveText(["a17", ...Array.from({ length: 10 }, (_, index) => `a17${index}`)]);
  await expect(page.getByText("11 of 190 records contain")).toBeVisible();
});

test("the payload is formatted, as it is sent, or beside the incoming one", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 24.040, "humidity": 43.605, "rssi": -88}');
  await lens.sql.fill("SELECT humidity, round(temperature) AS temperature, 5 AS five FROM 'iot/topic'");
  await lens.tab("Payload");
  await expect(lens.outgoing).toHaveText(/^\{\s+"humidity": 43\.605,\s+"temperature": 24,\s+"five": 5\s+\}$/);
  await page.getByRole("button", { name: "Difference" }).click();
  const members = page.getByRole("list", { name: "Difference to the incoming payload" }).getByRole("listitem");
  await expect(members).toHaveText([
    'the same: "humidity": 43.605',
    'only in the incoming payload: "temperature": 24.040',
    'only in the outgoing payload: "temperature": 24',
    'only in the outgoing payload: "five": 5',
    'only in the incoming payload: "rssi": -88',
  ]);
});

test("the columns of a long table stay where they are, and wide enough, while one scrolls", async ({ lens, page }) => {
  const fields = Array.from({ length: 150 }, (_, at) => (at === 140 ? ['"a_much_longer_name"', "-1234567.125"] : [`"f${at}"`, at]));
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await lens.payload.fill(`{${fields.map(([name, value]) => `${name}: ${value}`).join(", ")}}`);
  await expect(lens.records.first()).toContainText("f0");
  const heads = () => lens.table.getByRole("columnheader").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const before = await heads();
  await lens.table.evaluate((table) => (table.parentElement.scrollTop = table.parentElement.scrollHeight));
  const long = page.getByRole("button", { name: "a_much_longer_name" });
  await expect(long).toBeVisible();
  expect(await heads()).toEqual(before);
  const cells = [long, lens.table.getByText("-1234567.125").locator("xpath=..")];
  for (const cell of cells) expect(await cell.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
});

for (const width of [1024, 1280, 1366, 1440]) {
  test(`no name and no value pushes type and verdict out of sight, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 });
    const lens = new Lens(page);
    await page.goto("./");
    await lens.ready();
    const values = { relative_humidity: 12.345678901234567, acceleration_total: 0.12345678901234568, text: "x".repeat(400), ["n".repeat(120)]: 1.5 };
    // As text: JavaScript has no such whole number.
    await lens.payload.fill(JSON.stringify(values).replace("{", '{"large": 123456789012345678, '));
    await page.getByLabel("Value of dimension 1").fill(`${"d".repeat(200)}`);
    await lens.sql.fill("SELECT * FROM 'iot/topic'");
    await expect(lens.records).toHaveCount(5);
    const cut = () => lens.table.evaluate((table) => {
      const around = table.closest(".scroll");
      const numbers = [...table.querySelectorAll(".value.is-number")].filter((cell) => cell.scrollWidth > cell.clientWidth);
      return { beyond: Math.max(0, around.scrollWidth - around.clientWidth), numbers: numbers.map((cell) => cell.textContent) };
    });
    await expect.poll(cut).toEqual({ beyond: 0, numbers: [] });
    const lines = await lens.names().evaluateAll((names) => names.map((name) => Math.round(name.getBoundingClientRect().height)));
    expect(new Set(lines).size, "no name is broken").toBe(1);
  });
}

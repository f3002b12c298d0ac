// I want to see what Timestream gets.
import { expect, test } from "./page.mjs";

test("the page opens with the sample's two records", async ({ lens }) => {
  await expect(lens.records).toHaveCount(2);
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  for (const [row, value] of [[0, "24.04"], [1, "43.605"]]) {
    const record = lens.records.nth(row);
    await expect(record.getByRole("cell").nth(0)).toContainText(value);
    await expect(record).toContainText("DOUBLE");
    await expect(record).toContainText("processing time");
    await expect(record).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC/);
    await expect(record).toContainText("ruuvi-01");
  }
  await expect(lens.outgoing).toHaveText('{"temperature":24.04,"humidity":43.605}');
});

test("each keystroke in the SQL changes the records", async ({ lens, page }) => {
  await lens.sql.press("Control+Home");
  for (let i = 0; i < "SELECT temperature".length; i++) await lens.sql.press("ArrowRight");
  await page.keyboard.type(" AS temp");
  await expect(lens.sql).toHaveValue("SELECT temperature AS temp, humidity from 'iot/topic'");
  await expect(lens.names()).toHaveText(["temp", "humidity"]);
  await expect(lens.outgoing).toHaveText('{"temp":24.04,"humidity":43.605}');
  await page.keyboard.type("er");
  await expect(lens.names()).toHaveText(["temper", "humidity"]);
});

test("the payload, the topic, the action and the context change them too", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 7, "humidity": true}');
  await expect(lens.records.nth(0)).toContainText("BIGINT");
  await expect(lens.records.nth(1)).toContainText("BOOLEAN");

  await page.getByLabel("Value of dimension 1").fill("${topic()}");
  await expect(lens.records.nth(0)).toContainText("iot/topic");
  await lens.button("Add a dimension").click();
  await page.getByLabel("Name of dimension 2").fill("client");
  await page.getByLabel("Value of dimension 2").fill("${clientid()}");
  await lens.context.click();
  await page.getByLabel("Client ID").fill("garden-7");
  await expect(lens.records.nth(1).getByRole("listitem")).toHaveText([/device_id\s*iot\/topic/, /client\s*garden-7/]);
  await lens.button("Remove dimension 1").click();
  await expect(lens.records.nth(1).getByRole("listitem")).toHaveText([/client\s*garden-7/]);

  await page.getByLabel("Timestamp").fill("${temperature}");
  await page.getByLabel("Unit").selectOption("SECONDS");
  await expect(lens.records.nth(0)).toContainText("1970-01-01 00:00:07");
  await expect(lens.records.nth(0)).not.toContainText("processing time");
});

test("a fixed clock gives the same time at every evaluation", async ({ lens, page }) => {
  await lens.context.click();
  await page.getByLabel("Fixed").check();
  await page.getByLabel("Time (UTC)").fill("2026-01-31T08:15:00.250");
  for (const sql of ["SELECT temperature FROM 'iot/topic'", "SELECT humidity FROM 'iot/topic'"]) {
    await lens.sql.fill(sql);
    await expect(lens.records).toHaveCount(1);
    await expect(lens.records.first()).toContainText("2026-01-31 08:15:00.250");
    await expect(lens.records.first()).toContainText("1769847300250");
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
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect.poll(clipboard).toBe('{"temperature":24.04,"humidity":43.605}');
});

test("what was typed is there after a reload, and the sample can come back and go again", async ({ lens, page }) => {
  const mine = "SELECT pressure FROM 'iot/topic'";
  await lens.sql.fill(mine);
  await page.reload();
  await expect(lens.sql).toHaveValue(mine);
  await expect(lens.names()).toHaveText(["pressure"]);

  await lens.button("Reset to the sample").click();
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await lens.button("Undo reset").click();
  await expect(lens.sql).toHaveValue(mine);
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
  await expect(lens.records.first()).toContainText("rejected");
  await expect(lens.verdicts).toHaveCount(2);
  await expect(lens.verdicts.first()).toContainText("Rejected: The record's time 1970-01-01T00:00:07.000Z is older");
  await expect(page.locator("#stage-explanation")).toContainText("outside the time range");
});

test("if some records are rejected, the stage lets the others through and counts both", async ({ lens }) => {
  await lens.payload.fill('{"temperature": 24.04, "humidity": ""}');
  await expect(lens.summary).toHaveText("2 records, 1 rejected");
  await expect(lens.stage("Timestream")).toContainText("2 records, 1 rejected");
  await expect(lens.verdicts).toHaveText([/^Unknown \(AWS does not document this\): /, /^Rejected: `?humidity`? is an empty string/]);
});

test("a type tells its reason on focus and under the pointer", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 5.0, "humidity": "43"}');
  await expect(lens.records.first()).toContainText("BIGINT");
  const badge = lens.records.first().getByRole("button", { name: "BIGINT" });
  const reason = lens.records.first().getByRole("tooltip", { includeHidden: true });
  await expect(reason).toBeHidden();
  await badge.focus();
  await expect(reason).toBeVisible();
  await expect(badge).toHaveAccessibleDescription(/5\.0 has no fraction; under 2016-03-23 it is an Int, so BIGINT\. · documented/);
  await page.getByLabel("Topic", { exact: true }).focus();
  await expect(reason).toBeHidden();
  await lens.records.nth(1).getByRole("button", { name: "VARCHAR" }).hover();
  await expect(lens.records.nth(1).getByRole("tooltip")).toContainText("looks like a number");
});

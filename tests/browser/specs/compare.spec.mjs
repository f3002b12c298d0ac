// I changed my rule, or have another one: I see what the two write otherwise, over all my messages.
import { expect, Lens, openPalette, test } from "./page.mjs";

/** A template with two rules, of which one writes into a table whose name it lacks. */
const TEMPLATE = `Parameters:
  Table: {Type: String}
Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Sql: SELECT temperature + 1 AS temperature FROM 'iot/topic'
        Actions:
          - Timestream:
              DatabaseName: climate
              TableName: readings
              RoleArn: arn:aws:iam::123456789012:role/r
              Dimensions: [{Name: device, Value: "\${topic(2)}"}]
  Other:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Sql: SELECT humidity FROM 'iot/topic'
        Actions:
          - Timestream:
              DatabaseName: climate
              TableName: !Ref Table
              RoleArn: arn:aws:iam::123456789012:role/r
              Dimensions: [{Name: device, Value: "\${topic(2)}"}]
`;

/** The action that writes the values into InfluxDB. */
const INFLUX = (table) => `{"sql": "SELECT temperature + 0.25 AS temperature, humidity, timestamp FROM 'iot/topic'", "awsIotSqlVersion": "2016-03-23", "actions": [{"influxDB": {
  "destinationArn": "arn:aws:iot:eu-west-1:123456789012:ruledestination/influxdb/a", "roleArn": "arn:aws:iam::123456789012:role/r", "databaseName": "d", "tableName": "${table}",
  "tags": {"room": "\${topic(2)}"}, "timestampUnit": "ms"}}]}`;

const WIDTHS = [["wide", { width: 1400, height: 900 }], ["narrow", { width: 390, height: 844 }]];

for (const [called, viewport] of WIDTHS) {
  test.describe(called, () => {
    test.use({ viewport });
    const narrow = viewport.width <= 700;

    const pane = async (page, name) => {
      if (narrow) await page.locator(`#tab-${name.toLowerCase()}`).click();
    };

    /** The page with messages read from a file, one for each payload. */
    async function open(page, payloads) {
      await page.goto("./");
      await expect(page.locator("#app > p[role=status]")).toHaveText("2 records", { timeout: 20_000 });
      const lens = new Lens(page);
      await pane(page, "Message");
      if (payloads) {
        const buffer = Buffer.from(payloads.map((payload) => JSON.stringify({ topic: "iot/topic", payload })).join("\n"));
        await page.locator(".message-area input[type=file]").setInputFiles({ name: "messages.ndjson", mimeType: "text/plain", buffer });
        await expect(page.locator(".message-list .message-line")).toHaveCount(payloads.length, { timeout: 30_000 });
      }
      return lens;
    }

    /** Writes the rule. */
    async function write(page, lens, sql) {
      await pane(page, "Rule");
      await lens.sql.fill(sql);
    }

    /** Opens the list of rules. */
    async function rules(page) {
      await page.keyboard.press("Shift+F2");
      const dialog = page.getByRole("dialog", { name: "Rules" });
      await expect(dialog).toBeVisible();
      return dialog;
    }

    /** Chooses from the menu of a rule. */
    async function choose(dialog, rule, what) {
      await dialog.getByRole("button", { name: `More for ${rule}`, exact: true }).click();
      await dialog.getByRole("menuitem", { name: what }).click();
    }

    /** The rule of the page under another name, and a copy of it that is shown in its place. */
    async function copyOf(page, name) {
      const dialog = await rules(page);
      await dialog.getByRole("button", { name: /^More for/ }).first().click();
      await dialog.getByRole("menuitem", { name: "Rename" }).click();
      await dialog.getByLabel("Name", { exact: true }).fill(name);
      await dialog.getByLabel("Name", { exact: true }).press("Enter");
      await choose(dialog, name, "Duplicate");
      await expect(dialog.getByRole("list", { name: "Rules" }).locator(".rules-title > :first-child")).toHaveText([`${name} copy`, name]);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }

    const found = (page) => ({
      summary: page.locator(".toolbar .summary"),
      rows: page.locator(".differences tr:not(.of-message):has(td)"),
      heads: page.locator(".differences .of-message .message-line"),
      chips: page.getByRole("group", { name: "Show by kind" }).getByRole("button"),
      b: page.getByRole("combobox", { name: "Rule B", exact: true }),
    });

    test("the versions are compared over all messages, and one of them can be used", async ({ page }) => {
      const lens = await open(page, [{ temperature: 21.5 }, { temperature: 21.5, list: [1] }, { temperature: 3.0 }]);
      await write(page, lens, "SELECT * FROM 'iot/topic'");
      await pane(page, "Result");
      await lens.tab("Compare");
      const { summary, rows, heads, chips, b } = found(page);
      await expect(summary).toHaveText("1 of 4 records differs in 1 of 3 messages", { timeout: 30_000 });
      await expect(b).toHaveValue("sql 2015-10-08");
      await expect(rows).toHaveCount(1);
      await expect(rows).toContainText("Only 2016-03-23 writes it.");
      await expect(heads).toHaveText([/^2.*1 record$/]);
      await heads.first().click();
      await expect(heads.first()).toHaveAttribute("aria-pressed", "true");
      await expect(page.getByRole("heading", { name: "Outgoing payload, message 2" })).toBeVisible({ timeout: 30_000 });

      await chips.filter({ hasText: "same" }).click();
      await expect(rows).toHaveCount(3);
      await expect(rows.first()).toContainText("The same.");
      await chips.filter({ hasText: "All that differs" }).click();
      await expect(rows).toHaveCount(1);

      await write(page, lens, "SELECT temperature * 1.5 AS t FROM 'iot/topic'");
      await pane(page, "Result");
      await expect(summary).toHaveText("No difference in 3 messages", { timeout: 30_000 });
      await page.getByRole("button", { name: "Use 2015-10-08" }).click();
      await expect(b, "the other one is what it is compared with").toHaveValue("sql 2016-03-23");
      await pane(page, "Rule");
      await expect(page.getByLabel("SQL version")).toHaveValue("2015-10-08");
    });

    test("another rule is compared from the list, and is gone once it is deleted", async ({ page }) => {
      const lens = await open(page, [{ temperature: 1, humidity: 2 }, { temperature: 3, humidity: 4 }]);
      await write(page, lens, "SELECT temperature, humidity FROM 'iot/topic'");
      await copyOf(page, "Mine");
      await write(page, lens, "SELECT temperature + 1 AS temperature FROM 'iot/topic'");
      const dialog = await rules(page);
      await choose(dialog, "Mine", "Compare with the present one");
      await expect(dialog).toBeHidden();
      const { summary, rows, chips, b } = found(page);
      await expect(b).toBeFocused();
      await expect(b.locator("option:checked")).toHaveText("Mine");
      await expect(summary).toHaveText("4 of 4 records differ in 2 of 2 messages", { timeout: 30_000 });
      await expect(rows).toHaveCount(4);
      await expect(rows.filter({ hasText: "Only “Mine” writes it." })).toHaveCount(2);
      await expect(chips).toHaveText([/^All that differs 4$/, /^only in “Mine” 2$/, /^other value 2$/]);
      await chips.filter({ hasText: "other value" }).click();
      await expect(rows).toHaveText([/temperature.*2.*1.*The value differs\./s, /temperature.*4.*3.*The value differs\./s]);
      await expect(page.getByRole("heading", { name: "SQL", exact: true })).toBeVisible();

      // What is typed counts at once.
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      await pane(page, "Result");
      await expect(summary).toHaveText("2 of 4 records differ in 2 of 2 messages", { timeout: 30_000 });

      await write(page, lens, "SELECT temperature FRM 'iot/topic'");
      await pane(page, "Result");
      await expect(page.getByText(/^This rule is not valid: /)).toBeVisible({ timeout: 30_000 });
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      await pane(page, "Result");
      await expect(summary).toHaveText("2 of 4 records differ in 2 of 2 messages", { timeout: 30_000 });

      const again = await rules(page);
      await choose(again, "Mine", "Delete");
      await page.keyboard.press("Escape");
      await expect(page.getByText("“Mine” cannot be compared: it was deleted.")).toBeVisible({ timeout: 30_000 });
      await expect(b.locator("option:checked")).toHaveText("No longer kept");
      await b.selectOption({ label: "This rule, SQL 2015-10-08" });
      await expect(summary).toHaveText("No difference in 2 messages", { timeout: 30_000 });
    });

    test("a rule that another tab deletes is missed at the next change", async ({ page, context }) => {
      test.slow();
      const lens = await open(page);
      await write(page, lens, "SELECT temperature, humidity FROM 'iot/topic'");
      await copyOf(page, "Mine");
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      await choose(await rules(page), "Mine", "Compare with the present one");
      const { summary } = found(page);
      await expect(summary).toHaveText("1 of 2 records differs", { timeout: 30_000 });
      const other = await context.newPage();
      await other.goto("./");
      await expect(other.locator("#app > p[role=status]")).toHaveText("1 record", { timeout: 20_000 });
      const dialog = await rules(other);
      await choose(dialog, "Mine", "Delete");
      await expect(dialog.getByText("“Mine” was deleted.")).toBeVisible();
      await other.close();
      await write(page, lens, "SELECT humidity FROM 'iot/topic'");
      await pane(page, "Result");
      await expect(page.getByText("“Mine” cannot be compared: it was deleted.")).toBeVisible({ timeout: 30_000 });
    });

    test("a rule that cannot be parsed is named", async ({ page }) => {
      const lens = await open(page);
      await write(page, lens, "SELECT FROM 'iot/topic'");
      await copyOf(page, "Broken");
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      const dialog = await rules(page);
      await choose(dialog, "Broken", "Compare with the present one");
      await expect(page.getByText(/^“Broken” is not valid: /)).toBeVisible({ timeout: 30_000 });
    });

    test("an earlier version is compared from the history, and restored", async ({ page }) => {
      const lens = await open(page);
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      // Leaving a rule makes a version of it.
      let dialog = await rules(page);
      await dialog.getByRole("button", { name: "New rule" }).click();
      await dialog.getByRole("button", { name: /^Open: SELECT temperature/ }).click();
      await page.keyboard.press("Escape");
      await write(page, lens, "SELECT temperature, humidity FROM 'iot/topic'");
      dialog = await rules(page);
      await dialog.locator(".rules-versions summary").click();
      await dialog.getByRole("button", { name: /^Compare the version of/ }).first().click();
      const { summary, rows } = found(page);
      await expect(summary).toHaveText("1 of 2 records differs", { timeout: 30_000 });
      await expect(rows).toHaveText([/humidity.*Only this rule writes it\./s]);
      await page.getByRole("button", { name: "Copy as Markdown" }).waitFor();
      await page.getByRole("button", { name: "Restore" }).click();
      await expect(summary).toHaveText("No difference", { timeout: 30_000 });
      await pane(page, "Rule");
      await expect(lens.sql).toHold("SELECT temperature FROM 'iot/topic'");
    });

    /** Chooses a rule that is pasted, and pastes it. */
    async function pasteB(page, text) {
      await found(page).b.selectOption({ label: "A rule that you paste" });
      const field = page.getByRole("textbox", { name: "Text of rule B" });
      await field.focus();
      await page.keyboard.insertText(text);
      return field;
    }

    test("a statement that is pasted is compared, with the actions of this rule", async ({ page }) => {
      const lens = await open(page, [{ temperature: 1, humidity: 2 }, { temperature: 3, humidity: 4 }]);
      await write(page, lens, "SELECT temperature, humidity FROM 'iot/topic'");
      await pane(page, "Result");
      await lens.tab("Compare");
      const { summary, rows, b } = found(page);
      await b.selectOption({ label: "A rule that you paste" });
      await expect(summary).toHaveText("Nothing is compared yet");
      await expect(page.locator(".differences")).toHaveCount(0);
      const field = await pasteB(page, "SELECT temperature FROM 'iot/topic'");
      await expect(page.getByText("A statement alone: actions and SQL version (2016-03-23) are those of this rule.")).toBeVisible();
      await expect(summary).toHaveText("2 of 4 records differ in 2 of 2 messages", { timeout: 30_000 });
      await expect(rows.filter({ hasText: "Only this rule writes it." })).toHaveCount(2);
      await expect(field).toBeFocused();
      await field.fill("SELECT FROM");
      await expect(page.getByText(/^The pasted rule is not valid: /)).toBeVisible({ timeout: 30_000 });
      await field.fill("");
      await expect(summary).toHaveText("Nothing is compared yet");
      await field.fill("SELECT humidity FROM 'iot/topic'");
      await page.getByRole("button", { name: "Open", exact: true }).click();
      await pane(page, "Rule");
      await expect(lens.sql).toHold("SELECT humidity FROM 'iot/topic'");
    });

    test("of a document that is pasted one rule is chosen, and asked for what it lacks", async ({ page }) => {
      const lens = await open(page, [{ temperature: 1, humidity: 2 }, { temperature: 3, humidity: 4 }]);
      await write(page, lens, "SELECT temperature, humidity FROM 'iot/topic'");
      await pane(page, "Result");
      await lens.tab("Compare");
      const { summary, rows } = found(page);
      await pasteB(page, TEMPLATE);
      const chosen = page.getByLabel("Rule of the document, rule B");
      await expect(chosen.locator("option")).toHaveText(["Climate", "Other"]);
      await expect(page.getByRole("button", { name: "Paste another" })).toBeFocused();
      await expect(page.getByRole("button", { name: "Paste another" })).toBeInViewport({ ratio: 1 });
      const left = await page.evaluate(() => document.querySelector(".page-header").getBoundingClientRect().left);
      expect(left, "nothing is wider than the window").toBe(0);
      await expect(summary).toHaveText("4 of 4 records differ in 2 of 2 messages", { timeout: 30_000 });
      await expect(rows.first()).toContainText("Another table: sampleDB.sampleTable and climate.readings.");
      await expect(page.locator(".differences th.side")).toHaveText(["This rule", "“Climate”"]);
      await chosen.selectOption("Other");
      await expect(page.getByText("1 value is not in the file")).toBeVisible();
      await page.locator(".pasted").getByRole("textbox", { name: "Table" }).fill("sensors");
      await page.getByRole("button", { name: "Use this value" }).click();
      await expect(page.getByText("1 value is not in the file")).toHaveCount(0);
      await expect(rows.filter({ hasText: "climate.sensors" })).toHaveCount(2, { timeout: 30_000 });
      await page.getByRole("button", { name: "Open", exact: true }).click();
      await pane(page, "Rule");
      await expect(lens.sql).toHold("SELECT humidity FROM 'iot/topic'");
      await expect(page.locator("#pane-rule .document-banner")).toContainText("CloudFormation");
    });

    test("a document without a rule says why, and a file is read as well", async ({ page }) => {
      const lens = await open(page);
      await pane(page, "Result");
      await lens.tab("Compare");
      const field = await pasteB(page, '{"sql": "SELECT * FROM');
      await expect(page.getByRole("alert").filter({ hasText: "No rule was read." })).toBeVisible({ timeout: 30_000 });
      await expect(field).toHaveValue('{"sql": "SELECT * FROM');
      await page.locator(".pasted input[type=file]").setInputFiles({ name: "rules.yaml", mimeType: "text/plain", buffer: Buffer.from(TEMPLATE) });
      await expect(page.locator(".pasted .banner-name")).toContainText("rules.yaml");
      await expect(found(page).summary).toHaveText(/records differ/, { timeout: 30_000 });
      await page.getByRole("button", { name: "Paste another" }).click();
      await expect(page.getByRole("textbox", { name: "Text of rule B" })).toBeFocused();
    });

    test("points are compared field by field", async ({ page }) => {
      const lens = await open(page, [{ temperature: 1.5, humidity: 2, timestamp: 1700000000000 }, { temperature: 2.5, humidity: 2, timestamp: 1700000001000 }]);
      await pane(page, "Result");
      await lens.tab("Compare");
      const { summary, rows, b } = found(page);
      await pasteB(page, INFLUX("climate").replace(" + 0.25", ""));
      await expect(summary).not.toHaveText(/Nothing|Comparing/, { timeout: 30_000 });
      await page.getByRole("combobox", { name: "Rule A", exact: true }).selectOption({ label: "A rule that you paste" });
      const field = page.getByRole("textbox", { name: "Text of rule A" });
      await field.focus();
      await page.keyboard.insertText(INFLUX("climate"));
      await expect(summary).toHaveText("2 of 4 fields differ in 2 of 2 messages", { timeout: 30_000 });
      await expect(rows).toHaveText([/temperature.*1\.75.*1\.5.*The value differs\./s, /temperature.*2\.75.*2\.5.*The value differs\./s]);
      await expect(b).toBeVisible();
    });

    test("settings of the simulated tables hold for both rules", async ({ page }) => {
      const lens = await open(page);
      await write(page, lens, "SELECT temperature FROM 'iot/topic'");
      await pane(page, "Message");
      await page.locator(".table-settings summary").click();
      await page.getByRole("button", { name: "Add a measure" }).click();
      await page.getByLabel("Name of measure 1").fill("temperature");
      await page.getByLabel("Type of measure 1").selectOption("BIGINT");
      await pane(page, "Result");
      await lens.tab("Compare");
      const { rows } = found(page);
      await pasteB(page, TEMPLATE);
      await expect(rows).toHaveCount(1, { timeout: 30_000 });
      await expect(rows.locator(".outcome-word.is-error")).toHaveCount(2);
      await expect(rows.locator(".kind")).not.toContainText("Rejected for");
    });

    test("a difference opens its message", async ({ page }) => {
      const lens = await open(page, [{ temperature: 21.5 }, { temperature: 21.5, list: [1] }]);
      await write(page, lens, "SELECT * FROM 'iot/topic'");
      await pane(page, "Result");
      await lens.tab("Compare");
      await expect(found(page).summary).toHaveText("1 of 3 records differs in 1 of 2 messages", { timeout: 30_000 });
      await page.getByRole("button", { name: "Open message 2" }).click();
      await expect(lens.payload).toBeFocused();
      await expect(lens.payload).toHold(/list/);
    });

    test("a comparison has the width of the rule, which stands below the message", async ({ page }) => {
      const lens = await open(page);
      const width = async () => (await page.locator("#pane-result").boundingBox())?.width ?? 0;
      await pane(page, "Result");
      const before = await width();
      await lens.tab("Compare");
      await expect(found(page).summary).toHaveText(/difference|differ/, { timeout: 30_000 });
      const after = await width();
      if (narrow) return expect(after).toBe(before);
      expect(after).toBeGreaterThan(1000);
      const [message, rule] = await Promise.all(["#pane-message", "#pane-rule"].map((part) => page.locator(part).boundingBox()));
      expect(rule.y).toBeGreaterThanOrEqual(message.y + message.height);
      await page.keyboard.press("F6");
      await page.getByRole("separator", { name: "Width of Message and Rule" }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await width()).toBeLessThan(after);
      await lens.tab("Records");
      expect(await width()).toBe(before);
    });

    test("it is found by a key and in the palette", async ({ page }) => {
      await open(page);
      await page.keyboard.press("Shift+F4");
      await expect(page.getByLabel("Rule B")).toBeFocused();
      await expect(found(page).summary).toHaveText(/difference|differ/, { timeout: 30_000 });
      await page.getByRole("tab", { name: "Records" }).click();
      await openPalette(page);
      await page.keyboard.type("compare with");
      await page.keyboard.press("Enter");
      await expect(page.getByLabel("Rule B")).toBeFocused();
    });
  });
}

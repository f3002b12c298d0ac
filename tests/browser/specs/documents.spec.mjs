// My rule is in a template, has several actions, and has to be deployed.
import { expect, Lens, test, wholeEngine, wholeEvaluator } from "./page.mjs";

const TERRAFORM = `# Rules of the cold chain.
variable "table" {}

resource "aws_iot_topic_rule" "coldchain" {
  name        = "coldchain"
  enabled     = true
  sql         = "SELECT temperature AS temp_c, humidity FROM 'iot/topic' WHERE temperature > 8"
  sql_version = "2016-03-23"

  timestream {
    database_name = "coldchain"
    table_name    = var.table
    role_arn      = aws_iam_role.iot.arn
    dimension {
      name  = "device"
      value = "$\${clientid()}"
    }
  }

  republish {
    topic    = "alerts/$\${topic(2)}/temp"
    role_arn = aws_iam_role.iot.arn
    qos      = 1
  }

  error_action {
    republish {
      topic    = "errors/coldchain"
      role_arn = aws_iam_role.iot.arn
      qos      = 0
    }
  }
}
`;

const TWO_RULES = `Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        AwsIotSqlVersion: 2016-03-23
        Sql: SELECT temperature FROM 'iot/topic'
        Actions: []
  Pressure:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        AwsIotSqlVersion: 2015-10-08
        Sql: SELECT pressure FROM 'iot/topic'
        Actions:
          - Sqs: {QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/q", RoleArn: "arn:aws:iam::123456789012:role/r"}
`;

/** Pastes a text into a field; whether the page took it over. */
function paste(field, text) {
  return field.evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
  }, text);
}

const cards = (page) => page.locator(".action-card");
const editedAs = (page, name) =>
  page.getByRole("group", { name: "How actions are edited" }).getByRole("button", { name }).click();

/** Turns to a part of the page where only one is shown. */
async function turnTo(page, name) {
  await page.locator("#add-action, #actions-json").waitFor({ state: "attached", timeout: 20_000 });
  const tab = page.getByRole("tablist", { name: "Parts of the page" }).getByRole("tab", { name: new RegExp(`^${name}`) });
  if (await tab.count()) await tab.click();
}

for (const width of [1400, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 900 } });

    test("a pasted template fills the rule, asks for what it lacks, and can be taken back", async ({ page }) => {
      await page.goto("./");
      await turnTo(page, "Rule");
      const sql = page.getByLabel("SQL", { exact: true });
      await sql.focus();
      // The code editor may take the field's place at this very moment.
      await expect(async () => expect(await paste(sql, TERRAFORM)).toBe(true)).toPass();
      const banner = page.locator(".document-banner");
      await expect(banner).toContainText("Terraform", { timeout: 30_000 });
      await expect(banner).toContainText("coldchain");
      await expect(sql).toHold(/^SELECT temperature AS temp_c/);
      await expect(cards(page)).toHaveCount(3);
      await expect(cards(page).nth(1)).toContainText("alerts/${topic(2)}/temp");
      await expect(cards(page).nth(2)).toContainText("Error action: Republish");

      await expect(page.getByText("1 value is not in the file")).toBeVisible();
      await page.getByLabel("var.table").fill("readings");
      await page.getByRole("button", { name: "Use this value" }).click();
      await expect(page.getByText("1 value is not in the file")).toHaveCount(0);
      await expect(cards(page).first()).toContainText("coldchain / readings");

      await page.getByRole("button", { name: "Source" }).click();
      await expect(page.getByLabel("Text of the document")).toContainText("Rules of the cold chain.");
      await expect(page.locator(".notice-line")).toContainText("The rule of the document took the place of your earlier one.");
      await page.locator(".notice-line").getByRole("button", { name: "Undo" }).click();
      await expect(sql).toHold("SELECT temperature, humidity from 'iot/topic'");
      await expect(cards(page).first()).toContainText("sampleDB / sampleTable");
    });

    test("actions are added, filled in, moved and removed; form and JSON are in step", async ({ page }) => {
      await page.goto("./");
      await turnTo(page, "Rule");
      await page.getByRole("button", { name: "Add an action" }).click();
      await page.getByLabel("Kind of action", { exact: true }).selectOption("SQS");
      await page.getByRole("button", { name: "Add", exact: true }).first().click();
      await expect(cards(page)).toHaveCount(3);
      await expect(page.getByLabel("Queue URL")).toBeFocused();
      await page.getByLabel("Queue URL").fill("https://sqs.eu-west-1.amazonaws.com/123456789012/${topic(2)}");
      await expect(cards(page).nth(1).locator(".gives")).toContainText("123456789012/topic");

      await editedAs(page, "JSON");
      const text = page.getByLabel("Actions as JSON");
      await expect(text).toHaveValue(/"queueUrl": "https:\/\/sqs/);
      const whole = await text.inputValue();
      await text.fill(whole.slice(0, -3));
      await editedAs(page, "Form");
      await expect(page.getByText("There is no form for this text yet.")).toBeVisible();
      await expect(text).toHaveValue(whole.slice(0, -3));
      await text.fill(whole.replace("sampleTable", "otherTable"));
      await editedAs(page, "Form");
      await expect(cards(page).first()).toContainText("sampleDB / otherTable");

      await page.getByRole("button", { name: "Move up action 2" }).click();
      await expect(cards(page).first()).toContainText("SQS");
      await expect(cards(page).first().locator("summary")).toBeFocused();
      await page.reload();
      await turnTo(page, "Rule");
      await expect(cards(page).first()).toContainText("SQS");
      await cards(page).first().locator("summary").click();
      await page.getByRole("button", { name: "Remove action 1" }).click();
      await expect(cards(page)).toHaveCount(2);
      await expect(cards(page).first()).toContainText("Timestream");
    });

    test("each action says what it receives, and a failure runs the error action", async ({ page }) => {
      await page.goto("./");
      await turnTo(page, "Rule");
      await editedAs(page, "JSON");
      const role = "arn:aws:iam::123456789012:role/r";
      await page.getByLabel("Actions as JSON").fill(
        JSON.stringify({
          actions: [
            { republish: { topic: "copies/${topic(2)}", roleArn: role } },
            { republish: { topic: "${nosuch}", roleArn: role } },
          ],
          errorAction: { republish: { topic: "errors", roleArn: role } },
        }),
      );
      await turnTo(page, "Result");
      const tab = page.getByRole("tablist", { name: "Result" }).getByRole("tab", { name: /^Actions/ });
      await expect(tab.locator(".count")).toHaveText("1");
      await tab.click();
      await expect(page.locator(".toolbar .summary")).toHaveText("1 of 2 actions works, 1 fails");
      const results = page.locator(".result-card");
      await expect(results).toHaveCount(3);
      await expect(results.nth(0)).toContainText("copies/topic");
      await expect(results.nth(0)).toContainText('"temperature": 24.04');
      await expect(results.nth(1)).toContainText("fails");
      await expect(page.getByText("Action 2 failed, so the error action runs")).toBeVisible();
      await expect(results.nth(2)).toContainText("base64OriginalPayload");
    });

    test("the SQL versions are compared", async ({ page }) => {
      await page.goto("./");
      await turnTo(page, "Message");
      await new Lens(page).payload.fill('{"flow": 3.0, "valves": [1, 2]}');
      await turnTo(page, "Rule");
      await new Lens(page).sql.fill("SELECT flow, valves FROM 'iot/topic'");
      await turnTo(page, "Result");
      await page.getByRole("tab", { name: "Compare" }).click();
      const summary = page.locator(".toolbar .summary");
      await expect(summary).toHaveText(/differ/, { timeout: 30_000 });
      const rows = page.locator(".differences tbody tr");
      await expect(rows.filter({ hasText: "valves" })).toContainText("Only 2016-03-23 writes it.");
      await turnTo(page, "Rule");
      await new Lens(page).sql.fill("SELECT 'x' AS x FROM 'iot/topic'");
      await turnTo(page, "Result");
      await expect(summary).toHaveText("No difference");
      await page.getByRole("button", { name: "Use 2015-10-08" }).click();
      await expect(page.getByLabel("SQL version")).toHaveValue("2015-10-08");
    });

    test("the rule is exported in every format", async ({ page }) => {
      await page.goto("./");
      await turnTo(page, "Result");
      await page.getByRole("tab", { name: "Export" }).click();
      await page.getByLabel("Rule name").fill("climate");
      for (const [format, expected] of [
        ["CloudFormation", "AWS::IoT::TopicRule"],
        ["CFN JSON", '"AWS::IoT::TopicRule"'],
        ["Terraform", 'resource "aws_iot_topic_rule" "climate" {'],
        ["TF JSON", '"aws_iot_topic_rule"'],
        ["CDK", "CfnTopicRule"],
        ["API", '"topicRulePayload"'],
        ["CLI", "aws iot create-topic-rule"],
        ["InfluxDB", '"influxDB"'],
      ]) {
        await page.getByRole("group", { name: "Format" }).getByRole("button", { name: format, exact: true }).click();
        await expect(page.locator(".export-text")).toContainText(expected, { timeout: 30_000 });
      }
      await expect(page.getByRole("heading", { name: "What changes with InfluxDB" })).toBeVisible();
      await page.getByRole("group", { name: "Format" }).getByRole("button", { name: "Terraform", exact: true }).click();
      await expect(page.locator(".export-text")).toContainText("aws_iot_topic_rule");
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download" }).click();
      expect((await download).suggestedFilename()).toBe("climate.tf");
    });
  });
}

test("a document with several rules offers them", async ({ lens, page }) => {
  expect(await paste(lens.sql, TWO_RULES)).toBe(true);
  await expect(lens.sql).toHold("SELECT temperature FROM 'iot/topic'", { timeout: 30_000 });
  await page.getByLabel("Rule of the document").selectOption("Pressure");
  await expect(lens.sql).toHold("SELECT pressure FROM 'iot/topic'");
  await expect(page.getByLabel("SQL version")).toHaveValue("2015-10-08");
  await expect(cards(page).first()).toContainText("SQS");
  await page.reload();
  await expect(page.getByLabel("Rule of the document")).toHaveValue("Pressure");
  await page.getByRole("button", { name: "Detach" }).click();
  await expect(page.locator(".document-banner")).toHaveCount(0);
  await expect(lens.sql).toHold("SELECT pressure FROM 'iot/topic'");
});

test("a statement with a hole is neither parsed nor judged, and evaluated once the value is there", async ({ lens, page }) => {
  const hole = TERRAFORM.replace("variable", 'variable "stage" {}\nvariable').replace("'iot/topic'", "'${var.stage}/topic'");
  expect(await paste(lens.sql, hole)).toBe(true);
  await expect(page.locator(".document-banner")).toContainText("Terraform", { timeout: 30_000 });
  await expect(lens.standing).toHaveText("The statement cannot be evaluated: var.stage is known only after deployment.");
  await expect(lens.stage("Topic")).toContainText("value needed");
  await expect(lens.summary).toHaveText("Not evaluated: a value is needed");
  await expect(lens.stale).toHaveText("From your last rule that could be evaluated");
  await page.getByLabel("var.stage").fill("iot");
  await page.getByRole("button", { name: "Use this value" }).click();
  await expect(lens.sql).toHold(/FROM 'iot\/topic'/);
  await expect(lens.summary).not.toContainText("Not evaluated");
  await expect(lens.standing).not.toContainText("cannot be evaluated");
});

test("a mistake in a rule is told at its line of the document", async ({ lens, page }) => {
  expect(await paste(lens.sql, TWO_RULES.replace("pressure FROM", "pressure FORM"))).toBe(true);
  await expect(page.locator(".document-banner")).toContainText("CloudFormation", { timeout: 30_000 });
  await page.getByRole("button", { name: "Source" }).click();
  const text = page.getByLabel("Text of the document");
  await expect(text).toContainText("Pressure:");
  await expect(text.locator(".source-finding")).toHaveCount(0);
  await page.getByLabel("Rule of the document").selectOption("Pressure");
  await expect(text.locator(".source-finding.is-error")).toHaveText(/Line 14: .*FORM looks like a misspelt FROM/);
});

test("a file is dropped or opened; a statement in a file is a statement", async ({ lens, page }) => {
  await page.locator("#pane-rule .pane-head input[type=file]").setInputFiles({ name: "main.tf", mimeType: "text/plain", buffer: Buffer.from(TERRAFORM) });
  await expect(page.locator(".document-banner")).toContainText("main.tf", { timeout: 30_000 });
  await expect(lens.sql).toHold(/^SELECT temperature AS temp_c/, { timeout: 30_000 });
  await page.locator("#pane-rule .pane-head input[type=file]").setInputFiles({ name: "rule.sql", mimeType: "text/plain", buffer: Buffer.from("SELECT rssi FROM 'iot/topic'") });
  await expect(lens.sql).toHold("SELECT rssi FROM 'iot/topic'");
});

test("what is opened last stays, though what was opened before it takes longer to read", async ({ lens, page }) => {
  let reads;
  await page.route(wholeEngine, async (route) => {
    await new Promise((resolve) => (reads = resolve));
    await route.continue().catch(() => {});
  });
  const input = page.locator("#pane-rule .pane-head input[type=file]");
  await input.setInputFiles({ name: "main.tf", mimeType: "text/plain", buffer: Buffer.from(TERRAFORM) });
  await expect(page.getByText("Reading main.tf")).toBeVisible();
  await expect.poll(() => Boolean(reads)).toBe(true);
  await input.setInputFiles({ name: "rule.sql", mimeType: "text/plain", buffer: Buffer.from("SELECT rssi FROM 'iot/topic'") });
  await expect(lens.sql).toHold("SELECT rssi FROM 'iot/topic'");
  await expect(page.getByText("Reading main.tf")).toHaveCount(0);
  reads();
  await page.waitForTimeout(1_500);
  await expect(lens.sql).toHold("SELECT rssi FROM 'iot/topic'");
});

test("what is no rule document leaves the rule as it was, and nothing pasted is lost", async ({ lens, page }) => {
  const broken = '{"sql": "SELECT * FROM';
  await lens.sql.press("Control+a");
  expect(await paste(lens.sql, broken)).toBe(true);
  await expect(page.getByText("No rule was read from the text")).toBeVisible({ timeout: 30_000 });
  await expect(lens.sql).toHold("SELECT temperature, humidity from 'iot/topic'");
  await expect(cards(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Put the text into SQL" }).click();
  await expect(lens.sql).toHold(broken);
  await lens.sql.press("Control+End");
  await paste(lens.sql, "SELECT sql FROM 'a'");
  await expect(lens.sql, "a statement is pasted as ever").toHold(`${broken}SELECT sql FROM 'a'`);
});

test("a rule document that is typed can be opened as one", async ({ lens, page }) => {
  const rule = { sql: "SELECT rssi AS signal FROM 'iot/topic'", actions: [] };
  await lens.sql.fill(JSON.stringify({ ruleName: "signals", topicRulePayload: rule }, null, 2));
  const take = page.locator(".sql .excerpt").getByRole("button", { name: "Open as document" });
  await take.click();
  await expect(lens.sql).toHold(rule.sql);
  await expect(take).toHaveCount(0);
  await lens.sql.press("Control+z");
  await expect(lens.sql, "and undo brings the text back").toHold(/topicRulePayload/);
  await lens.sql.fill("SELECT sql FORM 'iot/topic'");
  await expect(page.locator(".sql .excerpt")).toContainText("FROM");
  await expect(take).toHaveCount(0);
});

test("a problem of an action leads to its field, in a card that opens", async ({ lens, page }) => {
  await editedAs(page, "JSON");
  await page.getByLabel("Actions as JSON").fill(
    JSON.stringify([
      { sns: { targetArn: "arn:aws:sns:us-east-1:123456789012:t", roleArn: "r" } },
      { timestream: { databaseName: "d", tableName: "t", roleArn: "r", dimensions: [{ name: "x", value: "${nosuch}" }] } },
    ]),
  );
  await editedAs(page, "Form");
  await lens.openProblems();
  const row = page.locator(".problem", { hasText: "nosuch" }).first();
  await row.getByRole("button").first().click();
  await expect(page.locator("#action-2-dimensions-0-value")).toBeFocused();
});

test.describe("without the part that reads documents", () => {
  test.use({ expectedComplaints: [[/Failed to load resource/, /worker/i], { option: true }] });

  test("it is said, and the next try loads it", async ({ lens, page }) => {
    await page.route(wholeEvaluator, (route) => route.abort(), { times: 1 });
    await paste(lens.sql, TWO_RULES);
    await expect(page.getByText("A part of RuleLens did not load")).toBeVisible({ timeout: 30_000 });
    await paste(lens.sql, TWO_RULES);
    await expect(lens.sql).toHold("SELECT temperature FROM 'iot/topic'", { timeout: 30_000 });
  });
});

test("who chooses no kind of action is back where the choice began", async ({ lens: _, page }) => {
  const opener = page.getByRole("button", { name: "Add an action" });
  const choice = page.getByLabel("Kind of action");
  for (const leave of [() => opener.press("Escape"), () => choice.press("Escape"), () => page.getByRole("button", { name: "Cancel" }).press("Enter")]) {
    await opener.click();
    await expect(choice).toBeVisible();
    await leave();
    await expect(choice).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
});

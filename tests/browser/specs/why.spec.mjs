// I want to know why nothing is written, and what would have to be otherwise.
import { expect, test } from "./page.mjs";

const WIDTHS = [
  ["wide", { width: 1400, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
];

async function pane(page, name) {
  const tab = page.getByRole("tab", { name: new RegExp(`^${name}`) });
  if (await page.locator(".tabbar").count()) await tab.first().click();
}

for (const [called, viewport] of WIDTHS) {
  test.describe(called, () => {
    test.use({ viewport });

    const needs = (page) => page.locator(".needs li");
    const levels = (page) => page.getByRole("table", { name: "The topic, level by level" }).locator("tbody tr");

    /** Types a statement and turns to Why. */
    async function why(lens, page, sql) {
      await pane(page, "Rule");
      await lens.sql.fill(sql);
      await pane(page, "Result");
      await lens.tab("Why");
    }

    test("what WHERE needs is told in words where no fix exists", async ({ lens, page }) => {
      await why(lens, page, "SELECT humidity FROM 'iot/topic' WHERE temperature > 30 AND nothing < 5");
      await expect(needs(page)).toHaveText([
        "temperature > 30 needs temperature above 30; it is 24.04.",
        "nothing < 5 needs nothing in the payload, below 5.",
      ]);
      await expect(page.locator("#why-where .is-cause")).toContainText("temperature > 30");
      await why(lens, page, "SELECT humidity FROM 'iot/topic' WHERE temperature > 20");
      await expect(needs(page)).toHaveCount(0);
    });

    test("a fix is shown as the lines that it changes, and applied", async ({ lens, page }) => {
      await why(lens, page, "SELECT humidity\nFROM 'iot/topic'\nWHERE humidty > 40");
      const fix = page.locator(".fix").first();
      await expect(fix.locator(".removed")).toHaveText("instead of WHERE humidty > 40");
      await expect(fix.locator(".added")).toHaveText("write WHERE humidity > 40");
      await expect(needs(page)).toContainText("it has humidity, which is 43.605");
      await fix.getByRole("button", { name: "Apply" }).click();
      await expect(lens.sql).toHold("SELECT humidity\nFROM 'iot/topic'\nWHERE humidity > 40");
    });

    test("the topic is told level by level", async ({ lens, page }) => {
      await why(lens, page, "SELECT humidity FROM 'iot/+/state'");
      await expect(levels(page)).toHaveText([/topic\(1\)\s*iot\s*iot\s*the same/, /topic\(2\)\s*\+\s*topic\s*any level/, /state\s*–\s*the topic has no such level/]);
      await expect(levels(page).nth(2)).toHaveClass("is-cause");
      await expect(needs(page)).toHaveText(["Publish to iot/topic/state, or write FROM 'iot/topic'."]);
      await why(lens, page, "SELECT humidity FROM 'iot/#'");
      await expect(levels(page)).toHaveText([/the same/, /#\s*topic\s*any level/]);
      await pane(page, "Message");
      await lens.topic.fill("$aws/rules/climate/iot/topic");
      await pane(page, "Result");
      await expect(levels(page)).toHaveText([/\$aws\s*\$aws/, /rules\s*rules/, /climate\s*not compared/, /topic\(1\)\s*–\s*iot/, /topic\(2\)\s*–\s*topic/]);
    });

    test("a template is opened where something in it is Undefined", async ({ lens, page }) => {
      await pane(page, "Rule");
      await page.getByLabel("Value of dimension 1").fill("${upper(nosuch)}-${temperature}");
      await pane(page, "Result");
      await lens.tab("Why");
      const actions = page.locator("#why-actions .tree");
      await expect(actions).toContainText("-24.04");
      await expect(actions).toContainText("What is Undefined in a template is empty.");
      await expect(actions.locator("li ul").first()).toContainText("upper(nosuch)");
      await pane(page, "Rule");
      await page.getByLabel("Value of dimension 1").fill("${topic(2)}");
      await pane(page, "Result");
      await expect(actions.locator(".given")).toHaveText(["topic"]);
      await expect(actions.locator("ul")).toHaveCount(0);
    });
  });
}

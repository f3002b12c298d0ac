// I want to know how far my message got, and why not further.
import { expect, test } from "./page.mjs";

test("the stage that stopped the message says why", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature FROM 'iot/topic' WHERE temp > 20");
  await expect(lens.stage(/WHERE/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.stage(/SELECT/)).toHaveAccessibleName(/not reached/);
  await expect(page.locator(".stopped")).toContainText(/Undefined.*temp/);
  await expect(lens.summary).toHaveText("No records: WHERE stopped the message");
  await expect(lens.table).toBeHidden();

  await lens.topic.fill("iot/other");
  await expect(lens.stage(/Topic/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.summary).toHaveText("No records: Topic stopped the message");
});

test("each stage leads to its reason", async ({ lens, page }) => {
  for (const [name, id] of [[/Topic/, "topic"], [/WHERE/, "where"], [/SELECT/, "select"], [/Timestream/, "actions"]]) {
    await lens.tab("Records");
    await lens.stage(name).click();
    await expect(page.getByRole("tab", { name: "Why" })).toHaveAttribute("aria-selected", "true");
    await expect(page.locator(`#why-${id} .digest`)).not.toBeEmpty();
    await expect(page.locator(`#why-${id}`)).toBeInViewport();
  }
});

test("what decided in WHERE is marked among its values", async ({ lens, page }) => {
  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 1 AND (temp > 20 OR humidity < 2)");
  await lens.button("Why").click();
  await expect(page.locator(".why-lead")).toContainText("WHERE stopped the message: Undefined");
  await expect(page.locator(".is-cause")).toHaveCount(1);
  await expect(page.locator(".is-cause")).toContainText(/temp.*the first cause.*Undefined/);
  await page.locator(".fix", { hasText: "Write temperature" }).getByRole("button", { name: "Apply" }).click();
  await expect(lens.sql).toHold("SELECT humidity FROM 'iot/topic' WHERE humidity > 1 AND (temperature > 20 OR humidity < 2)");
  await expect(page.locator(".why-lead")).toHaveCount(0);
  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 1 AND temperature > 30");
  await expect(page.locator(".is-cause")).toContainText(/temperature > 30.*false/);
  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 1");
  await expect(page.locator(".is-cause")).toHaveCount(0);
});

// I want to know where a value came from.
import { expect, selectionOf, test } from "./page.mjs";

test("the trace tells the values of WHERE and of each item, and leads to their places", async ({ lens, page }) => {
  await lens.sql.fill("SELECT '🌡️' AS sign, (temperature - 32) * 5 AS c, nothing FROM 'iot/topic' WHERE humidity > 40");
  await expect(lens.names()).toHaveText(["sign", "c"]);
  await lens.tab("Why");
  const why = page.getByRole("group", { name: "Why, scrolls" });
  const condition = page.locator("#why-where .tree > li");
  const items = page.locator("#why-select .tree > li");
  await expect(condition).toHaveCount(1);
  await expect(items).toHaveCount(3);
  await expect(condition.locator(".gives").first()).toHaveText("trueBoolean");
  await expect(condition).toContainText("humidity > 40");
  await expect(condition.locator("ul")).toContainText("43.605");
  await expect(condition.locator(".note"), "WHERE tells what it reads, too").toHaveText(["reads /humidity"]);
  await expect(items.nth(1)).toContainText("-39.80");
  await expect(items.nth(1).locator(".note")).toHaveText("reads /temperature");
  await expect(items.nth(2)).toContainText("Undefined");
  await expect(items.nth(2).locator(".note"), "what is not there is not read").toHaveCount(0);

  await page.getByRole("button", { name: "(temperature - 32)", exact: true }).click();
  await expect(lens.sql).toBeFocused();
  expect(await selectionOf(lens.sql)).toBe("(temperature - 32)");

  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 50");
  await expect(items).toHaveCount(0);
  await expect(condition.locator(".gives").first()).toHaveText("falseBoolean");
  await lens.topic.fill("elsewhere");
  await expect(why).toContainText("The topic elsewhere does not match");
  await expect(condition).toHaveCount(0);
});

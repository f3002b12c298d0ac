// I want to know where a value came from.
import { expect, test } from "./page.mjs";

test("the trace tells the values of WHERE and of each item, and leads to their places", async ({ lens, page }) => {
  await lens.sql.fill("SELECT '🌡️' AS sign, (temperature - 32) * 5 AS c, nothing FROM 'iot/topic' WHERE humidity > 40");
  await expect(lens.names()).toHaveText(["sign", "c"]);
  const trace = page.locator(".trace");
  const parts = trace.locator(".trace-parts > li");
  await expect(parts).toHaveCount(0);
  await trace.locator("summary").click();
  await expect(parts).toHaveCount(4);
  await expect(parts.nth(0)).toContainText("WHERE");
  await expect(parts.nth(0)).toContainText("humidity > 40");
  await expect(parts.nth(0).locator(".trace-value").first()).toHaveText("trueBoolean");
  await expect(parts.nth(0).locator(".trace-steps")).toContainText("43.605");
  await expect(parts.nth(2)).toContainText("-39.80");
  await expect(parts.nth(2).locator(".trace-pointers")).toHaveText("/temperature");
  await expect(parts.nth(3)).toContainText("Undefined");

  await page.getByRole("button", { name: "(temperature - 32)", exact: true }).click();
  await expect(lens.sql).toBeFocused();
  const chosen = await lens.sql.evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));
  expect(chosen).toBe("(temperature - 32)");

  await lens.sql.fill("SELECT humidity FROM 'iot/topic' WHERE humidity > 50");
  await expect(parts).toHaveCount(1);
  await expect(parts.locator(".trace-value").first()).toHaveText("falseBoolean");
  await lens.topic.fill("elsewhere");
  await expect(trace).toContainText("the message ended before WHERE");
  await trace.locator("summary").click();
  await expect(parts).toHaveCount(0);
});

// I want to know how far my message got, and why not further.
import { expect, test } from "./page.mjs";

test("the stage that stopped the message says why", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature FROM 'iot/topic' WHERE temp > 20");
  await expect(lens.stage(/WHERE/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.stage(/SELECT/)).toHaveAccessibleName(/not reached/);
  await expect(page.locator(".stage-explanation")).toContainText(/Undefined.*temp/);
  await expect(lens.summary).toHaveText("No records: WHERE stopped the message");
  await expect(lens.table).toBeHidden();

  await lens.topic.fill("iot/other");
  await expect(lens.stage(/Topic/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.summary).toHaveText("No records: Topic stopped the message");
});

test("each stage opens its explanation and closes it again", async ({ lens, page }) => {
  const explanation = page.locator(".stage-explanation");
  for (const name of [/Topic/, /WHERE/, /SELECT/, /Timestream/]) {
    await lens.stage(name).click();
    await expect(lens.stage(name)).toHaveAttribute("aria-expanded", "true");
    await expect(explanation).not.toBeEmpty();
  }
  await lens.stage(/Timestream/).click();
  await expect(explanation).toBeHidden();
});

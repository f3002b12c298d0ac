// I want to know how far my message got, and why not further.
import { expect, test } from "./page.mjs";

test("the gate that stopped the message says why", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature FROM 'iot/topic' WHERE temp > 20");
  await expect(lens.gate(/WHERE/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.gate(/SELECT/)).toHaveAccessibleName(/not reached/);
  await expect(page.locator(".gate-explanation")).toContainText(/Undefined.*temp/);
  await expect(lens.summary).toHaveText("No records: WHERE stopped the message");
  await expect(lens.table).toBeHidden();

  await lens.topic.fill("iot/other");
  await expect(lens.gate(/Topic/)).toHaveAccessibleName(/stopped the message/);
  await expect(lens.summary).toHaveText("No records: Topic stopped the message");
});

test("each gate opens its explanation and closes it again", async ({ lens, page }) => {
  const explanation = page.locator(".gate-explanation");
  for (const name of [/Topic/, /WHERE/, /SELECT/, /Timestream/]) {
    await lens.gate(name).click();
    await expect(lens.gate(name)).toHaveAttribute("aria-expanded", "true");
    await expect(explanation).not.toBeEmpty();
  }
  await lens.gate(/Timestream/).click();
  await expect(explanation).toBeHidden();
});

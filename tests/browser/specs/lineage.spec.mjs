// I see what comes of what, in every pane, and what a template gives while I write it.
import { expect, test } from "./page.mjs";

const inside = (page, field, selector) => page.locator(`.${field} ${selector}`);
const marked = (page, field) => inside(page, field, ".m-lineage");
const words = async (locator) => (await locator.allTextContents()).join("");
const value = (page) => page.getByLabel("Value of dimension 1");

for (const width of [1400, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });
    const turnTo = (page, name) => (width === 390 ? page.getByRole("tab", { name, exact: true }).click() : null);

    test("a template is coloured and completed, and tells its value", async ({ lens, page }) => {
      await turnTo(page, "Rule");
      await expect(page.locator(".code-host.is-line .t-function").first()).toHaveText("clientid");
      await value(page).press("Control+a");
      await page.keyboard.type("${hum");
      const offer = page.locator(".code-host.is-line [role=option]").first();
      await expect(offer).toContainText("43.605");
      await page.keyboard.press("Tab");
      await expect(value(page)).toHold("${humidity}");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await expect(value(page)).toHold("${humidity}");
      for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("F1");
      await expect(page.locator(".code-host.is-line .card")).toContainText("43.605");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+z");
      await expect(value(page)).not.toHold("${humidity}");
      await page.keyboard.press("Control+Shift+z");
      await expect(value(page)).toHold("${humidity}");
      await turnTo(page, "Result");
      await expect(lens.series.first()).toContainText("43.605");
    });
  });
}

test("a template, and what it reads of the payload, belong together", async ({ lens, page }) => {
  await value(page).fill("${pressure}");
  await expect(page.getByText("3 of 13 keys read")).toBeVisible();
  await value(page).press("ArrowLeft");
  await expect.poll(() => words(marked(page, "payload"))).toContain("101082");
  await lens.payload.press("Control+Home");
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect.poll(() => words(page.locator(".code-host.is-line .m-lineage"))).toContain("pressure");
});

test("what is pasted into one line has one line", async ({ page, lens }) => {
  await expect(lens.summary).toHaveText("2 records");
  await value(page).press("Control+a");
  await page.keyboard.insertText("a\nb\r\nc");
  await expect(value(page)).toHold("abc");
});

test("the pointer on a record, an attribute or a key marks where it comes from, until it leaves", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature * 2 AS t, humidity FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["t", "humidity"]);
  await expect(page.getByText("2 of 13 keys read")).toBeVisible();
  await lens.topic.focus();
  await expect(marked(page, "sql")).toHaveCount(0);
  await lens.records.first().hover();
  await expect.poll(() => words(marked(page, "sql"))).toBe("temperature * 2 AS t");
  await expect.poll(() => words(marked(page, "payload"))).toContain("24.04");
  await page.mouse.move(5, 5);
  await expect(marked(page, "sql")).toHaveCount(0);
  await inside(page, "payload", ".cm-line").filter({ hasText: "humidity" }).locator("span", { hasText: "43.605" }).last().hover();
  await expect.poll(() => words(marked(page, "sql"))).toBe("humidity");
  await expect(page.locator("tr.record.is-lit .measure-name")).toHaveText(["humidity"]);
  await page.mouse.move(5, 5);
  await expect(page.locator("tr.record.is-lit")).toHaveCount(0);
  await lens.tab("Payload");
  await lens.outgoing.getByText('"t": 48.08').hover();
  await expect.poll(() => words(marked(page, "payload"))).toContain("24.04");
});

test("what feeds several attributes marks each in a colour of its own", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature AS c, temperature * 1.8 + 32 AS f FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["c", "f"]);
  await lens.payload.press("Control+Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect(page.locator("tr.record.is-lit-1 .measure-name")).toHaveText(["c"]);
  await expect(page.locator("tr.record.is-lit-2 .measure-name")).toHaveText(["f"]);
  await expect.poll(() => words(inside(page, "sql", ".m-lineage-1"))).toBe("temperature AS c");
  await expect.poll(() => words(inside(page, "sql", ".m-lineage-2"))).toBe("temperature * 1.8 + 32 AS f");
  const edges = await Promise.all([1, 2].map((at) => inside(page, "sql", `.m-lineage-${at}`).first().evaluate((part) => getComputedStyle(part).borderBottomStyle)));
  expect(edges, "a sign beside the colour").toEqual(["solid", "dashed"]);
});

test("the form of a call stands above it while it is typed", async ({ lens, page }) => {
  await lens.sql.press("Control+a");
  await page.keyboard.type("SELECT power(");
  const form = inside(page, "sql", ".call");
  await expect(form).toContainText("power(");
  await expect(form.locator(".title strong")).toHaveText("base");
  await expect(form.locator(".due")).toHaveText("base (Int, Decimal, String): The number to raise.");
  await page.keyboard.type("temperature, ");
  await expect(form.locator(".title strong")).toHaveText("exponent");
  await expect(form.locator(".due")).toHaveText("exponent (Int, Decimal, String): The power to raise it to.");
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await page.keyboard.press("Control+Shift+Space");
  await expect(form).toBeVisible();
  await page.keyboard.type("2) ");
  await expect(form).toHaveCount(0);
});

test("who prefers plain fields has them, now and after a reload", async ({ lens, page }) => {
  await page.getByRole("button", { name: "Rule menu" }).click();
  await page.getByRole("menuitem", { name: "Edit in plain fields" }).click();
  await expect(page.locator("textarea#sql")).toBeVisible();
  await expect(page.locator(".code-host")).toHaveCount(0);
  await lens.sql.fill("SELECT rssi FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["rssi"]);
  await page.reload();
  await expect(lens.names()).toHaveText(["rssi"]);
  await expect(page.locator("textarea#payload")).toBeVisible();
  await page.getByRole("button", { name: "Rule menu" }).click();
  await page.getByRole("menuitem", { name: "Edit in the code editor" }).click();
  await lens.ready();
  await expect(lens.sql).toHold("SELECT rssi FROM 'iot/topic'");
});

test("where all of the payload is meant, no place in it is marked", async ({ lens, page }) => {
  await lens.sql.fill("SELECT *, temperature AS t FROM 'iot/topic'");
  await lens.payload.fill('{"temperature": 21.5, "humidity": 40}');
  await expect(lens.records).toHaveCount(3);
  await lens.payload.press("Control+End");
  await expect.poll(() => words(marked(page, "sql"))).toBe("*");
  expect(await words(marked(page, "payload"))).toBe("");
  await lens.payload.press("Control+Home");
  for (let at = 0; at < '{"temperature": 2'.length; at++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => words(marked(page, "payload"))).toBe('"temperature": 21.5');
});

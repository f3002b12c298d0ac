// What does not show, or turns the direction of what does, must not deceive me.
import { expect, test } from "./page.mjs";

const OVERRIDE = "\u202e";

test("a direction in a name or a value neither shows as another text nor goes beyond its place", async ({ lens, page }) => {
  await lens.payload.fill(JSON.stringify({ [`${OVERRIDE}evil\u202c`]: "abc", temperature: `${OVERRIDE}abc` }));
  await page.getByLabel("Value of dimension 1").fill(`x${OVERRIDE}\${clientid()}`);
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["\\u202eevil\\u202c", "temperature"]);
  await expect(lens.records.nth(1).getByRole("cell").first()).toHaveText(/^\\u202eabc$/);
  await expect(lens.series.first()).toContainText("x\\u202e");
  await lens.openProblems();
  await expect(page.locator(".problems")).toContainText("U+202E right-to-left override");
  await expect(page.locator(".measure-name bdi").first()).toHaveCSS("unicode-bidi", "isolate");
  await lens.tab("Payload");
  await page.getByRole("button", { name: "As sent" }).click();
  await expect(lens.outgoing).toContainText('"\\u202eevil\\u202c":"abc"');
  const codes = await page.evaluate(() => document.querySelector("#pane-result").textContent.match(/[\u202a-\u202e\u2066-\u2069]/g));
  expect(codes, "none reaches the page").toBeNull();
});

test("names that would not be seen are seen, and named in a note", async ({ lens, page }) => {
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  for (const [name, shown, note] of [
    ["temp\u200b", "temp\\u200b", /temp\\u200b.* hard to tell/],
    ["a\u00a0b", "a\\u00a0b", /hard to tell/],
    ["t\u0007", "t\\u0007", /hard to tell/],
    [" ", "␣", /hard to tell/],
    ["t ", "t␣", /hard to tell/],
    ["", "(empty)", /./],
  ]) {
    await lens.payload.fill(JSON.stringify({ [name]: 1.5 }));
    await expect(lens.names()).toHaveText([shown]);
    await lens.openProblems();
    await expect(page.locator(".problems li").filter({ hasText: note })).not.toHaveCount(0);
  }
});

test("what stands behind the code and below the schema shows what does not show, too", async ({ lens, page }) => {
  await lens.payload.fill(JSON.stringify({ temperature: `${OVERRIDE}abc`, humidity: "x\u00a0y" }));
  await lens.sql.fill(`SELECT temperature, humidity FROM 'iot/topic' WHERE temperature <> 'w${OVERRIDE}'`);
  const values = page.locator(".sql .values");
  await expect(values).toContainText('"\\u202eabc"');
  await expect(values).toContainText("x\\u00a0y");
  await expect(values).toContainText('<> "w\\u202e"');
  await page.getByLabel("Name of dimension 1").fill(`d${OVERRIDE}`);
  await page.getByLabel("Value of dimension 1").fill(`x${OVERRIDE}\${clientid()}`);
  await expect(page.getByTitle("For this message: x\\u202eruuvi-01")).toBeVisible();
  await lens.tab("Schema");
  await expect(page.locator(".schema-foot")).toContainText("1 value of d\\u202e");
  // No code that turns a direction reaches what is drawn, titles included; the fields hold what was typed.
  const found = await page.evaluate(() => {
    const codes = /[\u202a-\u202e\u2066-\u2069]/;
    const all = [...document.querySelectorAll("body *"), ...document.querySelector(".sql .code-host").shadowRoot.querySelectorAll("*")];
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && codes.test(node.data));
    return all.filter((element) => !element.closest(".sr-only") && (own(element) || codes.test(element.title ?? ""))).map((element) => element.className);
  });
  expect(found).toEqual([]);
});

test("what does not show is marked in the code", async ({ lens, page }) => {
  for (const unseen of ["\u202e", "\u202b", "\u2068", "\u2060", "\u00a0", "\u3164", "\u200b", "\u2800"]) {
    await lens.sql.fill(`SELECT 'a${unseen}b' AS t FROM 'iot/topic'`);
    await expect(page.locator(".sql .cm-specialChar"), unseen).toHaveCount(1);
  }
  await lens.sql.fill("SELECT 'نمی‌خواهم 👩‍🔬' AS t FROM 'iot/topic'");
  await expect(page.locator(".sql .cm-specialChar")).toHaveCount(0);
});

test("letters of other scripts and emoji are left as they are", async ({ lens }) => {
  await lens.payload.fill(JSON.stringify({ "שלום": "👩‍🔬", "température": "نمی‌خواهم" }));
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["שלום", "température"]);
  await expect(lens.problems).toHaveCount(0);
  await lens.tab("Payload");
  await expect(lens.outgoing).toContainText("שלום");
  await expect(lens.outgoing.locator(".unseen")).toHaveCount(0);
});

test.describe("in forced colours", () => {
  test.use({ colorScheme: "dark", forcedColors: "active" });

  test("the marked word of a mistake and the borders of the panes can be seen", async ({ lens, page }) => {
    await lens.sql.fill("SELECT temperature FORM 'iot/topic'");
    const marked = page.locator(".sql span.s-error").first();
    await expect(marked).toHaveText("FORM", { timeout: 20_000 });
    const colours = await marked.evaluate((mark) => {
      let behind = mark;
      while (/rgba\(.*, 0\)|transparent/.test(getComputedStyle(behind).backgroundColor)) {
        behind = behind.parentElement ?? behind.getRootNode().host;
      }
      return [getComputedStyle(mark).textDecorationColor, getComputedStyle(behind).backgroundColor];
    });
    expect(colours[0]).not.toBe(colours[1]);
    const lines = await page.locator("#pane-rule").evaluate((pane) => [
      getComputedStyle(pane).borderLeftColor,
      getComputedStyle(pane).backgroundColor,
    ]);
    expect(lines[0]).not.toBe(lines[1]);
  });

  test("what is pressed and what is chosen can be seen", async ({ lens, page }) => {
    const outlined = (locator) => locator.evaluate((element) => getComputedStyle(element).outlineStyle);
    const values = page.getByRole("button", { name: "Values", exact: true });
    await expect(values).toHaveAttribute("aria-pressed", "true");
    expect(await outlined(values)).toBe("solid");
    await values.click();
    await lens.topic.focus();
    expect(await outlined(values)).toBe("none");
    await page.keyboard.press("F2");
    await expect(page.locator(".subjects [aria-pressed=true]")).toBeVisible();
    expect(await outlined(page.locator(".subjects [aria-pressed=true]"))).toBe("solid");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    expect(await outlined(page.locator("#found [role=option]").first())).toBe("solid");
    expect(await outlined(page.locator("#found [role=option]").nth(1))).toBe("none");
  });
});

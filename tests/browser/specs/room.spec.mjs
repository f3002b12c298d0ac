// Whatever the size of my window, the page stays where it is and I reach all of it.
import { expect, Lens, openAtRule, test } from "./page.mjs";

/** A payload with so many attributes. */
const attributes = (count) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, at + 0.5])));

for (const [width, height] of [[1400, 900], [2560, 1300], [1024, 768], [1280, 577], [1000, 520], [390, 844], [320, 568]]) {
  test(`the page does not scroll away at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const lens = new Lens(page);
    await page.goto("./");
    const tab = (name) => (width > 700 ? Promise.resolve() : page.getByRole("tab", { name }).click());
    await tab("Message");
    await lens.payload.fill(attributes(60));
    await tab("Rule");
    await lens.sql.fill("SELECT * FROM 'iot/topic'");
    if (width > 700) await expect(lens.standing).toBeVisible();
    await tab("Result");
    await expect(lens.records).toHaveCount(60);
    const { x, y } = await page.locator("#pane-result").boundingBox();
    await page.mouse.move(x + 40, y + 240);
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, 2_000);
    await expect(lens.names().last()).toBeInViewport();
    await page.evaluate(() => scrollTo(0, 10_000));
    const found = await page.evaluate(() => ({
      top: Math.round(document.querySelector(".page-header").getBoundingClientRect().top),
      tall: document.documentElement.scrollHeight - innerHeight,
      wide: document.documentElement.scrollWidth - innerWidth,
    }));
    expect(found).toEqual({ top: 0, tall: 0, wide: 0 });
  });
}

test("a narrow window makes a pane when it is first turned to, and all of them on paper", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const lens = new Lens(page);
  await page.goto("./");
  await page.getByRole("tab", { name: "Rule" }).click();
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await page.getByRole("tab", { name: "Result" }).click();
  await expect(lens.names()).toHaveText(["pressure"]);
  await page.reload();
  const fields = (pane) => page.locator(`${pane} :is(textarea, input, .code-host, [role=tab])`);
  await expect(page.getByRole("tablist", { name: "Parts of the page" })).toBeVisible();
  const made = async () => Promise.all(["#pane-message", "#pane-rule", "#pane-result"].map(async (pane) => (await fields(pane).count()) > 0));
  await expect.poll(async () => (await made()).filter(Boolean).length).toBe(1);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect.poll(made).toEqual([true, true, true]);
});

for (const width of [701, 768, 844, 1000, 1024, 1100, 1200, 1320, 1400]) {
  test(`the page's first line is one line, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("./");
    await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
    const header = page.locator(".page-header");
    const looks = async () => {
      expect((await header.boundingBox()).height).toBeLessThanOrEqual(56);
      expect(await header.evaluate((line) => line.scrollWidth - line.clientWidth), "nothing is cut").toBeLessThanOrEqual(0);
      await expect(page.getByRole("button", { name: /^Colours/ })).toBeInViewport({ ratio: 1 });
      await expect(page.getByText("Nothing you paste leaves your browser.")).toBeVisible();
    };
    await looks();
    await header.locator(".rule-name > span").evaluate((name) => (name.textContent = "A rule whose name is longer than most are"));
    await looks();
  });
}

/** The controls that cannot be brought into sight, or that something else lies over. */
function outOfReach() {
  const controls = [...document.querySelectorAll("button, input, select, textarea, summary")];
  return controls
    .filter((control) => control.checkVisibility() && control.getClientRects().length > 0)
    // What only a button opens, such as the browser's choice of a file, is not there to be seen.
    .filter((control) => getComputedStyle(control).clipPath === "none")
    .filter((control) => {
      control.scrollIntoView({ block: "center", inline: "center" });
      const { left, top, width, height } = control.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + Math.min(height, innerHeight) / 2);
      const label = hit?.closest("label");
      return !(hit && (control.contains(hit) || hit.contains(control) || label?.control === control)) || left < 0 || left + width > innerWidth + 1;
    })
    .map((control) => control.id || control.getAttribute("aria-label") || control.textContent.trim());
}

/** Texts of the strip that are cut at a border or lie over their neighbours. */
function cramped() {
  return [...document.querySelectorAll(".stage-title")]
    .filter((title) => title.scrollWidth > title.clientWidth + 1)
    .map((title) => title.textContent);
}

// 1280 by 1024 at 400 %, 1400 by 900 at 200 % and at 300 %, and small telephones, upright and lying.
for (const [width, height] of [[320, 256], [700, 450], [466, 300], [320, 568], [360, 640], [710, 700], [844, 390]]) {
  test(`every control is in reach at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const lens = new Lens(page);
    await page.goto("./");
    const tabs = width > 700 ? [null] : ["Message", "Rule", "Result", "Problems"];
    const look = async (state) => {
      for (const name of tabs) {
        const tab = page.getByRole("tablist", { name: "Parts of the page" }).getByRole("tab", { name: name ?? /./ });
        if (name && !(await tab.count())) continue;
        if (name) await tab.click();
        await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
        expect(await page.evaluate(outOfReach), `${name}, ${state}`).toEqual([]);
        // A control that is reached by scrolling the whole page sideways is not in reach.
        const wide = () => page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector("#app").scrollWidth) - innerWidth);
        expect(await wide(), `${name}, ${state}: as wide as the window`).toBeLessThanOrEqual(0);
        if (name && name !== "Result") continue;
        for (const tab of await page.getByRole("tablist", { name: "Result" }).getByRole("tab").all()) {
          await tab.click();
          await page.waitForTimeout(100);
          expect(await wide(), `${await tab.textContent()}, ${state}: as wide as the window`).toBeLessThanOrEqual(0);
        }
        await lens.tab("Records");
      }
      expect(await page.evaluate(cramped), state).toEqual([]);
    };
    await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
    await look("the sample");
    if (width <= 700) await page.getByRole("tab", { name: "Rule" }).click();
    await lens.sql.fill("SELECT temperature, aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:f', *) AS x FORM 'iot/topic'");
    await lens.openProblems();
    await expect(lens.problems.first()).toBeVisible();
    await look("a mistake");
    if (width <= 700) await page.getByRole("tab", { name: "Rule" }).click();
    await lens.sql.fill("SELECT get_dynamodb('devices', 'id', 'a', 'arn:aws:iam::123456789012:role/r') AS x FROM 'iot/topic' WHERE temperature > 300");
    await expect(lens.problems).toHaveCount(0);
    await look("WHERE stopped the message");
  });
}

test("at 400 % the page's first line leaves room for the rule", async ({ page }) => {
  await page.setViewportSize({ width: 350, height: 225 });
  await page.goto("./");
  await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
  const { height } = await page.locator(".page-header").boundingBox();
  expect(height).toBeLessThanOrEqual(92);
});

// Header, stages, tabs of the parts and status line; lower windows scroll as a document.
for (const [width, height] of [[320, 568], [360, 640], [390, 568], [390, 844], [375, 667], [700, 600], [1024, 768], [1280, 577], [1366, 768], [1000, 480], [2560, 1440]]) {
  test(`what surrounds the panes has a third of the window at most, at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto("./");
    await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
    const share = () =>
      page.evaluate(() => {
        const tall = (selector) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
        return [".page-header", ".stage-strip", ".tabbar", ".statusbar"].map(tall).reduce((all, one) => all + one) / innerHeight;
      });
    expect(await share()).toBeLessThanOrEqual(0.35);
    expect(await page.evaluate(cramped)).toEqual([]);
  });
}

test("a low window scrolls as a document", async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 450 });
  const lens = await openAtRule(page);
  await lens.sql.fill(`SELECT ${Array.from({ length: 40 }, (_, at) => `temperature AS t${at}`).join(",\n  ")} FROM 'iot/topic'`);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 400);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
});

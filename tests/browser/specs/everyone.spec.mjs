// I use a telephone, the dark, or no mouse.
import { expect, Lens, test } from "./page.mjs";

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("one part is shown at a time, and the stages always", async ({ lens, page }) => {
    const tab = (name) => page.getByRole("tablist", { name: "Parts of the page" }).getByRole("tab", { name });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    for (const [name, part] of [["Message", lens.payload], ["Rule", lens.sql], ["Result", lens.table]]) {
      await tab(name).click();
      await expect(tab(name)).toHaveAttribute("aria-selected", "true");
      await expect(part).toBeVisible();
      await expect(page.locator(".pane[role=tabpanel]:visible")).toHaveCount(1);
      await expect(lens.stage(/Timestream/)).toBeInViewport({ ratio: 1 });
      expect(await fits(), `${name} is as wide as the window`).toBe(true);
    }
    await expect(lens.records).toHaveCount(2);
    await tab("Result").press("ArrowRight");
    await expect(tab("Problems")).toBeFocused();
    await tab("Problems").press("ArrowRight");
    await expect(tab("Message")).toBeFocused();
    await expect(lens.payload).toBeVisible();
  });

  test("no field makes the telephone enlarge the page", async ({ lens: _, page }) => {
    for (const name of ["Message", "Rule", "Result"]) {
      await page.getByRole("tablist", { name: "Parts of the page" }).getByRole("tab", { name }).click();
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
      for (const tab of name === "Result" ? ["Compare", "Cases", "Export"] : [null]) {
        if (tab) await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
        const small = () =>
          page.locator(`#pane-${name.toLowerCase()} :is(input:not([type=checkbox], [type=radio], [type=file]), select, textarea)`).evaluateAll((fields) =>
            fields.filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.id || field.outerHTML),
          );
        await page.waitForTimeout(200);
        expect(await small(), tab ?? name).toEqual([]);
      }
    }
  });

  test("a problem leads to the part that it is in", async ({ lens, page }) => {
    await page.getByRole("tab", { name: "Message" }).click();
    await lens.payload.fill("{");
    await page.getByRole("tab", { name: "Rule" }).click();
    await page.getByRole("tab", { name: "Problems" }).click();
    await lens.problems.first().getByTitle("Show the place").click();
    await expect(lens.payload).toBeFocused();
  });
});

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });

  test("the page is dark, unless it is told otherwise", async ({ lens, page }) => {
    const brightness = () =>
      page.evaluate(() => Number(getComputedStyle(document.documentElement).backgroundColor.match(/\d+/)[0]));
    expect(await brightness()).toBeLessThan(60);
    await lens.button(/Colours: as the system/).click();
    await page.getByRole("menuitemradio", { name: "Light" }).click();
    expect(await brightness()).toBeGreaterThan(200);
    await page.reload();
    await expect(lens.button(/Colours: light/)).toBeVisible();
    expect(await brightness()).toBeGreaterThan(200);
  });
});

test("all of it can be done with the keyboard", async ({ page }) => {
  await page.goto("./");
  const lens = new Lens(page);
  await expect(lens.summary).toHaveText("2 records");
  const reached = [];
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      // A field with a unit shows the focus at the frame around both.
      // The code editor shows it within its own root.
      const framed = element.closest(".valued") ?? element.shadowRoot?.querySelector(".cm-editor") ?? element;
      const { outlineStyle } = getComputedStyle(framed);
      const bar = element.getAttribute("role") === "separator";
      if (outlineStyle === "none" && !bar) throw new Error(`no focus to be seen on ${element.outerHTML}`);
      return element.id || element.getAttribute("aria-label") || element.textContent.trim();
    });
    if (name === null) break;
    reached.push(name);
  }
  for (const name of ["topic", "payload", "sql-version", "sql", "Width of Message", "action-timestamp-value", "Copy WriteRecords request"]) {
    expect(reached).toContain(name);
  }
  expect(reached.filter((name) => /^(Topic|WHERE|SELECT|Timestream): /.test(name))).toHaveLength(4);

  await lens.sql.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT battery FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["battery"]);
  await lens.stage(/WHERE/).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Why" })).toHaveAttribute("aria-selected", "true");
});

test("the panes are resized by keyboard and by mouse, and stay so", async ({ lens: _, page }) => {
  const bar = page.getByRole("separator", { name: "Width of Message" });
  // The field's surroundings: the field itself is another one until the code editor is there.
  const field = page.locator(".editor.payload");
  const width = async () => Math.round((await field.boundingBox()).width);
  const first = await width();
  await bar.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(width).toBeGreaterThan(first + 80);
  const second = await width();

  const { x, y, width: thickness } = await bar.boundingBox();
  await page.mouse.move(x + thickness / 2, y + 300);
  await page.mouse.down();
  await page.mouse.move(x + 62, y + 300, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(second + 40);
  const third = await width();

  await page.reload();
  await expect.poll(width).toBe(third);
  await bar.press("Enter");
  await expect.poll(width).toBe(first);
});

test("the result is announced, and every field has a name", async ({ lens, page }) => {
  const said = page.locator("#app > p[role=status]");
  await expect(said).toHaveText("2 records");
  await lens.sql.fill("SELECT temperature, humidty FROM 'iot/topic'");
  await expect(said).toHaveText("1 record. 1 problem. humidty is not in the payload; did you mean humidity?");
  // What is closed has no names for anybody.
  await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  for (const field of await page.locator("input:not([type=file]), select, textarea").all()) {
    await expect(field).toHaveAccessibleName(/\w/);
  }
});

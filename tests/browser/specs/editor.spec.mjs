// I write SQL, and the field knows the language and my payload.
import { expect, Lens, selectionOf, test, textOf } from "./page.mjs";

const inside = (page, field, selector) => page.locator(`.${field} ${selector}`);

for (const width of [1400, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    /** Turns to a part of the page where only one is shown. */
    const turnTo = (page, name) => (width === 390 ? page.getByRole("tab", { name, exact: true }).click() : null);

    test("words are coloured, and keys of the payload are offered with their values", async ({ lens, page }) => {
      await turnTo(page, "Rule");
      await expect(lens.sql).toHaveCSS("font-size", width === 390 ? "16px" : "13px");
      await expect(inside(page, "sql", ".t-keyword").first()).toHaveText("SELECT");
      const colour = (token) => inside(page, "sql", token).first().evaluate((element) => getComputedStyle(element).color);
      const [ink, keyword, string] = [await colour(".cm-line"), await colour(".t-keyword"), await colour(".t-string")];
      expect(new Set([ink, keyword, string]).size, "each of a colour of its own").toBe(3);
      await lens.sql.press("Control+a");
      await page.keyboard.type("SELECT tem");
      const offer = inside(page, "sql", "[role=option]").first();
      await expect(offer).toContainText("temperature");
      await expect(offer).toContainText("24.04");
      await page.keyboard.press("Tab");
      await expect(lens.sql).toHold("SELECT temperature");
      await page.keyboard.type(" FROM 'iot/topic'");
      await turnTo(page, "Result");
      await expect(lens.names()).toHaveText(["temperature"]);
    });

    test("Enter is a new line until an offer is chosen", async ({ lens, page }) => {
      await turnTo(page, "Rule");
      await lens.sql.press("Control+a");
      await page.keyboard.type("SELECT hum");
      const offers = inside(page, "sql", "[role=option]");
      await expect(offers.first()).toBeVisible();
      await page.keyboard.press("Enter");
      await expect(lens.sql).toHold("SELECT hum\n");
      await page.keyboard.type(", hum");
      await expect(offers.first()).toBeVisible();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(lens.sql).toHold("SELECT hum\n, humidity");
    });

    test("offers come where the question before had none and was answered late", async ({ lens, page }) => {
      await page.evaluate(() => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (...message) {
          setTimeout(() => postMessage.apply(this, message), 600);
        };
      });
      await turnTo(page, "Rule");
      await lens.sql.press("Control+a");
      await page.keyboard.type("SELECT");
      // Long enough for the question to be asked.
      await page.waitForTimeout(300);
      await page.keyboard.type(" h");
      await expect(inside(page, "sql", "[role=option]").first()).toContainText("humidity");
    });

    test("keys for a list that is seen wait for its next answer", async ({ lens, page }) => {
      await turnTo(page, "Rule");
      await lens.sql.press("Control+a");
      await page.keyboard.type("SELECT h");
      const offers = inside(page, "sql", "[role=option]");
      await expect(offers.first()).toBeVisible();
      // The list of what begins with `h` is there until the answer for the next letter comes.
      for (const key of ["u", "ArrowDown", "Enter"]) await page.keyboard.press(key);
      await expect(lens.sql).toHold("SELECT humidity");
      await page.keyboard.type(", t");
      await expect(offers.first()).toBeVisible();
      for (const key of ["e", "Tab"]) await page.keyboard.press(key);
      await expect(lens.sql).toHold("SELECT humidity, temperature");
      await page.keyboard.type(", h");
      await expect(offers.first()).toBeVisible();
      for (const key of ["u", "ArrowDown", "x"]) await page.keyboard.press(key);
      await expect(lens.sql).toHold("SELECT humidity, temperature, hux");
    });

    test("what stands at the caret is told by key, and Escape closes it", async ({ lens, page }) => {
      await turnTo(page, "Rule");
      await lens.sql.fill("SELECT round(temperature) AS t FROM 'iot/topic'");
      await expect(inside(page, "sql", ".values").first()).toContainText("24");
      await lens.sql.press("Control+Home");
      for (let step = 0; step < 9; step++) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("F1");
      const card = inside(page, "sql", ".card");
      await expect(card).toContainText("round(number)");
      await expect(card).toContainText("24 Int");
      await page.keyboard.press("Escape");
      await expect(card).toHaveCount(0);
    });
  });
}

test("values stand behind the code, out of the way of a screen reader, and go by a switch", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature * 2 AS t,\n  nosuch\nFROM 'iot/topic'\nWHERE temperature > 20");
  const values = inside(page, "sql", ".values");
  await expect(values).toHaveCount(4);
  await expect(values.nth(0)).toHaveText("48.08D");
  await lens.sql.fill("SELECT rssi, humidity < 1 AS dry,\n  nosuch\nFROM 'iot/topic'\nWHERE temperature > 20");
  await expect(values.nth(0), "a BOOLEAN's letter is another").toHaveText("-88Ifalse" + "B");
  await expect(values.nth(1)).toContainText("Undefined");
  await expect(values.nth(3)).toContainText("24.04 > 20");
  await expect(values.first()).toHaveAttribute("aria-hidden", "true");
  const height = () => lens.sql.evaluate((text) => text.getBoundingClientRect().height);
  const before = await height();
  await lens.sql.press("End");
  await page.keyboard.type(" +");
  await expect(values.first(), "values of another rule look like those of this one").toBeHidden();
  expect(await height(), "nothing moves").toBe(before);
  for (let key = 0; key < 2; key++) await page.keyboard.press("Backspace");
  await expect(values.first()).toBeVisible();
  const button = page.getByRole("button", { name: "Values" });
  await button.click();
  await expect(values).toHaveCount(0);
  await page.reload();
  await lens.ready();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await expect(values).toHaveCount(0);
  await button.click();
  await expect(values).toHaveCount(4);
});

test("what the caret is at is marked in all panes, and keys that are never read are counted", async ({ lens, page }) => {
  await lens.sql.fill("SELECT temperature * 2 AS t, humidity FROM 'iot/topic'");
  await expect(page.getByText("2 of 13 keys read")).toBeVisible();
  await lens.sql.press("Control+Home");
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  await expect(inside(page, "payload", ".m-lineage").first()).toBeVisible();
  await expect.poll(async () => (await inside(page, "payload", ".m-lineage").allTextContents()).join("")).toContain("24.04");
  await expect(page.locator("tr.record.is-lit .measure-name")).toHaveText(["t"]);
  await lens.payload.focus();
  await lens.payload.press("Control+Home");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect(page.locator("tr.record.is-lit .measure-name")).toHaveText(["humidity"]);
  await expect.poll(async () => (await inside(page, "sql", ".m-lineage").allTextContents()).join("")).toBe("humidity");
});

test("a fix is one key away, and undo takes it back", async ({ lens, page }) => {
  const wrong = "SELECT temperature FORM 'iot/topic'";
  await lens.sql.fill(wrong);
  await expect(inside(page, "sql", "span.s-error")).toHaveText("FORM");
  await lens.sql.press("F8");
  await expect(inside(page, "sql", ".card")).toContainText("FROM");
  await page.keyboard.press("Control+.");
  await expect(lens.sql).toHold("SELECT temperature FROM 'iot/topic'");
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(wrong);
});

test("both texts can be formatted, in one step of their histories", async ({ lens, page }) => {
  await lens.sql.fill("select temperature, humidity from 'iot/topic' where temperature > 20");
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await page.getByRole("button", { name: "Format" }).last().click();
  await expect(lens.sql).toHold(/^SELECT temperature, humidity\s+FROM 'iot\/topic'\s+WHERE temperature > 20$/);
  await lens.sql.press("Control+z");
  await expect(lens.sql).toHold(/^select/);
  await lens.payload.fill('{"temperature":1.50,"humidity":2}');
  await lens.payload.press("Shift+Alt+F");
  await expect(lens.payload).toHold('{\n  "temperature": 1.50,\n  "humidity": 2\n}');
});

test("a payload of 256 KB is coloured where it is in view, and typing in it goes on", async ({ lens, page }) => {
  const lines = Array.from({ length: 9_000 }, (_, at) => `"key${at}": ${at}.5`);
  await lens.payload.fill(`{${lines.join(",\n")}}`);
  await expect(inside(page, "payload", ".t-decimal").first()).toBeVisible({ timeout: 20_000 });
  await lens.payload.press("Control+End");
  await expect(inside(page, "payload", ".t-decimal").last()).toHaveText("8999.5", { timeout: 20_000 });
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("7");
  await expect.poll(async () => (await textOf(lens.payload)).endsWith("8999.57}")).toBe(true);
});

test("a long line is coloured where it is in sight", async ({ lens, page }) => {
  const keys = Array.from({ length: 700 }, (_, at) => `"key${at}": ${at}.5`);
  await lens.payload.fill(`{${keys.join(", ")}}`);
  const numbers = inside(page, "payload", ".t-decimal");
  await lens.payload.press("Control+Home");
  await expect(numbers.first()).toHaveText("0.5");
  // Far fewer than there are, or each key press would lay all of them out anew.
  expect(await numbers.count()).toBeLessThan(400);
  // What looks as the text does is no element of its own.
  expect(await inside(page, "payload", ".cm-line [class^=t-]").count()).toBe(await numbers.count());
  await lens.payload.press("Control+End");
  await expect(numbers.last()).toHaveText("699.5");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("7");
  await expect(numbers.last()).toHaveText("699.57");
});

test("a long line is drawn in pieces, and typed in as if it were whole", async ({ lens, page }) => {
  const pieces = inside(page, "payload", ".piece");
  const keys = Array.from({ length: 300 }, (_, at) => `"key${at}":${at}.5`);
  const text = `{${keys.join(",")}}`;
  await lens.payload.fill(text);
  await expect.poll(async () => (await pieces.allTextContents()).join("")).toBe(text);
  const drawn = await pieces.allTextContents();
  expect(drawn.length).toBeGreaterThan(3);
  for (const piece of drawn.slice(0, -1)) expect(piece).toMatch(/,$/);
  const caret = () => lens.payload.evaluate((field) => field.getRootNode().host.selectionStart);
  // Each row goes on where the one before it ends, also where a piece does; none is shown twice.
  const boundary = drawn[0].length;
  await lens.payload.press("Control+Home");
  let row = 0;
  for (let rows = 0; row < boundary; rows++) {
    expect(rows).toBeLessThan(100);
    await page.keyboard.press("End");
    const end = await caret();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Home");
    row = await caret();
    expect(row).toBe(end);
  }
  expect(row).toBe(boundary);
  // There the caret is between two pieces.
  await page.keyboard.type(" ");
  await expect(lens.payload).toHold(`${text.slice(0, boundary)} ${text.slice(boundary)}`);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect(lens.payload).toHold(text.slice(0, boundary - 1) + text.slice(boundary));
  await page.keyboard.type(",");
  await page.keyboard.press("Delete");
  await page.keyboard.type('"');
  await expect(lens.payload).toHold(text);
  expect((await pieces.allTextContents()).join(""), "all of the line is in pieces").toBe(text);
  // What is left of a piece is no row of its own.
  await lens.payload.press("Control+Home");
  for (let rows = 0; rows < 4; rows++) await page.keyboard.press("ArrowDown");
  for (let rows = 0; rows < 19; rows++) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await pieces.allTextContents()).join("").length).toBeLessThan(text.length - 500);
  for (const piece of await pieces.allTextContents()) expect(piece.length).toBeGreaterThanOrEqual(400);
  await page.keyboard.press("Control+z");
  await expect(lens.payload).toHold(text);
  // Where it is broken up it needs none.
  await page.keyboard.press("Shift+Alt+F");
  await expect(lens.payload).toHold(/^\{\n/);
  await expect(pieces).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await pieces.allTextContents()).join("")).toBe(text);
});

test("what cannot be cut is one piece, and what is short none", async ({ lens, page }) => {
  const pieces = inside(page, "payload", ".piece");
  await lens.payload.fill(`{"a":"${"QUJD".repeat(800)}"}`);
  await expect(pieces).toHaveCount(1);
  await lens.payload.fill('{"a": 1, "b": 2}');
  await expect(pieces).toHaveCount(0);
  // One line is parted in two, in the middle of a piece, and they are joined again.
  const words = "word ".repeat(340);
  await lens.payload.fill(`["${words}","${words}"]`);
  await expect(pieces).toHaveCount(4);
  await lens.payload.press("Control+Home");
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(pieces).toHaveCount(4);
  const lines = () => inside(page, "payload", ".cm-line").evaluateAll((lines) => lines.map((line) => line.querySelectorAll(".piece").length));
  expect(await lines()).toEqual([0, 4]);
  await page.keyboard.press("Backspace");
  await expect.poll(lines).toEqual([4]);
});

test("carets beyond the first are drawn, and what is typed goes to each", async ({ lens, page }) => {
  await lens.payload.fill('{\n  "a": 1,\n  "b": 2\n}');
  const carets = inside(page, "payload", ".cm-cursor");
  await expect(carets).toHaveCount(0);
  await lens.payload.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Alt+ArrowDown");
  await expect(carets).toHaveCount(2);
  await page.keyboard.type(" ");
  await expect(lens.payload).toHold('{\n   "a": 1,\n   "b": 2\n}');
  await page.keyboard.press("Escape");
  await expect(carets).toHaveCount(0);
});

/** The page with its first answer and plain fields; the code editor comes once `go` is called. */
async function beforeTheEditor(page) {
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  await page.route("**/rulelens-editor.js", async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto("./");
  const lens = new Lens(page);
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  return { lens, go };
}

test("what was typed before the editor came is there, with the caret", async ({ page }) => {
  const { lens, go } = await beforeTheEditor(page);
  await lens.sql.press("Control+a");
  await page.keyboard.type("SELECT rsi FROM 'iot/topic'");
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowRight");
  go();
  await lens.ready();
  await expect(lens.sql).toBeFocused();
  await page.keyboard.type("s");
  await expect(lens.sql).toHold("SELECT rssi FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["rssi"]);
  await page.keyboard.press("Shift+End");
  expect(await selectionOf(lens.sql)).toBe("si FROM 'iot/topic'");
});

test("nothing is lost of what is typed while the editor comes", async ({ page, context }) => {
  const { lens, go } = await beforeTheEditor(page);
  // So slow that the editor comes between two keys.
  await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await lens.sql.press("Control+a");
  await page.keyboard.press("Delete");
  const text = "SELECT temperature AS a, humidity AS b, pressure AS c, rssi AS d FROM 'iot/topic'";
  for (const [at, key] of [...text].entries()) {
    if (at === 4) go();
    await page.keyboard.insertText(key);
    await page.waitForTimeout(20);
  }
  await lens.ready();
  await expect(lens.sql).toHold(text);
});

test.describe("without the code editor", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("plain fields do", async ({ page }) => {
    await page.route("**/rulelens-editor.js", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("./");
    const lens = new Lens(page);
    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names()).toHaveText(["pressure"]);
    await expect(page.locator("textarea#sql")).toHaveValue("SELECT pressure FROM 'iot/topic'");
    await expect(page.locator(".code-host")).toHaveCount(0);
  });
});

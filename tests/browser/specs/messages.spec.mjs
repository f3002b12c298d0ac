// I have many messages: which match, what flips its type, what is lost, and why.
import { expect, test } from "./page.mjs";

const WIDTHS = [
  ["wide", { width: 1400, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
];

/** A line of JSON for each reading of a cold chain. */
function readings(count) {
  const reading = (at) => ({
    topic: `coldchain/truck${at % 4}/probe`,
    payload: { temp: 4.5 + (at % 7), humidity: at % 10 === 5 ? 80 : 80.5, door: at % 9 === 0 },
    context: { timestamp: 1_772_353_795_000 + at * 60_000 },
  });
  return Array.from({ length: count }, (_, at) => JSON.stringify(reading(at))).join("\n");
}

const SQL = "SELECT temp, humidity, door FROM 'coldchain/+/probe' WHERE temp > 5";

/** The list of messages. */
const list = (page) => page.getByRole("list", { name: "Messages" });
const lines = (page) => list(page).getByRole("button");
const heading = (page, name) => page.getByRole("heading", { name, exact: true });
const openFile = (page, name, text) =>
  page.locator(".message-area input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

/** Turns to a pane where only one is shown. */
async function pane(page, name) {
  const tab = page.getByRole("tab", { name: new RegExp(`^${name}`) });
  if (await page.locator(".tabbar").count()) await tab.first().click();
}

for (const [called, viewport] of WIDTHS) {
  test.describe(called, () => {
    test.use({ viewport });

    test("a second message is judged with the first", async ({ lens, page }) => {
      await pane(page, "Message");
      await expect(heading(page, "Message")).toBeVisible();
      await expect(list(page)).toHaveCount(0);
      await page.getByRole("button", { name: "Add a message" }).click();
      await expect(lens.payload).toBeFocused();
      await lens.payload.fill('{"temperature": 21, "humidity": 40.5}');
      await expect(heading(page, "Messages 2")).toBeVisible();
      await expect(lines(page).nth(0)).toContainText("2 records", { timeout: 30_000 });
      await expect(lines(page).nth(1)).toContainText("1 of 2 rejected");
      // Nothing that was typed is lost, and each message has its own history.
      await lines(page).nth(0).click();
      await expect(lens.payload).toHold(/24\.04/);
      await lines(page).nth(1).click();
      await expect(lens.payload).toHold('{"temperature": 21, "humidity": 40.5}');
      await lens.payload.press("ControlOrMeta+z");
      await expect(lens.payload).toHold("{}");
      await lens.payload.press("ControlOrMeta+Shift+z");
      await pane(page, "Result");
      await expect(lens.verdicts).toContainText("DOUBLE since message 1");
      await page.getByRole("button", { name: "All 2" }).click();
      await expect(lens.summary).toHaveText("3 accepted, 1 rejected");
      await expect(lens.series).toHaveCount(2);
      await lens.tab("Schema");
      await expect(lens.summary).toHaveText("2 measures, 1 with conflicts");
      await page.getByRole("button", { name: "temperature", exact: true }).click();
      await expect(page.locator(".conflict")).toContainText("Message 1");
      await expect(page.locator(".conflict .is-error")).toContainText("Message 2");
      await lens.tab("Rows");
      await expect(page.getByRole("table", { name: "What SELECT * shows of the table" }).locator("tbody tr")).toHaveCount(3);
    });

    test("a file becomes a list that can be filtered, and taken back", async ({ lens, page }) => {
      await lens.sql.fill(SQL);
      await pane(page, "Message");
      await openFile(page, "coldchain.ndjson", readings(60));
      await expect(heading(page, "Messages 60")).toBeVisible({ timeout: 30_000 });
      await expect(lens.topic).toHaveValue("coldchain/truck0/probe");
      const chips = page.getByRole("group", { name: "Show" });
      await expect(chips.getByRole("button", { name: /^WHERE false/ })).toContainText("9", { timeout: 30_000 });
      await chips.getByRole("button", { name: /^Rejected/ }).click();
      await expect(lines(page).first()).toContainText("1 of 3 rejected");
      await pane(page, "Result");
      await lens.tab("Schema");
      await page.getByRole("button", { name: "humidity", exact: true }).click();
      await page.getByRole("button", { name: /^Show the \d+ messages/ }).click();
      await expect(chips.getByRole("button", { name: "humidity rejected" })).toHaveAttribute("aria-pressed", "true");
      await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
      await expect(heading(page, "Message")).toBeVisible();
      await expect(lens.topic).toHaveValue("iot/topic");
    });
  });
}

test("the list works with keys alone", async ({ lens, page }) => {
  await openFile(page, "coldchain.ndjson", readings(30));
  await expect(heading(page, "Messages 30")).toBeVisible({ timeout: 30_000 });
  await lines(page).first().focus();
  for (let press = 0; press < 12; press += 1) await page.keyboard.press("ArrowDown");
  await expect(page.locator(".message-line:focus .nr")).toHaveText("13");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.locator(".message-line:focus .nr")).toHaveText("12");
  await page.keyboard.press("F2");
  await expect(page.locator("input:focus")).toHaveCount(1);
  await page.keyboard.type("the odd one");
  await page.keyboard.press("Enter");
  await expect(page.locator(".message-line:focus .name")).toHaveText("the odd one");
  await page.keyboard.press("Delete");
  await expect(page.locator(".notice")).toContainText("Message 12, the odd one, was removed.");
  await expect(page.locator(".message-line:focus")).toHaveCount(1);
  await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await expect(page.locator('.message-line[aria-pressed="true"] .name')).toHaveText("the odd one");
  await expect(lens.topic).toHaveValue("coldchain/truck0/probe");
});

test("the menu copies, moves and removes", async ({ page, lens }) => {
  const menu = async (name) => {
    await page.getByRole("button", { name: "Message menu" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await menu("Duplicate");
  await expect(heading(page, "Messages 2")).toBeVisible();
  await expect(lens.payload).toHold(/24\.04/);
  await lens.topic.fill("other");
  await menu("Move up");
  await expect(lines(page).first()).toContainText("other");
  await menu("Remove all others");
  await expect(heading(page, "Message")).toBeVisible();
  await expect(lens.topic).toHaveValue("other");
  await page.getByRole("button", { name: "Message menu" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Message menu" })).toBeFocused();
});

/** Pastes a text in the place of the payload, as one does by key. */
async function pastePayload(lens, text) {
  await lens.payload.press("Control+a");
  await lens.payload.evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
  }, text);
  await expect(lens.payload).toHold(text);
}

for (const [name, text] of [["base64", "eyJ0ZW1wZXJhdHVyZSI6IDIxLjV9"], ["hexadecimal digits", "7b 22 74 65 6d 70 65 72 61 74 75 72 65 22 3a 20 32 31 2e 35 7d"]]) {
  test(`a payload that is pasted in ${name} can be read as bytes`, async ({ lens, page }) => {
    await pastePayload(lens, text);
    await expect(page.getByText(`The payload looks like bytes in ${name}.`)).toBeVisible();
    await page.getByRole("button", { name: "Keep as text" }).click();
    await expect(page.getByText("The payload looks like bytes")).toHaveCount(0);
    await pastePayload(lens, text);
    await page.getByRole("button", { name: `Read as ${name}` }).click();
    await expect(lens.records).toHaveCount(1);
    await expect(lens.records.first()).toContainText("21.5");
    await expect(lens.payload).toHold(text);
    // It is known now: the same text is no question again.
    await pastePayload(lens, text);
    await lens.payload.press("End");
    await expect(page.getByText("The payload looks like bytes")).toHaveCount(0);
  });
}

test("an offer goes with the payload that it is about", async ({ lens, page }) => {
  await pastePayload(lens, '{"temperature": 1}\n{"temperature": 2}');
  await expect(page.getByText("The payload is lines of JSON.")).toBeVisible({ timeout: 30_000 });
  await pastePayload(lens, '{"temperature": 3}');
  await expect(page.getByText("The payload is lines of JSON.")).toBeHidden();
});

test("several messages that are pasted as one payload are offered, not taken", async ({ lens, page }) => {
  const text = '[{"temperature": 1, "humidity": 2}, {"temperature": 3, "humidity": 4}]';
  await pastePayload(lens, text);
  await expect(heading(page, "Message")).toBeVisible();
  await page.getByRole("button", { name: "Use as 2 messages" }).click({ timeout: 30_000 });
  await expect(heading(page, "Messages 2")).toBeVisible();
  await expect(lens.payload).toHold('{"temperature": 1, "humidity": 2}');
  await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await expect(lens.payload).toHold(text);
});

test("a capture of mosquitto_sub brings topics, times and properties", async ({ lens, page }) => {
  const line = (topic, payload) =>
    JSON.stringify({ tst: "2026-03-01T09:29:55.000000+0100", topic, qos: 0, retain: 0, payloadlen: payload.length, properties: { "user-properties": [{ site: "north" }] }, payload });
  await openFile(page, "capture.txt", [line("a/b", '{"temperature":1.5}'), line("a/c", '{"temperature":2.5}'), "no JSON"].join("\n"));
  await expect(heading(page, "Messages 2")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".notice")).toContainText("1 line could not be read, the first of them line 3");
  await expect(lens.topic).toHaveValue("a/b");
  await page.locator("summary", { hasText: /^This message/ }).click();
  await expect(page.getByText("1772353795000 milliseconds")).toBeVisible();
  await expect(page.getByLabel("What else of the context came with it")).toContainText("north");
});

test("a payload of bytes is written in hexadecimal digits or in base64", async ({ lens, page }) => {
  await lens.sql.fill("SELECT encode(*, 'base64') AS data FROM 'iot/topic'");
  await page.locator("summary", { hasText: /^This message/ }).click();
  await page.getByLabel("Payload is written as").selectOption("Hex");
  await lens.payload.fill("68 69");
  await lens.expectOutgoing('{"data":"aGk="}');
  await page.getByLabel("Payload is written as").selectOption("Base64");
  await lens.payload.fill("aGk=");
  await lens.expectOutgoing('{"data":"aGk="}');
});

test("the messages are there again after a reload", async ({ lens, page }) => {
  await openFile(page, "coldchain.ndjson", readings(20));
  await expect(heading(page, "Messages 20")).toBeVisible({ timeout: 30_000 });
  await lines(page).nth(4).click();
  await lens.payload.fill('{"temp": 1}');
  await lines(page).nth(5).click();
  await expect(page.getByRole("button", { name: /^Kept here/ })).toBeVisible();
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(heading(page, "Messages 20")).toBeVisible({ timeout: 30_000 });
  await expect(lens.topic).toHaveValue("coldchain/truck1/probe");
  await lines(page).nth(4).click();
  await expect(lens.payload).toHold('{"temp": 1}');
});

test("the table's settings decide what is too old", async ({ lens, page }) => {
  await openFile(page, "coldchain.ndjson", readings(2));
  await expect(heading(page, "Messages 2")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".statusbar")).toContainText("Simulated table, retention 6 h");
  await page.locator("summary", { hasText: /^Simulated table/ }).click();
  await page.getByLabel("Memory store, hours").fill("24");
  await expect(page.locator(".statusbar")).toContainText("Simulated table, retention 24 h");
});

test("a file that is too large for the list is counted to its end", async ({ lens, page }) => {
  test.setTimeout(180_000);
  const line = JSON.stringify({ temperature: 20.5, humidity: 40.5, pad: "x".repeat(80) });
  const many = `${line}\n`.repeat(12_000);
  await openFile(page, "many.ndjson", many);
  await expect(page.locator(".notice")).toContainText("There are 12,000 messages; the list has the first 10,000 of them.", { timeout: 150_000 });
  await expect(heading(page, "Messages 10,000")).toBeVisible();
  // Only what is in sight is drawn.
  expect(await page.locator(".message-line").count()).toBeLessThan(120);
  await lines(page).first().focus();
  // Back and forth: what is drawn changes, and the way to the last line stays as long as it was.
  for (let turn = 0; turn < 3; turn++) {
    await page.keyboard.press("End");
    await expect(page.locator(".message-line:focus .nr")).toHaveText("10,000");
    await page.keyboard.press("Home");
    await expect(page.locator(".message-line:focus .nr")).toHaveText("1");
  }
  await lens.tab("Rows");
  await expect(lens.summary).toHaveText(/rows$/, { timeout: 60_000 });
});

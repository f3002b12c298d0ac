// Whatever I paste and whatever breaks, the page answers and my text is safe.
import { evaluator, expect, Lens, readyThen, replaceEvaluator, test } from "./page.mjs";

/** Holds the page's longest silence, in milliseconds, while `during` runs. */
async function longestSilence(page, during) {
  await page.evaluate(() => {
    let last = performance.now();
    window.silence = 0;
    window.listening = setInterval(() => {
      const now = performance.now();
      window.silence = Math.max(window.silence, now - last);
      last = now;
    }, 10);
  });
  await during();
  return page.evaluate(() => (clearInterval(window.listening), window.silence));
}

for (const [kind, payload] of [
  ["lines", '{"list": [\n' + "  123456789012345678,\n".repeat(454_545) + "1],\n\"temperature\": 21}"],
  ["one line", '{"text": "' + "a€ ".repeat(3_333_333) + '", "temperature": 21}'],
]) {
  test(`ten megabytes pasted as ${kind} do not freeze the page`, async ({ lens, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate((text) => navigator.clipboard.writeText(text), payload);
    const silence = await longestSilence(page, async () => {
      await lens.payload.press("Control+a");
      await lens.payload.press("Control+v");
      await expect(page.getByText(/characters\. Too many to edit here/)).toBeVisible();
      await lens.sql.press("Control+End");
      await page.keyboard.type(" WHERE temperature > 20");
      await expect(lens.sql).toHold(/WHERE temperature > 20$/);
      await expect(lens.summary).toHaveText("No records: AWS IoT rejects the message");
    });
    // What is typed is taken at all; how quickly is for a benchmark, since a busy machine says nothing of the page.
    expect(silence, "the page never stops listening for seconds").toBeLessThan(5_000);
    await expect(lens.records).toContainText("21");

    await lens.button("Undo paste").click();
    await expect(lens.payload).toHold(/"device_firmware_sku": 46216/);
    await expect(lens.summary).toHaveText("2 records");
  });
}

test("an outgoing payload of ten megabytes is shown in part and copied whole", async ({ lens, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const length = 10_000_000;
  await page.evaluate((length) => navigator.clipboard.writeText(`{"text":"${"x".repeat(length)}"}`), length);
  await lens.payload.press("Control+a");
  await lens.payload.press("Control+v");
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await lens.tab("Payload");
  await expect(page.getByText("The first 20,000 characters are shown.")).toBeVisible();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect.poll(() => page.evaluate(async () => (await navigator.clipboard.readText()).length)).toBe(length + 11);
});

const attributes = (count) => `{${Array.from({ length: count }, (_, index) => `"a${index}":1`).join()}}`;

test("thousands of records are counted, and the first ones are shown", async ({ lens, page }) => {
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await lens.payload.fill(attributes(9_000));
  await expect(lens.summary).toHaveText("9,000 records, 808 rejected");
  await expect(page.getByText("The first 200 of 9,000 records are shown.")).toBeVisible();
});

test("a hundred thousand records, which no broker accepts, are shown in part", async ({ lens, page }) => {
  await lens.sql.fill("SELECT * FROM 'iot/topic'");
  await lens.payload.fill(attributes(100_000));
  await expect(lens.summary).toHaveText("No records: AWS IoT rejects the message");
  await expect(page.getByText("The first 200 of 100,000 records are shown.")).toBeVisible();
});

/** Makes the payload so long that the page leaves the message to its evaluator; what is small it evaluates itself. */
async function lengthen(lens) {
  await lens.payload.press("Control+End");
  await lens.page.keyboard.insertText(" ".repeat(33_000));
}

test("an evaluator that hangs is replaced, and the text is kept", async ({ page }) => {
  await replaceEvaluator(page, readyThen("() => { for (;;); }"));
  const lens = new Lens(page);
  await page.goto("./");
  await lengthen(lens);
  await expect(lens.notice).toContainText("The evaluator was restarted: an evaluation took longer than 2 seconds");
  await expect(lens.payload).toHold(/"temperature": 24.04/);
  await expect(lens.sql).toHold("SELECT temperature, humidity from 'iot/topic'");
  await lens.button("Evaluate again").click();
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await expect(lens.notice).toBeEmpty();
});

test("what is typed while the evaluator hangs is evaluated by the next one", async ({ page }) => {
  await replaceEvaluator(page, readyThen("() => { for (;;); }"));
  const lens = new Lens(page);
  await page.goto("./");
  await lengthen(lens);
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["pressure"]);
  await expect(lens.notice).toContainText("restarted");
});

test("an evaluator that breaks is replaced", async ({ page }) => {
  await replaceEvaluator(page, readyThen('() => { throw new Error("out of memory"); }'));
  const lens = new Lens(page);
  await page.goto("./");
  await lengthen(lens);
  await expect(lens.notice).toContainText("The evaluator was restarted: Uncaught Error: out of memory");
  await lens.sql.press("End");
  await page.keyboard.type(" ");
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
});

test("an evaluator of another release is not trusted", async ({ page }) => {
  await replaceEvaluator(page, "postMessage({ ready: 0 });");
  const lens = new Lens(page);
  await page.goto("./");
  await expect(lens.notice).toContainText("another release");
  await lens.button("Try again").click();
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
});

test.describe("without its evaluator", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("the page says so and tries again when asked", async ({ page }) => {
    await page.route(evaluator, (route) => route.fulfill({ status: 404, body: "" }));
    const lens = new Lens(page);
    await page.goto("./");
    await expect(lens.notice).toContainText("The evaluator could not be started");
    await expect(lens.names(), "what is small is evaluated without it").toHaveText(["temperature", "humidity"]);
    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names()).toHaveText(["pressure"]);
    await expect(lens.notice).toBeEmpty();
    await lengthen(lens);
    await expect(lens.notice).toContainText("The evaluator could not be started");
    await lens.sql.fill("SELECT humidity FROM 'iot/topic'");
    await page.unroute(evaluator);
    await lens.button("Try again").click();
    await expect(lens.names()).toHaveText(["humidity"]);
    await expect(lens.notice).toBeEmpty();
  });
});

test("after a crash the text is back and waits until it is asked for", async ({ lens, page }) => {
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["pressure"]);
  // A page that crashes leaves this note behind, because it cannot take it away.
  await page.evaluate(() => addEventListener("pagehide", () => sessionStorage.setItem("rulelens.evaluating", "1")));
  await page.reload();
  await expect(lens.notice).toContainText("nothing has been evaluated yet");
  await expect(lens.sql).toHold("SELECT pressure FROM 'iot/topic'");
  await expect(lens.summary).toHaveText("Not evaluated yet");
  await lens.button("Evaluate now").click();
  await expect(lens.names()).toHaveText(["pressure"]);
});

test("the code has its colours although its evaluator comes late", async ({ page }) => {
  await page.route(evaluator, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue();
  });
  const lens = new Lens(page);
  await page.goto("./");
  await expect(lens.names(), "what is small is evaluated without it").toHaveText(["temperature", "humidity"]);
  await expect(page.locator("#sql .t-keyword").first()).toHaveText("SELECT", { timeout: 15_000 });
});

test("the schema says why the newest message has no measures, not an older one", async ({ lens, page }) => {
  await expect(lens.names()).toHaveText(["temperature", "humidity"]);
  await lens.payload.fill('{"temperature": 21.5} {"temperature": 22}');
  await lens.tab("Schema");
  await expect(page.getByText("There is a result here as soon as the problems below are fixed.")).toBeVisible();
});

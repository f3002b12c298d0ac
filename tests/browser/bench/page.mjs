// How fast the built page is, beside a bare textarea in the same browser. `cargo xtask bench --page` starts this with the
// browser, its arguments, a port and a path below which the site is served in the environment, and judges what it
// prints: for each measure the page's number and the control's.
//
// Page and control take turns, so that whatever else the machine does falls on both.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import "../server.mjs";

const { CHROME, CHROME_ARGUMENTS, PORT, BASE } = process.env;
const site = `http://127.0.0.1:${PORT}${BASE}`;

/** Key presses of which the times are taken, and those before them that are not. */
const PRESSES = 60;
const WARMING = 10;
/** Key presses after which memory must be as it was. */
const MANY_PRESSES = 5_000;
const REPLAYED_BYTES = 100_000_000;

const sample = { sql: "SELECT temperature, humidity FROM 'iot/topic'", payload: '{"temperature": 21.5, "humidity": 40}' };
const fields = Array.from({ length: 420 }, (_, at) => `"field_${at}": ${at / 8}`);
const large = { sql: "SELECT * FROM 'iot/topic'", payload: `{"temperature": 21.5, ${fields.join(", ")}}` };
/** Key presses from the start of a payload to behind its first value. */
const TO_VALUE = '{"temperature": 21.5'.length;

const browser = await chromium.launch({ executablePath: CHROME, args: CHROME_ARGUMENTS?.split(" ") ?? [] });
const measures = {};

/** Tells on stderr how far it is: some of this takes a minute. */
const tell = (what) => console.error(`   ${what}`);

/** A profile of its own, in which nothing is kept. */
async function newContext() {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return context;
}

/** A tab with what the measures need in it. */
async function open(context, address, body) {
  const page = await context.newPage();
  await page.goto(address);
  if (body) await page.setContent(body);
  await page.evaluate(() => {
    // The latest time at which something was painted after a key.
    globalThis.painted = (isDrawn) =>
      new Promise((resolve) => {
        addEventListener("keydown", ({ timeStamp }) => {
          const look = () => {
            if (!isDrawn()) return requestAnimationFrame(look);
            // A message comes after the frame that the callback before it belongs to.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - timeStamp);
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        }, { capture: true, once: true });
      });
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  return page;
}

let context = await newContext();
let page = await open(context, site);
const bare = "<textarea aria-label='Payload' style='width: 400px; height: 400px'></textarea>";
const control = await open(context, `${site}start.mjs`, bare);
// A long payload is shown in part, which its name says.
const payload = (tab) => tab.getByRole("textbox", { name: /^Payload/ });
const records = () => page.getByRole("table", { name: "Records for Timestream" });

/** Puts a text in the place of all that a field has, as a person does. */
async function paste(tab, field, text) {
  await tab.bringToFront();
  await tab.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.focus();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.press("Control+v");
}

/** Waits until nothing long has run for a while. */
async function settled(tab, quiet = 300) {
  await tab.evaluate((quiet) => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, quiet))), quiet);
}

/** The longest task of the tab while something is done with it, 0 where none was longer than a frame or three. */
async function longest(tab, action) {
  await tab.bringToFront();
  await settled(tab);
  await tab.evaluate(() => (globalThis.longest = 0));
  await action();
  await settled(tab);
  return tab.evaluate(() => globalThis.longest);
}

function percentile(times, share) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function show({ sql, payload: text, bare = true }) {
  await paste(page, page.getByLabel("SQL", { exact: true }), sql);
  await paste(page, payload(page), text);
  await records().getByText("21.5", { exact: true }).first().waitFor();
  if (bare) await paste(control, payload(control), text);
  for (const tab of bare ? [page, control] : [page]) {
    await tab.bringToFront();
    await payload(tab).focus();
    await tab.keyboard.press("Control+Home");
    for (let at = 0; at < TO_VALUE; at++) await tab.keyboard.press("ArrowRight");
  }
}

/** Types a digit of a value and takes it away again, in turns with the control. */
async function keys(name, text) {
  await show(text);
  const times = { page: [], control: [] };
  let longestTask = 0;
  for (let press = 0; press < PRESSES + WARMING; press++) {
    const [key, shown] = press % 2 ? ["Backspace", "21.5"] : ["7", "21.57"];
    for (const [which, tab] of [["control", control], ["page", page]]) {
      await tab.bringToFront();
      await settled(tab, 60);
      await tab.evaluate(() => (globalThis.longest = 0));
      const time = await Promise.all([
        tab.evaluate(([which, shown]) => {
          const value = () => document.querySelector("tr.record .value")?.textContent.trim() === shown;
          return globalThis.painted(which === "page" ? value : () => true);
        }, [which, shown]),
        // Once the page listens.
        tab.evaluate(() => 0).then(() => tab.keyboard.press(key)),
      ]);
      if (press >= WARMING) times[which].push(time[0]);
      if (which === "page") {
        await settled(tab, 60);
        longestTask = Math.max(longestTask, await tab.evaluate(() => globalThis.longest));
      }
    }
  }
  for (const [title, share] of [["p50", 0.5], ["p95", 0.95]]) {
    measures[`${name}-${title}`] = { page: percentile(times.page, share), control: percentile(times.control, share) };
  }
  measures[`${name}-longest`] = { page: longestTask, control: 0 };
}

await records().waitFor();
tell("typing");
await keys("key-sample", sample);
await keys("key-8kb", large);

const pretty = (bytes) => {
  const rows = [];
  for (let length = 0, at = 0; length < bytes; at++) {
    rows.push({ sensor: `s${at}`, temperature: at / 8, humidity: at % 100, flags: [true, false, null] });
    length += 140;
  }
  return JSON.stringify({ temperature: 21.5, rows }, null, 2);
};
for (const [name, bytes] of [["paste-100kb", 100_000], ["paste-10mb", 10_000_000]]) {
  tell(`pasting ${bytes / 1_000} kB`);
  const text = pretty(bytes);
  const of = (tab) => longest(tab, async () => {
    await paste(tab, payload(tab), text);
    // The page says what is left of the sample's statement for it: an answer to this payload.
    if (tab === page) await page.getByRole("tab", { name: /^Records/ }).waitFor();
    await settled(tab);
  });
  const ofControl = await of(control);
  measures[name] = { page: await of(page), control: ofControl };
}
// To read what is pasted is a long task of its own, which the browser does not divide.
const reader = await open(context, `${site}start.mjs`, bare);
await reader.evaluate(() =>
  document.querySelector("textarea").addEventListener("paste", (event) => {
    event.preventDefault();
    event.clipboardData.getData("text/plain");
  }),
);
const ofReader = await longest(reader, () => paste(reader, payload(reader), pretty(10_000_000)));
measures["paste-10mb-read"] = { page: measures["paste-10mb"].page, control: ofReader };
await context.close();

tell("checking answers to all lessons");
context = await newContext();
// From the ask to the answer, without the pause before the ask.
await context.addInitScript(() => {
  const { postMessage } = Worker.prototype;
  globalThis.checks = [];
  Worker.prototype.postMessage = function (message, ...rest) {
    // By the places of `Lessons` in `SideRequest` and of `Judge` in `LessonsAsk`, behind the id.
    if (message?.side?.[1] === 9 && message.side[2] === 2) {
      const begun = performance.now();
      this.addEventListener("message", () => checks.push(performance.now() - begun), { once: true });
    }
    return postMessage.call(this, message, ...rest);
  };
});
page = await context.newPage();
await page.goto(site);
const { chapters } = await page.evaluate(() => fetch("lessons/rules/index.json").then((answer) => answer.json()));
const checks = [];
for (const { id } of chapters.flatMap(({ lessons }) => lessons)) {
  await page.goto(`${site}#v1.l.${id}`);
  const checked = async (times) => {
    try {
      await page.waitForFunction((times) => checks.length >= times, times, { timeout: 60_000 });
    } catch (cause) {
      throw new Error(`${id}: answer ${times} was not checked`, { cause });
    }
  };
  await page.reload();
  await checked(1);
  const sql = page.getByLabel("SQL", { exact: true });
  // Some lessons are about all else.
  if (!(await sql.count())) continue;
  await sql.focus();
  await page.keyboard.press("Control+End");
  for (let press = 2; press <= 4; press++) {
    await page.keyboard.press("Space");
    await checked(press);
  }
  checks.push(...(await page.evaluate(() => checks.slice(1))));
}
measures["lesson-check-p95"] = { page: percentile(checks, 0.95), control: 0 };
await context.close();

context = await newContext();
page = await open(context, site);
await records().waitFor();
await show({ ...sample, bare: false });

/** Memory after a collection, in bytes: JavaScript's, that of the page's program, and that of its evaluators. */
const client = await context.newCDPSession(page);
await client.send("Performance.enable");
async function memory() {
  await page.bringToFront();
  await settled(page);
  await client.send("HeapProfiler.collectGarbage");
  await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const metric = (name) => metrics.find((one) => one.name === name).value;
  const program = await page.evaluate(() => document.querySelector("script[data-program]").dataset.program);
  const linear = async (program) => (await (await import(program)).default()).memory.buffer.byteLength;
  let wasm = await page.evaluate(linear, new URL(program, site).href);
  for (const worker of page.workers()) {
    if (worker.url().endsWith("evaluator.mjs")) wasm += await worker.evaluate(linear, new URL(program, site).href);
  }
  return { heap: metric("JSHeapUsedSize"), nodes: metric("Nodes"), listeners: metric("JSEventListeners"), wasm };
}

async function press(times) {
  await page.bringToFront();
  await payload(page).focus();
  await page.keyboard.press("Control+Home");
  for (let at = 0; at < TO_VALUE; at++) await page.keyboard.press("ArrowRight");
  for (let at = 0; at < times; at++) await page.keyboard.press(at % 2 ? "Backspace" : "7");
}
tell(`${MANY_PRESSES} key presses`);
await press(1_000);
const before = await memory();
await press(MANY_PRESSES);
const after = await memory();
for (const what of Object.keys(before)) measures[`memory-${what}`] = { page: after[what], control: before[what] };

tell("replaying a file");
/** A file of messages. */
const line = (at) => `${JSON.stringify({ topic: "iot/topic", payload: { temperature: at / 8, humidity: at % 100, note: "x".repeat(60) } })}\n`;
const lines = [];
for (let length = 0; length < REPLAYED_BYTES; length += lines.at(-1).length) lines.push(line(lines.length));
// From a disk: a file that is handed over as bytes is put together in the page.
const folder = mkdtempSync(join(tmpdir(), "rulelens-bench-"));
const file = join(folder, "many.jsonl");
writeFileSync(file, lines.join(""));
measures.replay = {
  page: await longest(page, async () => {
    await page.locator(".message-area input[type=file]").setInputFiles(file);
    await page.getByText(/There are [\d,]+ messages/).first().waitFor({ timeout: 300_000 });
    await page.waitForFunction(() => !document.querySelector("[role=progressbar]"), undefined, { timeout: 300_000 });
  }),
  control: 0,
};

await browser.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify(measures));
process.exit(0);

// What the specs share: the page with its parts named, and a check that nothing complained and nothing left the site.
import { readFileSync } from "node:fs";
import { expect as checks, test as base } from "@playwright/test";

/** A field, or the element that holds the code editor and has its text and selection as a field does. */
const held = (locator) =>
  locator.evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element.getRootNode().host ?? element;
    return { text: value, selected: value?.slice(selectionStart, selectionEnd) };
  });

/** The text of a field or of the code editor. */
export const textOf = async (locator) => (await held(locator)).text;

/**
 * Replaces a text as keys do. Playwright's own way has the browser edit the code editor's elements past the editor,
 * which leaves their looks as inline styles behind, and the page's policy complains.
 */
async function fillByKeys(field, text) {
  await expect(field).toBeVisible({ timeout: 20_000 });
  await field.press("Control+a");
  if (text) await field.page().keyboard.insertText(text);
  else await field.press("Delete");
}

/**
 * Lets `fill`, `focus` and `press` act on fields with code as their user would: these become code editors, perhaps at this
 * very moment, and one that gives way takes no focus.
 */
function actsOnCode(page) {
  const locators = Object.getPrototypeOf(page.locator("body"));
  if (locators.actsOnCode) return;
  const { fill, focus, press } = locators;
  locators.actsOnCode = true;
  const isCode = (locator) => locator.evaluate((element) => element.isContentEditable || element.classList.contains("code"));
  locators.fill = async function (text, options) {
    return (await isCode(this)) ? fillByKeys(this, text) : fill.call(this, text, options);
  };
  locators.focus = async function (options) {
    if (!(await isCode(this))) return focus.call(this, options);
    const take = async () => {
      await focus.call(this, options);
      await expect(this).toBeFocused({ timeout: 500 });
    };
    return expect(take).toPass({ timeout: 20_000 });
  };
  locators.press = async function (key, options) {
    if (await isCode(this)) await this.focus();
    return press.call(this, key, options);
  };
}

/** What is selected in a field or in the code editor. */
export const selectionOf = async (locator) => (await held(locator)).selected;

/** A field or the code editor holds a text, or one that a regular expression describes. */
async function toHold(locator, expected, { timeout = 20_000 } = {}) {
  const matches = (text) => (expected instanceof RegExp ? expected.test(text) : text === expected);
  let found;
  const ends = Date.now() + timeout;
  do {
    found = await textOf(locator);
    if (matches(found) !== this.isNot) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < ends);
  const not = this.isNot ? "not " : "";
  return { pass: matches(found), message: () => `expected ${not}to hold ${expected}\nholds ${found}` };
}

export const expect = checks.extend({ toHold, toHaveValue: toHold });

/** What the runner itself says of the service worker, which it keeps from answering in most specs. */
export const blocked = /^Service Worker registration blocked by Playwright/;

export const test = base.extend({
  /** Complaints that a spec causes on purpose, as regular expressions. */
  expectedComplaints: [[], { option: true }],

  page: async ({ page, baseURL, expectedComplaints }, use) => {
    const complaints = [];
    const strangers = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    actsOnCode(page);
    page.on("request", (request) => request.url().startsWith(baseURL) || strangers.push(request.url()));
    await use(page);
    const unexpected = complaints.filter((text) => !blocked.test(text) && !expectedComplaints.some((expected) => expected.test(text)));
    expect(unexpected, "nothing complains, the page's policy included").toEqual([]);
    expect(strangers, "no request leaves the site").toEqual([]);
  },

  /** The page, opened and evaluated. */
  lens: async ({ page }, use) => {
    await page.goto("./");
    const lens = new Lens(page);
    // A narrow window makes the result when it is first turned to, and says it all the same.
    const told = page.viewportSize().width <= 700 ? page.locator("#app > p[role=status]") : lens.summary;
    await expect(told).toHaveText("2 records", { timeout: 20_000 });
    await lens.ready();
    await use(lens);
  },
});

/** The script of the evaluator that the page starts with, and of the one that has every part of the engine. */
export const evaluator = "**/evaluator.mjs";
export const wholeEvaluator = "**/rulelens-whole-worker_loader.js";
export const wholeEngine = "**/rulelens-whole-worker_bg.wasm";

/** What an evaluator says once it is loaded. */
const protocol = readFileSync(new URL("../../../web/src/worker/protocol.rs", import.meta.url), "utf8");
const [, version] = /VERSION: u32 = (\d+)/.exec(protocol);
export const ready = `postMessage({ ready: ${version} });`;

/** A first evaluator that does `then` with what it is asked; as the real one, it is ready when it was given its program. */
export const readyThen = (then) => `onmessage = () => { onmessage = ${then}; ${ready} };`;

/**
 * Serves `script` once in the place of an evaluator's. The route stays: where the last one goes, what the page asks for at
 * that moment gets no answer.
 */
export async function replaceEvaluator(page, script, replaced = evaluator) {
  let served = false;
  await page.route(replaced, (route) => {
    if (served) return route.continue();
    served = true;
    return route.fulfill({ contentType: "text/javascript", body: script });
  });
}

/** Opens the palette by its keys, ready to be typed into. */
export async function openPalette(page) {
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Find", exact: true });
  await expect(dialog.getByRole("combobox")).toBeFocused();
  return dialog;
}

/** Opens the page with the rule in sight, also where one part is shown at a time. */
export async function openAtRule(page) {
  await page.goto("./");
  const lens = new Lens(page);
  await expect(page.locator("#app > p[role=status]")).toHaveText("2 records", { timeout: 20_000 });
  if (page.viewportSize().width <= 700) await page.locator("#tab-rule").click();
  await lens.ready();
  return lens;
}

/** The page's parts, by the names that its user reads. */
export class Lens {
  constructor(page) {
    this.page = page;
    this.topic = page.getByLabel("Topic", { exact: true });
    this.payload = page.getByLabel("Payload", { exact: true });
    this.sql = page.getByLabel("SQL", { exact: true });
    this.table = page.getByRole("table", { name: "Records for Timestream" });
    this.records = this.table.locator("tr.record");
    /** What the records of one message share: time and dimensions. */
    this.series = this.table.locator(".series-head");
    /** What becomes of the records that are not simply written. */
    this.verdicts = this.table.locator(".verdict-line:is(.is-error, .is-warning)");
    /** The outgoing payload, on its tab. */
    this.outgoing = page.getByLabel("Outgoing payload", { exact: true });
    this.summary = page.locator(".summary");
    this.stale = page.getByText(/^From (your last|before your last change)/);
    /** The line that says whether the rule works. */
    this.standing = page.locator(".standing");
    /** The lines of the list of problems, which `openProblems` opens. */
    this.problems = page.locator(".problem");
    this.fixes = page.locator(".problem .fix-button");
    this.notice = page.locator(".notice");
    this.context = page.locator("summary", { hasText: /^Context/ });
  }

  /** Waits for the code editors, which come when the page has started. */
  async ready() {
    // A narrow window makes a pane, and its editor with it, when it is first turned to.
    const least = this.page.viewportSize().width <= 700 ? 1 : 2;
    const all = () => this.page.locator(".editor").evaluateAll((editors, least) => editors.length >= least && editors.every((one) => one.querySelector(".code-host")), least);
    await expect.poll(all, { timeout: 20_000 }).toBe(true);
  }

  /** The button of a stage in the strip. */
  stage(name) {
    return this.page.getByRole("list", { name: "How far the message got" }).getByRole("button", { name });
  }

  /** The measure names, in order. */
  names() {
    return this.table.locator(".measure-name");
  }

  /** Turns to a tab of the result. */
  async tab(name) {
    await this.page.getByRole("tablist", { name: "Result" }).getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }

  /** Expects an outgoing payload, as it is sent. */
  async expectOutgoing(text) {
    await this.tab("Payload");
    const sent = this.page.getByRole("button", { name: "As sent" });
    await expect(async () => {
      if (await sent.count()) await sent.click();
      await expect(this.outgoing).toHaveText(text, { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await this.tab("Records");
  }

  /** Opens the list of problems, once there are some. */
  async openProblems() {
    const button = this.page.locator(".problems-open, #tab-problems");
    await expect(button).toBeVisible({ timeout: 20_000 });
    if (await this.page.locator("#tab-problems").count()) await button.click();
    else if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    await expect(this.page.locator(".problems")).toBeVisible();
  }

  button(name) {
    return this.page.getByRole("button", { name });
  }
}

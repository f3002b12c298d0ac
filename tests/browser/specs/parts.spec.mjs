// My rule needs a part of the engine that few rules need.
import { Lens, evaluator, expect, ready, replaceEvaluator, test, wholeEngine, wholeEvaluator } from "./page.mjs";

const pattern = "SELECT regexp_substr(topic(), '[a-z]+$') AS last FROM 'iot/topic'";

/** The parts of the page that come when it has started, and files of them that the page names itself. */
const later = "rulelens-part-";
const named = "**/rulelens-part-{split,chunk}*";

/** Holds the names of the engine's files that the page asks for from here on. */
function modules(page) {
  const found = [];
  page.on("request", (request) => {
    const name = request.url().split("/").at(-1);
    if (name.endsWith(".wasm") && !name.startsWith(later)) found.push(name);
  });
  return found;
}

test("a rule that needs more of the engine gets it, and only then is it loaded", async ({ lens, page }) => {
  const loaded = modules(page);
  await lens.sql.fill("SELECT get_or_default(upper(topic()), 'none') AS last FROM 'iot/topic'");
  await expect(lens.records).toContainText("IOT/TOPIC");
  expect(loaded, "most rules do without").toEqual([]);

  await lens.sql.fill(pattern);
  await lens.expectOutgoing('{"last":"topic"}');
  await expect(lens.problems).toHaveCount(0);
  await expect(lens.notice).toBeEmpty();
  expect(loaded).toEqual(["rulelens-whole-worker_bg.wasm"]);

  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["pressure"]);
  await lens.sql.fill(pattern.replace("last", "again"));
  await expect(lens.names()).toHaveText(["again"]);
  expect(loaded, "it is loaded once").toHaveLength(1);
});

for (const [kind, sql, outgoing] of [
  ["writing", "SELECT parse_time('HH:mm', 1700000000000, 'Europe/Berlin') AS at FROM 'iot/topic'", '{"at":"23:13"}'],
  ["reading", "SELECT time_to_epoch('2023-11-14 EST', 'yyyy-MM-dd z') AS at FROM 'iot/topic'", '{"at":1699938000000}'],
]) {
  test(`${kind} a date in UTC does without the time zones, and one in a zone gets them`, async ({ lens, page }) => {
    const loaded = modules(page);
    await lens.sql.fill("SELECT parse_time('HH:mm', 1700000000000) AS at, time_to_epoch('2023-11-14+01:00', 'yyyy-MM-ddXXX') AS day FROM 'iot/topic'");
    await lens.expectOutgoing('{"at":"22:13","day":1699916400000}');
    expect(loaded).toEqual([]);
    await lens.sql.fill(sql);
    await lens.expectOutgoing(outgoing);
    expect(loaded).toEqual(["rulelens-whole-worker_bg.wasm"]);
  });
}

for (const [call, result] of [
  ["sha256('hello')", '"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"'],
  ["power(2, 5)", "32"],
  ["atan2(1, 0)", "1.5707963267948966"],
]) {
  test(`${call} gets the engine that has it`, async ({ lens, page }) => {
    const loaded = modules(page);
    await lens.sql.fill("SELECT sqrt(16) AS root FROM 'iot/topic'");
    await lens.expectOutgoing('{"root":4}');
    expect(loaded, "a root does without").toEqual([]);
    await lens.sql.fill(`SELECT ${call} AS it FROM 'iot/topic'`);
    await lens.expectOutgoing(`{"it":${result}}`);
    expect(loaded).toEqual(["rulelens-whole-worker_bg.wasm"]);
  });
}

test("get_or_default does not hide that a part is missing, and templates get it too", async ({ lens, page }) => {
  await lens.sql.fill("SELECT get_or_default(regexp_matches(topic(), 'top.c'), 'none') AS found FROM 'iot/topic'");
  await lens.expectOutgoing('{"found":true}');
  await page.reload();
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await page.getByLabel("Value of dimension 1").fill("${regexp_replace(topic(), '.*/', '')}");
  await expect(lens.series).toContainText(/device_id\s*topic/);
});

test("the larger evaluator is replaced when it hangs, too", async ({ lens, page }) => {
  await replaceEvaluator(page, `${ready} onmessage = () => { for (;;); };`, wholeEvaluator);
  await lens.sql.fill(pattern);
  await expect(lens.notice).toContainText("The evaluator was restarted: an evaluation took longer than 2 seconds");
  await expect(lens.sql).toHold(pattern);
  await lens.button("Evaluate again").click();
  await lens.expectOutgoing('{"last":"topic"}');
});

test("a larger evaluator that needs more itself is not trusted", async ({ lens, page }) => {
  await replaceEvaluator(page, `${ready} onmessage = () => postMessage({ ready: 0 });`, wholeEvaluator);
  await lens.sql.fill(pattern);
  await expect(lens.notice).toContainText("another release");
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await expect(lens.names(), "the smaller one takes its place").toHaveText(["pressure"]);
});

/** Holds an address back until the function that is returned is called. */
async function holdBack(page, address) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

for (const held of [wholeEvaluator, wholeEngine]) {
  test(`while ${held} is on its way, nothing of another rule looks current`, async ({ lens, page }) => {
    const release = await holdBack(page, held);
    await lens.sql.fill(pattern);
    await expect(lens.summary).toHaveText("Not evaluated yet: regexp_substr needs regular expressions");
    await expect(page.getByRole("progressbar", { name: "Loading" })).toBeVisible();
    await expect(lens.stale).toHaveText("From before your last change");
    await expect(page.locator(".outcome")).toHaveClass(/is-stale/);
    await expect(page.locator(".stage-strip")).toHaveClass(/is-stale/);
    await expect(lens.standing).toHaveText("Loading: regexp_substr needs regular expressions");
    await expect(page.locator(".sql .values").first(), "nor do the values of another rule stand behind it").toBeHidden();
    await expect(page.locator("#app > p[role=status]")).toHaveText("Loading: regexp_substr needs regular expressions");
    await lens.sql.press("End");
    await page.keyboard.type(" ");
    await expect(lens.stale, "typing on does not make it current").toBeVisible();

    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names(), "other rules are evaluated meanwhile").toHaveText(["pressure"]);
    await expect(lens.stale).toBeHidden();
    await expect(page.getByRole("progressbar")).toBeHidden();

    await lens.sql.fill(pattern);
    await expect(lens.stale).toBeVisible();
    release();
    await lens.expectOutgoing('{"last":"topic"}');
    await expect(lens.stale).toBeHidden();
    await expect(lens.summary).toHaveText("1 record");
  });
}

test.describe("without the larger evaluator", () => {
  test.use({ expectedComplaints: [[/Failed to load resource/, /Failed to fetch|WebAssembly|MIME|HTTP status|magic word/], { option: true }] });

  for (const [how, address, answer] of [
    ["its script is not there", wholeEvaluator, (route) => route.fulfill({ status: 404, body: "" })],
    ["its program is not there", wholeEngine, (route) => route.fulfill({ status: 404, body: "" })],
    ["there is no network", /rulelens-whole-worker/, (route) => route.abort("internetdisconnected")],
  ]) {
    test(`where ${how}, the page says what does not work, and other rules go on`, async ({ lens, page }) => {
      await page.route(address, answer);
      // The smaller one is not fetched again either.
      await page.route(evaluator, (route) => route.abort("internetdisconnected"));
      await lens.sql.fill(pattern);
      await expect(lens.notice).toContainText("regexp_substr needs regular expressions, a part of RuleLens that could not be loaded");
      await expect(lens.summary).toHaveText("Not evaluated: regexp_substr needs regular expressions");
      await expect(lens.stale).toHaveText("From your last rule that could be evaluated");
      await expect(lens.standing).toHaveClass(/is-error/);
      await lens.openProblems();
      await expect(lens.problems.first()).toContainText("regexp_substr needs regular expressions");
      for (const name of [/Topic/, /WHERE/, /SELECT/, /Timestream/]) {
        await expect(lens.stage(name)).toHaveAccessibleName(/not reached/);
      }

      await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
      await expect(lens.names()).toHaveText(["pressure"]);
      await expect(lens.notice).toBeEmpty();
      await expect(lens.stale).toBeHidden();

      await lens.sql.fill(pattern);
      await expect(lens.notice).toContainText("could not be loaded");
      await page.unroute(address);
      await lens.button("Try again").click();
      await lens.expectOutgoing('{"last":"topic"}');
      await expect(lens.notice).toBeEmpty();
    });
  }
});

/** The rest of the engine: what explains mistakes, dates, other actions. It comes soon after the first answer. */
const rest = `**/${later}split_rest-*`;

/** Rules that need it, and what comes of them. */
const resting = [
  ["a WHERE that is false", "SELECT humidity FROM 'iot/topic' WHERE temperature > 30", (lens) => expect(lens.standing).toHaveText("WHERE is false: temperature > 30 is false, where temperature is 24.04.")],
  ["a misspelt key", "SELECT humidty, temperature FROM 'iot/topic'", (lens) => expect(lens.standing).toContainText("did you mean humidity?")],
  ["a date", "SELECT parse_time('HH:mm', 1700000000000) AS at FROM 'iot/topic'", (lens) => lens.expectOutgoing('{"at":"22:13"}')],
];

/** The page, which gets no rest of the engine before `answer` lets it. */
async function openWithout(page, address, answer) {
  await page.route(address, answer);
  const lens = new Lens(page);
  await page.goto("./");
  await lens.ready();
  await expect(lens.names(), "the first answer does without").not.toHaveCount(0);
  return lens;
}

for (const [what, sql, comes] of resting) {
  test(`${what} waits for the rest of the engine, and other rules do not`, async ({ page }) => {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    const lens = await openWithout(page, rest, async (route) => {
      await released;
      await route.continue();
    });
    await lens.sql.fill(sql);
    await expect(lens.stale).toHaveText("From before your last change");
    await expect(lens.notice).toBeEmpty();
    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names()).toHaveText(["pressure"]);
    await expect(lens.stale).toBeHidden();
    await lens.sql.fill(sql);
    await expect(lens.stale).toBeVisible();
    release();
    await comes(lens);
    await expect(lens.stale).toBeHidden();
  });
}

test.describe("where the rest of the engine does not come", () => {
  test.use({ expectedComplaints: [/Failed to load resource|Failed to fetch|NetworkError|Load failed/] });

  test("the whole engine takes its place", async ({ page }) => {
    const loaded = modules(page);
    const lens = await openWithout(page, rest, (route) => route.abort());
    for (const [, sql, comes] of resting) {
      await lens.sql.fill(sql);
      await comes(lens);
    }
    await expect(lens.notice).toBeEmpty();
    expect(loaded).toContain("rulelens-whole-worker_bg.wasm");
  });

  test("and no whole engine either, the page says so, and tries again when it is told to", async ({ page }) => {
    const address = /split_rest|rulelens-whole-worker/;
    const lens = await openWithout(page, address, (route) => route.abort("internetdisconnected"));
    const [, sql, comes] = resting[0];
    await lens.sql.fill(sql);
    await expect(lens.notice).toContainText("the rule needs more of the engine, a part of RuleLens that could not be loaded");
    await expect(lens.summary).toHaveText("Not evaluated: the rule needs more of the engine");
    await lens.openProblems();
    await expect(lens.problems).toHaveCount(1);
    await expect(lens.problems.first()).toContainText("could not be loaded");

    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names()).toHaveText(["pressure"]);
    await expect(lens.notice).toBeEmpty();

    await lens.sql.fill(sql);
    await expect(lens.notice).toContainText("could not be loaded");
    await page.unroute(address);
    await lens.button("Try again").click();
    await comes(lens);
    await expect(lens.notice).toBeEmpty();
  });
});

test.describe("a part of the page that does not come", () => {
  test.use({ expectedComplaints: [/Failed to load resource|Failed to fetch|NetworkError|Load failed/] });

  test("is told where it is missed, and asked for again", async ({ page }) => {
    await page.route(named, (route) => route.abort());
    const lens = new Lens(page);
    await page.goto("./");
    await lens.ready();
    await expect(lens.names(), "what the first sight shows does without").not.toHaveCount(0);

    await page.getByRole("tab", { name: "Payload" }).click();
    const panel = page.locator("#result-panel");
    await expect(panel.getByRole("alert")).toHaveText(/This part of the page did not load\. Please check the connection\./);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toContainText("This part of the page did not load.");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.unroute(named);
    await panel.getByRole("button", { name: "Try again" }).click();
    await expect(panel).toContainText("temperature");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).not.toContainText("did not load");
  });
});

test("what the page shows later is there before it is asked for", async ({ page }) => {
  const asked = page.waitForRequest((request) => request.url().includes(later));
  await page.goto("./");
  await asked;
});

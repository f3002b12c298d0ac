// My rule needs a part of the engine that few rules need.
import { expect, ready, replaceEvaluator, test, wholeEvaluator } from "./page.mjs";

const pattern = "SELECT regexp_substr(topic(), '[a-z]+$') AS last FROM 'iot/topic'";

/** Holds the addresses of the WebAssembly files that the page asks for from here on. */
function modules(page) {
  const found = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && found.push(request.url().split("/").at(-1)));
  return found;
}

test("a rule that needs more of the engine gets it, and only then is it loaded", async ({ lens, page }) => {
  const loaded = modules(page);
  await lens.sql.fill("SELECT get_or_default(upper(topic()), 'none') AS last FROM 'iot/topic'");
  await expect(lens.records).toContainText("IOT/TOPIC");
  expect(loaded, "most rules do without").toEqual([]);

  await lens.sql.fill(pattern);
  await expect(lens.outgoing).toHaveText('{"last":"topic"}');
  await expect(lens.problems).toHaveCount(0);
  await expect(lens.notice).toBeEmpty();
  expect(loaded).toEqual(["rulelens-whole-worker_bg.wasm"]);

  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["pressure"]);
  await lens.sql.fill(pattern.replace("last", "again"));
  await expect(lens.names()).toHaveText(["again"]);
  expect(loaded, "it is loaded once").toHaveLength(1);
});

test("get_or_default does not hide that a part is missing, and templates get it too", async ({ lens, page }) => {
  await lens.sql.fill("SELECT get_or_default(regexp_matches(topic(), 'top.c'), 'none') AS found FROM 'iot/topic'");
  await expect(lens.outgoing).toHaveText('{"found":true}');
  await page.reload();
  await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
  await page.getByLabel("Value of dimension 1").fill("${regexp_replace(topic(), '.*/', '')}");
  await expect(lens.records).toContainText("topic");
});

test("the larger evaluator is replaced when it hangs, too", async ({ lens, page }) => {
  await replaceEvaluator(page, `${ready} onmessage = () => { for (;;); };`, wholeEvaluator);
  await lens.sql.fill(pattern);
  await expect(lens.notice).toContainText("The evaluator was restarted: an evaluation took longer than two seconds");
  await expect(lens.sql).toHaveValue(pattern);
  await lens.button("Evaluate again").click();
  await expect(lens.outgoing).toHaveText('{"last":"topic"}');
});

test("a larger evaluator that needs more itself is not trusted", async ({ lens, page }) => {
  const script = `${ready} onmessage = ({ data }) => postMessage({ said: { needsWhole: { id: data.id } } });`;
  await replaceEvaluator(page, script, wholeEvaluator);
  await lens.sql.fill(pattern);
  await expect(lens.notice).toContainText("another release");
});

test.describe("without the larger evaluator", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("the page says so, and rules that do without it go on", async ({ lens, page }) => {
    await page.route(wholeEvaluator, (route) => route.fulfill({ status: 404, body: "" }));
    await lens.sql.fill(pattern);
    await expect(lens.notice).toContainText("The evaluator could not be started");
    await lens.sql.fill("SELECT pressure FROM 'iot/topic'");
    await expect(lens.names()).toHaveText(["pressure"]);
    await expect(lens.notice).toBeEmpty();
    await page.unroute(wholeEvaluator);
    await lens.sql.fill(pattern);
    await expect(lens.outgoing).toHaveText('{"last":"topic"}');
  });
});

// I pass a rule on as a link, and open one that somebody gave me.
import { readFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { expect, Lens, test } from "./page.mjs";

const mine = "SELECT pressure FROM 'iot/topic'";
const fixtures = readFileSync(new URL("../../../web/src/state/links.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter(({ json }) => json);

const link = (rule) => `#v1.w.${deflateRawSync(typeof rule === "string" ? rule : JSON.stringify(rule)).toString("base64url")}`;
const ruleOf = (address) => JSON.parse(inflateRawSync(Buffer.from(address.split("#v1.w.")[1], "base64url")).toString());

/** The dialog, opened and ready. */
async function share(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByLabel("Link", { exact: true })).toBeVisible({ timeout: 30_000 });
  return dialog;
}

const value = (dialog) => dialog.getByLabel("Link", { exact: true }).inputValue();

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });

    test("a link holds the rule without what looks private, and opens elsewhere", async ({ page, browser, baseURL }) => {
      await page.goto("./");
      await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
      const dialog = await share(page);
      await expect(dialog.locator(".share-found li")).toHaveCount(2);
      const id = dialog.getByRole("group", { name: "ID: 46216" });
      await expect(id.getByRole("button", { name: "Replace" })).toHaveAttribute("aria-pressed", "true");
      await expect(dialog.locator("mark").first()).toHaveText("10001");
      await expect(dialog.locator("mark .t-integer").first(), "in the colour of its type").toHaveText("10001");
      await expect(dialog.getByText("The result stays the same: 1 message, 2 records.")).toBeVisible();
      await expect(dialog.getByText(/^The link has \d{3} of 8,000 characters/)).toBeVisible();
      let rule = ruleOf(await value(dialog));
      expect(JSON.stringify(rule)).not.toContain("46216");
      expect(rule.context.client_id, "kept until one says otherwise").toBe("ruuvi-01");

      await id.getByRole("button", { name: "Keep" }).click();
      await expect.poll(async () => JSON.stringify(ruleOf(await value(dialog)))).toContain("46216");
      await dialog.getByRole("button", { name: "Replace all" }).click();
      await expect.poll(async () => ruleOf(await value(dialog)).context.client_id).toBe("client-1");

      const address = await value(dialog);
      expect(address.startsWith(baseURL), "a link to this site").toBe(true);
      const other = await browser.newContext({ viewport: { width, height } });
      const there = await other.newPage();
      await there.goto(address);
      const lens = new Lens(there);
      if (width <= 700) await there.locator("#tab-rule").click();
      await expect(lens.sql).toHold("SELECT temperature, humidity from 'iot/topic'");
      await expect(lens.notice).toContainText("“Rule from a link” is open beside your own rules");
      if (width <= 700) await there.locator("#tab-message").click();
      await expect(lens.payload).toHold(/"device_id": 10001/);
      await other.close();
    });
  });
}

test("a link opens beside one's own work, and leaves no trace until it is changed", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
  const [one, two] = fixtures;
  for (const { link, expect: there } of [one, two]) {
    await page.evaluate((link) => (location.hash = link), link);
    await expect(lens.sql).toHold(there.sql);
  }
  await expect(page.locator(".rule-name")).toHaveText("Cold chain");
  await page.reload();
  await expect(lens.sql, "the address leads there").toHold(two.expect.sql);
  await page.locator(".rule-name").click();
  const titles = page.getByRole("list", { name: "Rules" }).locator(".rules-title > :first-child");
  await expect(titles).toHaveText(["Cold chain", mine]);
  await page.keyboard.press("Escape");
  await lens.notice.getByRole("button", { name: "Back to my rule" }).click();
  await expect(lens.sql).toHold(mine);
  expect(new URL(page.url()).hash).toBe("");

  // Changed, it is one of one's own rules, and the address no longer leads anywhere else.
  await page.evaluate((link) => (location.hash = link), two.link);
  await expect(lens.sql).toHold(two.expect.sql);
  await lens.sql.fill("SELECT 1 AS one FROM 'plant/+/state'");
  await expect.poll(() => new URL(page.url()).hash).toBe("");
  await page.reload();
  await expect(lens.sql).toHold("SELECT 1 AS one FROM 'plant/+/state'");
  await page.locator(".rule-name").click();
  await expect(titles).toHaveText(["Cold chain", mine]);
});

test("links of every release are opened", async ({ page }) => {
  for (const { link, expect: there } of fixtures) {
    await page.goto("about:blank");
    await page.goto(`./${link}`);
    const lens = new Lens(page);
    await expect(lens.sql).toHold(there.sql);
    await expect(lens.topic).toHaveValue(there.topic);
    await expect(lens.payload).toHold(there.payload);
    await expect(page.locator(".message-line")).toHaveCount(there.messages > 1 ? there.messages : 0);
  }
});

const hostile = {
  "cut off": [fixtures[1].link.slice(0, 90), "This link cannot be read: it is damaged."],
  "bytes that are not compressed": ["#v1.w.AAAAAAAAAAAAAAAA", "This link cannot be read: it is damaged."],
  "no rule": [link("[1]"), "This link cannot be read: it holds no rule."],
  "no JSON": [link("hello"), "This link cannot be read: it does not hold a rule."],
  "deep nesting": [link(`{"actions":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), "This link cannot be read"],
  "too many messages": [link({ messages: Array(10_001).fill({}) }), "has more than 10000 elements"],
  "fifty megabytes of zeros": [`#v1.w.${deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url")}`, "holds more than 8 MB"],
  "a later version": ["#v2.w.AAAA", "This link is of version 2"],
  "an unknown kind": ["#v1.q.AAAA", "does not know"],
  "a foreign address": ["#access_token=secret", "is not a link of RuleLens"],
  "a script": ["#<img src=x onerror=document.title='hit'>", "is not a link of RuleLens"],
};

test("a hostile link only explains itself", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
  for (const [name, [hash, why]] of Object.entries(hostile)) {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect(lens.notice, name).toContainText(why, { timeout: 20_000 });
    await lens.notice.getByRole("button", { name: "Dismiss" }).click();
    await expect(lens.sql, name).toHold(mine);
  }
  await expect(page).toHaveTitle(/^RuleLens/);
  await page.reload();
  await expect(lens.sql).toHold(mine);
});

test("script inside a rule from a link is text", async ({ page }) => {
  await page.goto(`./${fixtures[2].link}`);
  const lens = new Lens(page);
  await expect(lens.sql).toHold(/<script>/);
  await expect(lens.payload).toHold(/onerror/);
  await expect(page.locator("#app [onerror], #app script, #app b")).toHaveCount(0);
  await expect(page).toHaveTitle(/^RuleLens/);
});

test("what a later release added to a link is named", async ({ page }) => {
  await page.goto(`./${link({ ...fixtures[0].json, colour: "red" })}`);
  await expect(page.locator(".notice")).toContainText("This could not be read: colour.");
  await expect(new Lens(page).sql).toHold(fixtures[0].expect.sql);
});

test("the rule as Markdown, as a case and as HTML, with a copy button", async ({ lens, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await lens.sql.focus();
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByLabel("Link", { exact: true })).toBeVisible({ timeout: 30_000 });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const forms = dialog.getByRole("group", { name: "Share as" });

  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await copied()).toBe(await value(dialog));

  await forms.getByRole("button", { name: "Markdown" }).click();
  await expect(dialog.getByLabel("Markdown")).toHaveValue(/^\[Open in RuleLens\]\(http.*#v1\.w\.[\s\S]*```sql\nSELECT temperature/);

  await forms.getByRole("button", { name: "Case file" }).click();
  const text = await dialog.getByLabel("Case file").inputValue();
  expect(JSON.parse(text)).toMatchObject({
    inputSql: "SELECT temperature, humidity from 'iot/topic'",
    topic: "iot/topic",
    expectedOutput: '{"temperature":24.04,"humidity":43.605}',
  });

  await forms.getByRole("button", { name: "HTML" }).click();
  await expect(dialog.getByLabel("HTML")).toHaveValue(/^<iframe src="http[^"]*\?embed#v1\.w\./);
});

test("a link that is long is warned of", async ({ lens, page }) => {
  // Compression finds nothing in these.
  let noise = "";
  for (let seed = 7; noise.length < 14_000; seed = (seed * 48_271) % 2_147_483_647) noise += seed.toString(36);
  await lens.payload.fill(`{"temperature": 1, "humidity": 2, "noise": "${noise}"}`);
  await expect(lens.summary).toHaveText("2 records");
  const dialog = await share(page);
  await expect(dialog.getByText(/^The link has [\d,]+ of 8,000 characters/)).toContainText("cut off what is longer");
});

test("inside another page it tells its height and outcome, keeps nothing, and listens to nothing", async ({ page, baseURL }) => {
  await page.goto("./");
  await expect(page.locator(".summary")).toHaveText("2 records");
  await new Lens(page).sql.fill(mine);
  await expect(new Lens(page).names()).toHaveText(["pressure"]);
  const outer = `${baseURL}outer.html`;
  await page.route(outer, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<script>var told = []; addEventListener("message", ({ data }) => told.push(data));</script>
        <iframe src="${baseURL}?embed${fixtures[0].link}" width="700" height="480"></iframe>`,
    }),
  );
  await page.goto(outer);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("link", { name: "Open in RuleLens" })).toHaveAttribute("href", `${baseURL}${fixtures[0].link}`);
  await expect(frame.getByRole("button", { name: "Kept here" })).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => globalThis.told.at(-1)?.outcome), { timeout: 20_000 }).toBe("output");
  const told = await page.evaluate(() => globalThis.told.at(-1));
  expect(Object.keys(told).sort()).toEqual(["height", "outcome", "records", "rejected", "source"]);
  expect(told.height).toBeGreaterThan(100);
  await page.evaluate(() => frames[0].postMessage({ sql: "SELECT hit FROM 'a'", height: 1 }, "*"));
  await frame.locator("#tab-rule").click();
  const sql = frame.getByLabel("SQL", { exact: true });
  await expect(sql).toBeVisible();
  await sql.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("SELECT changed FROM 'a'");
  await expect.poll(() => page.evaluate(() => globalThis.told.length)).toBeGreaterThan(1);
  await page.goto("./");
  await expect(new Lens(page).sql, "one's own rule is as it was").toHold(mine);
  await page.locator(".rule-name").click();
  await expect(page.getByRole("list", { name: "Rules" }).locator("li")).toHaveCount(1);
});

test("an image shows the rule and what comes of it, without what looks private, and is saved", async ({ page }) => {
  await page.goto("./");
  await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
  const dialog = await share(page);
  await dialog.getByRole("group", { name: "Share as" }).getByRole("button", { name: "Image" }).click();
  const picture = dialog.getByRole("img");
  await expect(picture).toHaveAttribute("aria-label", /SQL, version 2016-03-23; Message, iot\/topic; Timestream, sampleDB\.sampleTable$/);
  /** How much of the picture is not its ground. */
  const drawn = () => picture.evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] < 120) dark++;
    return [canvas.width, canvas.height, dark];
  });
  const [width, height, dark] = await drawn();
  expect(width).toBe(1440);
  expect(height).toBeGreaterThan(800);
  expect(dark, "text is there").toBeGreaterThan(3_000);
  const before = await picture.evaluate((canvas) => canvas.toDataURL());
  await dialog.getByRole("group", { name: "ID: 46216" }).getByRole("button", { name: "Keep" }).click();
  await expect.poll(() => picture.evaluate((canvas) => canvas.toDataURL()), "what is kept is in the picture").not.toBe(before);
  const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save image" }).click()]);
  expect(file.suggestedFilename()).toBe("rulelens.png");
  const bytes = readFileSync(await file.path());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
  await page.setViewportSize({ width: 390, height: 844 });
  const [all, forms] = await Promise.all([dialog, dialog.getByRole("group", { name: "Share as" })].map((part) => part.boundingBox()));
  expect(forms.x + forms.width, "the forms fit a narrow window").toBeLessThanOrEqual(all.x + all.width - 12);
});

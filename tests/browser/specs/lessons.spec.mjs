// I learn rules by writing them: the page says of every message whether my rule does what it should, and why not.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The whole engine, which reads and judges, loads with the first lesson. */
const slowly = { timeout: 30_000 };

const select = "SELECT temperature AS t, topic(2) AS truck FROM 'coldchain/+/reading'";

/** The code editor is there. */
const sqlOf = (page) => page.locator("[aria-label=SQL]").first();

/** Opens a lesson by its link, and waits until its start is judged. */
async function open(page, hash = "#v1.l.too-warm", query = "") {
  await page.goto(`./${query}${hash}`);
  await expect(page.locator(".lesson-title")).toBeVisible(slowly);
  await expect(page.locator(".lesson-says")).not.toContainText("being tried", slowly);
}

const says = (page) => page.locator(".lesson-says");
const line = (page, name) => page.locator(".message-line", { hasText: name });

async function type(page, sql) {
  const field = sqlOf(page);
  await expect(field).toBeVisible(slowly);
  await field.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
}

test("a lesson is solved in other words than its author's, and leads to the next", async ({ page }) => {
  await open(page);
  await expect(page.locator(".lesson-title")).toHaveText("Too warm");
  await expect(page.locator(".on-purpose")).toHaveText("Broken on purpose");
  await expect(page.getByRole("button", { name: "Next: Is it there?" })).toHaveCount(0);
  await type(page, `${select} WHERE NOT (temperature <= 8)`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await expect(page.locator(".on-purpose")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Why", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Next: Is it there?" }).click();
  await expect(page.locator(".lesson-title")).toHaveText("Is it there?", slowly);
  expect(page.url()).toContain("#v1.l.is-it-there");
});

test("a known mistake is told by its own words once I pause", async ({ page }) => {
  await open(page);
  await type(page, `${select} WHERE t > 8`);
  await expect(page.locator(".lesson-mistake .lead")).toHaveText("The alias in WHERE", slowly);
  await expect(line(page, "Too warm")).toContainText("silent, should act");
  await line(page, "Too warm").click();
  await expect(page.locator(".wanted")).toContainText('{"t":9.1,"truck":"truck7"}');
  await expect(page.locator(".wanted")).toContainText("nothing: the rule does not act");
});

test("a hidden message comes out when it goes wrong, and stays", async ({ page }) => {
  await open(page);
  await expect(page.locator(".message-line.is-unseen")).toHaveCount(2);
  await type(page, `${select} WHERE temperature >= 8`);
  await expect(line(page, "Exactly 8")).toBeVisible(slowly);
  await expect(page.locator(".message-line.is-unseen")).toHaveCount(1);
  await expect(says(page)).toContainText("a message you have not seen");
  await line(page, "Exactly 8").click();
  await expect(page.locator(".field.is-locked").filter({ hasText: "Payload" })).toContainText("8.0");
  await type(page, `${select} WHERE temperature > 8`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await expect(line(page, "Exactly 8")).toBeVisible();
});

test("hints come one by one, repairs with the first, and a peek at the solution is marked", async ({ page }) => {
  await open(page);
  await type(page, `${select} WHERE t > 8`);
  await expect(says(page)).toContainText("of 4 messages", slowly);
  await expect(page.locator(".statusbar .problem-first")).toBeVisible();
  await expect(page.locator(".statusbar").getByRole("button", { name: "Fix", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Show the hint" }).click();
  // The one about what is reported comes first.
  await expect(page.locator(".ladder")).toContainText("WHERE is asked before SELECT has run");
  await expect(page.locator(".statusbar").getByRole("button", { name: "Fix", exact: true })).toBeVisible();
  await expect(page.locator(".ladder")).toContainText("Hint 2 of 3");

  await page.getByRole("button", { name: "Show the solution" }).click();
  await expect(page.locator(".ladder")).toContainText("This marks the lesson. Show it?");
  await page.getByRole("button", { name: "Show it", exact: true }).click();
  await expect(page.locator(".lesson-solution .is-removed")).toContainText("WHERE t > 8", slowly);
  await expect(page.locator(".lesson-solution .is-added")).toContainText("WHERE temperature > 8");
  await page.getByRole("button", { name: "Take it over" }).click();
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  const item = page.locator("#lessons li li", { hasText: "Too warm" });
  await expect(item).toContainText("solved after the solution was shown");
  await page.keyboard.press("Escape");

  // Solved from the start it is solved.
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(sqlOf(page)).toHaveValue(select);
  await type(page, `${select} WHERE 8 < temperature`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await expect(item.locator(".sr-only").first()).toHaveText("solved: ");
});

test("leaving brings back what stood in the workbench, and a reload goes on in the lesson", async ({ page }) => {
  await page.goto("./");
  const mine = "SELECT humidity AS mine FROM 'iot/topic'";
  await type(page, mine);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search lessons" }).fill("pager truck");
  await page.getByRole("searchbox", { name: "Search lessons" }).fill("too warm");
  await page.locator(".lesson-open", { hasText: "Too warm" }).click();
  await expect(page.locator(".lesson-title")).toHaveText("Too warm", slowly);
  await type(page, `${select} WHERE temperature > 9`);
  await expect(says(page)).toContainText("messages", slowly);
  await page.waitForFunction(() => sessionStorage["rulelens.lesson.rules.too-warm"]?.includes("> 9"));

  await page.reload();
  await expect(page.locator(".lesson-title")).toHaveText("Too warm", slowly);
  await expect(sqlOf(page)).toHaveValue(`${select} WHERE temperature > 9`, slowly);
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.locator(".lesson-title")).toHaveCount(0);
  await expect(sqlOf(page)).toHaveValue(mine, slowly);
  expect(new URL(page.url()).hash).toBe("");
  await page.locator(".rule-name").click();
  await expect(page.locator("#rules")).not.toContainText("Too warm");
});

test("what is given cannot be changed, and says so", async ({ page }) => {
  await open(page, "#v1.l.device-clock");
  await expect(page.locator(".field.is-locked").filter({ hasText: "SQL" })).toContainText("SELECT temperature");
  await expect(page.locator("[aria-label=SQL][contenteditable], textarea[aria-label=SQL]")).toHaveCount(0);
  await page.getByLabel("1970").check();
  await expect(page.locator(".lesson-predict")).toContainText("Yes.");
  await open(page, "#v1.l.name-the-series");
  await expect(sqlOf(page)).toBeVisible(slowly);
  await open(page, "#v1.l.numbers-in-quotes");
  await expect(page.locator(".locked-actions summary")).toContainText("this lesson is about the SQL");
});

test("a case covers its evidence until I ask for it", async ({ page }) => {
  await open(page, "#v1.l.decimals");
  await expect(page.locator(".lesson blockquote")).toBeVisible();
  await expect(page.locator(".stage-strip ol")).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "Why" })).toHaveCount(0);
  await page.getByRole("button", { name: "How far did it get?" }).click();
  await expect(page.locator(".stage-strip ol")).toBeVisible();
  await expect(page.locator(".lesson")).toContainText("1 of 3 pieces of evidence uncovered");
  await page.getByRole("button", { name: "What was every value?" }).click();
  await expect(page.getByRole("tab", { name: "Why" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Records" })).toHaveCount(0);
  await page.getByRole("button", { name: "Open everything" }).click();
  await expect(page.getByRole("tab", { name: /Records/ })).toBeVisible();
});

test("keys go through the lessons, and none of them types", async ({ page }) => {
  await open(page);
  await page.locator(".lesson-title").click();
  await page.keyboard.press("h");
  await expect(page.locator(".ladder .given").first()).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.locator(".lesson-title")).toHaveText("Is it there?", slowly);
  await page.locator(".lesson-title").click();
  await page.keyboard.press("p");
  await expect(page.locator(".lesson-title")).toHaveText("Too warm", slowly);
  await page.locator(".lesson-title").click();
  await page.keyboard.press("l");
  await expect(page.locator("#lessons")).toBeVisible();
});

test("a record is saved, and read again where nothing is known", async ({ page }) => {
  await open(page);
  await type(page, `${select} WHERE temperature > 8`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save my record" }).click();
  const record = readFileSync(await (await saved).path(), "utf8");
  const { lesson, state, answer } = JSON.parse(record);
  expect([lesson, state, answer.sql]).toEqual(["too-warm", "solved", `${select} WHERE temperature > 8`]);
  await page.getByRole("button", { name: "Forget my progress" }).click();
  await page.getByRole("button", { name: "Forget it: sure?" }).click();
  await expect(page.locator(".lessons-foot")).toContainText("is deleted");
  await page.locator("#lessons input[type=file]").last().setInputFiles({ name: "r.jsonl", mimeType: "text/plain", buffer: Buffer.from(record) });
  await expect(page.locator(".lessons-foot")).toContainText("1 lesson of the record was taken over.");
});

test("a lesson with markup of its author's shows it as text, opens from a file, and is in a link", async ({ page, context }) => {
  await page.goto("./");
  const text = readFileSync(new URL("../../../examples/lessons/05-too-warm.md", import.meta.url), "utf8")
    .replace("The driver", "<script>alert(1)</script> The driver");
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.locator("#lessons input[type=file]").first().setInputFiles({ name: "mine.md", mimeType: "text/markdown", buffer: Buffer.from(text) });
  await expect(page.locator(".lesson-text")).toContainText("<script>alert(1)</script>", slowly);
  expect(page.url()).toContain("#v1.m.");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".lesson-text")).toContainText("<script>alert(1)</script>", slowly);
});

const teacher = {
  "course.md": "# Acme\n\n## Day one\n- [Mine](mine.md)\n- [Gone](gone.md)\n",
  "mine.md": readFileSync(new URL("../../../examples/lessons/05-too-warm.md", import.meta.url), "utf8")
    .replace("id: too-warm", "id: mine").replace("title: Too warm", "title: Mine"),
};

/** A lesson of which only the topic may be changed. */
const TOPIC = `---
id: whose
title: Whose?
aim: Publish under a topic that the rule matches.
device: cold chain
topic: coldchain/reading
edit: topic
compare: output
---
The rule is as it should be. Publish under a topic that it matches, with the id of the truck, \`truck7\`, as the second level.

## Start
\`\`\`sql
SELECT temperature, topic(2) AS truck FROM 'coldchain/+/reading'
\`\`\`

## Messages
### Warm
\`\`\`json
{"temperature": 9.1}
\`\`\`
\`\`\`json expectedOutput
{"temperature": 9.1, "truck": "truck7"}
\`\`\`

## Hints
1. \`+\` is one level.

## Solution
topic: coldchain/truck7/reading

## Wrong: Another truck
topic: coldchain/truck8/reading

It arrives, as the reading of another truck.
`;

test.describe("with a lesson that is missing", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("a teacher's folder beside the page is a course of its own", async ({ page }) => {
    await page.route("**/lessons/acme/*", (route) => {
      const text = teacher[route.request().url().split("/").pop()];
      return text ? route.fulfill({ body: text, contentType: "text/markdown" }) : route.fulfill({ status: 404, body: "" });
    });
    await open(page, "#v1.l.mine", "?lessons=acme&author");
    await expect(page.locator(".lesson-title")).toHaveText("Mine");
    await expect(page.locator(".lesson-author")).toContainText("everything holds", slowly);
    await page.getByRole("button", { name: "Lessons", exact: true }).click();
    await expect(page.locator("#lessons h2")).toHaveText("Acme");
    await page.locator(".lesson-open", { hasText: "Gone" }).click();
    await expect(page.locator(".notice-line")).toContainText("the server answers 404 for `acme/gone.md`".replaceAll("`", ""), slowly);
  });
});

/** Serves a teacher's folder; its files can change while the page is open. */
async function serve(page, files) {
  await page.route("**/lessons/acme/*", (route) => {
    const text = files[route.request().url().split("/").pop()];
    return text ? route.fulfill({ body: text, contentType: "text/markdown" }) : route.fulfill({ status: 404, body: "" });
  });
}

const course = (line) => `# Acme\n\n## Day one\n- ${line}\n`;

test("the address of a lesson that was renamed leads to it, and what was done of it stays done", async ({ page }) => {
  const files = { "course.md": course("[Mine](mine.md)"), "mine.md": teacher["mine.md"].replace("id: mine", "id: yours") };
  await serve(page, files);
  await open(page, "#v1.l.yours", "?lessons=acme");
  await type(page, `${select} WHERE temperature > 8`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  files["mine.md"] = teacher["mine.md"];
  files["course.md"] = course("[Mine](mine.md) formerly: older, yours");
  await page.goto("about:blank");
  await open(page, "#v1.l.yours", "?lessons=acme");
  await expect(page.locator(".lesson-title")).toHaveText("Mine");
  expect(new URL(page.url()).hash).toBe("#v1.l.mine");
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await expect(page.locator(".lessons-foot")).toContainText("1 of 1 solved");
});

test("an author sees what was saved in the file, and in a file that was opened how to read it again", async ({ page }) => {
  const files = { "course.md": course("[Mine](mine.md)"), "mine.md": teacher["mine.md"] };
  await serve(page, files);
  await open(page, "#v1.l.mine", "?lessons=acme&author");
  await expect(page.locator(".lesson-author")).toContainText("everything holds", slowly);
  await type(page, `${select} WHERE temperature > 9`);
  await expect(line(page, "Too warm")).toBeVisible();
  files["mine.md"] = teacher["mine.md"].replace("The driver", "The captain").replaceAll("8", "8");
  await expect(page.locator(".lesson-text")).toContainText("The captain", slowly);
  await expect(sqlOf(page)).toHaveValue(`${select} WHERE temperature > 9`);
  files["mine.md"] = "broken";
  await expect(page.locator(".notice-line")).toContainText("This lesson cannot be read", slowly);
  await expect(page.locator(".lesson-text")).toContainText("The captain");
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.locator("#lessons input[type=file]").first().setInputFiles({ name: "mine.md", mimeType: "text/markdown", buffer: Buffer.from(teacher["mine.md"]) });
  await expect(page.locator(".lesson-author")).toContainText("after a change, open it again", slowly);
  await page.locator(".lesson-author input[type=file]").setInputFiles({ name: "mine.md", mimeType: "text/markdown", buffer: Buffer.from(teacher["mine.md"].replace("The driver", "The pilot")) });
  await expect(page.locator(".lesson-text")).toContainText("The pilot", slowly);
});

test("in a lesson about the topic the topic is written, and all else is locked", async ({ page }) => {
  await serve(page, { "course.md": course("[Whose?](topic.md)"), "topic.md": TOPIC });
  await open(page, "#v1.l.whose", "?lessons=acme");
  const topic = page.getByLabel("Topic", { exact: true });
  await expect(topic).toHaveValue("coldchain/reading");
  await expect(topic).toBeEditable();
  await expect(says(page)).toContainText("not right yet, on purpose");
  await topic.fill("coldchain/truck8/reading");
  await expect(says(page)).not.toContainText("do what", slowly);
  await topic.fill("coldchain/truck7/reading");
  await expect(says(page)).toHaveText(/do(es)? what (it|they) should\./, slowly);
  await expect(page.getByLabel("SQL version")).toHaveCount(0);
  await expect(sqlOf(page), "no field").toHaveCount(0);
  await expect(page.locator("#pane-rule")).toContainText("SELECT temperature, topic(2) AS truck");
});

test("Ctrl Enter in the editor says all there is to say, and goes on once the answer is right", async ({ page }) => {
  await open(page);
  await type(page, `${select} WHERE t > 8`);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".lesson-mistake .lead")).toHaveText("The alias in WHERE", slowly);
  await expect(sqlOf(page)).toHaveValue(`${select} WHERE t > 8`);
  await type(page, `${select} WHERE temperature > 8`);
  await expect(says(page)).toHaveText("All 4 messages do what they should.", slowly);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".lesson-title")).toHaveText("Is it there?", slowly);
  await page.keyboard.press("Shift+F1");
  await expect(page.getByRole("dialog", { name: "Keyboard" }).getByRole("listitem").filter({ hasText: "Check the answer" })).toContainText("CtrlEnter");
});

test("an address that names no folder of the page is refused", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const path of ["//evil.example", "..", "%2e%2e", "https://evil.example/x"]) {
    await page.goto(`./?lessons=${path}#v1.l.too-warm`);
    await expect(page.locator(".notice-line")).toContainText("does not name a folder of this page", slowly);
  }
  expect(asked.filter((url) => url.includes("course.md"))).toEqual([]);
});

test("an answer in a link is filled in", async ({ page }) => {
  await open(page);
  const hash = await page.evaluate(async (sql) => {
    const json = JSON.stringify({ sql, action: null, version: "2016-03-23", topic: null });
    const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }, `${select} WHERE temperature > 8.5`);
  await page.goto(`./#v1.a.too-warm.${hash}`);
  await expect(sqlOf(page)).toHaveValue(`${select} WHERE temperature > 8.5`, slowly);
});

test("a page around the lesson is told how it goes, and there is no way out of it", async ({ page }) => {
  await page.goto("./?embed#v1.l.too-warm");
  await expect(page.locator(".lesson-title")).toHaveText("Too warm", slowly);
  await expect(page.getByRole("button", { name: "Leave", exact: true })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Lessons", exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Open in RuleLens" })).toHaveAttribute("href", /#v1\.l\.too-warm$/);
});

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1400, 900], [390, 844]]) {
    test(`nothing stands in anybody's way, ${colorScheme}, ${width} wide`, async ({ browser, baseURL }) => {
      test.slow();
      const page = await browser.newPage({ baseURL, colorScheme, viewport: { width, height } });
      const problems = async () => {
        await page.evaluate(axe);
        const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations);
        return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
      };
      await open(page);
      if (width < 700) {
        expect(await problems()).toEqual([]);
        await page.locator("#tab-rule").click();
      }
      await type(page, `${select} WHERE t > 8`);
      await expect(page.locator(".lesson-mistake")).toBeAttached(slowly);
      for (const tab of width < 700 ? ["rule", "lesson", "message", "result"] : [""]) {
        if (tab) await page.locator(`#tab-${tab}`).click();
        expect(await problems(), tab).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      if (width > 700) {
        await page.getByRole("button", { name: "Lessons", exact: true }).click();
        await expect(page.locator(".lesson-open").first()).toBeVisible();
        expect(await problems()).toEqual([]);
        await page.keyboard.press("Escape");
        await open(page, "#v1.l.silent-truck");
        expect(await problems()).toEqual([]);
      }
      await page.close();
    });
  }
}

test("at 390 px the bar tells how it goes, and leads to the message that goes wrong", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(page.locator("#pane-lesson")).toBeVisible();
  await page.locator("#tab-rule").click();
  await type(page, `${select} WHERE t > 8`);
  await expect(page.locator(".lesson-strip .says")).toHaveText("2 of 4 right", slowly);
  await page.locator(".lesson-strip .says").click();
  await expect(page.locator(".wanted")).toContainText("nothing: the rule does not act");
  await page.locator("#tab-rule").click();
  await type(page, `${select} WHERE temperature > 8`);
  await page.locator(".lesson-strip").getByRole("button", { name: "Next" }).click(slowly);
  await expect(page.locator(".lesson-title")).toHaveText("Is it there?", slowly);
});

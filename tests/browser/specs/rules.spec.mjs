// I have several rules: I give them names, go from one to the other, and lose none.
import { readFileSync } from "node:fs";
import { expect, Lens, test } from "./page.mjs";

const mine = "SELECT pressure FROM 'iot/topic'";
const other = "SELECT battery FROM 'iot/topic'";

/** The list of rules, opened. */
async function rules(page) {
  const dialog = page.getByRole("dialog", { name: "Rules" });
  if (!(await dialog.isVisible())) await page.locator(".rule-name").click();
  await expect(dialog).toBeVisible();
  return dialog;
}

const titles = (dialog) => dialog.getByRole("list", { name: "Rules" }).locator(".rules-title > :first-child");

/** Chooses from the menu of a rule. */
async function choose(dialog, rule, what) {
  await dialog.getByRole("button", { name: `More for ${rule}`, exact: true }).click();
  await dialog.getByRole("menuitem", { name: what }).click();
}

async function rename(dialog, rule, name) {
  await choose(dialog, rule, "Rename");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Name", { exact: true }).press("Enter");
  await expect(titles(dialog).filter({ hasText: name })).toHaveCount(1);
}

const close = (page) => page.keyboard.press("Escape");

for (const [width, height] of [[1400, 900], [390, 844]]) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } });

    /** The page, opened; a narrow one has its rule in sight. */
    async function open(page) {
      await page.goto("./");
      const lens = new Lens(page);
      await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
      if (width <= 700) await page.locator("#tab-rule").click();
      await expect(lens.sql).toBeVisible();
      return lens;
    }

    test("a rule with a name, a second one, and back", async ({ page }) => {
      const lens = await open(page);
      await lens.sql.fill(mine);
      let dialog = await rules(page);
      await rename(dialog, mine, "Pressure only");
      await expect(page.locator(".rule-name")).toHaveText("Pressure only");

      await dialog.getByRole("button", { name: "New rule" }).click();
      await expect(lens.sql).toHold("");
      await expect(page.locator(".rule-name")).toHaveText("Unnamed rule");
      await expect(dialog.getByRole("button", { name: "Open: Pressure only" })).toBeVisible();
      await close(page);
      await lens.sql.fill(other);
      dialog = await rules(page);
      await expect(titles(dialog)).toHaveText([other, "Pressure only"]);

      await dialog.getByRole("button", { name: "Open: Pressure only" }).click();
      await expect(lens.sql).toHold(mine);
      await expect(titles(dialog)).toHaveText(["Pressure only", other]);
      await close(page);
      await lens.sql.press("Control+z");
      await expect(lens.sql, "another rule's text is not in this one's history").toHold(mine);

      // The tab goes on with the rule that it showed.
      await page.reload();
      await expect(lens.sql).toHold(mine);
      await expect(page.locator(".rule-name")).toHaveText("Pressure only");
    });
  });
}

test("a rule that is opened is evaluated with its own message and actions", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  await lens.payload.fill('{"pressure": 7}');
  await lens.expectOutgoing('{"pressure":7}');
  let dialog = await rules(page);
  await choose(dialog, mine, "Duplicate");
  await expect(titles(dialog)).toHaveText([`${mine} copy`, mine]);
  await close(page);
  await lens.payload.fill('{"pressure": 8}');
  await page.getByLabel("Table").fill("second");
  await lens.expectOutgoing('{"pressure":8}');
  dialog = await rules(page);
  await dialog.getByRole("button", { name: `Open: ${mine}`, exact: true }).click();
  await close(page);
  await lens.expectOutgoing('{"pressure":7}');
  await expect(page.getByLabel("Table")).toHaveValue("sampleTable");
});

test("several messages stay with their rule", async ({ lens, page }) => {
  await lens.payload.fill('{"temperature": 1, "humidity": 2}');
  await lens.button("Add a message").click();
  await lens.payload.fill('{"temperature": 3, "humidity": 4}');
  const lines = page.locator(".message-line");
  await expect(lines).toHaveCount(2);
  let dialog = await rules(page);
  await dialog.getByRole("button", { name: "New rule" }).click();
  await close(page);
  await expect(lines).toHaveCount(0);
  await expect(lens.payload).toHold("");
  dialog = await rules(page);
  await dialog.getByRole("button", { name: /^Open: SELECT temperature/ }).click();
  await close(page);
  await expect(lines).toHaveCount(2);
  await expect(lens.payload).toHold('{"temperature": 3, "humidity": 4}');
  await lines.first().click();
  await expect(lens.payload).toHold('{"temperature": 1, "humidity": 2}');
});

test("a deleted rule comes back with its versions", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  let dialog = await rules(page);
  await rename(dialog, mine, "Mine");
  await dialog.getByRole("button", { name: "New rule" }).click();
  await choose(dialog, "Mine", "Delete");
  await expect(dialog.getByRole("status")).toContainText("“Mine” was deleted.");
  await expect(titles(dialog)).toHaveCount(1);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await dialog.getByRole("button", { name: "Open: Mine" }).click();
  await expect(lens.sql).toHold(mine);
  await dialog.locator("summary").click();
  await expect(dialog.getByRole("button", { name: /^Restore the version/ }).first()).toBeVisible();

  // The one that is shown: another takes its place, and the way back outlasts the dialog.
  await choose(dialog, "Mine", "Delete");
  await expect(lens.sql).toHold("");
  await close(page);
  await expect(lens.notice).toContainText("“Mine” was deleted.");
  await lens.notice.getByRole("button", { name: "Undo" }).click();
  dialog = await rules(page);
  await expect(titles(dialog)).toHaveText(["Without SQL", "Mine"]);
});

test("an earlier version is restored, and the present one is not lost", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  const dialog = page.getByRole("dialog", { name: "Rules" });
  const restore = dialog.getByRole("button", { name: /^Restore the version/ });
  // A version is made when work pauses: what the rule was when it was opened, and what it became.
  await expect
    .poll(
      async () => {
        await rules(page);
        const told = await dialog.locator("summary").textContent();
        await close(page);
        return told;
      },
      { timeout: 20_000 },
    )
    .toBe("Earlier versions of this rule: 2");
  await lens.sql.fill(other);
  await rules(page);
  await dialog.locator("summary").click();
  await restore.last().click();
  await expect(lens.sql).toHold(/humidity/);
  await close(page);
  await lens.button("Undo reset").click();
  await expect(lens.sql).toHold(other);
});

test("all rules go into one file and come back from it, once", async ({ lens, page }) => {
  await lens.sql.fill(mine);
  await lens.payload.fill('{"pressure": 7}');
  const dialog = await rules(page);
  await rename(dialog, mine, "Mine");
  await dialog.getByRole("button", { name: "New rule" }).click();
  await close(page);
  await lens.sql.fill(other);
  await rules(page);
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export all" }).click();
  const file = await (await downloading).path();
  expect(JSON.parse(readFileSync(file, "utf8")).rules.map((rule) => rule.sql).sort()).toEqual([other, mine].sort());
  await expect(dialog.getByRole("status")).toContainText("2 rules were saved");

  await choose(dialog, "Mine", "Delete");
  await expect(titles(dialog)).toHaveText([other]);
  await dialog.locator("input[type=file]").setInputFiles(file);
  await expect(dialog.getByRole("status")).toHaveText("1 rule was added. 1 rule was there already.");
  await expect(titles(dialog)).toHaveText([other, "Mine"]);
  await dialog.getByRole("button", { name: "Open: Mine" }).click();
  await expect(lens.sql).toHold(mine);
  await expect(lens.payload).toHold('{"pressure": 7}');

  await dialog.locator("input[type=file]").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[1]") });
  await expect(dialog.getByRole("status")).toHaveText("That did not work: it is not a file of rules that RuleLens wrote.");
});

test("a rule that another tab shows is opened as a copy", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  let dialog = await rules(page);
  await rename(dialog, mine, "Mine");
  await dialog.getByRole("button", { name: "New rule" }).click();
  await close(page);
  await lens.sql.fill(other);
  const second = await context.newPage();
  await second.goto("./");
  const there = new Lens(second);
  await expect(there.sql).toHold(other);
  dialog = await rules(second);
  await dialog.getByRole("button", { name: "Open: Mine" }).click();
  await expect(there.sql).toHold(mine);

  dialog = await rules(page);
  await dialog.getByRole("button", { name: "Open a copy: Mine" }).click();
  await expect(page.locator(".rule-name")).toHaveText("Mine (2)");
  await close(page);
  await lens.sql.fill("SELECT 1 AS one FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["one"]);
  await expect(there.sql).toHold(mine);
});

test("where nothing is kept, a rule that was left stays for as long as the tab", async ({ lens, page }) => {
  await lens.button("Kept here").click();
  await page.getByLabel("Keep my text in this browser").uncheck();
  await close(page);
  await lens.sql.fill(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
  let dialog = await rules(page);
  await dialog.getByRole("button", { name: "New rule" }).click();
  await expect(dialog).toContainText("only in this tab, until it is closed");
  await dialog.getByRole("button", { name: `Open: ${mine}` }).click();
  await expect(lens.sql).toHold(mine);
  // Kept again, it outlives the tab.
  await dialog.getByRole("button", { name: "New rule" }).click();
  await close(page);
  await lens.button("Not kept").click();
  await page.getByLabel("Keep my text in this browser").check();
  await close(page);
  await page.reload();
  dialog = await rules(page);
  await expect(titles(dialog).filter({ hasText: mine })).toHaveCount(1);
});

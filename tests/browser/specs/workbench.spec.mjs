// I arrange the page and my messages as I need them.
import { expect, test, textOf } from "./page.mjs";

const WIDTHS = [
  ["wide", { width: 1400, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
];

const lines = (page) => page.getByRole("list", { name: "Messages" }).getByRole("button");
const pinned = (page) => page.locator("#pane-pinned");

async function pane(page, name) {
  const tab = page.getByRole("tab", { name: new RegExp(`^${name}`) });
  if (await page.locator(".tabbar").count()) await tab.first().click();
}

/** Opens messages as a file. */
async function open(page, messages) {
  await pane(page, "Message");
  const buffer = Buffer.from(messages.map((payload) => JSON.stringify({ topic: "iot/topic", payload })).join("\n"));
  await page.locator(".message-area input[type=file]").setInputFiles({ name: "messages.ndjson", mimeType: "text/plain", buffer });
  await expect(lines(page)).toHaveCount(messages.length, { timeout: 30_000 });
}

for (const [called, viewport] of WIDTHS) {
  test.describe(called, () => {
    test.use({ viewport });

    test("a measure that the table already has rejects another type", async ({ lens, page }) => {
      await pane(page, "Message");
      await page.locator(".table-settings summary").click();
      await page.getByRole("button", { name: "Add a measure" }).click();
      await expect(page.getByLabel("Name of measure 1")).toBeFocused();
      await page.getByLabel("Name of measure 1").fill("temperature");
      await expect(page.getByLabel("Type of measure 1")).toHaveValue("DOUBLE");
      await page.getByLabel("Type of measure 1").selectOption("BIGINT");
      await expect(page.locator(".table-settings .digest")).toHaveText("retention 6 h, 1 existing measure");
      await pane(page, "Result");
      await expect(lens.verdicts).toContainText("The table already has temperature as BIGINT");
      await lens.tab("Schema");
      await expect(lens.summary).toHaveText("2 measures, 1 with conflicts", { timeout: 30_000 });
      await expect(page.locator("tr", { hasText: "temperature" }).first()).toContainText("already there");
      await page.reload();
      await expect(page.locator(".tabbar, .standing")).toBeVisible();
      await pane(page, "Message");
      await expect(page.locator(".table-settings .digest")).toHaveText("retention 6 h, 1 existing measure");
    });

    test("a message of which nothing is written is not one on which the rule acted", async ({ lens, page }) => {
      await open(page, [{ temperature: 21.5 }, { nothing: 1 }]);
      await pane(page, "Rule");
      await lens.sql.fill("SELECT temperature, temprature AS t FROM 'iot/topic'");
      await pane(page, "Message");
      await expect(lines(page).nth(0)).toContainText("1 record", { timeout: 30_000 });
      await expect(lines(page).nth(1)).toContainText("nothing written");
      await expect(lines(page).nth(1).locator(".mark")).toHaveClass(/is-warning/);
    });

    test("the colours are chosen from a menu", async ({ page, lens }) => {
      await page.getByRole("button", { name: "Colours: as the system" }).click();
      const items = page.getByRole("menuitemradio");
      await expect(items).toHaveText(["As the system", "Light", "Dark"]);
      await expect(items.first()).toHaveAttribute("aria-checked", "true");
      await expect(items.first()).toBeFocused();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
      await expect(page.getByRole("button", { name: "Colours: dark" })).toBeFocused();
    });
  });
}

test("what all messages have in common is told below their list", async ({ lens, page }) => {
  await open(page, [{ temperature: 21.5 }, { humidity: 40.5 }]);
  await lens.sql.fill("SELECT temperature, humidty FROM 'iot/topic'");
  await expect(page.getByRole("list", { name: "About all messages" })).toContainText("humidty", { timeout: 30_000 });
});

test("a line is dragged to another place, which is marked, and Escape leaves it", async ({ lens, page }) => {
  await expect(lens.summary).toHaveText("2 records");
  await open(page, [{ a: 1 }, { b: 2 }, { c: 3 }].map((payload) => ({ ...payload, temperature: 20 })));
  const payloads = async () => {
    const found = [];
    for (const at of [0, 1, 2]) {
      await lines(page).nth(at).click();
      await expect(lines(page).nth(at)).toHaveAttribute("aria-pressed", "true");
      found.push(JSON.parse(await textOf(lens.payload)));
    }
    return found.map((payload) => Object.keys(payload)[0]).join("");
  };
  const middle = async (at) => {
    const { x, y, width, height } = await lines(page).nth(at).boundingBox();
    return { x: x + width / 2, y: y + height / 2, height };
  };
  const drag = async (from, to, after) => {
    const [start, end] = [await middle(from), await middle(to)];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x, start.y + 8);
    await page.mouse.move(end.x, end.y + (after ? end.height * 0.4 : -end.height * 0.4), { steps: 4 });
    await expect(page.locator(".message-list.is-dragging")).toHaveCount(1);
  };
  await expect(lines(page).last()).toBeInViewport({ ratio: 1 });
  expect(await payloads()).toBe("abc");
  await drag(0, 2, true);
  await page.mouse.up();
  await expect(page.locator(".message-list.is-dragging")).toHaveCount(0);
  expect(await payloads()).toBe("bca");
  await drag(2, 0, false);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(page.locator(".message-list.is-dragging")).toHaveCount(0);
  expect(await payloads()).toBe("bca");
});

test.describe("with room for four columns", () => {
  test.use({ viewport: { width: 2000, height: 1000 } });

  test("a second tab is pinned beside the first, changes places with it, and stays", async ({ lens, page }) => {
    await lens.tab("Payload");
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await expect(pinned(page).getByRole("heading", { name: "Payload" })).toBeVisible();
    await expect(pinned(page).getByLabel("Outgoing payload", { exact: true })).toContainText("24.04");
    await expect(lens.names()).toHaveText(["temperature", "humidity"]);
    await lens.tab("Payload");
    await expect(pinned(page).getByRole("heading", { name: "Records" })).toBeVisible();
    await expect(page.locator("#result-panel").getByLabel("Outgoing payload", { exact: true })).toBeVisible();
    await page.reload();
    await expect(pinned(page).getByRole("heading", { name: "Records" })).toBeVisible();
    const bar = page.getByRole("separator", { name: "Width of Result" });
    await bar.focus();
    const before = (await pinned(page).boundingBox()).width;
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await pinned(page).boundingBox()).width).toBeGreaterThan(before + 10);
    await page.setViewportSize({ width: 1400, height: 900 });
    await expect(pinned(page)).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Pin", exact: true })).toHaveCount(0);
    await page.setViewportSize({ width: 2000, height: 1000 });
    await page.getByRole("button", { name: "Unpin" }).press("Enter");
    await expect(pinned(page)).toHaveCount(0);
    await expect(page.getByRole("tab", { name: "Payload" })).toBeFocused();
  });
});

test.describe("with room for two columns", () => {
  test.use({ viewport: { width: 1000, height: 800 } });

  test("their widths are changed by pointer and by keys, and remembered", async ({ lens, page }) => {
    await expect(lens.summary).toHaveText("2 records");
    const result = page.locator("#pane-result");
    const width = async () => (await result.boundingBox()).width;
    const bar = page.getByRole("separator");
    await expect(bar).toHaveCount(1);
    const before = await width();
    const { x, y, height } = await bar.boundingBox();
    await page.mouse.move(x + 4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x - 80, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBeGreaterThan(before + 50);
    const dragged = await width();
    await bar.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(width).toBeLessThan(dragged - 10);
    const kept = await width();
    await page.reload();
    await expect(lens.summary).toHaveText("2 records");
    await expect.poll(width).toBeCloseTo(kept, -0.5);
    await page.getByRole("separator").press("Enter");
    await expect.poll(width).toBeLessThan(kept - 10);
  });
});

// The page starts with what its start needs; all else comes behind it, and is there when it is called.
import { expect, Lens, test } from "./page.mjs";

/** What the start does without. */
const cold = "**/rulelens-part-cold-*.wasm";

/** The requests for it: how they were made. */
function requests(page) {
  const found = [];
  page.on("request", (request) => request.url().includes("rulelens-part-cold-") && found.push(request.resourceType()));
  return found;
}

/** Calls much that the start does without. */
const rule = "SELECT temperature * 3 - 0.5 AS a, upper('x') AS b, cast('7' AS Int) AS c FROM 'iot/topic' WHERE humidity > 1";
const outgoing = /^\{"a":.*,"b":"X","c":7\}$/;

test.describe("where it is on its way", () => {
  test.use({ expectedComplaints: [[/Failed to load resource: net::ERR_FAILED/], { option: true }] });

  // The request that does not wait fails; one of a call goes on.
  const onItsWay = (page) => page.route(cold, (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));

  for (const [width, height] of [[1400, 900], [390, 844]]) {
    test(`the first answer is there all the same, ${width} wide`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const asked = requests(page);
      await onItsWay(page);
      await page.goto("./");
      await expect(page.locator("#app > p[role=status]")).toHaveText("2 records");
      expect(asked[0], "asked for before something calls it").toBe("fetch");
    });
  }

  test("what calls it waits for it", async ({ page }) => {
    const asked = requests(page);
    await onItsWay(page);
    await page.goto("./");
    const lens = new Lens(page);
    await lens.ready();
    await lens.sql.fill(rule);
    await lens.expectOutgoing(outgoing);
    expect(asked).toContain("xhr");
  });
});

test.describe("where it does not come", () => {
  test.use({ expectedComplaints: [[/Failed to load resource: the server responded with a status of 404/, /404 for a part of the page/], { option: true }] });

  test("the page says so where it is called", async ({ page }) => {
    await page.route(cold, (route) => route.fulfill({ status: 404 }));
    await page.goto("./");
    const lens = new Lens(page);
    await expect(lens.summary).toHaveText("2 records");
    await lens.ready();
    await lens.sql.fill(rule);
    await expect(page.getByText("A part of the page did not load (404 for a part of the page).")).toBeVisible();
  });
});

test("who follows a link has it before the first answer", async ({ page, lens }) => {
  await lens.sql.fill(rule);
  await lens.expectOutgoing(outgoing);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const address = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.goto("about:blank");
  const asked = requests(page);
  await page.goto(address);
  await lens.expectOutgoing(outgoing);
  expect(asked[0], "before something calls it").toBe("fetch");
});

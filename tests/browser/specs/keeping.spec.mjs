// I closed the tab, the browser crashed, or somebody else uses this computer.
import { readFileSync } from "node:fs";
import { expect, Lens, test } from "./page.mjs";

const mine = "SELECT pressure FROM 'iot/topic'";
const fixture = (name) => readFileSync(new URL(`../../../web/src/state/kept/${name}.json`, import.meta.url), "utf8");

/**
 * All that the browser keeps of the page's texts: the heads and the parts, by their keys. With `lengths`, the length of
 * each string in its place, because handing ten megabytes out of the page keeps it busy.
 */
const kept = (page, lengths = false) =>
  page.evaluate(
    (lengths) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("rulelens");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          const found = {};
          const names = [...database.objectStoreNames];
          if (names.length === 0) return resolve(found);
          const transaction = database.transaction(names);
          for (const name of names) {
            transaction.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
              if (!cursor) return;
              const { value } = cursor;
              found[`${name}/${cursor.key}`] = lengths && typeof value === "string" ? value.length : value;
              cursor.continue();
            };
          }
          transaction.oncomplete = () => (database.close(), resolve(found));
        };
      }),
    lengths,
  );

/** Writes a kept text as some release would have written it. */
const keep = (page, head, parts) =>
  page.evaluate(
    ([head, parts]) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("rulelens");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const transaction = request.result.transaction(["heads", "parts"], "readwrite");
          transaction.objectStore("heads").put(head, "old");
          for (const [name, value] of Object.entries(parts)) transaction.objectStore("parts").put(value, `old/${name}`);
          transaction.oncomplete = () => (request.result.close(), resolve());
        };
      }),
    [head, parts],
  );

const part = async (page, name, lengths = false) =>
  Object.entries(await kept(page, lengths)).find(([key]) => key.endsWith(`/${name}`))?.[1];

async function open(context) {
  const page = await context.newPage();
  await page.goto("./");
  await expect(page.getByLabel("SQL", { exact: true })).toBeVisible();
  return page;
}

test("text outlives its tab", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await lens.payload.fill('{"pressure": 7}');
  await lens.topic.fill("iot/topic");
  await page.getByLabel("Table").fill("mine");
  await lens.expectOutgoing('{"pressure":7}');
  await page.close();

  const again = new Lens(await open(context));
  await expect(again.sql).toHold(mine);
  await expect(again.payload).toHold('{"pressure": 7}');
  await expect(again.page.getByLabel("Table")).toHaveValue("mine");
  await again.expectOutgoing('{"pressure":7}');
});

test("text outlives a page that ends before the browser's database has written", async ({ lens, page, context }) => {
  // A browser that ends the page aborts what it is still writing.
  const writesNothing = () =>
    page.evaluate(() => {
      IDBTransaction.prototype.commit = IDBTransaction.prototype.abort;
    });
  const left = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("rulelens.left.")));
  await lens.ready();
  await writesNothing();
  await lens.sql.fill(mine);
  await lens.expectOutgoing('{"pressure":101082}');
  await page.reload();
  await expect(lens.sql).toHold(mine);
  await expect.poll(() => part(page, "sql")).toBe(mine);
  expect(await left(page), "it is where all is kept").toEqual([]);

  await writesNothing();
  await lens.sql.fill(`${mine} WHERE TRUE`);
  await expect(lens.stage(/WHERE/)).toHaveAccessibleName(/passed/);
  await page.close();
  const again = await open(context);
  await expect(new Lens(again).sql).toHold(`${mine} WHERE TRUE`);
  expect(await left(again)).toEqual([]);
  await expect.poll(() => part(again, "sql")).toBe(`${mine} WHERE TRUE`);

  // What is kept meanwhile counts.
  const id = Object.keys(await kept(again)).find((key) => key.startsWith("heads/")).slice("heads/".length);
  const old = [JSON.stringify({ ...JSON.parse((await kept(again))[`heads/${id}`]), changed: 1 }), "{}", "SELECT old", ...Array(6).fill(null)];
  await again.evaluate(([id, old]) => localStorage.setItem(`rulelens.left.${id}`, JSON.stringify(old)), [id, old]);
  await again.reload();
  await expect(new Lens(again).sql).toHold(`${mine} WHERE TRUE`);
  expect(await left(again)).toEqual([]);
});

test("text is kept half a second after a key at the latest, while typing goes on", async ({ lens, page }) => {
  await lens.sql.fill("");
  const late = [];
  for (let typed = 1; typed <= 40; typed++) {
    await lens.sql.press("x");
    await page.waitForTimeout(40);
    if (typed % 10 === 0) {
      const found = ((await part(page, "sql")) ?? "").length;
      // Reading it back takes a moment itself, in which nothing is typed.
      late.push(typed - found);
    }
  }
  // 12 keys are what 500 ms have room for.
  expect(Math.max(...late), `keys not yet kept: ${late}`).toBeLessThanOrEqual(12);
});

test("a crash while typing loses half a second at most", async ({ lens, page, context }) => {
  await lens.sql.fill("");
  for (let typed = 0; typed < 30; typed++) {
    await lens.sql.press("x");
    await page.waitForTimeout(40);
  }
  const client = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  client.send("Page.crash").catch(() => {});
  await crashed;
  const again = new Lens(await open(context));
  await expect(again.sql, "of 30 keys, 12 have room in half a second").toHold(/^x{18,30}$/);
});

test("after a crash in mid-evaluation a new tab has the text and runs nothing", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
  await expect.poll(() => part(page, "sql")).toBe(mine);
  const id = Object.keys(await kept(page)).find((key) => key.startsWith("heads/")).slice("heads/".length);
  // The page takes its note away when an evaluation is over and when it leaves in order; a crash does neither.
  await page.evaluate((key) => {
    Storage.prototype.removeItem = () => {};
    localStorage.setItem(key, "1");
  }, `rulelens.evaluating.${id}`);
  await page.close();
  const again = new Lens(await open(context));
  await expect(again.sql).toHold(mine);
  await expect(again.notice).toContainText("nothing has been evaluated yet");
  await expect(again.summary).toHaveText("Not evaluated yet");
  await again.button("Evaluate now").click();
  await expect(again.names()).toHaveText(["pressure"]);
});

test("two tabs are kept apart, and a new one begins with what was changed last", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await expect.poll(() => part(page, "sql")).toBe(mine);
  const second = new Lens(await open(context));
  await expect(second.sql).toHold(mine);
  await second.sql.fill("SELECT battery FROM 'iot/topic'");
  await expect(second.names()).toHaveText(["battery"]);
  await expect(lens.sql).toHold(mine);

  await page.reload();
  await expect(lens.sql).toHold(mine);
  await second.page.reload();
  await expect(second.sql).toHold("SELECT battery FROM 'iot/topic'");

  // Closed ones can be had again, none is lost.
  await second.page.close();
  await page.locator(".rule-name").click();
  await page.getByRole("button", { name: "Open: SELECT battery" }).click();
  await expect(lens.sql).toHold("SELECT battery FROM 'iot/topic'");
  await page.getByRole("button", { name: "Open: SELECT pressure" }).click();
  await expect(lens.sql).toHold(mine);
});

test("a duplicated tab does not write over its original", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await expect.poll(() => part(page, "sql")).toBe(mine);
  const id = await page.evaluate(() => sessionStorage.getItem("rulelens.tab"));
  const copy = await context.newPage();
  // Duplicating a tab copies its storage.
  await copy.addInitScript((id) => sessionStorage.getItem("rulelens.tab") ?? sessionStorage.setItem("rulelens.tab", id), id);
  await copy.goto("./");
  const duplicate = new Lens(copy);
  await expect(duplicate.sql).toHold(mine);
  await duplicate.sql.fill("SELECT battery FROM 'iot/topic'");
  await expect(duplicate.names()).toHaveText(["battery"]);
  await page.reload();
  await expect(lens.sql).toHold(mine);
});

test("storage that is full is told of, and keeping goes on when there is room", async ({ lens, page, context, baseURL }) => {
  const client = await context.newCDPSession(page);
  const quota = (quotaSize) =>
    client.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL).origin, ...(quotaSize && { quotaSize }) });
  await quota(1000);
  await lens.payload.fill(`{"temperature": 1, "humidity": 2, "text": "${"x".repeat(100_000)}"}`);
  await expect(lens.notice).toContainText("Your text is not kept: the browser has no more room");
  await expect(lens.button("Not kept")).toBeVisible();
  await quota();
  await lens.button("Try again").click();
  await expect(lens.notice).toBeEmpty();
  await expect(lens.button("Kept here")).toBeVisible();
  await page.reload();
  await expect(lens.payload).toHold(/x{100000}/);
});

test("a browser that forbids storage is told of, and the page works", async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["indexedDB", "localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
    }
  });
  const lens = new Lens(page);
  await page.goto("./");
  await expect(lens.notice).toContainText("Your text is not kept: the browser does not let this page store data");
  await lens.sql.fill(mine);
  await expect(lens.names()).toHaveText(["pressure"]);
  await lens.button("Dismiss").click();
  await expect(lens.notice).toBeEmpty();
  await expect(lens.button("Not kept")).toBeVisible();
});

test("nothing is kept where the user wants that", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await expect.poll(() => part(page, "sql")).toBe(mine);
  await lens.button("Kept here").click();
  await page.getByLabel("Keep my text in this browser").uncheck();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(lens.button("Not kept")).toBeFocused();
  await lens.sql.fill("SELECT battery FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["battery"]);
  await page.waitForTimeout(600);
  expect(await kept(page)).toEqual({});
  const other = new Lens(await open(context));
  await expect(other.sql).toHold(/humidity/);
  await expect(other.button("Not kept")).toBeVisible();
  // One switch for all tabs.
  await other.button("Not kept").click();
  await other.page.getByLabel("Keep my text in this browser").check();
  await expect(lens.button("Kept here")).toBeVisible();
  await expect.poll(() => part(page, "sql")).toBeTruthy();
});

test("everything on the device is forgotten on request, after a question", async ({ lens, page, context }) => {
  await lens.sql.fill(mine);
  await lens.button(/Colours: as the system/).click();
  await page.getByRole("menuitemradio", { name: "Light" }).click();
  await expect.poll(() => part(page, "sql")).toBe(mine);
  await lens.button("Kept here").click();
  await lens.button("Forget everything on this device").click();
  await lens.button("Cancel").click();
  await lens.button("Forget everything on this device").click();
  await lens.button("Delete all").click();
  await expect(lens.notice).toContainText("Everything that was kept on this device is deleted.");
  await expect(lens.sql).toHold(/humidity/);
  expect(await kept(page)).toEqual({});
  expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith("rulelens.")))).toEqual([]);
  await lens.sql.press("Control+z");
  await expect(lens.sql, "there is no way back").toHold(/humidity/);
  const other = new Lens(await open(context));
  await expect(other.sql).toHold(/humidity/);
  await lens.sql.fill(mine);
  await expect.poll(() => part(page, "payload"), "all parts are kept again").toContain("device_firmware_sku");
});

test("ten megabytes are kept while the page goes on", async ({ lens, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText(`{"text": "${"a€ ".repeat(3_333_333)}", "temperature": 21}`));
  await lens.payload.press("Control+a");
  await lens.payload.press("Control+v");
  await expect(page.getByText(/characters\. Too many to edit here/)).toBeVisible();
  await expect.poll(() => part(page, "payload", true)).toBe(10_000_030);
  expect(await part(page, "payloads", true), "the only payload is kept once").toBeUndefined();
  await lens.sql.fill("SELECT temperature FROM 'iot/topic'");
  await expect(lens.names()).toHaveText(["temperature"]);
  await page.close();
  const again = new Lens(await open(context));
  await expect(again.names()).toHaveText(["temperature"]);
  await expect(again.page.getByText("10,000,030 characters")).toBeVisible();
});

test.describe("what other releases kept", () => {
  /** Opens the page with what `before` put into the tab's storage. */
  async function openWith(page, items) {
    await page.goto("./");
    await expect(page.locator(".summary")).toHaveText("2 records");
    await page.evaluate((items) => {
      sessionStorage.clear();
      for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, value);
    }, items);
    await page.reload();
    return new Lens(page);
  }

  test("the first release's tab is read and kept anew", async ({ page, context }) => {
    const lens = await openWith(page, { "rulelens.inputs": fixture("first"), "rulelens.sql": mine, "rulelens.payload": '{"pressure": 3}' });
    await expect(lens.sql).toHold(mine);
    await expect(lens.topic).toHaveValue("plant/7/state");
    await expect(page.locator(".notice")).toBeEmpty();
    await expect.poll(() => page.evaluate(() => sessionStorage.getItem("rulelens.sql"))).toBeNull();
    await page.close();
    const again = new Lens(await open(context));
    await expect(again.sql).toHold(mine);
    await expect(again.page.getByLabel("Name of dimension 2")).toHaveValue("plant");
  });

  for (const [shape, inputs] of [["an object of another shape", '{"topic":5}'], ["an empty object", "{}"], ["no JSON", "{"]]) {
    test(`fields that are ${shape} take neither SQL nor payload with them`, async ({ page }) => {
      const lens = await openWith(page, { "rulelens.inputs": inputs, "rulelens.sql": mine, "rulelens.payload": '{"pressure": 3}' });
      await expect(lens.sql).toHold(mine);
      await expect(lens.payload).toHold('{"pressure": 3}');
      await lens.expectOutgoing('{"pressure":3}');
      await expect(page.getByLabel("SQL version")).toHaveValue("2016-03-23");
      await expect(lens.problems).toHaveCount(0);
      await expect(lens.notice).toContainText("this could not be read: all fields beside SQL and payload");
    });
  }

  test("version 1 is read; a part of another form is named and loses only itself", async ({ lens, page, context }) => {
    const head = JSON.stringify({ version: 1, changed: 4e12, title: "old", length: 50 });
    await keep(page, head, { inputs: fixture("version-1"), sql: mine, payload: { not: "a string" } });
    const old = new Lens(await open(context));
    await expect(old.sql).toHold(mine);
    await expect(old.topic).toHaveValue("plant/7/state");
    await expect(old.payload).toHold("");
    await expect(old.notice).toContainText("this could not be read: payload.");
    await old.sql.fill("SELECT battery FROM 'a'");
    await expect.poll(async () => Object.values(await kept(page))).toContain("SELECT battery FROM 'a'");
    expect((await kept(page))["parts/old/payload"], "what could not be read stays").toEqual({ not: "a string" });
  });

  test("what a later release wrote is not written over", async ({ lens, page, context }) => {
    const head = JSON.stringify({ version: 99, changed: 4e12, title: "new" });
    await keep(page, head, { inputs: fixture("version-1"), sql: mine, payload: "{}" });
    const old = new Lens(await open(context));
    await expect(old.sql).toHold(mine);
    await old.sql.fill("SELECT battery FROM 'a'");
    await expect.poll(async () => Object.values(await kept(page))).toContain("SELECT battery FROM 'a'");
    expect((await kept(page))["parts/old/sql"]).toBe(mine);
    expect((await kept(page))["heads/old"]).toBe(head);
  });
});

// My rule asks other services, reads protobuf, or reads properties of MQTT 5.
import { expect, test } from "./page.mjs";

const call = "get_dynamodb('devices', 'id', device_id, 'arn:aws:iam::123456789012:role/r')";

test.beforeEach(async ({ lens, page }) => {
  await lens.context.click();
  await page.locator("summary", { hasText: "Mocked services" }).click();
});

test("a mock answers for a service, and is there after a reload", async ({ lens, page }) => {
  await lens.sql.fill(`SELECT ${call}.room AS room FROM 'iot/topic'`);
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("no mock answers this call");

  await lens.button("Add a mock").click();
  await page.getByLabel("Function").fill("get_dynamodb");
  const answer = page.getByLabel("Answer (JSON)");
  await answer.fill('{"room": 12.50');
  await expect(answer).toHaveAttribute("aria-invalid", "true");
  await expect(answer).toHaveAccessibleDescription(/The answer is not JSON/);
  await answer.fill('{"room": 12.50}');
  await expect(answer).not.toHaveAttribute("aria-invalid");
  await lens.expectOutgoing('{"room":12.50}');
  await expect(lens.problems).toHaveCount(0);

  const wanted = page.getByLabel("For these arguments (JSON array)");
  await wanted.fill('["devices", "id", 1]');
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("no mock answers this call");
  await wanted.fill('["devices", "id", 46216]');
  await expect(lens.problems).toHaveCount(0);

  await page.getByLabel("The call").selectOption("fails");
  await page.getByLabel("Reason").fill("throttled");
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("get_dynamodb failed: throttled");

  await page.reload();
  await page.locator("summary", { hasText: "Mocked services" }).click();
  await expect(page.getByLabel("Reason")).toHaveValue("throttled");
  await lens.button("Remove mock 1").click();
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("no mock answers this call");
});

test("protobuf is decoded by .proto text, by a dropped file, and a mistake in it is told", async ({ lens, page }) => {
  await lens.sql.fill("SELECT VALUE decode('CAc=', 'proto', 'b', 'k', 'm.proto', 'M') FROM 'iot/topic'");
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("none was supplied");
  await lens.button("Add a descriptor").click();
  await page.getByLabel("Bucket").fill("b");
  await page.getByLabel("Key", { exact: true }).fill("k");
  await page.getByLabel("Name of the .proto file").fill("m.proto");
  const text = page.getByLabel("Text of the .proto file");
  await text.fill('syntax = "proto3"; message M { int32 a = ; }');
  await lens.openProblems();
  await expect(lens.problems.first()).toContainText("m.proto");
  await text.fill('syntax = "proto3"; message M { int32 a = 1; }');
  await lens.expectOutgoing('{"a":7}');

  const file = page.getByLabel("Choose a file");
  const other = 'syntax = "proto3"; message M { int32 b = 1; }';
  await file.setInputFiles({ name: "m.proto", mimeType: "text/plain", buffer: Buffer.from(other) });
  await expect(text).toHaveValue(other);
  await lens.expectOutgoing('{"b":7}');

  // A set of one file: m.proto with the message M, whose field c has the number 1 and is an int32.
  const message = "0a014d" + "1209" + "0a0163" + "1801" + "2001" + "2805";
  const set = Buffer.from("0a21" + "0a076d2e70726f746f" + "220e" + message + "620670726f746f33", "hex");
  await file.setInputFiles({ name: "m.desc", mimeType: "", buffer: set });
  await expect(page.getByText("m.desc")).toBeVisible();
  await lens.expectOutgoing('{"c":7}');
  await expect(text).toBeHidden();
  await lens.button("Use text instead").click();
  await expect(text).toBeVisible();

  await file.setInputFiles({ name: "huge.desc", mimeType: "", buffer: Buffer.alloc(1_000_001) });
  await expect(page.getByRole("alert").filter({ hasText: "huge.desc has more than a megabyte." })).toBeVisible();
});

test("properties of MQTT 5 can be given", async ({ lens, page }) => {
  await lens.sql.fill("SELECT get_mqtt_property('content_type') AS type, get_user_properties('site') AS site FROM 'iot/topic'");
  await lens.button("Add a property").click();
  await page.getByLabel("Name of property 1").fill("content_type");
  await page.getByLabel("Value of property 1").fill("text/plain");
  for (const [number, value] of [[1, "north"], [2, "south"]]) {
    await lens.button("Add a user property").click();
    await page.getByLabel(`Name of user property ${number}`).fill("site");
    await page.getByLabel(`Value of user property ${number}`).fill(value);
  }
  await lens.expectOutgoing('{"type":"text/plain","site":["north","south"]}');
  await lens.button("Remove user property 1").click();
  await lens.expectOutgoing('{"type":"text/plain","site":["south"]}');
});

test("a missing mock is added from its problem, and only the answer is left to write", async ({ lens, page }) => {
  await page.locator("summary", { hasText: "Mocked services" }).click();
  await lens.sql.fill(`SELECT ${call}.room AS room FROM 'iot/topic'`);
  await lens.openProblems();
  await expect(lens.problems.first()).not.toContainText('"function"');
  await lens.button("Mock this call").click();
  const answer = page.getByLabel("Answer (JSON)");
  await expect(answer).toBeFocused();
  await expect(page.getByLabel("Function")).toHaveValue("get_dynamodb");
  await expect(page.getByLabel("For these arguments (JSON array)")).toHaveValue(
    '["devices","id",46216,"arn:aws:iam::123456789012:role/r"]',
  );
  await expect(answer).toHaveAccessibleDescription(/The answer is missing, so this mock is not used/);
  const focused = await lens.button("Mock this call").evaluate((button) => {
    button.focus();
    button.click();
    return document.activeElement.id;
  });
  expect(focused, "at once: keys that follow would go to the button").toBe("mock-0-answer");
  await expect(page.getByLabel("Function"), "one is enough").toHaveCount(1);
  await page.keyboard.type('{"room": "hall"}');
  await lens.expectOutgoing('{"room":"hall"}');
  await expect(lens.problems).toHaveCount(0);
});

test("a whole mock pasted as an answer is understood", async ({ lens, page }) => {
  await lens.sql.fill(`SELECT ${call}.room AS room FROM 'iot/topic'`);
  await lens.openProblems();
  await lens.button("Mock this call").click();
  await page.getByLabel("Answer (JSON)").fill(
    '{"function":"get_dynamodb","arguments":["devices","id",46216],"result":{"room":"hall"}}',
  );
  await lens.expectOutgoing('{"room":"hall"}');
  await expect(page.getByLabel("Answer (JSON)")).toHaveValue('{"room":"hall"}');
  await expect(page.getByLabel("For these arguments (JSON array)")).toHaveValue('["devices","id",46216]');
});

test("a missing descriptor is added from its problem", async ({ lens, page }) => {
  await lens.sql.fill("SELECT VALUE decode('CAc=', 'proto', 'b', 'k', 'm.proto', 'M') FROM 'iot/topic'");
  await lens.openProblems();
  await lens.button("Add this descriptor").click();
  await expect(page.getByLabel("Bucket")).toHaveValue("b");
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue("k");
  await expect(page.getByLabel("Text of the .proto file")).toBeFocused();
});

test("the focus goes where the next thing to do is", async ({ lens, page }) => {
  await lens.button("Add a mock").click();
  await expect(page.getByLabel("Function")).toBeFocused();
  await lens.button("Remove mock 1").click();
  await expect(lens.button("Add a mock")).toBeFocused();
  await lens.button("Add a dimension").click();
  await expect(page.getByLabel("Name of dimension 2")).toBeFocused();
  await lens.button("Remove dimension 1").click();
  await expect(lens.button("Remove dimension 1")).toBeFocused();
  await lens.button("Remove dimension 1").click();
  await expect(lens.button("Add a dimension")).toBeFocused();
  await lens.sql.focus();
  await lens.button("Reset to the sample").click();
  await lens.button("Dismiss").click();
  await expect.poll(() => page.evaluate(() => document.activeElement.tagName), "not lost to the body").toBe("MAIN");
});

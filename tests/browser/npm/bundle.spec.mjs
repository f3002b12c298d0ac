// The package in a bundle that Vite made, and in a worker of it.
import { expect, test } from "@playwright/test";

test("a bundle, its worker and the element in it each have their engine", async ({ page }) => {
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && wrong.push(message.text()));
  await page.goto("built/index.html");
  await expect(page.locator("#whole")).toHaveText('{"c":true}');
  await expect(page.locator("#worker")).toHaveText('{"b":42}');
  // A pattern is nothing for the small engine, so that the element has fetched the whole one.
  await expect(page.locator("rule-lens")).toContainText('{"c":true}');
  expect(wrong.filter((text) => !text.includes("404"))).toEqual([]);
});

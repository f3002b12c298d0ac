// The built page in Firefox: it opens, follows what is typed, and complains about nothing. Playwright drives only a
// Firefox of its own make; this drives the one that people have, over WebDriver BiDi.
//
// Prints one line of totals, which `cargo xtask test` reads.
import puppeteer from "puppeteer-core";
import "./server.mjs";

const { FIREFOX, PORT, BASE } = process.env;
const browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
let failure;
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1400, height: 900 });
  const complaints = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const names = (expected) =>
    page.waitForFunction(
      (expected) => [...document.querySelectorAll("tr.record .measure-name")].map((name) => name.innerText).join() === expected,
      { timeout: 30_000 },
      expected,
    ).catch(() => Promise.reject(new Error(`there are no records named ${expected}`)));

  await page.goto(`http://127.0.0.1:${PORT}${BASE}`);
  await names("temperature,humidity");
  // The code editor takes the plain field's place when the page has started.
  await page.waitForSelector("#sql.code-host");
  const sql = await page.waitForSelector("#sql >>> [role=textbox][aria-label=SQL]");
  await sql.click();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("SELECT pressure, rssi FROM 'iot/topic'");
  await names("pressure,rssi");
  // A part that the page loads only now.
  await sql.click();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("SELECT regexp_substr(topic(), '[a-z]+$') AS last FROM 'iot/topic'");
  await names("last");
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
} catch (error) {
  failure = error;
} finally {
  await browser.close();
}
if (failure) console.error(failure.message);
console.log(failure ? "0 passed, 1 failed" : "1 passed, 0 failed");
process.exit(failure ? 1 : 0);

// What the start of a page calls that is built with marks (`cargo xtask profile`): prints the marks, and whether each was
// met, in the page or in its evaluator.
import { chromium } from "@playwright/test";
import "../server.mjs";

const { CHROME, CHROME_ARGUMENTS, PORT, BASE } = process.env;

/** For how long the page is left alone once the first answer is there, in milliseconds: it loads what may be asked for. */
const AFTER = 5_000;

/** Keeps what a program exports. */
function watch() {
  const { instantiate } = WebAssembly;
  globalThis.programs = [];
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    globalThis.programs.push((made.instance ?? made).exports);
    return made;
  };
}

/** Does as if the tab were closed: a page that goes away may fetch nothing. */
function leave() {
  Object.defineProperty(document, "visibilityState", { value: "hidden" });
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
  dispatchEvent(new Event("pagehide"));
}

/** Each mark, and whether it was met. */
const marks = () =>
  globalThis.programs.flatMap((program) =>
    Object.entries(program).flatMap(([name, mark]) => (name.startsWith("ran:") ? [[name, mark.value === 1]] : [])),
  );

const browser = await chromium.launch({ executablePath: CHROME, args: CHROME_ARGUMENTS?.split(" ") ?? [] });
const met = new Map();
for (const [width, height] of [[1400, 900], [390, 844]]) {
  // What comes late is waited for and told of: by slower machines, and where the evaluator takes its time.
  for (const [colorScheme, rate, late] of [["light", 1, 0], ["dark", 1, 1_500], ["light", 6, 0], ["dark", 6, 3_000]]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, serviceWorkers: "block" });
    await context.addInitScript(watch);
    await context.route("**/evaluator.mjs", async (route) => {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, late));
      await route.fulfill({ response, body: `(${watch})();\n${await response.text()}` });
    });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate });
    await page.goto(`http://127.0.0.1:${PORT}${BASE}`);
    await page.locator("#app > p[role=status]", { hasText: "2 records" }).waitFor();
    await page.waitForTimeout(AFTER);
    await page.evaluate(leave);
    for (const place of [page, ...page.workers()]) {
      for (const [mark, isMet] of await place.evaluate(marks)) met.set(mark, met.get(mark) || isMet);
    }
    await context.close();
  }
}
await browser.close();
// The server would keep this process alive.
process.stdout.write(JSON.stringify([...met]), () => process.exit(0));

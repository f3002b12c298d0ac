// Starts the page's program. This is a file of its own because the page's policy allows no inline script;
// its <script> element names the program's module and its WebAssembly file (see pattern_script in Trunk.toml).

// The evaluator loads beside the page's program, which takes it over with what it said until then.
const early = { worker: new Worker(new URL("rulelens-worker_loader.js", document.baseURI), { type: "module" }), heard: [] };
early.worker.onmessage = ({ data }) => early.heard.push(data);
early.worker.onerror = (event) => {
  event.preventDefault();
  early.failure = event.message ?? "its script did not load";
};
globalThis.rulelensEvaluator = early;

const { program, wasm } = document.querySelector("script[data-program]").dataset;
const address = (path) => new URL(path, document.baseURI);

try {
  const { default: start } = await import(address(program));
  await start({ module_or_path: address(wasm) });
} catch (error) {
  const notice = document.getElementById("start-problem");
  // A file that does not come is a TypeError of fetch or import, or an answer that is not the file.
  const isOld = typeof WebAssembly === "undefined" || error instanceof SyntaxError;
  notice.textContent = isOld
    ? "RuleLens could not start: it needs a browser of 2023 or later with WebAssembly."
    : `RuleLens could not start, because a part of the page did not load (${error.message}). Please check the connection; reloading the page tries again.`;
  notice.hidden = false;
  throw error;
}

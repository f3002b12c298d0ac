// Starts the page's program. This is a file of its own because the page's policy allows no inline script;
// its <script> element names the program's module and its WebAssembly file (see pattern_script in Trunk.toml).

const { program, wasm } = document.querySelector("script[data-program]").dataset;
const address = (path) => new URL(path, document.baseURI);

try {
  const { default: start } = await import(address(program));
  await start({ module_or_path: address(wasm) });
} catch (error) {
  const notice = document.getElementById("start-problem");
  notice.textContent =
    "RuleLens could not start: " + error.message + " It needs a browser of 2023 or later with WebAssembly. Reloading the page tries again.";
  notice.hidden = false;
  throw error;
}

// Starts the page's program. This is a file of its own because the page's policy allows no inline script;
// its <script> element names the program's module and its WebAssembly file (see pattern_script in Trunk.toml).

const { program, wasm, offline } = document.querySelector("script[data-program]").dataset;
const address = (path) => new URL(path, document.baseURI).href;

// The evaluator is the same program in a worker. It is asked for at once; the page takes it over with what it said until
// then.
const name = `rulelens ${Math.random()} ${Math.random()}`;
const early = { worker: new Worker(address("evaluator.mjs"), { type: "module", name }), name, heard: [] };
early.worker.onmessage = ({ data }) => early.heard.push(data);
early.worker.onerror = (event) => {
  event.preventDefault();
  early.failure = event.message ?? "its script did not load";
};
globalThis.rulelensEvaluator = early;

// The code editor comes when the page has started; the page asks for it.
globalThis.rulelensEditor = () => import(new URL("rulelens-editor.js", document.baseURI));

// What the page knows of a newer release.
const release = { waiting: null, listener: null };
globalThis.rulelensRelease = release;

/**
 * Keeps the page for times without a network, and tells the page (`listener`) of a newer release that is ready; it is
 * taken, with a reload, when the user says so. Only a published site does this: one that is being worked on changes.
 */
function keepOffline() {
  release.take = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    release.waiting.postMessage("take over");
  };
  const watch = (registration) => {
    const look = () => {
      // Without an older release, nothing waits for the user.
      if (!registration?.waiting || !navigator.serviceWorker.controller) return;
      release.waiting = registration.waiting;
      release.listener?.();
    };
    registration?.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    look();
  };
  // Where the browser does not allow it, or an extension answers in its place, the page needs its host.
  navigator.serviceWorker.register(address("service-worker.js"), { updateViaCache: "none" }).then(watch, () => {});
}

/** Compiles the program while it comes, once for page and evaluator. */
async function compile(wasm) {
  const response = await fetch(wasm);
  if (!response.ok) throw new TypeError(`${response.status} for ${new URL(wasm).pathname.split("/").at(-1)}`);
  // A host that does not know the type of the file names another one, which the browser would not take.
  const isNamed = response.headers.get("Content-Type")?.startsWith("application/wasm");
  return isNamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

try {
  const loading = import(address(program));
  // What the start does without comes behind it. Who was here before, or follows a link, may need it at once.
  const isKnown = navigator.serviceWorker?.controller || location.hash.length > 1;
  const more = () => loading.then((program) => program.later?.()).catch(() => {});
  const [{ default: start }, module] = await Promise.all([loading, compile(address(wasm)), isKnown && more()]);
  // What an evaluator starts from, this one and those that take its place.
  globalThis.rulelensEngine = { program: address(program), module };
  early.worker.postMessage(globalThis.rulelensEngine);
  await start({ module_or_path: module });
  more();
  if (offline !== undefined && "serviceWorker" in navigator) keepOffline();
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

// The engine in a browser or a worker, which fetches its WebAssembly from beside this file; bundlers follow the address.
import start from "./rulelens_wasm.js";

await start({ module_or_path: new URL("./rulelens_wasm_bg.wasm", import.meta.url) });

export * from "./rulelens_wasm.js";

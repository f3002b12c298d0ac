// The engine in Node, which reads its WebAssembly from beside this file.
import { readFileSync } from "node:fs";
import { initSync } from "./rulelens_wasm.js";

initSync({ module: readFileSync(new URL("./rulelens_wasm_bg.wasm", import.meta.url)) });

export * from "./rulelens_wasm.js";

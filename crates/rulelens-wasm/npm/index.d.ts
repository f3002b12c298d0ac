export * from "./rulelens_wasm.js";

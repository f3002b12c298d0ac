// The engines, each fetched when it is first needed. The package's own entries wait for theirs at the top of the module, which
// not every bundler keeps; here it is asked for by a call.

const ENGINES = {
  small: async () => {
    const engine = await import("../small/rulelens_wasm.js");
    await engine.default({ module_or_path: new URL("../small/rulelens_wasm_bg.wasm", import.meta.url) });
    return { evaluate: engine.evaluate, isSmall: true };
  },
  whole: async () => {
    const engine = await import("../whole/rulelens_wasm.js");
    await engine.default({ module_or_path: new URL("../whole/rulelens_wasm_bg.wasm", import.meta.url) });
    return { evaluate: engine.evaluate, isSmall: false };
  },
};

const loading = {};

/** The engine of a name, `small` or `whole`, loaded once for all elements of a page. */
export function load(name) {
  loading[name] ??= ENGINES[name]();
  // What failed may work the next time.
  loading[name].catch(() => delete loading[name]);
  return loading[name];
}

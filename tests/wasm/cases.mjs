// Evaluates every conformance case with the WebAssembly build, and compares byte by byte with what the native build
// made of it. RULELENS names the library; the argument, a file that the program `case-evaluations` printed.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { evaluate } = createRequire(import.meta.url)(process.env.RULELENS);

/** How many differences are shown in full. */
const SHOWN = 20;

let passed = 0;
let failed = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { case: place, request, evaluation } = JSON.parse(line);
  const found = JSON.stringify(evaluate(request));
  if (found === evaluation) {
    passed += 1;
    continue;
  }
  failed += 1;
  if (failed <= SHOWN) {
    const [native, wasm] = differingParts(evaluation, found);
    console.log(`${place}: ${request.sql}\n    native: ${native}\n    wasm:   ${wasm}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Where two texts begin to differ, with what surrounds that place. */
function differingParts(one, other) {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return [one, other].map((text) => text.slice(Math.max(0, at - 60), at + 120));
}

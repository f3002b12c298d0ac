// The engine's wasm build beside JavaScript's own JSON. `cargo xtask bench` starts this with the module's path, and
// reads what it prints: one JSON object, nanoseconds for each piece of work.
//
// All pieces of work take turns in short batches, so that a machine that is busy for a while slows all of them;
// the median over the rounds counts.
import { createRequire } from "node:module";

const engine = createRequire(import.meta.url)(process.argv[2]);
const rounds = Number(process.argv[3]);
const BATCH_MS = 10;

const payload = engine.sample_payload();
const work = {};
let kept;

function add(name, run) {
  if (run() === undefined) throw new Error(`${name} gives nothing`);
  work[name] = { run, times: [] };
}

/** A rule for a payload: the bytes held in wasm memory, and JSON.parse of the same text. */
function addPair(name, rule, text) {
  const job = new engine.WasmJob(rule, text);
  if (job.held() === 0) throw new Error(`${name} does not act`);
  add(`${name} held`, () => job.held());
  add(`${name} JSON.parse`, () => JSON.parse(text));
}

const sample = new engine.WasmJob(engine.sample_rule(), payload);
add("message held", () => sample.held());
add("message text", () => sample.text(payload));
add("message JSON.parse", () => JSON.parse(payload));
add("message JavaScript", () => {
  const { temperature, humidity } = JSON.parse(payload);
  return temperature > 20 ? JSON.stringify({ temperature, humidity }) : "";
});
add("parse sample", () => {
  new engine.WasmJob(engine.sample_rule(), payload).free();
  return true;
});
for (const count of [15, 30, 60]) addPair(`functions ${count}`, engine.functions(count), payload);
for (const size of [25, 50, 100]) addPair(`two_keys_of_kb ${size}`, engine.two_keys_rule(), engine.object(size * 1000));
for (const size of [25, 50, 100]) addPair(`all_keys_of_kb ${size}`, engine.all_keys_rule(), engine.object(size * 1000));
for (const size of [250, 500, 1000]) addPair(`nested_query_over ${size}`, engine.nested_rule(), engine.readings(size));

/** Nanoseconds for one run, over `count` runs. */
function time(run, count) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < count; index++) kept = run();
  return Number(process.hrtime.bigint() - start) / count;
}

for (const piece of Object.values(work)) {
  // Warm first: the engine and V8 compile what they run often.
  let once = time(piece.run, 50);
  for (let spent = 0; spent < 100e6; spent += BATCH_MS * 1e6) {
    piece.count = Math.max(1, Math.round((BATCH_MS * 1e6) / once));
    once = time(piece.run, piece.count);
  }
}
for (let round = 0; round < rounds; round++) {
  for (const piece of Object.values(work)) piece.times.push(time(piece.run, piece.count));
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
console.log(JSON.stringify(Object.fromEntries(Object.entries(work).map(([name, piece]) => [name, median(piece.times)]))));
if (kept === undefined) process.exitCode = 1;

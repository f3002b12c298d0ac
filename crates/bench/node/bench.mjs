// The engine's WebAssembly build, as JavaScript calls it, beside JavaScript's own JSON. `cargo xtask bench` starts this with
// the module's path, the number of rounds and the file of jobs, and reads what it prints: one JSON object, nanoseconds for
// each piece of work.
//
// All pieces of work take turns in short batches, so that a machine that is busy for a while slows all of them;
// the median over the rounds counts.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { PreparedRule } = createRequire(import.meta.url)(process.argv[2]);
const rounds = Number(process.argv[3]);
const jobs = JSON.parse(readFileSync(process.argv[4], "utf8"));
const BATCH_MS = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const work = {};
let kept;

function add(name, run) {
  work[name] = { run, times: [] };
}

/** A rule with room for a payload: from a payload's text or bytes to the length of the outgoing payload. */
function prepare(sql, text) {
  const rule = new PreparedRule(sql, jobs.topic);
  const bytes = 3 * text.length;
  let place = rule.room(bytes);
  const here = () => (place.length === 0 ? (place = rule.room(bytes)) : place);
  const fromText = (text) => rule.run(encoder.encodeInto(text, here()).written);
  const fromBytes = (payload) => {
    here().set(payload);
    return rule.run(payload.length);
  };
  if (fromText(text) < 0) throw new Error(`${sql} does not act: ${rule.failure}`);
  return { rule, fromText, fromBytes };
}

const { sql, payload } = jobs.sample;
const bytes = encoder.encode(payload);
const sample = prepare(sql, payload);
add("message: RuleLens, text in, bytes out", () => sample.fromText(payload));
add("message: RuleLens, text in, text out", () => sample.rule.outgoing(payload));
add("message: RuleLens, bytes in, bytes out", () => sample.fromBytes(bytes));
add("message: JSON.parse of the text", () => JSON.parse(payload));
add("message: JSON.parse of the bytes", () => JSON.parse(decoder.decode(bytes)));
add("message: the same rule in JavaScript", () => {
  const { temperature, humidity } = JSON.parse(payload);
  return temperature > 20 ? JSON.stringify({ temperature, humidity }) : "";
});
add("reading the rule", () => {
  new PreparedRule(sql, jobs.topic).free();
  return true;
});
for (const { name, sql, payload } of jobs.growing) {
  const { fromText } = prepare(sql, payload);
  add(`${name}: RuleLens`, () => fromText(payload));
  add(`${name}: JSON.parse`, () => JSON.parse(payload));
}

/** Nanoseconds for one run, over `count` runs. */
function time(run, count) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < count; index++) kept = run();
  return Number(process.hrtime.bigint() - start) / count;
}

for (const piece of Object.values(work)) {
  // Warm first: the engine and V8 compile what they run often.
  let once = time(piece.run, 50);
  for (let spent = 0; spent < 150; spent += BATCH_MS) {
    piece.count = Math.max(1, Math.round((BATCH_MS * 1e6) / once));
    once = time(piece.run, piece.count);
  }
}
for (let round = 0; round < rounds; round++) {
  for (const piece of Object.values(work)) piece.times.push(time(piece.run, piece.count));
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const medians = Object.entries(work).map(([name, piece]) => [name, median(piece.times)]);
console.log(JSON.stringify(Object.fromEntries(medians)));
if (kept === undefined) process.exitCode = 1;

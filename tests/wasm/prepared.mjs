// `outgoing` of PreparedRule, which is JavaScript: held against what `evaluate` makes of the same messages. RULELENS names the
// library. Once more without Node's Buffer, as in a browser, where the argument says so.
import { strictEqual, throws } from "node:assert";
import { createRequire } from "node:module";

if (process.argv[2] === "browser") delete globalThis.Buffer;
const { PreparedRule, evaluate } = createRequire(import.meta.url)(process.env.RULELENS);

const SQL = "SELECT t, name, 'é' AS e FROM 'sensors/+' WHERE t > 20";
const ALL = "SELECT * FROM 'sensors/+'";
const topic = "sensors/a";

/** What both make of a rule's messages, one after the other with one rule. */
function compare(sql, payloads) {
  const rule = new PreparedRule(sql, topic);
  for (const payload of payloads) {
    const { outgoingPayload } = evaluate({ sql, topic, payload });
    strictEqual(rule.outgoing(payload), outgoingPayload, payload.slice(0, 60));
  }
}

const lengths = [0, 1, 7, 1_000, 1_024, 1_025, 5_000, 100_000, 10, 100_000, 0];
const object = (text) => JSON.stringify({ x: text });
const tests = {
  "what is plain, not true and no object": () =>
    compare(SQL, ['{"t": 21.50}', '{"t": 20}', '{"t": 22, "name": "Zoë"}', '{"t": 21, "name": "\\u00e9"}', "[]", ""]),
  "ASCII and other texts of any length": () =>
    compare(ALL, lengths.flatMap((length) => ["a", "é", "€", "🙂"].map((letter) => object(letter.repeat(length))))),
  "what is no JSON, with a byte order mark": () => compare(ALL, ["21.5;47", "\uFEFF21.5;47", "", "é"]),
  "half a surrogate pair is replaced": () => strictEqual(new PreparedRule(ALL, topic).outgoing("\uD83D."), "\uFFFD."),
  "a failure has words until the next message": () => {
    const rule = new PreparedRule("SELECT t FROM 'sensors/+'", topic);
    strictEqual(rule.outgoing("{"), undefined);
    strictEqual(typeof rule.failure, "string");
    strictEqual(rule.outgoing('{"t":1}'), '{"t":1}');
    strictEqual(rule.failure, undefined);
    rule.topic = "elsewhere";
    strictEqual(rule.outgoing('{"t":1}'), undefined);
  },
  "rules and the two ways do not get in each other's way": () => {
    const [one, other] = [new PreparedRule(ALL, topic), new PreparedRule(ALL, topic)];
    let room = one.room(8);
    for (const length of lengths) {
      const text = object("b".repeat(length));
      strictEqual(one.outgoing(text), text);
      strictEqual(other.outgoing(object("c")), object("c"));
      if (room.length === 0) room = one.room(8);
      room.set(new TextEncoder().encode('{"a": 1}'));
      strictEqual(one.run(8), 7);
      strictEqual(one.outgoing(object("d")), object("d"));
      strictEqual(one.text(), '{"a":1}');
    }
  },
  "the memory may grow at any time": () => {
    const rule = new PreparedRule(ALL, topic);
    strictEqual(rule.outgoing(object("a")), object("a"));
    const room = rule.room(1);
    new PreparedRule(ALL, topic).room(64 << 20);
    strictEqual(room.length, 0, "it has grown");
    strictEqual(rule.outgoing(object("b")), object("b"));
  },
  "nothing but texts is taken, and nothing by a rule that is freed": () => {
    const rule = new PreparedRule(ALL, topic);
    for (const payload of [undefined, 5, new Uint8Array(1)]) throws(() => rule.outgoing(payload), TypeError);
    strictEqual(rule.outgoing("{}"), "{}");
    rule.free();
    throws(() => rule.outgoing("{}"), /null pointer/);
  },
};

let [passed, failed] = [0, 0];
for (const [name, test] of Object.entries(tests)) {
  try {
    test();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

// What the parts of the rule read of the payload: what is never read is dimmed, and where the caret is, both ends are
// marked in both texts. The page says what reads what (`TextEditor.explain`).

import { pairs } from "./decorations.mjs";

/** The editors on the page, by the names of their texts. */
const editors = new Map();

/** The newest answer that there was; `null` before the first. */
let explained = null;
let withValues = true;
let lit = null;

const holds = (pos) => ({ from, to }) => from <= pos && pos <= to;
const shortest = (ranges) => ranges.reduce((best, one) => (best && best.to - best.from <= one.to - one.from ? best : one), null);

/** What belongs together with a position of a text: `{sql, payload, attributes}`, or `null`. */
function around(name, pos) {
  if (!explained || pos < 0) return null;
  const ofRule = explained.parts.filter(({ inSql }) => inSql);
  if (name === "sql") {
    const part = shortest(ofRule.filter(holds(pos)));
    return part && { sql: [part], payload: pairs(part.reads), attributes: part.attributes };
  }
  const read = shortest(explained.parts.flatMap(({ reads }) => pairs(reads)).filter(holds(pos)));
  if (!read) return null;
  const readers = ofRule.filter(({ reads }) => pairs(reads).some(({ from, to }) => from === read.from && to === read.to));
  return { sql: readers, payload: [read], attributes: readers.flatMap(({ attributes }) => attributes) };
}

function draw() {
  if (!explained) return;
  const marked = (ranges, mark) => (ranges ?? []).map(({ from, to }) => ({ from, to, mark }));
  editors.get("sql")?.marks(marked(lit?.sql, "m-lineage"));
  editors.get("payload")?.marks([
    ...marked(explained.parts.flatMap(({ reads }) => pairs(reads)), "is-read"),
    ...marked(pairs(explained.unread), "is-unread"),
    ...marked(lit?.payload, "m-lineage"),
  ]);
  editors.get("sql")?.values(withValues ? explained.values : []);
}

/** An editor came. */
export function join(name, editor) {
  editors.set(name, editor);
  draw();
}

/** An editor went. */
export function leave(name) {
  editors.delete(name);
}

/** Takes what the rule's parts give and read; where the rule cannot be read, what was known before stays. */
export function explain(answer, showValues) {
  explained = answer ?? explained;
  withValues = showValues;
  draw();
}

/** Marks what belongs to a position of a text, and tells which attributes that are; -1 for nothing. */
export function light(name, pos) {
  lit = around(name, pos);
  draw();
  return lit?.attributes ?? [];
}

/** Marks what an outgoing attribute comes from; `null` for nothing. */
export function lightAttribute(attribute) {
  const parts = attribute === null || !explained ? [] : explained.parts.filter(({ inSql, attributes }) => inSql && attributes.some((one) => one === attribute || one === ""));
  lit = parts.length ? { sql: parts, payload: parts.flatMap(({ reads }) => pairs(reads)), attributes: [attribute] } : null;
  draw();
}

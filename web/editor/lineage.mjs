// What the parts of the rule read of the payload: what is never read is dimmed, and where the caret or the pointer is,
// both ends are marked in all texts. The page says what reads what (`TextEditor.explain`).

import { pairs } from "./decorations.mjs";

/** How many colours there are, each with a sign of its own (`theme.mjs`). */
const COLOURS = 4;

/** The editors on the page, by the names of their texts. */
const editors = new Map();

/** The newest answer that there was; `null` before the first. */
let explained = null;
let withValues = true;

/** Whether a text was changed after it, so that its positions are no longer those of the texts; what is drawn moves. */
let stale = false;

/** What is marked because of the caret or of what was chosen; and in its place, while it rests on something, because of the pointer. */
let chosen = null;
let pointed = null;

/** Where the caret was told to be last, while nothing else was chosen. */
let caret = null;

const lit = () => pointed ?? chosen;

/** What outgoing attributes come of what is marked; each has the colour of its place. */
const attributes = () => lit()?.attributes ?? [];

const holds = (pos) => ({ from, to }) => from <= pos && pos <= to;
const shortest = (ranges) => ranges.reduce((best, one) => (best && best.to - best.from <= one.to - one.from ? best : one), null);
const only = (list) => [...new Set(list)];

/** Whether a part stands in the text of an editor. */
function standsIn({ template }, name, editor) {
  if (template == null) return name === "sql";
  return name !== "sql" && name !== "payload" && explained.templates[template] === editor.text();
}

/** What belongs together with a position of a text: `{parts, payload, attributes}`, or `null`. */
function around(name, pos) {
  const editor = editors.get(name);
  if (!explained || stale || !editor || pos < 0) return null;
  if (name !== "payload") {
    const part = shortest(explained.parts.filter((one) => standsIn(one, name, editor)).filter(holds(pos)));
    return part && { parts: [part], payload: pairs(part.reads), attributes: part.attributes };
  }
  const read = shortest(explained.parts.flatMap(({ reads }) => pairs(reads)).filter(holds(pos)));
  if (!read) return null;
  const parts = explained.parts.filter(({ reads }) => pairs(reads).some(({ from, to }) => from === read.from && to === read.to));
  return { parts, payload: [read], attributes: only(parts.flatMap(({ attributes }) => attributes)) };
}

/** What an outgoing attribute comes of. */
function of(attribute) {
  if (attribute === null || !explained) return null;
  const parts = explained.parts.filter(({ attributes }) => attributes.some((one) => one === attribute || one === ""));
  return parts.length ? { parts, payload: parts.flatMap(({ reads }) => pairs(reads)), attributes: [attribute] } : null;
}

/** The marks of an attribute's place among the marked ones: a colour and a sign. */
const marked = (at) => `m-lineage m-lineage-${(Math.max(0, at) % COLOURS) + 1}`;

/** Ranges but for the whole payload: where all of it is meant, no place in it is. */
function inPart(ranges, editor) {
  if (!ranges.length) return ranges;
  const text = editor.text();
  const [start, end] = [text.length - text.trimStart().length, text.trimEnd().length];
  return ranges.filter(({ from, to }) => from > start || to < end);
}

function draw() {
  if (!explained || stale) return;
  const now = lit();
  for (const [name, editor] of editors) {
    if (name === "payload") {
      const all = (ranges, mark) => ranges.map(({ from, to }) => ({ from, to, mark }));
      editor.draw([
        ...all(explained.parts.flatMap(({ reads }) => pairs(reads)), "is-read"),
        ...all(pairs(explained.unread), "is-unread"),
        ...all(inPart(now?.payload ?? [], editor), marked(0)),
      ]);
      continue;
    }
    const parts = (now?.parts ?? []).filter((part) => standsIn(part, name, editor));
    editor.draw(
      parts.map(({ from, to, attributes: given }) => ({ from, to, mark: marked(now.attributes.findIndex((one) => given.includes(one))) })),
      name === "sql" ? (withValues ? explained.values : []) : null,
    );
  }
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

/** A text was changed. */
export function changed() {
  stale = true;
}

/**
 * Takes what the rule's parts give and read; where the rule cannot be read, what is drawn stays, but for the values: what
 * they are about may be gone. Their room stays, so that nothing moves. Tells which attributes come of what is marked.
 */
export function explain(answer, showValues) {
  if (answer) [explained, stale] = [answer, false];
  editors.get("sql")?.hideValues(!answer);
  withValues = showValues;
  pointed = null;
  if (stale && !withValues) editors.get("sql")?.draw(null, []);
  relight();
  return attributes();
}

/** Marks what belongs to the caret's position in a text, and tells which attributes that are; -1 for nothing. */
export function light(name, pos) {
  caret = { name, pos };
  if (stale) return attributes();
  chosen = around(name, pos);
  draw();
  return attributes();
}

/** Marks what the caret is at according to the newest answer. */
function relight() {
  if (caret && !stale) chosen = around(caret.name, caret.pos);
  draw();
}

/** The same for the pointer, as long as it rests there. */
export function point(name, pos) {
  const found = around(name, pos);
  if (!found && !pointed) return attributes();
  pointed = found;
  draw();
  return attributes();
}

/** Marks what an outgoing attribute comes from, which was chosen or (`points`) is pointed at; `null` for nothing. */
export function lightAttribute(attribute, points) {
  if (points) pointed = of(attribute);
  else [chosen, caret] = [of(attribute), null];
  draw();
}

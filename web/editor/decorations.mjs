// What is drawn on a text: tokens, folds, brackets, problems, values and marks. All of it comes from the page.
import { RangeSet, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, ViewPlugin, WidgetType, gutterLineClass } from "@codemirror/view";
import { foldService } from "@codemirror/language";
import { isStyled } from "./theme.mjs";

/** Asks for the tokens anew. */
export const tokensAnew = StateEffect.define();

const setFolds = StateEffect.define();
const setProblems = StateEffect.define();
const setMarks = StateEffect.define();

/**
 * A set of decorations that moves with the text until the next one comes: its `field`, and the `effects` that draw what
 * `build` makes of a value. These are none where it is drawn already, because the browser lays the page out anew for
 * each transaction.
 */
function drawn(build) {
  const effect = StateEffect.define();
  const field = StateField.define({
    create: () => Decoration.none,
    update(set, { changes, effects }) {
      for (const one of effects) if (one.is(effect)) return one.value;
      return set.map(changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
  const effects = (state, value) => {
    const next = build(value, state);
    return sameSet(state.field(field), next) ? [] : [effect.of(next)];
  };
  return { field, effects };
}

function sameSet(one, other) {
  if (one.size !== other.size) return false;
  const [a, b] = [one.iter(), other.iter()];
  for (; a.value && b.value; a.next(), b.next()) {
    if (a.from !== b.from || a.to !== b.to || !a.value.eq(b.value)) return false;
  }
  return !a.value && !b.value;
}

/** Whether two lists have the same places with the same marks. */
const sameRanges = (one, other) =>
  one.length === other.length && one.every(({ from, to, mark }, at) => from === other[at].from && to === other[at].to && mark === other[at].mark);

/** Start and end of ranges that stand one after the other. */
export const pairs = (flat) => flat.flatMap((from, at) => (at % 2 ? [] : [{ from, to: flat[at + 1] }]));

const within = (state, from, to) => from < to && to <= state.doc.length;

// What is typed at the end of something belongs to it until the next answer, which then has nothing to change.
const classes = new Map();
const mark = (name) => {
  if (!classes.has(name)) classes.set(name, Decoration.mark({ class: name, inclusiveEnd: true }));
  return classes.get(name);
};

const tokenMarks = drawn(({ kinds, list }, state) => {
  const builder = new RangeSetBuilder();
  for (let at = 0; at < list.length; at += 3) {
    const [from, to, name] = [list[at], list[at + 1], `t-${kinds[list[at + 2]]}`];
    // Each is an element more, which takes longer to lay out than its text.
    if (isStyled(name) && within(state, from, to)) builder.add(from, to, mark(name));
  }
  return builder.finish();
});

/** Waits until the browser has painted what was drawn, or for a moment where it paints nothing. */
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });

/** How many code units beyond what is in sight of a long line have colours. */
const BEYOND = 300;

/** How long the lines in view may be together before only what is in sight of them has colours, in code units. */
const LONG = 3_000;

/** Asks for the tokens in view whenever the text or the view changes; one question is on its way at a time. */
export const tokens = (ask) => [
  tokenMarks.field,
  ViewPlugin.define((view) => {
    let [asking, again, gone] = [false, false, false];
    // What was asked for last of lines that are too long to ask for whole.
    let sight = null;
    const lines = () => ({ from: view.state.doc.lineAt(view.viewport.from).from, to: view.state.doc.lineAt(view.viewport.to).to });
    const isLong = ({ from, to }) => to - from > LONG;
    const fetch = async () => {
      if (asking) return void (again = true);
      [asking, again] = [true, false];
      // What is typed is seen first.
      if (view.hasFocus) await painted();
      if (gone) return;
      const { state } = view;
      const whole = lines();
      const shown = isLong(whole) ? (sight ?? { from: whole.from, to: whole.from + LONG }) : whole;
      const answer = await ask({ tokens: { from: shown.from, to: Math.min(shown.to, whole.to) } }).catch(() => null);
      asking = false;
      if (gone) return;
      if (answer && view.state.doc === state.doc) {
        const found = pairs(answer.folds);
        const folds = sameRanges(found, view.state.field(foldField)) ? [] : [setFolds.of(found)];
        const effects = [...tokenMarks.effects(view.state, answer), ...folds];
        if (effects.length) view.dispatch({ effects });
      }
      if (again || (answer && view.state.doc !== state.doc)) fetch();
    };
    // Asks anew once something comes into sight that has no colours, while the layout is known.
    const look = () =>
      view.requestMeasure({
        key: look,
        read: () => {
          if (!isLong(lines())) return void (sight = null);
          const { top, bottom, left } = view.scrollDOM.getBoundingClientRect();
          const at = (y) => view.posAtCoords({ x: left, y }, false);
          const [from, to] = [at(Math.max(0, top)), at(Math.min(innerHeight, bottom))];
          if (sight && sight.from <= from && to <= sight.to) return;
          sight = { from: Math.max(0, from - BEYOND), to: to + BEYOND };
          queueMicrotask(fetch);
        },
      });
    view.scrollDOM.addEventListener("scroll", look, { passive: true });
    fetch();
    look();
    return {
      update(update) {
        const anew = update.transactions.some((one) => one.effects.some((effect) => effect.is(tokensAnew)));
        if (update.docChanged && sight) sight = { from: update.changes.mapPos(sight.from), to: update.changes.mapPos(Math.min(sight.to, update.changes.length)) };
        if (update.docChanged || update.viewportChanged || anew) fetch();
        // What is typed into what is in sight has colours; where the lines below it move, the height changes a moment later.
        if (update.docChanged ? !sight || update.viewportChanged : update.geometryChanged || update.viewportChanged) look();
      },
      destroy() {
        gone = true;
        view.scrollDOM.removeEventListener("scroll", look);
      },
    };
  }),
];

/**
 * A list of ranges that moves with the text until an effect brings the next one. What comes late, for a text that was
 * longer, is left out.
 */
const moving = (effect) =>
  StateField.define({
    create: () => [],
    update(list, { changes, docChanged, effects, newDoc }) {
      for (const one of effects) if (one.is(effect)) return one.value.filter(({ to }) => to <= newDoc.length);
      return docChanged ? list.map((one) => ({ ...one, from: changes.mapPos(one.from, 1), to: changes.mapPos(one.to, 1) })) : list;
    },
  });

/** The ranges that can be folded. */
const foldField = moving(setFolds);

export const folds = [
  foldField,
  foldService.of((state, start, end) => {
    const list = state.field(foldField);
    return list.find(({ from, to }) => from >= start && from <= end && to > end) ?? null;
  }),
];

const bracketMarks = drawn((list, state) =>
  Decoration.set(
    list.filter((at) => within(state, at, at + 1)).map((at) => mark(list.length === 1 ? "m-bracket-alone" : "m-bracket").range(at, at + 1)),
    true,
  ),
);

/** Marks the bracket at the caret and its partner. */
export const brackets = (ask) => [
  bracketMarks.field,
  EditorView.updateListener.of(async ({ view, state, docChanged, selectionSet, focusChanged }) => {
    if (!docChanged && !selectionSet && !focusChanged) return;
    const { main } = state.selection;
    const near = main.empty && view.hasFocus ? state.doc.sliceString(Math.max(0, main.head - 1), main.head + 1) : "";
    const answer = /[()[\]{}]/.test(near) ? await ask({ brackets: { at: main.head } }).catch(() => null) : null;
    // An update is no place to begin another one.
    await null;
    if (view.state.doc !== state.doc || !view.state.selection.main.eq(main) || !view.dom.isConnected) return;
    const effects = bracketMarks.effects(view.state, answer ?? []);
    if (effects.length) view.dispatch({ effects });
  }),
];

class LineMarker extends GutterMarker {
  constructor(name) {
    super();
    this.elementClass = name;
  }
}

const problemClass = (severity) => `s-${severity}`;

/** The problems as the page gave them, with places that move with the text. */
export const problemList = moving(setProblems);

const problemMarks = drawn((list, state) => {
  const end = state.doc.length;
  const ranges = list
    .map(({ from, to, severity }) => {
      // A place without an extent is drawn at the character before or behind it.
      const [start, stop] = from < to ? [from, to] : [Math.max(0, Math.min(from, end) - 1), Math.min(end, from + 1)];
      return { start: Math.min(start, end), stop: Math.min(stop, end), severity };
    })
    .filter(({ start, stop }) => start < stop);
  return Decoration.set(ranges.map(({ start, stop, severity }) => mark(problemClass(severity)).range(start, stop)), true);
});

/** The effects that draw problems. */
export const problemEffects = (state, list) => [setProblems.of(list), ...problemMarks.effects(state, list)];

export const problems = [
  problemList,
  problemMarks.field,
  gutterLineClass.compute([problemList], (state) => {
    const lines = new Map();
    for (const { from, severity } of state.field(problemList)) {
      const { from: at } = state.doc.lineAt(Math.min(from, state.doc.length));
      if (!lines.has(at) || severity === "error") lines.set(at, severity);
    }
    return RangeSet.of([...lines].map(([at, severity]) => new LineMarker(`has-problem ${problemClass(severity)}`).range(at)), true);
  }),
];

const span = (className, ...content) => {
  const element = document.createElement("span");
  element.className = className;
  element.append(...content);
  return element;
};

/** The values of one line. */
class Values extends WidgetType {
  constructor(list) {
    super();
    this.list = list;
    this.key = JSON.stringify(list.map(({ text, type, state }) => [text, type, state]));
  }
  eq({ key }) {
    return key === this.key;
  }
  toDOM() {
    const element = span("values");
    // On demand only: what a position is worth is told by key (F1).
    element.setAttribute("aria-hidden", "true");
    for (const { text, type, state } of this.list) {
      // The column stands for the arrow.
      const value = span(`value is-${state}`, text.replace(/^→ /, "").replaceAll("`", ""));
      if (type) value.append(span(`type is-${type.toLowerCase()}`, span("letter", type === "BIGINT" ? "I" : type[0])));
      element.append(value);
    }
    return element;
  }
  ignoreEvent() {
    return true;
  }
}

/** The values of a line stand at its end, in the order of their parts. */
const valueWidgets = drawn((list, state) => {
  const lines = new Map();
  for (const value of list) {
    if (value.at > state.doc.length) continue;
    const { to } = state.doc.lineAt(value.at);
    lines.set(to, [...(lines.get(to) ?? []), value]);
  }
  const widget = (list) => Decoration.widget({ widget: new Values(list), side: 1 });
  return Decoration.set([...lines].map(([to, list]) => widget(list).range(to)), true);
});

export const values = valueWidgets.field;

/** The effects that draw values. */
export const valueEffects = (state, list) => valueWidgets.effects(state, list);

const isRead = new LineMarker("is-read");

const markList = moving(setMarks);

const rangeMarks = drawn((list, state) =>
  Decoration.set(
    list.filter(({ from, to, mark }) => mark !== "is-read" && within(state, from, to)).map((one) => mark(one.mark).range(one.from, one.to)),
    true,
  ),
);

/** The effects that mark ranges. */
export const markEffects = (state, list) => (sameRanges(list, state.field(markList)) ? [] : [setMarks.of(list), ...rangeMarks.effects(state, list)]);

export const marks = [
  markList,
  rangeMarks.field,
  gutterLineClass.compute([markList], (state) => {
    const lines = new Set();
    for (const { from, to, mark } of state.field(markList)) {
      if (mark !== "is-read") continue;
      const last = state.doc.lineAt(Math.min(to, state.doc.length)).number;
      for (let line = state.doc.lineAt(Math.min(from, state.doc.length)).number; line <= last; line++) lines.add(state.doc.line(line).from);
    }
    return RangeSet.of([...lines].map((at) => isRead.range(at)), true);
  }),
];

// The field in which SQL, a payload or a template is edited: CodeMirror in a shadow root, where the page's policy lets
// its style sheets pass. It knows keys, drawing and positions; all that it says about a text it asks the page for,
// which asks the engine. Positions are UTF-16 code units everywhere.
import { EditorState, Compartment, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers, placeholder, rectangularSelection } from "@codemirror/view";
import { defaultKeymap } from "@codemirror/commands";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { completion } from "./completion.mjs";
import { brackets, folds, markEffects, marks, problemEffects, problems, tokens, tokensAnew, valueEffects, values } from "./decorations.mjs";
import { cards, closeCard } from "./cards.mjs";
import { withoutCharacters } from "./keys.mjs";
import { oneLine } from "./line.mjs";
import { changed, explain, join, leave, light, lightAttribute, point } from "./lineage.mjs";
import { parameters } from "./parameters.mjs";
import { inPieces } from "./pieces.mjs";
import { theme } from "./theme.mjs";

/** Written by the page in place of what was there: the page knows of it. */
const FROM_PAGE = "rulelens.page";

/**
 * What does not show, beside what the editor knows itself: as `hidden.rs` of the engine has it, but for what emoji and some
 * scripts need.
 */
const UNSEEN = /[\xa0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202a-\u202f\u205f-\u206f\u2800\u3000\u3164\uffa0\ufff0-\ufff8]/;

const drawing = new Compartment();
const NATIVE = [];

/**
 * Selections and carets are the browser's, which cost the page nothing while they blink; those beyond the first it does
 * not know are drawn.
 */
const drawnWhereMany = [
  drawing.of(NATIVE),
  EditorState.transactionExtender.of(({ startState, newSelection: { ranges } }) => {
    const isDrawn = drawing.get(startState) !== NATIVE;
    return isDrawn === ranges.length > 1 ? null : { effects: drawing.reconfigure(isDrawn ? NATIVE : drawSelection()) };
  }),
];

/** How long a pointer rests before it marks something, in milliseconds. */
const REST = 120;

export class TextEditor {
  /** Counts the forms of this class; the page uses one of them. */
  static version = 3;

  /** Takes what the rule's parts give and read, or `null` where that is not known, and whether values are drawn. */
  static explain = explain;

  /** Marks what an outgoing attribute comes from, which is chosen, or pointed at (`true`); `null` for nothing. */
  static light = lightAttribute;

  #host;
  #name;
  #view;
  #options = new Compartment();
  #page;
  #limit;
  #rest;

  /**
   * @param {HTMLElement} host where the editor stands
   * @param {object} page what the page is told and asked: `change(text, kind)`, `tooLarge(text)`, `undo(back)`,
   *   `ask(question)` which returns a promise, `fix(problem, fix)`, `format()`, `lit(attributes)`
   * @param {{name: string, text: string, label: string, limit: number, lines: boolean, hint: string}} options which text
   *   it is, the text, the field's name, how many code units can be edited, whether it has lines (with numbers) or is one
   *   line, and what stands in it while it is empty
   */
  constructor(host, page, { name, text, label, limit, lines, hint }) {
    this.#host = host;
    this.#name = name;
    this.#page = page;
    this.#limit = limit;
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    // The page has to know the text that a question is about, and hears of it at the end of an update.
    const ask = async (question) => {
      await null;
      return page.ask(question);
    };
    this.#view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.allowMultipleSelections.of(true),
          EditorState.tabSize.of(2),
          this.#options.of(attributes(label, {})),
          Prec.high(keymap.of([
            { key: "Shift-Alt-f", run: () => (page.format(), true) },
          ])),
          completion(ask),
          parameters(ask),
          cards(ask, (problem, fix) => page.fix(problem, fix)),
          lines ? [] : oneLine,
          keymap.of(withoutCharacters([...closeBracketsKeymap, ...defaultKeymap, ...(lines ? [...searchKeymap, ...foldKeymap] : [])])),
          closeBrackets(),
          highlightSpecialChars({ addSpecialChars: UNSEEN }),
          lines
            ? [
                drawnWhereMany,
                rectangularSelection(),
                highlightSelectionMatches({ minSelectionLength: 3 }),
                search({ top: true }),
                lineNumbers(),
                codeFolding(),
                foldGutter({ markerDOM }),
                EditorView.lineWrapping,
                inPieces,
              ]
            : [],
          hint ? placeholder(hint) : [],
          tokens(ask), brackets(ask), folds, marks, values, problems,
          theme,
          EditorState.transactionFilter.of((transaction) => this.#bounded(transaction)),
          EditorView.updateListener.of((update) => this.#updated(update)),
          EditorView.domEventHandlers({
            keydown(event) {
              const back = undoes(event);
              if (back === null) return false;
              page.undo(back);
              event.preventDefault();
              return true;
            },
            beforeinput(event, view) {
              const back = { historyUndo: true, historyRedo: false }[event.inputType];
              if (back !== undefined) page.undo(back);
              else if (!typed(event, view)) return false;
              event.preventDefault();
              return true;
            },
            paste: (event, view) => this.#inserted(event.clipboardData, view.state.selection.main),
            pointermove: (event, view) => {
              if (event.pointerType !== "mouse" || event.buttons) return;
              const { clientX: x, clientY: y } = event;
              this.#points(() => view.posAtCoords({ x, y }) ?? -1);
            },
            pointerleave: () => this.#points(() => -1),
            drop: (event, view) => {
              const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
              return this.#inserted(event.dataTransfer, { from: at, to: at });
            },
          }),
        ],
      }),
    });
    // The host holds text and selection as a field does.
    const main = () => this.#view.state.selection.main;
    const held = { value: () => this.text(), selectionStart: () => main().from, selectionEnd: () => main().to };
    for (const [name, get] of Object.entries(held)) Object.defineProperty(host, name, { configurable: true, get });
    // Who puts the focus on the host means the text.
    host.focus = () => this.#view.focus();
    join(this.#name, this);
  }

  /** The text. */
  text() {
    return this.#view.state.doc.toString();
  }

  /** Puts another text in the place of this one; only what differs is changed. The caret goes to `caret`, if given. */
  replace(text, caret) {
    const old = this.text();
    const selection = caret == null ? undefined : { anchor: Math.min(caret, text.length) };
    if (old === text && !selection) return;
    let start = 0;
    const shorter = Math.min(old.length, text.length);
    while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
    let same = 0;
    while (same < shorter - start && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++;
    this.#view.dispatch({
      changes: old === text ? [] : { from: start, to: old.length - same, insert: text.slice(start, text.length - same) },
      selection,
      scrollIntoView: Boolean(selection),
      userEvent: FROM_PAGE,
    });
  }

  /** Selects a range, brings it into view and takes the focus. */
  select(from, to) {
    const end = this.#view.state.doc.length;
    const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "nearest", yMargin: 40 }) });
    this.#view.focus();
  }

  /** The main selection's start and end. */
  selection() {
    const { from, to } = this.#view.state.selection.main;
    return [from, to];
  }

  /**
   * Draws problems: `{from, to, severity, message, code, fixes}`, with the fixes' titles. Tells assistive technology the
   * text's name, whether it is invalid, and what is wrong; and asks for everything anew, because another evaluator may be
   * there.
   */
  judge(list, label, invalid, description) {
    const { state } = this.#view;
    // All in one: for each transaction the browser lays the page out anew.
    this.#view.dispatch({
      effects: [
        ...problemEffects(state, list.map((one, index) => ({ ...one, index }))),
        this.#options.reconfigure(attributes(label, { invalid, description })),
        tokensAnew.of(null),
      ],
    });
  }

  /**
   * Where given, marks ranges: `{from, to, mark}`, where the mark is a class of `theme.mjs`; and draws values behind the
   * code: `{at, text, type, state}`.
   */
  draw(ranges, list) {
    const { state } = this.#view;
    const effects = [...(ranges ? markEffects(state, ranges) : []), ...(list ? valueEffects(state, list) : [])];
    if (effects.length) this.#view.dispatch({ effects });
  }

  /** Hides the values, which keep their room, or shows them again. */
  hideValues(hidden) {
    this.#host.style.setProperty("--values", hidden ? "hidden" : "visible");
  }

  destroy() {
    clearTimeout(this.#rest);
    for (const name of ["value", "selectionStart", "selectionEnd", "focus"]) delete this.#host[name];
    leave(this.#name);
    this.#view.destroy();
  }

  /** Marks what the pointer is at, once it rests. */
  #points(at) {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#page.lit(point(this.#name, at())), REST);
  }

  #updated(update) {
    if (update.docChanged) {
      changed();
      const typed = update.transactions.filter((transaction) => transaction.docChanged && !transaction.isUserEvent(FROM_PAGE));
      if (typed.length) {
        const kind = typed.every((one) => one.isUserEvent("input.type")) ? "Added" : typed.every((one) => one.isUserEvent("delete")) ? "Deleted" : "Otherwise";
        this.#page.change(this.text(), kind);
      }
    }
    if (update.docChanged || update.selectionSet || update.focusChanged) {
      const head = update.view.hasFocus ? update.state.selection.main.head : -1;
      // An update is no place to begin another one.
      queueMicrotask(() => {
        this.#page.lit(light(this.#name, head));
        if (update.docChanged) closeCard(update.view);
      });
    }
  }

  /** Whether an insertion makes the text too large to edit; the page then holds it. */
  #inserted(data, { from, to }) {
    const inserted = data?.getData("text/plain") ?? "";
    const doc = this.#view.state.doc;
    if (doc.length + inserted.length - (to - from) <= this.#limit) return false;
    const text = doc.sliceString(0, from) + inserted + doc.sliceString(to);
    // To read it was a long task already: what is done with it is another one.
    setTimeout(() => this.#page.tooLarge(text));
    return true;
  }

  #bounded(transaction) {
    if (!transaction.docChanged || transaction.newDoc.length <= this.#limit || transaction.isUserEvent(FROM_PAGE)) return transaction;
    const text = transaction.newDoc.toString();
    queueMicrotask(() => this.#page.tooLarge(text));
    return [];
  }
}

/** Whether a key asks for a step back (`true`) or forth (`false`); with the capitals locked, too. */
function undoes({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }) {
  if (altKey || isComposing || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return !shiftKey;
  return letter === "y" && !shiftKey ? false : null;
}

/**
 * Types a character. Left to the browser, it would keep the looks of what was selected as an inline style, which the
 * page's policy forbids, and lay a long line out several times before the editor sees what was typed.
 */
function typed({ inputType, data, isComposing, cancelable }, view) {
  if (inputType !== "insertText" || !data || isComposing || view.composing || !cancelable) return false;
  const { from, to } = view.state.selection.main;
  const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert))) view.dispatch(insert());
  return true;
}

function attributes(label, { invalid, description }) {
  return EditorView.contentAttributes.of({
    "aria-label": label,
    "aria-invalid": invalid ? "true" : "false",
    ...(description ? { "aria-description": description } : {}),
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
  });
}

function markerDOM(open) {
  const marker = document.createElement("span");
  marker.className = open ? "fold is-open" : "fold";
  marker.title = open ? "Fold" : "Unfold";
  return marker;
}

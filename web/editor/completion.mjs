// Completion: what the page offers at the caret. Enter stays a new line until somebody chose an offer.
import { Prec } from "@codemirror/state";
import { ViewPlugin, keymap } from "@codemirror/view";
import { acceptCompletion, autocompletion, closeCompletion, completionStatus, moveCompletionSelection, selectedCompletion, setSelectedCompletion, startCompletion } from "@codemirror/autocomplete";
import { prose } from "./cards.mjs";

const isSeen = (view) => view.dom.querySelector(".cm-tooltip-autocomplete") !== null;

/** Takes the chosen offer, or the first one. */
const accept = (view) => {
  if (!isSeen(view)) return false;
  if (!selectedCompletion(view.state)) view.dispatch({ effects: setSelectedCompletion(0) });
  return acceptCompletion(view) || true;
};

/** Closes the list; where none is seen yet, none will be, and the key is for others. */
const leave = (view) => {
  const seen = isSeen(view);
  closeCompletion(view);
  return seen;
};

/**
 * Keys for a list whose next answer is on its way. It is still seen, so they mean the list and not the text: they wait
 * for the answer, and are forgotten where something is typed instead.
 */
const waiting = ViewPlugin.define(() => ({
  keys: [],
  update({ view, state, docChanged }) {
    if (!this.keys.length || (!docChanged && completionStatus(state) === "pending")) return;
    const keys = this.keys.splice(0);
    // An update is no place to begin another one.
    if (!docChanged) queueMicrotask(() => keys.every((key) => key(view)));
  },
}));

/** A key for the list, which waits for its answer where others do, or where it `means` the list that is seen. */
const whenAnswered = (key, means = true) => (view) => {
  const { keys } = view.plugin(waiting);
  if (completionStatus(view.state) !== "pending" || !(keys.length || (means && isSeen(view)))) return key(view);
  keys.push(key);
  return true;
};

const option = ({ label, insert, kind, detail, info, caret }) => ({
  label,
  type: kind,
  detail,
  info: info ? () => prose(document.createElement("div"), info) : undefined,
  apply: (view, completion, from, to) => {
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + (caret ?? insert.length) },
      userEvent: "input.complete",
      scrollIntoView: true,
    });
  },
});

export const completion = (ask) => [
  waiting,
  autocompletion({
    override: [
      async (context) => {
        // Who types on asks anew: were the earlier question left open, no answer to it would be none to the later one.
        context.addEventListener("abort", () => {}, { onDocChange: true });
        const answer = await ask({ complete: { at: context.pos, asked: context.explicit } }).catch(() => null);
        if (!answer?.items.length || context.aborted) return null;
        return { from: answer.from, to: answer.to, options: answer.items.map(option), filter: false };
      },
    ],
    activateOnTyping: true,
    selectOnOpen: false,
    // Nothing is taken that was not chosen, so that nobody has to wait before choosing.
    interactionDelay: 0,
    defaultKeymap: false,
    icons: true,
    maxRenderedOptions: 100,
  }),
  Prec.highest(
    keymap.of([
      { key: "Ctrl-Space", run: startCompletion },
      { mac: "Alt-Escape", run: startCompletion },
      { key: "Escape", run: leave },
      { key: "ArrowDown", run: whenAnswered(moveCompletionSelection(true)) },
      { key: "ArrowUp", run: whenAnswered(moveCompletionSelection(false)) },
      { key: "PageDown", run: whenAnswered(moveCompletionSelection(true, "page")) },
      { key: "PageUp", run: whenAnswered(moveCompletionSelection(false, "page")) },
      { key: "Enter", run: whenAnswered((view) => Boolean(selectedCompletion(view.state)) && acceptCompletion(view), false) },
      { key: "Tab", run: whenAnswered(accept) },
    ]),
  ),
];

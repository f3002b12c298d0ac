// The form of the call that is being typed, above it, with the argument that is due.
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, ViewPlugin, keymap, showTooltip } from "@codemirror/view";
import { prose } from "./cards.mjs";

const setCall = StateEffect.define();

/** The call, while its form is shown. */
const callField = StateField.define({
  create: () => null,
  update(call, { effects, docChanged, changes }) {
    for (const one of effects) if (one.is(setCall)) return one.value;
    return call && docChanged ? { ...call, pos: changes.mapPos(call.pos) } : call;
  },
  provide: (field) => showTooltip.from(field, (call) => call && { pos: call.pos, above: true, create: () => ({ dom: draw(call) }) }),
});

function draw({ signature, active, due, info }) {
  const form = document.createElement("div");
  form.className = "call";
  const words = document.createElement("p");
  words.className = "title";
  const [from, to] = active ?? [0, 0];
  const name = document.createElement("strong");
  name.append(signature.slice(from, to));
  words.append(signature.slice(0, from), name, signature.slice(to));
  form.append(words, prose(document.createElement("p"), info));
  if (due) form.append(parameter(signature.slice(from, to), ...due));
  return form;
}

/** The parameter that is due: its name, the types it takes, and what it is for. */
function parameter(name, types, description) {
  const line = document.createElement("p");
  line.className = "due";
  const word = document.createElement("strong");
  word.append(name);
  line.append(word, ` (${types}): ${description}`);
  return line;
}

const spoken = ({ signature, active, due }) =>
  active ? `${signature}, ${signature.slice(...active)}: ${due[1]}` : signature;

/** Shows it when a bracket or comma is typed, or by key; it goes when the call is done or left, and by Escape. */
export const parameters = (ask) => {
  // Counts the questions, and what makes the answers to those on their way worthless.
  let newest = 0;
  // From a bracket on until there is nothing more to show: typing may be faster than the answers.
  let follows = false;
  const close = (view) => {
    newest += 1;
    follows = false;
    return Boolean(view.state.field(callField)) && (view.dispatch({ effects: setCall.of(null) }), true);
  };
  const show = async (view, says) => {
    const asked = (newest += 1);
    follows = true;
    const { doc, selection } = view.state;
    const answer = await ask({ parameters: { at: selection.main.head } }).catch(() => null);
    // The question that the newest state asks is on its way.
    if (asked !== newest || view.state.doc !== doc || !view.state.selection.eq(selection)) return;
    if (!answer || !view.hasFocus) return void close(view);
    const effects = [setCall.of({ ...answer, pos: answer.from })];
    view.dispatch({ effects: says ? [...effects, EditorView.announce.of(spoken(answer))] : effects });
  };
  return [
    callField,
    ViewPlugin.define((view) => ({
      update(update) {
        const { head } = update.state.selection.main;
        const begins = update.docChanged && "(,".includes(update.state.sliceDoc(head - 1, head) || " ");
        if (update.focusChanged && !view.hasFocus) queueMicrotask(() => close(view));
        else if (begins || (follows && (update.docChanged || update.selectionSet))) {
          const says = begins && !follows;
          queueMicrotask(() => show(view, says));
        }
      },
    })),
    Prec.high(
      keymap.of([
        { key: "Mod-Shift-Space", run: (view) => (show(view, true), true) },
        { key: "Escape", run: close },
      ]),
    ),
  ];
};

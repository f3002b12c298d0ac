// Cards: what there is to say about a place, by pointer, key or tap, with the problems there and their fixes.
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { problemList } from "./decorations.mjs";

const setCard = StateEffect.define();

const cardField = StateField.define({
  create: () => null,
  update(card, transaction) {
    for (const one of transaction.effects) if (one.is(setCard)) return one.value;
    return transaction.docChanged || transaction.selection ? null : card;
  },
  provide: (field) => showTooltip.from(field),
});

/** Writes words with code in backticks. */
export function prose(parent, words) {
  words.split("`").forEach((part, at) => {
    if (at % 2) parent.append(element("code", "", part));
    else parent.append(part);
  });
  return parent;
}

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

/** The problems at a position, with their places in the list. */
const problemsAt = (state, pos) =>
  state.field(problemList).filter(({ from, to }) => from - 1 < pos && pos <= Math.max(to, from + 1));

/** The page's address of an entry of the reference. */
const entryLink = (id) => `#v1.r.${id}`;

/** The function that an answer is about: only what is said of a function says how it is known. */
const functionOf = (answer) => answer?.evidence && /^\w+(?=\()/.exec(answer.title)?.[0];

/** The entry of the reference that a card is about most of all. */
const entryOf = ({ found, answer }) => (functionOf(answer) ? `functions.${functionOf(answer)}` : found[0] && `diagnostics.${found[0].code}`);

/** What a card shows, or `null` where there is nothing to say. */
async function content(view, ask, pos) {
  const found = problemsAt(view.state, pos);
  const answer = await ask({ hover: { at: pos } }).catch(() => null);
  return found.length || answer ? { found, answer } : null;
}

function draw({ found, answer }, fix, view) {
  const card = element("div", "card");
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "About this place");
  const more = (id, ...words) => {
    const link = element("a", "", ...words);
    link.href = entryLink(id);
    return element("p", "soft", link);
  };
  for (const { severity, message, fixes, index, code } of found) {
    const problem = element("div", `problem s-${severity}`, prose(element("p", ""), message));
    fixes.forEach((title, at) => {
      const button = prose(element("button", ""), title);
      button.type = "button";
      button.addEventListener("click", () => (closeCard(view), fix(index, at)));
      problem.append(button);
    });
    problem.append(more(`diagnostics.${code}`, element("code", "", code)));
    card.append(problem);
  }
  if (answer) {
    const { title, now, type, paragraphs, evidence } = answer;
    if (title) card.append(element("p", "title", title));
    if (now) card.append(element("p", "now", now, type ? ` ${type}` : ""));
    for (const words of paragraphs) card.append(prose(element("p", ""), words));
    if (evidence) card.append(element("p", "soft", `How we know: ${evidence}`));
    const name = functionOf(answer);
    if (name) card.append(more(`functions.${name}`, "In the reference"));
  }
  return card;
}

/** What a card says, for those who hear it. */
const spoken = ({ found, answer }) =>
  [...found.map(({ message }) => message), answer?.title, answer?.now && `${answer.now} ${answer.type ?? ""}`, ...(answer?.paragraphs ?? [])].filter(Boolean).join(". ").replaceAll("`", "");

/** Closes the card that a key opened. */
export const closeCard = (view) => view.state.field(cardField) && view.dispatch({ effects: setCard.of(null) });

export const cards = (ask, fix) => {
  const card = (pos, shown) => ({
    pos,
    above: true,
    entry: entryOf(shown),
    create: (view) => ({ dom: draw(shown, fix, view) }),
  });
  const show = async (view, pos = view.state.selection.main.head) => {
    const { doc } = view.state;
    const shown = await content(view, ask, pos);
    if (!shown || view.state.doc !== doc) return;
    view.dispatch({ effects: [setCard.of(card(pos, shown)), EditorView.announce.of(spoken(shown))] });
  };
  /** Goes to the next problem, or the one before. */
  const step = (by) => (view) => {
    const { head } = view.state.selection.main;
    const places = view.state.field(problemList).map(({ from }) => from).sort((a, b) => a - b);
    if (!places.length) return false;
    const next = by > 0 ? (places.find((at) => at > head) ?? places[0]) : (places.findLast((at) => at < head) ?? places.at(-1));
    view.dispatch({ selection: { anchor: Math.min(next, view.state.doc.length) }, scrollIntoView: true });
    show(view, next);
    return true;
  };
  return [
    cardField,
    hoverTooltip(
      async (view, pos) => {
        const shown = await content(view, ask, pos);
        return shown && card(pos, shown);
      },
      { hideOnChange: true },
    ),
    Prec.high(
      keymap.of([
        {
          // A second time it asks for all there is.
          key: "F1",
          run: (view) => {
            const entry = view.state.field(cardField)?.entry;
            if (entry) location.hash = entryLink(entry);
            else show(view);
            return true;
          },
          preventDefault: true,
        },
        { key: "F8", run: step(1), shift: step(-1) },
        { key: "Escape", run: (view) => Boolean(view.state.field(cardField)) && (closeCard(view), true) },
        {
          key: "Mod-.",
          run: (view) => {
            const { head } = view.state.selection.main;
            const line = view.state.doc.lineAt(head);
            const near = view.state.field(problemList);
            const here = near.filter(({ fixes, from }) => fixes.length && from >= line.from && from <= line.to);
            const nearest = here.sort((a, b) => Math.abs(a.from - head) - Math.abs(b.from - head))[0];
            if (!nearest) return false;
            if (nearest.fixes.length === 1) fix(nearest.index, 0);
            else show(view, nearest.from);
            return true;
          },
        },
      ]),
    ),
    EditorView.domEventHandlers({
      // A finger has no pointer that rests: a tap where the caret is already asks.
      pointerup(event, view) {
        if (event.pointerType !== "touch" || !view.hasFocus) return false;
        const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (pos !== null && Math.abs(pos - view.state.selection.main.head) <= 1) show(view, pos);
        return false;
      },
    }),
  ];
};

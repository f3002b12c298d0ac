// Long lines in pieces, each of which the browser lays out and paints on its own: else it does so with all of a line at each
// key.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** About how long a piece is, in code units; it is longer where there is no place to cut. */
const SIZE = 800;

/** From which length on a line is cut, in code units. */
const LONG = 2 * SIZE;

/** Below which length a piece would show as a short row for no reason, in code units. */
const SHORT = SIZE / 2;

/** Of a longer line CodeMirror itself draws only what is in view. */
const DRAWN_WHOLE = 20_000;

const piece = Decoration.mark({ class: "piece", inclusiveStart: true });

const isLong = ({ length }) => length > LONG && length <= DRAWN_WHOLE;

/** The pieces of a long line. They end behind a comma or a space, where a row may end. */
function pieces({ from, text }) {
  const found = [];
  const places = /[ ,](?![ ,])/g;
  let start = 0;
  while (text.length - start > LONG) {
    places.lastIndex = start + SIZE;
    if (!places.test(text) || text.length - places.lastIndex < SHORT) break;
    found.push(piece.range(from + start, from + places.lastIndex));
    start = places.lastIndex;
  }
  return [...found, piece.range(from + start, from + text.length)];
}

/** The set with new pieces for the lines that a range touches, where the present ones no longer fit. */
function cut(set, doc, from, to) {
  for (let at = from; at <= to; ) {
    const line = doc.lineAt(at);
    let [end, fits] = [line.from, true];
    set.between(line.from, line.to, (start, stop) => {
      fits &&= start === end && stop - start <= LONG && stop - start >= SHORT;
      end = stop;
    });
    if (!fits || end !== (isLong(line) ? line.to : line.from)) {
      set = set.update({ filterFrom: line.from, filterTo: line.to, filter: () => false, add: isLong(line) ? pieces(line) : [] });
    }
    at = line.to + 1;
  }
  return set;
}

/** Draws long lines in pieces. */
export const inPieces = StateField.define({
  create: ({ doc }) => cut(Decoration.none, doc, 0, doc.length),
  update(set, { docChanged, changes, newDoc }) {
    if (!docChanged) return set;
    set = set.map(changes);
    changes.iterChangedRanges((fromA, toA, from, to) => (set = cut(set, newDoc, from, to)));
    return set;
  },
  // Around all that is drawn in the line.
  provide: (field) => EditorView.outerDecorations.from(field),
});

// An editor of one line: what is inserted loses its line breaks, and Enter and the vertical arrows are not for it.
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

export const oneLine = [
  EditorState.transactionFilter.of((transaction) => {
    const { newDoc } = transaction;
    if (!transaction.docChanged || newDoc.lines === 1) return transaction;
    const changes = [];
    // A line ends where the break begins, whatever characters it is made of.
    for (let line = 1; line < newDoc.lines; line++) changes.push({ from: newDoc.line(line).to, to: newDoc.line(line + 1).from });
    return [transaction, { changes, sequential: true }];
  }),
  Prec.low(keymap.of([{ key: "Enter", run: () => true }])),
  EditorView.contentAttributes.of({ "aria-multiline": "false", tabindex: "0" }),
  EditorView.editorAttributes.of({ class: "is-line" }),
];

// How the editor looks: the page's own colours and sizes, which reach into the shadow root.
import { EditorView } from "@codemirror/view";

const wavy = (style, width) => ({
  textDecoration: `underline ${style} var(--severity)`,
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
  textDecorationThickness: width,
});

/** How tokens look, by selector; those of other classes look as the text does. */
const TOKENS = {
  ".t-keyword": { color: "var(--syntax-keyword)", fontWeight: "var(--strong)" },
  ".t-function": { color: "var(--syntax-function)" },
  ".t-string": { color: "var(--varchar)" },
  ".t-integer": { color: "var(--bigint)" },
  ".t-decimal": { color: "var(--double)" },
  ".t-constant": { color: "var(--boolean)" },
  ".t-comment": { color: "var(--ink-faint)", fontStyle: "italic" },
  ".t-template": { color: "var(--accent)" },
  ".t-error": { color: "var(--error)" },
};

/** Whether tokens of a class look otherwise than the text. */
export const isStyled = (name) => `.${name}` in TOKENS;

export const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "inherit", border: "1px solid var(--control-line)", borderRadius: "var(--radius)", minHeight: "inherit", maxHeight: "inherit", overflow: "clip" },
  // CodeMirror's own class for it comes a moment after the focus.
  "&:focus-within, &.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", minHeight: "inherit", maxHeight: "inherit", overflow: "auto" },
  ".cm-content": { padding: "4px 0", caretColor: "var(--ink)", minHeight: "inherit", minWidth: "0" },
  "&.is-line": { minHeight: "0", border: "0", background: "none", borderRadius: "calc(var(--radius) - 1px)" },
  // The frame around it shows the focus.
  "&.is-line:focus-within, &.is-line.cm-focused": { outline: "none" },
  "&.is-line .cm-scroller": { overflow: "auto hidden", scrollbarWidth: "none" },
  "&.is-line .cm-content": { padding: "3px 0" },
  "&.is-line .cm-line": { padding: "0 8px" },
  ".cm-placeholder": { color: "var(--ink-faint)" },
  // As wide as there is room, whatever the text: the browser would measure a long line twice for each key.
  ".cm-lineWrapping": { flexBasis: "0" },
  ".cm-line": { display: "flow-root", padding: "0 8px 0 4px" },
  // As wide as the line, so that the next one begins below it.
  ".piece": { display: "inline-block", width: "100%", verticalAlign: "top" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "1.5px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--mark)" },
  ".cm-selectionMatch": { background: "var(--hover)" },
  ".cm-gutters": { background: "none", border: "0", color: "var(--ink-faint)", fontSize: "11px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0 6px 0 4px" },
  ".cm-foldGutter .cm-gutterElement": { width: "12px", padding: "0" },
  ".fold": { cursor: "pointer", color: "var(--ink-faint)" },
  ".fold::before": { content: '"▸"' },
  ".fold.is-open::before": { content: '"▾"', opacity: "0" },
  "&:hover .fold.is-open::before, .cm-gutterElement:hover .fold.is-open::before": { opacity: "1" },
  ".cm-foldPlaceholder": { background: "var(--hover)", border: "1px solid var(--line)", borderRadius: "4px", color: "var(--ink-soft)", padding: "0 4px" },
  ".cm-lineNumbers .is-read": { boxShadow: "inset -2px 0 var(--ink-soft)" },
  ".cm-lineNumbers .has-problem": { color: "var(--severity)", fontWeight: "var(--strong)", boxShadow: "inset -2px 0 var(--severity)" },
  ".cm-specialChar": { color: "var(--error)" },

  ...TOKENS,
  ".is-unread, .is-unread *": { color: "var(--ink-faint) !important" },
  ".m-bracket": { background: "var(--mark)", outline: "1px solid var(--control-line)", outlineOffset: "-1px", borderRadius: "2px" },
  ".m-bracket-alone": { color: "var(--error)" },
  // The style of the edge says which attribute it is to those who do not see the colours apart.
  ".m-lineage": { background: "var(--ln)", borderBottom: "2px solid var(--ln-edge)", borderRadius: "3px 3px 0 0", paddingTop: "1px" },
  ".m-lineage-1": { "--ln": "var(--lineage-1)", "--ln-edge": "var(--lineage-1-edge)" },
  ".m-lineage-2": { "--ln": "var(--lineage-2)", "--ln-edge": "var(--lineage-2-edge)", borderBottomStyle: "dashed" },
  ".m-lineage-3": { "--ln": "var(--lineage-3)", "--ln-edge": "var(--lineage-3-edge)", borderBottomStyle: "dotted" },
  ".m-lineage-4": { "--ln": "var(--lineage-4)", "--ln-edge": "var(--lineage-4-edge)", borderBottom: "3px double var(--ln-edge)" },
  ".m-lineage, .m-lineage *": { color: "var(--ink) !important" },

  ".s-error": { "--severity": "var(--error)" },
  ".s-warning": { "--severity": "var(--warning)" },
  ".s-info": { "--severity": "var(--info)" },
  "span.s-error": wavy("wavy", "1px"),
  "span.s-warning": wavy("dashed", "1.5px"),
  "span.s-info": wavy("dotted", "2px"),

  ".values": { visibility: "var(--values, visible)", float: "right", maxWidth: "100%", paddingLeft: "16px", textAlign: "right", userSelect: "none", pointerEvents: "none" },
  // A value that does not fit beside the others goes to the next line as a whole.
  ".value": { display: "inline-block", maxWidth: "100%", color: "var(--ink-faint)", fontSize: "var(--small)", overflowWrap: "anywhere" },
  ".value + .value": { marginLeft: "16px" },
  ".value.is-undefined": { color: "var(--warning)" },
  ".value.is-error": { color: "var(--error)" },
  ".value .type": { display: "inline-grid", placeItems: "center", marginLeft: "6px", width: "14px", height: "14px", border: "1px solid", borderRadius: "50%", fontSize: "9px", lineHeight: "1", fontWeight: "var(--strong)", fontFamily: "var(--sans)", verticalAlign: "1px" },
  ".value .type.is-bigint": { color: "var(--bigint)", borderRadius: "2px" },
  ".value .type.is-double": { color: "var(--double)" },
  ".value .type.is-boolean": { width: "11px", height: "11px", marginInline: "8px 2px", color: "var(--boolean)", borderRadius: "1px", transform: "rotate(45deg)" },
  ".value .type.is-boolean > span": { transform: "rotate(-45deg)" },
  ".value .type.is-varchar": { color: "var(--varchar)", borderRadius: "2px 7px 7px 2px" },
  ".value .type.is-timestamp": { color: "var(--ink-soft)", borderRadius: "2px" },

  ".cm-tooltip": { background: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "var(--radius)", boxShadow: "var(--shadow-float)", fontFamily: "var(--sans)", fontSize: "var(--data)", lineHeight: "20px", zIndex: "20" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "var(--data)", maxHeight: "15em", minWidth: "240px", padding: "4px 0" },
  ".cm-tooltip-autocomplete > ul > li": { display: "flex", alignItems: "center", gap: "8px", minHeight: "var(--row)", padding: "0 12px 0 8px !important", lineHeight: "20px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--mark) !important", color: "var(--ink) !important", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { color: "var(--accent)", fontWeight: "var(--strong)", textDecoration: "none" },
  ".cm-completionDetail": { marginLeft: "auto", color: "var(--ink-soft)", fontSize: "var(--small)", fontStyle: "normal", maxWidth: "14em", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionIcon": { width: "16px", padding: "0", color: "var(--ink-soft)", fontSize: "11px", opacity: "1", textAlign: "center" },
  ".cm-completionIcon-key::after": { content: '"k"' },
  ".cm-completionIcon-function::after": { content: '"ƒ"' },
  ".cm-completionIcon-keyword::after": { content: '"K"' },
  ".cm-completionIcon-variable::after": { content: '"v"' },
  ".cm-completionIcon-value::after": { content: '"="' },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px 12px", maxWidth: "320px" },

  ".call": { padding: "4px 12px 6px", maxWidth: "min(480px, 80vw)" },
  ".call p, .card p": { margin: "0" },
  ".call p, .card .soft": { color: "var(--ink-soft)", fontSize: "var(--small)" },
  ".call .title": { color: "var(--ink)", fontFamily: "var(--mono)", fontSize: "var(--data)", overflowWrap: "anywhere" },
  ".call .due": { marginTop: "4px" },
  ".call .title strong": { color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "3px" },

  ".card": { padding: "8px 12px 12px", maxWidth: "min(420px, 80vw)", maxHeight: "320px", overflow: "auto" },
  ".card > * + *": { marginTop: "6px" },
  ".card .title": { fontFamily: "var(--mono)", fontWeight: "var(--strong)", overflowWrap: "anywhere" },
  ".card .now": { fontFamily: "var(--mono)", overflowWrap: "anywhere" },
  ".card .problem": { paddingLeft: "8px", borderLeft: "3px solid var(--severity)" },
  ".card code, .cm-completionInfo code": { fontFamily: "var(--mono)", background: "var(--sunken)", padding: "0 3px", borderRadius: "3px" },
  ".card button": { display: "block", minHeight: "var(--control)", padding: "0 8px", border: "1px solid var(--control-line)", borderRadius: "var(--radius)", background: "var(--surface)", color: "var(--accent)", font: "inherit", cursor: "pointer", textAlign: "left" },
  ".card button:hover": { background: "var(--hover)" },
  ".card button:focus-visible": { outline: "2px solid var(--accent)" },

  ".cm-panels": { background: "var(--sunken)", color: "var(--ink)", fontFamily: "var(--sans)", borderColor: "var(--line)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 8px", fontSize: "var(--small)" },
  ".cm-panel.cm-search label": { fontSize: "var(--small)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "16px" },
  ".cm-textfield, .cm-button": { background: "var(--surface) none", color: "var(--ink)", border: "1px solid var(--control-line)", borderRadius: "4px", fontSize: "var(--small)" },
  ".cm-searchMatch": { background: "var(--lineage-1)" },
  ".cm-searchMatch-selected": { background: "var(--lineage-1)", outline: "1px solid var(--lineage-1-edge)" },

  "@media (forced-colors: active)": {
    "span.s-error, span.s-warning, span.s-info": { textDecorationColor: "CanvasText" },
    ".m-lineage, .m-bracket": { outline: "1px solid CanvasText" },
  },
});

// How the element looks. One sheet for all elements of a page; the page can set `color-scheme` on <rule-lens> to choose light
// or dark, and its width as it likes: the two columns come where they have room.

import { TOKENS } from "./tokens.js";

const CSS = `
:host {
  color-scheme: light dark;
  --timestamp: var(--ink-soft);
  display: block;
  container-type: inline-size;
  margin: 16px 0;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--surface);
  color: var(--ink);
  font: 400 14px/20px var(--sans);
  text-align: left;
  overflow: hidden;
}
:host([hidden]), [hidden] { display: none; }
*, ::before, ::after { box-sizing: border-box; }
.inputs, .outputs { min-width: 0; padding: 12px 16px 16px; }
.outputs { border-top: 1px solid var(--line); background: var(--sunken); }
@container (min-width: 680px) {
  .all { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); }
  .outputs { border-top: 0; border-left: 1px solid var(--line); }
}
.field { margin-top: 8px; }
.group:first-child .field:first-child { margin-top: 0; }
.heading { display: flex; justify-content: space-between; gap: 8px; margin-bottom: 4px; color: var(--ink-soft); font-size: 12px; line-height: 16px; }
.version { font-family: var(--mono); }
input, textarea {
  display: block;
  width: 100%;
  margin: 0;
  padding: 5px 8px;
  border: 1px solid var(--control-line);
  border-radius: 6px;
  background: var(--surface);
  color: inherit;
  font: 400 13px/20px var(--mono);
  tab-size: 2;
}
textarea { field-sizing: content; min-height: 52px; max-height: 340px; resize: vertical; }
textarea:read-only { min-height: 32px; }
:is(input, textarea):read-only { border-color: var(--line); background: var(--sunken); }
[aria-invalid="true"] { border-color: var(--error); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button {
  min-height: 24px;
  padding: 1px 8px;
  border: 1px solid var(--control-line);
  border-radius: 6px;
  background: var(--surface);
  color: var(--accent);
  font: inherit;
  cursor: pointer;
}
button:hover { background: var(--hover); }
p { margin: 0; overflow-wrap: anywhere; }
.soft { color: var(--ink-soft); }
code, pre, .data, .common dd, tbody th { font-family: var(--mono); font-size: 13px; }
.output { display: grid; gap: 12px; }
.output > button { justify-self: start; }
.strip { display: flex; margin: 0; padding: 0; list-style: none; }
.stage {
  flex: 1 1 auto;
  min-width: 0;
  margin-left: -1px;
  padding: 5px 8px;
  border: 1px solid var(--line);
  background: var(--surface);
}
.stage:first-child { margin-left: 0; border-radius: 6px 0 0 6px; }
.stage:last-child { border-radius: 0 6px 6px 0; }
.stage:only-child { border-radius: 6px; }
.stage-name { display: flex; align-items: center; gap: 5px; font-weight: 600; }
.stage-name > span, .stage-summary { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.stage-summary { display: block; color: var(--ink-soft); font-size: 12px; line-height: 16px; }
.stage:is(.is-absent, .is-notReached) { color: var(--ink-soft); }
.stage.is-stopped { border-color: var(--control-line); }
.stage:is(.is-stopped, .is-warning, .is-error) { z-index: 1; position: relative; }
.is-error { --tone: var(--error); --tone-ground: var(--error-ground); }
.is-warning { --tone: var(--warning); --tone-ground: var(--warning-ground); }
.is-info { --tone: var(--info); --tone-ground: var(--info-ground); }
.stage:is(.is-warning, .is-error) { border-color: var(--tone); background: var(--tone-ground); }
.stage:is(.is-warning, .is-error) :is(.stage-name, .stage-summary) { color: var(--tone); }
.icon { flex: none; width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; vertical-align: -3px; }
.icon-passed { color: var(--passed); }
.icon-error { border: 1.5px solid; border-radius: 50%; }
.icon-warning { stroke-width: 1.25; }
.icon-info { border: 1.5px solid; border-radius: 3px; }
.icon-notReached { stroke-width: 3; }
@container (max-width: 420px) {
  .strip { flex-direction: column; }
  .stage { display: flex; justify-content: space-between; gap: 8px; margin: -1px 0 0; }
  .stage:first-child { margin: 0; border-radius: 6px 6px 0 0; }
  .stage:last-child { border-radius: 0 0 6px 6px; }
  .stage-summary { line-height: 20px; }
  button { min-height: 36px; }
}
.problems { display: grid; gap: 8px; margin: 0; padding: 0; list-style: none; }
.problem { display: grid; gap: 4px; padding: 8px 12px; border-left: 3px solid var(--tone); border-radius: 6px; background: var(--tone-ground); }
.problem p:first-child > .icon { margin-right: 6px; color: var(--tone); }
.problem strong { color: var(--tone); font-weight: 600; }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; font-size: 12px; }
.foot .code { margin-left: auto; font-family: var(--mono); }
.old { display: grid; gap: 12px; filter: grayscale(1); }
.old :is(.title, pre, .stage, th, td, dd, .type, .icon) { color: var(--ink-soft); }
.section { min-width: 0; }
.title { margin-bottom: 4px; font-weight: 600; }
pre { margin: 0; padding: 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); line-height: 20px; white-space: pre-wrap; overflow-wrap: anywhere; }
.soft + pre { margin-top: 4px; }
.common { display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0 0 4px; font-size: 12px; }
.common div { display: flex; gap: 6px; min-width: 0; }
.common dt { color: var(--ink-soft); }
.common dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 4px 6px; text-align: left; vertical-align: baseline; font-weight: 400; }
thead th { border-bottom: 1px solid var(--line); color: var(--ink-soft); font-size: 12px; line-height: 16px; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th, .data { max-width: 32ch; overflow-wrap: break-word; }
tbody th { font-weight: 600; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.type { display: inline-flex; align-items: center; gap: 6px; color: var(--ink-soft); font-size: 12px; font-weight: 600; white-space: nowrap; }
.is-bigint { color: var(--bigint); }
.is-double { color: var(--double); }
.is-boolean { color: var(--boolean); }
.is-varchar { color: var(--varchar); }
.letter { display: inline-grid; flex: none; place-items: center; width: 16px; height: 16px; border: 1.5px solid; border-radius: 2px; font-size: 10px; line-height: 1; }
.is-double .letter { border-radius: 50%; }
.is-boolean .letter { width: 13px; height: 13px; margin: 0 1.5px; transform: rotate(45deg); }
.is-boolean .letter > span { transform: rotate(-45deg); }
.is-varchar .letter { width: 18px; border-radius: 2px 8px 8px 2px; }
.verdict .icon { margin-right: 6px; }
.verdict.is-warning { color: var(--tone); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) {
  .stage:is(.is-stopped, .is-warning, .is-error) { border-width: 2px; }
}
`;

let made;

/** The sheet, made when the first element is. */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(TOKENS + CSS);
  }
  return made;
}

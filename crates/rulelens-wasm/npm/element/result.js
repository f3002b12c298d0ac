// What came of a message, as elements: how far it got, what is wrong, what each action does, the outgoing payload.
import { icon, make, sentence } from "./make.js";

const SEVERITIES = { error: "Error", warning: "Warning", info: "Note" };
const INPUTS = { sql: "SQL", payload: "payload", topic: "topic", action: "action" };
const VERDICTS = { accepted: "accepted", unchanged: "nothing changes", rejected: "rejected", undocumented: "unknown (AWS does not document this)" };
const STATES = { passed: "passed", stopped: "stopped here", absent: "not used", notReached: "not reached" };
/** How many rows of a table are shown. */
const ROWS = 100;

/**
 * What is shown of a result, and what is said of it. `last` is the last one whose rule was not rejected; `go` selects a place,
 * `applyFix` makes a fix, where that is possible.
 */
export function result(found, last, { go, applyFix }) {
  const isRejected = found.outcome === "rejected";
  const parts = [];
  if (!isRejected) parts.push(strip(found.stages));
  const stop = found.stages.find(({ state }) => state === "stopped");
  // Where nothing is reported, the stage itself says why.
  if (stop && !found.diagnostics.some(({ severity }) => severity === "error")) {
    parts.push(make("p", { class: "why" }, ...sentence(stop.explanation)));
  }
  if (found.diagnostics.length > 0) parts.push(problems(found.diagnostics, go, applyFix));
  if (!isRejected) parts.push(...content(found));
  else if (last) {
    const old = make("div", { class: "old" }, strip(last.stages), ...content(last));
    parts.push(make("p", { class: "soft" }, "From your last valid rule:"), old);
  }
  return { parts, said: said(found, stop) };
}

/** A sentence for who hears it. */
function said({ outcome, stages, diagnostics }, stop) {
  const count = (severity, one, many) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
  };
  const end = stages.at(-1);
  const how =
    outcome === "rejected"
      ? "The rule is rejected."
      : stop
        ? `Stopped at ${stop.title}: ${stop.summary}.`
        : `Result: ${end.title}, ${end.summary}.`;
  const wrong = [...count("error", "error", "errors"), ...count("warning", "warning", "warnings")];
  return wrong.length > 0 ? `${how} ${wrong.join(", ")}.` : how;
}

function strip(stages) {
  const items = stages.map(({ title, state, severity, summary }) => {
    const kind = severity === "error" || severity === "warning" ? severity : state;
    const name = make("span", { class: "stage-name" }, icon(kind), make("span", {}, title));
    const unseen = make("span", { class: "unseen" }, ` ${STATES[state]}: `);
    const item = make("li", { class: `stage is-${kind}` });
    item.append(name, unseen, make("span", { class: "stage-summary" }, summary));
    return item;
  });
  return make("ol", { class: "strip", "aria-label": "Stages" }, ...items);
}

function problems(diagnostics, go, applyFix) {
  return make("ul", { class: "problems", "aria-label": "Problems" }, ...diagnostics.map((one) => problem(one, go, applyFix)));
}

function problem(one, go, applyFix) {
  const [label] = one.labels;
  const message = make("p", {}, icon(one.severity), make("strong", {}, `${SEVERITIES[one.severity]}: `), ...sentence(one.message));
  const item = make("li", { class: `problem is-${one.severity}` }, message);
  if (one.help) item.append(make("p", { class: "soft" }, ...sentence(one.help)));
  const foot = make("p", { class: "foot" });
  // A place in a string inside the action counts from that string's start, so it is told and not selected.
  const isInField = one.input in INPUTS && !one.actionPath;
  if (label) {
    const where = `${one.actionPath ?? INPUTS[one.input] ?? one.input}, line ${label.line}, column ${label.column}`;
    const place = isInField ? make("button", { type: "button" }, where) : make("span", { class: "soft" }, where);
    place.addEventListener("click", () => isInField && go(one, label));
    foot.append(place);
  }
  if (applyFix && isInField) {
    for (const fix of one.fixes) {
      const button = make("button", { type: "button" }, fix.title);
      button.addEventListener("click", () => applyFix(one, fix));
      foot.append(button);
    }
  }
  foot.append(make("span", { class: "code soft" }, one.code));
  item.append(foot);
  return item;
}

function content({ deliveries, errorDelivery, outgoingPayload, outgoingPayloadBase64 }) {
  const parts = deliveries.map((one) => delivery(one, one.title));
  if (errorDelivery) parts.push(delivery(errorDelivery, `Error action: ${errorDelivery.title}`));
  if (outgoingPayload !== undefined) parts.push(section("Outgoing payload", text(outgoingPayload)));
  else if (outgoingPayloadBase64) parts.push(section("Outgoing payload, in base64", text(outgoingPayloadBase64)));
  return parts;
}

function section(title, ...children) {
  // Not a heading: how deep one would be depends on the page around the element.
  return make("div", { class: "section", role: "group", "aria-label": title }, make("p", { class: "title" }, title), ...children);
}

function text(value) {
  return make("pre", {}, value);
}

function delivery({ destination, content: what }, title) {
  const heading = destination ? `${title} ${destination}` : title;
  switch (what.kind) {
    case "records":
      return section(heading, ...records(what.records));
    case "points":
      return section(heading, text(what.points.map(({ line }) => line).join("\n")));
    case "request":
      return section(heading, make("p", { class: "soft" }, what.operation), text(what.request));
    case "text":
      return section(heading, make("p", { class: "soft" }, what.format), text(what.text));
    default:
      return section(heading, make("p", { class: "soft" }, "Nothing is written."));
  }
}

/** The records of one delivery, which have dimensions and time in common. */
function records(all) {
  const [first] = all;
  if (!first) return [make("p", { class: "soft" }, "No record is written.")];
  const pairs = first.Dimensions.map(({ Name, Value }) => [Name, Value]);
  pairs.push([first.processingTime ? "time of processing" : "time", first.timeUtc ? `${first.timeUtc} UTC` : `${first.Time} ${first.TimeUnit}`]);
  const common = make("dl", { class: "common" });
  for (const [name, value] of pairs) common.append(make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  const head = ["Measure", "Value", "Type", "Verdict"].map((name, index) =>
    make("th", { scope: "col", ...(index === 1 ? { class: "number" } : {}) }, name),
  );
  const rows = all.slice(0, ROWS).map(row);
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  // What is too wide can be scrolled with the keyboard, too.
  const region = make("div", { class: "table", role: "region", "aria-label": "Records", tabindex: "0" }, table);
  const more = all.length > ROWS ? [make("p", { class: "soft" }, `${all.length - ROWS} more records`)] : [];
  return [common, region, ...more];
}

function row({ MeasureName, MeasureValue, MeasureValueType, verdict }) {
  const type = make("span", { class: `type is-${MeasureValueType.toLowerCase()}` });
  type.append(make("span", { class: "letter", "aria-hidden": "true" }, make("span", {}, MeasureValueType[0])), MeasureValueType);
  const isGood = verdict.outcome === "accepted" || verdict.outcome === "unchanged";
  const words = verdict.store ? `${verdict.store} store` : VERDICTS[verdict.outcome];
  const why = verdict.reasons.map(({ message }) => message.replaceAll("`", "")).join(" ");
  const judged = make("td", { class: isGood ? "verdict" : "verdict is-warning" }, icon(isGood ? "passed" : "warning"), words);
  if (why && !isGood) judged.append(make("span", { class: "soft" }, ` ${why}`));
  const isText = MeasureValueType === "VARCHAR" || MeasureValueType === "BOOLEAN";
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, MeasureName),
    make("td", { class: isText ? "data" : "data number" }, MeasureValue),
    make("td", {}, type),
    judged,
  );
}

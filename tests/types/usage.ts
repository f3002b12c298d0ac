// A program that uses the JavaScript API, for `cargo xtask test --only types`: it compiles under `tsc --strict`, and where
// a line must not compile, `@ts-expect-error` says so.

import {
  PreparedRule,
  evaluate,
  readRuleDocument,
  recordsToCsv,
  recordsToRows,
  replay,
  toInfluxdb,
  writeRecordsRequests,
  writeRuleDocument,
} from "./rulelens_wasm.js";
import type {
  ContextDocument,
  DiagnosticView,
  EvaluateRequest,
  Evaluation,
  Evidence,
  MeasureValueType,
  OutcomeKind,
  RecordView,
  ReplayResponse,
  Severity,
  Stage,
  WriteOutcome,
} from "./rulelens_wasm.js";

const context: ContextDocument = {
  clientId: "c",
  timestamp: 1700000000000,
  mqttProperties: { content_type: "json" },
  userProperties: [["a", "1"]],
  mocks: [{ function: "get_dynamodb", arguments: ["t", 1], result: { room: null } }],
  descriptors: [{ bucket: "b", key: "k", proto: { "a.proto": "" } }],
  randomSeed: 1,
  dynamodbTables: { t: { partitionKey: "id", partitionKeyType: "STRING" } },
};
const others: ContextDocument[] = [
  { userProperties: { a: ["1", "2"] }, mocks: { get_secret: "x" } },
  { userProperties: [{ a: "1" }] },
  // @ts-expect-error: there is no such member.
  { clientID: "c" },
  // @ts-expect-error: types of keys are named.
  { dynamodbTables: { t: { partitionKey: "id", partitionKeyType: "TEXT" } } },
];

const outgoing: string | undefined = new PreparedRule("SELECT * FROM 'a'", "a").outgoing("{}");
// @ts-expect-error: bytes go another way.
new PreparedRule("SELECT * FROM 'a'", "a").outgoing(new Uint8Array(2));

const request: EvaluateRequest = { sql: "SELECT * FROM 'a'", topic: "a", payload: "{}", context, trace: true };
const evaluation: Evaluation = evaluate(request);
const outcome: OutcomeKind = evaluation.outcome;
const stages: Stage[] = evaluation.stages;
const text: string | undefined = evaluation.outgoingPayload ?? evaluation.outgoingPayloadBase64;
// @ts-expect-error: an outcome is rejected, not refused.
const rejected: boolean = evaluation.outcome === "refused";

export function records(evaluation: Evaluation): RecordView[] {
  for (const { kind, content } of evaluation.deliveries) {
    if (kind === "timestream" && content.kind === "records") return content.records;
    if (content.kind === "points") console.log(content.points[0]?.line, content.points[0]?.fields[0]?.type);
    if (content.kind === "request") console.log(content.operation, JSON.parse(content.request));
    // @ts-expect-error: only records have a table.
    if (content.kind === "text") console.log(content.TableName);
  }
  return [];
}

export function shown(record: RecordView): string {
  const type: MeasureValueType = record.MeasureValueType;
  const verdict: WriteOutcome = record.verdict.outcome;
  const why: string | undefined = record.typeReason?.explanation;
  const room: string | undefined = record.Dimensions.find(({ Name }) => Name === "room")?.Value;
  return `${record.MeasureName} ${record.MeasureValue} ${type} ${record.Time} ${record.TimeUnit} ${record.timeUtc} ${verdict} ${why} ${room}`;
}

export function place(diagnostic: DiagnosticView): string {
  const severity: Severity = diagnostic.severity;
  const evidence: Evidence | undefined = diagnostic.evidence;
  const [label] = diagnostic.labels;
  return `${severity} ${evidence} ${diagnostic.code} ${label?.line}:${label?.column}-${label?.endLine}:${label?.endColumn}`;
}

const csv: string = recordsToCsv(records(evaluation));
const cells: (string | null)[][] = recordsToRows(records(evaluation)).rows;
const requests: string[] = writeRecordsRequests("home", "climate", records(evaluation));

const document = readRuleDocument("Resources: {}");
const [rule] = document.rules;
if (rule) {
  evaluate({ rule, topic: "a", payload: "{}" });
  const written: string | undefined = writeRuleDocument(rule, "cfn-yaml").text;
  const converted: string | undefined = toInfluxdb({ sql: rule.sql, sqlVersion: rule.sqlVersion, action: rule.action }).action;
  console.log(written, converted);
}

const replayed: ReplayResponse = replay({ sql: "SELECT * FROM 'a'", topic: "a", messages: [{ payload: "{}" }] });
const rejectedRecords: number | undefined = replayed.summary?.records["rejected"];
const first: string | undefined = replayed.summary?.tables[0]?.measures[0]?.first.MeasureValue;
const codes: string[] = replayed.messages.flatMap((message) => message.diagnostics.map(({ code }) => code));

console.log(others, outcome, outgoing, stages, text, rejected, csv, cells, requests, rejectedRecords, first, codes);

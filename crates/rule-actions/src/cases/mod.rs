//! Cases: a rule, a message, and what must come of them, as data.
//!
//! The fields are those of AWS's validation tool for AWS IoT rules, whose files run unchanged, and some of our own:
//!
//! | field | meaning |
//! | --- | --- |
//! | `inputSql`, `topic` | the rule's statement and the message's topic; required |
//! | `inputPayload` | a string is published as it is, other JSON compactly |
//! | `inputPayloadBase64` | the payload's bytes, in place of `inputPayload` |
//! | `sqlVersion` | `2016-03-23` by default |
//! | `action` | as in a rule: `{"timestream": {…}}`, an array of such, or `{"actions": […], "errorAction": {…}}` |
//! | `context` | `clientId`, `principal`, `accountId`, `timestamp` (milliseconds, 0 by default), `traceId`, `sourceIp`, `mqttProperties`, `userProperties`, `mocks`, `descriptors`, `dynamodbTables`, `randomSeed` |
//! | `expectedOutput` | the outgoing payload: a string is its exact text, other JSON its compact text, keys in this order |
//! | `expectedMatch` | whether the rule acts; a rule that is rejected or fails does neither |
//! | `expectedError` | a part of the message, help or code with which the rule or its action is rejected, or fails |
//! | `expectedRecords` | the records in order, as WriteRecords takes them; a field that is omitted is not compared |
//! | `expectedVerdicts` | what becomes of each record: `accepted`, `unchanged`, `rejected` or `undocumented`, and after a colon the store (`accepted: magnetic`) or a reason's code (`rejected: type-conflict`) |
//! | `table` | the Timestream table's `memoryRetentionHours`, `magneticRetentionDays` and `magneticWrites`, and `measures` that it already has, as `{"t": "DOUBLE"}` |
//! | `earlier` | messages that the rule took before: `inputPayload` or `inputPayloadBase64`, where they differ from the case's own `topic`, `timestamp` and `clientId`, a `name` for people, and what is expected of them: `expectedMatch`, `expectedRecords`, `expectedVerdicts` |
//! | `expectedDeliveries` | what each action does, in order: `{"action": "dynamoDB", "destination": …, "operation": "PutItem", "request": {…}}`, or `"error"` with a part of the message, help or code; what is omitted is not compared, at any depth of `request` too: of its objects only the members that are written, of its arrays all elements in their order; but an action without `error` must not fail |
//! | `expectedLines` | the lines of line protocol of the first InfluxDB action, in order |
//! | `expectedDiagnostics` | codes of what must be reported, such as `timestream.quoted-number`; others may be reported too |
//! | `onlyDiagnostics` | `true`: nothing is reported beside `expectedDiagnostics` and the error that `expectedError` names; without these, nothing at all |
//! | `expectedErrorAction` | the same for the error action; null where it must not run |
//! | `name`, `source`, `evidence`, `lookAt` | for people |
//!
//! `mocks` says what functions answer that call other services: `{"get_dynamodb": {"k": 1}}` for any call, or an array
//! of `{"function": …, "arguments": […], "result": …}` with `"error"` in place of `"result"` for a call that fails.
//! `arguments` are the call's first ones; further ones may be anything, and null also stands for Undefined.
//!
//! `descriptors` is what Amazon S3 holds for `decode` with `'proto'`: an array of `{"bucket": …, "key": …, "base64": …}`
//! with a `FileDescriptorSet`, or with `"proto": {"name.proto": "text"}` in place of `"base64"`.
//!
//! `dynamodbTables` states the keys of tables, for actions that do not name them:
//! `{"devices": {"partitionKey": "id", "partitionKeyType": "STRING", "sortKey": …, "sortKeyType": "NUMBER"}}`, where
//! the types and the sort key may be omitted.
//!
//! An unknown field is reported and does nothing, except that one that looks like a misspelt field or starts with
//! `expected` makes the case malformed: a check that is not made must not go unnoticed.

mod case;
mod check;
mod deliveries;
mod expected;
mod lines;
mod members;
mod observed;
mod rounding;
mod verdicts;

pub use case::{Case, Malformed};
pub use check::{CaseResult, Difference};
pub use deliveries::ExpectedDelivery;
pub use expected::{Expected, ExpectedOutput, ExpectedRecord};
pub use lines::{read_document, read_lines};
pub use members::{CaseRule, without_rule};
pub use observed::with_outcome;
pub use verdicts::{EarlierMessage, ExpectedVerdict, History};

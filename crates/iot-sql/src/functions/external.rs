//! Functions that call other services, answered by the context's mocks.

use super::errors;
use super::{Body, Function, documented, gives, gives_for, one, optional};
use crate::eval::{Evaluator, Failure};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::limits::Meter;
use crate::syntax::tree::{Call, Expr};
use crate::value::{Value, compare};
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

/// What all of these functions have in common.
const ABSENT: &str = "Arguments are passed on as they are, Undefined as null. Without a mock, and when the call fails, the rule fails; get_or_default() returns a default instead. The examples use mocks.";

pub(super) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "aws_lambda",
        parameters: &[
            one("functionArn", "String", "The ARN of the Lambda function."),
            one("inputJson", "any", "The value that the function is called with."),
        ],
        summary: "Calls a Lambda function and returns its JSON response, within two seconds.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS names no SQL version for it. That a failing call fails the rule is documented for get_dynamodb; that it holds here too is assumed.",
        examples: &[
            gives_for(
                "aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:area', {'side': side}).area",
                r#"{"side":3}"#,
                "9",
            ),
            gives(
                "get_or_default(aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:gone', {}))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
    Function {
        name: "get_dynamodb",
        parameters: &[
            one("tableName", "String", "The name of the DynamoDB table."),
            one("partitionKeyName", "String", "The name of the table's partition key."),
            one("partitionKeyValue", "any", "The value of the item's partition key."),
            optional("sortKeyName", "String", "The name of the table's sort key, if it has one."),
            optional("sortKeyValue", "any", "The value of the item's sort key."),
            one("roleArn", "String", "The ARN of a role that may read the table."),
        ],
        summary: "Returns the item of a DynamoDB table with this key; a statement may call it once.",
        absent: ABSENT,
        since: V2016_03_23,
        evidence: Documented,
        note: "",
        examples: &[
            gives_for(
                "get_dynamodb('InServiceDevices', 'deviceId', id, 'arn:aws:iam::123456789012:role/getdynamo').location",
                r#"{"id":"d1"}"#,
                r#""hall""#,
            ),
            gives(
                "get_or_default(get_dynamodb('DeviceConfig', 'deviceId', missing, 'arn:aws:iam::123456789012:role/r'), 'standard')",
                r#""standard""#,
            ),
            gives(
                "get_or_default(get_dynamodb('DeviceConfig', 'deviceId', missing, 'arn:aws:iam::123456789012:role/r'))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
    Function {
        name: "get_registry_data",
        parameters: &[
            one(
                "registryAPI",
                "'DescribeThing' or 'ListThingGroupsForThing'",
                "The API of the registry to call.",
            ),
            one("thingName", "String", "The name of the thing."),
            one("roleArn", "String", "The ARN of a role that may call that API."),
        ],
        summary: "Returns a thing's data from the thing registry, in the shape of that API's response; may be called once in statement and templates together.",
        absent: ABSENT,
        since: V2016_03_23,
        evidence: Assumed,
        note: "What a failing call does is not documented; it fails the rule here, as with get_dynamodb. AWS does not name it among the functions that get_or_default's default cannot call, so it is allowed there.",
        examples: &[
            gives(
                "get_registry_data('DescribeThing', 'sensor1', 'arn:aws:iam::123456789012:role/r').thingTypeName",
                r#""testenv""#,
            ),
            gives(
                "get_or_default(get_registry_data('DescribeThing', missing, 'arn:aws:iam::123456789012:role/r'))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
    Function {
        name: "get_secret",
        parameters: &[
            one("secretId", "String", "The name or the ARN of the secret."),
            one("secretType", "'SecretString' or 'SecretBinary'", "Which form of the secret to read."),
            optional("key", "String", "The key of a JSON secret whose value is returned."),
            one("roleArn", "String", "The ARN of a role that may read the secret."),
        ],
        summary: "Returns a secret of AWS Secrets Manager, or the value of one key of a JSON secret.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS names no SQL version for it, and says that it fails with an exception for a key of a secret that is not JSON; that this fails the rule is assumed.",
        examples: &[
            gives(
                "get_secret('api', 'SecretString', 'token', 'arn:aws:iam::123456789012:role/r')",
                r#""s3cr3t""#,
            ),
            gives(
                "get_or_default(get_secret(missing, 'SecretString', 'arn:aws:iam::123456789012:role/r'))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
    Function {
        name: "get_thing_shadow",
        parameters: &[
            one("thingName", "String", "The name of the thing."),
            optional(
                "shadowName",
                "String",
                "The name of the shadow; without it, the thing's unnamed shadow is returned.",
            ),
            one("roleArn", "String", "The ARN of a role that may read the shadow."),
        ],
        summary: "Returns a thing's shadow, the named one where a name is given.",
        absent: ABSENT,
        since: V2016_03_23,
        evidence: Assumed,
        note: "What a failing call does is not documented; it fails the rule here, as with get_dynamodb.",
        examples: &[
            gives(
                "get_thing_shadow('MyThing', 'arn:aws:iam::123456789012:role/r').state.reported.alarm",
                r#""ON""#,
            ),
            gives(
                "get_or_default(get_thing_shadow(missing, 'MyShadow', 'arn:aws:iam::123456789012:role/r'))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
    Function {
        name: "machinelearning_predict",
        parameters: &[
            one("modelId", "String", "The id of the model."),
            one("roleArn", "String", "The ARN of a role that may ask the model."),
            one("record", "Object", "The record to predict from: an object of one level."),
        ],
        summary: "Returns a machine learning model's prediction for a record: predictedLabel, predictedScores, predictedValue and details.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Assumed,
        note: "AWS converts a record's nested values to strings before it calls the model; a mock receives the record as the rule passes it. What a failing call does is not documented; it fails the rule here.",
        examples: &[
            gives_for(
                "machinelearning_predict('my-model', 'arn:aws:iam::123456789012:role/r', {'t': t}).predictedLabel",
                r#"{"t":21}"#,
                r#""1""#,
            ),
            gives(
                "get_or_default(machinelearning_predict(missing, 'arn:aws:iam::123456789012:role/r', {}))",
                "Undefined",
            ),
        ],
        body: Body::Call(ask),
    },
]);

/// Evaluates the arguments and gives the answer of a mock.
fn ask(evaluator: &mut Evaluator<'_>, expr: &Expr, call: &Call) -> Result<Value, Failure> {
    let mut arguments = Vec::with_capacity(call.arguments.len());
    for argument in &call.arguments {
        arguments.push(evaluator.evaluate(argument)?);
    }
    match answer(evaluator, expr, call, &arguments) {
        Some(answer) => answer,
        None => Err(errors::needs_mock(expr.range.clone(), call.function.name, &arguments).into()),
    }
}

/// Whether some mock answers for this function.
pub(super) fn is_stood_in(evaluator: &Evaluator<'_>, call: &Call) -> bool {
    evaluator.context().mocks.iter().any(|mock| mock.is_for(call.function.name))
}

/// The answer of the first mock that fits, `None` where none does.
pub(super) fn answer(
    evaluator: &Evaluator<'_>,
    expr: &Expr,
    call: &Call,
    arguments: &[Value],
) -> Option<Result<Value, Failure>> {
    let name = call.function.name;
    let mock =
        evaluator.context().mocks.iter().find(|mock| {
            mock.is_for(name) && fits(mock.arguments.as_deref(), arguments, evaluator.meter())
        })?;
    Some(match &mock.answer {
        Ok(value) => evaluator
            .counted(evaluator.meter().write(value), expr)
            .map(|()| value.clone().for_version(evaluator.version())),
        Err(why) => Err(errors::call_failed(expr.range.clone(), name, why).into()),
    })
}

/// Whether the call's arguments start with the wanted ones.
fn fits(wanted: Option<&[Value]>, arguments: &[Value], meter: &Meter) -> bool {
    let Some(wanted) = wanted else { return true };
    wanted.len() <= arguments.len()
        && wanted.iter().zip(arguments).all(|(wanted, given)| match (wanted, given) {
            (Value::Null | Value::Undefined, Value::Undefined) => true,
            _ => compare::same(wanted, given, meter),
        })
}

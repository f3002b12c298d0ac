//! The message context, as JSON: one shape for the command line, case files and JavaScript.

use crate::actions::dynamodb::TableKeys;
use crate::plain_json::Plain;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, DescriptorContent, DescriptorFile, Diagnostic, Example, Input, Value};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt;

/// The message context, as JSON; every field may be omitted, an unknown one is rejected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ContextDocument {
    /// What `clientid()` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// What `principal()` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// What `accountid()` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The time at which the rule runs, in milliseconds since 1970-01-01 UTC; a fraction is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<f64>,
    /// What `traceid()` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// What `sourceip()` gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    /// The MQTT 5 properties, by the names that `get_mqtt_property` takes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, string>"))]
    pub mqtt_properties: BTreeMap<String, String>,
    /// The MQTT 5 user properties in order. JSON may write them as an object (a value may be an array of strings), as an
    /// array of pairs, or as an array of objects with one key each.
    #[serde(deserialize_with = "user_properties", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        feature = "typescript",
        tsify(type = "[string, string][] | Record<string, string>[] | Record<string, string | string[]>")
    )]
    pub user_properties: Vec<(String, String)>,
    /// The answers of functions that call other services. JSON may also write an object with a result for each function.
    #[serde(deserialize_with = "mocks", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Mock[] | Record<string, JsonValue>"))]
    pub mocks: Vec<Mock>,
    /// The protobuf descriptors that `decode` reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptors: Vec<Descriptor>,
    /// What `rand()` and `newuuid()` start from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random_seed: Option<u64>,
    /// The keys of DynamoDB tables, by the table's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, TableKeys>"))]
    pub dynamodb_tables: BTreeMap<String, TableKeys>,
}

/// The answer of a function that calls another service: either a result or an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct Mock {
    /// The function's name.
    pub function: String,
    /// The arguments that it answers for, from the first one on; without them: any call.
    #[serde(default, deserialize_with = "plain_list", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "JsonValue[]"))]
    pub arguments: Option<Vec<Json>>,
    /// What it answers.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "JsonValue"))]
    pub result: Option<Json>,
    /// Why the call fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A protobuf descriptor in a bucket: either a `FileDescriptorSet` or `.proto` files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key in the bucket.
    pub key: String,
    /// The bytes of a `FileDescriptorSet`, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    /// The strings of `.proto` files by their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, string>"))]
    pub proto: Option<BTreeMap<String, String>>,
}

iot_sql::declare_codes! {
    pub(crate) CODES;
    REQUEST_INVALID = "request.invalid", Error, "The request to RuleLens is not valid.",
        [Example::sql("SELECT * FROM 'sensors/+'")
            .in_context(r#"{"mocks": [{"function": "get_dynamodb", "result": 1, "error": "timeout"}]}"#)],
        silent [Example::sql("SELECT * FROM 'sensors/+'")
            .in_context(r#"{"mocks": [{"function": "get_dynamodb", "result": 1}]}"#)];
}

/// What is wrong with a request to RuleLens itself, such as a context that cannot be used.
#[must_use]
pub fn invalid_request(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&REQUEST_INVALID, message).input(Input::Request)
}

/// Why a [`ContextDocument`] is none, as a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextError(String);

impl fmt::Display for ContextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ContextError {}

impl From<ContextError> for Diagnostic {
    fn from(error: ContextError) -> Self {
        invalid_request(format!("The context cannot be used: {error}."))
    }
}

impl ContextDocument {
    /// The engine's context; the time in milliseconds and the seed stand in where the document names none.
    ///
    /// # Errors
    /// See [`ContextDocument::over`].
    pub fn into_context(self, now_ms: i64, seed: u64) -> Result<Context, ContextError> {
        self.over(&Context { timestamp_ms: now_ms, random_seed: seed, ..Context::default() })
    }

    /// The engine's context: what the document names, and the rest from another one.
    ///
    /// # Errors
    /// A mock with both a result and an error or neither, or a value in it that is nested too deep; a descriptor with
    /// both base64 and proto or neither, or whose base64 is none.
    pub fn over(self, base: &Context) -> Result<Context, ContextError> {
        let either = |own: Option<String>, other: &Option<String>| own.or_else(|| other.clone());
        let mocks = self.mocks.into_iter().map(Mock::into_answer).collect::<Result<Vec<_>, _>>()?;
        let files = self.descriptors.into_iter().map(Descriptor::into_file).collect::<Result<Vec<_>, _>>()?;
        Ok(Context {
            timestamp_ms: self.timestamp.map_or(base.timestamp_ms, |moment| moment as i64),
            client_id: either(self.client_id, &base.client_id),
            principal: either(self.principal, &base.principal),
            account_id: either(self.account_id, &base.account_id),
            trace_id: either(self.trace_id, &base.trace_id),
            source_ip: either(self.source_ip, &base.source_ip),
            mqtt_properties: if self.mqtt_properties.is_empty() {
                base.mqtt_properties.clone()
            } else {
                self.mqtt_properties
            },
            user_properties: some_or(self.user_properties, &base.user_properties),
            mocks: some_or(mocks, &base.mocks),
            descriptors: some_or(files, &base.descriptors),
            random_seed: self.random_seed.unwrap_or(base.random_seed),
            step_limit: base.step_limit,
        })
    }
}

/// A list, or another one where it is empty.
fn some_or<T: Clone>(own: Vec<T>, other: &[T]) -> Vec<T> {
    if own.is_empty() { other.to_vec() } else { own }
}

impl Mock {
    fn into_answer(self) -> Result<iot_sql::Mock, ContextError> {
        let Self { function, arguments, result, error } = self;
        let value = |json: &Json| {
            Value::try_from(json)
                .map_err(|error| ContextError(format!("the mock of `{function}` holds no value: {error}")))
        };
        let answer = match (result, error) {
            (Some(result), None) => Ok(value(&result)?),
            (None, Some(error)) => Err(error),
            _ => {
                return Err(ContextError(format!(
                    "the mock of `{function}` needs either a result or an error"
                )));
            }
        };
        let arguments = match arguments {
            None => None,
            Some(arguments) => Some(arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?),
        };
        Ok(iot_sql::Mock { function, arguments, answer })
    }
}

impl Descriptor {
    fn into_file(self) -> Result<DescriptorFile, ContextError> {
        let Self { bucket, key, base64, proto } = self;
        let content = match (base64, proto) {
            (Some(text), None) => BASE64
                .decode(&text)
                .map(DescriptorContent::Set)
                .map_err(|error| ContextError(format!("the descriptor `{key}` is not base64: {error}")))?,
            (None, Some(files)) => DescriptorContent::Sources(files.into_iter().collect()),
            _ => return Err(ContextError(format!("the descriptor `{key}` needs either base64 or proto"))),
        };
        Ok(DescriptorFile::new(bucket, key, content))
    }
}

fn user_properties<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Properties;
    impl<'de> Visitor<'de> for Properties {
        type Value = Vec<(String, String)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object of strings, or an array of pairs")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some((key, values)) = map.next_entry::<String, OneOrMany>()? {
                match values {
                    OneOrMany::One(value) => pairs.push((key, value)),
                    OneOrMany::Many(values) => {
                        pairs.extend(values.into_iter().map(|value| (key.clone(), value)));
                    }
                }
            }
            Ok(pairs)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = seq.next_element::<Pair>()? {
                match pair {
                    Pair::Two(key, value) => pairs.push((key, value)),
                    Pair::Object(object) if object.len() == 1 => pairs.extend(object),
                    Pair::Object(_) => {
                        return Err(A::Error::custom("a user property is one key with one value"));
                    }
                }
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_any(Properties)
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a string or an array of strings")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a pair [key, value] or an object with one key")]
enum Pair {
    Two(String, String),
    Object(BTreeMap<String, String>),
}

fn plain_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Json>>, D::Error> {
    let list: Option<Vec<Plain>> = Option::deserialize(deserializer)?;
    Ok(list.map(|list| list.into_iter().map(|Plain(json)| json).collect()))
}

/// Keeps a JSON null apart from a field that is omitted.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Plain::deserialize(deserializer).map(|Plain(json)| Some(json))
}

fn mocks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Mock>, D::Error> {
    struct Answers;
    impl<'de> Visitor<'de> for Answers {
        type Value = Vec<Mock>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an array of {function, arguments, result or error}, or an object of results")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut mocks = Vec::new();
            while let Some((function, Plain(result))) = map.next_entry::<String, Plain>()? {
                mocks.push(Mock { function, result: Some(result), ..Mock::default() });
            }
            Ok(mocks)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut mocks = Vec::new();
            while let Some(mock) = seq.next_element::<Mock>()? {
                mocks.push(mock);
            }
            Ok(mocks)
        }
    }
    deserializer.deserialize_any(Answers)
}

#[cfg(test)]
mod tests {
    use super::ContextDocument;
    use iot_sql::DescriptorContent;

    fn read(json: &str) -> Result<iot_sql::Context, String> {
        let document: ContextDocument = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let written = serde_json::to_string(&document).map_err(|error| error.to_string())?;
        assert_eq!(
            serde_json::from_str::<ContextDocument>(&written).ok().as_ref(),
            Some(&document),
            "{json}"
        );
        document.into_context(7, 9).map_err(|error| error.to_string())
    }

    #[test]
    fn user_properties_keep_their_order_in_every_form() {
        let expected =
            [("b", "1"), ("a", "2"), ("a", "3")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        for form in [
            r#"{"b": "1", "a": ["2", "3"]}"#,
            r#"[["b", "1"], ["a", "2"], ["a", "3"]]"#,
            r#"[{"b": "1"}, {"a": "2"}, {"a": "3"}]"#,
        ] {
            let context = read(&format!(r#"{{"userProperties": {form}}}"#)).expect(form);
            assert_eq!(context.user_properties, expected, "{form}");
        }
        assert!(read(r#"{"userProperties": [{"a": "1", "b": "2"}]}"#).is_err());
    }

    #[test]
    fn mocks_answer_or_fail() {
        let listed = read(
            r#"{"mocks": [{"function": "get_dynamodb", "arguments": ["t", 1.50], "result": null},
                {"function": "aws_lambda", "error": "timed out"}]}"#,
        )
        .expect("mocks");
        let [first, second] = listed.mocks.as_slice() else { panic!("{listed:?}") };
        assert_eq!(first.answer, Ok(iot_sql::Value::Null));
        assert_eq!(first.arguments.as_ref().map(|values| values[1].to_json()).as_deref(), Some("1.50"));
        assert_eq!(second.answer, Err("timed out".into()));
        for key in ["Number", "RawValue"] {
            let data = format!(r#"{{"$serde_json::private::{key}":"5"}}"#);
            let mock =
                format!(r#"{{"mocks": [{{"function": "f", "arguments": [{data}], "result": {data}}}]}}"#);
            let named = format!(r#"{{"mocks": {{"f": {data}}}}}"#);
            for text in [mock, named] {
                let mocks = read(&text).expect("mocks").mocks;
                assert_eq!(mocks[0].answer.as_ref().map(iot_sql::Value::to_json), Ok(data.clone()), "{text}");
            }
        }
        let named = read(r#"{"mocks": {"get_secret": {"key": "k"}}}"#).expect("mocks");
        assert_eq!(named.mocks[0].function, "get_secret");
        assert!(read(r#"{"mocks": [{"function": "f"}]}"#).is_err());
        assert!(read(r#"{"mocks": [{"function": "f", "result": 1, "error": "e"}]}"#).is_err());
    }

    #[test]
    fn descriptors_are_sets_or_sources() {
        let context = read(
            r#"{"descriptors": [{"bucket": "b", "key": "a.desc", "base64": "CgA="},
                {"bucket": "b", "key": "c.desc", "proto": {"c.proto": "message C {}"}}]}"#,
        )
        .expect("descriptors");
        let [set, sources] = context.descriptors.as_slice() else { panic!("{context:?}") };
        assert_eq!((set.bucket(), set.key()), ("b", "a.desc"));
        assert_eq!(*set.content(), DescriptorContent::Set(vec![10, 0]));
        let files = vec![("c.proto".to_owned(), "message C {}".to_owned())];
        assert_eq!(*sources.content(), DescriptorContent::Sources(files));
        for bad in [r#"{"bucket": "b", "key": "k"}"#, r#"{"bucket": "b", "key": "k", "base64": "%"}"#] {
            assert!(read(&format!(r#"{{"descriptors": [{bad}]}}"#)).is_err(), "{bad}");
        }
    }

    #[test]
    fn fields_stand_where_they_belong_and_unknown_ones_are_rejected() {
        let context = read(
            r#"{"clientId": "c", "principal": "p", "accountId": "1", "timestamp": 5, "traceId": "t",
                "sourceIp": "::1", "mqttProperties": {"content_type": "x"}, "randomSeed": 3}"#,
        )
        .expect("context");
        assert_eq!((context.timestamp_ms, context.random_seed), (5, 3));
        assert_eq!(context.mqtt_properties["content_type"], "x");
        let bare = read("{}").expect("context");
        assert_eq!((bare.timestamp_ms, bare.random_seed, bare.client_id), (7, 9, None));
        let error = read(r#"{"clientID": "c"}"#).unwrap_err();
        assert!(error.contains("unknown field `clientID`") && !error.contains("random seed"), "{error}");
    }
}

//! The `context` of a case, which is also what `rulelens eval --context` reads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{Context, DescriptorContent, DescriptorFile, StandIn, Value};
use rule_actions::TableKeys;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// What surrounds a message, as JSON; every field may be left out, an unknown one is refused.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ContextFile {
    client_id: Option<String>,
    principal: Option<String>,
    account_id: Option<String>,
    timestamp: Option<i64>,
    trace_id: Option<String>,
    source_ip: Option<String>,
    mqtt_properties: BTreeMap<String, String>,
    user_properties: UserProperties,
    mocks: Mocks,
    #[serde(deserialize_with = "descriptors")]
    descriptors: Vec<DescriptorFile>,
    #[serde(alias = "random seed")]
    random_seed: Option<u64>,
    dynamodb_tables: BTreeMap<String, TableKeys>,
}

impl ContextFile {
    /// The keys of DynamoDB tables that the file states, by the table's name.
    #[must_use]
    pub fn dynamodb_tables(&self) -> &BTreeMap<String, TableKeys> {
        &self.dynamodb_tables
    }

    /// The engine's context; the moment in milliseconds and the seed stand in where the file names none.
    #[must_use]
    pub fn into_context(self, now_ms: i64, seed: u64) -> Context {
        Context {
            timestamp_ms: self.timestamp.unwrap_or(now_ms),
            client_id: self.client_id,
            principal: self.principal,
            account_id: self.account_id,
            trace_id: self.trace_id,
            source_ip: self.source_ip,
            mqtt_properties: self.mqtt_properties,
            user_properties: self.user_properties.0,
            stand_ins: self.mocks.0,
            descriptors: self.descriptors,
            random_seed: self.random_seed.unwrap_or(seed),
        }
    }
}

impl ContextFile {
    /// The engine's context: what the file names, and the rest from another one.
    #[must_use]
    pub fn over(self, base: &Context) -> Context {
        let either = |own: Option<String>, other: &Option<String>| own.or_else(|| other.clone());
        Context {
            timestamp_ms: self.timestamp.unwrap_or(base.timestamp_ms),
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
            user_properties: if self.user_properties.0.is_empty() {
                base.user_properties.clone()
            } else {
                self.user_properties.0
            },
            stand_ins: if self.mocks.0.is_empty() { base.stand_ins.clone() } else { self.mocks.0 },
            descriptors: if self.descriptors.is_empty() {
                base.descriptors.clone()
            } else {
                self.descriptors
            },
            random_seed: self.random_seed.unwrap_or(base.random_seed),
        }
    }
}

/// Pairs in order: an object (a value may be an array of texts), or an array of one-pair objects or of pairs.
#[derive(Debug, Default)]
struct UserProperties(Vec<(String, String)>);

impl<'de> Deserialize<'de> for UserProperties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Properties;
        impl<'de> Visitor<'de> for Properties {
            type Value = UserProperties;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of texts, or an array of pairs")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UserProperties, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, values)) = map.next_entry::<String, OneOrMany>()? {
                    match values {
                        OneOrMany::One(value) => pairs.push((key, value)),
                        OneOrMany::Many(values) => {
                            pairs.extend(values.into_iter().map(|value| (key.clone(), value)));
                        }
                    }
                }
                Ok(UserProperties(pairs))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<UserProperties, A::Error> {
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
                Ok(UserProperties(pairs))
            }
        }
        deserializer.deserialize_any(Properties)
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or an array of texts")]
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

/// Answers of functions that ask other services: an array of [`Mock`]s, or an object with a result for each function.
#[derive(Debug, Default)]
struct Mocks(Vec<StandIn>);

/// One answer. Without `arguments` it answers any call of the function.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mock {
    function: String,
    arguments: Option<Vec<Box<RawValue>>>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Box<RawValue>>,
    error: Option<String>,
}

/// Keeps a JSON null apart from a field that is left out.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Mocks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answers;
        impl<'de> Visitor<'de> for Answers {
            type Value = Mocks;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter
                    .write_str("an array of {function, arguments, result or error}, or an object of results")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mocks, A::Error> {
                let mut answers = Vec::new();
                while let Some((function, result)) = map.next_entry::<String, Box<RawValue>>()? {
                    answers.push(StandIn { function, arguments: None, answer: Ok(value(&result)?) });
                }
                Ok(Mocks(answers))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Mocks, A::Error> {
                let mut answers = Vec::new();
                while let Some(mock) = seq.next_element::<Mock>()? {
                    let arguments = match mock.arguments {
                        None => None,
                        Some(arguments) => {
                            Some(arguments.iter().map(|raw| value(raw)).collect::<Result<Vec<_>, _>>()?)
                        }
                    };
                    let answer = match (mock.result, mock.error) {
                        (Some(result), None) => Ok(value(&result)?),
                        (None, Some(error)) => Err(error),
                        _ => return Err(A::Error::custom("a mock has either a result or an error")),
                    };
                    answers.push(StandIn { function: mock.function, arguments, answer });
                }
                Ok(Mocks(answers))
            }
        }
        deserializer.deserialize_any(Answers)
    }
}

/// A protobuf descriptor in a bucket: a `FileDescriptorSet` in base64, or `.proto` files by their names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Descriptor {
    bucket: String,
    key: String,
    base64: Option<String>,
    proto: Option<BTreeMap<String, String>>,
}

fn descriptors<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DescriptorFile>, D::Error> {
    let listed = Vec::<Descriptor>::deserialize(deserializer)?;
    let read = listed.into_iter().map(|Descriptor { bucket, key, base64, proto }| {
        let content = match (base64, proto) {
            (Some(text), None) => BASE64
                .decode(&text)
                .map(DescriptorContent::Set)
                .map_err(|error| D::Error::custom(format!("the descriptor `{key}` is no base64: {error}")))?,
            (None, Some(files)) => DescriptorContent::Sources(files.into_iter().collect()),
            _ => return Err(D::Error::custom("a descriptor has either base64 or proto")),
        };
        Ok(DescriptorFile::new(bucket, key, content))
    });
    read.collect()
}

fn value<E: Error>(raw: &RawValue) -> Result<Value, E> {
    Value::from_json(raw.get().as_bytes()).map_err(E::custom)
}

#[cfg(test)]
mod tests {
    use super::ContextFile;
    use iot_sql::DescriptorContent;

    fn read(json: &str) -> Result<iot_sql::Context, String> {
        serde_json::from_str::<ContextFile>(json)
            .map(|file| file.into_context(7, 9))
            .map_err(|error| error.to_string())
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
        let [first, second] = listed.stand_ins.as_slice() else { panic!("{listed:?}") };
        assert_eq!(first.answer, Ok(iot_sql::Value::Null));
        assert_eq!(first.arguments.as_ref().map(|values| values[1].to_json()).as_deref(), Some("1.50"));
        assert_eq!(second.answer, Err("timed out".into()));
        let named = read(r#"{"mocks": {"get_secret": {"key": "k"}}}"#).expect("mocks");
        assert_eq!(named.stand_ins[0].function, "get_secret");
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
    fn fields_stand_where_they_belong_and_unknown_ones_are_refused() {
        let context = read(
            r#"{"clientId": "c", "principal": "p", "accountId": "1", "timestamp": 5, "traceId": "t",
                "sourceIp": "::1", "mqttProperties": {"content_type": "x"}, "random seed": 3}"#,
        )
        .expect("context");
        assert_eq!((context.timestamp_ms, context.random_seed), (5, 3));
        assert_eq!(context.mqtt_properties["content_type"], "x");
        let bare = read("{}").expect("context");
        assert_eq!((bare.timestamp_ms, bare.random_seed, bare.client_id), (7, 9, None));
        assert!(read(r#"{"clientID": "c"}"#).unwrap_err().contains("unknown field `clientID`"));
    }
}

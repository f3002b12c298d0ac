//! A statement and a message from a fuzzer's bytes.

use crate::{grammar, pool, protobuf};
use arbitrary::{Arbitrary, Result, Unstructured};
use iot_sql::{Context, Mock, SqlVersion, Value};
use std::fmt::{self, Write};

/// Functions that ask another service and get an answer here.
const ANSWERED: &[&str] =
    &["aws_lambda", "get_dynamodb", "get_thing_shadow", "get_registry_data", "get_secret"];

const TOPICS: &[&str] =
    &["iot/topic", "iot/topic", "things/myThings/thingOne", "$aws/rules/r/iot/topic", "", "/", "état/😀"];

/// A rule and the message it is evaluated for.
pub struct Case {
    /// The statement.
    pub sql: String,
    /// The SQL version.
    pub version: SqlVersion,
    /// The message's topic.
    pub topic: &'static str,
    /// The message's payload.
    pub payload: Vec<u8>,
    /// Its context.
    pub context: Context,
}

impl fmt::Debug for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} ({}), topic {:?}", self.sql, self.version, self.topic)?;
        write!(formatter, "{}", String::from_utf8_lossy(&self.payload))
    }
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            version: *u.choose(&[SqlVersion::V2016_03_23, SqlVersion::V2015_10_08, SqlVersion::Beta])?,
            topic: u.choose(TOPICS)?,
            context: context(u.arbitrary()?),
            sql: grammar::statement(u)?,
            payload: payload(u)?,
        })
    }
}

/// Statements that read some keys of the payload, all of it, or none.
const READERS: &[&str] = &[
    "SELECT a, bc FROM 'iot/topic'",
    "SELECT a.bc AS x, état FROM 'iot/topic' WHERE isUndefined(c)",
    "SELECT a AS x FROM 'iot/topic' WHERE bc > 1",
    "SELECT 1 AS x FROM 'iot/topic'",
    "SELECT * FROM 'iot/topic'",
    "SELECT *, a + 1 AS a FROM 'iot/topic'",
];

impl Case {
    /// A payload for the rule of this number.
    #[must_use]
    pub fn of_payload(rule: u8, payload: &[u8]) -> Self {
        let rule = usize::from(rule);
        Self {
            sql: READERS[rule % READERS.len()].to_owned(),
            version: SqlVersion::ALL[rule / READERS.len() % SqlVersion::ALL.len()],
            topic: "iot/topic",
            payload: payload.to_vec(),
            context: context(false),
        }
    }
}

/// A context in which every function can answer.
#[must_use]
pub fn context(answer_fails: bool) -> Context {
    let answer = || match Value::from_json(br#"{"a": [1, {"b": "x"}], "Payload": "e30="}"#) {
        Ok(value) if !answer_fails => Ok(value),
        _ => Err("not there".to_owned()),
    };
    let mock = |name: &&str| Mock { function: (*name).to_owned(), arguments: None, answer: answer() };
    Context {
        timestamp_ms: 1_481_825_251_155,
        client_id: Some("client".into()),
        account_id: Some("123456789012".into()),
        mqtt_properties: [("content_type".to_owned(), "application/json".to_owned())].into(),
        user_properties: vec![("some key".into(), "1".into()), ("some key".into(), "2".into())],
        descriptors: vec![protobuf::known()],
        mocks: ANSWERED.iter().map(mock).collect(),
        ..Context::default()
    }
}

/// JSON of the keys that statements ask for, an example's payload, or any bytes.
fn payload(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    Ok(match u.int_in_range(0..=7)? {
        0 => {
            let length = u.len();
            u.bytes(length)?.to_vec()
        }
        1 => {
            let payloads: Vec<_> = pool::functions()
                .flat_map(|function| function.examples)
                .map(|example| example.payload)
                .collect();
            u.choose(&payloads)?.as_bytes().to_vec()
        }
        2 => {
            let mut out = String::new();
            json(u, 3, &mut out)?;
            out.into_bytes()
        }
        _ => {
            let mut out = String::new();
            object(u, 4, &mut out)?;
            out.into_bytes()
        }
    })
}

fn json(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    match u.int_in_range(0..=if depth == 0 { 4 } else { 7 })? {
        0 => {
            let word =
                u.choose(&["null", "true", "false", "-0", "-0.0", "1E+2", "0.10", "\"\\ud83d\\ude00\""])?;
            *out += word;
        }
        1 => {
            // Numbers that JSON does not have are left as they are now and then.
            let number = u.choose(pool::NUMBERS)?;
            *out += if u.ratio(1_u8, 8)? { number } else { number.trim_start_matches(['0', '.']) };
        }
        2 => {
            let _ = write!(out, "{}", u.arbitrary::<i64>()?);
        }
        3 => *out += &Value::string(u.choose(pool::TEXTS)?).to_json(),
        4 => *out += &Value::string(u.arbitrary::<&str>()?).to_json(),
        5 => {
            out.push('[');
            for index in 0..u.int_in_range(0..=4)? {
                if index > 0 {
                    out.push(',');
                }
                json(u, depth - 1, out)?;
            }
            out.push(']');
        }
        _ => object(u, depth, out)?,
    }
    Ok(())
}

fn object(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    out.push('{');
    for index in 0..u.int_in_range(0..=6)? {
        if index > 0 {
            out.push(',');
        }
        let _ = write!(out, "\"{}\":", u.choose(pool::NAMES)?);
        json(u, depth - 1, out)?;
    }
    out.push('}');
    Ok(())
}

//! `decode(…, 'proto', …)`: how messages become values, and what fails.
#![cfg(feature = "protobuf")]

mod call;
mod data;
mod failures;
mod hostile;
mod mapping;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::{
    Context, DescriptorContent, DescriptorFile, Diagnostic, Message, Outcome, Outgoing, Rule, SqlVersion,
    Value,
};

fn sources(files: &[(&str, &str)]) -> DescriptorContent {
    DescriptorContent::Sources(files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect())
}

fn set(base64: &str) -> DescriptorContent {
    DescriptorContent::Set(BASE64.decode(base64).expect("base64"))
}

fn context(content: DescriptorContent) -> Context {
    Context { descriptors: vec![DescriptorFile::new("bucket", "a.desc", content)], ..Context::default() }
}

fn run(sql: &str, payload: &[u8], context: &Context) -> Result<Value, Box<Diagnostic>> {
    let rule = Rule::parse(sql, SqlVersion::V2016_03_23)?;
    match rule.evaluate(Message { topic: "a", payload }, context) {
        Outcome::Output(Outgoing::Json(value)) => Ok(value),
        Outcome::Failed(diagnostic) => Err(diagnostic),
        other => panic!("{other:?}"),
    }
}

/// Decodes a payload's bytes as a message of a file.
fn decode(context: &Context, proto: &str, name: &str, bytes: &[u8]) -> Result<Value, Box<Diagnostic>> {
    let sql = format!("SELECT VALUE decode(*, 'proto', 'bucket', 'a.desc', '{proto}', '{name}') FROM 'a'");
    run(&sql, bytes, context)
}

fn text(result: Result<Value, Box<Diagnostic>>) -> String {
    result.map_or_else(|diagnostic| diagnostic.message, |value| value.to_json())
}

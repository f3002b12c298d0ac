//! Writes what the fuzzers start from below `corpus`: the function table's examples, and the statements of the case
//! files (`*.jsonl` with `inputSql` or `sql` in each line) that are named as arguments.

use iot_sql_fuzz::pool;
use iot_sql_fuzz::protobuf::{Input, SOURCES, TYPES};
use prost_reflect::prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, Kind, MapKey, MessageDescriptor, Value as Field};
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const PAYLOADS: [&str; 6] = [
    r#"{"a": 1.50, "bc": [1, {"a": null}], "c": {"d": "x", "e": true}, "état": -2E+3}"#,
    r#"{"a": {"bc": "\u00e9\n"}, "état": [], "a": {"bc": {}}}"#,
    r#" { "bc" : 0.1e1 , "a" : "é😀" , "x" : [ [ ] , false ] } "#,
    r#"{"x": 99999999999999999999999999999999999, "y": 1E-999, "a": -0.0}"#,
    r#"[{"a": 1}, 2, "3"]"#,
    "not JSON",
];

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for example in pool::functions().flat_map(|function| function.examples) {
        let call = example.call;
        write(
            &corpus.join("parse"),
            format!("SELECT {call} AS x FROM 'iot/topic' WHERE {call} = {}", example.result),
        )?;
        write(&corpus.join("template"), format!("${{{call}}}-${{t}}\0{}", example.payload))?;
    }
    for (index, payload) in (0..).zip(PAYLOADS) {
        write(&corpus.join("payload"), [&[index], payload.as_bytes()].concat())?;
    }
    protobuf(&corpus.join("protobuf"))?;
    for file in env::args_os().skip(1) {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line)?;
            if let Some(sql) = case["inputSql"].as_str().or(case["sql"].as_str()) {
                write(&corpus.join("parse"), sql)?;
                write(&corpus.join("assist"), format!("\u{7f}{sql}\0{}", PAYLOADS[0]))?;
            }
        }
    }
    Ok(())
}

/// Writes a seed to a file that is named by its place in the folder.
fn write(folder: &Path, seed: impl AsRef<[u8]>) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let name = format!("seed-{:05}", fs::read_dir(folder)?.count());
    Ok(fs::write(folder.join(name), seed)?)
}

/// Messages of the types in `every.proto` and `old.proto`, with the descriptor that is always there, one of their own,
/// and the text of the file.
fn protobuf(folder: &Path) -> Result<(), Box<dyn Error>> {
    let names = SOURCES.map(|(name, _)| name);
    let set = protox::compile(names, [env!("CARGO_MANIFEST_DIR")])?;
    let pool = DescriptorPool::from_file_descriptor_set(set.clone())?;
    let (set, text) = (set.encode_to_vec(), SOURCES[0].1);
    for (index, (_, name)) in (0..).zip(TYPES) {
        let found = pool.all_messages().find(|message| message.full_name().ends_with(name));
        let Some(message) = found else { continue };
        for (kind, descriptor) in [(0, &[][..]), (1, &set), (2, text.as_bytes())] {
            let whole = filled(&message, 3).encode_to_vec();
            write(folder, Input::bytes(kind, index, descriptor, &whole))?;
        }
        for field in message.fields() {
            let mut one = DynamicMessage::new(message.clone());
            one.set_field(&field, filled(&message, 2).get_field(&field).into_owned());
            write(folder, Input::bytes(0, index, &[], &one.encode_to_vec()))?;
        }
    }
    Ok(())
}

/// A message with something in every field.
fn filled(descriptor: &MessageDescriptor, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    let value = |kind: Kind| match kind {
        Kind::Double => Field::F64(f64::NAN),
        Kind::Float => Field::F32(0.1),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Field::I32(-1),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Field::I64(i64::MIN),
        Kind::Uint32 | Kind::Fixed32 => Field::U32(u32::MAX),
        Kind::Uint64 | Kind::Fixed64 => Field::U64(u64::MAX),
        Kind::Bool => Field::Bool(true),
        Kind::String => Field::String("x/fuzz.Every".into()),
        Kind::Bytes => Field::Bytes(vec![0x68, 1].into()),
        Kind::Enum(_) => Field::EnumNumber(1),
        Kind::Message(inner) if depth == 0 => Field::Message(DynamicMessage::new(inner)),
        Kind::Message(inner) => Field::Message(filled(&inner, depth - 1)),
    };
    for field in descriptor.fields() {
        let value = match field.kind() {
            Kind::Message(entry) if field.is_map() => {
                let key = match entry.map_entry_key_field().kind() {
                    Kind::Bool => MapKey::Bool(true),
                    Kind::Int64 => MapKey::I64(-1),
                    _ => MapKey::String("k".into()),
                };
                Field::Map([(key, value(entry.map_entry_value_field().kind()))].into())
            }
            kind if field.is_list() => Field::List(vec![value(kind.clone()), value(kind)]),
            kind => value(kind),
        };
        message.set_field(&field, value);
    }
    message
}

//! `rulelens functions`: the function reference, from the table that the engine evaluates by.

use crate::{BAD, Format, GOOD};
use anyhow::Result;
use clap::Args;
use iot_sql::functions::{self, Function, Occurs};
use serde_json::{Value as Json, json};
use std::io::Write;

/// Show the functions of AWS IoT SQL, or one of them.
///
/// Exit status: 0; 1 where there is no function of that name.
#[derive(Args, Clone, Debug)]
pub struct FunctionsOptions {
    /// The function to show; by default, all functions, one per line
    name: Option<String>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `rulelens functions`; gives the exit status.
///
/// # Errors
/// An output that cannot be written.
pub fn functions(options: &FunctionsOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let mut all: Vec<&Function> = functions::ALL.iter().flat_map(|group| group.iter()).collect();
    all.sort_by_key(|function| function.name.to_lowercase());
    let Some(name) = &options.name else {
        match options.format {
            Format::Json => {
                let list: Vec<Json> = all.iter().map(|function| to_json(function)).collect();
                writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
            }
            Format::Text => {
                let width =
                    all.iter().map(|function| function.signature().chars().count()).max().unwrap_or(0);
                for function in all {
                    writeln!(out, "{:<width$}  {}", function.signature(), function.summary)?;
                }
            }
        }
        return Ok(GOOD);
    };
    let Some(function) = functions::find(name) else {
        writeln!(err, "error: there is no function `{name}`; `rulelens functions` lists them")?;
        return Ok(BAD);
    };
    match options.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&to_json(function))?)?,
        Format::Text => describe(function, out)?,
    }
    Ok(GOOD)
}

fn describe(function: &Function, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}\n\n{}", function.signature(), function.summary)?;
    if !function.absent.is_empty() {
        writeln!(out, "{}", function.absent)?;
    }
    if !function.parameters.is_empty() {
        writeln!(out, "\nparameters")?;
        for parameter in function.parameters {
            let occurs = match parameter.occurs {
                Occurs::Once => "",
                Occurs::Optional => ", may be omitted",
                Occurs::Any => ", any number of times",
            };
            writeln!(out, "  {}: {}{occurs}. {}", parameter.name, parameter.types, parameter.description)?;
        }
    }
    writeln!(out, "\nexamples")?;
    for example in function.examples {
        let result = if example.result.is_empty() { "different every time" } else { example.result };
        writeln!(out, "  {} = {result}", example.call)?;
        if !example.payload.is_empty() {
            writeln!(out, "    for the payload {}", example.payload)?;
        }
    }
    writeln!(out, "\nsince SQL version {}", function.since)?;
    writeln!(out, "evidence: {}", function.evidence)?;
    if !function.note.is_empty() {
        writeln!(out, "{}", function.note)?;
    }
    Ok(())
}

fn to_json(function: &Function) -> Json {
    let parameters: Vec<Json> = function
        .parameters
        .iter()
        .map(|parameter| {
            let occurs = match parameter.occurs {
                Occurs::Once => "once",
                Occurs::Optional => "optional",
                Occurs::Any => "any",
            };
            json!({"name": parameter.name, "types": parameter.types, "description": parameter.description, "occurs": occurs})
        })
        .collect();
    let examples: Vec<Json> = function
        .examples
        .iter()
        .map(|example| json!({"call": example.call, "payload": example.payload, "result": example.result}))
        .collect();
    json!({
        "name": function.name,
        "signature": function.signature(),
        "summary": function.summary,
        "absent": function.absent,
        "parameters": parameters,
        "since": function.since.name(),
        "evidence": function.evidence.name(),
        "note": function.note,
        "examples": examples,
    })
}

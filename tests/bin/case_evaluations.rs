//! Prints what each conformance case evaluates to natively, for a program that evaluates it elsewhere and compares.
//!
//! Each line is a JSON object with `case`, the file and line of the case; `request`, an `EvaluateRequest`; and
//! `evaluation`, the JSON text of its `Evaluation`.

use anyhow::{Context, Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use clap::Parser;
use rulelens_cli::cases::{Case, find};
use rulelens_wasm::{ContextDocument, EvaluateRequest, MessageRequest, TableRequest, respond};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Prints what each case evaluates to.
#[derive(Parser)]
struct Arguments {
    /// Case files with a case on each line, or folders with such files.
    #[arg(required = true)]
    cases: Vec<PathBuf>,
}

/// The fields of a case that a request takes over as they are written.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    context: ContextDocument,
    table: Option<TableRequest>,
}

fn main() -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for file in find(&Arguments::parse().cases) {
        let file = file.map_err(|problem| anyhow!("{problem}"))?;
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{}", file.display(), index + 1);
            let request = request(line).with_context(|| place.clone())?;
            let evaluation = serde_json::to_string(&respond(&request))?;
            writeln!(out, "{}", json!({ "case": place, "request": request, "evaluation": evaluation }))?;
        }
    }
    Ok(out.flush()?)
}

/// The request that evaluates a case, with everything that a response can have.
fn request(line: &str) -> Result<EvaluateRequest> {
    let case = Case::from_json(line)?;
    let Written { mut context, table } = serde_json::from_str(line)?;
    let now = context.timestamp.unwrap_or_default();
    context.timestamp = Some(now);
    let (payload, payload_base64) = text_or_base64(case.payload);
    let earlier = case.history.earlier.into_iter().map(|message| {
        let (payload, payload_base64) = text_or_base64(message.payload);
        // The times of cases are whole milliseconds of our century, which a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let timestamp = message.timestamp.map(|timestamp| timestamp as f64);
        let context =
            ContextDocument { timestamp, client_id: message.client_id, ..ContextDocument::default() };
        MessageRequest {
            topic: message.topic,
            payload,
            payload_base64,
            context: Some(context),
            ..MessageRequest::default()
        }
    });
    Ok(EvaluateRequest {
        sql: case.sql,
        sql_version: Some(case.version.name().to_owned()),
        topic: case.topic,
        payload,
        payload_base64,
        action: case.action,
        table,
        earlier: earlier.collect(),
        context: Some(context),
        trace: true,
        type_reasons: true,
        ..EvaluateRequest::default()
    })
}

fn text_or_base64(bytes: Vec<u8>) -> (String, Option<String>) {
    String::from_utf8(bytes)
        .map_or_else(|error| (String::new(), Some(BASE64.encode(error.as_bytes()))), |text| (text, None))
}

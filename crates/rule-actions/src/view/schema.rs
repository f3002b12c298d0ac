//! The JSON Schema of the view.

use super::{CheckView, Evaluation, ReplayLine, ReplayProblem, ReplaySummary, TestView};
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

/// The JSON Schema (2020-12) of everything that `rulelens` writes as JSON: one of the types under `$defs`.
#[must_use]
pub fn schema() -> Json {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let documents = [
        generator.subschema_for::<Evaluation>(),
        generator.subschema_for::<ReplayLine>(),
        generator.subschema_for::<ReplayProblem>(),
        generator.subschema_for::<ReplaySummary>(),
        generator.subschema_for::<CheckView>(),
        generator.subschema_for::<TestView>(),
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What RuleLens writes as JSON",
        "anyOf": documents,
        "$defs": generator.take_definitions(true),
    })
}

//! What the editor's messages hold, as far as it is of interest.

use lsp_types::{Position, Range as LspRange};
use serde::Deserialize;

/// A text, or a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) language_id: String,
    pub(super) version: Option<i32>,
    #[serde(default)]
    pub(super) text: String,
}

/// What questions about a text have in common; what else they have, such as tokens of progress, is of no interest.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) text_document: Document,
    pub(super) position: Option<Position>,
    pub(super) range: Option<LspRange>,
    #[serde(default)]
    pub(super) context: Context,
    #[serde(default)]
    pub(super) content_changes: Vec<Change>,
}

/// Around a question.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Context {
    pub(super) trigger_kind: Option<u8>,
    pub(super) only: Option<Vec<String>>,
}

/// A change of a text.
#[derive(Deserialize)]
pub(super) struct Change {
    pub(super) range: Option<LspRange>,
    pub(super) text: String,
}

/// Files that have changed.
#[derive(Deserialize)]
pub(super) struct Watched {
    pub(super) changes: Vec<Document>,
}

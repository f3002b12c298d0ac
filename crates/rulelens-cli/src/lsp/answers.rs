//! What an editor asks about a place: completion, hover, the form of a call, and fixes.

use super::document::{At, Open, Problem};
use super::samples::{Message, Samples};
use iot_sql::assist::{self, Completion, CompletionKind, Hover, Language, Sample};
use iot_sql::{Edit, Fix, Severity};
use lsp_types::{
    CodeAction, CodeActionKind, CompletionItem, CompletionItemKind, CompletionTextEdit,
    Diagnostic as LspDiagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Documentation,
    HoverContents, InsertTextFormat, Location, MarkupContent, MarkupKind, NumberOrString,
    ParameterInformation, ParameterLabel, Position, Range as LspRange, SignatureHelp, SignatureInformation,
    TextEdit, Uri, WorkspaceEdit,
};
use rule_actions::documents::Embedded;
use std::collections::HashMap;
use std::ops::Range;

/// The most problems that are told of one text.
const MOST: usize = 1000;

/// What the editor can show.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Client {
    pub(super) knows_snippets: bool,
    pub(super) knows_markdown: bool,
}

/// A piece of SQL around a place, and how its bytes become the text's.
struct Piece<'o> {
    text: &'o str,
    offset: usize,
    language: Language,
    sample: Sample<'o>,
    string: Option<Embedded<'o>>,
}

impl<'o> Piece<'o> {
    fn at(open: &'o Open, found: &'o At<'o>, offset: usize, message: &'o Message) -> Option<Self> {
        let Message { topic, payload, .. } = message;
        let sample = |version, statement| Sample { topic, payload, version, statement };
        Some(match found {
            At::Statement(version) => Self {
                text: open.text(),
                offset,
                language: Language::Sql,
                sample: sample(*version, open.text()),
                string: None,
            },
            At::Embedded(string, entry) => Self {
                text: string.text(),
                offset: string.offset(offset)?,
                language: if string.is_statement() { Language::Sql } else { Language::Template },
                sample: sample(entry.rule.version().unwrap_or_default(), &entry.rule.sql),
                string: Some(*string),
            },
        })
    }

    fn range(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        match &self.string {
            Some(string) => string.range(bytes),
            None => Some(bytes.clone()),
        }
    }

    fn edit(&self, edit: Edit, document: &str) -> Option<Edit> {
        match &self.string {
            Some(string) => string.edit(edit, document),
            None => Some(edit),
        }
    }
}

/// What can be typed at a place, with the members of a sample message for the statement there.
pub(super) fn completion(
    open: &Open,
    position: Position,
    is_asked: bool,
    client: Client,
    samples: &mut Samples,
) -> Vec<CompletionItem> {
    let offset = open.lines.offset(open.text(), position);
    let Some(found) = open.at(offset) else { return Vec::new() };
    let statement = match &found {
        At::Statement(_) => open.text(),
        At::Embedded(_, entry) => &entry.rule.sql,
    };
    let message = samples.message(&open.path, statement);
    let Some(piece) = Piece::at(open, &found, offset, &message) else { return Vec::new() };
    let offers = assist::complete(piece.text, piece.offset, piece.language, &piece.sample, is_asked);
    let items = offers.into_iter().enumerate();
    items.filter_map(|(index, offer)| item(open, &piece, index, offer, client)).collect()
}

fn item(
    open: &Open,
    piece: &Piece<'_>,
    index: usize,
    offer: Completion,
    client: Client,
) -> Option<CompletionItem> {
    let is_snippet = client.knows_snippets && offer.cursor < offer.insert.len();
    let edit = piece.edit(Edit { range: offer.range, text: offer.insert.clone() }, open.text())?;
    let new_text = if is_snippet {
        // As the document writes it, the cursor is where what follows it begins.
        let after =
            piece.edit(Edit { range: 0..0, text: offer.insert[offer.cursor..].to_owned() }, open.text());
        let behind = after.map_or(offer.insert.len() - offer.cursor, |after| after.text.len());
        let at = edit.text.len().saturating_sub(behind);
        format!("{}$0{}", plain(edit.text.get(..at)?), plain(&edit.text[at..]))
    } else {
        edit.text
    };
    let range = open.lines.range(open.text(), &edit.range);
    Some(CompletionItem {
        label: offer.label,
        kind: Some(match offer.kind {
            CompletionKind::Keyword => CompletionItemKind::KEYWORD,
            CompletionKind::Function => CompletionItemKind::FUNCTION,
            CompletionKind::Key => CompletionItemKind::FIELD,
            CompletionKind::Name | CompletionKind::Variable => CompletionItemKind::VARIABLE,
            CompletionKind::Topic | CompletionKind::Text => CompletionItemKind::TEXT,
            CompletionKind::Number => CompletionItemKind::VALUE,
            CompletionKind::Type => CompletionItemKind::CLASS,
        }),
        detail: Some(offer.detail).filter(|detail| !detail.is_empty()),
        documentation: Some(offer.summary).filter(|summary| !summary.is_empty()).map(Documentation::String),
        sort_text: Some(format!("{index:03}")),
        filter_text: Some(offer.insert),
        insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    })
}

/// Text that a snippet inserts as it is.
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// What stands at a place.
pub(super) fn hover(open: &Open, position: Position, client: Client) -> Option<lsp_types::Hover> {
    let offset = open.lines.offset(open.text(), position);
    let found = open.at(offset)?;
    let none = Message::default();
    let piece = Piece::at(open, &found, offset, &none)?;
    let known = assist::hover(piece.text, piece.offset, piece.language, &piece.sample, None)?;
    let range = piece.range(&known.range).map(|bytes| open.lines.range(open.text(), &bytes));
    let (kind, value) = if client.knows_markdown {
        (
            MarkupKind::Markdown,
            told(&known, |code| format!("```sql\n{code}\n```"), |code| format!("`{code}`")),
        )
    } else {
        (MarkupKind::PlainText, told(&known, str::to_owned, str::to_owned))
    };
    Some(lsp_types::Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range })
}

/// The form of the call that is being typed at a place, with the parameter that is due.
pub(super) fn call(open: &Open, position: Position) -> Option<SignatureHelp> {
    let offset = open.lines.offset(open.text(), position);
    let found = open.at(offset)?;
    let none = Message::default();
    let piece = Piece::at(open, &found, offset, &none)?;
    let known = assist::parameters(piece.text, piece.offset, piece.language)?;
    let parameter = |parameter: &iot_sql::functions::Parameter| ParameterInformation {
        label: ParameterLabel::Simple(parameter.name.to_owned()),
        documentation: Some(Documentation::String(format!("{}: {}", parameter.types, parameter.description))),
    };
    // An index after the last parameter means that there is none.
    let active = known.active.unwrap_or(known.function.parameters.len());
    let signature = SignatureInformation {
        label: known.signature,
        documentation: Some(Documentation::String(known.function.summary.to_owned())),
        parameters: Some(known.function.parameters.iter().map(parameter).collect()),
        active_parameter: None,
    };
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: u32::try_from(active).ok(),
    })
}

fn told(known: &Hover, title: impl Fn(&str) -> String, code: impl Fn(&str) -> String) -> String {
    let mut parts = vec![title(&known.title)];
    parts.extend(known.paragraphs.iter().cloned());
    if let Some((call, result)) = known.example {
        parts.push(format!("{} gives {}", code(call), code(result)));
    }
    parts.extend(known.evidence.map(|evidence| format!("Evidence: {}", evidence.name())));
    parts.join("\n\n")
}

/// The problems of a text, as the editor marks them.
pub(super) fn diagnostics(open: &Open, uri: &Uri) -> Vec<LspDiagnostic> {
    open.problems.iter().take(MOST).map(|problem| diagnostic(open, uri, problem)).collect()
}

fn diagnostic(open: &Open, uri: &Uri, problem: &Problem) -> LspDiagnostic {
    let place = |bytes: &Range<usize>| open.lines.range(open.text(), bytes);
    let related: Vec<DiagnosticRelatedInformation> = problem
        .related
        .iter()
        .map(|(bytes, said)| DiagnosticRelatedInformation {
            location: Location { uri: uri.clone(), range: place(bytes) },
            message: said.clone(),
        })
        .collect();
    LspDiagnostic {
        range: place(&problem.range),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(problem.diagnostic.code.id.to_owned())),
        source: Some("rulelens".to_owned()),
        message: problem.said.clone(),
        related_information: Some(related).filter(|related| !related.is_empty()),
        ..LspDiagnostic::default()
    }
}

/// The fixes of the problems at a place.
pub(super) fn actions(open: &Open, uri: &Uri, range: LspRange) -> Vec<CodeAction> {
    let of = |position| open.lines.offset(open.text(), position);
    let (start, end) = (of(range.start), of(range.end));
    let is_here = |problem: &&Problem| problem.range.start <= end && start <= problem.range.end;
    let problems = open.problems.iter().filter(|problem| problem.is_in_file).filter(is_here);
    problems
        .flat_map(|problem| problem.diagnostic.fixes.iter().map(move |fix| (problem, fix)))
        .map(|(problem, fix)| action(open, uri, problem, fix))
        .collect()
}

// The protocol's types have addresses as keys, which nothing here changes.
#[allow(clippy::mutable_key_type)]
fn action(open: &Open, uri: &Uri, problem: &Problem, fix: &Fix) -> CodeAction {
    let edits = fix.edits.iter().map(|edit| TextEdit {
        range: open.lines.range(open.text(), &edit.range),
        new_text: edit.text.clone(),
    });
    let changes = HashMap::from([(uri.clone(), edits.collect::<Vec<_>>())]);
    CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(open, uri, problem)]),
        edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
        // The first fix is what is usually meant; of several none is sure.
        is_preferred: (problem.diagnostic.fixes.len() == 1).then_some(true),
        ..CodeAction::default()
    }
}

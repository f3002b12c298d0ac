//! Two rules that are compared: which ones, what they are called, and what differs in words.

mod detail;
mod pasted;

pub use detail::{Detail, Evaluated};
pub use pasted::{Paste, Pasted};

use rulelens_wasm::{ComparedRow, ComparisonView, DifferenceKind, SqlVersion, WriteOutcome};
use std::collections::HashSet;
use std::fmt::Write;

/// The versions of SQL that are compared.
pub const VERSIONS: [&str; 2] = [SqlVersion::V2015_10_08.name(), SqlVersion::V2016_03_23.name()];

/// The word for a pasted rule in a choice.
const PASTED: &str = "pasted";

/// One of two rules that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contender {
    /// The rule of the workbench as it stands.
    Present,
    /// The rule of the workbench under a version of SQL.
    Version(String),
    /// An earlier version of the rule of the workbench, by its number.
    Earlier(u32),
    /// Another rule of the list, by its id.
    Rule(String),
    /// A rule that was pasted.
    Pasted(Paste),
}

impl Contender {
    /// The word that stands for it in a choice; that of a pasted rule does not say which one.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Present => "present".to_owned(),
            Self::Version(version) => format!("sql {version}"),
            Self::Earlier(number) => format!("earlier {number}"),
            Self::Rule(id) => format!("rule {id}"),
            Self::Pasted(_) => PASTED.to_owned(),
        }
    }

    /// What a word of [`Self::word`] stands for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word.split_once(' ') {
            None if word == PASTED => Some(Self::Pasted(Paste::default())),
            None => (word == "present").then_some(Self::Present),
            Some(("sql", version)) => Some(Self::Version(version.to_owned())),
            Some(("earlier", number)) => number.parse().ok().map(Self::Earlier),
            Some(("rule", id)) => Some(Self::Rule(id.to_owned())),
            Some(_) => None,
        }
    }

    /// What is compared with a rule of this version where nothing was chosen: the same rule under the other version.
    #[must_use]
    pub fn usual(sql_version: &str) -> Self {
        let other = if sql_version == VERSIONS[1] { VERSIONS[0] } else { VERSIONS[1] };
        Self::Version(other.to_owned())
    }

    /// The version of SQL where it is the present rule; `own` is that of the workbench.
    fn version<'v>(&'v self, own: &'v str) -> Option<&'v str> {
        match self {
            Self::Present => Some(own),
            Self::Version(version) => Some(version),
            Self::Earlier(_) | Self::Rule(_) | Self::Pasted(_) => None,
        }
    }

    /// Whether it is a rule that is still to be pasted.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        matches!(self, Self::Pasted(pasted) if !pasted.is_ready())
    }
}

/// What sentences call both sides. `own` is the version of SQL of the workbench; an earlier version is called by its date,
/// another rule by its name, where it has one.
#[must_use]
pub fn names(sides: [(&Contender, &str); 2], own: &str) -> [String; 2] {
    // Two versions of the same rule differ in nothing else.
    if let [Some(one), Some(other)] = sides.map(|(contender, _)| contender.version(own)) {
        return [one, other].map(str::to_owned);
    }
    let called = sides.map(|(contender, title)| match contender {
        Contender::Present => "this rule".to_owned(),
        Contender::Version(version) => format!("this rule under {version}"),
        Contender::Earlier(_) => format!("the version of {title}"),
        Contender::Rule(_) if title.is_empty() => "the other rule".to_owned(),
        Contender::Pasted(_) if title.is_empty() => "the pasted rule".to_owned(),
        Contender::Rule(_) | Contender::Pasted(_) => format!("“{title}”"),
    });
    if called[0] == called[1] { ["rule A", "rule B"].map(str::to_owned) } else { called }
}

/// How many things differ: records, fields, and what else is compared.
#[must_use]
pub fn differing(found: &ComparisonView) -> usize {
    let others = found.kinds.iter().filter(|(kind, _)| {
        matches!(kind, DifferenceKind::Outcome | DifferenceKind::Request | DifferenceKind::Payload)
    });
    found.differing_records + found.differing_fields + others.map(|(_, number)| number).sum::<usize>()
}

/// A name at the start of a line.
#[must_use]
pub fn heading(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What differs of all messages, in a line.
#[must_use]
pub fn summary(found: &ComparisonView) -> String {
    let ComparisonView { messages, differing_messages, .. } = found;
    let of = |differing: usize, all: usize, what: &str| {
        (differing > 0).then(|| (differing, format!("{differing} of {all} {what}")))
    };
    let counted = [
        of(found.differing_records, found.records, "records"),
        of(found.differing_fields, found.fields, "fields"),
    ];
    let counted: Vec<_> = counted.into_iter().flatten().collect();
    let verb = |count: usize| if count == 1 { "differs" } else { "differ" };
    let of_messages = if *messages == 1 {
        String::new()
    } else {
        format!(" in {differing_messages} of {messages} messages")
    };
    match (&counted[..], differing_messages) {
        ([], 0) if *messages == 1 => "No difference".to_owned(),
        ([], 0) => format!("No difference in {messages} messages"),
        ([], 1) if *messages == 1 => {
            heading(&found.listed.first().map_or_else(
                || "something differs".to_owned(),
                |message| format!("{} differs", message.words),
            ))
        }
        ([], one) => format!("{one} of {messages} messages {}", verb(*one)),
        ([(count, words)], _) => format!("{words} {}{of_messages}", verb(*count)),
        ([(_, one), (_, other), ..], _) => format!("{one} and {other} differ{of_messages}"),
    }
}

/// What a kind of difference is called.
#[must_use]
pub fn label(kind: DifferenceKind, [a, b]: &[String; 2]) -> String {
    match kind {
        DifferenceKind::OnlyA => format!("only in {a}"),
        DifferenceKind::OnlyB => format!("only in {b}"),
        DifferenceKind::RejectedA => format!("rejected only in {a}"),
        DifferenceKind::RejectedB => format!("rejected only in {b}"),
        DifferenceKind::Outcome => "other outcome".to_owned(),
        DifferenceKind::Type => "other type".to_owned(),
        DifferenceKind::Value => "other value".to_owned(),
        DifferenceKind::Time => "other time".to_owned(),
        DifferenceKind::Dimensions => "other dimensions".to_owned(),
        DifferenceKind::Tags => "other tags".to_owned(),
        DifferenceKind::Table => "other table".to_owned(),
        DifferenceKind::Verdict => "other verdict".to_owned(),
        DifferenceKind::Request => "other request".to_owned(),
        DifferenceKind::Payload => "other payload".to_owned(),
        DifferenceKind::Same => "same".to_owned(),
    }
}

/// Whether a row is shown where one kind is asked for, or all that differs.
#[must_use]
pub fn is_shown(row: &ComparedRow, kind: Option<DifferenceKind>) -> bool {
    match kind {
        None => !row.kinds.is_empty(),
        Some(DifferenceKind::Same) => row.kinds.is_empty(),
        Some(kind) => row.kinds.contains(&kind),
    }
}

/// The lines of both statements, each with whether the other one lacks it.
#[must_use]
pub fn marked_lines(statements: [&str; 2]) -> [Vec<(String, bool)>; 2] {
    let lists = statements.map(|text| text.lines().map(str::trim_end).collect::<Vec<_>>());
    let known =
        lists.each_ref().map(|lines| lines.iter().map(|line| line.trim_start()).collect::<HashSet<_>>());
    [0, 1].map(|side| {
        let lacks = |line: &&str| !line.trim().is_empty() && !known[1 - side].contains(line.trim_start());
        lists[side].iter().map(|line| ((*line).to_owned(), lacks(line))).collect()
    })
}

/// What differs as Markdown, with messages by their names.
#[must_use]
pub fn markdown(found: &ComparisonView, names: &[String; 2], message: impl Fn(usize) -> String) -> String {
    let mut text = format!("**{}**", escaped(&summary(found)));
    let rows: Vec<String> = found
        .listed
        .iter()
        .flat_map(|one| one.rows.iter().map(|row| (one.at, row)))
        .filter(|(_, row)| is_shown(row, None))
        .map(|(at, row)| {
            let [one, other] = row.sides.each_ref().map(|side| {
                side.as_ref().map_or_else(
                    || "absent".to_owned(),
                    |cell| match cell.written {
                        None => code(&cell.value),
                        Some((kind, outcome)) => {
                            let rejected = if outcome == WriteOutcome::Rejected { ", rejected" } else { "" };
                            format!("{} {}{rejected}", code(&cell.value), kind.name())
                        }
                    },
                )
            });
            let (message, words) = (escaped(&message(at)), escaped(&row.words));
            format!("| {message} | {} | {one} | {other} | {words} |", code(&row.name))
        })
        .collect();
    if !rows.is_empty() {
        let [a, b] = names.each_ref().map(|name| escaped(&heading(name)));
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "\n\n| Message | What | {a} | {b} | Difference |\n| --- | --- | --- | --- | --- |\n"
        );
        text.push_str(&rows.join("\n"));
    }
    if !found.complete {
        text.push_str("\n\nOnly the first differences are listed.");
    }
    text.push('\n');
    text
}

/// Text in which Markdown and HTML find nothing of theirs.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '*' | '_' | '[' | ']' => escaped.extend(['\\', letter]),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A value in a cell of a table, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    if text.is_empty() { "empty".to_owned() } else { format!("{fence} {text} {fence}") }
}

#[cfg(test)]
mod tests;

//! The reference as the page shows it: the same tables as the pages of `docs/`, entry by entry, as HTML.

use anyhow::{Context, Result};
use iot_sql::Code;
use iot_sql::functions::{self, Function};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html};
use rulelens_cli::questions::{self, Question, Subject};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

use super::markdown::{ATTEMPT, anchor, attempt};
use super::{diagnostics, functions as function_docs};

/// The limits, as they are written by hand.
const LIMITS: &str = include_str!("../../../../docs/limits.md");

/// What the open questions are, as it is written by hand.
const QUESTIONS: &str = include_str!("../../../../docs/open-questions/README.md");

/// What an address of an entry begins with; `web/src/state/link.rs` reads them.
const ADDRESS: &str = "#v1.r.";

/// What the page of functions says of a list that only it has.
const BELOW: &str = "[Below](#evidence) are the functions with a note; ";

/// The kinds of entries, by what their ids begin with, with their names on the page.
const KINDS: [(&str, &str); 4] = [
    ("functions", "Functions"),
    ("diagnostics", "Diagnostics"),
    ("questions", "Open questions"),
    ("limits", "Limits"),
];

/// An entry.
pub(crate) struct Entry {
    /// Its address behind the kind of link, such as `functions.abs`.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) title: String,
    /// What it is about, in a sentence; code stands between backticks.
    pub(crate) summary: String,
    /// What it is a part of.
    place: String,
    /// How severe it is, how it is known, or whose limit it is.
    mark: String,
    /// What there is to say, as Markdown.
    markdown: String,
    /// Rules and messages that can be opened, as cases; the places of those that cannot are `null`.
    cases: Vec<Json>,
}

/// All entries, in the order in which they are listed.
///
/// # Errors
/// As for the pages of `docs/`.
pub(crate) fn entries() -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for group in functions::ALL {
        let subject = function_docs::title(group)?;
        entries.extend(group.iter().map(|function| of_function(function, subject)));
    }
    let try_it = attempt(0) + "\n\n";
    for (code, markdown) in diagnostics::entries(&try_it)? {
        entries.push(of_code(code, markdown));
    }
    for (file, subject) in questions::all()? {
        entries.extend(subject.questions.iter().map(|question| of_question(question, &subject, file)));
    }
    entries.extend(limits()?);
    Ok(entries)
}

fn of_function(function: &Function, subject: &str) -> Entry {
    let case = |example: &functions::Example| {
        let payload = if example.payload.is_empty() { "{}" } else { example.payload };
        json!({"inputSql": format!("SELECT {} AS result FROM 'a'", example.call), "topic": "a", "inputPayload": payload})
    };
    Entry {
        id: format!("functions.{}", function.name),
        title: function.signature(),
        summary: function.summary.to_owned(),
        place: subject.to_owned(),
        mark: function.evidence.name().to_owned(),
        markdown: function_docs::entry(function, true),
        cases: function.examples.iter().map(case).collect(),
    }
}

fn of_code(code: &Code, markdown: String) -> Entry {
    let case = code.examples.first().and_then(diagnostics::tried);
    Entry {
        id: format!("diagnostics.{}", code.id),
        title: code.id.to_owned(),
        summary: code.summary.to_owned(),
        place: code.id.split('.').next().unwrap_or_default().to_owned(),
        mark: code.severity.name().to_owned(),
        markdown,
        cases: case.into_iter().collect(),
    }
}

fn of_question(question: &Question, subject: &Subject, file: &str) -> Entry {
    let followed = question.readings.iter().find(|reading| reading.is_followed);
    // The heading is the entry's title.
    let markdown = question.text.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    Entry {
        id: format!("questions.{}.{}", file.trim_end_matches(".md"), anchor(&question.topic)),
        title: question.topic.clone(),
        summary: followed.map_or_else(String::new, |reading| reading.text.replace("**Followed**: ", "")),
        place: subject.title.clone(),
        mark: question.evidence.name().to_owned(),
        markdown: markdown.to_owned(),
        cases: question.examples.iter().map(|example| example.inputs.clone().unwrap_or_default()).collect(),
    }
}

/// The rows of the table of limits, and the sections below it.
fn limits() -> Result<Vec<Entry>> {
    let mut parts = LIMITS.split("\n## ");
    let table = parts.next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let mut entries = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [what, limit, beyond, whose] = cells[..] else {
            anyhow::bail!("docs/limits.md has a row that is not four cells: {row}");
        };
        entries.push(limit_entry(
            what,
            &format!("{limit}; beyond it {beyond}"),
            whose,
            format!("- **Limit**: {limit}\n- **Beyond it**: {beyond}\n- **Whose limit**: {whose}\n"),
        ));
    }
    for part in parts {
        let (title, text) = part.split_once('\n').context("docs/limits.md has a heading without a text")?;
        let summary = text.trim().split(". ").next().unwrap_or_default().replace('\n', " ");
        entries.push(limit_entry(title, &summary, "RuleLens", text.trim().to_owned()));
    }
    Ok(entries)
}

fn limit_entry(title: &str, summary: &str, whose: &str, markdown: String) -> Entry {
    Entry {
        id: format!("limits.{}", anchor(title)),
        title: iot_sql::text::capitalised(title),
        summary: summary.to_owned(),
        place: String::new(),
        mark: whose.split([':', '\'']).next().unwrap_or_default().to_owned(),
        markdown,
        cases: Vec::new(),
    }
}

/// The file that the page fetches, which `web/src/state/reference.rs` reads.
///
/// # Errors
/// As for the pages of `docs/`.
pub(crate) fn file() -> Result<Json> {
    let entries = entries()?;
    let known: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let mut related: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut bodies = Vec::new();
    for entry in &entries {
        let (body, named) = to_html(entry, &known);
        bodies.push(body);
        for other in named {
            related.entry(other.clone()).or_default().insert(entry.id.clone());
            related.entry(entry.id.clone()).or_default().insert(other);
        }
    }
    let list: Vec<Json> = entries
        .iter()
        .zip(bodies)
        .map(|(entry, body)| {
            let others = related.get(&entry.id).map(|ids| see_also(ids, &known)).unwrap_or_default();
            json!([
                entry.id,
                entry.title,
                entry.summary,
                entry.place,
                entry.mark,
                body + &others,
                entry.cases
            ])
        })
        .collect();
    let kinds: Vec<Json> = KINDS
        .iter()
        .map(|(id, title)| {
            let introduction = Entry {
                id: String::new(),
                title: String::new(),
                summary: String::new(),
                place: String::new(),
                mark: String::new(),
                markdown: introduction(id),
                cases: Vec::new(),
            };
            json!([id, title, to_html(&introduction, &known).0])
        })
        .collect();
    Ok(json!({"kinds": kinds, "entries": list}))
}

/// The kind that a page of `docs/` is about.
fn kind_of(page: &str) -> Option<&'static str> {
    let page = page.trim_start_matches("../").split('#').next().unwrap_or_default();
    match page {
        "functions.md" => Some("functions"),
        "diagnostics.md" => Some("diagnostics"),
        "open-questions/README.md" => Some("questions"),
        _ => None,
    }
}

/// What is said of a kind.
fn introduction(kind: &str) -> String {
    let text = match kind {
        // The list of evidence stands on the page of functions alone.
        "functions" => &function_docs::INTRODUCTION.replace(BELOW, ""),
        "diagnostics" => diagnostics::INTRODUCTION,
        "questions" => QUESTIONS.split("The questions, by subject").next().unwrap_or_default(),
        _ => LIMITS.split("\n| ").next().unwrap_or_default(),
    };
    // Its heading is the kind's name.
    let text = if text.starts_with("# ") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    text.to_owned()
}

/// Links to entries that name this one or are named by it, by kind.
fn see_also(ids: &BTreeSet<String>, known: &BTreeMap<&str, &Entry>) -> String {
    let mut text = String::from("<h4>See also</h4><dl class=\"see-also\">");
    for (kind, title) in KINDS {
        let of_kind = ids.iter().filter(|id| id.split('.').next() == Some(kind));
        let links: Vec<String> = of_kind
            .filter_map(|id| known.get(id.as_str()))
            .map(|entry| {
                let name = if kind == "functions" { name_of(&entry.id) } else { &entry.title };
                let name = escaped(name);
                let name = if matches!(kind, "functions" | "diagnostics") {
                    format!("<code>{name}</code>")
                } else {
                    name
                };
                format!("<dd><a href=\"{ADDRESS}{}\">{name}</a></dd>", entry.id)
            })
            .collect();
        if !links.is_empty() {
            text += &format!("<dt>{title}</dt>{}", links.concat());
        }
    }
    text + "</dl>"
}

/// The name in an id.
fn name_of(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, name)| name)
}

/// An entry as HTML, and the ids of the entries that it names.
fn to_html(entry: &Entry, known: &BTreeMap<&str, &Entry>) -> (String, BTreeSet<String>) {
    let is_question = entry.id.starts_with("questions.");
    let mut named = BTreeSet::new();
    let mut closers: Vec<&str> = Vec::new();
    let (mut in_statement, mut statements) = (false, 0);
    let mut out = Vec::new();
    for event in Parser::new_ext(&entry.markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let (open, close) = if let Some(place) = dest_url.strip_prefix(ATTEMPT) {
                    (button(place), "</button>")
                } else if dest_url.starts_with("https://") {
                    let address = escaped(&dest_url);
                    (format!("<a href=\"{address}\" target=\"_blank\" rel=\"noopener\">"), "</a>")
                } else if let Some(kind) = kind_of(&dest_url) {
                    (format!("<a href=\"{ADDRESS}{kind}\">"), "</a>")
                } else {
                    // Other files of the repository are not there.
                    (String::new(), "")
                };
                closers.push(close);
                out.push(Event::InlineHtml(open.into()));
            }
            Event::End(TagEnd::Link) => {
                out.push(Event::InlineHtml(closers.pop().unwrap_or_default().into()));
            }
            Event::Code(text) => {
                for id in mentioned(&text).into_iter().filter(|id| *id != entry.id) {
                    let is_of_another_kind = id.split('.').next() != entry.id.split('.').next();
                    let is_bare = text.ends_with("()") || id.ends_with(text.as_ref());
                    if known.contains_key(id.as_str()) && (is_of_another_kind || is_bare) {
                        named.insert(id);
                    }
                }
                let target = target(&text).filter(|id| *id != entry.id && known.contains_key(id.as_str()));
                match target {
                    Some(id) if closers.is_empty() => {
                        let link = format!("<a href=\"{ADDRESS}{id}\"><code>{}</code></a>", escaped(&text));
                        out.push(Event::InlineHtml(link.into()));
                    }
                    _ => out.push(Event::Code(text)),
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(ref language))) => {
                in_statement = is_question && language.as_ref() == "sql";
                out.push(event);
            }
            Event::Text(ref text) if in_statement => {
                let calls = mentioned(text).into_iter().filter(|id| known.contains_key(id.as_str()));
                named.extend(calls);
                out.push(event);
            }
            Event::End(TagEnd::CodeBlock) if in_statement => {
                in_statement = false;
                out.push(event);
                if entry.cases.get(statements).is_some_and(|case| !case.is_null()) {
                    let open = button(&statements.to_string());
                    out.push(Event::Html(format!("<p>{open}Try it</button></p>").into()));
                }
                statements += 1;
            }
            // Nothing of what is written is meant as HTML.
            Event::Html(text) | Event::InlineHtml(text) => out.push(Event::Text(text)),
            // A table that is wider than the window scrolls by itself.
            Event::Start(Tag::Table(_)) => {
                out.push(Event::Html("<div class=\"wide\" tabindex=\"0\">".into()));
                out.push(event);
            }
            Event::End(TagEnd::Table) => {
                out.push(event);
                out.push(Event::Html("</div>".into()));
            }
            event => out.push(event),
        }
    }
    let mut body = String::new();
    html::push_html(&mut body, out.into_iter());
    // A column of buttons needs no heading.
    let body = body.replace("<th></th>", "<td></td>");
    (body, named)
}

fn button(place: &str) -> String {
    format!("<button type=\"button\" class=\"button is-small\" data-try=\"{}\">", escaped(place))
}

/// The entries that a piece of code names: a diagnostic by its code, functions by their calls.
fn mentioned(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(code) = code(text) {
        found.push(code);
    }
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    for (at, _) in text.match_indices('(') {
        let before = &text[..at];
        let start = before.rfind(|letter: char| !is_name(letter)).map_or(0, |place| place + 1);
        // Behind a full stop stands a member of something else.
        let is_member = before[..start].ends_with('.');
        if let Some(function) = functions::find(&before[start..])
            && !is_member
        {
            found.push(format!("functions.{}", function.name));
        }
    }
    found
}

/// The entry that a piece of code is the name of.
fn target(text: &str) -> Option<String> {
    let function = text.strip_suffix("()").and_then(functions::find);
    function.map(|function| format!("functions.{}", function.name)).or_else(|| code(text))
}

fn code(text: &str) -> Option<String> {
    let is_code = text.contains('.')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || b".-0123456789".contains(&byte));
    is_code.then(|| format!("diagnostics.{text}"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, KINDS, entries, file, mentioned, target};
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_has_an_address_of_its_own_that_a_link_can_have() {
        let entries = entries().unwrap();
        let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), entries.len());
        for id in &ids {
            let fits = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
            assert!(fits && id.len() <= 128, "{id}");
        }
        for (kind, _) in KINDS {
            assert!(ids.iter().filter(|id| id.starts_with(&format!("{kind}."))).count() >= 10, "{kind}");
        }
        for id in
            ["functions.isUndefined", "diagnostics.timestream.too-old", "limits.a-payload", "limits.steps"]
        {
            assert!(ids.contains(id), "{id}");
        }
    }

    #[test]
    fn links_lead_to_entries_and_back_and_buttons_to_cases() {
        let file = file().unwrap();
        let rows = file["entries"].as_array().unwrap();
        let ids: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str().unwrap()).collect();
        let links = |html: &str| -> BTreeSet<String> {
            html.split(&format!("href=\"{ADDRESS}"))
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned)
                .collect()
        };
        let (mut buttons, mut crossing) = (0, 0);
        for row in rows {
            let (id, html) = (row[0].as_str().unwrap(), row[5].as_str().unwrap());
            for link in links(html) {
                assert!(ids.contains(link.as_str()), "{id} leads to {link}");
                let other = rows.iter().find(|other| other[0] == link.as_str()).unwrap();
                assert!(links(other[5].as_str().unwrap()).contains(id), "{link} does not lead back to {id}");
                crossing += usize::from(link.split('.').next() != id.split('.').next());
            }
            for place in html.split("data-try=\"").skip(1) {
                let place: usize = place.split('"').next().unwrap().parse().unwrap();
                let case = &row[6][place];
                assert!(case["inputSql"].is_string() && case["topic"].is_string(), "{id} {place}: {case}");
                buttons += 1;
            }
            assert!(!html.contains("<script") && !html.contains("href=\"docs"), "{id}");
        }
        assert!(buttons > 300 && crossing > 200, "{buttons} buttons, {crossing} links");
        let functions = file["kinds"][0][2].as_str().unwrap();
        assert!(
            functions.contains("href=\"#v1.r.questions\">") && !functions.contains("Below"),
            "{functions}"
        );
    }

    #[test]
    fn code_names_calls_and_diagnostics() {
        assert_eq!(mentioned("abs(topic(2)) + x.get(1)"), ["functions.abs", "functions.topic"]);
        assert_eq!(mentioned("sql.too-long"), ["diagnostics.sql.too-long"]);
        assert_eq!(target("get()"), Some("functions.get".to_owned()));
        assert_eq!(target("get(a)"), None);
    }
}

//! Diagnostics as text: what happened, the place with its line and column, what to do, how it is known.

use crate::excerpt::Excerpt;
use crate::printable::printable;
use crate::texts::Texts;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};
use iot_sql::{Diagnostic, Fix, Needed, Severity, hidden};
use serde_json::Value as Json;

/// A diagnostic as drawn in a terminal, with colours.
pub(crate) fn draw(diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
    draw_as(diagnostic, diagnostic.severity(), texts)
}

/// The same, as severe as somebody says.
pub(crate) fn draw_as(diagnostic: &Diagnostic, severity: Severity, texts: &Texts<'_>) -> String {
    let diagnostic = &*texts.placed(diagnostic);
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let text = texts.viewer.text(&diagnostic.input);
    let name = printable(&texts.name(&diagnostic.input));
    let shown = shown(diagnostic);
    let diagnostic = &shown;
    let mut main =
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id).elements([] as [Element; 0]);
    let ranges: Vec<_> = diagnostic.labels.iter().map(|label| label.range.clone()).collect();
    if !ranges.is_empty() {
        let excerpt = Excerpt::new(&text, &ranges);
        let annotations = excerpt.ranges.iter().zip(&diagnostic.labels).enumerate().filter_map(
            |(index, (range, label))| {
                let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(range.clone()?);
                Some(if label.message.is_empty() {
                    annotation
                } else {
                    annotation.label(label.message.as_str())
                })
            },
        );
        let snippet =
            Snippet::source(excerpt.text.clone()).line_start(excerpt.first_line).annotations(annotations);
        // The renderer counts columns in what it shows, so where the line's start is cut off the place is told apart.
        if excerpt.is_cut {
            let place = Origin::path(name).line(excerpt.line).char_column(excerpt.column);
            main = main.element(place).element(snippet);
        } else {
            main = main.element(snippet.path(name));
        }
    } else if !name.is_empty() {
        main = main.element(Origin::path(name));
    }
    if let Some(help) = &diagnostic.help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let file = diagnostic.needed.as_deref().map(context_file);
    let advice = file.map(|file| {
        format!("`--context FILE` takes a file with it, and a case its member `context`: {file}")
    });
    if let Some(advice) = &advice {
        main = main.element(Level::HELP.message(advice.as_str()));
    }
    if let Some(evidence) = diagnostic.evidence {
        main = main.element(Level::NOTE.with_name("evidence").message(evidence.name()));
    }
    if severity != diagnostic.severity() {
        let told = format!("it counts as an error because `{}` is denied", diagnostic.code.id);
        main = main.element(Level::NOTE.message(told));
    }
    let mut groups = vec![main];
    groups.extend(diagnostic.fixes.iter().map(|fix| change(fix, &text)));
    harmless(Renderer::styled().render(&groups))
}

/// The diagnostic with harmless words; what the renderer cuts out of the strings it makes harmless itself.
fn shown(diagnostic: &Diagnostic) -> Diagnostic {
    let mut shown = diagnostic.clone();
    shown.message = printable(&shown.message);
    shown.help = shown.help.map(|help| printable(&help));
    for label in &mut shown.labels {
        label.message = printable(&label.message);
    }
    for fix in &mut shown.fixes {
        fix.title = printable(&fix.title);
        for edit in &mut fix.edits {
            edit.text = printable(&edit.text);
        }
    }
    shown
}

/// What is drawn without characters that a terminal obeys or does not show, one for one so that columns stay, but for
/// the colours, which are the renderer's.
fn harmless(drawn: String) -> String {
    let is_kept =
        |ch: char| matches!(ch, '\n' | '\u{1b}') || !hidden::has_hidden(ch.encode_utf8(&mut [0; 4]));
    if drawn.chars().all(is_kept) {
        return drawn;
    }
    drawn.chars().map(|ch| if is_kept(ch) { ch } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// The context that supplies what a call needs.
fn context_file(needed: &Needed) -> String {
    match needed {
        Needed::Mock { function, arguments } => {
            let arguments =
                arguments.as_ref().map(|json| format!(",\"arguments\":{json}")).unwrap_or_default();
            format!("{{\"mocks\":[{{\"function\":\"{function}\"{arguments},\"result\":{{}}}}]}}")
        }
        Needed::Descriptor { bucket, key } => {
            let (bucket, key) = (Json::from(bucket.as_str()), Json::from(key.as_str()));
            format!("{{\"descriptors\":[{{\"bucket\":{bucket},\"key\":{key},\"base64\":\"…\"}}]}}")
        }
    }
}

/// A fix, with the changed line where its edits lie close together.
fn change<'f>(fix: &'f Fix, text: &[u8]) -> Group<'f> {
    let group = Level::HELP.secondary_title(fix.title.as_str()).elements([] as [Element; 0]);
    let ranges: Vec<_> = fix.edits.iter().map(|edit| edit.range.clone()).collect();
    let excerpt = Excerpt::new(text, &ranges);
    let places: Option<Vec<_>> = excerpt.ranges.iter().cloned().collect();
    match places {
        Some(places) if !places.is_empty() => {
            let patches =
                places.into_iter().zip(&fix.edits).map(|(range, edit)| Patch::new(range, edit.text.as_str()));
            group.element(
                Snippet::source(excerpt.text.clone()).line_start(excerpt.first_line).patches(patches),
            )
        }
        _ => group,
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::texts::Texts;
    use iot_sql::{Rule, SqlVersion};
    use rule_actions::view::Viewer;

    fn refusal(sql: &str) -> String {
        let viewer = Viewer { sql, topic: "a/b", payload: b"{}", ..Viewer::default() };
        let texts = Texts { viewer, sql_name: "sql", ..Texts::default() };
        let diagnostic = Rule::parse(sql, SqlVersion::default()).expect_err(sql);
        anstream::adapter::strip_str(&draw(&diagnostic, &texts)).to_string()
    }

    #[test]
    fn a_mistake_is_drawn_at_its_place_with_its_fix() {
        let text = refusal("SEECT a\nFROM 'x'");
        for part in [
            "error[sql.misspelt-keyword]: ",
            "--> sql:1:1",
            "1 | SEECT a",
            "| ^^^^^ did you mean SELECT?",
            "= help: AWS answers CreateTopicRule",
            "help: Use SELECT",
            "SELECT a",
        ] {
            assert!(text.contains(part), "no {part:?} in\n{text}");
        }
        assert!(refusal("SELECT a\nFROM").contains("--> sql:2:5"));
    }

    #[test]
    fn any_mistake_can_be_drawn() {
        for sql in [
            "",
            "\n\n",
            "SELECT 'ä",
            "SELECT a FROM 'x' \u{1b}[31m",
            "SELECT a FROM 'x' \u{9b}31m \u{7f} \u{202e}",
            "SELECT nosuch\u{9b}(a) FROM 'x'",
            "SELECT \t a b FROM 'x'",
            "SELECT “a” FROM 'x'",
            &format!("SELECT {} FROM 'x'", "(".repeat(10_000)),
            &"x".repeat(200_000),
        ] {
            let text = refusal(sql);
            let obeyed = ['\u{1b}', '\u{9b}', '\u{7f}', '\u{202e}'];
            assert!(text.starts_with("error[") && text.len() < 4000 && !text.contains(obeyed), "{text}");
        }
    }
}

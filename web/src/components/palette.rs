//! Finds what the page can do, lessons, examples, and entries of the reference, by a few letters.

use super::dialog::Dialog;
use super::keys::keys;
use super::words::prose;
use crate::browser::element;
use crate::embed::is_embedded;
use crate::lessons::{LessonAsk, Lessons};
use crate::library::{LIBRARY, beside, use_source};
use crate::links::show_entry;
use crate::rules::{Ask, Rules};
use crate::state::command::{COMMANDS, Command, Turn};
use crate::state::lessons::{Contents, ListedLesson};
use crate::state::library::{Entry, Library};
use std::ops::Range;
use wasm_bindgen::prelude::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, function_component, html, use_effect_with, use_state,
};

/// How many of a kind are listed.
const MOST: usize = 6;

/// What [`Palette`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct PaletteProps {
    /// One's rules, beside which an example is shown.
    pub(crate) rules: Rules,
    /// The course that the page shows.
    pub(crate) lessons: Lessons,
    /// Does what the page can do.
    pub(crate) on_command: Callback<Command>,
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
}

/// What can be found.
#[derive(Clone)]
enum Found {
    Command(&'static crate::state::command::Row),
    Example { group: usize, place: usize },
    Entry { id: String },
    Lesson { file: String },
}

/// A line of the list.
struct Line {
    found: Found,
    title: AttrValue,
    more: AttrValue,
    end: Html,
}

/// The palette.
#[function_component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let (library, _) = use_source(&LIBRARY);
    let looked_for = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let trouble = use_state(|| None::<String>);
    let known = library.as_ref().and_then(|library| library.as_ref().ok()).cloned();
    let lessons = &props.lessons;
    {
        let on_ask = lessons.on_ask.clone();
        let is_asked = !is_embedded() && !looked_for.starts_with('>') && !looked_for.trim().is_empty();
        use_effect_with(is_asked, move |is_asked| {
            if *is_asked {
                on_ask.emit(LessonAsk::Contents);
            }
        });
    }
    let course = lessons.contents.as_ref().filter(|_| !is_embedded());
    let missing = [
        ("Examples and reference", library.as_ref().and_then(|library| library.as_ref().err())),
        ("Lessons", course.and_then(|course| course.as_ref().err())),
    ];
    let missing =
        missing.into_iter().filter_map(|(what, why)| Some(format!("{what} are missing: {}.", why?)));
    let troubles: Vec<String> = trouble.iter().cloned().chain(missing).collect();
    let course = course.and_then(|course| course.as_ref().ok());
    let groups = find(&looked_for, known.as_deref(), course.map(|course| &**course));
    let count: usize = groups.iter().map(|(_, lines)| lines.len()).sum();
    let at = (*chosen).min(count.saturating_sub(1));
    {
        let id = option_id(at);
        use_effect_with((at, (*looked_for).clone()), move |_| {
            if let Some(option) = element(&id) {
                option.scroll_into_view_with_bool(false);
            }
        });
    }
    let on_choose = {
        let (on_command, on_ask, trouble) =
            (props.on_command.clone(), props.rules.on_ask.clone(), trouble.setter());
        let on_lesson = lessons.on_ask.clone();
        Callback::from(move |found: Found| match (found, &known) {
            (Found::Command(row), _) => {
                close();
                on_command.emit(row.command);
            }
            (Found::Entry { id }, _) => {
                close();
                show_entry(&id);
            }
            (Found::Lesson { file }, _) => {
                close();
                on_lesson.emit(LessonAsk::OpenFile(file));
            }
            (Found::Example { group, place }, Some(library)) => {
                match beside(&library.groups[group].examples[place]) {
                    Ok(beside) => {
                        close();
                        on_ask.emit(Ask::Beside(Box::new(beside)));
                    }
                    Err(why) => trouble.set(Some(format!("This example cannot be shown: {why}."))),
                }
            }
            (Found::Example { .. }, None) => {}
        })
    };
    let on_keys = {
        let on_command = props.on_command.clone();
        move |_| {
            close();
            on_command.emit(Command::Keys);
        }
    };
    let oninput = {
        let (looked_for, chosen) = (looked_for.setter(), chosen.setter());
        move |event: InputEvent| {
            looked_for.set(event.target_unchecked_into::<HtmlInputElement>().value().to_lowercase());
            chosen.set(0);
        }
    };
    let onkeydown = {
        let (chosen, on_choose) = (chosen.setter(), on_choose.clone());
        let all: Vec<Found> =
            groups.iter().flat_map(|(_, lines)| lines).map(|line| line.found.clone()).collect();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => chosen.set(Turn::Next.from(Some(at), all.len())),
                "ArrowUp" => chosen.set(Turn::Previous.from(Some(at), all.len())),
                "Enter" if !event.is_composing() => {
                    if let Some(found) = all.get(at) {
                        on_choose.emit(found.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    let mut place = 0;
    let lists: Vec<Html> = groups
        .iter()
        .enumerate()
        .map(|(number, (title, lines))| {
            let options: Vec<Html> = lines
                .iter()
                .map(|line| {
                    let option = option(line, &looked_for, place, place == at, &on_choose);
                    place += 1;
                    option
                })
                .collect();
            html! {
                <div role="group" aria-labelledby={format!("found-{number}")}>
                    <div class="found-kind" id={format!("found-{number}")}>{ title }</div>
                    { for options }
                </div>
            }
        })
        .collect();
    html! {
        <Dialog id="palette" title="Find" on_close={props.on_close.clone()}>
            <input type="text" role="combobox" aria-expanded="true" aria-controls="found" autofocus=true autocomplete="off" spellcheck="false"
                aria-activedescendant={(count > 0).then(|| option_id(at))}
                aria-label="Find actions, lessons, examples, functions, diagnostics and open questions" placeholder="Actions, lessons, examples, functions, diagnostics"
                {oninput} {onkeydown} />
            <>{ for troubles.iter().map(|why| html! { <p class="field-problem is-error" role="alert">{ prose(why) }</p> }) }</>
            <div role="listbox" id="found" aria-label="Found">{ for lists }</div>
            if count == 0 {
                <p class="hint">{ "Nothing has all of these words." }</p>
            }
            <p class="palette-foot hint">
                <span><kbd>{ "↑" }</kbd>{ " " }<kbd>{ "↓" }</kbd>{ " choose" }</span>
                <span><kbd>{ "Enter" }</kbd>{ " do it" }</span>
                <span><kbd>{ ">" }</kbd>{ " actions only" }</span>
                <button type="button" class="button is-link is-small" onclick={on_keys}>{ "All keys" }</button>
            </p>
        </Dialog>
    }
}

/// Closes the palette, so that the focus is where it was before something else takes it.
fn close() {
    if let Some(dialog) = element("palette") {
        dialog.unchecked_into::<HtmlDialogElement>().close();
    }
}

fn option_id(at: usize) -> String {
    format!("found-line-{at}")
}

fn option(line: &Line, looked_for: &str, place: usize, chosen: bool, on_choose: &Callback<Found>) -> Html {
    let (found, on_choose) = (line.found.clone(), on_choose.clone());
    html! {
        <div role="option" id={option_id(place)} aria-selected={chosen.to_string()} onclick={move |_| on_choose.emit(found.clone())}>
            <span class="found-title">{ marked(&line.title, looked_for) }</span>
            <span class="found-more">{ marked(&line.more, looked_for) }</span>
            <span class="found-end">{ line.end.clone() }</span>
        </div>
    }
}

/// A text with the first of the words that it has marked.
fn marked(text: &str, looked_for: &str) -> Html {
    // A mark inside code would take it apart.
    let Some(found) = first_match(text, looked_for).filter(|_| !text.contains('`')) else {
        return prose(text);
    };
    html! { <>{ &text[..found.start] }<b>{ &text[found.clone()] }</b>{ &text[found.end..] }</> }
}

/// The range of the first of the words that the text contains, in any case.
fn first_match(text: &str, looked_for: &str) -> Option<Range<usize>> {
    let text = text.to_ascii_lowercase();
    looked_for.trim_start_matches('>').split_whitespace().find_map(|word| {
        let start = text.find(&word.to_ascii_lowercase())?;
        Some(start..start + word.len())
    })
}

/// What has all the words, by kinds.
fn find(
    looked_for: &str,
    library: Option<&Library>,
    course: Option<&Contents>,
) -> Vec<(&'static str, Vec<Line>)> {
    let only_commands = looked_for.strip_prefix('>');
    let words = only_commands.unwrap_or(looked_for).trim();
    let has = |text: &str| {
        let text = text.to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    };
    let of_command = |row: &'static crate::state::command::Row| Line {
        found: Found::Command(row),
        title: row.title.into(),
        more: AttrValue::default(),
        end: keys(row.keys),
    };
    let commands = COMMANDS
        .iter()
        .filter(|row| !matches!(row.command, Command::Find | Command::Editor) && has(row.title))
        .map(of_command);
    let mut groups = vec![("Actions", commands.collect::<Vec<_>>())];
    // Without a word there are the actions; all the rest would be too much.
    if only_commands.is_none() && !words.is_empty() {
        let of_kind = |kind: &str| -> Vec<Line> {
            let entries = library.map_or(&[][..], |library| &library.entries);
            let of_kind = entries.iter().filter(|entry| entry.id.split('.').next() == Some(kind));
            let found = of_kind.filter(|entry| has(&format!("{} {}", entry.name, entry.summary)));
            let (named, others): (Vec<&Entry>, Vec<&Entry>) = found.partition(|entry| has(&entry.name));
            let line = |entry: &Entry| Line {
                found: Found::Entry { id: entry.id.clone() },
                title: entry.name.clone().into(),
                more: entry.summary.clone().into(),
                end: html! { { "reference" } },
            };
            named.into_iter().chain(others).take(MOST).map(line).collect()
        };
        groups.push(("Functions", of_kind("functions")));
        groups.push(("Lessons", lessons(course, words)));
        let subjects = library.map_or(&[][..], |library| &library.groups);
        let examples = subjects.iter().enumerate().flat_map(|(group, subject)| {
            let examples = subject.examples.iter().enumerate().filter(|(_, example)| example.has(words));
            examples.map(move |(place, example)| Line {
                found: Found::Example { group, place },
                title: example.title.clone().into(),
                more: example.look.clone().into(),
                end: html! { { "example" } },
            })
        });
        groups.push(("Examples", examples.take(MOST).collect()));
        groups.push(("Diagnostics", of_kind("diagnostics")));
        groups.push(("Open questions", of_kind("questions")));
        groups.push(("Limits", of_kind("limits")));
    }
    groups.retain(|(_, lines)| !lines.is_empty());
    groups
}

/// The lessons that have all the words, those first that have them in their names.
fn lessons(course: Option<&Contents>, words: &str) -> Vec<Line> {
    let all = course.into_iter().flat_map(Contents::lessons);
    let has_in_name = |lesson: &&ListedLesson| {
        let title = lesson.title.to_lowercase();
        words.split_whitespace().all(|word| title.contains(word))
    };
    let (named, others): (Vec<&ListedLesson>, Vec<&ListedLesson>) =
        all.filter(|lesson| lesson.has(words)).partition(has_in_name);
    let line = |lesson: &ListedLesson| {
        let kind = if lesson.is_case { "case" } else { "lesson" };
        let minutes = if lesson.minutes > 0 { format!(", {} min", lesson.minutes) } else { String::new() };
        Line {
            found: Found::Lesson { file: lesson.file.clone() },
            title: lesson.title.clone().into(),
            more: lesson.aim.clone().into(),
            end: html! { { format!("{kind}{minutes}") } },
        }
    };
    named.into_iter().chain(others).take(MOST).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{find, first_match};
    use crate::state::lessons::Contents;
    use crate::state::library::Library;

    fn found(looked_for: &str) -> Vec<(&'static str, Vec<String>)> {
        let library = r#"{"groups": [{"title": "Time", "examples": [{"id": "late", "lines": [], "codes": ["timestream.too-old"],
            "case": {"name": "Late", "lookAt": "It is Undefined.", "inputSql": "SELECT *", "topic": "a", "inputPayload": {}}}]}],
            "entries": [["functions.get_or_default", "get_or_default(value)", "A default for what is Undefined."],
                ["functions.isUndefined", "isUndefined(value)", "Whether it is there."],
                ["diagnostics.timestream.too-old", "timestream.too-old", "A record is too old."],
                ["questions.keys.twice", "A key twice", "The last one counts."]]}"#;
        let library = Library::read(library).expect("a library");
        let course = r#"{"title": "Rules", "chapters": [{"title": "One", "lessons": [
            {"id": "missing", "title": "One is missing", "file": "07.md", "aim": "A default for what is Undefined."},
            {"id": "is-it-there", "title": "Is it Undefined?", "file": "06.md", "codes": ["lint.null"], "isCase": true}]}]}"#;
        let course: Contents = serde_json::from_str(course).expect("a course");
        let titles = |lines: Vec<super::Line>| lines.iter().map(|line| line.title.to_string()).collect();
        find(looked_for, Some(&library), Some(&course))
            .into_iter()
            .map(|(kind, lines)| (kind, titles(lines)))
            .collect()
    }

    #[test]
    fn the_first_word_that_is_there_is_marked() {
        assert_eq!(first_match("isUndefined(value)", "undef"), Some(2..7));
        assert_eq!(first_match("Ünder the key", "nothing KEY"), Some(11..14));
        assert_eq!(first_match("Examples", "> exam"), Some(0..4));
        assert_eq!(first_match("Examples", " "), None);
    }

    #[test]
    fn all_kinds_are_found_and_names_come_first() {
        let expected = [
            ("Functions", vec!["isUndefined(value)".to_owned(), "get_or_default(value)".to_owned()]),
            ("Lessons", vec!["Is it Undefined?".to_owned(), "One is missing".to_owned()]),
            ("Examples", vec!["Late".to_owned()]),
        ];
        assert_eq!(found("undefined"), expected);
        assert_eq!(found("lint.null"), [("Lessons", vec!["Is it Undefined?".to_owned()])]);
        assert_eq!(
            found("too-old").iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            ["Examples", "Diagnostics"]
        );
        assert_eq!(
            found("key"),
            [("Actions", found("key")[0].1.clone()), ("Open questions", vec!["A key twice".to_owned()])]
        );
        assert_eq!(found("problem next"), [("Actions", vec!["Next problem".to_owned()])]);
        assert_eq!(found("no such thing"), []);
    }

    #[test]
    fn without_a_word_and_behind_a_sign_there_are_actions_alone() {
        for looked_for in ["", ">", "> "] {
            let found = found(looked_for);
            assert_eq!((found.len(), found[0].0), (1, "Actions"), "{looked_for}");
            assert!(found[0].1.len() > 10, "{looked_for}");
        }
        assert_eq!(found(">undefined"), []);
    }
}

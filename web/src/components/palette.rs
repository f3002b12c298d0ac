//! Finds what the page can do, examples, and entries of the reference, by a few letters.

use super::dialog::Dialog;
use super::keys::keys;
use super::words::prose;
use crate::browser::element;
use crate::library::{LIBRARY, beside, use_source};
use crate::links::show_entry;
use crate::rules::{Ask, Rules};
use crate::state::command::{COMMANDS, Command, Turn};
use crate::state::library::{Entry, Library};
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
    let groups = find(&looked_for, known.as_deref());
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
        Callback::from(move |found: Found| {
            // Closed first, so that the focus is where it was before something takes it.
            let close =
                || element("palette").map(|dialog| dialog.unchecked_into::<HtmlDialogElement>().close());
            match (found, &known) {
                (Found::Command(row), _) => {
                    close();
                    on_command.emit(row.command);
                }
                (Found::Entry { id }, _) => {
                    close();
                    show_entry(&id);
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
            }
        })
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
                    let option = option(line, place, place == at, &on_choose);
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
                aria-label="Find actions, examples, functions, diagnostics and open questions" placeholder="Actions, examples, functions, diagnostics, open questions"
                {oninput} {onkeydown} />
            if let Some(why) = trouble.as_ref().or(library.as_ref().and_then(|library| library.as_ref().err())) {
                <p class="field-problem is-error" role="alert">{ format!("Examples and reference are missing: {why}.") }</p>
            }
            <div role="listbox" id="found" aria-label="Found">{ for lists }</div>
            if count == 0 {
                <p class="hint">{ "Nothing has all of these words." }</p>
            }
            <p class="palette-foot hint">
                <span><kbd>{ "↑" }</kbd>{ " " }<kbd>{ "↓" }</kbd>{ " choose" }</span>
                <span><kbd>{ "Enter" }</kbd>{ " do it" }</span>
                <span><kbd>{ ">" }</kbd>{ " actions only" }</span>
            </p>
        </Dialog>
    }
}

fn option_id(at: usize) -> String {
    format!("found-line-{at}")
}

fn option(line: &Line, place: usize, chosen: bool, on_choose: &Callback<Found>) -> Html {
    let (found, on_choose) = (line.found.clone(), on_choose.clone());
    html! {
        <div role="option" id={option_id(place)} aria-selected={chosen.to_string()} onclick={move |_| on_choose.emit(found.clone())}>
            <span class="found-title">{ prose(&line.title) }</span>
            <span class="found-more">{ prose(&line.more) }</span>
            <span class="found-end">{ line.end.clone() }</span>
        </div>
    }
}

/// What has all the words, by kinds.
fn find(looked_for: &str, library: Option<&Library>) -> Vec<(&'static str, Vec<Line>)> {
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
    if let (Some(library), None, false) = (library, only_commands, words.is_empty()) {
        let of_kind = |kind: &str| -> Vec<Line> {
            let of_kind = library.entries.iter().filter(|entry| entry.id.split('.').next() == Some(kind));
            let found = of_kind.filter(|entry| has(&format!("{} {}", entry.name, entry.summary)));
            let by_name = |entry: &&Entry| !has(&entry.name);
            let mut found: Vec<&Entry> = found.collect();
            found.sort_by_key(by_name);
            let line = |entry: &Entry| Line {
                found: Found::Entry { id: entry.id.clone() },
                title: entry.name.clone().into(),
                more: entry.summary.clone().into(),
                end: html! { { "reference" } },
            };
            found.into_iter().take(MOST).map(line).collect()
        };
        groups.push(("Functions", of_kind("functions")));
        let examples = library.groups.iter().enumerate().flat_map(|(group, subject)| {
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

#[cfg(test)]
mod tests {
    use super::find;
    use crate::state::library::Library;

    fn found(looked_for: &str) -> Vec<(&'static str, Vec<String>)> {
        let library = r#"{"groups": [{"title": "Time", "examples": [{"id": "late", "lines": [], "codes": ["timestream.too-old"],
            "case": {"name": "Late", "lookAt": "It is Undefined.", "inputSql": "SELECT *", "topic": "a", "inputPayload": {}}}]}],
            "entries": [["functions.get_or_default", "get_or_default(value)", "A default for what is Undefined."],
                ["functions.isUndefined", "isUndefined(value)", "Whether it is there."],
                ["diagnostics.timestream.too-old", "timestream.too-old", "A record is too old."],
                ["questions.keys.twice", "A key twice", "The last one counts."]]}"#;
        let library = Library::read(library).expect("a library");
        let titles = |lines: Vec<super::Line>| lines.iter().map(|line| line.title.to_string()).collect();
        find(looked_for, Some(&library)).into_iter().map(|(kind, lines)| (kind, titles(lines))).collect()
    }

    #[test]
    fn all_kinds_are_found_and_names_come_first() {
        let expected = [
            ("Functions", vec!["isUndefined(value)".to_owned(), "get_or_default(value)".to_owned()]),
            ("Examples", vec!["Late".to_owned()]),
        ];
        assert_eq!(found("undefined"), expected);
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

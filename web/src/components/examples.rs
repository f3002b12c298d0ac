//! The examples: what rules do in situations, by subjects, to search and to open.

use super::dialog::Dialog;
use super::icon::stage_icon;
use super::lines::focus;
use super::words::prose;
use crate::library::{LIBRARY, beside, use_source};
use crate::rules::{Ask, Rules};
use crate::state::library::{Example, Group, Line};
use rulelens_wasm::StageState;
use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html, use_node_ref,
    use_state,
};

/// What [`Examples`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ExamplesProps {
    /// One's rules, beside which an example is shown.
    pub(crate) rules: Rules,
    /// The statement of the rule that is shown.
    pub(crate) sql: AttrValue,
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog with all examples.
#[function_component]
pub(crate) fn Examples(props: &ExamplesProps) -> Html {
    let (library, on_again) = use_source(&LIBRARY);
    let looked_for = use_state(String::new);
    let subject = use_state(|| None::<usize>);
    let trouble = use_state(|| None::<String>);
    let list = use_node_ref();
    let on_open = {
        let (on_ask, on_close, trouble) =
            (props.rules.on_ask.clone(), props.on_close.clone(), trouble.setter());
        let library = library.clone().and_then(Result::ok);
        Callback::from(move |(group, place): (usize, usize)| {
            let Some(library) = &library else { return };
            let example = &library.groups[group].examples[place];
            match beside(example) {
                Ok(beside) => {
                    on_ask.emit(Ask::Beside(Box::new(beside)));
                    on_close.emit(());
                }
                Err(why) => trouble.set(Some(format!("“{}” cannot be shown: {why}.", example.title))),
            }
        })
    };
    let oninput = {
        let looked_for = looked_for.setter();
        move |event: InputEvent| {
            looked_for.set(event.target_unchecked_into::<HtmlInputElement>().value().to_lowercase());
        }
    };
    let onkeydown = {
        let list = list.clone();
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowDown" => 1,
                "ArrowUp" => -1,
                _ => return,
            };
            if focus(&list, ".example-open", step) {
                event.prevent_default();
            }
        }
    };
    let content = match &library {
        None => html! { <p class="hint">{ "The examples are loading." }</p> },
        Some(Err(why)) => html! {
            <p class="field-problem is-error" role="alert">
                { format!("The examples could not be loaded: {why}. ") }
                <button type="button" class="quiet" onclick={on_again.reform(|_| ())}>{ "Try again" }</button>
            </p>
        },
        Some(Ok(library)) => {
            let of = |group: &Group| group.examples.iter().filter(|example| example.has(&looked_for)).count();
            let counts: Vec<usize> = library.groups.iter().map(of).collect();
            let all: usize = counts.iter().sum();
            let choice = |at: Option<usize>, title: &str, count: usize| {
                let setter = subject.setter();
                html! {
                    <button type="button" aria-pressed={(*subject == at).to_string()} onclick={move |_| setter.set(at)}>
                        { title }<span class="soft">{ count }</span>
                    </button>
                }
            };
            let groups = library.groups.iter().enumerate();
            let shown = groups.clone().filter(|(at, _)| {
                counts[*at] > 0 && subject.is_none_or(|only| only == *at || counts[only] == 0)
            });
            html! {
                <>
                    <nav class="subjects" aria-label="Subjects">
                        { choice(None, "All", all) }
                        { for groups.map(|(at, group)| choice(Some(at), &group.title, counts[at])) }
                    </nav>
                    <div class="gallery" ref={list} tabindex="-1">
                        if all == 0 {
                            <p class="hint">{ "No example has all of these words. Try one of them, or the name of a function." }</p>
                        }
                        { for shown.map(|(at, group)| {
                            let examples = group.examples.iter().enumerate().filter(|(_, example)| example.has(&looked_for));
                            let cards = examples.map(|(place, example)| {
                                let on_open = on_open.clone();
                                card(example, move |()| on_open.emit((at, place)))
                            });
                            html! {
                                <section aria-labelledby={format!("subject-{at}")}>
                                    <h3 id={format!("subject-{at}")}>{ &group.title }</h3>
                                    <ul class="cards">{ for cards }</ul>
                                </section>
                            }
                        }) }
                    </div>
                </>
            }
        }
    };
    let known = library.as_ref().and_then(|library| library.as_ref().ok());
    let from_rule = known.and_then(|library| library.from_rule(&props.sql)).map(|(name, count)| {
        let (word, looked_for) = (format!("{}(", name.to_lowercase()), looked_for.setter());
        html! {
            <button type="button" class="button is-link" onclick={move |_| looked_for.set(word.clone())}>
                { format!("From your rule: {count} that use{} {name}", if count == 1 { "s" } else { "" }) }
            </button>
        }
    });
    html! {
        <Dialog id="examples" title="Examples" on_close={props.on_close.clone()}>
            <div class="examples" {onkeydown}>
                <div class="searchline">
                    <input type="search" aria-label="Search examples" placeholder="Words, functions, diagnostics" autofocus=true value={(*looked_for).clone()} {oninput} />
                    { from_rule }
                    <p class="hint">{ "Opening one keeps what you have: it opens beside your own rules." }</p>
                </div>
                if let Some(why) = &*trouble {
                    <p class="field-problem is-error" role="alert">{ why }</p>
                }
                { content }
            </div>
        </Dialog>
    }
}

fn card(example: &Example, on_open: impl Fn(()) + 'static) -> Html {
    html! {
        <li key={example.id.clone()} class="example">
            <h4><button type="button" class="example-open" onclick={move |_| on_open(())}>{ prose(&example.title) }</button></h4>
            <p>{ prose(&example.look) }</p>
            <div class="example-lines" aria-hidden="true">{ for example.lines.iter().map(line) }</div>
        </li>
    }
}

/// A line about what comes of it, for the eye; the sentence says it in words.
fn line(line: &Line) -> Html {
    let Line { mark, name, value, kind } = line;
    let (class, icon) = match mark.as_str() {
        "passed" => ("is-passed", stage_icon(StageState::Passed, None)),
        "stopped" => ("", stage_icon(StageState::Stopped, None)),
        "doubtful" => ("is-warning", stage_icon(StageState::Stopped, Some(rulelens_wasm::Severity::Warning))),
        "rejected" => ("is-error", stage_icon(StageState::Stopped, Some(rulelens_wasm::Severity::Error))),
        _ => ("", Html::default()),
    };
    let is_sentence = value.is_empty() && kind.is_empty();
    html! {
        <div class={classes!(is_sentence.then_some("is-sentence"))}>
            <span class={classes!("mark", class)}>{ icon }</span>
            <span class="name">{ prose(name) }</span>
            if !is_sentence {
                <span class="value">{ value }</span>
            }
            if let Some(letter) = kind.get(..1) {
                <span class={classes!("type", format!("is-{}", kind.to_lowercase()))}>
                    <span class="type-letter"><span>{ if kind == "BIGINT" { "I" } else { letter } }</span></span>
                </span>
            }
        </div>
    }
}

//! The choice of the two rules.

use super::pasted::PastedRule;
use crate::browser::element;
use crate::comparing::Choices;
use crate::components::rules::date;
use crate::documents::Documents;
use crate::keeping::{Keeper, Texts};
use crate::rules::{Ask, Beside, Rules};
use crate::state::compare::{Contender, Paste, Pasted, VERSIONS};
use crate::state::rules::title;
use crate::state::{Inputs, State};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Event, HtmlElement, HtmlSelectElement, MouseEvent};
use yew::{Callback, Html, TargetCast, html};

/// The ids of the two choices.
const IDS: [&str; 2] = ["compare-a", "compare-b"];

thread_local! {
    /// How often the user had asked for a comparison when one was last given the focus.
    static FOCUSED: Cell<u32> = const { Cell::new(0) };
}

/// Puts the focus on what the rule is compared with, where the user asked for that since.
pub(super) fn focus_choice(asked: u32) {
    if FOCUSED.replace(asked) == asked {
        return;
    }
    if let Some(choice) = element(IDS[1]).and_then(|choice| choice.dyn_into::<HtmlElement>().ok()) {
        let _ = choice.focus();
    }
}

pub(super) fn view(
    state: &State,
    contenders: &[Contender; 2],
    choices: &Choices,
    kept: (&Keeper, &Rules, &Documents),
    on_contender: &Callback<(usize, Contender)>,
    on_inputs: &Callback<Inputs>,
    on_read: &Callback<()>,
) -> Html {
    let on_paste = on_contender.reform(|(side, pasted): (usize, Paste)| (side, Contender::Pasted(pasted)));
    let sides = [("Compare", "Rule A"), ("with", "Rule B")].into_iter().enumerate().map(|(side, (word, label))| {
        let chosen = &contenders[side];
        let onchange = on_contender.clone();
        let onchange = move |event: Event| {
            let word = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(contender) = Contender::of_word(&word) {
                onchange.emit((side, contender));
            }
        };
        html! {
            <div class="contender">
                <label for={IDS[side]}><span aria-hidden="true">{ word }</span><span class="sr-only">{ label }</span></label>
                { what_to_do(state, chosen, kept, on_inputs) }
                <span class="select"><select id={IDS[side]} {onchange} onfocus={on_read.reform(|_| ())}>
                    { options(chosen, choices) }
                </select></span>
                if let Contender::Pasted(pasted) = chosen {
                    <PastedRule {side} pasted={pasted.clone()} sql_version={state.inputs.sql_version.clone()} on_paste={&on_paste} />
                }
            </div>
        }
    });
    html! { <div class="contenders">{ for sides }</div> }
}

fn options(chosen: &Contender, choices: &Choices) -> Html {
    let option = |contender: Contender, words: String| {
        html! { <option value={contender.word()} selected={contender == *chosen}>{ words }</option> }
    };
    let versions = VERSIONS
        .map(|version| option(Contender::Version(version.to_owned()), format!("This rule, SQL {version}")));
    let earlier = choices.versions.iter().map(|version| {
        option(Contender::Earlier(version.number), format!("This rule, {}", date(version.made)))
    });
    let others = choices
        .rules
        .iter()
        .map(|rule| option(Contender::Rule(rule.id.clone()), title(&rule.head).to_owned()));
    // One that is gone is still what is chosen.
    let gone = match chosen {
        Contender::Rule(_) | Contender::Earlier(_) => choices.title(chosen).is_none(),
        Contender::Present | Contender::Version(_) | Contender::Pasted(_) => false,
    };
    let is_pasted = matches!(chosen, Contender::Pasted(_));
    html! {
        <>
            { option(Contender::Present, "This rule, as it stands".to_owned()) }
            { for versions }
            <option value={Contender::Pasted(Paste::default()).word()} selected={is_pasted}>{ "A rule that you paste" }</option>
            if gone {
                { option(chosen.clone(), "No longer kept".to_owned()) }
            }
            if !choices.versions.is_empty() {
                <optgroup label="Earlier versions">{ for earlier }</optgroup>
            }
            if !choices.rules.is_empty() {
                <optgroup label="Your other rules">{ for others }</optgroup>
            }
        </>
    }
}

/// How what is chosen comes into the workbench.
fn what_to_do(
    state: &State,
    chosen: &Contender,
    (keeper, rules, documents): (&Keeper, &Rules, &Documents),
    on_inputs: &Callback<Inputs>,
) -> Html {
    let button = |label: String, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="button is-small" {onclick}>{ label }</button> }
    };
    match chosen {
        Contender::Present => {
            html! { <span class="used">{ format!("SQL {}", state.inputs.sql_version) }</span> }
        }
        Contender::Version(version) if *version == state.inputs.sql_version => {
            html! { <span class="used">{ "as it stands" }</span> }
        }
        Contender::Version(version) => {
            let (inputs, on_inputs, version) = (state.inputs.clone(), on_inputs.clone(), version.clone());
            let label = format!("Use {version}");
            let use_it =
                move |_| on_inputs.emit(Inputs { sql_version: version.clone(), ..Inputs::clone(&inputs) });
            button(label, Callback::from(use_it))
        }
        Contender::Earlier(number) => {
            let (number, keeper) = (*number, keeper.clone());
            button("Restore".to_owned(), rules.on_ask.reform(move |_| Ask::Restore(keeper.id(), number)))
        }
        Contender::Pasted(pasted) if !pasted.is_ready() => Html::default(),
        Contender::Pasted(pasted) => {
            let (pasted, inputs, documents) = (pasted.clone(), state.inputs.clone(), documents.clone());
            let open =
                rules.on_ask.reform(move |_| Ask::Beside(Box::new(beside(&pasted, &inputs, &documents))));
            button("Open".to_owned(), open)
        }
        Contender::Rule(id) => {
            let id = id.clone();
            button("Open".to_owned(), rules.on_ask.reform(move |_| Ask::Open(id.clone())))
        }
    }
}

/// A pasted rule with the messages of the workbench.
fn beside(pasted: &Pasted, inputs: &Rc<Inputs>, documents: &Documents) -> Beside {
    let mut texts = Texts::of(inputs, documents);
    if let Pasted::Statement(sql) | Pasted::Rule(_, sql) = pasted {
        texts.documents[0] = sql.as_str().into();
    }
    texts.inputs = Rc::new(pasted.put_into(inputs));
    let title = pasted.title();
    let name = if title.is_empty() { "Pasted rule".to_owned() } else { title };
    Beside { name, texts, lost: Vec::new(), address: String::new() }
}

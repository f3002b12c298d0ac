//! The reference: functions, diagnostics, open questions and limits, to search and to try.

use super::dialog::Dialog;
use super::icon::{Glyph, glyph_icon};
use super::layout::use_narrow;
use super::lines::focus;
use super::words::prose;
use crate::browser::{document, element};
use crate::keeping::Texts;
use crate::library::{REFERENCE, use_source};
use crate::links::link_to;
use crate::rules::{Ask, Beside, Rules};
use crate::state::library::portable;
use crate::state::link::entry_link;
use crate::state::reference::{Entry, Kind, Reference};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with,
    use_node_ref, use_state,
};

/// The address of the list of everything.
const ALL: &str = "all";

/// What [`ReferenceDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ReferenceProps {
    /// The id of an entry, or a list: that of everything, or a kind's.
    pub(crate) address: AttrValue,
    /// One's rules, beside which an example is shown.
    pub(crate) rules: Rules,
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog with the reference.
#[function_component]
pub(crate) fn ReferenceDialog(props: &ReferenceProps) -> Html {
    let ReferenceProps { address, rules, on_close } = props;
    let (reference, on_again) = use_source(&REFERENCE);
    let looked_for = use_state(String::new);
    let list = use_node_ref();
    // The list stays the one that was chosen last while its entries are looked at.
    let listed = use_state(|| AttrValue::from(ALL));
    {
        let listed = listed.setter();
        use_effect_with(address.clone(), move |address| {
            if !address.contains('.') {
                listed.set(address.clone());
            }
        });
    }
    let narrow = use_narrow();
    let known = reference.as_ref().and_then(|reference| reference.as_ref().ok());
    let has_entry = address.contains('.');
    use_effect_with((address.clone(), known.is_some()), move |_| {
        if has_entry {
            // The entry takes the focus once it is drawn, unless one goes through the list beside it.
            Timeout::new(0, move || show_entry(narrow)).forget();
        }
    });
    let oninput = {
        let looked_for = looked_for.setter();
        move |event: InputEvent| looked_for.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let onkeydown = {
        let list = list.clone();
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowDown" => 1,
                "ArrowUp" => -1,
                _ => return,
            };
            // In an entry the keys scroll.
            if !is_in("#reference-entry") && focus(&list, "a", step) {
                event.prevent_default();
            }
        }
    };
    let content = match &reference {
        None => html! { <p class="hint" role="status">{ "The reference is loading." }</p> },
        Some(Err(why)) => html! {
            <p class="field-problem is-error" role="alert">
                { format!("The reference could not be loaded: {why}. ") }
                <button type="button" class="quiet" onclick={on_again.reform(|_| ())}>{ "Try again" }</button>
            </p>
        },
        Some(Ok(reference)) => {
            let found = reference.having(&looked_for);
            let is_of = |entry: &&Entry, kind: &str| kind == ALL || entry.kind() == kind;
            let choice = |id: &str, title: &str| {
                let current = (**listed == *id).then_some("true");
                let count = found.iter().filter(|entry| is_of(entry, id)).count();
                html! { <a href={format!("#{}", entry_link(id))} aria-current={current}>{ title }<span class="soft">{ count }</span></a> }
            };
            let shown: Vec<Html> = found
                .iter()
                .filter(|entry| is_of(entry, &listed))
                .map(|entry| line(entry, address))
                .collect();
            html! {
                <>
                    <nav class="kinds" aria-label="Kinds">
                        { choice(ALL, "All") }
                        { for reference.kinds.iter().map(|kind| choice(&kind.id, &kind.title)) }
                    </nav>
                    <div class="entries" ref={list}>
                        if shown.is_empty() {
                            <p class="hint">{ "Nothing here has all of these words." }</p>
                        }
                        <ul aria-label="Entries">{ for shown }</ul>
                    </div>
                    <div id="reference-entry" class="entry" role="region" aria-label="Entry" tabindex="0">
                        { body(reference, address, &listed, rules, on_close) }
                    </div>
                </>
            }
        }
    };
    html! {
        <Dialog id="reference" title="Reference" on_close={on_close.clone()}>
            <div class={classes!("reference", has_entry.then_some("has-entry"))} {onkeydown}>
                <div class="searchline">
                    <input type="search" aria-label="Search the reference" placeholder="Names, codes, words" autofocus=true value={(*looked_for).clone()} {oninput} />
                    <a href="docs/functions.html">{ "As pages" }</a>
                </div>
                { content }
            </div>
        </Dialog>
    }
}

/// A line of the list.
fn line(entry: &Entry, address: &AttrValue) -> Html {
    let current = (**address == *entry.id).then_some("true");
    html! {
        <li key={entry.id.clone()}>
            <a href={format!("#{}", entry_link(&entry.id))} aria-current={current}>
                <span class={classes!("entry-name", is_code(entry).then_some("is-code"))}>{ prose(&entry.title) }</span>
                { mark(entry) }
                <span class="entry-summary">{ prose(&entry.summary) }</span>
            </a>
        </li>
    }
}

fn is_code(entry: &Entry) -> bool {
    matches!(entry.kind(), "functions" | "diagnostics")
}

fn mark(entry: &Entry) -> Html {
    let class = match entry.mark.as_str() {
        "error" => "is-error",
        "warning" | "assumed" | "contradicted" => "is-warning",
        "verified" | "reported" => "is-passed",
        _ => "is-info",
    };
    html! { <span class={classes!("entry-mark", class)}>{ &entry.mark }</span> }
}

/// The entry with an address; for a list, what is said of its entries.
fn body(
    reference: &Rc<Reference>,
    address: &AttrValue,
    listed: &AttrValue,
    rules: &Rules,
    on_close: &Callback<()>,
) -> Html {
    if !address.contains('.') {
        let kinds = reference.kinds.iter().filter(|kind| **address == *ALL || **address == *kind.id);
        let said = |kind: &Kind| html! { <><h3>{ &kind.title }</h3>{ built(&kind.html) }</> };
        return html! { { for kinds.map(said) } };
    }
    let back = html! {
        <a class="entry-back" href={format!("#{}", entry_link(listed))}>{ glyph_icon(Glyph::Left) }{ "All entries" }</a>
    };
    let Some(entry) = reference.find(address) else {
        let why = format!("This release of RuleLens has no entry “{address}”.");
        return html! { <>{ back }<p class="field-problem is-error" role="alert">{ why }</p></> };
    };
    let title = reference.kinds.iter().find(|kind| kind.id == entry.kind()).map(|kind| kind.title.as_str());
    let place: Vec<&str> =
        title.into_iter().chain(Some(entry.place.as_str())).filter(|text| !text.is_empty()).collect();
    html! {
        <article key={entry.id.clone()} aria-labelledby="reference-name">
            { back }
            <p class="entry-place">{ place.join(" · ") }{ mark(entry) }</p>
            <h3 id="reference-name" class={classes!(is_code(entry).then_some("is-code"))}>{ prose(&entry.title) }</h3>
            <div onclick={on_try(reference, entry, rules, on_close)}>{ built(&entry.html) }</div>
        </article>
    }
}

/// HTML of the build, in which everything that was written stands as text.
fn built(html: &str) -> Html {
    Html::from_html_unchecked(html.to_owned().into())
}

/// Opens the example of the button that is pressed beside one's own rules.
fn on_try(
    reference: &Rc<Reference>,
    entry: &Entry,
    rules: &Rules,
    on_close: &Callback<()>,
) -> impl Fn(MouseEvent) + 'static {
    let (reference, id) = (reference.clone(), entry.id.clone());
    let (on_ask, on_close) = (rules.on_ask.clone(), on_close.clone());
    move |event| {
        let target = event.target_dyn_into::<Element>();
        let button = target.and_then(|target| target.closest("[data-try]").ok().flatten());
        let place = button.and_then(|button| button.get_attribute("data-try")?.parse::<usize>().ok());
        let Some((entry, place)) = reference.find(&id).zip(place) else { return };
        let Some(Ok((rule, lost))) = entry.cases.get(place).map(|case| portable(case, &entry.title)) else {
            return;
        };
        let (on_ask, on_close) = (on_ask.clone(), on_close.clone());
        spawn_local(async move {
            let address = link_to(&rule.json().to_string()).await.unwrap_or_default();
            on_close.emit(());
            let (name, texts) = (rule.name.clone(), Texts::of_portable(rule));
            on_ask.emit(Ask::Beside(Box::new(Beside { name, texts, lost, address })));
        });
    }
}

/// Whether the focus is in what a selector finds.
fn is_in(selector: &str) -> bool {
    let active = document().and_then(|page| page.active_element());
    active.is_some_and(|active| matches!(active.closest(selector), Ok(Some(_))))
}

/// Shows the entry from its beginning, with the focus, and its line in the list.
fn show_entry(narrow: bool) {
    let Some(entry) = element("reference-entry").and_then(|entry| entry.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    entry.set_scroll_top(0);
    if !is_in(".entries") || narrow {
        let line = document().and_then(|page| page.query_selector(".entries [aria-current]").ok().flatten());
        if let Some(line) = line {
            line.scroll_into_view_with_bool(false);
        }
        let _ = entry.focus();
    }
}

//! The list of one's rules.

use super::dialog::Dialog;
use super::menu::{Item, Menu};
use super::open_file::OpenFile;
use super::words::count;
use crate::browser::element;
use crate::keeping::{Keeper, Listed, Place};
use crate::rules::{Ask, Rules};
use crate::state::compare::Contender;
use crate::state::rules::{MAX_NAME, Version, title};
use js_sys::Date;
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlDialogElement, HtmlInputElement, KeyboardEvent, SubmitEvent};
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, function_component, html, use_effect_with,
    use_node_ref, use_state,
};

/// What [`RulesDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct RulesDialogProps {
    /// Has the list.
    pub(crate) keeper: Keeper,
    /// What can be done.
    pub(crate) rules: Rules,
    /// Shows the rule of the workbench beside another one.
    pub(crate) on_compare: Callback<Contender>,
    /// Is told that the dialog was closed.
    pub(crate) on_close: Callback<()>,
}

#[derive(Clone, Default, PartialEq)]
struct Known {
    rules: Vec<Listed>,
    versions: Vec<Version>,
    trouble: Option<String>,
}

/// The dialog with the list.
#[function_component]
pub(crate) fn RulesDialog(props: &RulesDialogProps) -> Html {
    let RulesDialogProps { keeper, rules, on_compare, on_close } = props;
    let known = use_state(Known::default);
    let renamed = use_state(|| None::<String>);
    let field = use_node_ref();
    {
        let (keeper, known) = (keeper.clone(), known.setter());
        use_effect_with(rules.changes, move |_| {
            spawn_local(async move {
                known.set(match keeper.rules().await {
                    Ok(rules) => {
                        let versions = match rules.first() {
                            Some(own) => keeper.versions(&own.id).await,
                            None => Vec::new(),
                        };
                        Known { rules, versions, trouble: None }
                    }
                    Err(why) => Known {
                        trouble: Some(format!("The list could not be read: {why}.")),
                        ..Known::default()
                    },
                });
            });
        });
    }
    {
        let field = field.clone();
        use_effect_with((*renamed).clone(), move |renamed| {
            if let (Some(_), Some(field)) = (renamed, field.cast::<HtmlInputElement>()) {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let ask = |ask: fn() -> Ask| rules.on_ask.reform(move |_| ask());
    let untouched = keeper.is_untouched();
    let on_compare = {
        let on_compare = on_compare.clone();
        Callback::from(move |contender| {
            // Closed first, so that the focus is where it was before something takes it.
            if let Some(dialog) = element("rules") {
                dialog.unchecked_into::<HtmlDialogElement>().close();
            }
            on_compare.emit(contender);
        })
    };
    let rows = known.rules.iter().map(|rule| row(rule, (rules, &on_compare), untouched, &renamed, &field));
    let own = known.rules.first();
    let versions =
        known.versions.iter().filter_map(|version| Some(earlier(version, own?, rules, &on_compare)));
    html! {
        <Dialog id="rules" title="Rules" on_close={on_close.clone()}>
            <div class="rules-actions">
                <button type="button" class="button" onclick={ask(|| Ask::New)}>{ "New rule" }</button>
                <button type="button" class="button" onclick={ask(|| Ask::Export)}>{ "Export all" }</button>
                <span class="rules-import">
                    <OpenFile label="Import rules" title="Import rules that were exported" on_file={rules.on_ask.reform(Ask::Import)} />
                </span>
            </div>
            <p class="rules-said" role="status">
                if let Some(said) = &rules.said {
                    { &said.text }
                    if let Some(label) = said.back {
                        { " " }<button type="button" class="button is-link" onclick={ask(|| Ask::GoBack)}>{ label }</button>
                    }
                }
            </p>
            if let Some(trouble) = &known.trouble {
                <p class="field-problem is-error" role="alert">{ trouble }</p>
            }
            <ul class="rules" aria-label="Rules">{ for rows }</ul>
            <details class="disclosure rules-versions">
                <summary>{ format!("Earlier versions of this rule: {}", known.versions.len()) }</summary>
                if known.versions.is_empty() {
                    <p class="hint">{ "A version is made when you pause, and when you open another rule." }</p>
                }
                <ul class="rules" aria-label="Earlier versions">{ for versions }</ul>
            </details>
        </Dialog>
    }
}

/// A rule of the list.
fn row(
    rule: &Listed,
    (rules, on_compare): (&Rules, &Callback<Contender>),
    untouched: bool,
    renamed: &UseStateHandle<Option<String>>,
    field: &NodeRef,
) -> Html {
    let is_here = rule.place == Place::Here;
    let elsewhere = rule.place == Place::Elsewhere;
    let called = title(&rule.head).to_owned();
    let id = rule.id.clone();
    let asks = |ask: fn(String) -> Ask| {
        let (on_ask, id) = (rules.on_ask.clone(), id.clone());
        Callback::from(move |()| on_ask.emit(ask(id.clone())))
    };
    if renamed.as_ref() == Some(&id) {
        let onsubmit = {
            let (on_ask, id, field, renamed) =
                (rules.on_ask.clone(), id.clone(), field.clone(), renamed.setter());
            move |event: SubmitEvent| {
                event.prevent_default();
                if let Some(field) = field.cast::<HtmlInputElement>() {
                    on_ask.emit(Ask::Rename(id.clone(), field.value()));
                }
                renamed.set(None);
            }
        };
        let onkeydown = {
            let renamed = renamed.setter();
            move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    event.prevent_default();
                    event.stop_propagation();
                    renamed.set(None);
                }
            }
        };
        return html! {
            <li key={id.clone()}>
                <form class="rules-rename" {onsubmit} {onkeydown}>
                    <input ref={field.clone()} class="input" aria-label="Name" defaultvalue={rule.head.name.clone()} maxlength={MAX_NAME.to_string()} />
                    <button type="submit" class="button">{ "Rename" }</button>
                </form>
            </li>
        };
    }
    let item =
        |label: &'static str, disabled, on_choose| Item { label: label.into(), key: "", disabled, on_choose };
    let on_rename = {
        let (renamed, id) = (renamed.setter(), id.clone());
        Callback::from(move |()| renamed.set(Some(id.clone())))
    };
    let on_compare_with = {
        let id = id.clone();
        on_compare.reform(move |()| Contender::Rule(id.clone()))
    };
    let items = vec![
        item("Rename", elsewhere, on_rename),
        item("Duplicate", false, asks(Ask::Duplicate)),
        item("Compare with the present one", is_here, on_compare_with),
        item("Delete", elsewhere || (is_here && untouched), asks(Ask::Delete)),
    ];
    let where_it_is = match rule.place {
        Place::Here if untouched => "open here, kept once you change it".to_owned(),
        Place::Here => "open here".to_owned(),
        Place::Elsewhere => format!("{}, open in another tab", date(rule.head.changed)),
        Place::Kept => date(rule.head.changed),
        Place::Memory => "only in this tab, until it is closed".to_owned(),
    };
    let about = format!("{where_it_is}, {} characters", count(rule.head.length as usize));
    let on_open = asks(Ask::Open);
    let label = if elsewhere { format!("Open a copy: {called}") } else { format!("Open: {called}") };
    html! {
        <li key={id.clone()} aria-current={is_here.then_some("true")}>
            if is_here {
                <span class="rules-title"><span class="kept-title">{ &called }</span><span class="hint">{ about }</span></span>
            } else {
                <button type="button" class="rules-title" aria-label={label} onclick={on_open.reform(|_| ())}>
                    <span class="kept-title">{ &called }</span><span class="hint">{ about }</span>
                </button>
            }
            <Menu label={format!("More for {called}")} {items} />
        </li>
    }
}

/// An earlier version of the rule that is shown.
fn earlier(version: &Version, own: &Listed, rules: &Rules, on_compare: &Callback<Contender>) -> Html {
    let (on_ask, id, number) = (rules.on_ask.clone(), own.id.clone(), version.number);
    let made = date(version.made);
    html! {
        <li key={version.number}>
            <span class="rules-title">
                <span>{ &made }</span>
                <span class="hint kept-title">{ &version.title }</span>
            </span>
            <button type="button" class="button" aria-label={format!("Compare the version of {made} with the present one")}
                onclick={on_compare.reform(move |_| Contender::Earlier(number))}>{ "Compare" }</button>
            <button type="button" class="button" aria-label={format!("Restore the version of {made}")}
                onclick={move |_| on_ask.emit(Ask::Restore(id.clone(), number))}>{ "Restore" }</button>
        </li>
    }
}

/// A time as this user writes it.
pub(crate) fn date(time: f64) -> String {
    if time <= 0.0 {
        return "date unknown".to_owned();
    }
    Date::new(&JsValue::from_f64(time)).to_locale_string("default", &JsValue::UNDEFINED).into()
}

//! One message of the list in one line.

use super::icon::{Glyph, glyph_icon, stage_icon};
use super::plain::plain;
use super::words::{count, severity_class};
use crate::state::{Fate, FateKind};
use web_sys::{FocusEvent, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with,
    use_node_ref, use_state,
};

/// What a [`MessageLine`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct MessageLineProps {
    /// Names the message.
    pub(crate) id: u32,
    /// Its place, counted from 0.
    pub(crate) at: usize,
    /// What it is called.
    pub(crate) name: AttrValue,
    /// What became of it, where that is known.
    pub(crate) fate: Option<Fate>,
    /// Whether that is of an older rule or message.
    pub(crate) stale: bool,
    /// Whether it is the chosen one.
    pub(crate) chosen: bool,
    /// What it is called by the user, while that is changed.
    pub(crate) renaming: Option<AttrValue>,
    /// Called with its id.
    pub(crate) on_choose: Callback<u32>,
    /// Called with a new name; none leaves the old one.
    pub(crate) on_name: Callback<Option<String>>,
}

/// The id of a message's line.
pub(crate) fn line_id(id: u32) -> String {
    format!("message-{id}")
}

/// Number, mark, name and outcome.
#[function_component]
pub(crate) fn MessageLine(props: &MessageLineProps) -> Html {
    let MessageLineProps { id, at, name, fate, stale, chosen, renaming, on_choose, on_name } = props;
    let id = *id;
    if let Some(old) = renaming {
        return html! {
            <li class="message-line is-renamed"><span class="nr">{ count(at + 1) }</span><NameField name={old.clone()} {on_name} /></li>
        };
    }
    let (class, mark, words) = match fate {
        Some(fate) => (class(fate.kind), mark(fate.kind), fate.words.clone()),
        None => ("", glyph_icon(Glyph::Clock), "waiting".to_owned()),
    };
    let pending = (fate.is_none() || *stale).then_some("is-pending");
    html! {
        <li>
            <button type="button" id={line_id(id)} class={classes!("message-line", pending)} tabindex={if *chosen { "0" } else { "-1" }}
                aria-pressed={if *chosen { "true" } else { "false" }} onclick={on_choose.reform(move |_| id)}>
                <span class="nr">{ count(at + 1) }</span>
                <span class={classes!("mark", class)}>{ mark }</span>
                <span class="name">{ plain(name) }</span>
                <span class={classes!("outcome", class)}>{ words }</span>
            </button>
        </li>
    }
}

/// The drawing of how a message fared.
pub(crate) fn mark(kind: FateKind) -> Html {
    let (state, severity) = kind.mark();
    stage_icon(state, severity)
}

/// The colour of how a message fared.
pub(crate) fn class(kind: FateKind) -> &'static str {
    match (kind, kind.mark().1) {
        (FateKind::Acted, _) => "is-passed",
        (_, Some(severity)) => severity_class(severity),
        (_, None) => "",
    }
}

#[derive(Properties, PartialEq)]
struct NameFieldProps {
    name: AttrValue,
    on_name: Callback<Option<String>>,
}

/// The field in which a message gets its name.
#[function_component]
fn NameField(props: &NameFieldProps) -> Html {
    let NameFieldProps { name, on_name } = props;
    // What is typed stays while answers come.
    let typed = use_state(|| name.to_string());
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let value = |field: &yew::NodeRef| field.cast::<HtmlInputElement>().map(|field| field.value());
    let oninput = {
        let typed = typed.setter();
        move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let onkeydown = {
        let (field, on_name) = (field.clone(), on_name.clone());
        move |event: KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" if !event.is_composing() => on_name.emit(value(&field)),
                "Escape" => on_name.emit(None),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let onblur = on_name
        .reform(|event: FocusEvent| event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()));
    html! {
        <input type="text" ref={field} aria-label="Name of the message" placeholder="Its topic" value={(*typed).clone()} {oninput} {onkeydown} {onblur} />
    }
}

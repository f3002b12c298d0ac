//! A button that opens a list of things to do.

use super::icon::{Glyph, glyph_icon, stage_icon};
use rulelens_wasm::StageState;
use wasm_bindgen::prelude::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, function_component, html, use_effect_with, use_node_ref,
    use_state,
};

/// Something to do.
#[derive(Clone, PartialEq)]
pub(crate) struct Item {
    /// What it is called.
    pub(crate) label: AttrValue,
    /// The key that does the same.
    pub(crate) key: &'static str,
    /// Whether it cannot be done now.
    pub(crate) disabled: bool,
    /// Does it.
    pub(crate) on_choose: Callback<()>,
}

/// What a [`Menu`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct MenuProps {
    /// What the button is called.
    pub(crate) label: AttrValue,
    /// What can be done.
    pub(crate) items: Vec<Item>,
    /// The drawing on the button, where it is not three dots.
    #[prop_or_default]
    pub(crate) icon: Option<Html>,
    /// The place of the item that holds now, where the items are a choice.
    #[prop_or_default]
    pub(crate) chosen: Option<usize>,
}

/// A button with three dots, and below it what can be done, while it is open.
#[function_component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let MenuProps { label, items, icon, chosen } = props;
    let open = use_state(|| false);
    let holder = use_node_ref();
    let on_toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    {
        let holder = holder.clone();
        use_effect_with(*open, move |open| {
            if *open {
                focus_chosen(&holder);
            }
        });
    }
    let onkeydown = {
        let (open, holder) = (open.clone(), holder.clone());
        move |event: KeyboardEvent| {
            if !*open {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => focus_item(&holder, |at, count| (at + 1) % count),
                "ArrowUp" => focus_item(&holder, |at, count| (at + count - 1) % count),
                "Home" => focus_item(&holder, |_, _| 0),
                "End" => focus_item(&holder, |_, count| count - 1),
                "Escape" => {
                    open.set(false);
                    focus_button(&holder);
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let onfocusout = {
        let (open, holder) = (open.clone(), holder.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            let stays = holder.cast::<Node>().is_some_and(|holder| holder.contains(to.as_ref()));
            if *open && !stays {
                open.set(false);
            }
        }
    };
    let entries = items.iter().enumerate().map(|(at, item)| {
        let checked = chosen.map(|chosen| if chosen == at { "true" } else { "false" });
        let (open, holder, on_choose) = (open.clone(), holder.clone(), item.on_choose.clone());
        let onclick = Callback::from(move |_| {
            open.set(false);
            focus_button(&holder);
            on_choose.emit(());
        });
        html! {
            <button type="button" role={if checked.is_some() { "menuitemradio" } else { "menuitem" }} aria-checked={checked} tabindex="-1" disabled={item.disabled} {onclick}>
                <span>{ &item.label }</span>
                if *chosen == Some(at) {
                    { stage_icon(StageState::Passed, None) }
                }
                if !item.key.is_empty() {
                    <kbd>{ item.key }</kbd>
                }
            </button>
        }
    });
    html! {
        <div class="menu-holder" ref={holder.clone()} {onkeydown} {onfocusout}>
            <button type="button" class="button is-quiet is-icon" aria-label={label.clone()} title={label.clone()} aria-haspopup="menu"
                aria-expanded={if *open { "true" } else { "false" }} onclick={on_toggle}>
                { icon.clone().unwrap_or_else(|| glyph_icon(Glyph::More)) }
            </button>
            if *open {
                <div class="menu" role="menu" aria-label={label.clone()}>{ for entries }</div>
            }
        </div>
    }
}

/// Puts the focus on the item that holds now, or else on the first one.
fn focus_chosen(holder: &NodeRef) {
    let Some(holder) = holder.cast::<HtmlElement>() else { return };
    let find = |selector: &str| holder.query_selector(selector).ok().flatten();
    let item = find("[aria-checked=true]").or_else(|| find("[role^=menuitem]:not(:disabled)"));
    focus(item.map(Into::into));
}

/// Puts the focus on another item, before the next key is pressed.
fn focus_item(holder: &NodeRef, to: impl Fn(usize, usize) -> usize) {
    let Some(holder) = holder.cast::<HtmlElement>() else { return };
    let Ok(items) = holder.query_selector_all("[role^=menuitem]:not(:disabled)") else { return };
    let count = items.length() as usize;
    if count == 0 {
        return;
    }
    let active = holder.owner_document().and_then(|page| page.active_element());
    let at = (0..count).find(|at| {
        active.as_ref().is_some_and(|active| items.get(*at as u32).as_ref() == Some(active.as_ref()))
    });
    let to = at.map_or(0, |at| to(at, count));
    focus(items.get(to as u32));
}

fn focus_button(holder: &NodeRef) {
    let button =
        holder.cast::<HtmlElement>().and_then(|holder| holder.query_selector("button").ok().flatten());
    focus(button.map(Into::into));
}

fn focus(node: Option<Node>) {
    if let Some(element) = node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

//! A window over the page, which the browser closes with Escape and from which the focus goes back.

use web_sys::{HtmlDialogElement, MouseEvent};
use yew::{
    AttrValue, Callback, Children, Html, Properties, TargetCast, function_component, html, use_effect_with,
    use_node_ref,
};

/// What a [`Dialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct DialogProps {
    /// What the ids of its parts begin with.
    pub(crate) id: &'static str,
    /// Its heading.
    pub(crate) title: AttrValue,
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
    /// What it shows.
    pub(crate) children: Children,
}

/// An open dialog.
#[function_component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let DialogProps { id, title, on_close, children } = props;
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            let shown = dialog.cast::<HtmlDialogElement>();
            if let Some(dialog) = &shown {
                let _ = dialog.show_modal();
            }
            // Closed before it goes away, so that the browser puts the focus back.
            move || {
                if let Some(dialog) = shown {
                    dialog.close();
                }
            }
        });
    }
    let heading = format!("{id}-title");
    // The browser closes it and puts the focus back, and then tells of it.
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    // A click beside the dialog's content has the dialog itself as its target.
    let on_outside = {
        let close = close.clone();
        move |event: MouseEvent| {
            if event.target_dyn_into::<HtmlDialogElement>().is_some() {
                close();
            }
        }
    };
    html! {
        <dialog ref={dialog} id={*id} aria-labelledby={heading.clone()} onclose={on_close.reform(|_| ())} onclick={on_outside}>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id={heading}>{ title }</h2>
                    <button type="button" class="quiet" onclick={move |_| close()}>{ "Close" }</button>
                </div>
                { children.clone() }
            </div>
        </dialog>
    }
}

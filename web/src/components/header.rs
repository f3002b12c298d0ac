//! The page's first line.

use super::theme::ThemeButton;
use yew::{Callback, Html, Properties, function_component, html};

/// What the [`Header`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct HeaderProps {
    /// Is told when the user wants the sample back.
    pub(crate) on_reset: Callback<()>,
}

/// The name, what it is, and what concerns the whole page.
#[function_component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let on_reset = props.on_reset.reform(|_| ());
    html! {
        <header class="page-header">
            <h1>{ "RuleLens" }</h1>
            <p class="tagline">{ "What an AWS IoT Core rule does with a message" }</p>
            <button type="button" class="quiet" onclick={on_reset}>{ "Reset to the sample" }</button>
            <ThemeButton />
        </header>
    }
}

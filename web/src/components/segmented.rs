//! A choice between a few words that stand side by side.

use yew::{AttrValue, Callback, Html, Properties, function_component, html};

/// What a [`Segmented`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct SegmentedProps {
    /// What is chosen, for those who hear it.
    pub(crate) label: AttrValue,
    /// The words.
    pub(crate) options: Vec<AttrValue>,
    /// The place of the one that is chosen.
    pub(crate) chosen: usize,
    /// Called with the place of the one to choose.
    pub(crate) on_choose: Callback<usize>,
}

/// Buttons of which one is pressed.
#[function_component]
pub(crate) fn Segmented(props: &SegmentedProps) -> Html {
    let SegmentedProps { label, options, chosen, on_choose } = props;
    let buttons = options.iter().enumerate().map(|(at, option)| {
        html! {
            <button type="button" aria-pressed={if at == *chosen { "true" } else { "false" }}
                onclick={on_choose.reform(move |_| at)}>{ option }</button>
        }
    });
    html! { <span class="segmented" role="group" aria-label={label}>{ for buttons }</span> }
}

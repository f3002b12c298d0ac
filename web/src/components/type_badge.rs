//! The type of a measure.

use rulelens_wasm::MeasureValueType;
use yew::{Html, Properties, classes, function_component, html};

/// What a [`TypeBadge`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct TypeBadgeProps {
    /// The type.
    pub(crate) kind: MeasureValueType,
}

/// A type, told by letter, shape, colour and word.
#[function_component]
pub(crate) fn TypeBadge(props: &TypeBadgeProps) -> Html {
    let kind = props.kind;
    let (class, letter) = match kind {
        MeasureValueType::Bigint => ("is-bigint", "I"),
        MeasureValueType::Double => ("is-double", "D"),
        MeasureValueType::Boolean => ("is-boolean", "B"),
        MeasureValueType::Varchar => ("is-varchar", "V"),
    };
    html! {
        <span class={classes!("type", class)}>
            <span class="type-letter" aria-hidden="true"><span>{ letter }</span></span>{ kind.name() }
        </span>
    }
}

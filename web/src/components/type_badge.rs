//! The type of a measure.

use rulelens_wasm::MeasureValueType;
use yew::{Html, classes, html};

/// A type, told by letter, shape, colour and word.
pub(crate) fn type_badge(kind: MeasureValueType) -> Html {
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

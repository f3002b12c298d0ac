//! The message context: who sent it, from where, and when.

use super::pairs::Pairs;
use super::{Fields, later_fields, setter};
use crate::components::field::Field;
use crate::state::{Clock, ContextForm, Inputs};
use js_sys::Date;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html};

/// What the [`Context`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct ContextProps {
    /// What the fields hold.
    pub(super) inputs: Rc<Inputs>,
    /// Is told what the fields hold now.
    pub(super) on_inputs: Callback<Inputs>,
}

/// A field: its id, label, example, value, and how a new value is put in its place.
type Row<'a> = (&'static str, &'static str, &'static str, &'a String, fn(&mut ContextForm, String));

/// The fields of the context, closed until they are needed.
#[function_component]
pub(super) fn Context(props: &ContextProps) -> Html {
    let context = &props.inputs.context;
    let fields = Fields::Context(props.clone());
    html! {
        <details class="disclosure context">
            <summary>{ "Context" }<span class="digest">{ digest(context) }</span></summary>
            { later_fields(fields) }
        </details>
    }
}

/// The fields themselves.
pub(super) fn fields(props: &ContextProps) -> Html {
    let ContextProps { inputs, on_inputs } = props;
    let context = &inputs.context;
    let rows: [Row; 5] = [
        ("client-id", "Client ID", "none", &context.client_id, |form, value| form.client_id = value),
        ("principal", "Principal", "none", &context.principal, |form, value| form.principal = value),
        ("account-id", "Account ID", "none", &context.account_id, |form, value| form.account_id = value),
        ("source-ip", "Source IP", "none", &context.source_ip, |form, value| form.source_ip = value),
        ("trace-id", "Trace ID", "none", &context.trace_id, |form, value| form.trace_id = value),
    ];
    let fields = rows.into_iter().map(|(id, label, placeholder, value, put)| {
        html! {
            <Field {id} {label} {placeholder} value={value.clone()}
                on_value={setter(inputs, on_inputs, move |inputs, value| put(&mut inputs.context, value))} />
        }
    });
    let clock = context.clock;
    let to_live = setter(inputs, on_inputs, |inputs, _| inputs.context.clock = Clock::Live);
    let to_fixed = setter(inputs, on_inputs, move |inputs, _| {
        inputs.context.clock = Clock::Fixed(match clock {
            Clock::Live => Date::now(),
            Clock::Fixed(moment) => moment,
        });
    });
    let on_moment = setter(inputs, on_inputs, |inputs, event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        if let Some(moment) = read_utc(&text) {
            inputs.context.clock = Clock::Fixed(moment);
        }
    });
    html! {
        <>
        <div class="pairs">{ for fields }</div>
        <fieldset>
            <legend>{ "Clock" }</legend>
            <label class="radio">
                <input type="radio" name="clock" checked={clock == Clock::Live} onchange={to_live} />
                { "Live: current time" }
            </label>
            <label class="radio">
                <input type="radio" name="clock" checked={clock != Clock::Live} onchange={to_fixed} />
                { "Fixed" }
            </label>
            if let Clock::Fixed(moment) = clock {
                <div class="field">
                    <label for="moment">{ "Time (UTC)" }</label>
                    <input type="datetime-local" id="moment" step="0.001" value={write_utc(moment)} oninput={on_moment} />
                    <p class="hint code">{ format!("{moment:.0} milliseconds") }</p>
                </div>
            }
        </fieldset>
        <Pairs id="mqtt-property" legend="MQTT 5 properties" thing="property" rows={context.mqtt_properties.clone()}
            hint="What get_mqtt_property() reads: content_type, format_indicator, response_topic, correlation_data."
            on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.mqtt_properties = rows)} />
        <Pairs id="user-property" legend="User properties" thing="user property" rows={context.user_properties.clone()}
            hint="What get_user_properties() reads, in order; a name may occur more than once."
            on_rows={setter(inputs, on_inputs, |inputs, rows| inputs.context.user_properties = rows)} />
        </>
    }
}

/// The context in a few words.
fn digest(context: &ContextForm) -> String {
    let client = if context.client_id.is_empty() { "no client ID" } else { &context.client_id };
    match context.clock {
        Clock::Live => client.to_owned(),
        Clock::Fixed(_) => format!("{client}, clock fixed"),
    }
}

/// A date and time without a zone, read as UTC.
pub(super) fn read_utc(text: &str) -> Option<f64> {
    let moment = Date::parse(&format!("{text}Z"));
    moment.is_finite().then_some(moment)
}

/// A time as the field for dates takes it.
pub(super) fn write_utc(moment: f64) -> String {
    let date = Date::new(&JsValue::from_f64(moment));
    if date.get_time().is_finite() {
        String::from(date.to_iso_string()).trim_end_matches('Z').to_owned()
    } else {
        String::new()
    }
}

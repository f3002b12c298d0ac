//! Payloads, which travel beside the messages that they belong to.

use js_sys::{Array, Reflect};
use rulelens_wasm::{EvaluateRequest, MessageRequest};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// Puts a payload in its place in a request: that of the text in base64 or in hexadecimal digits, where there is one.
pub(super) fn lend(request: &mut EvaluateRequest, text: String) {
    *place(&mut request.payload, &mut request.payload_base64, &mut request.payload_hex) = text;
}

/// Takes a payload out of a request again.
pub(super) fn take_back(request: &mut EvaluateRequest) -> String {
    std::mem::take(place(&mut request.payload, &mut request.payload_base64, &mut request.payload_hex))
}

/// Puts a payload in its place in a message.
pub(super) fn fill(message: &mut MessageRequest, text: String) {
    *place(&mut message.payload, &mut message.payload_base64, &mut message.payload_hex) = text;
}

fn place<'p>(
    text: &'p mut String,
    base64: &'p mut Option<String>,
    hex: &'p mut Option<String>,
) -> &'p mut String {
    base64.as_mut().or(hex.as_mut()).unwrap_or(text)
}

/// Puts the payloads of a field of a message in their places, in order.
pub(super) fn fill_all(messages: &mut [MessageRequest], message: &JsValue, field: &str) {
    let payloads = Reflect::get(message, &field.into()).unwrap_or_default();
    let Some(payloads) = payloads.dyn_ref::<Array>() else { return };
    for (message, text) in messages.iter_mut().zip(payloads.iter()) {
        fill(message, text.as_string().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_goes_where_the_request_has_its_place() {
        let empty = || Some(String::new());
        for (base64, hex) in [(None, None), (empty(), None), (None, empty())] {
            let mut request = EvaluateRequest {
                payload_base64: base64.clone(),
                payload_hex: hex.clone(),
                ..Default::default()
            };
            lend(&mut request, "text".to_owned());
            let has = |one: &Option<String>| one.as_deref() == Some("text");
            assert_eq!(
                (request.payload == "text", has(&request.payload_base64), has(&request.payload_hex)),
                (base64.is_none() && hex.is_none(), base64.is_some(), hex.is_some())
            );
            assert_eq!(take_back(&mut request), "text");
            let before = EvaluateRequest { payload_base64: base64, payload_hex: hex, ..Default::default() };
            assert_eq!(request, before);
        }
    }
}

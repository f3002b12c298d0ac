//! The jobs as JavaScript calls them.

use crate::{Job, load};
use wasm_bindgen::prelude::wasm_bindgen;

/// A rule and a payload that stays in the module's memory.
#[wasm_bindgen]
pub struct WasmJob(Job);

#[wasm_bindgen]
impl WasmJob {
    /// Parses the rule and keeps the payload.
    ///
    /// # Errors
    /// Where the rule is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(sql: &str, payload: &str) -> Result<Self, String> {
        Job::new(sql, payload).map(Self).map_err(|diagnostic| diagnostic.message)
    }

    /// One message whose bytes are here already; gives the outgoing payload's length.
    #[must_use]
    pub fn held(&self) -> usize {
        self.0.run().map_or(0, |outgoing| outgoing.len())
    }

    /// One message whose text comes from JavaScript; the outgoing payload goes back as a text.
    #[must_use]
    pub fn text(&self, payload: &str) -> Option<String> {
        self.0.run_for(payload.as_bytes()).and_then(|outgoing| String::from_utf8(outgoing).ok())
    }
}

/// The rule of the sample.
#[wasm_bindgen]
#[must_use]
pub fn sample_rule() -> String {
    load::RULE.into()
}

/// The payload of the sample.
#[wasm_bindgen]
#[must_use]
pub fn sample_payload() -> String {
    load::PAYLOAD.into()
}

/// A rule of so many functions.
#[wasm_bindgen]
#[must_use]
pub fn functions(count: usize) -> String {
    load::functions(count)
}

/// The rule that hands a whole payload on.
#[wasm_bindgen]
#[must_use]
pub fn all_keys_rule() -> String {
    load::ALL_KEYS.into()
}

/// The rule that selects two of very many keys.
#[wasm_bindgen]
#[must_use]
pub fn two_keys_rule() -> String {
    load::TWO_KEYS.into()
}

/// An object of about so many bytes.
#[wasm_bindgen]
#[must_use]
pub fn object(bytes: usize) -> String {
    load::object(bytes)
}

/// The rule with a nested query.
#[wasm_bindgen]
#[must_use]
pub fn nested_rule() -> String {
    load::NESTED.into()
}

/// An object with an array of so many readings.
#[wasm_bindgen]
#[must_use]
pub fn readings(count: usize) -> String {
    load::readings(count)
}

//! Questions of the code editor about a text, which the evaluator answers.
//!
//! Questions and answers pass through as they are: what they look like is between the editor (`web/editor`) and
//! `worker/assisting.rs`.

use crate::documents::{DocumentName, Documents};
use crate::worker::client::Client;
use js_sys::{JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::JsValue;

/// Answers questions about the texts.
#[derive(Clone, PartialEq)]
pub(crate) struct Assistant {
    /// The evaluators.
    pub(crate) client: Client,
    /// The texts.
    pub(crate) documents: Documents,
}

impl Assistant {
    /// Asks about a string with substitution templates, which a parameter of an action holds.
    pub(crate) fn ask_of_template(&self, text: &JsString, question: &JsValue) -> Promise {
        let about = Object::new();
        let wrapped = Object::new();
        for (key, value) in [("text", JsValue::from(text.clone())), ("ask", question.clone())] {
            let _ = Reflect::set(&about, &key.into(), &value);
        }
        let _ = Reflect::set(&wrapped, &"template".into(), &about);
        self.ask(None, &wrapped)
    }

    /// Asks about a text, or about the rule and the message as they were evaluated last. The promise is rejected where
    /// no evaluator is there, or it ended before it answered.
    pub(crate) fn ask(&self, name: Option<DocumentName>, question: &JsValue) -> Promise {
        let [sql, payload] = DocumentName::ALL.map(|name| self.documents.get(name));
        self.client.ask(name, question, [&sql, &payload])
    }
}

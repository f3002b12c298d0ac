//! What became of a message.

use crate::diagnostic::Diagnostic;
use crate::eval::Reason;
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// What a rule did with a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The rule's topic filter does not match the message's topic.
    OtherTopic,
    /// WHERE is not true.
    NotTrue {
        /// What WHERE gave: false, Undefined, or a value that is not a Boolean.
        value: Value,
        /// The part of it that decided.
        reason: Box<Reason>,
    },
    /// The rule was started and failed; no action runs.
    Failed(Box<Diagnostic>),
    /// The actions receive this.
    Output(Outgoing),
}

/// What a rule's actions receive.
#[derive(Clone, Debug, PartialEq)]
pub enum Outgoing {
    /// A value, sent as JSON.
    Json(Value),
    /// The payload, unchanged, because it is not JSON and the rule selects `*`.
    Binary(Vec<u8>),
}

impl Outgoing {
    /// The outgoing payload's bytes: compact JSON, or the payload, unchanged.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_json().into_bytes(),
            Self::Binary(bytes) => bytes.clone(),
        }
    }

    /// The outgoing payload as text, or in base64 where its bytes are not text.
    #[must_use]
    pub fn text_or_base64(&self) -> TextOrBase64 {
        match self {
            Self::Json(value) => TextOrBase64::Text(value.to_json()),
            Self::Binary(bytes) => TextOrBase64::of(bytes.clone()),
        }
    }
}

/// Bytes in a form that can stand in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextOrBase64 {
    /// They are text (UTF-8).
    Text(String),
    /// They are not, and this is their base64.
    Base64(String),
}

impl TextOrBase64 {
    /// The bytes as text where they are.
    ///
    /// ```
    /// use iot_sql::TextOrBase64;
    ///
    /// assert_eq!(TextOrBase64::of(b"21.5".to_vec()), TextOrBase64::Text("21.5".into()));
    /// assert_eq!(TextOrBase64::of(vec![0xff, 0xfe]), TextOrBase64::Base64("//4=".into()));
    /// ```
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Base64(BASE64.encode(error.as_bytes())),
        }
    }
}

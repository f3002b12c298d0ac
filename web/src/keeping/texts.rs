//! The texts of a rule, and the form in which their parts are kept.

use super::store::{Part, Parts};
use crate::documents::{Documents, Payloads, as_js_string};
use crate::state::Inputs;
use crate::state::kept::{Head, read_inputs, write_inputs};
use crate::state::portable::Portable;
use js_sys::{Array, JSON, JsString};
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsCast, JsValue};

/// Everything that can be replaced at once: fields, SQL and payloads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Texts {
    /// The fields.
    pub(crate) inputs: Rc<Inputs>,
    /// SQL and the chosen message's payload.
    pub(crate) documents: [JsString; 2],
    /// The payloads of the other messages.
    pub(crate) others: Rc<Payloads>,
}

impl Texts {
    /// What is there now.
    pub(crate) fn of(inputs: &Rc<Inputs>, documents: &Documents) -> Self {
        let messages = &inputs.messages;
        let mut others = if messages.count() > 1 { documents.others() } else { Payloads::new() };
        let ids: HashSet<u32> = messages.ids().collect();
        others.retain(|(id, _)| ids.contains(id));
        Self { inputs: inputs.clone(), documents: documents.texts(), others: Rc::new(others) }
    }
}

impl Texts {
    /// Those of a rule from a link or a file.
    pub(crate) fn of_portable(rule: Portable) -> Self {
        let Portable { inputs, sql, payloads, .. } = rule;
        let mut others: Payloads =
            inputs.messages.ids().zip(payloads.iter().map(|text| JsString::from(text.as_str()))).collect();
        let (_, payload) = others.remove(inputs.messages.chosen());
        Self { inputs: Rc::new(inputs), documents: [sql.into(), payload], others: Rc::new(others) }
    }

    /// The same for a link or a file.
    pub(crate) fn portable(&self, name: &str) -> Portable {
        let chosen = self.inputs.messages.row().id;
        let payload = |id| {
            let other = || self.others.iter().find(|(other, _)| *other == id).map(|(_, text)| text);
            let text = if id == chosen { Some(&self.documents[1]) } else { other() };
            text.map(String::from).unwrap_or_default()
        };
        Portable {
            name: name.to_owned(),
            inputs: Inputs::clone(&self.inputs),
            sql: String::from(&self.documents[0]),
            payloads: self.inputs.messages.ids().map(payload).collect(),
        }
    }

    /// All parts of a text that is kept anew.
    pub(super) fn parts(&self, before: Option<&Self>) -> Parts {
        let [sql, payload] = &self.documents;
        let text = |text: &JsString| Some(text.clone());
        let of = |texts: &Self| write_several(&texts.all());
        vec![
            (Part::Inputs, Some(write_inputs(&self.inputs).into())),
            (Part::Sql, text(sql)),
            (Part::Payload, text(payload)),
            (Part::Payloads, of(self)),
            (Part::InputsBefore, before.map(|before| write_inputs(&before.inputs).into())),
            (Part::SqlBefore, before.and_then(|before| text(&before.documents[0]))),
            (Part::PayloadBefore, before.and_then(|before| text(&before.documents[1]))),
            (Part::PayloadsBefore, before.and_then(of)),
        ]
    }

    /// The payloads of all messages.
    fn all(&self) -> Payloads {
        let chosen = self.inputs.messages.row().id;
        std::iter::once((chosen, self.documents[1].clone())).chain(self.others.iter().cloned()).collect()
    }

    /// At least how long [`Self::one_string`] is, in UTF-16 code units.
    pub(super) fn length(&self) -> u64 {
        let others = self.others.iter().map(|(_, text)| text);
        self.documents.iter().chain(others).map(|text| u64::from(text.length())).sum()
    }

    /// All of it as one of the browser's own strings.
    pub(super) fn one_string(&self) -> Option<JsString> {
        let [sql, payload] = &self.documents;
        let inputs = JsValue::from(write_inputs(&self.inputs));
        let all =
            Array::of4(&inputs, sql, payload, &write_several(&self.all()).map_or(JsValue::NULL, Into::into));
        JSON::stringify(&all).ok()
    }

    /// What [`Self::one_string`] writes; none where it cannot be read.
    pub(super) fn of_one_string(text: &JsString) -> Option<(Self, Vec<String>)> {
        let all = JSON::parse(&String::from(text)).ok()?.dyn_into::<Array>().ok()?;
        let mut lost = Vec::new();
        let inputs = Rc::new(fields(as_js_string(all.get(0)), &mut lost));
        let documents = [as_js_string(all.get(1))?, as_js_string(all.get(2))?];
        let others = others_of(&inputs, as_js_string(all.get(3)))?;
        Some((Self { inputs, documents, others }, lost))
    }
}

/// The head of a text.
pub(super) fn head_of(name: &str, [sql, payload]: [&JsString; 2], changed: f64) -> Head {
    let length = sql.length().saturating_add(payload.length());
    let beginning = String::from(sql.slice(0, 400));
    Head { name: name.to_owned(), ..Head::new(&beginning, length, changed) }
}

/// The payloads of all messages as they are kept. None where there is only one, which is kept by itself.
pub(super) fn write_several(payloads: &Payloads) -> Option<JsString> {
    (payloads.len() > 1).then(|| write_payloads(payloads)).flatten()
}

/// Payloads as they are kept: pairs of id and text as JSON, so that they stay the browser's own strings. None where
/// there are none.
pub(super) fn write_payloads(payloads: &Payloads) -> Option<JsString> {
    let pairs: Array = payloads.iter().map(|(id, text)| Array::of2(&(*id).into(), text)).collect();
    (pairs.length() > 0).then(|| JSON::stringify(&pairs).ok()).flatten()
}

/// Reads kept payloads; none where they cannot be read.
pub(super) fn read_payloads(kept: &JsString) -> Option<Payloads> {
    let pairs = JSON::parse(&String::from(kept)).ok()?.dyn_into::<Array>().ok()?;
    let pair = |pair: JsValue| {
        let pair = pair.dyn_into::<Array>().ok()?;
        Some((pair.get(0).as_f64()? as u32, as_js_string(pair.get(1))?))
    };
    pairs.iter().map(pair).collect()
}

/// Reads fields from a kept part.
pub(super) fn fields(part: Option<JsString>, lost: &mut Vec<String>) -> Inputs {
    let (inputs, unread) = read_inputs(&part.map(String::from).unwrap_or_default());
    lost.extend(unread);
    inputs
}

/// The payloads of the messages that are not chosen; none where they cannot be read.
pub(super) fn others_of(inputs: &Inputs, kept: Option<JsString>) -> Option<Rc<Payloads>> {
    let messages = &inputs.messages;
    if messages.count() == 1 {
        return Some(Rc::default());
    }
    let ids: HashSet<u32> = messages.ids().filter(|id| *id != messages.row().id).collect();
    let mut payloads = read_payloads(&kept?)?;
    payloads.retain(|(id, _)| ids.contains(id));
    Some(Rc::new(payloads))
}

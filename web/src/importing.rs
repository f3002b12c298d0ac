//! Brings messages into the list: from a file, from what is dropped, and from what is pasted.

use crate::documents::{DocumentName, Documents};
use crate::replaying::common_request;
use crate::sample;
use crate::state::{Change, Inputs, MAX_LISTED, MessageRow, MessagesChange, PayloadForm, Place, State};
use crate::worker::protocol::{ListedMessage, MessagesView, ReplayingView, SideAnswer};
use crate::worker::side::{Origin, Question, Side, SideResult, use_side};
use crate::worker::side_queue::Lane;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use js_sys::{Array, Date, JsString};
use std::rc::Rc;
use web_sys::File;
use yew::{Callback, UseReducerDispatcher, UseStateSetter, hook, use_mut_ref, use_state};

/// How much of a text is looked at to see whether it may be several messages, in UTF-16 code units.
const LOOKED_AT: u32 = 65_536;

/// The longest text that is read where it was pasted as one payload, in UTF-16 code units.
const MAX_OFFERED: u32 = 16 * 1024 * 1024;

/// The longest text that is looked at whole to see whether it writes bytes, in UTF-16 code units: more than AWS IoT
/// takes as a message.
const MAX_BYTES_WRITTEN: u32 = 512 * 1024;

/// What becomes of messages that are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Importing {
    /// Nothing is read.
    #[default]
    Idle,
    /// It is being read; its name, and how far it came.
    Reading(String, Option<ReplayingView>),
    /// It could not be read; why, as a sentence.
    Failed(String),
    /// The payload is a text that may be so many messages.
    Offered(Rc<Offer>),
    /// The payload looks like bytes that are written in this form.
    Written(PayloadForm),
}

/// Messages that may come in.
#[derive(Debug, PartialEq)]
pub(crate) struct Offer {
    view: MessagesView,
    payloads: Array,
}

impl Offer {
    /// How many messages there are.
    pub(crate) fn count(&self) -> u64 {
        self.view.count
    }

    /// What they are, such as `lines of JSON`.
    pub(crate) fn format(&self) -> &str {
        &self.view.format
    }
}

/// The ways for messages to come in.
#[derive(Clone, PartialEq)]
pub(crate) struct Import {
    /// What becomes of them.
    pub(crate) importing: Importing,
    /// Reads the messages of a file.
    pub(crate) on_file: Callback<File>,
    /// Reads the messages of a text.
    pub(crate) on_text: Callback<JsString>,
    /// Looks whether the payload that was just pasted is several messages, or bytes that are written as text.
    pub(crate) on_pasted: Callback<()>,
    /// Takes the messages that are offered in the place of the payload, or reads the payload as bytes.
    pub(crate) on_take: Callback<()>,
    /// Ends reading, or does without what is offered or told.
    pub(crate) on_leave: Callback<()>,
}

/// The ways for messages to come into the list.
#[hook]
pub(crate) fn use_import(
    state: &State,
    documents: &Documents,
    dispatch: &UseReducerDispatcher<State>,
) -> Import {
    let importing = use_state(Importing::default);
    let side = use_side();
    // What is told later is about the newest list.
    let newest = use_mut_ref(|| state.inputs.clone());
    newest.borrow_mut().clone_from(&state.inputs);
    let importer = Importer {
        side,
        documents: documents.clone(),
        dispatch: dispatch.clone(),
        newest,
        setter: importing.setter(),
    };
    let on_file = {
        let importer = importer.clone();
        Callback::from(move |file: File| importer.read(file.name(), Origin::File(file), false))
    };
    let on_text = {
        let importer = importer.clone();
        Callback::from(move |text| importer.read("the text".to_owned(), Origin::Text(text), false))
    };
    let on_pasted = {
        let (importer, importing) = (importer.clone(), importing.clone());
        Callback::from(move |()| {
            let text = importer.documents.get(DocumentName::Payload).text;
            // An offer goes with the payload that it was made for.
            if matches!(&*importing, Importing::Offered(_) | Importing::Written(_)) {
                importer.setter.set(Importing::Idle);
            }
            if text.length() <= MAX_OFFERED && may_be_several(&String::from(text.slice(0, LOOKED_AT))) {
                importer.read(String::new(), Origin::Text(text), true);
            } else if text.length() <= MAX_BYTES_WRITTEN
                && importer.newest.borrow().messages.row().form == PayloadForm::Text
                && let Some(form) = bytes_form(&String::from(text))
            {
                importer.setter.set(Importing::Written(form));
            }
        })
    };
    let on_take = {
        let (importer, importing) = (importer.clone(), importing.clone());
        Callback::from(move |()| {
            match &*importing {
                Importing::Offered(offer) => {
                    importer.take(&offer.view, &offer.payloads, Place::InsteadOfChosen);
                }
                Importing::Written(form) => {
                    importer.dispatch.dispatch(Change::Messages(MessagesChange::Form(*form)));
                }
                _ => {}
            }
            importer.setter.set(Importing::Idle);
        })
    };
    let on_leave = Callback::from(move |()| {
        importer.side.cancel(Lane::ReadMessages);
        importer.setter.set(Importing::Idle);
    });
    Import { importing: (*importing).clone(), on_file, on_text, on_pasted, on_take, on_leave }
}

#[derive(Clone)]
struct Importer {
    side: Side,
    documents: Documents,
    dispatch: UseReducerDispatcher<State>,
    newest: Rc<std::cell::RefCell<Rc<Inputs>>>,
    setter: UseStateSetter<Importing>,
}

impl Importer {
    /// Reads messages; those of what is `offered` come in only when the user says so.
    fn read(&self, name: String, from: Origin, offered: bool) {
        let request = common_request(&self.newest.borrow(), Date::now());
        let sql = self.documents.get(DocumentName::Sql).text;
        if !offered {
            self.setter.set(Importing::Reading(name.clone(), None));
        }
        let importer = self.clone();
        let listener = Callback::from(move |result: SideResult| match result {
            Ok(SideAnswer::Replaying(view)) if !offered => {
                importer.setter.set(Importing::Reading(name.clone(), Some(view)));
            }
            Ok(SideAnswer::ReadMessages(view)) => {
                let payloads = importer.side.take_payloads();
                importer.setter.set(importer.read_through(&name, *view, payloads, offered));
            }
            Ok(_) => {}
            Err(_) if offered => {}
            Err(error) => importer.setter.set(Importing::Failed(error.words())),
        });
        self.side.ask(Question::read_messages(&request, sql, from), listener);
    }

    fn read_through(&self, name: &str, view: MessagesView, payloads: Array, offered: bool) -> Importing {
        if offered {
            let is_several = view.count > 1 && view.malformed == 0;
            return if is_several {
                Importing::Offered(Rc::new(Offer { view, payloads }))
            } else {
                Importing::Idle
            };
        }
        if view.count == 0 {
            let why = view.first_problem.map_or_else(
                || "there is nothing in it".to_owned(),
                |(number, why)| if number == 0 { why } else { format!("line {number}: {why}") },
            );
            return Importing::Failed(format!("There is no message in {name}: {why}."));
        }
        let place = if self.is_untouched() { Place::InsteadOfAll } else { Place::AtEnd };
        self.take(&view, &payloads, place);
        Importing::Idle
    }

    /// Whether the list has one message that nobody has written.
    fn is_untouched(&self) -> bool {
        let payload = self.documents.get(DocumentName::Payload).text;
        let is_one_of = |texts: [&str; 3]| texts.iter().any(|text| payload == **text);
        self.newest.borrow().messages.count() == 1 && is_one_of([sample::PAYLOAD, "", "{}"])
    }

    fn take(&self, view: &MessagesView, payloads: &Array, place: Place) {
        let inputs = self.newest.borrow().clone();
        let kept = if place == Place::InsteadOfAll { 0 } else { inputs.messages.count() };
        let room = MAX_LISTED.saturating_sub(kept) + usize::from(place == Place::InsteadOfChosen);
        let rows: Vec<MessageRow> = view
            .listed
            .iter()
            .take(room)
            .enumerate()
            .map(|(at, message)| {
                let id = self.documents.new_id();
                let text = crate::documents::as_js_string(payloads.get(at as u32));
                self.documents.put(id, text.unwrap_or_else(|| "".into()));
                row(id, message.clone(), &inputs.topic)
            })
            .collect();
        let note = note(view, rows.len() as u64);
        self.dispatch.dispatch(Change::Messages(MessagesChange::Import(rows, place, note)));
    }
}

/// A row of the list.
pub(crate) fn row(id: u32, message: ListedMessage, topic: &str) -> MessageRow {
    let ListedMessage { topic: own, base64, client_id, time, more } = message;
    MessageRow {
        id,
        name: String::new(),
        topic: own.unwrap_or_else(|| topic.to_owned()),
        form: if base64 { PayloadForm::Base64 } else { PayloadForm::Text },
        client_id: client_id.unwrap_or_default(),
        time,
        more,
    }
}

/// What else there is to say of messages that came in, as sentences.
fn note(view: &MessagesView, listed: u64) -> String {
    use crate::components::words::{count, counted};
    let mut sentences = Vec::new();
    if listed < view.count {
        sentences.push(format!(
            "There are {}; the list has the first {} of them.",
            counted(view.count as usize, "message"),
            count(listed as usize)
        ));
        if let Some(summary) = &view.summary {
            let of = |counts: &std::collections::BTreeMap<String, u64>, name: &str| {
                count(counts.get(name).copied().unwrap_or(0) as usize)
            };
            sentences.push(format!(
                "Of all of them the rule acts on {}; {} records are accepted and {} rejected.",
                of(&summary.outcomes, "output"),
                of(&summary.records, "accepted"),
                of(&summary.records, "rejected"),
            ));
        }
    }
    if let Some((number, why)) = &view.first_problem {
        let lines = counted(view.malformed as usize, "line");
        sentences.push(format!("{lines} could not be read, the first of them line {number}: {why}."));
    }
    sentences.join(" ")
}

/// Whether a text that starts so may be several messages: lines of JSON, or a JSON array of objects.
fn may_be_several(start: &str) -> bool {
    let text = start.trim_start_matches('\u{feff}').trim_start();
    if let Some(elements) = text.strip_prefix('[') {
        return elements.trim_start().starts_with('{');
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_whole = |line: &str| {
        (line.starts_with('{') && line.ends_with('}'))
            || line.split_once(' ').is_some_and(|(topic, payload)| {
                topic.contains('/') && payload.trim_start().starts_with(['{', '['])
            })
    };
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    is_whole(first) && is_whole(second)
}

/// The form in which a text appears to encode bytes; none for a JSON value or a word. Padding identifies short base64.
fn bytes_form(text: &str) -> Option<PayloadForm> {
    let dense: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let has = |is: fn(&u8) -> bool| dense.iter().any(is);
    let (digits, letters) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
    if dense.len() >= 8 && dense.len().is_multiple_of(2) && dense.iter().all(u8::is_ascii_hexdigit) {
        // Digits with one e are a number to JSON.
        return (digits && letters && !is_json(text)).then_some(PayloadForm::Hex);
    }
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    let is_padded = dense.len() >= 8 && dense.ends_with(b"=");
    let is_long = dense.len() >= 16 && mixed;
    ((is_padded || is_long) && BASE64.decode(&dense).is_ok()).then_some(PayloadForm::Base64)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_may_be_written_in_base64_or_in_hexadecimal_digits() {
        for (text, form) in [
            ("eyJ0ZW1wZXJhdHVyZSI6IDIxLjV9", PayloadForm::Base64),
            ("eyJ0ZW1wZXJh\ndHVyZSI6IDIx\nLjUsICJodSI6MX0=\n", PayloadForm::Base64),
            ("AWcBEAJoPg==", PayloadForm::Base64),
            ("7b2274223a20317d", PayloadForm::Hex),
            ("7B 22 74 22 3A 31 7D", PayloadForm::Hex),
            (" 0aff0B10\n", PayloadForm::Hex),
        ] {
            assert_eq!(bytes_form(text), Some(form), "{text}");
        }
        for text in [
            "",
            "12345678",
            "12345e67",
            "0aff0B1",
            "deadbeef",
            "temperature",
            "password=",
            "internationalize",
            "eyJ0ZW1wZXJhdHVyZSI6IDIxLjV",
            "{\"t\": 1}",
            "24.5 C",
        ] {
            assert_eq!(bytes_form(text), None, "{text}");
        }
    }

    #[test]
    fn lines_and_arrays_may_be_several_messages() {
        for text in [
            "{\"t\": 1}\n{\"t\": 2}",
            "[\n {\"t\": 1}]",
            "\u{feff}[{}]",
            "a/b {\"t\": 1}\n\na/b {\"t\": 2}\n",
        ] {
            assert!(may_be_several(text), "{text}");
        }
        for text in ["", "{\"t\": 1}", "{\n\"t\": 1\n}", "[1, 2]", "a\nb", "{\"t\": 1}\n{\"t\":"] {
            assert!(!may_be_several(text), "{text}");
        }
    }

    fn view() -> MessagesView {
        MessagesView {
            format: "lines of JSON".to_owned(),
            count: 2,
            listed: Vec::new(),
            malformed: 0,
            first_problem: None,
            summary: None,
        }
    }

    #[test]
    fn what_does_not_come_into_the_list_is_said() {
        assert_eq!(note(&view(), 2), "");
        assert_eq!(
            note(&MessagesView { count: 12_000, ..view() }, 10_000),
            "There are 12,000 messages; the list has the first 10,000 of them."
        );
        let broken = MessagesView { malformed: 1, first_problem: Some((3, "it ends".to_owned())), ..view() };
        assert_eq!(note(&broken, 2), "1 line could not be read, the first of them line 3: it ends.");
    }

    #[test]
    fn a_message_without_a_topic_has_that_of_the_page() {
        let message = |topic: Option<&str>, base64| ListedMessage {
            topic: topic.map(str::to_owned),
            base64,
            client_id: None,
            time: Some(5.0),
            more: String::new(),
        };
        let found = row(7, message(None, false), "a");
        assert_eq!((found.topic.as_str(), found.form, found.time), ("a", PayloadForm::Text, Some(5.0)));
        let found = row(7, message(Some("b"), true), "a");
        assert_eq!((found.topic.as_str(), found.form), ("b", PayloadForm::Base64));
    }
}

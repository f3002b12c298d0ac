//! The messages as the workers get them, gathered anew only where they changed.

use crate::documents::Documents;
use crate::state::State;
use crate::worker::client::Earlier;
use crate::worker::side::SideMessages;
use js_sys::{Array, JsString};
use rulelens_wasm::MessageRequest;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// How many messages before the chosen one are taken into account.
const MAX_EARLIER: usize = 1_000;

/// What messages are gathered from: the revisions of their fields and payloads.
type Version = (u64, u32);

/// Gathers messages.
#[derive(Clone, Default)]
pub(crate) struct Gathering(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    last_revision: u32,
    earlier: Option<((Version, usize), Rc<Earlier>)>,
    all: Option<(Version, SideMessages)>,
}

impl Gathering {
    /// The messages before the chosen one.
    pub(crate) fn earlier(&self, state: &State, documents: &Documents) -> Rc<Earlier> {
        let inner = &mut *self.0.borrow_mut();
        let chosen = state.inputs.messages.chosen();
        if chosen == 0 {
            return Rc::default();
        }
        let key = (version(state, documents), chosen);
        if let Some((known, earlier)) = &inner.earlier
            && *known == key
        {
            return earlier.clone();
        }
        inner.last_revision += 1;
        let skipped = chosen.saturating_sub(MAX_EARLIER);
        let (payloads, length) = payloads(state, documents, skipped..chosen);
        let earlier = Rc::new(Earlier {
            revision: inner.last_revision,
            messages: state.inputs.message_requests(skipped..chosen).collect(),
            payloads,
            length,
            skipped: skipped as u64,
        });
        inner.earlier = Some((key, earlier.clone()));
        earlier
    }

    /// All messages; the chosen one may be as it was before it was changed.
    pub(crate) fn all(&self, state: &State, documents: &Documents) -> SideMessages {
        let inner = &mut *self.0.borrow_mut();
        let version = version(state, documents);
        if let Some((known, all)) = &inner.all
            && *known == version
        {
            return all.clone();
        }
        inner.last_revision += 1;
        let places = 0..state.inputs.messages.count();
        let messages: Vec<MessageRequest> = state.inputs.message_requests(places.clone()).collect();
        let (payloads, length) = payloads(state, documents, places);
        let messages = JsString::from(serde_json::to_string(&messages).unwrap_or_default());
        let all = SideMessages { revision: inner.last_revision, messages, payloads, length };
        inner.all = Some((version, all.clone()));
        all
    }
}

fn version(state: &State, documents: &Documents) -> Version {
    (state.listed, documents.others_revision())
}

fn payloads(state: &State, documents: &Documents, places: Range<usize>) -> (Array, u32) {
    let mut length = 0_u32;
    let texts = state.inputs.messages.rows()[places].iter().map(|row| {
        let text = documents.payload_of(row.id);
        length = length.saturating_add(text.length());
        text
    });
    (texts.collect(), length)
}

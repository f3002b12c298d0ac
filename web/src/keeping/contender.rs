//! Kept rules as they are compared with the one that is shown.

use super::{Keeper, Texts};
use crate::state::Inputs;
use crate::state::kept::Head;
use crate::state::rules::title;
use js_sys::JsString;
use std::rc::Rc;

/// A kept rule, or an earlier version of one, as far as it is compared.
#[derive(Clone)]
pub(crate) struct Kept {
    /// What the list calls it; empty for a version.
    pub(crate) title: String,
    /// Its name; may be empty.
    pub(crate) name: String,
    /// When it was made or changed, in milliseconds since 1970-01-01 UTC.
    pub(crate) changed: f64,
    /// Its fields.
    pub(crate) inputs: Rc<Inputs>,
    /// Its SQL.
    pub(crate) sql: JsString,
    /// What of it could not be read.
    pub(crate) lost: Vec<String>,
    /// The rule and the version's number that it is of.
    of: (String, Option<u32>),
}

impl Kept {
    fn new(of: (String, Option<u32>), changed: f64, texts: Texts, lost: Vec<String>) -> Self {
        let Texts { inputs, documents: [sql, _], .. } = texts;
        Self { title: String::new(), name: String::new(), changed, inputs, sql, lost, of }
    }
}

impl Keeper {
    /// The id of the rule that is shown.
    pub(crate) fn id(&self) -> String {
        self.0.borrow().id.clone()
    }

    /// A rule of the list as it is kept now; `known` is what was read before, which is given back where it is still the
    /// same. A clause says why there is none.
    pub(crate) async fn kept_rule(&self, id: &str, known: Option<&Rc<Kept>>) -> Result<Rc<Kept>, String> {
        let of = (id.to_owned(), None);
        let store = {
            let inner = self.0.borrow();
            let in_memory = inner.id == id || inner.has_in_memory(id);
            inner.store.clone().filter(|_| !in_memory)
        };
        if let Some(store) = store {
            let heads = store.heads().await.map_err(|trouble| trouble.words().to_owned())?;
            let head = heads.iter().find(|(other, _)| other == id).ok_or("it was deleted")?;
            let changed = Head::read(&head.1).changed;
            if let Some(known) =
                known.filter(|known| known.of == of && known.changed.to_bits() == changed.to_bits())
            {
                return Ok(known.clone());
            }
        }
        let (read, head) = self.read_rule(id).await?;
        let title = title(&head).to_owned();
        let kept = Kept::new(of, head.changed, read.texts, read.lost);
        Ok(Rc::new(Kept { title, name: head.name, ..kept }))
    }

    /// An earlier version of the rule that is shown; `known` is as for a rule.
    pub(crate) async fn kept_version(
        &self,
        number: u32,
        known: Option<&Rc<Kept>>,
    ) -> Result<Rc<Kept>, String> {
        let of = (self.id(), Some(number));
        if let Some(known) = known.filter(|known| known.of == of) {
            return Ok(known.clone());
        }
        let made =
            self.versions(&of.0).await.iter().find(|version| version.number == number).map(|one| one.made);
        let made = made.ok_or("that version is no longer kept")?;
        let (texts, lost) = self.version(&of.0, number).await?;
        Ok(Rc::new(Kept::new(of, made, texts, lost)))
    }
}

//! The list of messages, of which one is chosen.
//!
//! The chosen message's topic is that of [`Inputs`], and all payloads are in the page's documents under the messages'
//! ids, because they can be large.

use super::Inputs;
use super::kept::{Kept, kept, member, write_members};
use crate::components::words::counted;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::rc::Rc;

/// How many messages the list has at most.
pub const MAX_LISTED: usize = 10_000;

/// Milliseconds between messages that have no time of their own.
pub const INTERVAL: f64 = 1_000.0;

/// The place of a message in the list after it was dropped before the line `gap` of those that are shown; `shown` are the
/// places of these, in order.
#[must_use]
pub fn dropped(shown: &[usize], at: usize, gap: usize) -> usize {
    let own = shown.iter().position(|place| *place == at);
    if own.is_some_and(|own| gap == own || gap == own + 1) {
        return at;
    }
    let before = match shown.get(gap) {
        Some(place) => *place,
        None => shown.last().map_or(at, |last| last + 1),
    };
    // The message itself leaves a place before those behind it.
    if before > at { before - 1 } else { before }
}

/// The id of the message of a page that has one.
pub const FIRST_ID: u32 = 1;

/// What a payload's text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PayloadForm {
    /// The payload itself.
    #[default]
    Text,
    /// Its bytes in base64.
    Base64,
    /// Its bytes in hexadecimal digits.
    Hex,
}

impl PayloadForm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Text, Self::Base64, Self::Hex];

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Base64 => "Base64",
            Self::Hex => "Hex",
        }
    }
}

impl Kept for PayloadForm {
    fn read(kept: &Json) -> Option<Self> {
        Self::ALL.into_iter().find(|form| kept == form.title())
    }

    fn write(&self, to: &mut String) {
        self.title().to_owned().write(to);
    }
}

/// A message but for its payload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageRow {
    /// Names it in the page.
    pub id: u32,
    /// What the user calls it.
    pub name: String,
    /// Its topic; empty while it is chosen, since the inputs have it then.
    pub topic: String,
    /// What its payload's text is.
    pub form: PayloadForm,
    /// Its own client ID; empty: that of the context.
    pub client_id: String,
    /// Its own time in milliseconds since 1970-01-01 UTC; none: that of the clock.
    pub time: Option<f64>,
    /// What else of the context is its own, as a JSON object; it comes with an import.
    pub more: String,
}

kept! {
    MessageRow {
        id,
        name unless String::is_empty,
        topic unless String::is_empty,
        form unless is_text,
        client_id unless String::is_empty,
        time unless Option::is_none,
        more unless String::is_empty,
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // each field is tested so
fn is_text(form: &PayloadForm) -> bool {
    *form == PayloadForm::Text
}

/// The messages in order, and which of them is chosen; there is always one.
#[derive(Clone, Debug)]
pub struct Messages {
    rows: Rc<Vec<Rc<MessageRow>>>,
    chosen: usize,
}

impl Default for Messages {
    fn default() -> Self {
        Self::of(vec![Rc::new(MessageRow { id: FIRST_ID, ..MessageRow::default() })], 0)
    }
}

impl PartialEq for Messages {
    fn eq(&self, other: &Self) -> bool {
        self.chosen == other.chosen && (Rc::ptr_eq(&self.rows, &other.rows) || self.rows == other.rows)
    }
}

impl Kept for Messages {
    fn read(kept: &Json) -> Option<Self> {
        let members = kept.as_object()?;
        let list: Vec<MessageRow> = member(members, &["list"]);
        let mut known = HashSet::new();
        let rows: Vec<Rc<MessageRow>> =
            list.into_iter().filter(|row| known.insert(row.id)).take(MAX_LISTED).map(Rc::new).collect();
        let chosen = member(members, &["chosen"]);
        Some(if rows.is_empty() { Self::default() } else { Self::of(rows, chosen) })
    }

    fn write(&self, to: &mut String) {
        write_members(to, &mut |members| {
            members.put("chosen", &self.chosen);
            members.put("list", &*self.rows);
        });
    }
}

impl Messages {
    fn of(rows: Vec<Rc<MessageRow>>, chosen: usize) -> Self {
        let chosen = chosen.min(rows.len().saturating_sub(1));
        Self { rows: Rc::new(rows), chosen }
    }

    /// The messages in order.
    #[must_use]
    pub fn rows(&self) -> &[Rc<MessageRow>] {
        &self.rows
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The place of the chosen one.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen one.
    #[must_use]
    pub fn row(&self) -> &Rc<MessageRow> {
        &self.rows[self.chosen]
    }

    /// The place of a message.
    #[must_use]
    pub fn position(&self, id: u32) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().map(|row| row.id)
    }
}

impl Inputs {
    /// The topic of a message.
    #[must_use]
    pub fn topic_of(&self, at: usize) -> &str {
        if at == self.messages.chosen { &self.topic } else { &self.messages.rows[at].topic }
    }

    /// The same with a message of a lesson, which stands where its id has its place among the lesson's.
    #[must_use]
    pub fn with_message(&self, row: MessageRow) -> Self {
        let mut new = Editing::new(self);
        let at = new.rows.iter().position(|other| other.id > row.id).unwrap_or(new.rows.len());
        new.rows.insert(at, Rc::new(row));
        new.end(self)
    }

    /// The same with the topic of those messages that follow it.
    #[must_use]
    pub fn with_topic(&self, topic: &str, follows: impl Fn(u32) -> bool) -> Self {
        let mut new = Editing::new(self);
        for row in new.rows.iter_mut().filter(|row| follows(row.id)) {
            topic.clone_into(&mut Rc::make_mut(row).topic);
        }
        new.end(self)
    }

    /// The same without some messages; one stays.
    #[must_use]
    pub fn without_messages(&self, is_out: impl Fn(u32) -> bool) -> Self {
        let mut new = Editing::new(self);
        new.take_out(is_out);
        new.end(self)
    }

    /// What a message is called: by the user, or by its topic.
    #[must_use]
    pub fn name_of(&self, at: usize) -> &str {
        match self.messages.rows[at].name.as_str() {
            "" => match self.topic_of(at) {
                "" => "no topic",
                topic => topic,
            },
            name => name,
        }
    }
}

/// What can happen to the list.
#[derive(Clone, Debug, PartialEq)]
pub enum MessagesChange {
    /// The user turns to a message.
    Choose(u32),
    /// The user turns to the message so many places further on.
    Step(isize),
    /// A new message after the chosen one, with its topic; it is chosen. Its id is given.
    Add(u32),
    /// A copy after a message, which is chosen. Its id is given.
    Duplicate(u32, u32),
    /// A message is taken out; the last one stays.
    Remove(u32),
    /// All but one are taken out.
    RemoveOthers(u32),
    /// A message goes to a place.
    Move(u32, usize),
    /// A message gets a name.
    Rename(u32, String),
    /// The chosen message's payload is text, or something else.
    Form(PayloadForm),
    /// The chosen message gets a client ID of its own; empty: that of the context.
    ClientId(String),
    /// The chosen message gets a time of its own.
    Time(Option<f64>),
    /// The chosen message does without what else is its own.
    ForgetMore,
    /// Messages come in, and the first of them is chosen; what else there is to say of them, as sentences.
    Import(Vec<MessageRow>, Place, String),
    /// What was last taken out or came in is taken back.
    TakeBack,
    /// The way back is no longer needed.
    Leave,
}

/// Where messages come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After the last one.
    AtEnd,
    /// In the place of all.
    InsteadOfAll,
    /// In the place of the chosen one.
    InsteadOfChosen,
}

/// The way back from what was last done to the list.
#[derive(Clone, Debug, PartialEq)]
pub struct WayBack {
    /// What was done, as a sentence.
    pub words: String,
    /// Which were taken out, with their places.
    taken: Vec<(usize, Rc<MessageRow>)>,
    /// Which came in.
    came: Vec<u32>,
    /// Which was chosen.
    chosen: u32,
}

impl WayBack {
    /// The messages that are taken out and can come back.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.taken.iter().map(|(_, row)| row.id)
    }
}

/// The list while it is changed: every row has its topic.
struct Editing {
    rows: Vec<Rc<MessageRow>>,
    chosen: u32,
}

impl Editing {
    fn new(inputs: &Inputs) -> Self {
        let Messages { rows, chosen } = &inputs.messages;
        let mut rows = Vec::clone(rows);
        Rc::make_mut(&mut rows[*chosen]).topic.clone_from(&inputs.topic);
        let chosen = rows[*chosen].id;
        Self { rows, chosen }
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Puts the list into the inputs.
    fn end(mut self, inputs: &Inputs) -> Inputs {
        let chosen = self.position(self.chosen).unwrap_or(0);
        let topic = std::mem::take(&mut Rc::make_mut(&mut self.rows[chosen]).topic);
        Inputs { topic, messages: Messages::of(self.rows, chosen), ..inputs.clone() }
    }

    /// Takes out what `is_out` says, but not all; the chosen one's neighbour takes its place.
    fn take_out(&mut self, is_out: impl Fn(u32) -> bool) -> Vec<(usize, Rc<MessageRow>)> {
        let chosen = self.position(self.chosen).unwrap_or(0);
        let next = self.rows[chosen..].iter().chain(self.rows[..chosen].iter().rev());
        let Some(next) = next.map(|row| row.id).find(|id| !is_out(*id)) else { return Vec::new() };
        self.chosen = next;
        let all = std::mem::take(&mut self.rows).into_iter().enumerate();
        let (out, stay): (Vec<_>, Vec<_>) = all.partition(|(_, row)| is_out(row.id));
        self.rows = stay.into_iter().map(|(_, row)| row).collect();
        out
    }
}

/// Inputs after a change of the list with the way back from it; none where nothing changes.
pub(super) fn apply(
    inputs: &Inputs,
    way_back: Option<&WayBack>,
    change: MessagesChange,
) -> Option<(Inputs, Option<WayBack>)> {
    let old = Editing::new(inputs);
    let mut new = Editing::new(inputs);
    let mut back = way_back.cloned();
    let chosen = inputs.messages.chosen;
    let edit = |new: &mut Editing, edit: &dyn Fn(&mut MessageRow)| edit(Rc::make_mut(&mut new.rows[chosen]));
    match change {
        MessagesChange::Choose(id) => new.chosen = new.rows[new.position(id)?].id,
        MessagesChange::Step(by) => new.chosen = new.rows.get(chosen.checked_add_signed(by)?)?.id,
        MessagesChange::Add(id) => {
            let topic = inputs.topic.clone();
            insert(&mut new, chosen + 1, MessageRow { id, topic, ..MessageRow::default() })?;
        }
        MessagesChange::Duplicate(of, id) => {
            let at = new.position(of)?;
            let copy = MessageRow { id, ..MessageRow::clone(&new.rows[at]) };
            insert(&mut new, at + 1, copy)?;
        }
        MessagesChange::Remove(id) => {
            let taken = new.take_out(|one| one == id);
            let words = match taken.as_slice() {
                [(at, row)] if row.name.is_empty() => format!("Message {} was removed.", at + 1),
                [(at, row)] => format!("Message {}, {}, was removed.", at + 1, row.name),
                _ => return None,
            };
            back = Some(WayBack { words, taken, came: Vec::new(), chosen: old.chosen });
        }
        MessagesChange::RemoveOthers(id) => {
            new.position(id)?;
            let taken = new.take_out(|one| one != id);
            let words = match taken.len() {
                0 => return None,
                1 => "1 message was removed.".to_owned(),
                removed => format!("{} were removed.", counted(removed, "message")),
            };
            back = Some(WayBack { words, taken, came: Vec::new(), chosen: old.chosen });
        }
        MessagesChange::Move(id, to) => {
            let row = new.rows.remove(new.position(id)?);
            new.rows.insert(to.min(new.rows.len()), row);
        }
        MessagesChange::Rename(id, name) => {
            let at = new.position(id)?;
            Rc::make_mut(&mut new.rows[at]).name = name;
        }
        MessagesChange::Form(form) => edit(&mut new, &|row| row.form = form),
        MessagesChange::ClientId(id) => edit(&mut new, &|row| row.client_id.clone_from(&id)),
        MessagesChange::Time(time) => edit(&mut new, &|row| row.time = time),
        MessagesChange::ForgetMore => edit(&mut new, &|row| row.more.clear()),
        MessagesChange::Import(rows, place, note) => back = Some(import(&mut new, rows, place, &note)?),
        MessagesChange::TakeBack => {
            let WayBack { taken, came, chosen, .. } = back.take()?;
            let came: HashSet<u32> = came.into_iter().collect();
            new.rows.retain(|row| !came.contains(&row.id));
            for (at, row) in taken {
                new.rows.insert(at.min(new.rows.len()), row);
            }
            if new.rows.is_empty() {
                return None;
            }
            if new.position(chosen).is_some() || new.position(new.chosen).is_none() {
                new.chosen = chosen;
            }
        }
        MessagesChange::Leave => {
            way_back?;
            return Some((inputs.clone(), None));
        }
    }
    let changed = new.chosen != old.chosen || new.rows != old.rows;
    changed.then(|| (new.end(inputs), back))
}

fn insert(list: &mut Editing, at: usize, row: MessageRow) -> Option<()> {
    if list.rows.len() >= MAX_LISTED || list.position(row.id).is_some() {
        return None;
    }
    list.chosen = row.id;
    list.rows.insert(at, Rc::new(row));
    Some(())
}

fn import(list: &mut Editing, rows: Vec<MessageRow>, place: Place, note: &str) -> Option<WayBack> {
    let chosen = list.chosen;
    let at = list.position(chosen)?;
    let taken: Vec<(usize, Rc<MessageRow>)> = match place {
        Place::AtEnd => Vec::new(),
        Place::InsteadOfAll => std::mem::take(&mut list.rows).into_iter().enumerate().collect(),
        Place::InsteadOfChosen => vec![(at, list.rows.remove(at))],
    };
    let room = MAX_LISTED.saturating_sub(list.rows.len());
    let known: HashSet<u32> = list.rows.iter().map(|row| row.id).collect();
    let rows: Vec<Rc<MessageRow>> =
        rows.into_iter().filter(|row| !known.contains(&row.id)).take(room).map(Rc::new).collect();
    let came: Vec<u32> = rows.iter().map(|row| row.id).collect();
    list.chosen = *came.first()?;
    let words = match (came.len(), place) {
        (1, Place::AtEnd) => "1 message was added.".to_owned(),
        (added, Place::AtEnd) => format!("{} were added.", counted(added, "message")),
        (came, _) => format!("{} came in.", counted(came, "message")),
    };
    let words = if note.is_empty() { words } else { format!("{words} {note}") };
    let to = if place == Place::InsteadOfChosen { at } else { list.rows.len() };
    list.rows.splice(to..to, rows);
    Some(WayBack { words, taken, came, chosen })
}

#[cfg(test)]
mod tests;

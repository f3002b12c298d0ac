//! One's rules in the page: which is shown, and how another one comes in its place.

use crate::browser::{download, hash, set_hash};
use crate::components::notice::Line;
use crate::components::words::counted;
use crate::embed::is_embedded;
use crate::keeping::{Deleted, Keeper, Opened, Place, Start, Texts};
use crate::later::{Loaded, Part, Task, call};
use crate::replacing::Replacing;
use crate::state::lessons::{LessonChange, LessonState};
use crate::state::portable::empty;
use crate::state::rules::{read_file, write_file};
use crate::state::{Change, Inputs, State};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::{
    Callback, UseForceUpdateHandle, UseReducerDispatcher, UseReducerHandle, hook, use_effect_with,
    use_force_update, use_mut_ref,
};

/// The name of the file of all rules.
const FILE: &str = "rulelens-rules.json";

/// How large a file of rules may be, in bytes.
const MAX_FILE: f64 = 64.0 * 1024.0 * 1024.0;

/// Texts to show beside one's own rules.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Beside {
    /// What they are called in the list.
    pub(crate) name: String,
    /// The texts.
    pub(crate) texts: Texts,
    /// What of them could not be read.
    pub(crate) lost: Vec<String>,
    /// What stands behind `#` in the page's address while they are shown unchanged, so that a reload shows them again;
    /// may be empty.
    pub(crate) address: String,
}

/// What can be done with one's rules.
#[derive(Debug)]
pub(crate) enum Ask {
    /// Show the rule with an id.
    Open(String),
    /// Show texts beside one's own rules: nothing of these is lost, and the texts become one of them once they are
    /// changed.
    Beside(Box<Beside>),
    /// Show a lesson: what is shown now comes back when it is left.
    Lesson(Box<(Beside, LessonState)>),
    /// Show what was shown before the lesson.
    LeaveLesson,
    /// Show a new rule.
    New,
    /// Give the rule with an id a name.
    Rename(String, String),
    /// Show a copy of the rule with an id.
    Duplicate(String),
    /// Take the rule with an id out of the list.
    Delete(String),
    /// Bring back what was deleted last, or show what was shown before.
    GoBack,
    /// Put an earlier version of the rule that is shown in the place of the present one.
    Restore(String, u32),
    /// Save all rules as a file.
    Export,
    /// Read the rules of a file.
    Import(File),
    /// What was said was read.
    Read,
}

/// What there is to say of the rules.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    /// A sentence or two.
    pub(crate) text: String,
    /// What [`Ask::GoBack`] would do, as a button says it.
    pub(crate) back: Option<&'static str>,
}

/// The rules as the page shows them.
#[derive(Clone, PartialEq)]
pub(crate) struct Rules {
    /// What the rule that is shown is called; may be empty.
    pub(crate) name: String,
    /// Does something with the rules.
    pub(crate) on_ask: Callback<Ask>,
    /// What there is to say.
    pub(crate) said: Option<Said>,
    /// Counts what happened to the list.
    pub(crate) changes: u32,
}

impl Rules {
    /// What there is to say, as a line of the notice bar.
    pub(crate) fn line(&self) -> Option<Line> {
        // An embedded page has no rules of one's own.
        if is_embedded() {
            return None;
        }
        let said = self.said.as_ref()?;
        let (back, read) = (self.on_ask.clone(), self.on_ask.clone());
        Some(Line {
            text: said.text.clone().into(),
            action: said.back.map(|label| (label, Callback::from(move |()| back.emit(Ask::GoBack)))),
            on_read: Callback::from(move |()| read.emit(Ask::Read)),
        })
    }
}

#[derive(Default)]
struct Inner {
    name: String,
    said: Option<Said>,
    changes: u32,
    back: Option<Back>,
    /// Whether the page's address leads to what is shown.
    addressed: bool,
    /// What was shown before the lesson that is shown.
    home: Option<Home>,
}

/// What was shown before a lesson.
struct Home {
    /// The rule's id, where it is one of the user's own.
    id: Option<String>,
    name: String,
    texts: Texts,
    /// What stood behind `#` in the page's address.
    address: String,
}

/// The way back from what was done last.
enum Back {
    Deleted(Deleted),
    To(String),
}

/// The page as far as rules are about it.
#[derive(Clone)]
pub(crate) struct Page {
    inner: Rc<RefCell<Inner>>,
    keeper: Keeper,
    dispatch: UseReducerDispatcher<State>,
    on_other: Callback<Option<Rc<Texts>>>,
    on_replace: Callback<Texts>,
    draw: UseForceUpdateHandle,
}

/// One's rules.
#[hook]
pub(crate) fn use_rules(start: &Start, state: &UseReducerHandle<State>, replacing: &Replacing) -> Rules {
    let inner = use_mut_ref(|| Inner { name: start.name.clone(), ..Inner::default() });
    let page = Page {
        inner: inner.clone(),
        keeper: start.keeper.clone(),
        dispatch: state.dispatcher(),
        on_other: replacing.on_other.clone(),
        on_replace: replacing.on_open.clone(),
        draw: use_force_update(),
    };
    let on_ask = Callback::from(move |ask| {
        let page = page.clone();
        spawn_local(async move {
            let doing = page.clone();
            let done = Part::Page.work(move || call!(carry_out(&doing, ask))).await.flatten();
            if let Err(why) = done {
                page.say(format!("That did not work: {why}."), None);
            }
        });
    });
    {
        let (inner, keeper) = (inner.clone(), start.keeper.clone());
        use_effect_with(state.revision, move |_| {
            let addressed = inner.borrow().addressed;
            if addressed && !is_embedded() && !keeper.is_untouched() {
                // What is changed is the user's own, which the address does not lead to.
                inner.borrow_mut().addressed = false;
                set_hash("");
            }
        });
    }
    let inner = inner.borrow();
    Rules { name: inner.name.clone(), on_ask, said: inner.said.clone(), changes: inner.changes }
}

/// Does what is asked.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_rules))
)]
pub(crate) fn carry_out(page: &Page, ask: Ask) -> Loaded<Task<Result<(), String>>> {
    let page = page.clone();
    Ok(Box::pin(async move { page.carry_out(ask).await }))
}

impl Page {
    async fn carry_out(&self, ask: Ask) -> Result<(), String> {
        match ask {
            Ask::Open(id) => {
                let opened = self.keeper.open(&id).await?;
                let unread = unread(&opened.lost);
                self.show(opened);
                self.say_or_not(unread);
            }
            Ask::Beside(beside) => {
                let Beside { name, texts, lost, address } = *beside;
                let opened = self.keeper.open_beside(&name, texts).await;
                let back = opened.previous.clone().map(Back::To);
                let more = unread(&lost).map(|unread| format!(" {unread}")).unwrap_or_default();
                let text = format!(
                    "“{}” is open beside your own rules, and becomes one of them when you change it.{more}",
                    opened.name
                );
                self.show(opened);
                self.inner.borrow_mut().addressed = !address.is_empty();
                set_hash(&address);
                self.say(text, back);
            }
            Ask::Lesson(lesson) => self.open_lesson(*lesson).await,
            Ask::LeaveLesson => self.leave_lesson().await?,
            Ask::New => {
                let opened = self.keeper.open_beside("", new_rule()).await;
                self.show(opened);
                self.say_or_not(None);
            }
            Ask::Rename(id, name) => {
                self.keeper.rename(&id, &name).await?;
                self.inner.borrow_mut().name = self.keeper.name();
            }
            Ask::Duplicate(id) => {
                let copy = self.keeper.duplicate(&id).await?;
                let opened = self.keeper.open(&copy).await?;
                self.show(opened);
                self.say_or_not(None);
            }
            Ask::Delete(id) => self.delete(&id).await?,
            Ask::GoBack => {
                let back = self.inner.borrow_mut().back.take();
                match back {
                    Some(Back::Deleted(deleted)) => self.keeper.bring_back(deleted).await?,
                    Some(Back::To(id)) => {
                        let opened = self.keeper.open(&id).await?;
                        self.show(opened);
                    }
                    None => {}
                }
                self.say_or_not(None);
            }
            Ask::Restore(id, number) => {
                let (texts, lost) = self.keeper.version(&id, number).await?;
                self.on_replace.emit(texts);
                self.say_or_not(unread(&lost));
            }
            Ask::Export => {
                let rules = self.keeper.export().await?;
                download(FILE, &write_file(&rules));
                self.say(
                    format!("{} saved as {FILE}, without earlier versions.", are(rules.len(), "rule")),
                    None,
                );
            }
            Ask::Import(file) => self.import(file).await?,
            Ask::Read => self.say_or_not(None),
        }
        self.inner.borrow_mut().changes += 1;
        self.draw.force_update();
        Ok(())
    }

    /// Shows a lesson; what is shown now comes back when it is left.
    async fn open_lesson(&self, (beside, lesson): (Beside, LessonState)) {
        let home = self.inner.borrow_mut().home.take();
        let is_first = home.is_none();
        let mut home = home.unwrap_or_else(|| {
            let inner = self.inner.borrow();
            let address = if inner.addressed { hash() } else { String::new() };
            Home { id: None, name: inner.name.clone(), texts: self.keeper.texts(), address }
        });
        let opened = self.keeper.open_lesson(&beside.name, beside.texts).await;
        if is_first {
            home.id.clone_from(&opened.previous);
        }
        self.show(opened);
        self.dispatch.dispatch(Change::Lesson(LessonChange::Begin(Box::new(lesson))));
        let mut inner = self.inner.borrow_mut();
        inner.home = Some(home);
        inner.addressed = !beside.address.is_empty();
        drop(inner);
        set_hash(&beside.address);
        self.say_or_not(None);
    }

    /// Shows what was shown before the lesson.
    async fn leave_lesson(&self) -> Result<(), String> {
        let Some(home) = self.inner.borrow_mut().home.take() else { return Ok(()) };
        let opened = match &home.id {
            Some(id) => self.keeper.open(id).await?,
            None => self.keeper.open_beside(&home.name, home.texts).await,
        };
        self.show(opened);
        self.inner.borrow_mut().addressed = !home.address.is_empty();
        set_hash(&home.address);
        self.say_or_not(None);
        Ok(())
    }

    /// Shows an opened rule; the keeper has given its texts to the page's documents.
    fn show(&self, opened: Opened) {
        let mut inner = self.inner.borrow_mut();
        inner.name = opened.name;
        inner.addressed = false;
        inner.home = None;
        drop(inner);
        set_hash("");
        self.on_other.emit(opened.before);
        self.dispatch.dispatch(Change::Opened(Inputs::clone(&opened.texts.inputs), opened.crashed));
    }

    /// Deletes a rule; where it is shown, the one that was changed last takes its place.
    async fn delete(&self, id: &str) -> Result<(), String> {
        let rules = self.keeper.rules().await?;
        if rules.iter().any(|rule| rule.id == id && rule.place == Place::Here) {
            let next = rules.iter().find(|rule| matches!(rule.place, Place::Kept | Place::Memory));
            let opened = match next {
                Some(next) => self.keeper.open(&next.id).await?,
                None => self.keeper.open_beside("", new_rule()).await,
            };
            self.show(opened);
        }
        let deleted = self.keeper.delete(id).await?;
        let text = format!("“{}” was deleted.", deleted.title);
        self.say(text, Some(Back::Deleted(deleted)));
        Ok(())
    }

    async fn import(&self, file: File) -> Result<(), String> {
        if file.size() > MAX_FILE {
            return Err("the file is larger than 64 MB".to_owned());
        }
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().as_ref().and_then(JsValue::as_string).ok_or("the file could not be read")?;
        let (rules, lost) = read_file(&text)?;
        let all = rules.len();
        let came = self.keeper.import(rules).await?;
        let known = match all - came {
            0 => String::new(),
            known => format!(" {} there already.", are(known, "rule")),
        };
        let unread = unread(&lost).map(|unread| format!(" {unread}")).unwrap_or_default();
        self.say(format!("{} added.{known}{unread}", are(came, "rule")), None);
        Ok(())
    }

    fn say(&self, text: String, back: Option<Back>) {
        let mut inner = self.inner.borrow_mut();
        let label = back.as_ref().map(|back| match back {
            Back::Deleted(_) => "Undo",
            Back::To(_) => "Back to my rule",
        });
        inner.said = Some(Said { text, back: label });
        inner.back = back;
        self.draw.force_update();
    }

    fn say_or_not(&self, text: Option<String>) {
        match text {
            Some(text) => self.say(text, None),
            None => {
                let mut inner = self.inner.borrow_mut();
                inner.said = None;
                inner.back = None;
            }
        }
    }
}

/// A rule in which nothing is filled in.
fn new_rule() -> Texts {
    Texts { inputs: Rc::new(empty()), documents: ["".into(), "".into()], others: Rc::default() }
}

fn are(number: usize, thing: &str) -> String {
    format!("{} {}", counted(number, thing), if number == 1 { "was" } else { "were" })
}

/// What could not be read, as a sentence.
fn unread(lost: &[String]) -> Option<String> {
    (!lost.is_empty()).then(|| format!("This could not be read: {}.", lost.join(", ")))
}

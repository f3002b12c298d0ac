//! Lessons that are opened: their course, their text, and what is asked of them.

use super::trying::with;
use super::{LessonAsk, fetching, keeping};
use crate::browser::download;
use crate::documents::Documents;
use crate::keeping::Texts;
use crate::rules::{Ask, Beside};
use crate::state::lessons::{
    Contents, InCourse, LessonChange, LessonState, LessonView, Mark, Progress, Solution, Tried,
};
use crate::state::portable::Portable;
use crate::state::{Change, MessageRow, State, link};
use crate::streams::deflate;
use crate::worker::protocol::{LessonsAnswer, LessonsAsk, SideAnswer};
use crate::worker::side::{Question, Side, SideResult};
use crate::worker::side_queue::Lane;
use js_sys::{JsString, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use yew::{Callback, UseForceUpdateHandle, UseReducerHandle};

/// The name of the file of what a learner did.
const RECORD: &str = "rulelens-record.jsonl";

/// How large a lesson's file may be, in bytes.
const MAX_LESSON: f64 = 64.0 * 1024.0;

/// How large a record may be, in bytes.
const MAX_RECORD: f64 = 16.0 * 1024.0 * 1024.0;

/// What is known of the course, and what there is to say.
#[derive(Default)]
pub(super) struct Inner {
    pub(super) course: Option<Result<Rc<str>, String>>,
    pub(super) contents: Option<Result<Rc<Contents>, String>>,
    pub(super) progress: Rc<Progress>,
    pub(super) said: Option<String>,
    /// Whether nothing was changed for a while.
    pub(super) quiet: bool,
    /// What an author's file held when it was last looked at and held something else.
    pub(super) looked_at: String,
}

/// Opens lessons and does what is asked of them.
#[derive(Clone)]
pub(crate) struct Teaching {
    pub(super) side: Side,
    pub(super) documents: Documents,
    pub(super) newest: Rc<RefCell<(UseReducerHandle<State>, Callback<Ask>)>>,
    pub(super) inner: Rc<RefCell<Inner>>,
    pub(super) draw: UseForceUpdateHandle,
}

impl Teaching {
    pub(super) fn state(&self) -> UseReducerHandle<State> {
        self.newest.borrow().0.clone()
    }

    pub(super) fn change(&self, change: LessonChange) {
        self.state().dispatch(Change::Lesson(change));
    }

    pub(super) fn say(&self, text: Option<String>) {
        self.inner.borrow_mut().said = text;
        self.draw.force_update();
    }

    /// Asks the side worker; why there is no answer, as a clause.
    pub(super) async fn ask(&self, lane: Lane, ask: LessonsAsk, text: &str) -> Result<LessonsAnswer, String> {
        let answer = Rc::new(RefCell::new(None::<SideResult>));
        let told = Promise::new(&mut |resolve, _| {
            let answer = answer.clone();
            let listener = Callback::from(move |result: SideResult| {
                answer.replace(Some(result));
                let _ = resolve.call0(&JsValue::NULL);
            });
            self.side.ask(Question::lessons(lane, ask.clone(), text.into()), listener);
        });
        let _ = JsFuture::from(told).await;
        match answer.take() {
            Some(Ok(SideAnswer::Lessons(answer))) => Ok(answer),
            Some(Err(error)) => Err(error.words().trim_end_matches('.').to_owned()),
            Some(Ok(_)) | None => Err("the answer is to another question".to_owned()),
        }
    }

    /// The course that the page shows.
    fn course(&self) -> Result<Rc<str>, String> {
        let known = self.inner.borrow().course.clone();
        known.unwrap_or_else(|| {
            let course = fetching::course().map(Rc::from);
            let mut inner = self.inner.borrow_mut();
            if let Ok(course) = &course {
                inner.progress = Rc::new(keeping::progress(course));
            }
            inner.course = Some(course.clone());
            course
        })
    }

    /// The table of contents, fetched once.
    async fn contents(&self) -> Result<Rc<Contents>, String> {
        if let Some(Ok(contents)) = self.inner.borrow().contents.clone() {
            return Ok(contents);
        }
        let contents = self.get_contents().await.map(Rc::new);
        if let (Ok(contents), Ok(course)) = (&contents, self.course()) {
            let mut progress = Progress::clone(&self.inner.borrow().progress);
            let renamed = contents
                .lessons()
                .flat_map(|lesson| lesson.formerly.iter().map(|former| (former, &lesson.id)));
            // Every one of them, not only up to the first.
            if renamed.filter(|(from, to)| progress.rename(from, to)).count() > 0 {
                keeping::keep(&course, &progress);
                self.inner.borrow_mut().progress = Rc::new(progress);
            }
        }
        self.inner.borrow_mut().contents = Some(contents.clone());
        self.draw.force_update();
        contents
    }

    async fn get_contents(&self) -> Result<Contents, String> {
        let course = self.course()?;
        if *course == *crate::state::lessons::OWN_COURSE {
            let index = fetching::fetch(&course, fetching::INDEX).await?;
            return serde_json::from_str(&index)
                .map_err(|error| format!("the contents cannot be read ({error})"));
        }
        let list = fetching::fetch(&course, "course.md").await?;
        let mut files = vec![("course.md".to_owned(), list)];
        let listed = self.read_contents(&files).await?;
        let names: Vec<String> = listed.lessons().map(|lesson| lesson.file.clone()).collect();
        for name in names {
            // One that is missing is listed all the same: opening it says why.
            if let Ok(text) = fetching::fetch(&course, &name).await {
                files.push((name, text));
            }
        }
        self.read_contents(&files).await
    }

    async fn read_contents(&self, files: &[(String, String)]) -> Result<Contents, String> {
        let text = serde_json::to_string(files).unwrap_or_default();
        match self.ask(Lane::Contents, LessonsAsk::Contents, &text).await? {
            LessonsAnswer::Contents(Ok(contents)) => Ok(contents),
            LessonsAnswer::Contents(Err(problems)) => Err(format!("course.md, {}", problems.join("; "))),
            _ => Err("the answer is to another question".to_owned()),
        }
    }

    /// Does what is asked; why it could not be done, as a sentence.
    pub(super) async fn carry_out(&self, ask: LessonAsk) -> Result<(), String> {
        match ask {
            LessonAsk::Judge => {
                self.inner.borrow_mut().quiet = true;
                self.judge();
            }
            LessonAsk::Hint => self.change(LessonChange::Hint),
            LessonAsk::KeepMine => self.change(LessonChange::Solution(Solution::Covered)),
            LessonAsk::Leave => self.newest.borrow().1.emit(Ask::LeaveLesson),
            LessonAsk::TakeOver => self.take_over(),
            LessonAsk::Reset => self.reset(),
            LessonAsk::SaveRecord => {
                let progress = self.inner.borrow().progress.clone();
                download(RECORD, &progress.record());
                self.say(Some(format!("Saved as {RECORD}. `rulelens lessons grade` judges it again.")));
            }
            LessonAsk::Forget => {
                if let Ok(course) = self.course() {
                    self.inner.borrow_mut().progress = Rc::default();
                    keeping::keep(&course, &Progress::default());
                }
                if self.state().lesson.is_some() {
                    self.change(LessonChange::Marked(Mark::NotYet));
                }
                self.say(Some("What was kept of your lessons is deleted.".to_owned()));
            }
            other => return self.work(other).await,
        }
        Ok(())
    }

    /// Does what takes its time; why it could not be done, as a sentence.
    async fn work(&self, ask: LessonAsk) -> Result<(), String> {
        match ask {
            LessonAsk::Contents => {
                // The list itself says what is wrong.
                let _ = self.contents().await;
                Ok(())
            }
            LessonAsk::Open(id, answer) => {
                let contents = self
                    .contents()
                    .await
                    .map_err(|why| format!("The lessons could not be loaded: {why}."))?;
                let listed = contents.find(&id);
                let listed = listed.ok_or_else(|| format!("This course has no lesson “{id}”."))?;
                self.open_file(&listed.file, answer).await
            }
            LessonAsk::OpenFile(file) => self.open_file(&file, None).await,
            LessonAsk::Text(text, address) => {
                self.begin(text, InCourse::default(), address, None).await.map_err(|why| no_lesson(&why))
            }
            LessonAsk::Read(file) => {
                let text = text_of(&file, MAX_LESSON).await.map_err(|why| no_lesson(&why))?;
                let address = deflate(text.as_bytes()).await.map(|bytes| link::lesson_file(&bytes));
                let address = address.unwrap_or_default();
                self.begin(text, InCourse::default(), address, None).await.map_err(|why| no_lesson(&why))
            }
            LessonAsk::Solution => self.solution().await,
            LessonAsk::Check => self.check().await,
            LessonAsk::Renew => self.renew().await,
            LessonAsk::Share => self.share().await,
            LessonAsk::OpenRecord(file) => {
                let course = self.course()?;
                let text = text_of(&file, MAX_RECORD).await;
                let text = text.map_err(|why| format!("This record cannot be read: {why}."))?;
                let mut progress = Progress::clone(&self.inner.borrow().progress);
                let count = progress.take(&text).map_err(|why| format!("This is not a record: {why}."))?;
                keeping::keep(&course, &progress);
                self.inner.borrow_mut().progress = Rc::new(progress);
                self.say(Some(match count {
                    0 => "The record tells nothing that was not known.".to_owned(),
                    1 => "1 lesson of the record was taken over.".to_owned(),
                    count => format!("{count} lessons of the record were taken over."),
                }));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Opens the lesson again whose file holds something else now. A file that is missing may be just being written.
    async fn renew(&self) -> Result<(), String> {
        let (Some(lesson), Ok(course)) = (self.state().lesson.clone(), self.course()) else { return Ok(()) };
        let contents = self.contents().await.ok().filter(|_| !lesson.place.course.is_empty());
        let file = contents.and_then(|contents| Some(contents.find(&lesson.view.id)?.file.clone()));
        let Some(file) = file else { return Ok(()) };
        let Ok(text) = fetching::fetch(&course, &file).await else { return Ok(()) };
        if *text == *lesson.text || self.inner.borrow().looked_at == text {
            return Ok(());
        }
        self.inner.borrow_mut().looked_at.clone_from(&text);
        let place = InCourse { course: course.to_string(), ..InCourse::default() };
        self.begin(text, place, String::new(), None).await.map_err(|why| no_lesson(&why))
    }

    async fn open_file(&self, file: &str, answer: Option<Tried>) -> Result<(), String> {
        let course = self.course()?;
        let words = |why: String| format!("The lesson could not be opened: {why}.");
        let text = fetching::fetch(&course, file).await.map_err(words)?;
        let place = InCourse { course: course.to_string(), ..InCourse::default() };
        self.begin(text, place, String::new(), answer).await.map_err(words)
    }

    /// Opens a lesson's text; without a course it stands alone, and this leads to it.
    async fn begin(
        &self,
        text: String,
        place: InCourse,
        address: String,
        answer: Option<Tried>,
    ) -> Result<(), String> {
        let view = match self.ask(Lane::Lesson, LessonsAsk::Open, &text).await? {
            LessonsAnswer::Opened(Ok(view)) => *view,
            LessonsAnswer::Opened(Err(problems)) => return Err(problems.join("; ")),
            _ => return Err("the answer is to another question".to_owned()),
        };
        let course = place.course.clone();
        let address = if course.is_empty() { address } else { link::lesson(&view.id) };
        let place = match self.inner.borrow().contents.clone() {
            Some(Ok(contents)) if !course.is_empty() => {
                InCourse::of(&contents, &course, &view.id, &view.after)
            }
            _ => place,
        };
        let json = serde_json::from_str(&view.rule).map_err(|error| error.to_string())?;
        let (rule, _) = Portable::read(json)?;
        let done = self.inner.borrow().progress.get(&view.id).cloned().unwrap_or_default();
        let mark = if course.is_empty() { Mark::NotYet } else { done.mark };
        let row = |(at, row): (usize, &Rc<MessageRow>)| MessageRow {
            topic: rule.inputs.topic_of(at).to_owned(),
            ..MessageRow::clone(row)
        };
        let rows: Vec<MessageRow> = rule.inputs.messages.rows().iter().enumerate().map(row).collect();
        let given = answer.or_else(|| keeping::tried(&course, &view.id));
        let texts = texts_of(&view, &rule, given.as_ref());
        let lesson = LessonState {
            text: text.into(),
            place,
            rows: Rc::new(rows),
            payloads: Rc::new(rule.payloads),
            mark,
            may_go_on: mark >= Mark::Shown,
            view: Rc::new(view),
            ..LessonState::default()
        };
        let name = lesson.view.title.clone();
        let beside = Beside { name, texts, lost: Vec::new(), address };
        self.inner.borrow_mut().said = None;
        let on_ask = self.newest.borrow().1.clone();
        on_ask.emit(Ask::Lesson(Box::new((beside, lesson))));
        Ok(())
    }
}

fn no_lesson(why: &str) -> String {
    format!("This lesson cannot be read: {why}.")
}

async fn text_of(file: &File, most: f64) -> Result<String, String> {
    if file.size() > most {
        return Err(format!("the file is larger than {} KB", most / 1024.0));
    }
    let text = JsFuture::from(file.text()).await;
    text.ok().as_ref().and_then(JsValue::as_string).ok_or_else(|| "the file could not be read".to_owned())
}

/// The texts of a lesson without its hidden messages, with a rule that was tried before.
fn texts_of(view: &LessonView, rule: &Portable, tried: Option<&Tried>) -> Texts {
    let hidden = |id: u32| view.messages.get(id as usize - 1).is_some_and(|message| message.hidden);
    let inputs = rule.inputs.without_messages(hidden);
    let (inputs, sql) = match tried {
        Some(tried) => with(&inputs, view, tried),
        None => (inputs, None),
    };
    let sql = sql.unwrap_or_else(|| rule.sql.clone());
    let chosen = inputs.messages.row().id;
    let (mut payload, mut others) = (JsString::from(""), Vec::new());
    // The hidden ones too, so that no other message gets their ids.
    for (at, text) in rule.payloads.iter().enumerate() {
        let id = at as u32 + 1;
        if id == chosen {
            payload = text.as_str().into();
        } else {
            others.push((id, JsString::from(text.as_str())));
        }
    }
    Texts { inputs: Rc::new(inputs), documents: [sql.as_str().into(), payload], others: Rc::new(others) }
}

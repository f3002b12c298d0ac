//! Lessons in the workbench: opened, judged in the side worker as one types, and left again.
//!
//! The side worker reads and judges; the page gets what is ready to be drawn. What stood in the workbench comes back when
//! a lesson is left (`rules`), and nothing of a lesson is kept among one's rules.

pub(crate) mod contents;
mod fetching;
pub(crate) mod given;
pub(crate) mod heading;
mod keeping;
pub(crate) mod rail;
pub(crate) mod wanted;
mod words;

use self::given::{Given, GivenProps};
use self::rail::{Rail, RailProps};
use crate::browser::{download, page_title, query};
use crate::components::notice::Line;
use crate::documents::{DocumentName, Documents};
use crate::keeping::Texts;
use crate::later::{Draw, Later, Loaded, call};
use crate::links::page_address;
use crate::rules::{Ask, Beside, Rules};
use crate::state::lessons::{
    Contents, Done, InCourse, LessonChange, LessonState, LessonView, Mark, Part, Progress, Solution, Tried,
};
use crate::state::portable::Portable;
use crate::state::{Actions, Change, Inputs, MessageRow, State, link};
use crate::streams::deflate;
use crate::worker::protocol::{LessonsAnswer, LessonsAsk, SideAnswer};
use crate::worker::side::{Question, Side, SideResult, use_side};
use crate::worker::side_queue::Lane;
use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::{
    Callback, Html, UseForceUpdateHandle, UseReducerHandle, hook, html, use_callback, use_effect_with,
    use_force_update, use_memo, use_mut_ref,
};

/// How long nothing changes before a rule is judged, in milliseconds: what is typed is evaluated first.
const PAUSE: u32 = 150;

/// How long nothing changes before more is said than how the messages fared, in milliseconds.
const SETTLING: u32 = 800;

/// The name of the file of what a learner did.
const RECORD: &str = "rulelens-record.jsonl";

/// How large a lesson's file may be, in bytes.
const MAX_LESSON: f64 = 64.0 * 1024.0;

/// How large a record may be, in bytes.
const MAX_RECORD: f64 = 16.0 * 1024.0 * 1024.0;

/// What can be done with lessons.
#[derive(Clone, Debug)]
pub(crate) enum LessonAsk {
    /// Get the table of contents.
    Contents,
    /// Open the lesson with an id, with an answer to it.
    Open(String, Option<Tried>),
    /// Open the lesson of a file of the course.
    OpenFile(String),
    /// Open a lesson's text, to which this leads that stands behind `#` in an address.
    Text(String, String),
    /// Read a lesson from a file.
    Read(File),
    /// Show what was shown before the lesson.
    Leave,
    /// The next hint.
    Hint,
    /// The solution: say that it marks the lesson, and then show it.
    Solution,
    /// Cover the solution again.
    KeepMine,
    /// Put the solution in the place of one's own rule.
    TakeOver,
    /// Begin anew.
    Reset,
    /// Say what its author needs to know.
    Check,
    /// A link to one's answer.
    Share,
    /// Save what was done as a file.
    SaveRecord,
    /// Read such a file.
    OpenRecord(File),
    /// Forget what was done.
    Forget,
}

/// What of an open lesson comes later.
pub(crate) enum Drawn {
    /// Its task, and what is said about the rule.
    Rail(RailProps),
    /// Its messages.
    Given(Box<GivenProps>),
}

/// Draws a part of an open lesson.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(lesson, fallible, preload(load_lesson))
)]
pub(crate) fn draw_lesson(drawn: &Drawn) -> Loaded<Html> {
    Ok(match drawn {
        Drawn::Rail(props) => html! { <Rail ..props.clone() /> },
        Drawn::Given(props) => html! { <Given ..GivenProps::clone(props) /> },
    })
}

/// A part of an open lesson, once it has come.
pub(crate) fn later_lesson(drawn: Drawn) -> Html {
    let draw = Draw::new(move || call!(draw_lesson(&drawn)));
    html! { <Later part={crate::later::Part::Lesson} {draw} /> }
}

/// Lessons as the page shows them.
#[derive(Clone, PartialEq)]
pub(crate) struct Lessons {
    /// The table of contents, once it was asked for.
    pub(crate) contents: Option<Result<Rc<Contents>, String>>,
    /// What was done.
    pub(crate) progress: Rc<Progress>,
    /// Does something.
    pub(crate) on_ask: Callback<LessonAsk>,
    /// What there is to say.
    pub(crate) said: Option<String>,
    /// Says no more.
    pub(crate) on_read: Callback<()>,
}

impl Lessons {
    /// What there is to say, as a line of the notice bar.
    pub(crate) fn line(&self) -> Option<Line> {
        let text = self.said.clone()?;
        Some(Line { text: text.into(), action: None, on_read: self.on_read.clone() })
    }
}

#[derive(Default)]
struct Inner {
    course: Option<Result<Rc<str>, String>>,
    contents: Option<Result<Rc<Contents>, String>>,
    progress: Rc<Progress>,
    said: Option<String>,
    /// Whether nothing was changed for a while.
    quiet: bool,
}

#[derive(Clone)]
struct Teaching {
    side: Side,
    documents: Documents,
    newest: Rc<RefCell<(UseReducerHandle<State>, Callback<Ask>)>>,
    inner: Rc<RefCell<Inner>>,
    draw: UseForceUpdateHandle,
}

/// Judges the rule of a lesson whenever it changes; gives what else there is.
#[hook]
pub(crate) fn use_lessons(state: &UseReducerHandle<State>, documents: &Documents, rules: &Rules) -> Lessons {
    let side = use_side();
    let newest = use_mut_ref(|| (state.clone(), rules.on_ask.clone()));
    *newest.borrow_mut() = (state.clone(), rules.on_ask.clone());
    let inner = use_mut_ref(Inner::default);
    let draw = use_force_update();
    let teaching = {
        let (documents, inner) = (documents.clone(), inner.clone());
        use_memo((), move |()| Teaching { side, documents, newest, inner, draw })
    };
    let about = state.lesson.as_ref().map(|lesson| {
        let sql = documents.get(DocumentName::Sql).revision;
        let inputs = &state.inputs;
        let topic = lesson.may_edit(Part::Topic).then(|| inputs.topic.clone());
        (state.opened, sql, inputs.sql_version.clone(), inputs.actions.clone(), topic)
    });
    {
        let teaching = teaching.clone();
        use_effect_with(about, move |about| {
            teaching.inner.borrow_mut().quiet = false;
            let timers = about.is_some().then(|| {
                let (judging, settling) = (teaching.clone(), teaching);
                let judge = Timeout::new(PAUSE, move || judging.judge());
                (judge, Timeout::new(SETTLING, move || settling.settle()))
            });
            move || drop(timers)
        });
    }
    {
        let (teaching, opened) = (teaching.clone(), state.lesson.as_ref().map(|_| state.opened));
        use_effect_with(opened, move |opened| {
            if opened.is_some() && query().iter().any(|(name, _)| name == "author") {
                teaching.carry_out(LessonAsk::Check);
            }
        });
    }
    {
        let title = state.lesson.as_ref().map(|lesson| lesson.view.title.clone());
        use_effect_with(title, |title| page_title(title.as_deref()));
    }
    {
        let marks = state.lesson.as_ref().map(|lesson| (lesson.view.id.clone(), lesson.mark));
        use_effect_with(marks, |marks| {
            if let Some((id, mark)) = marks {
                crate::embed::tell_lesson(id, mark.words());
            }
        });
    }
    let on_read = {
        let teaching = teaching.clone();
        use_callback((), move |(), ()| teaching.say(None))
    };
    let on_ask = use_callback((), move |ask: LessonAsk, ()| teaching.carry_out(ask));
    let inner = inner.borrow();
    Lessons {
        contents: inner.contents.clone(),
        progress: inner.progress.clone(),
        on_ask,
        said: inner.said.clone(),
        on_read,
    }
}

impl Teaching {
    fn state(&self) -> UseReducerHandle<State> {
        self.newest.borrow().0.clone()
    }

    fn change(&self, change: LessonChange) {
        self.state().dispatch(Change::Lesson(change));
    }

    fn say(&self, text: Option<String>) {
        self.inner.borrow_mut().said = text;
        self.draw.force_update();
    }

    /// Asks the side worker; why there is no answer, as a clause.
    async fn ask(&self, lane: Lane, ask: LessonsAsk, text: &str) -> Result<LessonsAnswer, String> {
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

    fn carry_out(&self, ask: LessonAsk) {
        match ask {
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
            other => {
                let teaching = self.clone();
                spawn_local(async move {
                    if let Err(why) = teaching.work(other).await {
                        teaching.say(Some(why));
                    }
                });
            }
        }
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
                let listed = contents.lessons().find(|lesson| lesson.id == id);
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

    /// The rule as it is now.
    fn tried(&self) -> Tried {
        let state = self.state();
        let edits_topic = state.lesson.as_ref().is_some_and(|lesson| lesson.may_edit(Part::Topic));
        Tried {
            sql: String::from(self.documents.get(DocumentName::Sql).text),
            action: state.inputs.actions.json(),
            version: state.inputs.sql_version.clone(),
            topic: edits_topic.then(|| state.inputs.topic.clone()),
        }
    }

    fn judge(&self) {
        let state = self.state();
        let Some(lesson) = state.lesson.clone() else { return };
        let (tried, opened) = (self.tried(), state.opened);
        let ask = LessonsAsk::Judge(Box::new(tried.clone()));
        let teaching = self.clone();
        let question = Question::lessons(Lane::Judging, ask, JsString::from(&*lesson.text));
        self.side.ask(
            question,
            Callback::from(move |result: SideResult| {
                // What comes late is of another lesson, or of a rule that was changed since.
                if teaching.state().opened != opened || teaching.tried() != tried {
                    return;
                }
                match result {
                    Ok(SideAnswer::Lessons(LessonsAnswer::Judged(Ok(judged)))) => {
                        let revealed = judged.reveals.and_then(|at| {
                            Some((lesson.rows.get(at)?.id, lesson.payloads.get(at)?.as_str()))
                        });
                        let is_new = |id| teaching.state().inputs.messages.position(id).is_none();
                        if let Some((id, payload)) = revealed.filter(|(id, _)| is_new(*id)) {
                            teaching.documents.put(id, payload.into());
                        }
                        let (changed, solved) =
                            (judged.changed, judged.worth == crate::state::lessons::Worth::Solved);
                        teaching.change(LessonChange::Judged(Rc::from(judged)));
                        if teaching.inner.borrow().quiet {
                            teaching.change(LessonChange::Settle);
                        }
                        teaching.note(&lesson.view.id, &tried, changed, solved);
                    }
                    Ok(SideAnswer::Lessons(LessonsAnswer::Judged(Err(problems)))) => {
                        teaching.change(LessonChange::Failing(problems.join("; ")));
                    }
                    Ok(_) => {}
                    Err(error) => teaching.change(LessonChange::Failing(error.words())),
                }
            }),
        );
    }

    fn settle(&self) {
        self.inner.borrow_mut().quiet = true;
        let state = self.state();
        if state.lesson.as_ref().is_some_and(|lesson| lesson.judged.is_some()) {
            self.change(LessonChange::Settle);
        }
    }

    /// Notes how far the learner got.
    fn note(&self, id: &str, tried: &Tried, changed: bool, solved: bool) {
        let state = self.state();
        let Some(lesson) = state.lesson.as_ref().filter(|lesson| lesson.view.id == id) else { return };
        let course = lesson.place.course.clone();
        keeping::keep_tried(&course, id, Some(tried).filter(|_| changed));
        let mark = match (solved, lesson.was_shown) {
            (true, false) => Mark::Solved,
            (true, true) => Mark::Shown,
            (false, _) if changed => Mark::Begun,
            (false, _) => return,
        };
        if course.is_empty() {
            let best = lesson.mark.max(mark);
            return self.change(LessonChange::Marked(best));
        }
        let done = Done {
            mark,
            hints: lesson.hints.len(),
            date: String::from(Date::new_0().to_iso_string()).chars().take(10).collect(),
            answer: tried.clone(),
            evidence: (lesson.view.is_case && solved).then(|| (lesson.uncovered(), lesson.tries)),
        };
        let mut progress = Progress::clone(&self.inner.borrow().progress);
        if progress.note(id, done) {
            keeping::keep(&course, &progress);
            self.change(LessonChange::Marked(progress.mark(id)));
            self.inner.borrow_mut().progress = Rc::new(progress);
            self.draw.force_update();
        }
    }

    /// Says that the solution marks the lesson, and shows it when it is asked for once more.
    async fn solution(&self) -> Result<(), String> {
        let state = self.state();
        let Some(lesson) = state.lesson.clone() else { return Ok(()) };
        if lesson.solution == Solution::Covered && !lesson.may_go_on && !lesson.was_shown {
            self.change(LessonChange::Solution(Solution::Warned));
            return Ok(());
        }
        let ask = LessonsAsk::Solution(Box::new(self.tried()));
        match self.ask(Lane::LessonWork, ask, &lesson.text).await {
            Ok(LessonsAnswer::Solution(Ok(solution))) => {
                self.change(LessonChange::Solution(Solution::Seen(Rc::new(solution))));
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(why) => Err(format!("The solution could not be shown: {why}.")),
        }
    }

    fn take_over(&self) {
        let state = self.state();
        let Some(lesson) = &state.lesson else { return };
        if let Solution::Seen(solution) = &lesson.solution {
            self.put(&lesson.view, &solution.answer);
            self.change(LessonChange::Solution(Solution::Covered));
        }
    }

    fn reset(&self) {
        let state = self.state();
        let Some(lesson) = &state.lesson else { return };
        self.put(&lesson.view, &lesson.view.start);
        self.change(LessonChange::Reset);
        keeping::keep_tried(&lesson.place.course, &lesson.view.id, None);
    }

    /// Puts a rule in the place of one's own, with a way back in the editor.
    fn put(&self, view: &LessonView, tried: &Tried) {
        let state = self.state();
        let (inputs, sql) = with(&state.inputs, view, tried);
        if let Some(sql) = sql.filter(|sql| *sql != self.tried().sql) {
            self.documents.replace(DocumentName::Sql, sql.as_str().into(), None);
            state.dispatch(Change::Document);
        }
        state.dispatch(Change::Inputs(inputs));
    }

    async fn check(&self) -> Result<(), String> {
        let Some(lesson) = self.state().lesson.clone() else { return Ok(()) };
        match self.ask(Lane::LessonWork, LessonsAsk::Check, &lesson.text).await {
            Ok(LessonsAnswer::Checked(checked)) => {
                self.change(LessonChange::Checked(Rc::new(checked)));
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(why) => Err(format!("The lesson could not be checked: {why}.")),
        }
    }

    /// Puts a link to one's answer, or to a lesson that stands alone, into the clipboard.
    async fn share(&self) -> Result<(), String> {
        let Some(lesson) = self.state().lesson.clone() else { return Ok(()) };
        let no_link = |_| "This browser cannot make links.".to_owned();
        let hash = if lesson.place.course.is_empty() {
            link::lesson_file(&deflate(lesson.text.as_bytes()).await.map_err(no_link)?)
        } else {
            let json = serde_json::to_string(&self.tried()).unwrap_or_default();
            link::answer(&lesson.view.id, &deflate(json.as_bytes()).await.map_err(no_link)?)
        };
        let address = format!("{}{}#{hash}", page_address(), heading::course());
        let copied = match crate::browser::clipboard() {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&address)).await.is_ok(),
            None => false,
        };
        self.say(Some(if copied {
            "A link that opens the lesson with your rule is in the clipboard.".to_owned()
        } else {
            format!("A link that opens the lesson with your rule: {address}")
        }));
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

/// Fields with what of a rule a lesson lets one change, and its SQL where that is so.
fn with(inputs: &Inputs, view: &LessonView, tried: &Tried) -> (Inputs, Option<String>) {
    let may = |part| view.edit.contains(&part);
    let mut inputs = inputs.clone();
    if may(Part::Action) {
        let text = tried.action.clone().unwrap_or_default();
        inputs.actions =
            Actions::read(&text).unwrap_or_else(|_| Actions { text: Some(text), ..Actions::default() });
    }
    if may(Part::Version) && crate::state::SQL_VERSIONS.contains(&tried.version.as_str()) {
        inputs.sql_version.clone_from(&tried.version);
    }
    if let Some(topic) = tried.topic.as_ref().filter(|_| may(Part::Topic)) {
        inputs = inputs.with_topic(topic, |id| view.follows_topic(id));
    }
    (inputs, may(Part::Sql).then(|| tried.sql.clone()))
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

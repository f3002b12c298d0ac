//! The cases of the rule: run again as one types, saved, brought up to date, and passed on as a file.

use crate::browser::download;
use crate::components::words::counted;
use crate::documents::{DocumentName, Documents};
use crate::keeping::Texts;
use crate::later::{Loaded, Part, Task, call};
use crate::state::cases::{CaseRow, Cases, CasesChange};
use crate::state::{Change, MessageRow, MessagesChange, Pane, PayloadForm, Place, State};
use crate::worker::protocol::{CaseMessage, CasesAnswer, CasesAsk, ImportedCases, SideAnswer};
use crate::worker::side::{Question, Side, SideResult, use_side};
use crate::worker::side_queue::Lane;
use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::{Callback, UseReducerHandle, hook, use_callback, use_effect_with, use_memo, use_mut_ref};

/// How long nothing changes before the cases run, in milliseconds: what is typed is evaluated first.
const PAUSE: u32 = 300;

/// The name of the file of cases.
const FILE: &str = "rulelens-cases.jsonl";

/// How large a file of cases may be, in bytes.
const MAX_FILE: f64 = 16.0 * 1024.0 * 1024.0;

/// How many lines that could not be read are named.
const MAX_PROBLEMS: usize = 5;

/// What can be done with the cases.
#[derive(Clone, Debug)]
pub(crate) enum CaseAsk {
    /// Save what came of the chosen message.
    Save,
    /// Have a case expect what comes now.
    Update(u32),
    /// Show the message of a case.
    Open(u32),
    /// Save all as a file.
    Export,
    /// Read the cases of a file.
    Import(File),
}

/// Runs the cases whenever the rule or one of them changes; gives what else can be done with them.
#[hook]
pub(crate) fn use_casing(state: &UseReducerHandle<State>, documents: &Documents) -> Callback<CaseAsk> {
    let side = use_side();
    let newest = use_mut_ref(|| state.clone());
    newest.borrow_mut().clone_from(state);
    let casing =
        use_memo((), |()| Casing { side, documents: documents.clone(), newest, is_busy: Rc::default() });
    let inputs = &state.inputs;
    // Nothing runs before the first answer, and after a crash not before the user says so.
    let about = (state.newest.is_some() && !inputs.cases.is_empty()).then(|| {
        let sql = documents.get(DocumentName::Sql).revision;
        (sql, inputs.sql_version.clone(), inputs.actions.clone(), inputs.cases.clone())
    });
    {
        let casing = casing.clone();
        use_effect_with(about, move |about| {
            let timer = about.is_some().then(|| Timeout::new(PAUSE, move || casing.begin(None)));
            move || drop(timer)
        });
    }
    use_callback((), move |ask: CaseAsk, ()| casing.begin(Some(ask)))
}

#[derive(Clone)]
pub(crate) struct Casing {
    side: Side,
    documents: Documents,
    newest: Rc<RefCell<UseReducerHandle<State>>>,
    /// Whether something that was asked is under way.
    is_busy: Rc<RefCell<bool>>,
}

/// Does what is asked; runs the cases where nothing is.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_casing))
)]
pub(crate) fn work_on(casing: &Casing, ask: Option<CaseAsk>) -> Loaded<Task<()>> {
    let casing = casing.clone();
    Ok(Box::pin(async move {
        match ask {
            Some(ask) => casing.carry_out(ask),
            None => casing.run(),
        }
    }))
}

impl Casing {
    /// Begins what is asked, or to run the cases, once the part that does it has come.
    fn begin(&self, ask: Option<CaseAsk>) {
        let casing = self.clone();
        spawn_local(async move {
            let is_asked = ask.is_some();
            let doing = casing.clone();
            if let Err(why) = Part::Page.work(move || call!(work_on(&doing, ask))).await {
                let words = format!("Nothing was done with the cases: {why}.");
                casing.change(if is_asked { CasesChange::Say(words) } else { CasesChange::Failed(words) });
            }
        });
    }

    fn state(&self) -> UseReducerHandle<State> {
        self.newest.borrow().clone()
    }

    fn change(&self, change: CasesChange) {
        self.state().dispatch(Change::Cases(change));
    }

    fn rule(&self) -> (String, Option<String>) {
        let state = self.state();
        (state.inputs.sql_version.clone(), state.inputs.actions.json())
    }

    fn sql(&self) -> JsString {
        self.documents.get(DocumentName::Sql).text
    }

    fn run(&self) {
        let asked: Cases = self.state().inputs.cases.clone();
        let pairs: Json = asked
            .rows()
            .iter()
            .map(|row| Json::from(vec![row.id.into(), Json::from(row.text.as_str())]))
            .collect();
        let (version, action) = self.rule();
        let ask = CasesAsk::Run { version, action };
        let question = Question::cases(Lane::Cases, ask, self.sql(), pairs.to_string().into());
        let casing = self.clone();
        self.side.ask(
            question,
            Callback::from(move |result: SideResult| {
                // Those of another rule, or others than now, run again.
                if casing.state().inputs.cases != asked {
                    return;
                }
                match result {
                    Ok(SideAnswer::Cases(CasesAnswer::Ran(results))) => {
                        casing.change(CasesChange::Ran(results));
                    }
                    Ok(_) => {}
                    Err(error) => casing.change(CasesChange::Failed(error.words())),
                }
            }),
        );
    }

    fn carry_out(&self, ask: CaseAsk) {
        match ask {
            CaseAsk::Save => self.save(),
            CaseAsk::Update(id) => self.update(id),
            CaseAsk::Open(id) => self.open(id),
            CaseAsk::Export => self.export(),
            CaseAsk::Import(file) => {
                let casing = self.clone();
                spawn_local(async move {
                    if let Err(why) = casing.import(file).await {
                        casing.change(CasesChange::Say(format!("These cases cannot be read: {why}.")));
                    }
                });
            }
        }
    }

    /// Asks for something that the user wants, of which one thing at a time is done.
    fn work(
        &self,
        ask: CasesAsk,
        text: JsString,
        then: impl Fn(&Self, CasesAnswer) -> CasesChange + 'static,
    ) {
        if self.is_busy.replace(true) {
            return self.change(CasesChange::Say(
                "The last thing that was asked of the cases is still being done.".to_owned(),
            ));
        }
        let casing = self.clone();
        let opened = self.state().opened;
        let question = Question::cases(Lane::CaseWork, ask, self.sql(), text);
        self.side.ask(
            question,
            Callback::from(move |result: SideResult| {
                casing.is_busy.replace(false);
                let change = match result {
                    _ if casing.state().opened != opened => {
                        let words =
                            "Nothing was done with the case, because another rule was opened meanwhile.";
                        CasesChange::Say(words.to_owned())
                    }
                    Ok(SideAnswer::Cases(answer)) => then(&casing, answer),
                    Ok(_) => return,
                    Err(error) => CasesChange::Say(error.words()),
                };
                casing.change(change);
            }),
        );
    }

    fn save(&self) {
        let state = self.state();
        let mut rule = Texts::of(&state.inputs, &self.documents).portable("");
        rule.inputs.source = None;
        rule.inputs.cases = Cases::default();
        let text = JsString::from(rule.json().to_string());
        self.work(CasesAsk::Save { now: Date::now() }, text, |_, answer| match answer {
            CasesAnswer::Saved(Ok(case)) => CasesChange::Add(vec![case], None),
            CasesAnswer::Saved(Err(why)) => {
                CasesChange::Say(format!("This cannot be saved as a case: {why}."))
            }
            _ => unanswered(),
        });
    }

    fn update(&self, id: u32) {
        let state = self.state();
        let Some(row) = state.inputs.cases.get(id) else { return };
        let (version, action) = self.rule();
        let ask = CasesAsk::Update { version, action };
        self.work(ask, row.text.as_str().into(), move |_, answer| match answer {
            CasesAnswer::Updated(Ok(text)) => CasesChange::Update(id, text),
            CasesAnswer::Updated(Err(why)) => CasesChange::Say(format!("The case stays as it is: {why}.")),
            _ => unanswered(),
        });
    }

    fn export(&self) {
        let state = self.state();
        let pair = |row: &CaseRow| Json::from(vec![row.name.clone(), row.text.clone()]);
        let rows = state.inputs.cases.rows();
        let (number, pairs) = (rows.len(), rows.iter().map(pair).collect::<Json>().to_string());
        let (version, action) = self.rule();
        let ask = CasesAsk::Export { version, action };
        self.work(ask, pairs.into(), move |_, answer| {
            CasesChange::Say(match answer {
                CasesAnswer::Exported(Ok(file)) => {
                    download(FILE, &file);
                    let saved = counted(number, "case");
                    format!("{saved} saved as {FILE}. `rulelens test {FILE}` runs the same.")
                }
                CasesAnswer::Exported(Err(why)) => format!("The cases cannot be exported: {why}."),
                _ => return unanswered(),
            })
        });
    }

    async fn import(&self, file: File) -> Result<(), String> {
        if file.size() > MAX_FILE {
            return Err("the file is larger than 16 MB".to_owned());
        }
        let lines = !file.name().to_lowercase().ends_with(".json");
        let text = JsFuture::from(file.text()).await;
        let text: Option<JsString> = text.ok().as_ref().and_then(JsValue::as_string).map(Into::into);
        let text = text.ok_or("the file could not be read")?;
        let version = self.state().inputs.sql_version.clone();
        self.work(CasesAsk::Import { lines, version }, text, |_, answer| match answer {
            CasesAnswer::Imported(imported) => {
                let said = told(&imported);
                match imported.cases {
                    cases if cases.is_empty() => CasesChange::Say(said),
                    cases => CasesChange::Add(cases, Some(said)),
                }
            }
            _ => unanswered(),
        });
        Ok(())
    }

    /// Shows the message of a case: the one of the list that it is, or else one that is added, after those that the case
    /// has before it.
    fn open(&self, id: u32) {
        let state = self.state();
        let Some(row) = state.inputs.cases.get(id) else { return };
        let title = row.title().to_owned();
        self.work(CasesAsk::Messages, row.text.as_str().into(), move |casing, answer| {
            let messages = match answer {
                CasesAnswer::Messages(Ok(messages)) => messages,
                CasesAnswer::Messages(Err(why)) => {
                    return CasesChange::Say(format!("The message cannot be shown: {why}."));
                }
                _ => return unanswered(),
            };
            casing.show(&title, messages);
            CasesChange::Renaming(None)
        });
    }

    fn show(&self, title: &str, messages: Vec<CaseMessage>) {
        let state = self.state();
        let inputs = &state.inputs;
        let known = messages.last().and_then(|own| {
            let topic = own.message.topic.as_deref().unwrap_or_default();
            (0..inputs.messages.count()).find(|&at| {
                let row = &inputs.messages.rows()[at];
                (row.form == PayloadForm::Base64) == own.message.base64
                    && inputs.topic_of(at) == topic
                    && self.documents.payload_of(row.id) == *own.payload
            })
        });
        state.dispatch(Change::Pane(Pane::Message));
        if let Some(at) = known {
            let id = inputs.messages.rows()[at].id;
            return state.dispatch(Change::Messages(MessagesChange::Choose(id)));
        }
        let last = messages.len().saturating_sub(1);
        let rows: Vec<MessageRow> = messages
            .into_iter()
            .enumerate()
            .map(|(at, CaseMessage { payload, message })| {
                let id = self.documents.new_id();
                self.documents.put(id, payload.into());
                let name = if at == last { title.to_owned() } else { format!("{title}, before") };
                MessageRow { name, ..crate::importing::row(id, message, "") }
            })
            .collect();
        let chosen = rows.last().map(|row| row.id);
        let import =
            MessagesChange::Import(rows, Place::AtEnd, format!("That is what the case “{title}” is about."));
        state.dispatch(Change::Messages(import));
        if let Some(id) = chosen.filter(|_| last > 0) {
            state.dispatch(Change::Messages(MessagesChange::Choose(id)));
        }
    }
}

fn unanswered() -> CasesChange {
    CasesChange::Say("The answer about the cases is to another question.".to_owned())
}

/// What came of an import, in sentences.
fn told(imported: &ImportedCases) -> String {
    let ImportedCases { cases, problems, of_others } = imported;
    let mut sentences = vec![match cases.len() {
        0 => "No case was added.".to_owned(),
        1 => "1 case was added.".to_owned(),
        more => format!("{} were added.", counted(more, "case")),
    }];
    match of_others {
        0 => {}
        1 => sentences.push("1 was written for another rule and runs with this one.".to_owned()),
        more => sentences.push(format!("{more} were written for another rule and run with this one.")),
    }
    for (line, why) in problems.iter().take(MAX_PROBLEMS) {
        sentences.push(format!("Line {line} is not a case: {why}."));
    }
    if problems.len() > MAX_PROBLEMS {
        sentences.push(format!("{} more lines are not cases.", problems.len() - MAX_PROBLEMS));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_names_the_lines_that_are_no_cases() {
        let case = || (String::new(), String::new());
        let problem = |line| (line, "expected value (column 1)".to_owned());
        let imported = ImportedCases { cases: vec![case()], problems: vec![problem(4)], of_others: 1 };
        assert_eq!(
            told(&imported),
            "1 case was added. 1 was written for another rule and runs with this one. \
             Line 4 is not a case: expected value (column 1)."
        );
        let bad = ImportedCases { problems: (1..=7).map(problem).collect(), ..ImportedCases::default() };
        let words = told(&bad);
        assert!(
            words.starts_with("No case was added. Line 1") && words.ends_with("2 more lines are not cases."),
            "{words}"
        );
    }
}

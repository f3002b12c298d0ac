//! Has two rules compared whenever something of them or of the messages changes, while the comparison is shown.

use crate::components::rules::date;
use crate::documents::Documents;
use crate::gathering::Gathering;
use crate::keeping::{Keeper, Kept, Listed};
use crate::replaying::common_request;
use crate::state::compare::{Contender, Detail, Pasted, heading, names};
use crate::state::rules::{Version, title};
use crate::state::{Inputs, State};
use crate::worker::protocol::SideAnswer;
use crate::worker::side::{Question, SideResult, use_side};
use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString};
use rulelens_wasm::{ComparisonView, ContextDocument, EvaluateRequest, PlaceholderView, ReplayRequest};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, hook, use_effect_with, use_mut_ref, use_state};

/// How long nothing changes before rules are compared, in milliseconds.
const PAUSE: u32 = 150;

/// What can be chosen beside the present rule.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Choices {
    /// The other rules.
    pub(crate) rules: Vec<Listed>,
    /// Earlier versions of this one, newest first.
    pub(crate) versions: Vec<Version>,
}

impl Choices {
    /// What a contender is called: the date of a version, the title of a rule.
    pub(crate) fn title(&self, contender: &Contender) -> Option<String> {
        match contender {
            Contender::Present | Contender::Version(_) | Contender::Pasted(_) => None,
            Contender::Earlier(number) => {
                self.versions.iter().find(|one| one.number == *number).map(|one| date(one.made))
            }
            Contender::Rule(id) => {
                self.rules.iter().find(|one| one.id == *id).map(|one| title(&one.head).to_owned())
            }
        }
    }
}

/// What can be chosen, and what has it read anew.
#[hook]
pub(crate) fn use_choice(keeper: &Keeper, changes: u32) -> (Choices, Callback<()>) {
    let choice = use_state(Choices::default);
    let read = {
        let (keeper, choice) = (keeper.clone(), choice.setter());
        Callback::from(move |()| {
            let (keeper, choice) = (keeper.clone(), choice.clone());
            spawn_local(async move {
                let rules = keeper.rules().await.unwrap_or_default();
                let versions = keeper.versions(&keeper.id()).await;
                choice.set(Choices { rules: rules.into_iter().skip(1).collect(), versions });
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with((changes, keeper.id()), move |_| read.emit(()));
    }
    ((*choice).clone(), read)
}

/// What is known of all messages.
#[derive(Clone)]
pub(crate) struct OfAll {
    /// The revision that it is about.
    pub(crate) batch: u64,
    /// What is compared.
    pub(crate) contenders: [Contender; 2],
    /// Both statements.
    pub(crate) statements: [JsString; 2],
    /// What of the rules could not be read.
    pub(crate) lost: Vec<String>,
    /// What differs.
    pub(crate) differences: Rc<Differences>,
}

/// What differs over all messages.
#[derive(Clone, Default)]
pub(crate) struct Differences {
    /// What sentences call both sides.
    pub(crate) names: [String; 2],
    /// The ids of the messages.
    pub(crate) ids: Vec<u32>,
    /// What the worker found.
    pub(crate) view: ComparisonView,
}

/// What is known of the chosen message beside its records.
#[derive(Clone)]
pub(crate) struct OfOne {
    /// The revision that it is about.
    pub(crate) revision: u64,
    /// What is compared.
    pub(crate) contenders: [Contender; 2],
    /// What differs.
    pub(crate) detail: Rc<Detail>,
}

/// What comes of a comparison.
#[derive(Clone)]
pub(crate) struct Compared {
    /// What is known of all messages, or why nothing is; none before that is known.
    pub(crate) all: Option<Result<Rc<OfAll>, String>>,
    /// Of how many messages how many were compared, while that goes on.
    pub(crate) done: Option<(u64, u64)>,
    /// What is known of the chosen message beside its records.
    pub(crate) one: Option<OfOne>,
}

/// One of two rules, ready to be compared.
struct Loaded {
    /// The date of a version, the name of a rule.
    title: String,
    sql: JsString,
    lost: Vec<String>,
    rule: Rule,
}

/// What it has that may not be as in the workbench.
enum Rule {
    Present,
    Version(String),
    Other(Rc<Inputs>),
}

type Known = Rc<RefCell<[Option<Rc<Kept>>; 2]>>;

/// Compares the two rules that are chosen; `changes` counts what happened to the list of rules.
#[hook]
pub(crate) fn use_comparison(
    state: &State,
    documents: &Documents,
    gathering: &Gathering,
    keeper: &Keeper,
    changes: u32,
) -> Compared {
    let side = use_side();
    let all = use_state(|| None);
    let done = use_state(|| None::<(u64, u64)>);
    let one = use_state(|| None::<OfOne>);
    let known: Known = use_mut_ref(<[Option<Rc<Kept>>; 2]>::default);
    let contenders = state.contenders();
    let asking = Asking {
        state: state.clone(),
        documents: documents.clone(),
        gathering: gathering.clone(),
        keeper: keeper.clone(),
        known,
    };
    {
        let (side, asking) = (side.clone(), asking.clone());
        let (all, done) = (all.setter(), done.setter());
        use_effect_with((state.batch, contenders.clone(), changes), move |_| {
            later(move |is_wanted| async move {
                let loaded = asking.load().await;
                if !is_wanted.get() {
                    return;
                }
                let loaded = match loaded {
                    Ok(loaded) => loaded,
                    Err(why) => return all.set(Some(Err(why))),
                };
                let Some((question, found)) = asking.of_all(&loaded) else { return };
                let listener = Callback::from(move |result: SideResult| {
                    let answer = match result {
                        Ok(SideAnswer::Replaying(view)) => return done.set(Some((view.done, view.of))),
                        Ok(SideAnswer::Compare(Ok(view))) => {
                            let differences = Differences { view: *view, ..(*found.differences).clone() };
                            Ok(Rc::new(OfAll { differences: Rc::new(differences), ..found.clone() }))
                        }
                        Ok(SideAnswer::Compare(Err((Some(side), why)))) => Err(format!(
                            "{} is not valid: {why}",
                            heading(&found.differences.names[side.min(1)])
                        )),
                        Ok(SideAnswer::Compare(Err((None, why)))) => Err(why),
                        Ok(_) => Err("The answer is to another question.".to_owned()),
                        Err(error) => Err(error.words()),
                    };
                    done.set(None);
                    all.set(Some(answer));
                });
                side.ask(question, listener);
            })
        });
    }
    {
        let revision = state.revision;
        let one = one.setter();
        use_effect_with((revision, contenders, changes), move |(_, contenders, _)| {
            let contenders = contenders.clone();
            later(move |is_wanted| async move {
                let Ok(loaded) = asking.load().await else { return };
                if !is_wanted.get() {
                    return;
                }
                let listener = Callback::from(move |result: SideResult| {
                    if let Ok(SideAnswer::CompareOne(detail)) = result {
                        let contenders = contenders.clone();
                        one.set(Some(OfOne { revision, contenders, detail: Rc::new(*detail) }));
                    }
                });
                side.ask(asking.of_one(&loaded), listener);
            })
        });
    }
    Compared { all: (*all).clone(), done: *done, one: (*one).clone() }
}

/// Does something after a pause, unless what it returns is called before; a part that waits can ask whether that was so.
fn later<F: Future<Output = ()> + 'static>(
    what: impl FnOnce(Rc<Cell<bool>>) -> F + 'static,
) -> impl FnOnce() + 'static {
    let wanted = Rc::new(Cell::new(true));
    let timer = {
        let wanted = wanted.clone();
        Timeout::new(PAUSE, move || spawn_local(what(wanted)))
    };
    move || {
        wanted.set(false);
        drop(timer);
    }
}

/// What is asked about.
#[derive(Clone)]
struct Asking {
    state: State,
    documents: Documents,
    gathering: Gathering,
    keeper: Keeper,
    known: Known,
}

impl Asking {
    /// Both rules; where one cannot be had, a sentence says why.
    async fn load(&self) -> Result<[Loaded; 2], String> {
        let [one, other] = self.state.contenders();
        Ok([self.load_one(0, one).await?, self.load_one(1, other).await?])
    }

    async fn load_one(&self, side: usize, contender: Contender) -> Result<Loaded, String> {
        let own = |rule| {
            let [sql, _] = self.documents.texts();
            Ok(Loaded { title: String::new(), sql, lost: Vec::new(), rule })
        };
        let known = self.known.borrow()[side].clone();
        let read = match &contender {
            Contender::Present => return own(Rule::Present),
            Contender::Version(version) => return own(Rule::Version(version.clone())),
            Contender::Pasted(pasted) => return of_pasted(pasted),
            Contender::Earlier(number) => self.keeper.kept_version(*number, known.as_ref()).await,
            Contender::Rule(id) => self.keeper.kept_rule(id, known.as_ref()).await,
        };
        let is_version = matches!(contender, Contender::Earlier(_));
        let kept = read.map_err(|why| {
            let called = known.filter(|known| !known.title.is_empty() && !is_version);
            let called = called.map_or_else(
                || if is_version { "That version" } else { "That rule" }.to_owned(),
                |known| format!("“{}”", known.title),
            );
            format!("{called} cannot be compared: {why}.")
        })?;
        self.known.borrow_mut()[side] = Some(kept.clone());
        Ok(Loaded {
            title: if is_version { date(kept.changed) } else { kept.name.clone() },
            sql: kept.sql.clone(),
            lost: kept.lost.clone(),
            rule: Rule::Other(kept.inputs.clone()),
        })
    }

    fn of_all(&self, loaded: &[Loaded; 2]) -> Option<(Question, OfAll)> {
        let inputs = &self.state.inputs;
        let at = inputs.messages.chosen();
        let chosen = inputs.message_requests(at..at + 1).next()?;
        let request =
            ReplayRequest { record_limit: 0, point_limit: 0, ..common_request(inputs, Date::now()) };
        let contenders = self.state.contenders();
        let sides = [0, 1].map(|side| (&contenders[side], loaded[side].title.as_str()));
        let names = names(sides, &inputs.sql_version);
        let requests = loaded.each_ref().map(|loaded| {
            let mut request = request.clone();
            let ReplayRequest { sql_version, action, context, placeholders, .. } = &mut request;
            loaded.rule.put(sql_version, action, context, placeholders);
            request
        });
        let statements = loaded.each_ref().map(|loaded| loaded.sql.clone());
        let [_, payload] = self.documents.texts();
        let messages = self.gathering.all(&self.state, &self.documents);
        let question =
            Question::compare(&requests, names.clone(), (at, &chosen), statements.clone(), payload, messages);
        let found = OfAll {
            batch: self.state.batch,
            contenders,
            statements,
            lost: loaded.iter().flat_map(|loaded| loaded.lost.clone()).collect(),
            differences: Rc::new(Differences {
                names,
                ids: inputs.messages.ids().collect(),
                view: ComparisonView::default(),
            }),
        };
        Some((question, found))
    }

    fn of_one(&self, loaded: &[Loaded; 2]) -> Question {
        let inputs = &self.state.inputs;
        let request = inputs.request(Date::now());
        let requests = loaded.each_ref().map(|loaded| {
            let mut request = request.clone();
            let EvaluateRequest { sql_version, action, context, placeholders, .. } = &mut request;
            loaded.rule.put(sql_version, action, context, placeholders);
            request
        });
        let place = inputs.messages.chosen();
        let among = (place > 0).then(|| (place, self.gathering.all(&self.state, &self.documents)));
        let [_, payload] = self.documents.texts();
        Question::compare_one(&requests, loaded.each_ref().map(|loaded| loaded.sql.clone()), payload, among)
    }
}

/// A rule that was pasted.
fn of_pasted(pasted: &Pasted) -> Result<Loaded, String> {
    let (sql, rule) = match pasted {
        Pasted::Statement(sql) => (sql, Rule::Present),
        Pasted::Rule(inputs, sql) => (sql, Rule::Other(Rc::new(Inputs::clone(inputs)))),
        Pasted::Nothing | Pasted::Reading(_) | Pasted::Failed(..) => {
            return Err("There is no pasted rule yet.".to_owned());
        }
    };
    Ok(Loaded { title: pasted.title(), sql: sql.as_str().into(), lost: Vec::new(), rule })
}

impl Rule {
    /// Puts what is its own in the place of what the workbench has. Its mocks and descriptors answer what those of the
    /// workbench do not.
    fn put(
        &self,
        sql_version: &mut Option<String>,
        action: &mut Option<String>,
        context: &mut Option<ContextDocument>,
        placeholders: &mut Vec<PlaceholderView>,
    ) {
        match self {
            Self::Present => {}
            Self::Version(version) => *sql_version = Some(version.clone()),
            Self::Other(inputs) => {
                *sql_version = Some(inputs.sql_version.clone());
                *action = inputs.actions.json();
                *placeholders = inputs.placeholders();
                let ContextDocument { mocks, descriptors, .. } = inputs.common_context();
                let context = context.get_or_insert_default();
                context.mocks.extend(mocks);
                context.descriptors.extend(descriptors);
            }
        }
    }
}

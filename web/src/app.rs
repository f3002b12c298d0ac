//! The page as a whole: its state, and what its parts ask for.

use crate::browser::preferences;
use crate::casing::{CaseAsk, use_casing};
use crate::commands::go_to_part;
use crate::components::announcer::Announcer;
use crate::components::header::Header;
use crate::components::layout::{Layout, use_narrow, use_roomy};
use crate::components::notice::{Line, NoticeBar, line};
use crate::components::problem_list::{ProblemListProps, later_problems};
use crate::components::status_bar::StatusBar;
use crate::components::stepper::MessageStepper;
use crate::components::strip::Strip;
use crate::components::tab_bar::tab_bar;
use crate::components::words::{count, counted};
use crate::documents::{DocumentName, Documents};
use crate::editor::{Editing, reveal, use_plain_fields};
use crate::embed::{embed_header, is_embedded, use_telling};
use crate::evaluation::{Evaluating, use_evaluation};
use crate::explaining::use_explaining;
use crate::gathering::Gathering;
use crate::keeping::{Start, use_keeping};
use crate::later::load_early;
use crate::lessons::given::GivenProps;
use crate::lessons::heading::HeadingProps;
use crate::lessons::rail::{BarProps, RailProps};
use crate::lessons::wanted::{cover, covers};
use crate::lessons::{Drawn, LessonAsk, later_lesson, use_lessons};
use crate::links::use_links;
use crate::panes::{
    MessagePane, ResultPane, ResultPaneProps, RulePane, TABS, add_needed, go_to_service, pinned, tabs_of,
};
use crate::places::{fix, go_to};
use crate::pointers::use_pointers;
use crate::release::use_release;
use crate::replacing::use_replacing;
use crate::replaying::use_replay;
use crate::rules::use_rules;
use crate::state::cases::CasesChange;
use crate::state::command::{Command, Turn};
use crate::state::lessons::{Evidence, LessonState};
use crate::state::{Change, FateKind, Inputs, MessagesChange, Pane, Replaying, ResultTab, Room, State};
use crate::windows::use_windows;
use gloo_timers::callback::Timeout;
use rulelens_wasm::{DiagnosticView, EditView, Needed, RangeView};
use std::cell::Cell;
use yew::{
    Callback, ContextProvider, Html, Properties, UseReducerDispatcher, UseReducerHandle, function_component,
    html, use_callback, use_effect_with, use_memo, use_reducer_eq,
};

/// How long after the first answer the page fetches the parts that may be asked for, in milliseconds: the code editor
/// comes first.
const AFTER_START: u32 = 1_000;

/// What the page is given.
#[derive(Properties, PartialEq)]
pub(crate) struct AppProps {
    /// What it opens with.
    pub(crate) start: Start,
}

/// The page.
#[function_component]
pub(crate) fn App(props: &AppProps) -> Html {
    let start = &props.start;
    let documents = start.documents.clone();
    let (narrow, roomy) = (use_narrow(), use_roomy());
    let room = Room { narrow, roomy };
    let state = use_reducer_eq({
        let (inputs, crashed) = (Inputs::clone(&start.texts.inputs), start.crashed);
        move || State::new(inputs, crashed).with_pinned(kept_pin()).with_room(room)
    });
    {
        let dispatch = state.dispatcher();
        use_effect_with(room, move |room| dispatch.dispatch(Change::Room(*room)));
    }
    // Whatever chose another message, its payload is the one that is shown, evaluated and kept.
    documents.show(state.inputs.messages.row().id);
    let gathering = use_memo((), |()| Gathering::default());
    use_effect_with(state.pinned, |pinned| keep_pin(*pinned));
    let on_cancel = use_replay(&state, &documents, &gathering);
    let replacing = use_replacing(start, &state);
    let Evaluating { outgoing: whole_outgoing, assistant, on_document } =
        use_evaluation(&state, &documents, &gathering, &start.keeper);
    // Before the first answer the engine is on its way, and the code editor would only be in its way.
    let assistant = state.newest.is_some().then_some(assistant);
    use_effect_with(state.newest.is_some(), |started| {
        if *started && !is_embedded() {
            Timeout::new(AFTER_START, load_early).forget();
        }
    });
    let (plain, on_plain) = use_plain_fields();
    let explaining = use_explaining(&state, assistant.as_ref());
    let status = use_keeping(&start.keeper, &state, replacing.before.clone());
    let rules = use_rules(start, &state, &replacing);
    let lessons = use_lessons(&state, &documents, &rules);
    let lesson = state.lesson.clone();
    let on_case = use_casing(&state, &documents);
    let on_page = {
        let (state, dispatch) = (state.clone(), state.dispatcher());
        let (values, on_values) = (explaining.values, explaining.on_values.clone());
        let (on_case, on_lesson, lesson) = (on_case.clone(), lessons.on_ask.clone(), lesson.clone());
        Callback::from(move |command| match command {
            Command::Judge | Command::Hint | Command::Lesson(_) => {
                if let Some(ask) = lesson_command(lesson.as_deref(), command) {
                    on_lesson.emit(ask);
                }
            }
            Command::Values => on_values.emit(!values),
            Command::Part(turn) => go_to_part(turn),
            Command::SaveCase => on_case.emit(CaseAsk::Save),
            other => carry_out(&state, &dispatch, other),
        })
    };
    let on_compare = use_callback(state.dispatcher(), |with, dispatch| {
        dispatch.dispatch(Change::Compare(Some(with)));
    });
    let newer = use_release();
    let open_lesson = lesson.as_ref().map(|lesson| lesson.view.id.as_str());
    let linked = use_links(&rules, &lessons.on_ask);
    let windows = use_windows(
        start,
        &status,
        &replacing,
        (&rules, &state.inputs),
        &(on_page, on_compare),
        (&lessons, open_lesson, &linked),
    );
    use_telling(&state);

    let dispatch = state.dispatcher();
    let on_inputs =
        use_callback(dispatch.clone(), |inputs, dispatch| dispatch.dispatch(Change::Inputs(inputs)));
    let on_lit = use_callback(dispatch.clone(), |lit, dispatch| dispatch.dispatch(Change::Lit(lit)));
    let on_stage = use_callback(dispatch.clone(), |stage, dispatch| dispatch.dispatch(Change::Stage(stage)));
    let on_pane = use_callback(dispatch.clone(), |pane, dispatch| dispatch.dispatch(Change::Pane(pane)));
    let on_open = use_callback(dispatch.clone(), |open, dispatch| dispatch.dispatch(Change::Problems(open)));
    let on_place = use_callback(dispatch.clone(), |range: RangeView, dispatch| {
        dispatch.dispatch(Change::Pane(Pane::Rule));
        Timeout::new(0, move || reveal(DocumentName::Sql, Some((range.start, range.end)))).forget();
    });
    let on_go = use_callback(dispatch.clone(), |diagnostic, dispatch| go_to(dispatch, diagnostic));
    let on_fix = use_callback(
        (dispatch.clone(), documents.clone(), state.inputs.clone()),
        |(diagnostic, edits): (DiagnosticView, Vec<EditView>), (dispatch, documents, inputs)| {
            fix(dispatch, documents, inputs, diagnostic, &edits);
        },
    );
    let on_needed =
        use_callback((dispatch.clone(), state.inputs.clone()), |needed: Needed, (dispatch, inputs)| {
            let mut inputs = Inputs::clone(inputs);
            let field = add_needed(&mut inputs, needed);
            dispatch.dispatch(Change::Pane(Pane::Message));
            dispatch.dispatch(Change::Inputs(inputs));
            go_to_service(field);
        });
    let told = state.notice.as_ref().map(|notice| {
        let again = dispatch.clone();
        let again = Callback::from(move |()| again.dispatch(Change::EvaluateAgain));
        line(notice, again, Callback::from(move |()| dispatch.dispatch(Change::NoticeRead)))
    });
    let done = state.way_back.as_ref().map(|back| {
        let (undo, leave) = (state.dispatcher(), state.dispatcher());
        Line {
            text: back.words.clone().into(),
            action: Some((
                "Undo",
                Callback::from(move |()| undo.dispatch(Change::Messages(MessagesChange::TakeBack))),
            )),
            on_read: Callback::from(move |()| leave.dispatch(Change::Messages(MessagesChange::Leave))),
        }
    });
    let lines: Vec<Line> = told
        .into_iter()
        .chain(done)
        .chain(case_line(&state))
        .chain(linked.problem)
        .chain(windows.lines)
        .chain(newer.filter(|_| !is_embedded()))
        .collect();

    let pointers = use_pointers(start, &state);
    let (inputs, newest) = (state.inputs.clone(), state.newest.clone());
    let on_texts = replacing.on_open.clone();
    let stepper = html! {
        if narrow {
            <MessageStepper state={(*state).clone()} dispatch={state.dispatcher()} />
        }
    };
    let strip = if covers(&state, Evidence::Stages) {
        html! { <section class="stage-strip" aria-label="Stages">{ stepper }{ cover(Evidence::Stages, &state.dispatcher()) }</section> }
    } else {
        html! { <Strip state={(*state).clone()} {on_stage} {stepper} /> }
    };
    let result = ResultPaneProps {
        state: (*state).clone(),
        dispatch: state.dispatcher(),
        whole_outgoing,
        documents: documents.clone(),
        gathering: (*gathering).clone(),
        on_place,
        on_fix: on_fix.clone(),
        roomy,
        on_cancel,
        keeper: start.keeper.clone(),
        rules: rules.clone(),
        on_case,
    };
    let pinned = if roomy { pinned(&result) } else { None };
    let panes = [
        if let Some(lesson) = lesson.clone() {
            later_lesson(Drawn::Given(Box::new(GivenProps {
                state: (*state).clone(),
                lesson,
                dispatch: state.dispatcher(),
                documents: documents.clone(),
                generation: documents.generation(),
                on_inputs: on_inputs.clone(),
                on_document: on_document.clone(),
            })))
        } else {
            html! {
                <MessagePane state={(*state).clone()} dispatch={state.dispatcher()} documents={documents.clone()}
                    generation={documents.generation()} keys={explaining.keys}
                    on_inputs={on_inputs.clone()} on_document={on_document.clone()} />
            }
        },
        html! {
            <RulePane {inputs} {newest} generation={documents.generation()} documents={documents.clone()} values={explaining.values}
                {on_inputs} {on_document} on_open={on_texts} on_values={explaining.on_values} {plain} {on_plain} lesson={lesson.clone()} />
        },
        html! { <ResultPane ..result /> },
    ];
    let problems = later_problems(ProblemListProps {
        state: (*state).clone(),
        on_go: on_go.clone(),
        on_fix: on_fix.clone(),
        on_needed: on_needed.clone(),
        on_close: None,
    });
    let rail = lesson.clone().map(|lesson| {
        let on_message = own_message(&state, &documents);
        let (dispatch, lessons) = (state.dispatcher(), lessons.clone());
        later_lesson(Drawn::Rail(RailProps { lesson, dispatch, lessons, on_message }))
    });
    let editing = Editing { assistant, plain, on_fix: on_fix.clone(), on_lit };
    html! {
        <ContextProvider<Editing> context={editing}>
            if let Some(lesson) = &lesson {
                { later_lesson(Drawn::Heading(HeadingProps {
                    lesson: lesson.clone(),
                    lessons: lessons.clone(),
                    on_contents: windows.on_lessons.clone(),
                    on_find: windows.on_find.clone(),
                })) }
            } else if is_embedded() {
                { embed_header(&rules.name) }
            } else {
                <Header {status} name={rules.name} on_rules={windows.on_rules} on_find={windows.on_find} on_examples={windows.on_examples} on_lessons={windows.on_lessons} on_kept={windows.on_kept} on_share={windows.on_share}
                    on_reset={replacing.on_reset} on_about={windows.on_about} />
            }
            <NoticeBar {lines} />
            <Layout {narrow} pane={state.pane} {strip} {panes} {pinned} wide={state.tab == ResultTab::Compare} {pointers} {problems} lesson={rail} />
            <div class="foot">
                if narrow {
                    if let Some(lesson) = &lesson {
                        { later_lesson(Drawn::Bar(BarProps {
                            lesson: lesson.clone(),
                            dispatch: state.dispatcher(),
                            lessons: lessons.clone(),
                        })) }
                    }
                    <nav aria-label="Parts of the page">{ tab_bar(&state, &on_pane) }</nav>
                } else {
                    <StatusBar state={(*state).clone()} {on_go} {on_fix} {on_needed} {on_open} facts={facts(&state)} />
                }
            </div>
            <Announcer state={(*state).clone()} />
            { windows.open }
        </ContextProvider<Editing>>
    }
}

/// What a key asks for in a lesson.
fn lesson_command(lesson: Option<&LessonState>, command: Command) -> Option<LessonAsk> {
    let lesson = lesson?;
    let to = match command {
        Command::Hint => return Some(LessonAsk::Hint),
        Command::Judge if !lesson.is_solved() => return Some(LessonAsk::Judge),
        Command::Judge | Command::Lesson(Turn::Next) => lesson.place.next.as_ref(),
        _ => lesson.place.previous.as_ref(),
    };
    Some(LessonAsk::Open(to?.0.clone(), None))
}

/// Adds a message of one's own to those of a lesson, like the one that is chosen.
fn own_message(state: &UseReducerHandle<State>, documents: &Documents) -> Callback<()> {
    let (state, documents) = (state.clone(), documents.clone());
    Callback::from(move |()| {
        let id = documents.new_id();
        documents.put(id, documents.get(DocumentName::Payload).text);
        let own = state.inputs.messages.row().id;
        state.dispatch(Change::Messages(MessagesChange::Duplicate(own, id)));
        state.dispatch(Change::Messages(MessagesChange::Rename(id, "My own".to_owned())));
        let last = state.inputs.messages.count();
        state.dispatch(Change::Messages(MessagesChange::Move(id, last)));
        state.dispatch(Change::Pane(Pane::Message));
        Timeout::new(0, || {
            reveal(DocumentName::Payload, None);
        })
        .forget();
    })
}

/// Does what a key asks for of the state.
fn carry_out(state: &State, dispatch: &UseReducerDispatcher<State>, command: Command) {
    match command {
        Command::Message(turn) => {
            let step = if turn == Turn::Next { 1 } else { -1 };
            dispatch.dispatch(Change::Messages(MessagesChange::Step(step)));
        }
        Command::Tab(turn) => {
            let tabs = tabs_of(state);
            let at = tabs.iter().position(|row| row.tab == state.tab);
            dispatch.dispatch(Change::Pane(Pane::Result));
            if let Some(row) = tabs.get(turn.from(at, tabs.len())) {
                dispatch.dispatch(Change::Tab(row.tab));
            }
        }
        Command::Cases => {
            dispatch.dispatch(Change::Pane(Pane::Result));
            dispatch.dispatch(Change::Tab(ResultTab::Cases));
        }
        Command::Compare => dispatch.dispatch(Change::Compare(None)),
        Command::Evaluate => dispatch.dispatch(Change::EvaluateAgain),
        Command::Problem(turn) => {
            let diagnostics = state.newest.as_ref().map_or(&[][..], |shown| shown.diagnostics());
            let at = LAST_PROBLEM.get().filter(|at| *at < diagnostics.len());
            let to = turn.from(at, diagnostics.len());
            if let Some(diagnostic) = diagnostics.get(to) {
                LAST_PROBLEM.set(Some(to));
                go_to(dispatch, diagnostic.clone());
            }
        }
        _ => {}
    }
}

thread_local! {
    /// The place of the problem that a key went to last.
    static LAST_PROBLEM: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Under what it is kept which tab is pinned.
const PINNED: &str = "rulelens.pinned";

/// The tab that was pinned at the last visit.
fn kept_pin() -> Option<ResultTab> {
    let kept = preferences()?.get_item(PINNED).ok()??;
    TABS.iter().map(|row| row.tab).find(|tab| tab.id() == kept)
}

fn keep_pin(pinned: Option<ResultTab>) {
    let Some(storage) = preferences() else { return };
    let _ = match pinned {
        Some(tab) => storage.set_item(PINNED, tab.id()),
        None => storage.remove_item(PINNED),
    };
}

/// What the status line tells at its end: the simulated table, and how far a replay came.
fn facts(state: &State) -> Vec<String> {
    let messages = state.inputs.messages.count();
    let cases = state.cases.counts(&state.inputs.cases).words();
    let of_messages = match &state.replaying {
        Replaying::Running(progress) if messages > 1 => vec![
            "Replaying in the background".to_owned(),
            format!("{} of {}", count(progress.done as usize), count(progress.of as usize)),
        ],
        _ if messages > 1 || !state.inputs.table.is_usual() => {
            let lossy = state
                .replay
                .as_ref()
                .map_or(0, |replay| replay.count(FateKind::Rejected) + replay.count(FateKind::Failed));
            let lossy = (lossy > 0 && messages > 1)
                .then(|| format!("{} of {} lose something", count(lossy), counted(messages, "message")));
            lossy.into_iter().chain([state.inputs.table.digest()]).collect()
        }
        _ => Vec::new(),
    };
    cases.into_iter().chain(of_messages).collect()
}

/// What was last done with the cases.
fn case_line(state: &UseReducerHandle<State>) -> Option<Line> {
    let (text, before) = state.cases.said.as_ref()?;
    let change = |change: CasesChange| {
        let dispatch = state.dispatcher();
        Callback::from(move |()| dispatch.dispatch(Change::Cases(change.clone())))
    };
    Some(Line {
        text: text.clone().into(),
        action: before.is_some().then(|| ("Undo", change(CasesChange::TakeBack))),
        on_read: change(CasesChange::Read),
    })
}

//! The rule beside another one, or beside a version of itself: what differs over all messages.

mod detail;
mod pasted;
mod rows;
mod sides;

pub(crate) use rows::Rows;
#[cfg(test)]
pub(crate) use rows::RowsProps;

use super::message::focus_payload;
use super::result::View;
use crate::comparing::{Compared, Differences, use_choice, use_comparison};
use crate::components::copy::CopyButton;
use crate::components::words::{count, prose};
use crate::documents::Documents;
use crate::gathering::Gathering;
use crate::keeping::Keeper;
use crate::rules::Rules;
use crate::state::compare::{Contender, differing, label, markdown, summary};
use crate::state::{Change, Inputs, MessagesChange, Pane, State};
use rows::kind_icon;
use rulelens_wasm::DifferenceKind;
use std::rc::Rc;
use yew::{
    Callback, Html, Properties, UseReducerDispatcher, classes, function_component, html, use_effect_with,
    use_state,
};

pub(super) fn view(view: &View<'_>) -> Html {
    let props = view.props;
    html! {
        <Compare state={props.state.clone()} dispatch={props.dispatch.clone()} documents={props.documents.clone()}
            gathering={props.gathering.clone()} keeper={props.keeper.clone()} rules={props.rules.clone()} />
    }
}

#[derive(Properties)]
struct CompareProps {
    state: State,
    dispatch: UseReducerDispatcher<State>,
    documents: Documents,
    gathering: Gathering,
    keeper: Keeper,
    rules: Rules,
}

impl PartialEq for CompareProps {
    fn eq(&self, other: &Self) -> bool {
        let of = |props: &Self| {
            (props.state.revision, props.state.batch, props.state.compared, props.state.contenders())
        };
        of(self) == of(other)
            && Rc::ptr_eq(&self.state.inputs, &other.state.inputs)
            && self.rules == other.rules
    }
}

/// Both rules, and what differs.
#[function_component]
fn Compare(props: &CompareProps) -> Html {
    let CompareProps { state, dispatch, documents, gathering, keeper, rules } = props;
    let (choices, on_read) = use_choice(keeper, rules.changes);
    let Compared { all, done, one } = use_comparison(state, documents, gathering, keeper, rules.changes);
    let kind = use_state(|| None::<DifferenceKind>);
    // Not before it is drawn, however long that takes.
    use_effect_with(state.compared, |asked| sides::focus_choice(*asked));
    let on_kind = {
        let kind = kind.setter();
        Callback::from(move |chosen| kind.set(chosen))
    };
    let contenders = state.contenders();
    // What was compared before is about another rule than the one that is still to be pasted.
    let is_awaited = contenders.iter().any(Contender::is_awaited);
    let all = all.filter(|_| !is_awaited);
    let found = all.as_ref().and_then(|all| all.as_ref().ok());
    let is_old = found.is_some_and(|found| found.batch != state.batch || found.contenders != contenders);
    let line = match (&all, done) {
        _ if is_awaited => "Nothing is compared yet".to_owned(),
        (None, Some((done, of))) => {
            format!("Comparing {} of {} messages", count(done as usize), count(of as usize))
        }
        (None, None) => "Comparing".to_owned(),
        (Some(Err(_)), _) => "Not compared".to_owned(),
        (Some(Ok(found)), _) => summary(&found.differences.view),
    };
    let name = |inputs: &Rc<Inputs>, ids: &[u32], at: usize| {
        let place = ids.get(at).and_then(|id| inputs.messages.position(*id));
        place.map_or_else(String::new, |place| format!("{} {}", count(place + 1), inputs.name_of(place)))
    };
    let copied = {
        let (found, inputs) = (found.cloned(), state.inputs.clone());
        Callback::from(move |()| {
            let found = &found.as_ref()?.differences;
            Some(markdown(&found.view, &found.names, |at| name(&inputs, &found.ids, at)).as_str().into())
        })
    };
    let on_contender = dispatch_with(dispatch, |(side, contender)| Change::Contender(side, contender));
    let on_inputs = dispatch_with(dispatch, Change::Inputs);
    let on_message = dispatch_with(dispatch, |id| Change::Messages(MessagesChange::Choose(id)));
    let on_open = {
        let dispatch = dispatch.clone();
        Callback::from(move |id| {
            dispatch.dispatch(Change::Messages(MessagesChange::Choose(id)));
            dispatch.dispatch(Change::Pane(Pane::Message));
            focus_payload();
        })
    };
    // A kind that is no longer there hides nothing.
    let kind_now = kind.filter(|kind| {
        found.is_some_and(|found| found.differences.view.kinds.iter().any(|(one, _)| one == kind))
    });
    html! {
        <>
            <div class="toolbar">
                <p class="summary" role="status">{ line }</p>
                if found.is_some_and(|found| found.differences.view.differing_messages > 0) {
                    <CopyButton label="Copy as Markdown" text={copied} />
                }
            </div>
            { sides::view(state, &contenders, &choices, (keeper, rules, documents), &on_contender, &on_inputs, &on_read) }
            <div class={classes!("scroll", "padded", "comparison", is_old.then_some("is-stale"))} tabindex="0" role="group" aria-label="Comparison, scrolls">
                if is_awaited {
                    <p class="empty">{ "Paste the other rule above: it runs over the same messages." }</p>
                } else if all.is_none() {
                    <div class="loading"><progress aria-label="Loading"></progress></div>
                }
                if let Some(Err(why)) = &all {
                    <div class="callout is-error"><p class="lead">{ "The two could not be compared" }</p><p>{ prose(why) }</p></div>
                }
                if let Some(found) = found {
                    { chips(&found.differences, kind_now, &on_kind) }
                    if !found.lost.is_empty() {
                        <p class="hint">{ format!("Of what is compared, this could not be read: {}.", found.lost.join(", ")) }</p>
                    }
                    <Rows found={found.differences.clone()} inputs={state.inputs.clone()} kind={kind_now} {on_message} {on_open} />
                    { detail::view(found, one.as_ref(), state) }
                    <p class="hint">{ "Both run over the messages of this workbench, with its clock, mocks and table settings, and each has simulated tables of its own." }</p>
                }
            </div>
        </>
    }
}

fn dispatch_with<T: 'static>(dispatch: &UseReducerDispatcher<State>, change: fn(T) -> Change) -> Callback<T> {
    let dispatch = dispatch.clone();
    Callback::from(move |value| dispatch.dispatch(change(value)))
}

/// How often each kind of difference is there; one of them can be shown alone.
fn chips(
    found: &Differences,
    chosen: Option<DifferenceKind>,
    on_kind: &Callback<Option<DifferenceKind>>,
) -> Html {
    let chip = |kind: Option<DifferenceKind>, icon: Html, title: String, number: usize| {
        let on_kind = on_kind.clone();
        html! {
            <button type="button" class="chip" aria-pressed={(kind == chosen).to_string()} onclick={move |_| on_kind.emit(kind)}>
                { icon }<span class="chip-words">{ title }</span>{ " " }<b>{ count(number) }</b>
            </button>
        }
    };
    let differs = |kind: &DifferenceKind| *kind != DifferenceKind::Same;
    let several = found.view.kinds.iter().filter(|(kind, _)| differs(kind)).count() > 1;
    let has_same = found.view.kinds.len() > 1 && found.view.kinds.iter().any(|(kind, _)| !differs(kind));
    if !several && !has_same {
        return Html::default();
    }
    let of_kinds = found
        .view
        .kinds
        .iter()
        .map(|(kind, number)| chip(Some(*kind), kind_icon(*kind), label(*kind, &found.names), *number));
    html! {
        <div class="chips" role="group" aria-label="Show by kind">
            { chip(None, Html::default(), "All that differs".to_owned(), differing(&found.view)) }
            { for of_kinds }
        </div>
    }
}

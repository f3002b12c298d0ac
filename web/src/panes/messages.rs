//! The list of messages, each with what became of it.

use crate::browser::when_drawn;
use crate::components::icon::severity_icon;
use crate::components::message_line::{MessageLine, class, line_id, mark};
use crate::components::window::{LONG as LONG_LIST, use_sight};
use crate::components::words::{count, prose, severity_class};
use crate::state::{Change, FateKind, Filter, MessagesChange, State, dropped};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent, PointerEvent};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, TargetCast, UseReducerDispatcher, classes,
    function_component, html, use_effect_with, use_mut_ref, use_node_ref,
};

/// From how many messages on they can be filtered.
const MANY: usize = 7;

/// From how many messages on the list scrolls.
const LONG: usize = 9;

/// How many problems of all messages together are told.
const REPORTED: usize = 3;

/// How far a line is moved before it is one that is dragged, in pixels.
const FIRST_STEP: i32 = 5;

/// What a [`MessageList`] is given.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct MessageListProps {
    /// The page's state.
    pub(super) state: State,
    /// Is told what happens to the list.
    pub(super) dispatch: UseReducerDispatcher<State>,
    /// The message that gets another name.
    pub(super) renaming: Option<u32>,
    /// Called with the message that is to get another name, or with none when it has it.
    pub(super) on_rename: Callback<Option<u32>>,
}

/// The list of messages.
pub(super) fn list(props: &MessageListProps) -> Html {
    html! { <MessageList ..props.clone() /> }
}

/// The messages in order; there are several.
#[function_component]
pub(super) fn MessageList(props: &MessageListProps) -> Html {
    let MessageListProps { state, dispatch, renaming, on_rename } = props;
    let messages = &state.inputs.messages;
    let holder = use_node_ref();
    let list = use_node_ref();
    let shown: Vec<usize> = (0..messages.count()).filter(|at| is_shown(state, *at)).collect();
    let chosen = messages.row().id;
    let place = shown.iter().position(|at| *at == messages.chosen());
    let sight = use_sight(&holder, ".message-line", shown.len());
    let drawn = sight.lines(shown.len());
    {
        let (list, drawn) = (list.clone(), drawn.clone());
        use_effect_with((drawn.start, shown.len(), sight.line as u32), move |(start, all, _)| {
            let Some(list) = list.cast::<HtmlElement>() else { return };
            let space = |lines: usize| format!("{:.0}px", lines as f64 * sight.line);
            let style = list.style();
            if all <= &LONG_LIST {
                // All lines are drawn, whatever their height is.
                let _ = style.remove_property("height");
                let _ = style.remove_property("padding-top");
                return;
            }
            // A height of its own: if it came from the lines that are drawn, it would shrink between their drawing
            // and this, and the browser would scroll back for want of room.
            let _ = style.set_property("height", &space(*all));
            let _ = style.set_property("padding-top", &space(*start));
        });
    }
    {
        let holder = holder.clone();
        use_effect_with((chosen, shown.len()), move |_| {
            let Some(holder) = holder.cast::<HtmlElement>() else { return };
            if let Some(place) = place {
                bring_into_sight(&holder, place as f64 * sight.line, sight.line);
            }
        });
    }
    // Keys that come faster than the list is drawn go on from where the one before led.
    let held = use_mut_ref(|| None::<Held>);
    let newest = use_mut_ref(|| chosen);
    *newest.borrow_mut() = chosen;
    let on_choose = {
        let dispatch = dispatch.clone();
        Callback::from(move |id| dispatch.dispatch(Change::Messages(MessagesChange::Choose(id))))
    };
    let on_name = {
        let (dispatch, on_rename, renaming) = (dispatch.clone(), on_rename.clone(), *renaming);
        Callback::from(move |name: Option<String>| {
            if let (Some(id), Some(name)) = (renaming, name) {
                let name = name.trim().to_owned();
                dispatch.dispatch(Change::Messages(MessagesChange::Rename(id, name)));
            }
            on_rename.emit(None);
            if let Some(id) = renaming {
                focus_line(id);
            }
        })
    };
    let onkeydown = {
        let (state, dispatch, on_rename, shown) =
            (state.clone(), dispatch.clone(), on_rename.clone(), shown.clone());
        move |event: KeyboardEvent| {
            on_key(&event, &state, &shown, &mut newest.borrow_mut(), &dispatch, &on_rename);
        }
    };
    let lines = shown[drawn].iter().map(|at| {
        let (at, row) = (*at, &messages.rows()[*at]);
        let fate = state.fate(row.id);
        html! {
            <MessageLine key={row.id} id={row.id} {at} name={state.inputs.name_of(at).to_owned()} stale={fate.as_ref().is_some_and(|(_, stale)| *stale)}
                fate={fate.map(|(fate, _)| fate)} chosen={row.id == chosen}
                renaming={(*renaming == Some(row.id)).then(|| AttrValue::from(row.name.clone()))}
                on_choose={on_choose.clone()} on_name={on_name.clone()} />
        }
    });
    let drag = Drag { list: list.clone(), holder: holder.clone(), held };
    let onpointerdown = {
        let drag = drag.clone();
        move |event: PointerEvent| drag.begin(&event)
    };
    let onpointermove = {
        let (drag, count) = (drag.clone(), shown.len());
        move |event: PointerEvent| drag.go_on(&event, count)
    };
    let onpointerup = {
        let (drag, dispatch, state, shown) = (drag.clone(), dispatch.clone(), state.clone(), shown.clone());
        move |_: PointerEvent| {
            let Some((id, gap)) = drag.end() else { return };
            let Some(at) = state.inputs.messages.position(id) else { return };
            let to = dropped(&shown, at, gap);
            if to != at {
                dispatch.dispatch(Change::Messages(MessagesChange::Move(id, to)));
            }
            focus_line(id);
        }
    };
    let onpointercancel = {
        let drag = drag.clone();
        move |_: PointerEvent| {
            drag.end();
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && drag.end().is_some() {
            event.prevent_default();
            return event.stop_propagation();
        }
        onkeydown(event);
    };
    let long = messages.count() >= LONG;
    html! {
        <>
            if messages.count() >= MANY {
                { chips(state, dispatch) }
            }
            <div class={classes!("message-scroll", long.then_some("is-long"))} ref={holder}>
                <ol class={classes!("message-list", long.then_some("is-long"))} ref={list} aria-label="Messages" {onkeydown} {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}>{ for lines }</ol>
                if shown.is_empty() {
                    <p class="empty">{ "No message is like this now." }</p>
                }
            </div>
            { of_all(state) }
        </>
    }
}

/// A line that the pointer holds.
struct Held {
    /// The message.
    id: u32,
    /// Where it was taken.
    from: i32,
    /// Its height.
    line: f64,
    /// Before which of the lines it would be put, once it was moved.
    gap: Option<usize>,
}

/// Puts lines in another order with a mouse or a pen; a finger scrolls the list, and has the menu.
#[derive(Clone)]
struct Drag {
    list: NodeRef,
    holder: NodeRef,
    held: Rc<RefCell<Option<Held>>>,
}

impl Drag {
    fn begin(&self, event: &PointerEvent) {
        let line = event.target_dyn_into::<Element>();
        let line = line.and_then(|target| target.closest("button.message-line").ok().flatten());
        let Some(line) = line.filter(|_| event.button() == 0) else { return };
        let id = line.id().strip_prefix("message-").and_then(|id| id.parse().ok());
        if let (Some(id), "mouse" | "pen") = (id, event.pointer_type().as_str()) {
            let line = line.get_bounding_client_rect().height().max(1.0);
            *self.held.borrow_mut() = Some(Held { id, from: event.client_y(), line, gap: None });
        }
    }

    /// Shows where the line would be put; `count` lines are in the list.
    fn go_on(&self, event: &PointerEvent, count: usize) {
        let mut held = self.held.borrow_mut();
        let Some(held) = held.as_mut() else { return };
        if event.buttons() == 0 {
            return;
        }
        let (Some(list), Some(holder)) = (self.list.cast::<HtmlElement>(), self.holder.cast::<HtmlElement>())
        else {
            return;
        };
        if held.gap.is_none() {
            if (event.client_y() - held.from).abs() < FIRST_STEP {
                return;
            }
            // From here on the list gets what the pointer does, and no line is chosen at its end.
            let _ = list.set_pointer_capture(event.pointer_id());
        }
        let (y, room) = (f64::from(event.client_y()), holder.get_bounding_client_rect());
        let step = held.line as i32;
        if y < room.top() + held.line / 2.0 {
            holder.set_scroll_top(holder.scroll_top() - step);
        } else if y > room.bottom() - held.line / 2.0 {
            holder.set_scroll_top(holder.scroll_top() + step);
        }
        let gap = ((y - list.get_bounding_client_rect().top()) / held.line).round().max(0.0) as usize;
        let gap = gap.min(count);
        held.gap = Some(gap);
        let _ = list.style().set_property("--drop", &format!("{:.0}px", gap as f64 * held.line));
        let _ = list.class_list().add_1("is-dragging");
    }

    /// Lets the line go; the message and where it is to be put, if it was moved.
    fn end(&self) -> Option<(u32, usize)> {
        let held = self.held.borrow_mut().take()?;
        if let Some(list) = self.list.cast::<HtmlElement>() {
            let _ = list.class_list().remove_1("is-dragging");
        }
        Some((held.id, held.gap?))
    }
}

/// Whether the filter lets a message through.
fn is_shown(state: &State, at: usize) -> bool {
    let id = state.inputs.messages.rows()[at].id;
    match &state.filter {
        Filter::All => true,
        Filter::Of(kind) => state.fate(id).is_some_and(|(fate, _)| fate.kind == *kind),
        Filter::Rejecting(measure) => {
            let row = state.replay.as_ref().and_then(|replay| replay.row(id));
            row.is_some_and(|row| {
                row.records.iter().any(|record| {
                    record.measure_name == *measure
                        && record.verdict.outcome == rulelens_wasm::WriteOutcome::Rejected
                })
            })
        }
    }
}

/// What there is to report about all messages together.
fn of_all(state: &State) -> Html {
    let found = state.of_all_messages();
    if found.is_empty() {
        return Html::default();
    }
    let lines = found.iter().take(REPORTED).map(|found| {
        html! {
            <li class={severity_class(found.severity)}>
                { severity_icon(found.severity) }
                <span>{ prose(&found.message) }</span>
            </li>
        }
    });
    html! {
        <ul class="note-list of-all" aria-label="About all messages">
            { for lines }
            if found.len() > REPORTED {
                <li class="soft">{ format!("and {} more", found.len() - REPORTED) }</li>
            }
        </ul>
    }
}

/// One filter for each way in which messages fared, with their number.
fn chips(state: &State, dispatch: &UseReducerDispatcher<State>) -> Html {
    let chip = |filter: Filter, kind: Option<FateKind>, title: String, number: Option<usize>| {
        let pressed = state.filter == filter;
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.dispatch(Change::Filter(filter.clone())));
        html! {
            <button type="button" class={classes!("chip", kind.map(class))} aria-pressed={if pressed { "true" } else { "false" }} {onclick}>
                { for kind.map(mark) }
                { title }
                if let Some(number) = number {
                    { " " }<b>{ count(number) }</b>
                }
            </button>
        }
    };
    let of_kind = FateKind::ALL.into_iter().filter_map(|kind| {
        let number = state.replay.as_ref().map_or(0, |replay| replay.count(kind));
        let wanted = number > 0 || state.filter == Filter::Of(kind);
        wanted.then(|| chip(Filter::Of(kind), Some(kind), kind.title().to_owned(), Some(number)))
    });
    let rejecting = match &state.filter {
        Filter::Rejecting(measure) => {
            let title = format!("{measure} rejected");
            chip(state.filter.clone(), Some(FateKind::Rejected), title, None)
        }
        _ => Html::default(),
    };
    html! {
        <div class="chips" role="group" aria-label="Show">
            { chip(Filter::All, None, "All".to_owned(), Some(state.inputs.messages.count())) }
            { for of_kind }
            { rejecting }
        </div>
    }
}

/// Goes through the list, and does with the arrow keys what the menu does.
fn on_key(
    event: &KeyboardEvent,
    state: &State,
    shown: &[usize],
    newest: &mut u32,
    dispatch: &UseReducerDispatcher<State>,
    on_rename: &Callback<Option<u32>>,
) {
    let target = event.target_dyn_into::<HtmlElement>().map(|target| target.id()).unwrap_or_default();
    let Some(id) = target.strip_prefix("message-").and_then(|id| id.parse::<u32>().ok()) else { return };
    let messages = &state.inputs.messages;
    let Some(at) = messages.position(id) else { return };
    let from = messages.position(*newest).unwrap_or(at);
    let place = shown.iter().position(|shown| *shown >= from).unwrap_or(0);
    let last = shown.len().saturating_sub(1);
    let change = |change| dispatch.dispatch(Change::Messages(change));
    match (event.key().as_str(), event.alt_key()) {
        ("ArrowUp", true) => change(MessagesChange::Move(id, at.saturating_sub(1))),
        ("ArrowDown", true) => change(MessagesChange::Move(id, at + 1)),
        (key @ ("ArrowUp" | "ArrowDown" | "Home" | "End" | "PageUp" | "PageDown"), false) => {
            let to = match key {
                "ArrowUp" => place.saturating_sub(1),
                "ArrowDown" => (place + 1).min(last),
                "PageUp" => place.saturating_sub(10),
                "PageDown" => (place + 10).min(last),
                "Home" => 0,
                _ => last,
            };
            let Some(to) = shown.get(to) else { return };
            let to = messages.rows()[*to].id;
            *newest = to;
            change(MessagesChange::Choose(to));
            event.prevent_default();
            return focus_line(to);
        }
        ("Delete", false) => {
            change(MessagesChange::Remove(id));
            event.prevent_default();
            let left = messages.ids().nth(at + 1).or_else(|| messages.ids().nth(at.checked_sub(1)?));
            return left.map_or((), focus_line);
        }
        ("F2", false) => on_rename.emit(Some(id)),
        _ => return,
    }
    event.prevent_default();
    focus_line(id);
}

/// Puts the focus on a message's line, once it is drawn: one that was out of sight is after the list has scrolled.
pub(super) fn focus_line(id: u32) {
    when_drawn(line_id(id), |line| {
        // The list scrolls itself; the browser would scroll to where the line stood before the space above it.
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = line.focus_with_options(&options);
    });
}

/// Scrolls so far that a line is in sight.
fn bring_into_sight(holder: &HtmlElement, top: f64, height: f64) {
    let (above, room) = (f64::from(holder.scroll_top()), f64::from(holder.client_height()));
    if top < above {
        holder.set_scroll_top(top as i32);
    } else if top + height > above + room {
        holder.set_scroll_top((top + height - room).ceil() as i32);
    }
}

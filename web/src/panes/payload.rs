//! The outgoing payload of the result: formatted, as it is sent, and beside the incoming one.

use super::result::View;
use crate::components::coloured::{Coloured, coloured};
use crate::components::copy::CopyButton;
use crate::components::plain::visible_block;
use crate::components::segmented::Segmented;
use crate::components::words::{count, counted, lit_class};
use crate::documents::{Document, DocumentName};
use crate::editor::rich;
use crate::state::{Member, MemberChange, Outgoing, difference, formatted};
use std::rc::Rc;
use web_sys::PointerEvent;
use yew::{Callback, Html, Properties, function_component, html, use_memo, use_state};

pub(super) fn view(view: &View<'_>) -> Html {
    let Some(outgoing) = &view.shown.outgoing else {
        return html! {
            <>
                <div class="toolbar"><p class="summary">{ "No outgoing payload" }</p></div>
                <div class="scroll padded">{ view.nothing_written() }</div>
            </>
        };
    };
    let whole = view.props.whole_outgoing.clone();
    let text = Callback::from(move |()| whole.borrow().clone());
    let incoming = view.props.documents.get(DocumentName::Payload);
    let lit = view.props.state.lit.clone();
    html! { <Payload outgoing={outgoing.clone()} {text} {incoming} {lit} /> }
}

/// How the payload is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One member a line.
    Formatted,
    /// As it is sent.
    Sent,
    /// Beside the incoming payload.
    Difference,
}

/// How long an incoming payload may be to be compared, in UTF-16 code units.
const COMPARED: u32 = 200_000;

#[derive(Properties)]
struct PayloadProps {
    outgoing: Outgoing,
    text: Callback<(), Option<js_sys::JsString>>,
    incoming: Document,
    /// The attributes that come of what the caret or the pointer is at.
    lit: Rc<Vec<String>>,
}

impl PartialEq for PayloadProps {
    fn eq(&self, other: &Self) -> bool {
        self.outgoing == other.outgoing
            && self.incoming.revision == other.incoming.revision
            && self.lit == other.lit
    }
}

/// The outgoing payload.
#[function_component]
fn Payload(props: &PayloadProps) -> Html {
    let PayloadProps { outgoing, text, incoming, lit } = props;
    let form = use_state(|| Form::Formatted);
    // Text that is cut or binary has no other form.
    let pretty = use_memo(outgoing.clone(), |outgoing| {
        if outgoing.whole && !outgoing.base64 { formatted(&outgoing.text) } else { None }
    });
    let members = if *form == Form::Difference { compared(incoming, outgoing) } else { None };
    let shown = match (&*pretty, *form) {
        (Some(pretty), Form::Formatted) => attributes(pretty, lit),
        _ if outgoing.base64 => visible_block(&outgoing.text),
        _ => coloured(&outgoing.text),
    };
    let on_form = {
        let form = form.setter();
        Callback::from(move |chosen: usize| form.set([Form::Formatted, Form::Sent, Form::Difference][chosen]))
    };
    html! {
        <>
            <div class="toolbar">
                <p class="summary">{ counted(outgoing.length, "character") }</p>
                if pretty.is_some() {
                    <Segmented label="How the payload is shown" options={vec!["Formatted".into(), "As sent".into(), "Difference".into()]}
                        chosen={*form as usize} on_choose={on_form} />
                }
                <CopyButton label="Copy" {text} />
                if outgoing.base64 {
                    <p class="hint">{ "The payload is binary; this is its base64." }</p>
                }
                if !outgoing.whole {
                    <p class="hint">{ format!("The first {} characters are shown.", count(outgoing.text.encode_utf16().count())) }</p>
                }
            </div>
            <div class="scroll padded">
                if *form == Form::Difference {
                    { members.map_or_else(
                        || html! { <p class="hint">{ "The two can be compared only where both are JSON objects of at most 200,000 characters." }</p> },
                        |members| html! { <ul class="diff" aria-label="Difference to the incoming payload">{ for members.iter().map(member) }</ul> },
                    ) }
                } else {
                <pre class="codeblock" tabindex="0" role="group" aria-label="Outgoing payload">{ shown }{ if outgoing.whole { "" } else { "…" } }</pre>
                }
            </div>
        </>
    }
}

/// How many attributes show what they come from; those behind them are one text.
const LINKED: usize = 200;

/// A formatted payload, whose attributes are marked with what they come from.
fn attributes(pretty: &str, lit: &[String]) -> Html {
    let (head, parts, rest) = parts(pretty);
    let mut colours = Coloured::new(pretty);
    let head = colours.part(head.len());
    let drawn = parts.into_iter().map(|(key, text)| {
        let is_of = |path: &String| path.strip_prefix(&key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let class = lit.iter().position(is_of).map(lit_class);
        let point = move |event: PointerEvent| {
            if event.pointer_type() == "mouse" {
                rich::point(Some(&key));
            }
        };
        html! { <span {class} onpointerenter={point} onpointerleave={|_| rich::point(None)}>{ colours.part(text.len()) }</span> }
    });
    let drawn: Vec<Html> = drawn.collect();
    html! { <>{ head }{ for drawn }{ colours.part(rest.len()) }</> }
}

/// What is before the first attributes of a formatted payload, each of them with its lines, and what follows.
fn parts(pretty: &str) -> (&str, Vec<(String, &str)>, &str) {
    let object = if pretty.starts_with('{') { pretty } else { "" };
    let starts: Vec<(usize, String)> = object
        .match_indices("\n  \"")
        .filter_map(|(at, _)| {
            let mut values = serde_json::Deserializer::from_str(&pretty[at + 3..]).into_iter::<String>();
            Some((at + 1, values.next()?.ok()?))
        })
        .take(LINKED + 1)
        .collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at);
    let last = if starts.len() > LINKED { None } else { pretty.rfind("\n}").map(|at| at + 1) };
    let head = starts.first().map_or(0, |(at, _)| *at);
    let mut from = head;
    let parts = starts.iter().zip(ends.chain(last)).map(|((_, key), end)| {
        let text = &pretty[from..end];
        from = end;
        (key.clone(), text)
    });
    let parts = parts.collect();
    (&pretty[..head], parts, &pretty[from..])
}

/// The members of both payloads, where they can be compared.
fn compared(incoming: &Document, outgoing: &Outgoing) -> Option<Vec<Member>> {
    let fits = outgoing.whole && !outgoing.base64 && incoming.text.length() <= COMPARED;
    if fits { difference(&String::from(&incoming.text), &outgoing.text) } else { None }
}

/// A member in its line, with a sign for what became of it.
fn member(member: &Member) -> Html {
    let (class, word) = match member.change {
        MemberChange::Same => ("same", "the same: "),
        MemberChange::Removed => ("removed", "only in the incoming payload: "),
        MemberChange::Added => ("added", "only in the outgoing payload: "),
    };
    html! {
        <li {class}><span class="sr-only">{ word }</span>{ visible_block(&member.key) }{ ": " }{ visible_block(&member.value) }</li>
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_payload_is_cut_at_its_attributes() {
        let pretty = "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\\\"c\": [\n    \"s\"\n  ]\n}";
        let (head, found, rest) = parts(pretty);
        assert_eq!((head, rest), ("{\n", "}"));
        let keys: Vec<_> = found.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["a", "b\"c"]);
        let whole: String = found.iter().map(|(_, text)| *text).collect();
        assert_eq!(format!("{head}{whole}{rest}"), pretty);
        for other in ["[\n  \"a\",\n  \"b\"\n]", "\"text\"", "{}", "7"] {
            assert_eq!(parts(other), ("", Vec::new(), other));
        }
    }

    #[test]
    fn only_so_many_attributes_are_apart() {
        let members: Vec<String> = (0..300).map(|at| format!("  \"k{at}\": {at}")).collect();
        let pretty = format!("{{\n{}\n}}", members.join(",\n"));
        let (head, found, rest) = parts(&pretty);
        assert_eq!(found.len(), 200);
        assert!(rest.starts_with("  \"k200\""));
        let whole: String = found.iter().map(|(_, text)| *text).collect();
        assert_eq!(format!("{head}{whole}{rest}"), pretty);
    }
}

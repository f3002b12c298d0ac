//! What differs beside records: the statements, and of the chosen message its payloads, requests and what is reported.

use crate::comparing::{OfAll, OfOne};
use crate::components::icon::severity_icon;
use crate::components::plain::{plain, visible_block};
use crate::components::words::{count, prose, severity_class};
use crate::state::compare::{Detail, heading, marked_lines};
use crate::state::{Member, State};
use yew::{Html, classes, html};

/// How long two statements are at most that are shown, in UTF-16 code units.
const MAX_SQL: u32 = 20_000;

pub(super) fn view(found: &OfAll, one: Option<&OfOne>, state: &State) -> Html {
    let names = found.differences.names.each_ref().map(|name| heading(name));
    html! {
        <div class="compared">
            { statements(found, &names) }
            if let Some(OfOne { revision, contenders, detail }) = one {
                <div class={classes!((*revision != state.revision || *contenders != state.contenders()).then_some("is-stale"))}>{ of_message(detail, &names, &found.differences.names, state) }</div>
            }
        </div>
    }
}

/// Both statements, where they are not the same.
fn statements(found: &OfAll, names: &[String; 2]) -> Html {
    let [one, other] = &found.statements;
    if one == other || one.length().saturating_add(other.length()) > MAX_SQL {
        return Html::default();
    }
    let [one, other] = [one, other].map(String::from);
    let sides = marked_lines([&one, &other]).into_iter().zip(names).map(|(lines, name)| {
        let lines = lines.into_iter().map(|(line, lacks)| {
            let text = visible_block(&line);
            html! { <>if lacks { <span class="differs">{ text }</span> } else { { text } }{ "\n" }</> }
        });
        block(name, html! { { for lines } })
    });
    html! { <section><h3>{ "SQL" }</h3><div class="sides">{ for sides }</div></section> }
}

fn of_message(detail: &Detail, names: &[String; 2], called: &[String; 2], state: &State) -> Html {
    if detail.is_empty() {
        return Html::default();
    }
    let messages = &state.inputs.messages;
    let which = if messages.count() > 1 {
        format!(", message {}", count(messages.chosen() + 1))
    } else {
        String::new()
    };
    let said = detail.said.iter().map(|(side, found)| {
        html! {
            <li class={severity_class(found.severity)}>
                { severity_icon(found.severity) }
                <span>{ format!("Only for {}: ", called[*side]) }{ prose(&found.message) }</span>
            </li>
        }
    });
    let requests = detail.requests.iter().map(|(title, texts)| {
        let sides = texts.iter().zip(names).map(|(text, name)| block(name, visible_block(text)));
        html! { <section><h3>{ format!("{title}{which}") }</h3><div class="sides">{ for sides }</div></section> }
    });
    html! {
        <>
            if let Some(payloads) = &detail.payloads {
                <section>
                    <h3>{ format!("Outgoing payload{which}") }</h3>
                    <div class="sides">{ for payloads.iter().zip(names).map(|(members, name)| block(name, object(members))) }</div>
                </section>
            }
            { for requests }
            if !detail.said.is_empty() {
                <section>
                    <h3>{ format!("Reported for one side only{which}") }</h3>
                    <ul class="note-list">{ for said }</ul>
                </section>
            }
        </>
    }
}

fn block(name: &str, text: Html) -> Html {
    html! { <div><p class="hint">{ name }</p><pre class="codeblock">{ text }</pre></div> }
}

/// An object with what differs marked.
fn object(members: &[(Member, bool)]) -> Html {
    let last = members.len().saturating_sub(1);
    let lines = members.iter().enumerate().map(|(at, (member, differs))| {
        let text = html! { <>{ plain(&member.key) }{ ": " }{ visible_block(&member.value) }</> };
        html! {
            <>
                { "  " }
                if *differs { <span class="differs">{ text }</span> } else { { text } }
                { if at == last { "\n" } else { ",\n" } }
            </>
        }
    });
    html! { <>{ "{\n" }{ for lines }{ "}" }</> }
}

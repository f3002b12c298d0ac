//! The text of lessons as it is drawn: nodes become elements, and nothing else does.

use crate::state::lessons::{Block, Inline, Mark, Target};
use yew::{Callback, Html, html};

/// Paragraphs and lists; a link to another lesson's file calls `on_file`.
pub(crate) fn blocks(blocks: &[Block], on_file: &Callback<String>) -> Html {
    let one = |block: &Block| match block {
        Block::Paragraph(nodes) => html! { <p>{ inline(nodes, on_file) }</p> },
        Block::List { numbered, items } => {
            let items = items.iter().map(|item| html! { <li>{ inline(item, on_file) }</li> });
            if *numbered {
                html! { <ol>{ for items }</ol> }
            } else {
                html! { <ul>{ for items }</ul> }
            }
        }
    };
    html! { <>{ for blocks.iter().map(one) }</> }
}

/// Running text.
pub(crate) fn inline(nodes: &[Inline], on_file: &Callback<String>) -> Html {
    let one = |node: &Inline| match node {
        Inline::Text(text) => html! { { text } },
        Inline::Code(text) => html! { <code>{ text }</code> },
        Inline::Bold(nodes) => html! { <strong>{ inline(nodes, on_file) }</strong> },
        Inline::Italic(nodes) => html! { <em>{ inline(nodes, on_file) }</em> },
        Inline::Link { text, to: Target::Address(address) } => html! {
            <a href={address.clone()} title={address.clone()} target="_blank" rel="noopener noreferrer">{ inline(text, on_file) }</a>
        },
        Inline::Link { text, to: Target::Lesson(file) } => {
            let file = file.clone();
            html! { <button type="button" class="text-link" onclick={on_file.reform(move |_| file.clone())}>{ inline(text, on_file) }</button> }
        }
    };
    html! { <>{ for nodes.iter().map(one) }</> }
}

/// How far somebody got, by a shape and for those who do not see it in words.
pub(crate) fn mark(mark: Mark) -> Html {
    let (path, class) = match mark {
        Mark::NotYet => ("M8 3.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9z", "stroke thin"),
        Mark::Begun => ("M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM8 4a4 4 0 010 8z", "fill even"),
        Mark::Shown => (
            "M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM8 4a4 4 0 110 8 4 4 0 010-8zM8 6a2 2 0 100 4 2 2 0 000-4z",
            "fill even",
        ),
        Mark::Solved => (
            "M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM7.2 10.6L4.7 8.1l1-1 1.5 1.5 3.2-3.2 1 1z",
            "fill even",
        ),
    };
    html! {
        <span class={yew::classes!("lesson-mark", (mark >= Mark::Shown).then_some("is-passed"))}>
            <svg class={yew::classes!("icon", class)} viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={path} /></svg>
            <span class="sr-only">{ format!("{}: ", mark.words()) }</span>
        </span>
    }
}

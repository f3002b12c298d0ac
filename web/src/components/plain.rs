//! Texts from outside, shown as they are stored: each in a direction of its own, and with a mark for what does not show.

use rulelens_wasm::hidden::{self, Piece, pieces};
use yew::{Html, html};

/// A name or a value: white space at its ends is marked too, and so is that it is empty.
pub(crate) fn plain(text: &str) -> Html {
    if text.is_empty() {
        return html! { <span class="unseen">{ "(empty)" }</span> };
    }
    let blank = |ch: char| ch == ' ';
    let inner = text.trim_start_matches(blank);
    let before = text.len() - inner.len();
    let inner = inner.trim_end_matches(blank);
    let after = text.len() - before - inner.len();
    html! { <bdi>{ blanks(before) }{ visible(inner) }{ blanks(after) }</bdi> }
}

/// A piece of prose.
pub(crate) fn visible(text: &str) -> Html {
    marked(text, |_| false)
}

/// A block of text, whose lines and tabs stand as they are.
pub(crate) fn visible_block(text: &str) -> Html {
    marked(text, |ch| matches!(ch, '\n' | '\t'))
}

fn marked(text: &str, shows: impl Fn(char) -> bool) -> Html {
    if !hidden::has_hidden(text) {
        return html! { { text } };
    }
    let drawn = pieces(text).map(|piece| match piece {
        Piece::Plain(plain) => html! { { plain } },
        Piece::Hidden(ch) if shows(ch) => html! { { ch } },
        Piece::Hidden(ch) => {
            html! { <span class="unseen" title={hidden::name(ch)}>{ hidden::escape(ch) }</span> }
        }
    });
    html! { <>{ for drawn }</> }
}

/// Spaces that would not be seen: each is marked, up to as many as can be told apart.
fn blanks(count: usize) -> Html {
    if count == 0 {
        return Html::default();
    }
    let title = if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") };
    let marks = "␣".repeat(count.min(20));
    html! { <span class="unseen" {title}>{ marks }</span> }
}

//! The line of a mistake, with the place marked and the words below it.

use crate::components::icon::severity_icon;
use crate::components::plain::visible;
use crate::components::words::{prose, severity_class};
use crate::documents::Document;
use rulelens_wasm::DiagnosticView;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// How much of the line is shown on either side of the place, in UTF-16 code units.
const AROUND: usize = 28;

/// How much of the place itself is shown, in UTF-16 code units.
const MARKED: usize = 40;

#[derive(Properties)]
pub(super) struct ExcerptProps {
    pub(super) diagnostic: DiagnosticView,
    pub(super) document: Document,
    /// Whether the place is shown, which the code editor does itself.
    pub(super) marked: bool,
    /// What invalid text can be taken as instead.
    pub(super) offer: Option<Offer>,
}

/// A way out: what it is called, and what takes it.
pub(crate) type Offer = (&'static str, Callback<()>);

impl PartialEq for ExcerptProps {
    fn eq(&self, other: &Self) -> bool {
        self.diagnostic == other.diagnostic
            && self.marked == other.marked
            && self.offer == other.offer
            && self.document.revision == other.document.revision
    }
}

#[function_component]
pub(super) fn Excerpt(props: &ExcerptProps) -> Html {
    let ExcerptProps { diagnostic, document, marked, offer } = props;
    let place = diagnostic.labels.first().filter(|_| *marked).map(|label| {
        let parts = Parts::of(label.start, label.end, |start, end| document.slice(start, end));
        html! {
            <p class="excerpt-line code">
                <span class="line-number" aria-hidden="true">{ label.line }</span>
                <span class="excerpt-text">
                    { visible(&parts.before) }<mark>{ visible(&parts.marked) }</mark>{ visible(&parts.after) }
                </span>
            </p>
        }
    });
    let word = diagnostic.labels.first().map(|label| &label.message);
    let word = word.filter(|word| says_more(&diagnostic.message, word));
    html! {
        <div class={classes!("excerpt", severity_class(diagnostic.severity))}>
            { place }
            <p class="excerpt-words">
                { severity_icon(diagnostic.severity) }
                <span>{ prose(&diagnostic.message) }</span>
                if let Some((label, on_take)) = offer {
                    <button type="button" class="button is-link is-small push" onclick={on_take.reform(|_| ())}>{ *label }</button>
                }
            </p>
            if let Some(word) = word {
                <p class="hint excerpt-hint">{ prose(word) }</p>
            }
        </div>
    }
}

/// Whether the words at a place say more than the message: `expected a name` does not beside "Expected a name.", nor does
/// `did you mean FROM?` beside a message that names FROM.
fn says_more(message: &str, word: &str) -> bool {
    let plain = |text: &str| text.replace('`', "").to_ascii_lowercase();
    let word = plain(word);
    let fact = word.strip_prefix("did you mean ").unwrap_or(&word).trim_end_matches('?');
    !fact.is_empty() && !plain(message).contains(fact)
}

/// A place with what stands around it on its line.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    before: String,
    marked: String,
    after: String,
}

impl Parts {
    /// Reads the place from `start` to `end` with `slice`, which gives any part of the text.
    fn of(start: usize, end: usize, slice: impl Fn(usize, usize) -> String) -> Self {
        let shown = |text: &str| text.replace('\t', " ").replace('\r', "");
        let before = slice(start.saturating_sub(2 * AROUND), start);
        let before = before.rsplit('\n').next().unwrap_or_default();
        // A beginning that is a little longer than fits well is kept whole: an ellipsis would save nothing.
        let surplus = before.chars().count().saturating_sub(AROUND + AROUND / 3);
        let (cut_before, before) = if surplus > 0 {
            let at = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
            (true, &before[at..])
        } else {
            (false, before)
        };
        let whole = slice(start, end.clamp(start, start + MARKED));
        let marked = whole.split('\n').next().unwrap_or_default();
        let goes_on = marked.len() == whole.len() && end.saturating_sub(start) <= MARKED;
        let after = if goes_on { slice(end, end + AROUND) } else { "…".to_owned() };
        let after = after.split('\n').next().unwrap_or_default();
        Self {
            before: format!("{}{}", if cut_before { "…" } else { "" }, shown(before)),
            // Something has to be there to carry the mark, also at the end of a line.
            marked: if marked.is_empty() { "\u{a0}".to_owned() } else { shown(marked) },
            after: shown(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, start: usize, end: usize) -> Parts {
        Parts::of(start, end, |start, end| {
            let units: Vec<u16> = text.encode_utf16().skip(start).take(end.saturating_sub(start)).collect();
            String::from_utf16_lossy(&units)
        })
    }

    #[track_caller]
    fn check(found: &Parts, before: &str, marked: &str, after: &str) {
        assert_eq!((&*found.before, &*found.marked, &*found.after), (before, marked, after));
    }

    #[test]
    fn nothing_is_said_twice() {
        for (message, word, more) in [
            ("`FORM` looks like a misspelt FROM.", "did you mean FROM?", false),
            ("Expected SELECT, found `{`.", "expected SELECT, found `{`", false),
            ("There is no function `uper`.", "did you mean upper()?", true),
            ("`)` cannot follow here.", "the statement must end before this", true),
            ("A message.", "", false),
        ] {
            assert_eq!(says_more(message, word), more, "{message} {word}");
        }
    }

    #[test]
    fn only_the_line_of_the_place_is_shown() {
        check(&parts("one\ntwo three\nfour", 8, 13), "two ", "three", "");
        check(&parts("SELECT é FORM x", 9, 13), "SELECT é ", "FORM", " x");
    }

    #[test]
    fn a_place_without_width_is_still_marked() {
        check(&parts("SELECT", 6, 6), "SELECT", "\u{a0}", "");
        check(&parts("a\nb", 1, 1), "a", "\u{a0}", "");
        check(&parts("", 0, 0), "", "\u{a0}", "");
    }

    #[test]
    fn long_lines_and_places_are_cut() {
        let found = parts(&"x".repeat(500), 200, 400);
        assert_eq!(found.before, format!("…{}", "x".repeat(AROUND)));
        assert_eq!(found.marked, "x".repeat(MARKED));
        assert_eq!(found.after, "…");
    }

    #[test]
    fn a_place_of_several_lines_is_cut_at_the_first() {
        check(&parts("a 'b\nc'", 2, 7), "a ", "'b", "…");
    }
}

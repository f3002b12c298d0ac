//! Quotes that do not pair: which one is wrong, and what puts it right.
//!
//! A quote without its partner turns all later ones round, so that the tokens end far from the mistake. Here each quote
//! is read in the ways that people get them wrong, the likeliest first, until the statement can be read.

use super::errors;
use super::parser::{Parsed, plain};
use crate::diagnostic::{Diagnostic, Edit};
use std::ops::Range;

/// The longest statement that is looked through.
const MAX_BYTES: usize = 8 * 1024;

/// The most quotes that are looked at; no statement that a person writes has more.
const MAX_QUOTES: usize = 40;

/// How many ways of reading the quotes are tried.
const MAX_TRIES: usize = 200;

/// How many quotes are looked at in all of them, and in those that come to nothing before.
const MAX_LOOKS: usize = 4000;

/// Words that stand in a statement, and hardly in a string of it.
const KEYWORDS: &[&str] = &["SELECT", "FROM", "WHERE", "AS", "AND", "OR"];

/// A quote, plain or typographic.
#[derive(Clone, Debug)]
struct Quote {
    range: Range<usize>,
    /// `'` or `"`.
    sign: &'static str,
    is_plain: bool,
}

/// A mistake, and what was done about it.
#[derive(Clone, Debug)]
struct Mistake {
    /// From where the string starts to where it must have ended.
    range: Range<usize>,
    /// Whether it is the first quote that is missing.
    lacks_start: bool,
}

/// A way of reading the quotes.
#[derive(Clone, Debug, Default)]
struct Reading {
    edits: Vec<Edit>,
    mistake: Option<Mistake>,
}

/// Explains an error by a quote that does not pair, if that is what it is; `read` reads a statement.
pub(super) fn explain(
    text: &str,
    error: Diagnostic,
    read: impl Fn(&str) -> Result<Parsed, Diagnostic>,
) -> Diagnostic {
    let is_of_quotes = errors::is_about_quotes(error.code);
    if text.len() > MAX_BYTES || !(is_of_quotes || holds_keyword(text).is_some()) {
        return error;
    }
    let quotes = quotes(text);
    if quotes.len() > MAX_QUOTES {
        return error;
    }
    let mut search = Search { text, quotes: &quotes, tries: 0, looks: 0, read };
    match search.find(0, 0, &Reading::default()) {
        Some(Reading { edits, mistake: Some(mistake) }) => {
            errors::unpaired_quote(mistake.range, mistake.lacks_start, edits)
        }
        // All of them pair, once they are plain.
        Some(_) => error,
        None => match holds_keyword(text) {
            Some(range) if is_of_quotes => errors::unpaired_quote(range, false, Vec::new()),
            // Plain characters alone do not help.
            _ => Diagnostic { fixes: fixes_that_help(text, &error, &search.read), ..error },
        },
    }
}

/// The fixes after which the statement has no quote without its partner.
fn fixes_that_help(
    text: &str,
    error: &Diagnostic,
    read: impl Fn(&str) -> Result<Parsed, Diagnostic>,
) -> Vec<crate::Fix> {
    let helps = |fix: &&crate::Fix| match fix.apply(text).map(|changed| (read(&changed), changed)) {
        Some((Ok(parsed), changed)) => is_sensible(&parsed, &changed),
        Some((Err(other), _)) => !errors::is_about_quotes(other.code),
        None => false,
    };
    error.fixes.iter().filter(helps).cloned().collect()
}

/// The plain string that holds a keyword in capitals, and so probably misses its closing quote; where it should have
/// ended.
fn holds_keyword(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(start) = text[at..].find(['\'', '"']).map(|found| at + found) {
        let quote = text[start..].chars().next()?;
        let end = text[start + 1..].find(quote).map_or(text.len(), |found| start + 1 + found);
        if keyword_in(&text[start + 1..end]) {
            return Some(start..word_end(text, start + 1));
        }
        at = (end + 1).min(text.len());
    }
    None
}

pub(super) fn keyword_in(text: &str) -> bool {
    text.split_whitespace().any(|word| KEYWORDS.contains(&word)) && text.contains(char::is_whitespace)
}

/// Where a string that starts here ends at the latest if it is one word.
fn word_end(text: &str, from: usize) -> usize {
    let ends = |ch: char| ch.is_whitespace() || ",)]};".contains(ch);
    text[from..].find(ends).map_or(text.len(), |at| from + at)
}

/// Where the word starts that ends here.
fn word_start(text: &str, to: usize) -> usize {
    let starts = |ch: char| ch.is_whitespace() || ",([{:=<>".contains(ch);
    text[..to].rfind(starts).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))
}

fn quotes(text: &str) -> Vec<Quote> {
    let quote = |(at, ch): (usize, char)| {
        let sign = match ch {
            '\'' => "'",
            '"' => "\"",
            other => plain(other).filter(|sign| *sign == "'" || *sign == "\"")?,
        };
        Some(Quote { range: at..at + ch.len_utf8(), sign, is_plain: ch.is_ascii() })
    };
    text.char_indices().filter_map(quote).take(MAX_QUOTES + 1).collect()
}

struct Search<'t, F> {
    text: &'t str,
    quotes: &'t [Quote],
    tries: usize,
    looks: usize,
    read: F,
}

impl<F: Fn(&str) -> Result<Parsed, Diagnostic>> Search<'_, F> {
    /// Reads the quotes from this one on, where the text up to `from` is read already.
    fn find(&mut self, index: usize, from: usize, so_far: &Reading) -> Option<Reading> {
        self.looks += 1;
        if self.looks > MAX_LOOKS || self.tries > MAX_TRIES {
            return None;
        }
        match self.quotes.get(index).cloned() {
            Some(open) => self.find_from(&open, index, from, so_far),
            None => self.check(from, so_far),
        }
    }

    /// The same, from this quote on.
    fn find_from(&mut self, open: &Quote, index: usize, from: usize, so_far: &Reading) -> Option<Reading> {
        let text = self.text;
        let mut here = so_far.clone();
        here.edits.extend(plain_characters(text, from..open.range.start));
        let put = |range: Range<usize>, sign: &str| Edit { range, text: sign.to_owned() };
        // A word right before it: it ends a string that has no start.
        let word = word_start(text, open.range.start);
        let follows_word =
            text[..open.range.start].ends_with(|ch: char| ch.is_alphanumeric() || "/+#_".contains(ch));
        if follows_word && word >= from {
            let mut reading = here.clone();
            reading.edits.retain(|edit| edit.range.end <= word);
            reading.edits.push(put(word..word, open.sign));
            if !open.is_plain {
                reading.edits.push(put(open.range.clone(), open.sign));
            }
            reading.mistake.get_or_insert(Mistake { range: word..open.range.end, lacks_start: true });
            if let Some(found) = self.find(index + 1, open.range.end, &reading) {
                return Some(found);
            }
        }
        let inside = |close: &Quote| &text[open.range.end..close.range.start];
        let after = |index: usize| self.quotes.get(index).cloned();
        let later = || index + 1..self.quotes.len();
        let same = later().find(|at| self.quotes[*at].sign == open.sign);
        // The one that ends the string as it stands.
        let plain = later().find(|at| self.quotes[*at].is_plain && self.quotes[*at].sign == open.sign);
        // One that stands twice, once too often.
        if let Some(second) = after(index + 1).filter(|second| second.range.start == open.range.end)
            && second.sign == open.sign
            && let Some(close) = after(index + 2).filter(|close| close.sign == open.sign)
            && !keyword_in(inside(&close))
        {
            let mut reading = here.clone();
            reading.edits.push(put(second.range.clone(), ""));
            let range = open.range.start..close.range.end;
            reading.mistake.get_or_insert(Mistake { range, lacks_start: false });
            if let Some(found) = self.find(index + 3, close.range.end, &reading) {
                return Some(found);
            }
        }
        let mut ways: Vec<(usize, Option<Quote>, Range<usize>)> = Vec::new();
        let closing = |at: Option<usize>| at.and_then(|at| Some((at, after(at)?)));
        // Its partner, with nothing in between that belongs to the statement.
        let partners = [plain.filter(|_| open.is_plain), same];
        for (at, close) in partners.into_iter().filter_map(closing) {
            if !keyword_in(inside(&close)) {
                ways.push((at, Some(close.clone()), close.range));
            }
        }
        // A quote of the other kind.
        if let Some((at, close)) = closing(Some(index + 1)).filter(|(_, close)| close.sign != open.sign)
            && !keyword_in(inside(&close))
        {
            ways.push((at, Some(close.clone()), close.range));
        }
        // No quote at all: at the end of the word, or of the statement.
        let end = word_end(text, open.range.end);
        let before = |at: usize| self.quotes.iter().take_while(|quote| quote.range.start < at).count();
        if before(end) == index + 1 {
            ways.push((before(end) - 1, None, end..end));
        }
        for (at, close) in partners.into_iter().filter_map(closing) {
            if keyword_in(inside(&close)) {
                ways.push((at, Some(close.clone()), close.range));
            }
        }
        let last = text.trim_end().len();
        if index + 1 == self.quotes.len() && last > end {
            ways.push((index, None, last..last));
        }
        for (at, close, range) in ways {
            let mut reading = here.clone();
            let pairs = close.as_ref().is_some_and(|close| close.sign == open.sign);
            // A string keeps the sign of its plain quote, and the opening one's where both are.
            let sign = match &close {
                Some(close) if close.is_plain && !open.is_plain => close.sign,
                _ => open.sign,
            };
            if !open.is_plain || sign != open.sign {
                reading.edits.push(put(open.range.clone(), sign));
            }
            match &close {
                Some(close) if close.is_plain && close.sign == sign => {}
                _ => reading.edits.push(put(range.clone(), sign)),
            }
            let mixes = close.as_ref().is_some_and(|close| close.is_plain != open.is_plain);
            if !pairs || mixes {
                let range = open.range.start..range.end;
                reading.mistake.get_or_insert(Mistake { range, lacks_start: false });
            }
            if let Some(found) = self.find(at + 1, range.end, &reading) {
                return Some(found);
            }
            let again =
                after(at + 1).filter(|again| again.range.start == range.end && again.sign == open.sign);
            if let Some(again) = again.filter(|_| pairs) {
                reading.edits.push(put(again.range.clone(), ""));
                let range = open.range.start..again.range.end;
                reading.mistake.get_or_insert(Mistake { range, lacks_start: false });
                if let Some(found) = self.find(at + 2, again.range.end, &reading) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether the statement can be read like this.
    fn check(&mut self, from: usize, reading: &Reading) -> Option<Reading> {
        self.tries += 1;
        if self.tries > MAX_TRIES {
            return None;
        }
        let mut reading = reading.clone();
        reading.edits.extend(plain_characters(self.text, from..self.text.len()));
        let changed = Edit::apply_all(&reading.edits, self.text)?;
        let parsed = (self.read)(&changed).ok()?;
        is_sensible(&parsed, &changed).then_some(reading)
    }
}

/// Whether the topic filter is one that a topic can match, and the statement has one if it names FROM.
fn is_sensible(parsed: &Parsed, text: &str) -> bool {
    let names_from = text.split_whitespace().any(|word| word == "FROM");
    match &parsed.topic {
        None => !names_from,
        Some(source) => {
            let filter = source.filter.as_str();
            !keyword_in(filter) && !filter.chars().any(|ch| ch == '\'' || ch == '"' || plain(ch).is_some())
        }
    }
}

/// What makes typographic characters outside of strings plain.
fn plain_characters(text: &str, within: Range<usize>) -> Vec<Edit> {
    let start = within.start;
    let Some(part) = text.get(within) else { return Vec::new() };
    let edit = |(at, ch): (usize, char)| {
        let range = start + at..start + at + ch.len_utf8();
        Some(Edit { range, text: plain(ch)?.to_owned() })
    };
    part.char_indices().filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Rule, SqlVersion};

    /// The place that is reported, the statement after the first fix, and its topic filter.
    fn found(sql: &str) -> (String, String) {
        let error = Rule::parse(sql, SqlVersion::V2016_03_23).expect_err(sql);
        let place = error.labels.first().map(|label| sql[label.range.clone()].to_owned()).unwrap_or_default();
        let fixed = error.fixes.first().map(|fix| fix.apply(sql).expect(sql)).unwrap_or_default();
        if !fixed.is_empty() {
            assert!(Rule::parse(&fixed, SqlVersion::V2016_03_23).is_ok(), "{sql} -> {fixed}");
        }
        (place, fixed)
    }

    #[test]
    fn a_quote_without_partner_is_reported_where_it_starts() {
        for (sql, place, fixed) in [
            ("SELECT a FROM 'x/y WHERE a = 'z'", "'x/y", "SELECT a FROM 'x/y' WHERE a = 'z'"),
            ("SELECT 'a AS b FROM 'x/y'", "'a", "SELECT 'a' AS b FROM 'x/y'"),
            ("SELECT a FROM 'x/y WHERE a > 0", "'x/y", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM \"x/y WHERE a > 0", "\"x/y", "SELECT a FROM \"x/y\" WHERE a > 0"),
            ("SELECT a FROM \u{2018}x/y' WHERE a > 0", "\u{2018}x/y'", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM 'x/y\u{2019} WHERE a > 0", "'x/y\u{2019}", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM \u{2018}x/y WHERE a > 0", "\u{2018}x/y", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM x/y' WHERE a > 0", "x/y'", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM x/y\u{2019} WHERE b = 'on'", "x/y\u{2019}", "SELECT a FROM 'x/y' WHERE b = 'on'"),
            ("SELECT a FROM \"x/y' WHERE a > 0", "\"x/y'", "SELECT a FROM \"x/y\" WHERE a > 0"),
            ("SELECT a FROM 'x/y\" WHERE a > 0", "'x/y\"", "SELECT a FROM 'x/y' WHERE a > 0"),
            (
                "SELECT a FROM 'x/y' WHERE b = 'on AND c = 'off'",
                "'on",
                "SELECT a FROM 'x/y' WHERE b = 'on' AND c = 'off'",
            ),
            ("SELECT a FROM 'x/y WHERE b = 'on", "'x/y", "SELECT a FROM 'x/y' WHERE b = 'on'"),
            (
                "SELECT a FROM 'x/y' WHERE b = 'switched on",
                "'switched on",
                "SELECT a FROM 'x/y' WHERE b = 'switched on'",
            ),
            ("SELECT a FROM 'x/y''", "'x/y''", "SELECT a FROM 'x/y'"),
            ("SELECT a FROM ''x/y'", "''x/y'", "SELECT a FROM 'x/y'"),
            ("SELECT upper('on) AS b FROM 'x/y'", "'on", "SELECT upper('on') AS b FROM 'x/y'"),
            ("SELECT {'k: a} AS b FROM 'x/y'", "'k:", ""),
            (
                "SELECT a FROM 'x/y' WHERE b = \u{201C}on",
                "\u{201C}on",
                "SELECT a FROM 'x/y' WHERE b = \"on\"",
            ),
            (
                "SELECT a FROM 'x/y' WHERE b = \u{201C}on'",
                "\u{201C}on'",
                "SELECT a FROM 'x/y' WHERE b = 'on'",
            ),
        ] {
            let (at, after) = found(sql);
            if fixed.is_empty() {
                continue;
            }
            assert_eq!((at.as_str(), after.as_str()), (place, fixed), "{sql}");
        }
    }

    #[test]
    fn typographic_quotes_that_pair_are_made_plain() {
        for (sql, place, fixed) in [
            ("SELECT a FROM \u{2018}x/y\u{2019} WHERE a > 0", "\u{2018}", "SELECT a FROM 'x/y' WHERE a > 0"),
            ("SELECT a FROM \u{201C}x/y\u{201D}", "\u{201C}", "SELECT a FROM \"x/y\""),
            ("SELECT a \u{2013} 1 AS b FROM \u{2018}x\u{2019}", "\u{2013}", "SELECT a - 1 AS b FROM 'x'"),
        ] {
            let (at, after) = found(sql);
            assert_eq!((at.as_str(), after.as_str()), (place, fixed), "{sql}");
        }
    }

    #[test]
    fn no_fix_makes_a_filter_that_nothing_matches() {
        for sql in [
            "SELECT a FROM 'x/y WHERE",
            "SELECT a FROM 'x/y WHERE a >",
            "SELECT FROM 'x/y WHERE a = 1",
            "SELECT a, FROM 'x WHERE b = 'c AND",
        ] {
            let (at, fixed) = found(sql);
            assert!(at.starts_with('\'') || !at.contains('\''), "{sql}: {at}");
            assert!(!fixed.contains("WHERE'"), "{sql}: {fixed}");
        }
    }

    #[test]
    fn many_quotes_that_cannot_pair_take_bounded_work() {
        let items = "f('a', 'b', g('c'), [{'d': 'e'}], h('i')) AS x, ".repeat(3);
        let half = format!("SELECT {items} upper(['hel");
        let work =
            allocation_counter::measure(|| assert!(Rule::parse(&half, SqlVersion::default()).is_err()));
        assert!(work.count_total < 500_000, "{} allocations", work.count_total);
    }

    #[test]
    fn quotes_that_pair_are_left_alone() {
        for sql in [
            "SELECT 'rock AND roll' AS b FROM 'x/y'",
            "SELECT a FROM 'x/y' WHERE b = \"it's AS good\"",
            "SELECT 'it\u{2019}s' AS b FROM 'x/y'",
        ] {
            assert!(Rule::parse(sql, SqlVersion::V2016_03_23).is_ok(), "{sql}");
        }
    }
}

//! Names in strings: those that `Fn::Sub` replaces, and those that look as if it did.

use super::scope::Resolver;
use crate::documents::node::Node;
use crate::documents::text::{Piece, Text};
use crate::documents::wording;
use iot_sql::{SqlVersion, Template};
use std::ops::Range;

impl Resolver<'_, '_, '_> {
    /// The text of `Fn::Sub`: `${Name}` is CloudFormation's, `${!text}` is the rule's `${text}`.
    pub(super) fn substitute(
        &mut self,
        template: &Text,
        variables: &[(String, Node)],
        span: &Range<usize>,
    ) -> Text {
        let mut out = Text::default();
        let mut search = Search { span: span.clone() };
        for piece in template.pieces() {
            match piece {
                Piece::Known(text, at) => {
                    let piece = template.slice(at..at + text.len());
                    self.substitute_piece(&piece, text, variables, &mut search, span, &mut out);
                }
                Piece::Unknown(placeholder) => out.push(&Text::unknown(placeholder)),
            }
        }
        out
    }

    fn substitute_piece(
        &mut self,
        piece: &Text,
        text: &str,
        variables: &[(String, Node)],
        search: &mut Search,
        span: &Range<usize>,
        out: &mut Text,
    ) {
        let mut rest = text;
        let offset = |rest: &str| text.len() - rest.len();
        while let Some(at) = rest.find("${") {
            let from = offset(rest);
            out.push_slice(piece, from..from + at);
            let inner = &rest[at + 2..];
            if let Some(literal) = inner.strip_prefix('!') {
                out.push_slice(piece, from + at..from + at + 2);
                rest = literal;
                continue;
            }
            let Some(end) = inner.find('}') else {
                rest = &rest[at..];
                break;
            };
            let name = &inner[..end];
            rest = &inner[end + 1..];
            let value = self.name_in_sub(name, variables, search, span);
            if !self.reader.spend(value.size()) {
                return;
            }
            match value.parts() {
                Some(text) => out.push(&text),
                None => {
                    let meaning = format!("${{{name}}}");
                    let value = self.reader.unknown(name, &meaning, None, span.clone());
                    out.push(&value.parts().unwrap_or_default());
                }
            }
        }
        out.push_slice(piece, offset(rest)..text.len());
    }

    fn name_in_sub(
        &mut self,
        name: &str,
        variables: &[(String, Node)],
        search: &mut Search,
        span: &Range<usize>,
    ) -> Node {
        let shown = format!("${{{name}}}");
        let trimmed = name.trim();
        if let Some((_, value)) = variables.iter().rev().find(|(variable, _)| variable == trimmed) {
            return match self.resolve(value) {
                Some(value) => value,
                None => Node::of_text("", span.clone()),
            };
        }
        let place = search.next(&shown, self.reader.text);
        let range = place.clone().unwrap_or_else(|| span.clone());
        if !self.is_reference(trimmed) {
            let warning = match self.nearest_name(trimmed) {
                Some(nearest) => wording::name_unknown(trimmed, &nearest, span, place),
                None => {
                    let is_template =
                        self.reader.in_action && Template::parse(&shown, SqlVersion::V2016_03_23).is_ok();
                    wording::taken_by_sub(&shown, span, place, is_template)
                }
            };
            self.reader.warn(warning);
        }
        if trimmed.contains('.') && !trimmed.starts_with("AWS::") {
            self.attribute(trimmed, &range)
        } else {
            self.reference(trimmed, &range)
        }
    }

    /// A name of the template that this one is probably meant to be.
    fn nearest_name(&self, name: &str) -> Option<String> {
        let declared = self.declared.as_ref()?;
        let (first, rest) = match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        };
        let nearest = iot_sql::nearest(first, declared.iter().map(String::as_str))?;
        // In an action, what differs in its first letter's case only is as likely an attribute of the message.
        let is_same = self.reader.in_action && nearest.eq_ignore_ascii_case(first);
        (!is_same).then(|| rest.map_or_else(|| nearest.to_owned(), |rest| format!("{nearest}.{rest}")))
    }

    /// A string outside of `Fn::Sub`, which CloudFormation leaves alone.
    pub(super) fn literal(&mut self, text: &Text, span: &Range<usize>) -> Text {
        let mut search = Search { span: span.clone() };
        for piece in text.pieces() {
            let Piece::Known(text, _) = piece else { continue };
            let mut rest = text;
            while let Some(at) = rest.find("${") {
                let inner = &rest[at + 2..];
                let is_doubled = rest[..at].ends_with('$');
                if inner.starts_with("AWS::") || inner.starts_with('!') || is_doubled {
                    let found = inner.chars().next().filter(|ch| *ch == '!').map_or("${", |_| "${!");
                    let place = search.next(if is_doubled { "$${" } else { found }, self.reader.text);
                    let has_fix = self.reader.in_action;
                    self.reader.warn(wording::not_substituted(inner, is_doubled, span, place, has_fix));
                }
                rest = inner;
            }
        }
        text.clone()
    }

    /// Whether `Fn::Sub` can put something in the place of a name.
    fn is_reference(&self, name: &str) -> bool {
        if name.starts_with("AWS::") || self.loops.iter().any(|(variable, _)| variable == name) {
            return true;
        }
        let is_word = |part: &str| !part.is_empty() && part.chars().all(|ch| ch.is_ascii_alphanumeric());
        let mut parts = name.split('.');
        let first = parts.next().unwrap_or_default();
        let has_good_parts =
            parts.all(|part| part.chars().all(|ch| ch.is_ascii_alphanumeric() || "_-:".contains(ch)));
        let is_declared = self.declared.as_ref().is_none_or(|declared| declared.contains(first));
        is_word(first) && has_good_parts && is_declared
    }
}

/// Finds strings in the document's source, one after the other. A string with escapes in it is not found.
struct Search {
    span: Range<usize>,
}

impl Search {
    fn next(&mut self, text: &str, source: &str) -> Option<Range<usize>> {
        let Some(at) = source.get(self.span.clone()).and_then(|source| source.find(text)) else {
            // Nor are the strings after it looked for: their places would be a guess.
            self.span.start = self.span.end;
            return None;
        };
        let start = self.span.start + at;
        self.span.start = start + text.len();
        Some(start..start + text.len())
    }
}

//! Strings with `${…}` and `%{…}`.

use super::expressions::Evaluator;
use super::functions;
use crate::documents::limits::{MAX_RESOLVING, STEP};
use crate::documents::node::Node;
use crate::documents::places::Quote;
use crate::documents::text::Text;
use hcl_edit::Span;
use hcl_edit::template::{Directive, Element, Strip, Template};
use std::borrow::Cow;
use std::ops::Range;

impl Evaluator<'_, '_, '_> {
    /// The value of a template: of one that is only `${…}`, the value of that.
    pub(super) fn template(&mut self, elements: &[&Element], span: Range<usize>, quote: Quote) -> Node {
        if let [Element::Interpolation(interpolation)] = elements {
            let value = self.interpolated(&interpolation.expr, interpolation.span());
            return value.placed(&span);
        }
        Node::of_text(self.text_of(elements, 0, quote), span)
    }

    /// The text of a template; `indent` is how many blanks begin each line that is not to have them.
    pub(super) fn text_of(&mut self, elements: &[&Element], indent: usize, quote: Quote) -> Text {
        let mut out = Text::default();
        let outer = (std::mem::replace(&mut self.indent, indent), std::mem::replace(&mut self.quote, quote));
        self.add(elements, [Strip::None; 2], false, &mut out);
        (self.indent, self.quote) = outer;
        out
    }

    /// Adds the text of elements. `around` is how the directive around them strips what is next to it. `is_inside`: it is there.
    fn add(&mut self, elements: &[&Element], around: [Strip; 2], is_inside: bool, out: &mut Text) {
        for (index, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(text) => {
                    let before = index.checked_sub(1).map_or(around[0], |before| strip(elements[before]).1);
                    let after = elements.get(index + 1).map_or(around[1], |after| strip(after).0);
                    // The parser takes the blanks from lines outside of directives only.
                    let indent = if is_inside { self.indent } else { 0 };
                    let text = dedented(text.value(), indent);
                    let text = stripped(&text, before.strip_end(), after.strip_start());
                    if self.reader.spend(STEP + text.len()) {
                        out.push(&self.literal(text, element.span(), self.quote));
                    }
                }
                Element::Interpolation(interpolation) => {
                    let value = self.interpolated(&interpolation.expr, element.span());
                    let text = match value.parts() {
                        Some(text) => text,
                        None => self.unknown(&interpolation.expr).parts().unwrap_or_default(),
                    };
                    if self.reader.spend(text.size()) {
                        out.push(&text);
                    }
                }
                Element::Directive(directive) => {
                    if self.depth < MAX_RESOLVING {
                        self.depth += 1;
                        self.directive(directive, element.span(), out);
                        self.depth -= 1;
                    }
                }
            }
        }
    }

    fn directive(&mut self, directive: &Directive, span: Option<Range<usize>>, out: &mut Text) {
        fn elements(template: &Template) -> Vec<&Element> {
            template.iter().collect()
        }
        match directive {
            Directive::If(choice) => {
                let condition = self.test(&choice.if_expr.cond_expr);
                if condition.is_guess {
                    let source = self.source_of(&choice.if_expr.cond_expr).to_owned();
                    let place = self.place(span);
                    self.reader.warn(crate::documents::wording::conditional(
                        &source,
                        condition.is_true,
                        place,
                    ));
                }
                let end = choice.endif_expr.strip;
                match &choice.else_expr {
                    _ if condition.is_true => {
                        let after = choice.else_expr.as_ref().map_or(end, |other| other.strip);
                        self.add(
                            &elements(&choice.if_expr.template),
                            [choice.if_expr.strip, after],
                            true,
                            out,
                        );
                    }
                    Some(other) => self.add(&elements(&other.template), [other.strip, end], true, out),
                    None => {}
                }
            }
            Directive::For(each) => {
                let collection = self.value(&each.for_expr.collection_expr);
                let Some(items) = functions::items_of(&collection) else {
                    let place = self.place(span);
                    let source = self.source_of(&each.for_expr.collection_expr).to_owned();
                    let name = format!("for {source}");
                    let unknown = self.reader.unknown(&name, &name, None, place);
                    out.push(&unknown.parts().unwrap_or_default());
                    return;
                };
                let around = [each.for_expr.strip, each.endfor_expr.strip];
                for (key, value) in items {
                    if !self.reader.spend(STEP + value.size()) {
                        return;
                    }
                    let height = self.scopes.len();
                    if let Some(name) = &each.for_expr.key_var {
                        self.scopes.push((name.as_str().to_owned(), key));
                    }
                    self.scopes.push((each.for_expr.value_var.as_str().to_owned(), value));
                    self.add(&elements(&each.for_expr.template), around, true, out);
                    self.scopes.truncate(height);
                }
            }
        }
    }
}

/// How an element strips what stands before it and behind it.
fn strip(element: &Element) -> (Strip, Strip) {
    match element {
        Element::Literal(_) => (Strip::None, Strip::None),
        Element::Interpolation(interpolation) => (interpolation.strip, interpolation.strip),
        Element::Directive(directive) => match &**directive {
            Directive::If(choice) => (choice.if_expr.strip, choice.endif_expr.strip),
            Directive::For(each) => (each.for_expr.strip, each.endfor_expr.strip),
        },
    }
}

/// A literal without so many blanks at the beginning of each line.
fn dedented(text: &str, indent: usize) -> Cow<'_, str> {
    if indent == 0 || !text.contains('\n') {
        return text.into();
    }
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        out.push('\n');
        out.push_str(&line[blanks.min(indent)..]);
    }
    out.into()
}

/// A literal without the blanks that `~` next to it strips, up to a line's end and with it.
fn stripped(text: &str, at_start: bool, at_end: bool) -> &str {
    let is_blank = |ch: char| ch.is_whitespace() && ch != '\r' && ch != '\n';
    let mut text = text;
    if at_start {
        text = text.trim_start_matches(is_blank);
        text = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text);
    }
    if at_end {
        text = text.trim_end_matches(is_blank);
        text = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text);
    }
    text
}

//! Calls of functions.

use super::expressions::Evaluator;
use super::functions;
use crate::documents::hcl;
use crate::documents::node::{Kind, Node};
use crate::documents::places::Quote;
use crate::documents::text::Text;
use hcl_edit::expr::FuncCall;
use std::ops::Range;

impl Evaluator<'_, '_, '_> {
    /// What a function gives; `None` where that is known only when the configuration is deployed.
    pub(super) fn call(&mut self, call: &FuncCall, span: &Range<usize>) -> Option<Node> {
        let name = call.name.name.value().as_str();
        if !call.name.namespace.is_empty() {
            return None;
        }
        if let "try" | "can" = name {
            return self.attempt(call, name == "try");
        }
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            arguments.push(self.value(argument));
        }
        if call.args.expand_final() {
            let last = arguments.pop()?;
            arguments.extend(functions::items_of(&last)?.into_iter().map(|(_, value)| value));
        }
        match name {
            "file" | "templatefile" | "filebase64" => self.file(name, &arguments, span),
            "templatestring" => {
                let [template, variables] = arguments.as_slice() else { return None };
                self.template_with(template.text()?, variables, span)
            }
            _ => {
                let found = functions::call(name, &arguments, self.reader);
                let found = found.filter(|_| !self.reader.is_exhausted());
                // Functions that find nothing in what is known fail.
                self.is_missing |= found.is_none()
                    && functions::CAN_FAIL.contains(&name)
                    && arguments.iter().all(Node::is_known);
                found
            }
        }
    }

    /// `try` and `can`. An argument fails for certain only where what it looks for is not in a value that is known.
    fn attempt(&mut self, call: &FuncCall, is_try: bool) -> Option<Node> {
        let outer = std::mem::take(&mut self.is_missing);
        let mut found = None;
        for argument in &call.args {
            self.is_missing = false;
            let value = self.value(argument);
            let is_known = value.is_known();
            if !is_try {
                let kind = (is_known || self.is_missing).then_some(Kind::Bool(!self.is_missing));
                found = kind.map(|kind| Node { kind, span: 0..0 });
                break;
            }
            if !self.is_missing {
                // What cannot be worked out here could be when it is deployed.
                found = is_known.then_some(value);
                break;
            }
        }
        self.is_missing = outer;
        found
    }

    /// What a file holds, which is never shown by itself.
    fn file(&mut self, name: &str, arguments: &[Node], span: &Range<usize>) -> Option<Node> {
        let path = arguments.first()?.text()?.to_owned();
        let text = match self.reader.file(path.trim_start_matches("./")) {
            Ok(text) => text,
            Err(why) => {
                self.unread = Some(why);
                return None;
            }
        };
        match (name, arguments) {
            ("file", [_]) => Some(Node::of_text(text, span.clone())),
            ("filebase64", [_]) => functions::call("base64encode", &[Node::of_text(text, 0..0)], self.reader),
            ("templatefile", [_, variables]) => self.template_with(&text, variables, span),
            _ => None,
        }
    }

    /// The text of a template that stands elsewhere, with variables of its own.
    fn template_with(&mut self, text: &str, variables: &Node, span: &Range<usize>) -> Option<Node> {
        let template = hcl::template(text)?;
        let height = self.scopes.len();
        self.scopes.extend(variables.entries().iter().cloned());
        let value = self.foreign(text, None::<Text>, span, |inner| {
            inner.template(&template.iter().collect::<Vec<_>>(), span.clone(), Quote::None)
        });
        self.scopes.truncate(height);
        value.parts().map(|text| Node::of_text(text, span.clone()))
    }
}

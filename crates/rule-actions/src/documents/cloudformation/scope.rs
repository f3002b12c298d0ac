//! What the names in a template stand for: parameters, mappings, conditions, and what the tool itself provides.

use crate::documents::limits::MAX_RESOLVING;
use crate::documents::node::{Kind, Node};
use crate::documents::placeholders::Reference;
use crate::documents::reader::Reader;
use crate::documents::serverless::Variables;
use crate::documents::text::Text;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Works out the functions of a template.
pub(in crate::documents) struct Resolver<'d, 'r, 't> {
    pub(in crate::documents) reader: &'r mut Reader<'t>,
    root: Option<&'d Node>,
    /// The values that a parent stack gives.
    arguments: BTreeMap<String, Node>,
    /// The names that `Ref`, `Fn::GetAtt` and `Fn::Sub` can use; `None` where a macro may add others.
    pub(super) declared: Option<BTreeSet<String>>,
    /// The variables of the Serverless Framework, where it is its configuration.
    pub(in crate::documents) variables: Option<Variables<'d>>,
    /// What the loops around are at, the innermost last.
    pub(super) loops: Vec<(String, Node)>,
    pub(in crate::documents) depth: usize,
    conditions: BTreeMap<String, Condition>,
    /// What placeholders are taken to be, so that conditions agree with each other.
    assumed: BTreeMap<usize, String>,
    /// Whether the template stands in another file, or in a string of the document.
    pub(super) is_elsewhere: bool,
    /// Whether the condition being tested depends on such an assumption.
    is_guess: bool,
}

/// What a condition was found to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) is_true: bool,
    /// Whether that is known only when the template is deployed.
    pub(super) is_guess: bool,
}

impl<'d, 'r, 't> Resolver<'d, 'r, 't> {
    pub(super) fn new(
        root: Option<&'d Node>,
        declared: Option<BTreeSet<String>>,
        arguments: BTreeMap<String, Node>,
        reader: &'r mut Reader<'t>,
    ) -> Self {
        Self {
            reader,
            root,
            arguments,
            declared,
            variables: None,
            loops: Vec::new(),
            depth: 0,
            conditions: BTreeMap::new(),
            assumed: BTreeMap::new(),
            is_elsewhere: false,
            is_guess: false,
        }
    }

    /// The resolver of a `serverless.yml`.
    pub(in crate::documents) fn of_serverless(variables: Variables<'d>, reader: &'r mut Reader<'t>) -> Self {
        Self { variables: Some(variables), ..Self::new(None, None, BTreeMap::new(), reader) }
    }

    /// The template whose parameters, mappings and conditions count from now on.
    pub(in crate::documents) fn set_root(&mut self, root: &'d Node) {
        self.root = Some(root);
    }

    fn section(&self, name: &str) -> Option<&'d Node> {
        self.root.and_then(|root| root.get(name))
    }

    /// What `Ref` gives.
    pub(super) fn reference(&mut self, name: &str, span: &Range<usize>) -> Node {
        if let Some(value) = self.value(name, span) {
            return value;
        }
        self.reader.unknown(name, name, Some(Reference::CloudFormation(json!({"Ref": name}))), span.clone())
    }

    /// What `Fn::GetAtt` gives.
    pub(super) fn attribute(&mut self, name: &str, span: &Range<usize>) -> Node {
        let (resource, attribute) = name.split_once('.').unwrap_or((name, ""));
        let reference = json!({"Fn::GetAtt": [resource, attribute]});
        self.reader.unknown(name, name, Some(Reference::CloudFormation(reference)), span.clone())
    }

    /// The value of a loop's variable or of a parameter, where it is known.
    fn value(&mut self, name: &str, span: &Range<usize>) -> Option<Node> {
        if let Some((_, value)) = self.loops.iter().rev().find(|(variable, _)| variable == name) {
            let value = value.placed(span);
            return self.reader.spend(value.size()).then_some(value);
        }
        let parameter = self.section("Parameters").and_then(|parameters| parameters.get(name))?;
        let kind = parameter.get("Type").and_then(Node::text).unwrap_or("String");
        let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
        let given = self.reader.given(name).or_else(|| self.arguments.get(name).cloned());
        let value = match given {
            Some(given) => given,
            None => {
                // The default of such a parameter is the name under which its value is kept; that of one that is not to
                // be shown is not shown.
                let is_stored = kind.starts_with("AWS::SSM::Parameter::Value");
                let is_secret =
                    parameter.get("NoEcho").and_then(Node::text).is_some_and(|text| text == "true");
                let default = parameter.get("Default").filter(|_| !is_stored && !is_secret)?;
                self.reader.took_default(name, &default.span);
                default.clone()
            }
        };
        let value = match value.text() {
            Some(text) if is_list => {
                let items = text.split(',').map(|item| Node::of_text(item.trim(), span.clone()));
                Node { kind: Kind::List(items.collect()), span: span.clone() }
            }
            _ => value.placed(span),
        };
        self.reader.spend(value.size()).then_some(value)
    }

    /// The value of a mapping.
    pub(super) fn in_map(&self, map: &str, first: &str, second: &str) -> Option<&'d Node> {
        self.section("Mappings")?.get(map)?.get(first)?.get(second)
    }

    /// What a condition is, the same throughout the document. What is known only when the template is deployed is taken
    /// as true where nothing speaks against it.
    pub(super) fn condition(&mut self, name: &str) -> Condition {
        if let Some(known) = self.conditions.get(name) {
            self.is_guess |= known.is_guess;
            return *known;
        }
        let given = self.reader.given(name);
        if let Some(given) = given.as_ref().and_then(Node::text) {
            let known = Condition { is_true: given == "true", is_guess: false };
            self.conditions.insert(name.to_owned(), known);
            return known;
        }
        // One that depends on itself is taken as true.
        self.conditions.insert(name.to_owned(), Condition { is_true: true, is_guess: true });
        let outer = std::mem::replace(&mut self.is_guess, false);
        let node = self.section("Conditions").and_then(|conditions| conditions.get(name));
        let aside = std::mem::replace(&mut self.reader.is_aside, true);
        let is_true = match node {
            Some(node) => self.test(node),
            None => self.guess(),
        };
        self.reader.is_aside = aside;
        let found = Condition { is_true, is_guess: self.is_guess };
        self.is_guess |= outer;
        self.conditions.insert(name.to_owned(), found);
        found
    }

    fn guess(&mut self) -> bool {
        self.is_guess = true;
        true
    }

    fn test(&mut self, node: &'d Node) -> bool {
        if self.depth >= MAX_RESOLVING || !self.reader.spend(1) {
            return self.guess();
        }
        self.depth += 1;
        let is_true = match node.entries() {
            [(name, argument)] => match (name.as_str(), argument.items()) {
                ("Condition", _) => match argument.text() {
                    Some(name) => self.condition(name).is_true,
                    None => self.guess(),
                },
                ("Fn::And", items @ [_, ..]) => items.iter().all(|item| self.test(item)),
                ("Fn::Or", items @ [_, ..]) => items.iter().any(|item| self.test(item)),
                ("Fn::Not", [item]) => !self.test(item),
                ("Fn::Equals", [first, second]) => self.equal(first, second),
                _ => self.guess(),
            },
            _ => match node.text() {
                Some("true") => true,
                Some("false") => false,
                _ => self.guess(),
            },
        };
        self.depth -= 1;
        is_true
    }

    fn equal(&mut self, first: &'d Node, second: &'d Node) -> bool {
        let mut text = |node| self.resolve(node).and_then(|node| node.parts());
        match (text(first), text(second)) {
            (Some(first), Some(second)) => match (self.assumption(&first), self.assumption(&second)) {
                (Ok(first), Ok(second)) => first == second,
                // What is to be told from nothing is rarely nothing.
                (Err(_), Ok(known)) | (Ok(known), Err(_)) if known.is_empty() => !self.guess(),
                (Err(unknown), Ok(known)) | (Ok(known), Err(unknown)) => {
                    self.assumed.insert(unknown, known);
                    self.guess()
                }
                (Err(first), Err(second)) if first == second && first != usize::MAX => true,
                _ => self.guess(),
            },
            _ => self.guess(),
        }
    }

    /// What a string is, or is taken to be; the placeholder, where it is taken to be nothing yet.
    fn assumption(&mut self, text: &Text) -> Result<String, usize> {
        if let Some(known) = text.known() {
            return Ok(known.to_owned());
        }
        let Some(placeholder) = text.placeholder() else { return Err(usize::MAX) };
        match self.assumed.get(&placeholder) {
            Some(assumed) => {
                self.is_guess = true;
                Ok(assumed.clone())
            }
            None => Err(placeholder),
        }
    }
}

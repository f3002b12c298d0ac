//! Reads the actions of a rule from JSON.

use super::content::Delivery;
use super::deliver::{Action, Delivering, Writing};
use super::error_action::Batching;
use super::kind::Kind;
use super::path::join;
use super::reader::Reader;
use super::unknown::UnknownAction;
use super::wording;
use crate::actions::{KINDS, SPECS, timestream};
use crate::rest;
use crate::simulation::Services;
use iot_sql::{Diagnostic, Input, Rule, Severity, SqlVersion, Template, Value};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// Actions that a rule may have (`iot-core` quotas).
const MAX_ACTIONS: usize = 10;

/// An action with its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) failed_action: &'static str,
    path: SmolStr,
    action: Arc<dyn Action>,
}

impl Placed {
    /// Its templates.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        self.action.templates().into_iter().map(|(_, template)| template)
    }

    /// Hands the outgoing payload on; the services have not taken it yet. What there is to say after what they say stays
    /// in [`Delivering::afterwards`].
    pub(crate) fn deliver<'d>(&'d self, delivering: &mut Delivering<'d, '_>) -> Delivery {
        delivering.place = &self.path;
        let (destination, content) = match delivering.count() {
            Ok(()) => self.action.deliver(delivering),
            Err(diagnostic) => delivering.failed("", diagnostic),
        };
        Delivery {
            kind: self.kind,
            title: self.title,
            path: self.path.clone(),
            destination,
            content,
            templates: std::mem::take(&mut delivering.templates),
            diagnostics: std::mem::take(&mut delivering.diagnostics),
        }
    }

    /// Lets the services take what was handed on.
    pub(crate) fn write(
        &self,
        delivery: &mut Delivery,
        afterwards: Vec<Diagnostic>,
        services: Services<'_>,
        now_ms: i64,
        message: u64,
    ) {
        let Delivery { content, diagnostics, .. } = delivery;
        self.action.write(&mut Writing { content, diagnostics, services, now_ms, message });
        diagnostics.extend(afterwards);
        if !diagnostics.is_empty() {
            *diagnostics = placed(with_reasons(std::mem::take(diagnostics)), &self.path);
        }
    }

    pub(crate) fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        placed(self.action.warnings(rule), &self.path)
    }
}

/// The actions of a rule, and what happens when one of them fails.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActionList {
    pub(crate) actions: Vec<Placed>,
    pub(crate) error_action: Option<Placed>,
}

impl ActionList {
    /// Reads one action, `{"timestream": {…}}`, an array of such, or an object with `actions` and `errorAction`, as
    /// in a rule's payload.
    pub(crate) fn from_text(
        text: &str,
        version: SqlVersion,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        // The reader of payloads tells places in the same words as there.
        let value = Value::from_json(text.as_bytes())
            .map_err(|error| vec![wording::action_not_json(&error, text.len())])?;
        let json = value.to_serde_json().unwrap_or_default();
        match &json {
            Json::Array(actions) => Self::from_parts(actions, "", None, version, warnings),
            Json::Object(object) => match object.get("actions") {
                Some(Json::Array(actions)) => {
                    let error_action = object.get("errorAction").filter(|action| !action.is_null());
                    Self::from_parts(actions, "actions", error_action, version, warnings)
                }
                Some(_) => Err(vec![wording::parameter("actions", "must be an array")]),
                None => {
                    let action = read(object, "", false, version, warnings)?;
                    Ok(Self { actions: vec![action], error_action: None })
                }
            },
            _ => Err(vec![wording::action_shape("")]),
        }
    }

    /// Reads actions, each an object as `{"timestream": {…}}`; `path` is where the array stands.
    pub(crate) fn from_parts(
        actions: &[Json],
        path: &str,
        error_action: Option<&Json>,
        version: SqlVersion,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let (list, errors) = Self::readable(actions, path, error_action, version, warnings);
        if errors.is_empty() { Ok(list) } else { Err(errors) }
    }

    /// Those actions that AWS does not reject, and why it rejects the others.
    pub(crate) fn readable(
        actions: &[Json],
        path: &str,
        error_action: Option<&Json>,
        version: SqlVersion,
        warnings: &mut Vec<Diagnostic>,
    ) -> (Self, Vec<Diagnostic>) {
        let (mut list, mut errors) = (Self::default(), Vec::new());
        if actions.len() > MAX_ACTIONS {
            errors.push(wording::too_many_actions(path, actions.len()));
        }
        let mut read_at = |json: &Json, path: &str, in_error_action| match json.as_object() {
            Some(object) => read(object, path, in_error_action, version, warnings)
                .map_err(|found| errors.extend(found))
                .ok(),
            None => {
                errors.push(wording::action_shape(path));
                None
            }
        };
        for (index, action) in actions.iter().enumerate().take(MAX_ACTIONS) {
            list.actions.extend(read_at(action, &join(path, &format!("[{index}]")), false));
        }
        list.error_action = error_action.and_then(|action| read_at(action, "errorAction", true));
        (list, errors)
    }

    /// Lets a rule read at once what the templates read too; the error action's are seldom asked.
    pub(crate) fn let_read(&self, rule: &mut Rule) {
        for action in &self.actions {
            for (_, template) in action.action.templates() {
                rule.read_also_for(template);
            }
        }
    }

    /// Where statement and templates together call a function more often than AWS allows.
    pub(crate) fn call_limit(&self, rule: &Rule) -> Option<Diagnostic> {
        let templates: Vec<_> = self
            .actions
            .iter()
            .chain(&self.error_action)
            .flat_map(|placed| {
                let templates = placed.action.templates().into_iter();
                templates.map(|(path, template)| (join(&placed.path, &path), template))
            })
            .collect();
        let (at, diagnostic) = rule.template_call_limit(templates.iter().map(|(_, template)| *template))?;
        let (path, _) = templates.get(at)?;
        Some(diagnostic.input(Input::Action(path.clone())))
    }

    /// Why AWS rejects actions beside this rule.
    pub(crate) fn errors(&self, rule: &Rule) -> Vec<Diagnostic> {
        self.actions
            .iter()
            .flat_map(|placed| self::placed(placed.action.errors(rule), &placed.path))
            .collect()
    }

    /// How the actions gather batches, if one of them does.
    pub(crate) fn batching(&self) -> Option<Batching> {
        self.actions.iter().find_map(|placed| placed.action.batching())
    }

    pub(crate) fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        self.actions.iter().chain(&self.error_action).flat_map(|action| action.warnings(rule)).collect()
    }
}

/// Reads an action, an object with one key: its kind.
fn read(
    object: &Map<String, Json>,
    path: &str,
    in_error_action: bool,
    version: SqlVersion,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Placed, Vec<Diagnostic>> {
    let mut entries = object.iter();
    let (Some((key, json)), None) = (entries.next(), entries.next()) else {
        return Err(vec![wording::action_shape(path)]);
    };
    let path = join(path, key);
    let Some(parameters) = json.as_object() else {
        return Err(placed(vec![wording::parameter("", "must be an object")], &path));
    };
    let mut own = Vec::new();
    let mut reader = Reader { version, in_error_action, errors: Vec::new(), warnings: &mut own };
    let known = SPECS.iter().copied().find(|spec| spec.key == key);
    if let Some(spec) = known {
        reader.check(parameters, spec);
    }
    // Every program has the action that most rules here have; the others are of the rest.
    let action = if key == timestream::KEY {
        timestream::deliver::read(parameters, &mut reader)
    } else {
        rest::read_other(key, parameters, &mut reader)
    };
    let mut errors = reader.errors;
    drop_repeated(&mut own, &errors);
    if !errors.is_empty() {
        // What was meant as a template may be why the string is rejected.
        errors.extend(own.iter().filter(|found| found.code.id == "template.lookalike").cloned());
    }
    warnings.extend(placed(own, &path));
    match action {
        Some(action) if errors.is_empty() => {
            let (kind, title, failed_action) = known
                .map_or(("", "Other action", "Action"), |spec| (spec.key, spec.title, spec.failed_action));
            Ok(Placed { kind, title, failed_action, path: path.into(), action })
        }
        _ => Err(placed(errors, &path)),
    }
}

/// Reads the parameters of an action of another kind than Timestream's.
pub(crate) fn read_other(
    key: &str,
    parameters: &Map<String, Json>,
    reader: &mut Reader<'_>,
) -> Option<Arc<dyn Action>> {
    let known: Option<&Kind> = KINDS.iter().copied().find(|kind| kind.key == key);
    match known.and_then(|kind| kind.read) {
        Some(read) => read(parameters, reader),
        None => Some(UnknownAction::read(key, known, parameters, reader)),
    }
}

/// Drops warnings of missing parameters where an error or a later warning says more about them.
fn drop_repeated(warnings: &mut Vec<Diagnostic>, errors: &[Diagnostic]) {
    let said = |one: &Diagnostic| (*one.code == wording::ACTION_INCOMPLETE).then(|| one.input.clone());
    let inputs: Vec<Option<Input>> = warnings.iter().map(said).collect();
    let mut index = 0;
    warnings.retain(|_| {
        let input = &inputs[index];
        index += 1;
        let is_said = |input: &Input| {
            errors.iter().any(|error| error.input == *input)
                || inputs[index..].iter().flatten().any(|later| later == input)
        };
        !input.as_ref().is_some_and(is_said)
    });
}

/// Adds to errors about a template what made it Undefined, so that the reason stands first.
fn with_reasons(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_reason =
        |found: &Diagnostic| found.code.id.starts_with("run.") && found.severity() != Severity::Error;
    let reasons: Vec<Diagnostic> = diagnostics.iter().filter(|found| is_reason(found)).cloned().collect();
    for diagnostic in &mut diagnostics {
        let of_template = matches!(&diagnostic.input, Input::Action(path) if !path.is_empty());
        if diagnostic.severity() != Severity::Error || !of_template || diagnostic.code.id.starts_with("run.")
        {
            continue;
        }
        let mut why = reasons.iter().filter(|reason| reason.input == diagnostic.input);
        if let Some(reason) = why.next() {
            let help = diagnostic.help.take().unwrap_or_default();
            diagnostic.help = Some(format!("{} {help}", reason.message).trim_end().to_owned());
            if diagnostic.fixes.is_empty() {
                diagnostic.fixes.clone_from(&reason.fixes);
            }
        }
    }
    diagnostics
}

/// Diagnostics whose paths count from the action's parameters, with paths from the text's beginning.
fn placed(mut diagnostics: Vec<Diagnostic>, path: &str) -> Vec<Diagnostic> {
    for diagnostic in &mut diagnostics {
        if let Input::Action(rest) = &diagnostic.input {
            diagnostic.input = Input::Action(join(path, rest));
        }
    }
    diagnostics
}

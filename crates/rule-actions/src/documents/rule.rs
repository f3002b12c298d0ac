//! Rules as they are read from documents and written to them.

use super::placeholders::{Placeholder, candidates, has_any};
use super::places::Places;
use super::wording;
use iot_sql::Diagnostic;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The SQL version of a rule that names none (`API_TopicRulePayload`).
pub const DEFAULT_SQL_VERSION: &str = "2015-10-08";

/// A rule, whatever document it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDocument {
    /// The rule's name, where the document gives one.
    pub name: Option<String>,
    /// Where the name stands in the document, in bytes, where it is written out there.
    pub name_range: Option<Range<usize>>,
    /// What the document calls the rule: a logical ID, or a resource's label.
    pub id: Option<String>,
    /// The statement.
    pub sql: String,
    /// The SQL version; `None` where the document names none, which means [`DEFAULT_SQL_VERSION`].
    pub sql_version: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether the rule is switched off.
    pub disabled: bool,
    /// The actions as the IoT API writes them, such as `{"timestream": {"databaseName": …}}`.
    pub actions: Vec<Json>,
    /// The error action, likewise.
    pub error_action: Option<Json>,
    /// What in the strings above is known only when the document is deployed.
    pub placeholders: Vec<Placeholder>,
    /// Where the strings above stand in the document.
    pub places: Places,
}

impl RuleDocument {
    /// What to call the rule in a list: its name, or what the document calls it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or("(without a name)")
    }

    /// Keeps those placeholders that the rule has in its strings, and tells which they are.
    pub(super) fn know_placeholders(&mut self, all: &[Placeholder]) -> BTreeSet<usize> {
        let by_text: BTreeMap<&str, usize> =
            all.iter().enumerate().map(|(index, one)| (one.text.as_str(), index)).collect();
        let mut found = BTreeSet::new();
        let mut look = |text: &str| {
            found.extend(candidates(text).filter_map(|range| by_text.get(&text[range]).copied()));
        };
        let strings = [&self.name, &self.sql_version, &self.description];
        strings.into_iter().flatten().for_each(|text| look(text));
        look(&self.sql);
        self.actions.iter().chain(&self.error_action).for_each(|action| each_string(action, &mut look));
        self.placeholders = found.iter().map(|index| all[*index].clone()).collect();
        found
    }
}

/// What kind of document was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The payload of `CreateTopicRule`, its whole request, or the output of `GetTopicRule`.
    Api,
    /// A CloudFormation or SAM template.
    CloudFormation,
    /// A configuration of the Serverless Framework.
    Serverless,
    /// A Terraform configuration.
    Terraform,
    /// A Terraform configuration in JSON.
    TerraformJson,
    /// What `terraform show -json` writes: a plan or a state, in which everything is worked out.
    TerraformPlan,
}

impl Source {
    /// What the kind of document is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "topic rule payload",
            Self::CloudFormation => "CloudFormation template",
            Self::Serverless => "Serverless configuration",
            Self::Terraform => "Terraform configuration",
            Self::TerraformJson => "Terraform configuration in JSON",
            Self::TerraformPlan => "Terraform plan",
        }
    }
}

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What kind of document it is.
    pub source: Source,
    /// The rules, in the order written; at least one.
    pub rules: Vec<RuleDocument>,
    /// What could not be known.
    pub placeholders: Vec<Placeholder>,
    /// What is odd; places are bytes of the document.
    pub warnings: Vec<Diagnostic>,
}

impl Found {
    /// What is odd about the document as far as it is about one of its rules: the placeholders of others are left out.
    #[must_use]
    pub fn remarks(&self, rule: &RuleDocument) -> Vec<Diagnostic> {
        let notes: Vec<Diagnostic> = rule.placeholders.iter().map(wording::placeholder).collect();
        let is_meant = |warning: &&Diagnostic| {
            warning.code.id != wording::DOCUMENT_PLACEHOLDER.id || notes.contains(warning)
        };
        self.warnings.iter().filter(is_meant).cloned().collect()
    }

    /// What each rule can be chosen by: its name, where it has one that is known and no other rule's, or what the
    /// document calls it.
    #[must_use]
    pub fn handles(&self) -> Vec<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in &self.rules {
            let words: BTreeSet<&str> =
                [&rule.name, &rule.id].into_iter().flatten().map(String::as_str).collect();
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        self.rules
            .iter()
            .map(|rule| {
                let name = rule
                    .name
                    .as_deref()
                    .filter(|name| counts.get(name) == Some(&1) && !has_any(name, &rule.placeholders));
                name.or(rule.id.as_deref()).unwrap_or_else(|| rule.title())
            })
            .collect()
    }

    /// The only rule, or the one of a name: what [`Found::handles`] gives, what the document calls it, or its own name.
    /// `None` where there is none or where there are several.
    #[must_use]
    pub fn choose(&self, name: Option<&str>) -> Option<&RuleDocument> {
        let only = |is_meant: &dyn Fn(usize, &RuleDocument) -> bool| {
            let mut rules = self.rules.iter().enumerate().filter(|(index, rule)| is_meant(*index, rule));
            rules.next().filter(|_| rules.next().is_none()).map(|(_, rule)| rule)
        };
        let Some(name) = name else { return only(&|_, _| true) };
        let handles = self.handles();
        only(&|index, _| handles[index] == name)
            .or_else(|| only(&|_, rule| rule.id.as_deref() == Some(name)))
            .or_else(|| only(&|_, rule| rule.name.as_deref() == Some(name)))
    }
}

/// All strings in a value that are not keys.
fn each_string(json: &Json, look: &mut impl FnMut(&str)) {
    match json {
        Json::String(text) => look(text),
        Json::Array(items) => items.iter().for_each(|item| each_string(item, look)),
        Json::Object(members) => members.values().for_each(|value| each_string(value, look)),
        _ => {}
    }
}

/// Gives rules that a document calls alike, or nothing, IDs of their own, so that each can be chosen.
pub(super) fn make_ids_unique(rules: &mut [RuleDocument]) {
    if rules.len() < 2 {
        return;
    }
    let mut taken: BTreeSet<String> = rules.iter().filter_map(|rule| rule.id.clone()).collect();
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for rule in rules {
        let base = match &rule.id {
            Some(id) if kept.insert(id.clone()) => continue,
            Some(id) => id.clone(),
            None if rule.name.is_some() => continue,
            None => "rule".to_owned(),
        };
        let count = counts.entry(base.clone()).or_insert(1);
        rule.id = Some(loop {
            *count += 1;
            let id = format!("{base}-{count}");
            if taken.insert(id.clone()) {
                break id;
            }
        });
    }
}

//! A topic beside a rule's filter, level by level.

use crate::rule::Rule;
use crate::topic::{ingesting_rule, seen_by_rule};

/// A level of a topic beside the level of the filter that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicLevel<'t> {
    /// The filter's level; `None` where it has no such level.
    pub filter: Option<&'t str>,
    /// The topic's level; `None` where it has no such level.
    pub topic: Option<&'t str>,
    /// How the two fit.
    pub fit: LevelFit,
    /// The number by which `topic(n)` reads it.
    pub number: Option<usize>,
}

/// How a level of a topic fits that of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelFit {
    /// They are the same.
    Same,
    /// A wildcard takes it.
    Wildcard,
    /// They are not the same, one is missing, or a wildcard does not take it.
    Differs,
    /// It is not compared: the rule has no FROM, or is started by its name.
    NotCompared,
}

impl Rule {
    /// The levels of a topic beside those of the rule's filter.
    ///
    /// ```
    /// use iot_sql::{LevelFit, Rule, SqlVersion};
    ///
    /// let rule = Rule::parse("SELECT * FROM 'plant/+/state'", SqlVersion::V2016_03_23)?;
    /// let fits: Vec<LevelFit> = rule.topic_levels("plant/a/alarm").iter().map(|level| level.fit).collect();
    /// assert_eq!(fits, [LevelFit::Same, LevelFit::Wildcard, LevelFit::Differs]);
    /// # Ok::<(), iot_sql::Diagnostic>(())
    /// ```
    #[must_use]
    pub fn topic_levels<'t>(&'t self, topic: &'t str) -> Vec<TopicLevel<'t>> {
        if let Some(named) = ingesting_rule(topic) {
            return self.ingested(topic, named);
        }
        let Some(filter) = self.topic_filter() else { return not_compared(topic).collect() };
        let matches = filter.matches(topic);
        let mut levels = Vec::new();
        let mut parts = topic.split('/');
        let mut number = 0;
        for wanted in filter.as_str().split('/') {
            let level = parts.next();
            number += 1;
            // A wildcard in the first level takes no topic that starts with $, unless the filter as a whole does.
            let takes = level.is_some() && (number > 1 || matches || !topic.starts_with('$'));
            let fit = match (wanted, level) {
                ("+" | "#", Some(_)) if takes => LevelFit::Wildcard,
                (wanted, Some(level)) if wanted == level => LevelFit::Same,
                _ => LevelFit::Differs,
            };
            levels.push(TopicLevel {
                filter: Some(wanted),
                topic: level,
                fit,
                number: level.map(|_| number),
            });
            if wanted == "#" {
                for level in parts.by_ref() {
                    number += 1;
                    levels.push(TopicLevel { filter: None, topic: Some(level), fit, number: Some(number) });
                }
            }
        }
        for level in parts {
            number += 1;
            let fit = LevelFit::Differs;
            levels.push(TopicLevel { filter: None, topic: Some(level), fit, number: Some(number) });
        }
        levels
    }

    /// Those of a topic of Basic Ingest, which names the rule.
    fn ingested<'t>(&'t self, topic: &'t str, named: &'t str) -> Vec<TopicLevel<'t>> {
        let fixed =
            |level| TopicLevel { filter: Some(level), topic: Some(level), fit: LevelFit::Same, number: None };
        let own = self.is_called(named).and_then(|_| self.name());
        let fit = match self.is_called(named) {
            Some(true) => LevelFit::Same,
            Some(false) => LevelFit::Differs,
            None => LevelFit::NotCompared,
        };
        let rule = TopicLevel { filter: own, topic: Some(named), fit, number: None };
        let seen = seen_by_rule(topic);
        let rest = (!seen.is_empty()).then(|| not_compared(seen)).into_iter().flatten();
        [fixed("$aws"), fixed("rules"), rule].into_iter().chain(rest).collect()
    }
}

fn not_compared(topic: &str) -> impl Iterator<Item = TopicLevel<'_>> {
    topic.split('/').zip(1..).map(|(level, number)| TopicLevel {
        filter: None,
        topic: Some(level),
        fit: LevelFit::NotCompared,
        number: Some(number),
    })
}

#[cfg(test)]
mod tests {
    use super::LevelFit::{self, Differs, NotCompared, Same, Wildcard};
    use crate::{Rule, SqlVersion};

    #[test]
    fn each_level_is_compared() {
        for (from, topic, expected) in [
            ("a/b", "a/b", &[Same, Same][..]),
            ("a/+/c", "a/b/d", &[Same, Wildcard, Differs]),
            ("a/#", "a/b/c", &[Same, Wildcard, Wildcard]),
            ("a/#", "a", &[Same, Differs]),
            ("a", "a/b", &[Same, Differs]),
            ("a/b/c", "a", &[Same, Differs, Differs]),
            ("a/b", "x/y", &[Differs, Differs]),
            ("+/b", "$x/b", &[Differs, Same]),
            ("#", "$aws/events/x", &[Differs, Differs, Differs]),
            ("#", "$aws/things/x", &[Wildcard, Wildcard, Wildcard]),
            ("$aws/things/+/x", "$aws/things/y/x", &[Same, Same, Wildcard, Same]),
            ("a//b", "a/c/b", &[Same, Differs, Same]),
        ] {
            let rule = Rule::parse(&format!("SELECT * FROM '{from}'"), SqlVersion::V2016_03_23).expect(from);
            let levels = rule.topic_levels(topic);
            let fits: Vec<LevelFit> = levels.iter().map(|level| level.fit).collect();
            assert_eq!(fits, expected, "{from} {topic}");
            let all = fits.iter().all(|fit| matches!(fit, Same | Wildcard));
            assert_eq!(all, rule.sees(topic), "{from} {topic}");
        }
    }

    #[test]
    fn basic_ingest_asks_for_the_rule() {
        let rule = |name: &str| {
            Rule::parse("SELECT * FROM 'a'", SqlVersion::V2016_03_23).expect("a rule").named(name)
        };
        let fits = |rule: &Rule, topic: &str| -> Vec<(LevelFit, Option<usize>)> {
            rule.topic_levels(topic).iter().map(|level| (level.fit, level.number)).collect()
        };
        let (same, first) = ((Same, None), (NotCompared, Some(1)));
        assert_eq!(fits(&rule("r"), "$aws/rules/r/x"), [same, same, same, first]);
        assert_eq!(fits(&rule("s"), "$aws/rules/r"), [same, same, (Differs, None)]);
        let unnamed = Rule::parse("SELECT * FROM 'a'", SqlVersion::V2016_03_23).expect("a rule");
        assert_eq!(fits(&unnamed, "$aws/rules/r/x"), [same, same, (NotCompared, None), first]);
    }
}

//! Topics, topic filters and how they match.

use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use smol_str::SmolStr;
use std::ops::Range;

/// Bytes that a topic may have (`iot-core` quotas).
pub const MAX_TOPIC_BYTES: usize = 256;

/// Slashes that a topic or filter may have, the first three of Basic Ingest not counted (`iot-core` quotas).
pub const MAX_TOPIC_SLASHES: usize = 7;

crate::declare_codes! {
    pub(crate) CODES;
    WILDCARD_STAR = "sql.star-in-filter", Warning, "`*` is not a wildcard in topic filters.",
        [
            Example::sql("SELECT a FROM 'sensors/*'"),
            Example::sql("SELECT a FROM 'sensors/*/t'"),
            Example::sql("SELECT a FROM 'sensors/kit*'"),
        ],
        silent [Example::sql("SELECT * FROM 'sensors/#'"), Example::sql("SELECT a FROM 'sensors/+'")];
    BASIC_INGEST_PREFIX = "sql.basic-ingest-prefix", Info, "FROM begins as the topics of Basic Ingest do, for which it does not matter.",
        [Example::sql("SELECT a FROM '$aws/rules/climate/sensors/+'")],
        silent [
            Example::sql("SELECT a FROM '$aws/things/+/shadow/update'"),
            Example::sql("SELECT a FROM 'aws/rules/climate'"),
        ];
}

/// A topic filter, the text in a rule's FROM.
///
/// ```
/// use iot_sql::TopicFilter;
///
/// let filter = TopicFilter::new("sensors/+/data").expect("a filter");
/// assert!(filter.matches("sensors/kitchen/data"));
/// assert!(!filter.matches("sensors/data"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicFilter {
    text: SmolStr,
}

impl TopicFilter {
    /// Checks a filter.
    ///
    /// # Errors
    /// Says in a few words what is wrong: an empty filter, a wildcard that shares its level with other characters, or
    /// a `#` that is not last.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".into());
        }
        if text.contains('\0') {
            return Err("it contains the character U+0000".into());
        }
        let mut levels = text.split('/').peekable();
        while let Some(level) = levels.next() {
            if level.contains('#') && (level != "#" || levels.peek().is_some()) {
                return Err("`#` must be the whole last level".into());
            }
            if level.contains('+') && level != "+" {
                return Err("`+` must be a whole level".into());
            }
        }
        Ok(Self { text: text.into() })
    }

    /// The filter as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it begins as the topics of Basic Ingest do, whose messages start the rule whatever its filter.
    #[must_use]
    pub fn is_for_basic_ingest(&self) -> bool {
        self.text.starts_with(BASIC_INGEST)
    }

    /// How many levels it has, and whether more may follow because it ends in `#`.
    ///
    /// A filter on Basic Ingest's topics says nothing about the levels behind the rule's name, because it is not asked.
    #[must_use]
    pub fn levels(&self) -> (usize, bool) {
        if self.is_for_basic_ingest() {
            return (0, true);
        }
        let count = self.text.split('/').count();
        if self.text.ends_with('#') { (count - 1, true) } else { (count, false) }
    }

    /// Whether a topic as it is written in an action lies within the filter, templates being levels like others.
    ///
    /// This is how `CreateTopicRule` compares (reported): unlike a message's topic, `a` lies within `a/#`.
    #[must_use]
    pub fn includes_written(&self, topic: &str) -> bool {
        // A template at the beginning is a level like others; its `$` does not make the topic a reserved one.
        let topic = topic.strip_prefix('$').filter(|rest| rest.starts_with('{')).unwrap_or(topic);
        let parent = self.text.strip_suffix("/#").map(|parent| Self { text: parent.into() });
        self.matches(topic) || parent.is_some_and(|parent| parent.matches(topic))
    }

    /// Whether a message published to `topic` reaches a rule with this filter.
    ///
    /// `#` needs at least one level, so `sensor/#` does not match `sensor` (`topics`). Following MQTT, a wildcard in
    /// the first level does not match topics that start with `$`, on which AWS's pages are silent (assumed); but `#`
    /// alone matches those of things, such as shadows' (reported).
    #[must_use]
    pub fn matches(&self, topic: &str) -> bool {
        if self.text == topic {
            return true;
        }
        if topic.starts_with('$') && self.text.starts_with(['+', '#']) {
            return self.text == "#" && topic.starts_with(OF_THINGS);
        }
        let mut levels = topic.split('/');
        for filter in self.text.split('/') {
            match (filter, levels.next()) {
                ("#", Some(_)) => return true,
                ("+", Some(_)) => {}
                (filter, Some(level)) if filter == level => {}
                _ => return false,
            }
        }
        levels.next().is_none()
    }
}

/// What the topics of things begin with, those of shadows and jobs among them.
const OF_THINGS: &str = "$aws/things/";

/// What every topic of Basic Ingest begins with; the rule's name follows.
const BASIC_INGEST: &str = "$aws/rules/";

/// The topic as a rule sees it: Basic Ingest's `$aws/rules/<rule>/` is taken off (`iot-basic-ingest`).
///
/// Where nothing follows the rule's name, nothing is left (assumed).
#[must_use]
pub fn seen_by_rule(topic: &str) -> &str {
    basic_ingest(topic).map_or(topic, |(_, rest)| rest)
}

/// The rule that a message starts through Basic Ingest; `None` for any other topic.
#[must_use]
pub fn ingesting_rule(topic: &str) -> Option<&str> {
    basic_ingest(topic).map(|(rule, _)| rule)
}

/// The name of the rule in a topic of Basic Ingest, and what follows it.
fn basic_ingest(topic: &str) -> Option<(&str, &str)> {
    let named = topic.strip_prefix(BASIC_INGEST)?;
    let (rule, rest) = named.split_once('/').unwrap_or((named, ""));
    (!rule.is_empty()).then_some((rule, rest))
}

/// What is reported about a filter that stands at `range` of the statement.
pub(crate) fn filter_warnings(filter: &str, range: &Range<usize>) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    if range.len() == filter.len() {
        for (at, _) in filter.match_indices('*') {
            let place = range.start + at..range.start + at + 1;
            let (before, after) = (&filter[..at], &filter[at + 1..]);
            let is_level = before.is_empty() || before.ends_with('/');
            warnings.push(star_in_filter(
                place,
                match after.chars().next() {
                    None if is_level => Some("#"),
                    Some('/') if is_level => Some("+"),
                    _ => None,
                },
            ));
        }
        if let Some(rest) = filter.strip_prefix(BASIC_INGEST) {
            let rule = rest.find('/').map_or(rest.len(), |at| at + 1);
            let end = range.start + BASIC_INGEST.len() + rule;
            warnings.push(basic_ingest_prefix(range.start..end));
        }
    }
    warnings
}

fn star_in_filter(range: Range<usize>, wildcard: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &WILDCARD_STAR,
        "`*` is not a wildcard; it matches only a topic with an asterisk in it.",
    )
    .at(range.clone(), "an ordinary character")
    .help("Write `+` for one whole level, or `#` for all further levels.")
    .evidence(Evidence::Documented);
    match wildcard {
        Some(wildcard) => diagnostic.fix(format!("Use `{wildcard}`"), range, wildcard),
        None => diagnostic,
    }
}

fn basic_ingest_prefix(range: Range<usize>) -> Diagnostic {
    let message = "With Basic Ingest FROM does not matter: a message to `$aws/rules/<name>/…` starts the rule of that name.";
    Diagnostic::new(&BASIC_INGEST_PREFIX, message)
        .at(range, "no ordinary topic begins like this")
        .help("`topic()` and `topic(1)` count behind the rule's name. If ordinary topics are to reach the rule too, name them in FROM.")
        .evidence(Evidence::Reported)
}

#[cfg(test)]
mod tests {
    use super::{TopicFilter, ingesting_rule, seen_by_rule};

    #[test]
    fn filters_match_as_aws_documents() {
        for (filter, topic, expected) in [
            ("iot/topic", "iot/topic", true),
            ("iot/topic", "iot/Topic", false),
            ("sensor/#", "sensor/", true),
            ("sensor/#", "sensor/temperature", true),
            ("sensor/#", "sensor/temperature/room1", true),
            ("sensor/#", "sensor", false),
            ("#", "a", true),
            ("+", "a/b", false),
            ("+/+", "a/b", true),
            ("/+/tms", "/x/tms", true),
            ("+/b/#", "a/b/c", true),
            ("$aws/things/+/shadow/update", "$aws/things/t/shadow/update", true),
            ("#", "$aws/things/t/shadow/update", true),
            ("#", "$aws/things/", true),
            ("#", "$aws/things", false),
            ("#", "$aws/events/presence/connected/c", false),
            ("#", "$aws/certificates/registered/c", false),
            ("#", "$SYS/a", false),
            ("+/#", "$aws/things/t/shadow/update", false),
            ("+/things/#", "$aws/things/t", false),
            ("+/things", "$aws/things", false),
            ("a/*", "a/b", false),
            ("a/*", "a/*", true),
        ] {
            assert_eq!(TopicFilter::new(filter).expect(filter).matches(topic), expected, "{filter} {topic}");
        }
    }

    #[test]
    fn written_topics_lie_within_a_filter_or_not() {
        for (filter, topic, expected) in [
            ("loop/#", "loop/x", true),
            ("loop/#", "loop/${clientid()}", true),
            ("loop/#", "loop", true),
            ("a/+/#", "a/${x}", true),
            ("a/+", "a/${topic(2)}", true),
            ("a/+", "a", false),
            ("a/+", "a/${topic(2)}/x", false),
            ("a/b", "a/${b}", false),
            ("a/#", "${topic()}", false),
            ("#", "${topic()}", true),
            ("+", "${topic()}", true),
            ("#", "$$aws/things/t/shadow/update", false),
            ("a/#", "ab", false),
        ] {
            let filter_read = TopicFilter::new(filter).expect(filter);
            assert_eq!(filter_read.includes_written(topic), expected, "{filter} {topic}");
        }
    }

    #[test]
    fn malformed_filters_are_rejected() {
        for filter in ["", "a/#/b", "a#", "a/b+", "+a", "a/\0"] {
            assert!(TopicFilter::new(filter).is_err(), "{filter:?}");
        }
    }

    #[test]
    fn basic_ingest_hides_its_prefix() {
        let topic = "$aws/rules/BuildingManager/Buildings/Building5/Floor2/Room201/Lights";
        assert_eq!(seen_by_rule(topic), "Buildings/Building5/Floor2/Room201/Lights");
        assert_eq!(ingesting_rule(topic), Some("BuildingManager"));
        for (topic, rule, seen) in [
            ("$aws/rules/r", Some("r"), ""),
            ("$aws/rules/r/", Some("r"), ""),
            ("$aws/rules/r//a", Some("r"), "/a"),
            ("$aws/rules/", None, "$aws/rules/"),
            ("$aws/rules//a", None, "$aws/rules//a"),
            ("$aws/rules", None, "$aws/rules"),
            ("a/b", None, "a/b"),
        ] {
            assert_eq!((ingesting_rule(topic), seen_by_rule(topic)), (rule, seen), "{topic}");
        }
    }
}

//! How much a diagnostic weighs for whoever runs a command: as it is, as an error, or not at all.

use iot_sql::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;

/// What somebody asks of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Reported, and counted as an error.
    Deny,
    /// Reported as it is.
    Warn,
    /// Not reported.
    Allow,
}

/// The word for all warnings together.
const WARNINGS: &str = "warnings";

/// Which codes a level is for, the widest first: what is narrower goes before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Warnings,
    /// Codes that begin so, with the dot.
    Family(String),
    One(&'static str),
}

impl Which {
    fn holds(&self, code: &Code) -> bool {
        match self {
            Self::Warnings => true,
            Self::Family(start) => code.id.starts_with(start.as_str()),
            Self::One(id) => *id == code.id,
        }
    }
}

/// What is asked of codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels(BTreeMap<Which, Level>);

impl Levels {
    /// Asks a level of a code such as `lint.keyword-as-name`, of a family such as `lint.*`, or of `warnings`; what is asked
    /// later takes the place of the same asked before.
    ///
    /// # Errors
    /// Why that cannot be asked, as a sentence.
    pub(crate) fn set(&mut self, name: &str, level: Level) -> Result<(), String> {
        let which = which(name)?;
        if let (Which::One(id), Level::Allow) = (&which, level)
            && all().any(|code| code.id == *id && code.severity == Severity::Error)
        {
            return Err(format!("`{id}` is an error, which cannot be allowed: only warnings and notes can."));
        }
        self.0.insert(which, level);
        Ok(())
    }

    /// What is asked of a code; an error stays one.
    fn of(&self, code: &Code) -> Level {
        if code.severity == Severity::Error {
            return Level::Warn;
        }
        let is_meant = |which: &Which| {
            which.holds(code) && (*which != Which::Warnings || code.severity == Severity::Warning)
        };
        let narrowest = self.0.iter().rev().find(|(which, _)| is_meant(which));
        narrowest.map_or(Level::Warn, |(_, level)| *level)
    }

    /// Whether the diagnostic is reported.
    pub(crate) fn reports(&self, diagnostic: &Diagnostic) -> bool {
        self.of(diagnostic.code) != Level::Allow
    }

    /// Whether the diagnostic, which is no error, counts as one.
    pub(crate) fn denies(&self, diagnostic: &Diagnostic) -> bool {
        self.of(diagnostic.code) == Level::Deny
    }

    /// How severe the diagnostic is for whoever asks.
    pub(crate) fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        if self.denies(diagnostic) { Severity::Error } else { diagnostic.severity() }
    }
}

fn all() -> impl Iterator<Item = &'static Code> {
    iot_sql::codes().chain(rule_actions::codes())
}

fn which(name: &str) -> Result<Which, String> {
    if name == WARNINGS {
        return Ok(Which::Warnings);
    }
    if let Some(start) = name.strip_suffix('*') {
        let is_family = start.ends_with('.') && all().any(|code| code.id.starts_with(start));
        return is_family.then(|| Which::Family(start.to_owned())).ok_or_else(|| {
            format!("No code is in `{name}`; a family is written as in `lint.*`, and docs/diagnostics.md lists the codes.")
        });
    }
    if let Some(code) = all().find(|code| code.id == name) {
        return Ok(Which::One(code.id));
    }
    let ids: Vec<&str> = all().map(|code| code.id).collect();
    Err(match iot_sql::nearest(name, ids.iter().copied()) {
        Some(meant) => format!("There is no code `{name}`; did you mean `{meant}`?"),
        None => format!(
            "There is no code `{name}`; docs/diagnostics.md lists the codes, `lint.*` is a family, and `{WARNINGS}` are all warnings."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, all};
    use iot_sql::{Diagnostic, Severity};

    fn finding(id: &str) -> Diagnostic {
        Diagnostic::new(all().find(|code| code.id == id).expect(id), "m")
    }

    fn levels(asked: &[(&str, Level)]) -> Levels {
        let mut levels = Levels::default();
        for (name, level) in asked {
            levels.set(name, *level).expect(name);
        }
        levels
    }

    #[test]
    fn the_narrowest_counts_whatever_the_order() {
        let asked =
            [("document.condition", Level::Warn), ("document.*", Level::Allow), ("warnings", Level::Deny)];
        let mut turned = asked;
        turned.reverse();
        for levels in [levels(&asked), levels(&turned)] {
            assert!(
                levels.reports(&finding("document.condition"))
                    && !levels.denies(&finding("document.condition"))
            );
            assert!(!levels.reports(&finding("document.undocumented")));
            assert!(levels.denies(&finding("action.unknown-parameter")));
        }
    }

    #[test]
    fn errors_stay_and_notes_are_no_warnings() {
        let levels = levels(&[("document.*", Level::Allow), ("warnings", Level::Deny)]);
        let error = finding("document.no-rule");
        assert!(levels.reports(&error) && levels.severity(&error) == Severity::Error);
        let denied = self::levels(&[("warnings", Level::Deny)]);
        assert_eq!(denied.severity(&finding("document.default")), Severity::Info);
        assert_eq!(denied.severity(&finding("document.condition")), Severity::Error);
        assert_eq!(
            self::levels(&[("document.default", Level::Deny)]).severity(&finding("document.default")),
            Severity::Error
        );
    }

    #[test]
    fn names_that_mean_nothing_say_so() {
        let why = |name: &str| Levels::default().set(name, Level::Allow).expect_err(name);
        assert!(why("document.conditions").contains("did you mean `document.condition`?"));
        assert!(why("document.no-rule").contains("is an error"));
        assert!(why("nothing.*").contains("No code is in"));
        assert!(why("*").contains("No code is in"));
        assert!(why("zzzzzzzzzzzzzzzz").contains("docs/diagnostics.md"));
    }
}

//! The kinds of diagnostics, each with a stable code.

use super::{Example, Severity};
use std::fmt;

/// A kind of diagnostic.
pub struct Code {
    /// The stable name, such as `sql.unterminated-string`; never reused for another meaning.
    pub id: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub summary: &'static str,
    /// Rules and messages that it is reported for, the one for the documentation first; none where the build has
    /// none.
    pub examples: &'static [Example],
    /// Near ones that it must not be reported for.
    pub silent: &'static [Example],
}

/// Codes are the same where their names are.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// The name alone: a code stands in every diagnostic that is printed.
impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

/// Declares codes as statics, and a list of them in the order written.
///
/// ```
/// use iot_sql::Example;
///
/// iot_sql::declare_codes! {
///     CODES;
///     TOO_WARM = "climate.too-warm", Warning, "It is too warm.",
///         [Example::sql("SELECT t FROM 'sensors/+'").payload(r#"{"t": 40}"#)],
///         silent [Example::sql("SELECT t FROM 'sensors/+'").payload(r#"{"t": 20}"#)];
/// }
/// assert_eq!(CODES[0].id, TOO_WARM.id);
/// ```
#[macro_export]
macro_rules! declare_codes {
    (
        $visibility:vis $list:ident;
        $(
            $name:ident = $id:literal, $severity:ident, $summary:literal
            $(, [$($example:expr),* $(,)?])?
            $(, silent [$($silent:expr),* $(,)?])?
            ;
        )*
    ) => {
        $(
            #[doc = $summary]
            $visibility static $name: $crate::Code = $crate::Code {
                id: $id,
                severity: $crate::Severity::$severity,
                summary: $summary,
                examples: $crate::Example::listed(&[$($($example),*)?]),
                silent: $crate::Example::listed(&[$($($silent),*)?]),
            };
        )*

        /// The codes declared here.
        $visibility static $list: &[&$crate::Code] = &[$(&$name),*];
    };
}

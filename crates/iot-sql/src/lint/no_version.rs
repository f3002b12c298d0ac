//! A rule without SQL version.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Input};
use crate::evidence::Evidence;
use crate::version::SqlVersion;

crate::declare_codes! {
    pub(super) CODES;
    NO_VERSION = "lint.no-version", Warning, "A rule without SQL version has 2015-10-08.",
        [Example::sql("SELECT a FROM 'sensors/+'").version(None)],
        silent [
            Example::sql("SELECT a FROM 'sensors/+'").version(Some(SqlVersion::V2015_10_08)),
            Example::sql("SELECT a FROM 'sensors/+'").version(Some(SqlVersion::V2016_03_23)),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Reports that a rule names no SQL version, which makes it one of 2015-10-08 (`iot-rule-sql-version`).
#[must_use]
pub fn no_version() -> Diagnostic {
    Diagnostic::new(&NO_VERSION, "The rule names no SQL version, so AWS takes 2015-10-08.")
        .input(Input::Request)
        .help("The console sets 2016-03-23; the API, CloudFormation and Terraform do not. Set awsIotSqlVersion.")
        .evidence(Evidence::Documented)
}

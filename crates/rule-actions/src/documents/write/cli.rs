//! A command of the AWS CLI for a POSIX shell.

use super::parts;
use crate::documents::rule::RuleDocument;
use crate::documents::wording;
use iot_sql::Diagnostic;

pub(super) fn write(rule: &RuleDocument, _: &mut Vec<Diagnostic>) -> Result<String, Diagnostic> {
    let quote = |text: &str| {
        let quoted = shlex::try_quote(text).map(std::borrow::Cow::into_owned);
        quoted.map_err(|_| wording::value_not_writable("a NUL character", "A command"))
    };
    let (name, payload) =
        (quote(parts::name(rule, "The AWS CLI")?)?, quote(&format!("{:#}", rule.payload()))?);
    Ok(format!("aws iot create-topic-rule \\\n  --rule-name {name} \\\n  --topic-rule-payload {payload}\n"))
}

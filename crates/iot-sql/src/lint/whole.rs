//! Decimals that become Ints since 2016-03-23.

use crate::diagnostic::{Diagnostic, wording};
use crate::value::{Number, Value};
use crate::version::SqlVersion;

/// The first Decimal without fraction in a payload, for a rule whose version makes it an Int. `payload` is the payload
/// as it was published.
pub(crate) fn whole_decimals(
    payload: &Value,
    keys: Option<&[smol_str::SmolStr]>,
    version: SqlVersion,
) -> Option<Diagnostic> {
    if version.keeps_whole_decimals() {
        return None;
    }
    let Value::Object(object) = payload else { return None };
    let (key, decimal) = object.iter().find_map(|(key, member)| match member {
        Value::Decimal(decimal) if keys.is_none_or(|keys| keys.contains(key)) => {
            let number = Number::Decimal(*decimal);
            matches!(number.for_version(version), Number::Int(_)).then_some((key, number))
        }
        _ => None,
    })?;
    Some(wording::whole_decimal(key, &decimal.to_string(), &decimal.for_version(version).to_string()))
}

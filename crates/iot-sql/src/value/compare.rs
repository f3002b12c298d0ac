//! Equality and order (`iot-sql-operators`).

use super::Value;
use super::convert::to_number;
use std::cmp::Ordering;

/// Whether two values are equal: `None` where either is Undefined.
///
/// Int and Decimal are compared as numbers; values of different types are not equal.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Undefined, _) | (_, Value::Undefined) => None,
        _ => Some(same(left, right)),
    }
}

/// Whether two values are equal, inside arrays and objects too.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Int(_) | Value::Decimal(_), Value::Int(_) | Value::Decimal(_)) => {
            matches!(order(left, right), Some(Ordering::Equal))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

/// Which of two values is the larger number; `None` where one of them is none.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(to_number(left)?.compare(to_number(right)?))
}

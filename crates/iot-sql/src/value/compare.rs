//! Equality and order (`iot-sql-operators`).

use super::Value;
use super::convert::to_number;
use crate::limits::Meter;
use std::cmp::Ordering;

/// Whether two values are equal: `None` where either is Undefined.
///
/// Int and Decimal are compared as numbers; values of different types are not equal. What is visited is counted.
pub(crate) fn equal(left: &Value, right: &Value, meter: &Meter) -> Option<bool> {
    match (left, right) {
        (Value::Undefined, _) | (_, Value::Undefined) => None,
        _ => Some(same(left, right, meter)),
    }
}

/// Whether two values are equal, inside arrays and objects too. What is visited is counted; where that is too much, they
/// are not.
pub(crate) fn same(left: &Value, right: &Value, meter: &Meter) -> bool {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Int(_) | Value::Decimal(_), Value::Int(_) | Value::Decimal(_)) => {
            matches!(order(left, right), Some(Ordering::Equal))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| meter.spend(1) && same(a, b, meter))
        }
        (Value::Object(a), Value::Object(b)) => {
            let visit = |key: &str| meter.spend(1) && meter.read(key.len());
            a.len() == b.len()
                && a.iter().all(|(key, a)| visit(key) && b.get(key).is_some_and(|b| same(a, b, meter)))
        }
        (Value::String(a), Value::String(b)) => a.len() == b.len() && meter.read(a.len()) && a == b,
        _ => left == right,
    }
}

/// Which of two values is the larger number; `None` where one of them is none.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(to_number(left)?.compare(to_number(right)?))
}

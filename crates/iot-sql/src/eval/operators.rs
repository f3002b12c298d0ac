//! Operators with their conversion tables (`iot-sql-operators`).

use crate::limits::Meter;
use crate::syntax::tree::BinaryOperator;
use crate::value::compare;
use crate::value::convert::{to_boolean, to_number, to_text};
use crate::value::{Number, Value};
use crate::version::SqlVersion;
use std::cmp::Ordering;

fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::Undefined, Value::Boolean)
}

/// AND: false where either side is false, whatever the other is (reported); else Undefined unless both are true.
pub(super) fn and(left: &Value, right: &Value) -> Value {
    decided(false, left, right)
}

/// OR: true where either side is true, whatever the other is (reported); else Undefined unless both are false.
pub(super) fn or(left: &Value, right: &Value) -> Value {
    decided(true, left, right)
}

/// What comes of two sides of which each can decide by being `deciding`.
fn decided(deciding: bool, left: &Value, right: &Value) -> Value {
    boolean(match (to_boolean(left), to_boolean(right)) {
        (Some(left), _) if left == deciding => Some(deciding),
        (_, Some(right)) if right == deciding => Some(deciding),
        (Some(_), Some(_)) => Some(!deciding),
        _ => None,
    })
}

/// NOT.
pub(super) fn not(operand: &Value) -> Value {
    boolean(to_boolean(operand).map(|operand| !operand))
}

/// Unary minus; strings that write a number are converted (assumed: the page has no unary minus).
pub(super) fn negate(operand: &Value, version: SqlVersion) -> Value {
    to_number(operand).map_or(Value::Undefined, |number| number.negated().for_version(version).into())
}

/// `=`
pub(super) fn equal(left: &Value, right: &Value, meter: &Meter) -> Value {
    boolean(compare::equal(left, right, meter))
}

/// `<>`
pub(super) fn not_equal(left: &Value, right: &Value, meter: &Meter) -> Value {
    boolean(compare::equal(left, right, meter).map(|equal| !equal))
}

/// `<`, `<=`, `>`, `>=`: both sides as numbers.
pub(super) fn ordered(operator: BinaryOperator, left: &Value, right: &Value) -> Value {
    boolean(compare::order(left, right).map(|order| match operator {
        BinaryOperator::Less => order == Ordering::Less,
        BinaryOperator::LessOrEqual => order != Ordering::Greater,
        BinaryOperator::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }))
}

/// IN: whether an array has an equal element; Undefined where the right side is not an array or the left side is none of
/// the types that the page lists (assumed).
pub(super) fn is_in(needle: &Value, haystack: &Value, meter: &Meter) -> Value {
    match (needle, haystack) {
        (Value::Undefined, _) => Value::Undefined,
        (needle, Value::Array(elements)) => {
            Value::Boolean(elements.iter().any(|element| compare::same(needle, element, meter)))
        }
        _ => Value::Undefined,
    }
}

/// `+`: joins strings where one side is a string, else adds numbers. Undefined where the meter is exceeded.
pub(super) fn plus(left: &Value, right: &Value, version: SqlVersion, meter: &Meter) -> Value {
    if matches!(left, Value::String(_)) || matches!(right, Value::String(_)) {
        if !(meter.read_text(left) && meter.read_text(right)) {
            return Value::Undefined;
        }
        return match (to_text(left), to_text(right)) {
            (Some(left), Some(right)) => Value::string(format!("{left}{right}")),
            _ => Value::Undefined,
        };
    }
    arithmetic(BinaryOperator::Plus, left, right, version)
}

/// `-`, `*`, `/`, `%`, and `+` between numbers.
pub(super) fn arithmetic(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    version: SqlVersion,
) -> Value {
    let Some((left, right)) = to_number(left).zip(to_number(right)) else { return Value::Undefined };
    let result = match operator {
        BinaryOperator::Plus => left.plus(right),
        BinaryOperator::Minus => left.minus(right),
        BinaryOperator::Times => left.times(right),
        BinaryOperator::Divide => left.divided_by(right),
        _ => left.remainder(right),
    };
    result.map_or(Value::Undefined, |number: Number| number.for_version(version).into())
}

#[cfg(test)]
mod tests {
    use super::{and, is_in, not, not_equal, or, plus};
    use crate::limits::Meter;
    use crate::value::Value;
    use crate::version::SqlVersion;

    fn value(text: &str) -> Value {
        if text == "Undefined" { Value::Undefined } else { Value::from_json(text.as_bytes()).expect(text) }
    }

    fn shown(value: &Value) -> String {
        if value.is_undefined() { "Undefined".into() } else { value.to_json() }
    }

    #[test]
    fn either_side_can_decide() {
        for (one, other, conjunction, disjunction) in [
            ("true", "true", "true", "true"),
            ("false", "false", "false", "false"),
            ("true", "false", "false", "true"),
            ("\"TRUE\"", "false", "false", "true"),
        ] {
            assert_logic(one, other, conjunction, disjunction);
        }
        // What is not a Boolean, of every type: it leaves the decision to the other side.
        for open in ["Undefined", "null", "0", "1", "2.5", "\"\"", "\"yes\"", "[true]", "{}"] {
            assert_logic(open, "true", "Undefined", "true");
            assert_logic(open, "\"True\"", "Undefined", "true");
            assert_logic(open, "false", "false", "Undefined");
            assert_logic(open, "\"FALSE\"", "false", "Undefined");
            assert_logic(open, "Undefined", "Undefined", "Undefined");
            assert_logic(open, open, "Undefined", "Undefined");
            assert_eq!(shown(&not(&value(open))), "Undefined", "NOT {open}");
        }
    }

    /// Checks AND and OR in both orders.
    fn assert_logic(one: &str, other: &str, conjunction: &str, disjunction: &str) {
        for (left, right) in [(one, other), (other, one)] {
            assert_eq!(shown(&and(&value(left), &value(right))), conjunction, "{left} AND {right}");
            assert_eq!(shown(&or(&value(left), &value(right))), disjunction, "{left} OR {right}");
        }
    }

    #[test]
    fn inequality_follows_the_table() {
        for (left, right, expected) in [
            ("null", "null", "false"),
            ("1", "null", "true"),
            ("1", "true", "true"),
            ("1", "\"1\"", "true"),
            ("1", "1.0", "false"),
            ("Undefined", "null", "Undefined"),
            ("[1,2]", "[1,2.0]", "false"),
            ("[1,2]", "[2,1]", "true"),
            ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "false"),
        ] {
            assert_eq!(
                shown(&not_equal(&value(left), &value(right), &Meter::default())),
                expected,
                "{left} <> {right}"
            );
        }
    }

    #[test]
    fn plus_joins_and_adds() {
        for (left, right, expected) in [
            ("1", "2", "3"),
            ("1", "\"2\"", "\"12\""),
            ("\"a\"", "null", "Undefined"),
            ("\"a\"", "[1]", "\"a[1]\""),
            ("1", "true", "Undefined"),
            ("0.5", "0.5", "1"),
        ] {
            assert_eq!(
                shown(&plus(&value(left), &value(right), SqlVersion::V2016_03_23, &Meter::default())),
                expected,
                "{left} + {right}"
            );
        }
    }

    #[test]
    fn membership() {
        for (needle, haystack, expected) in [
            ("3", "[1,2,3,\"three\",5.7,null]", "true"),
            ("5.70", "[5.7]", "true"),
            ("\"3\"", "[3]", "false"),
            ("null", "[null]", "true"),
            ("3", "3", "Undefined"),
            ("Undefined", "[1]", "Undefined"),
        ] {
            assert_eq!(
                shown(&is_in(&value(needle), &value(haystack), &Meter::default())),
                expected,
                "{needle} IN {haystack}"
            );
        }
    }
}

//! What a function gets.

use crate::limits::Meter;
use crate::value::{Number, Value, convert};
use crate::version::SqlVersion;
use smol_str::SmolStr;

/// The values of a call's arguments, with the conversions that functions share.
#[derive(Debug)]
pub struct Arguments<'a> {
    values: &'a [Value],
    version: SqlVersion,
    meter: &'a Meter,
}

static UNDEFINED: Value = Value::Undefined;

impl<'a> Arguments<'a> {
    /// The arguments of a call in a rule of this version.
    pub(crate) fn new(values: &'a [Value], version: SqlVersion, meter: &'a Meter) -> Self {
        Self { values, version, meter }
    }

    /// What the message has cost. Where it is exceeded, the call fails whatever the function returns.
    pub(crate) fn meter(&self) -> &'a Meter {
        self.meter
    }

    /// All values.
    pub(crate) fn values(&self) -> &'a [Value] {
        self.values
    }

    /// How many were given.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// An argument as it is; Undefined where it was not given.
    pub(crate) fn value(&self, index: usize) -> &'a Value {
        self.values.get(index).unwrap_or(&UNDEFINED)
    }

    /// An argument as a number.
    pub(crate) fn number(&self, index: usize) -> Option<Number> {
        convert::to_number(self.value(index))
    }

    /// An argument as a double.
    pub(crate) fn double(&self, index: usize) -> Option<f64> {
        self.number(index).map(Number::to_f64)
    }

    /// An argument as an integer, rounded down.
    pub(crate) fn int(&self, index: usize) -> Option<i128> {
        convert::to_int(self.value(index))
    }

    /// An argument as an integer, rounded down, and moved into a range that it lies outside of.
    pub(crate) fn int_within(&self, index: usize, low: i128, high: i128) -> Option<i128> {
        let number = self.number(index)?;
        // A number that has no Int is far outside, on the side that its sign says.
        let outside = if number.sign() < 0 { low } else { high };
        Some(number.floor_i128().map_or(outside, |int| int.clamp(low, high)))
    }

    /// An argument as text; Null and Undefined have none.
    pub(crate) fn text(&self, index: usize) -> Option<SmolStr> {
        let value = self.value(index);
        // Strings are paid for with the call.
        if matches!(value, Value::Array(_) | Value::Object(_)) && !self.meter.write(value) {
            return None;
        }
        convert::to_text(value)
    }

    /// A number as this rule's version has it.
    pub(crate) fn give(&self, number: Number) -> Value {
        number.for_version(self.version).into()
    }
}

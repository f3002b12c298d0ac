//! Limits: of what is read, and of what one message may cost.
//!
//! | what | limit | beyond it |
//! | --- | --- | --- |
//! | a statement | [`MAX_STATEMENT_BYTES`] | `sql.too-long` |
//! | brackets, calls, CASE and nested queries inside each other | [`MAX_NESTING`] | `sql.too-deep` |
//! | a payload | [`MAX_PAYLOAD_BYTES`] | `payload.too-large`: the broker rejects the message |
//! | arrays and objects of a payload inside each other | [`MAX_JSON_NESTING`](crate::MAX_JSON_NESTING) | `payload.not-json` |
//! | what the SET variables have together | 128 KiB of JSON | `run.variable-too-large` |
//! | work and memory of one message | [`MAX_STEPS`] | `run.too-many-steps` |
//!
//! Work and memory are counted in steps, by one [`Meter`] for all that a message does: WHERE, SELECT, SET variables, the
//! templates of the actions, and what the actions make of the outgoing payload. An expression is a step. What is read and
//! what is built counts by its bytes; a value that stands in two places counts twice, as it is written out twice. So no
//! payload and no statement of the sizes above takes more than about two seconds or a few hundred megabytes, whatever
//! is in them. Finding out why something is Undefined has a smaller meter of its own, [`MAX_REASON_STEPS`]. A
//! [`Context`](crate::Context) can allow less.

use crate::value::{Value, is_plain};
use std::cell::Cell;

/// The longest statement that is read, in bytes: a whole rule document may have 128 KB (`iot-core` quotas).
pub const MAX_STATEMENT_BYTES: usize = 128 * 1024;

/// How deep brackets, calls, CASE and nested queries may stand inside each other.
///
/// AWS documents no limit; this one keeps every later step clear of the stack's end.
pub const MAX_NESTING: usize = 64;

/// Bytes that a payload may have (`iot-core` quotas).
pub const MAX_PAYLOAD_BYTES: usize = 128 * 1024;

/// Steps that one message may take.
///
/// A rule over the largest payload that AWS takes stays far below; nested queries inside each other do not.
pub const MAX_STEPS: u64 = 5_000_000;

/// Steps that it may take to say why parts of a message's result are Undefined.
const MAX_REASON_STEPS: u64 = MAX_STEPS / 5;

/// Built bytes that count as one step.
const BUILT_BYTES_PER_STEP: usize = 8;

/// Read bytes that count as one step.
const READ_BYTES_PER_STEP: usize = 32;

/// Steps that a Decimal takes where it is calculated with.
const DECIMAL_STEPS: u64 = 2;

/// Bytes that an element of an array or a member of an object takes where it is built; they fill steps, so that a key adds
/// the same here as where it is written out.
pub(crate) const SLOT_BYTES: usize = 32;

/// Bytes that a value counts beside its text, wherever it is written out.
const NODE_BYTES: usize = 24;

/// What a message has cost so far.
///
/// Each method counts, and says whether the message may go on.
#[derive(Debug)]
pub(crate) struct Meter {
    spent: Cell<u64>,
    limit: u64,
    is_short: Cell<bool>,
}

impl Default for Meter {
    fn default() -> Self {
        Self::with(MAX_STEPS)
    }
}

impl Meter {
    /// The steps of a place in an array or object that is built.
    pub(crate) const SLOT_STEPS: u64 = (SLOT_BYTES / BUILT_BYTES_PER_STEP) as u64;

    /// The steps of a value that is written out, beside its text.
    pub(crate) const NODE_STEPS: u64 = (NODE_BYTES / BUILT_BYTES_PER_STEP) as u64;

    /// A meter that so many steps can be taken on.
    pub(crate) fn with(limit: u64) -> Self {
        Self { spent: Cell::new(0), limit, is_short: Cell::new(false) }
    }

    /// A meter for finding out why something is Undefined, beside a message that may take so many steps.
    pub(crate) fn for_reasons(limit: u64) -> Self {
        Self::with(limit.min(MAX_REASON_STEPS))
    }

    /// Notes that something is left out for which there are too few steps.
    pub(crate) fn fall_short(&self) {
        self.is_short.set(true);
    }

    /// Whether something was left out because of the limit.
    pub(crate) fn is_short(&self) -> bool {
        self.is_short.get() || self.is_exceeded()
    }

    /// The steps that may be taken in all.
    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// The steps that were taken.
    pub(crate) fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Whether the message has cost more than it may.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.spent.get() > self.limit
    }

    /// The steps that are left.
    pub(crate) fn left(&self) -> u64 {
        self.limit.saturating_sub(self.spent.get())
    }

    /// The bytes that can still be built.
    pub(crate) fn left_to_build(&self) -> usize {
        usize::try_from(self.left()).unwrap_or(usize::MAX).saturating_mul(BUILT_BYTES_PER_STEP)
    }

    /// Counts steps.
    #[inline]
    pub(crate) fn spend(&self, steps: u64) -> bool {
        let spent = self.spent.get().saturating_add(steps);
        self.spent.set(spent);
        spent <= self.limit
    }

    /// Counts steps that are known before; `false`, and nothing is counted, where they are more than may still be taken.
    #[inline]
    pub(crate) fn spend_known(&self, steps: u64) -> bool {
        steps <= self.left() && self.spend(steps)
    }

    /// Counts bytes that are read.
    #[inline]
    pub(crate) fn read(&self, bytes: usize) -> bool {
        self.spend((bytes / READ_BYTES_PER_STEP) as u64)
    }

    /// Whether reading so many bytes counts as nothing.
    #[inline]
    pub(crate) fn reads_free(bytes: usize) -> bool {
        bytes < READ_BYTES_PER_STEP
    }

    /// Counts bytes that are built.
    #[inline]
    pub(crate) fn build(&self, bytes: usize) -> bool {
        self.spend((bytes / BUILT_BYTES_PER_STEP) as u64)
    }

    /// Counts a value that becomes an element of an array, or a member of an object with a key of so many bytes: its
    /// place, and all of it as it is written out, whether or not it also stands elsewhere.
    #[inline]
    pub(crate) fn put(&self, key: usize, value: &Value) -> bool {
        self.build(SLOT_BYTES + key) && self.write(value)
    }

    /// Counts a value as it is written out.
    #[inline]
    pub(crate) fn write(&self, value: &Value) -> bool {
        match value {
            Value::Int(int) => self.spend(number_steps(int.get())),
            Value::Decimal(decimal) => self.spend(number_steps(decimal.coefficient())),
            other => self.write_other(other),
        }
    }

    #[inline(never)]
    fn write_other(&self, value: &Value) -> bool {
        match value {
            Value::Undefined | Value::Null | Value::Boolean(_) => self.build(NODE_BYTES),
            Value::Int(_) | Value::Decimal(_) => self.write(value),
            Value::String(text) => self.build(NODE_BYTES + written(text)),
            Value::Array(elements) => {
                self.build(NODE_BYTES) && elements.iter().all(|element| self.write(element))
            }
            Value::Object(object) => {
                self.build(NODE_BYTES)
                    && object.iter().all(|(key, member)| self.build(written(key)) && self.write(member))
            }
        }
    }

    /// Counts an operand that is taken as a number: a string is read digit by digit, a Decimal takes long arithmetic.
    #[inline]
    pub(crate) fn calculate(&self, operand: &Value) -> bool {
        match operand {
            Value::String(text) => self.spend(text.len() as u64),
            Value::Decimal(_) => self.spend(DECIMAL_STEPS),
            _ => true,
        }
    }

    /// Counts a value that is read as text: arrays and objects are written out for that.
    #[inline]
    pub(crate) fn read_text(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.read(text.len()),
            Value::Array(_) | Value::Object(_) => self.write(value),
            _ => true,
        }
    }
}

/// Steps of a number that is written out: those of [`NODE_BYTES`] and its digits.
#[inline]
fn number_steps(number: i128) -> u64 {
    match i64::try_from(number) {
        Ok(short) if short.unsigned_abs() < 10_u64.pow(7) => Meter::NODE_STEPS,
        _ => steps_of_long(number),
    }
}

/// The same for one of any length.
#[inline(never)]
fn steps_of_long(number: i128) -> u64 {
    /// The first numbers whose digits fill a step more: those of 8 digits, of 16, and so on.
    const FILL: [u128; 4] = [10_u128.pow(7), 10_u128.pow(15), 10_u128.pow(23), 10_u128.pow(31)];
    const _: () = assert!(NODE_BYTES.is_multiple_of(8) && BUILT_BYTES_PER_STEP == 8);
    let number = number.unsigned_abs();
    if number < FILL[0] {
        return Meter::NODE_STEPS;
    }
    Meter::NODE_STEPS + FILL.iter().filter(|first| number >= **first).count() as u64
}

/// Bytes of a string in JSON.
fn written(text: &str) -> usize {
    // Most strings have nothing to escape, which is seen many bytes at a time.
    if is_plain(text.as_bytes()) {
        return text.len();
    }
    // `\u001f` for one byte.
    text.len() + 5 * text.bytes().filter(|byte| *byte < 0x20).count()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_BYTES_PER_STEP, NODE_BYTES, SLOT_BYTES, number_steps};
    use crate::value::Value;

    #[test]
    fn a_number_counts_by_its_digits() {
        let powers = (0..=38).map(|exponent| 10_i128.pow(exponent));
        let numbers = powers.flat_map(|power| [power - 1, power, -power]).chain([0, i128::MAX, i128::MIN]);
        for number in numbers {
            let digits = number.unsigned_abs().to_string().len();
            assert_eq!(
                number_steps(number),
                ((NODE_BYTES + digits) / BUILT_BYTES_PER_STEP) as u64,
                "{number}"
            );
        }
    }

    #[test]
    fn a_place_counts_at_least_what_it_takes() {
        assert!(size_of::<Value>() <= SLOT_BYTES);
        assert!(
            SLOT_BYTES.is_multiple_of(BUILT_BYTES_PER_STEP)
                && NODE_BYTES.is_multiple_of(BUILT_BYTES_PER_STEP)
        );
    }
}

//! Functions of numbers.

pub(super) mod arithmetic;
pub(super) mod bits;
pub(super) mod exponential;
pub(super) mod rounding;
pub(super) mod trigonometry;

use super::{Arguments, Body, Example, Function, Parameter, of_part, one};
use crate::evidence::Evidence;
use crate::value::{Decimal, Number, Value};
use crate::version::SqlVersion::V2015_10_08;

/// The one parameter that most of these functions have.
const NUMBER: &[Parameter] = &[one("number", "Int, Decimal, String", "The number to compute with.")];

/// What most of these functions make of values that are not numbers.
const NOT_A_NUMBER: &str = "A string that is not a number, and any other type, returns Undefined.";

/// Why a whole result may look different from the page's example.
const WHOLE_RESULT: &str = "The page prints this whole result with .0. By its rule that a Decimal without fraction is an Int since 2016-03-23 it is an Int there; version 2015-10-08 keeps the .0.";

/// A function that takes a table of coefficients or more to compute.
const fn elementary(body: fn(&Arguments<'_>) -> Option<Value>) -> Body {
    of_part("powers, logarithms and angles", cfg!(feature = "elementary-functions"), body)
}

/// The row of a function that computes with one double.
const fn of_double(
    name: &'static str,
    summary: &'static str,
    examples: &'static [Example],
    body: fn(&Arguments<'_>) -> Option<Value>,
) -> Function {
    Function {
        name,
        parameters: NUMBER,
        summary,
        absent: "A string that is not a number, any other type, and a result that is not a real number, return Undefined.",
        since: V2015_10_08,
        evidence: Evidence::Documented,
        note: "",
        examples,
        body: elementary(body),
    }
}

/// A row whose example on the page has the result of the other SQL version.
const fn printed_whole(row: Function) -> Function {
    let Function { name, parameters, summary, absent, since, examples, body, .. } = row;
    Function {
        name,
        parameters,
        summary,
        absent,
        since,
        evidence: Evidence::Contradicted,
        note: WHOLE_RESULT,
        examples,
        body,
    }
}

/// A double as the rule's version has it; Undefined where it is not a number or infinite.
fn give_double(arguments: &Arguments<'_>, result: f64) -> Option<Value> {
    Some(arguments.give(Number::Decimal(Decimal::from_f64(result)?)))
}

/// Computes with the first argument as a double.
fn with_double(arguments: &Arguments<'_>, compute: fn(f64) -> f64) -> Option<Value> {
    give_double(arguments, compute(arguments.double(0)?))
}

/// Computes with the first two arguments as doubles.
fn with_doubles(arguments: &Arguments<'_>, compute: fn(f64, f64) -> f64) -> Option<Value> {
    give_double(arguments, compute(arguments.double(0)?, arguments.double(1)?))
}

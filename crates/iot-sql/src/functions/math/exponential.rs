//! Powers, roots and logarithms.

use super::{elementary, of_double, printed_whole, with_double, with_doubles};
use crate::evidence::Evidence::Documented;
use crate::functions::{Arguments, Body, Function, documented, gives, one};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    of_double(
        "exp",
        "Returns e raised to a number.",
        &[
            gives("exp(1)", "2.718281828459045"),
            gives("exp(1000)", "Undefined"),
            gives("exp(NULL)", "Undefined"),
        ],
        exp,
    ),
    of_double(
        "ln",
        "Returns the natural logarithm of a number.",
        &[
            gives("ln(2.718281828459045)", "1"),
            gives("ln(10)", "2.302585092994046"),
            gives("ln(0)", "Undefined"),
            gives("ln(true)", "Undefined"),
        ],
        ln,
    ),
    printed_whole(of_double(
        "log",
        "Returns the logarithm of a number to base 10.",
        &[
            gives("log(100)", "2"),
            gives("log(2)", "0.3010299956639812"),
            gives("log(-1)", "Undefined"),
            gives("log(missing)", "Undefined"),
        ],
        log,
    )),
    printed_whole(Function {
        name: "power",
        parameters: &[
            one("base", "Int, Decimal, String", "The number to raise."),
            one("exponent", "Int, Decimal, String", "The power to raise it to."),
        ],
        summary: "Raises the first number to the second.",
        absent: "A string that is not a number, any other type, and a result that is not a real number, return Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("power(2, 5)", "32"),
            gives("power('2', -1)", "0.5"),
            gives("power(-8, 0.5)", "Undefined"),
            gives("power(2, NULL)", "Undefined"),
        ],
        body: elementary(power),
    }),
    // A processor computes it by itself.
    printed_whole(Function {
        body: Body::Pure(sqrt),
        ..of_double(
            "sqrt",
            "Returns the square root of a number.",
            &[
                gives("sqrt(9)", "3"),
                gives("sqrt('2')", "1.4142135623730951"),
                gives("sqrt(-1)", "Undefined"),
                gives("sqrt([9])", "Undefined"),
            ],
            sqrt,
        )
    }),
]);

/// `libm::exp(1.0)` is one unit in the last place above e; this one gives e, as the page and Java do.
fn exp(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, pxfm::f_exp)
}

fn ln(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::log)
}

fn log(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::log10)
}

fn power(arguments: &Arguments<'_>) -> Option<Value> {
    with_doubles(arguments, libm::pow)
}

fn sqrt(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::sqrt)
}

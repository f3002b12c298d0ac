//! Angles, in radians.
//!
//! Computed by `libm` on every machine, so that the native program and the page give the same digits.

use super::{elementary, of_double, printed_whole, with_double, with_doubles};
use crate::evidence::Evidence::Documented;
use crate::functions::{Arguments, Function, documented, gives, one};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    of_double(
        "acos",
        "Returns the angle of a cosine, in radians.",
        &[
            gives("acos(0)", "1.5707963267948966"),
            gives("acos(1)", "0"),
            gives("acos(2)", "Undefined"),
            gives("acos(true)", "Undefined"),
        ],
        acos,
    ),
    printed_whole(of_double(
        "asin",
        "Returns the angle of a sine, in radians.",
        &[
            gives("asin(0)", "0"),
            gives("asin('0.5')", "0.5235987755982989"),
            gives("asin(-1.5)", "Undefined"),
            gives("asin(NULL)", "Undefined"),
        ],
        asin,
    )),
    printed_whole(of_double(
        "atan",
        "Returns the angle of a tangent, in radians.",
        &[gives("atan(0)", "0"), gives("atan(1)", "0.7853981633974483"), gives("atan('a')", "Undefined")],
        atan,
    )),
    Function {
        name: "atan2",
        parameters: &[
            one("y", "Int, Decimal, String", "The ordinate of the point."),
            one("x", "Int, Decimal, String", "The abscissa of the point."),
        ],
        summary: "Returns the angle between the positive x-axis and a point, in radians; the point's y comes first.",
        absent: "A string that is not a number, and any other type, returns Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("atan2(1, 0)", "1.5707963267948966"),
            gives("atan2('-1', 0)", "-1.5707963267948966"),
            gives("atan2(1, NULL)", "Undefined"),
        ],
        body: elementary(atan2),
    },
    of_double(
        "cos",
        "Returns the cosine of an angle in radians.",
        &[gives("cos(0)", "1"), gives("cos('0')", "1"), gives("cos([0])", "Undefined")],
        cos,
    ),
    of_double(
        "cosh",
        "Returns the hyperbolic cosine of a number.",
        &[
            gives("cosh(2.3)", "5.037220649268761"),
            gives("cosh(1000)", "Undefined"),
            gives("cosh(missing)", "Undefined"),
        ],
        cosh,
    ),
    printed_whole(of_double(
        "sin",
        "Returns the sine of an angle in radians.",
        &[gives("sin(0)", "0"), gives("sin(1)", "0.8414709848078965"), gives("sin(false)", "Undefined")],
        sin,
    )),
    of_double(
        "sinh",
        "Returns the hyperbolic sine of a number.",
        &[gives("sinh(2.3)", "4.936961805545957"), gives("sinh(NULL)", "Undefined")],
        sinh,
    ),
    of_double(
        "tan",
        "Returns the tangent of an angle in radians.",
        &[gives("tan(3)", "-0.1425465430742778"), gives("tan('x')", "Undefined")],
        tan,
    ),
    of_double(
        "tanh",
        "Returns the hyperbolic tangent of a number.",
        &[gives("tanh(2.3)", "0.9800963962661914"), gives("tanh({'a': 1})", "Undefined")],
        tanh,
    ),
]);

fn acos(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::acos)
}

fn asin(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::asin)
}

fn atan(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::atan)
}

fn atan2(arguments: &Arguments<'_>) -> Option<Value> {
    with_doubles(arguments, libm::atan2)
}

fn cos(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::cos)
}

fn cosh(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::cosh)
}

fn sin(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::sin)
}

fn sinh(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::sinh)
}

fn tan(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::tan)
}

fn tanh(arguments: &Arguments<'_>) -> Option<Value> {
    with_double(arguments, libm::tanh)
}

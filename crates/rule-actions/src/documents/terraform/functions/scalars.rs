//! Functions that give numbers and booleans, or take them.

use super::node;
use crate::documents::node::{Kind, Node};
use crate::documents::terraform::operators::{boolean, equal, number, written};

/// What such a function gives.
pub(super) fn scalars(name: &str, arguments: &[Node]) -> Option<Node> {
    let numbers = |nodes: &[Node]| -> Option<Vec<f64>> { nodes.iter().map(number).collect() };
    let kind = match (name, arguments) {
        ("length", [value]) => {
            let length = match &value.kind {
                Kind::List(items) => items.len(),
                Kind::Map(entries) => entries.len(),
                _ => value.text()?.chars().count(),
            };
            Kind::Number(length.to_string())
        }
        ("contains", [all, wanted]) => {
            let Kind::List(items) = &all.kind else { return None };
            let found: Option<Vec<bool>> = items.iter().map(|item| equal(item, wanted)).collect();
            Kind::Bool(found?.contains(&true))
        }
        ("index", [all, wanted]) => {
            let at = all.items().iter().position(|item| equal(item, wanted) == Some(true))?;
            Kind::Number(at.to_string())
        }
        ("alltrue" | "anytrue", [all]) => {
            let values: Option<Vec<bool>> = all.items().iter().map(boolean).collect();
            Kind::Bool(if name == "alltrue" { !values?.contains(&false) } else { values?.contains(&true) })
        }
        ("tobool", [value]) => Kind::Bool(boolean(value)?),
        ("tonumber", [value]) => {
            number(value)?;
            Kind::Number(value.text()?.to_owned())
        }
        ("abs", [value]) => written(number(value)?.abs())?,
        ("ceil", [value]) => written(number(value)?.ceil())?,
        ("floor", [value]) => written(number(value)?.floor())?,
        ("max", values @ [_, ..]) => written(numbers(values)?.into_iter().fold(f64::MIN, f64::max))?,
        ("min", values @ [_, ..]) => written(numbers(values)?.into_iter().fold(f64::MAX, f64::min))?,
        ("sum", [all]) => written(numbers(all.items())?.into_iter().sum())?,
        ("signum", [value]) => {
            let number = number(value)?;
            written(if number == 0.0 { 0.0 } else { number.signum() })?
        }
        ("pow", [base, exponent]) => written(number(base)?.powf(number(exponent)?))?,
        ("log", [value, base]) => written(number(value)?.ln() / number(base)?.ln())?,
        ("parseint", [value, base]) => {
            let base = base.text()?.parse::<u32>().ok().filter(|base| (2..=36).contains(base))?;
            Kind::Number(i128::from_str_radix(value.text()?, base).ok()?.to_string())
        }
        _ => return None,
    };
    Some(node(kind))
}

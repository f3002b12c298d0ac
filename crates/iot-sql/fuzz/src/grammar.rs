//! Statements from a fuzzer's bytes: mostly of right form, so that what they do is tried and not only rejected.

use crate::pool;
use arbitrary::{Result, Unstructured};
use iot_sql::tree::CastKeyword;
use std::fmt::Write;

/// How deep expressions are put into each other.
const DEPTH: usize = 5;

const OPERATORS: &[&str] =
    &["+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "AND", "OR", "IN", "!=", "||"];

const FILTERS: &[&str] =
    &["'iot/topic'", "'#'", "'+/topic'", "\"iot/+\"", "iot/topic", "'$aws/events/#'", "'other'"];

/// A whole statement.
pub fn statement(u: &mut Unstructured<'_>) -> Result<String> {
    let mut out = String::new();
    for index in 0..u.int_in_range(0..=2)? {
        out += if index == 0 { "SET " } else { ", " };
        let _ = write!(out, "@v{index} = ");
        expression(u, DEPTH, &mut out)?;
        out.push(' ');
    }
    select(u, DEPTH, &mut out)?;
    if !u.ratio(1_u8, 16)? {
        out += " FROM ";
        out += u.choose(FILTERS)?;
    }
    condition(u, DEPTH, &mut out)?;
    Ok(out)
}

fn select(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    *out += "SELECT ";
    if u.ratio(1_u8, 4)? {
        *out += "VALUE ";
        return expression(u, depth, out);
    }
    for index in 0..=u.int_in_range(0..=3)? {
        if index > 0 {
            *out += ", ";
        }
        expression(u, depth, out)?;
        *out += u.choose(&["", "", " AS x", " AS x.y", " AS a", ".*", ".* AS z", " AS x.y.z"])?;
    }
    Ok(())
}

fn condition(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    if u.ratio(1_u8, 4)? {
        *out += " WHERE ";
        expression(u, depth, out)?;
    }
    Ok(())
}

/// Any expression; the first kinds, which a fuzzer that has run out of bytes gets, end it.
fn expression(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    let most = if depth == 0 { 6 } else { 19 };
    match u.int_in_range(0..=most)? {
        0 => *out += u.choose(pool::NAMES)?,
        1 => *out += u.choose(pool::NUMBERS)?,
        2 => string(u, out)?,
        3 => *out += u.choose(&["*", "@v0", "@v1", "NULL", "true", "false"])?,
        4 => {
            let _ = write!(out, "{}", i64::from(u.arbitrary::<i32>()?).pow(2));
        }
        5 => path(u, out)?,
        6..=7 => {
            let functions: Vec<_> = pool::functions().collect();
            let examples = u.choose(&functions)?.examples;
            *out += if examples.is_empty() { "1" } else { u.choose(examples)?.call };
        }
        8..=12 => call(u, depth - 1, out)?,
        13..=14 => {
            out.push('(');
            expression(u, depth - 1, out)?;
            let _ = write!(out, " {} ", u.choose(OPERATORS)?);
            expression(u, depth - 1, out)?;
            out.push(')');
        }
        15 => {
            *out += u.choose(&["NOT ", "-", "- ", "("])?;
            let opened = out.ends_with('(');
            expression(u, depth - 1, out)?;
            if opened {
                out.push(')');
            }
        }
        16 => case(u, depth - 1, out)?,
        17 => {
            *out += u.choose(&["(", "EXISTS (", "get((", "("])?;
            let call = out.ends_with("get((");
            query(u, depth - 1, out)?;
            *out += if call { "), 0).a" } else { ")" };
        }
        18 => list(u, depth - 1, out)?,
        _ => object(u, depth - 1, out)?,
    }
    Ok(())
}

fn string(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    let text = if u.ratio(2_u8, 3)? { u.choose(pool::TEXTS)? } else { u.arbitrary::<&str>()? };
    let _ = write!(out, "'{}'", text.replace('\'', "''"));
    Ok(())
}

fn path(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    *out += u.choose(pool::NAMES)?;
    for _ in 0..=u.int_in_range(0..=2)? {
        out.push('.');
        *out += u.choose(pool::NAMES)?;
    }
    Ok(())
}

fn call(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    let functions: Vec<_> = pool::functions().collect();
    let function = u.choose(&functions)?;
    let _ = write!(out, "{}(", function.name);
    if function.name == "cast" {
        expression(u, depth, out)?;
        let _ = write!(out, " AS {}", u.choose(CastKeyword::ALL)?.name);
    } else {
        let counts: Vec<usize> = (0..=5).filter(|count| function.takes(*count)).collect();
        for index in 0..*u.choose(&counts)? {
            if index > 0 {
                *out += ", ";
            }
            expression(u, depth, out)?;
        }
    }
    out.push(')');
    Ok(())
}

fn case(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    *out += "CASE ";
    expression(u, depth, out)?;
    for _ in 0..=u.int_in_range(0..=2)? {
        *out += " WHEN ";
        expression(u, depth, out)?;
        *out += " THEN ";
        expression(u, depth, out)?;
    }
    if u.arbitrary()? {
        *out += " ELSE ";
        expression(u, depth, out)?;
    }
    *out += " END";
    Ok(())
}

fn query(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    select(u, depth, out)?;
    *out += " FROM ";
    expression(u, depth, out)?;
    if u.arbitrary()? {
        *out += " AS e";
    }
    condition(u, depth, out)
}

fn list(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    out.push('[');
    for index in 0..u.int_in_range(0..=3)? {
        if index > 0 {
            *out += ", ";
        }
        expression(u, depth, out)?;
    }
    out.push(']');
    Ok(())
}

fn object(u: &mut Unstructured<'_>, depth: usize, out: &mut String) -> Result<()> {
    out.push('{');
    let members = u.int_in_range(0..=3)?;
    for index in 0..members {
        if index > 0 {
            *out += ", ";
        }
        let _ = write!(out, "'{}': ", u.choose(pool::NAMES)?);
        expression(u, depth, out)?;
    }
    if members > 0 && u.ratio(1, 8)? {
        out.push(',');
    }
    out.push('}');
    Ok(())
}

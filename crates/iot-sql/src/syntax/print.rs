//! Writing a tree as a statement.

use super::tree::{Call, Expr, ExprKind, Item, Query, Select, UnaryOperator, Variable};
use crate::value::Value;

/// A statement with one space between its parts, keywords in capitals and brackets wherever operators meet.
pub(crate) fn statement(variables: &[Variable], query: &Query, filter: Option<&str>) -> String {
    let mut out = String::new();
    for (index, variable) in variables.iter().enumerate() {
        out += if index == 0 { "SET " } else { ", " };
        out += &variable.name.text;
        out += " = ";
        expr(&variable.expr, &mut out);
    }
    if !variables.is_empty() {
        out.push(' ');
    }
    clauses(query, filter, &mut out);
    out
}

fn clauses(query: &Query, filter: Option<&str>, out: &mut String) {
    *out += "SELECT ";
    match &query.select {
        Select::Value(value) => {
            *out += "VALUE ";
            expr(value, out);
        }
        Select::Items(items) => {
            for (index, entry) in items.iter().enumerate() {
                if index > 0 {
                    *out += ", ";
                }
                item(entry, out);
            }
        }
    }
    if let Some(filter) = filter {
        *out += " FROM ";
        string(filter, out);
    }
    if let Some(source) = &query.from {
        *out += " FROM ";
        expr(&source.expr, out);
        if let Some(alias) = &source.alias {
            *out += " AS ";
            *out += &alias.text;
        }
    }
    if let Some(condition) = &query.condition {
        *out += " WHERE ";
        expr(condition, out);
    }
}

fn item(item: &Item, out: &mut String) {
    if item.spread {
        before_dot(&item.expr, out);
        *out += ".*";
    } else {
        expr(&item.expr, out);
    }
    for (index, name) in item.alias.iter().enumerate() {
        *out += if index == 0 { " AS " } else { "." };
        *out += &name.text;
    }
}

fn expr(node: &Expr, out: &mut String) {
    match &node.kind {
        ExprKind::Literal(value) => literal(value, out),
        ExprKind::Star => out.push('*'),
        ExprKind::Attribute(name) | ExprKind::Variable(name) => *out += name,
        ExprKind::Members(base, members) => {
            before_dot(base, out);
            for member in members {
                out.push('.');
                *out += &member.text;
            }
        }
        ExprKind::Call(written) => call(written, out),
        ExprKind::TypeName(keyword) => *out += keyword.name,
        ExprKind::Unary(operator, inner) => {
            *out += match operator {
                UnaryOperator::Minus => "-",
                UnaryOperator::Not => "NOT ",
            };
            // A minus directly before a number would make it a negative literal.
            if matches!(inner.kind, ExprKind::Literal(_)) {
                bracketed(inner, out);
            } else {
                operand(inner, out);
            }
        }
        ExprKind::Chain(first, links) => {
            operand(first, out);
            for link in links {
                out.push(' ');
                *out += link.operator.symbol();
                out.push(' ');
                operand(&link.right, out);
            }
        }
        ExprKind::Case(case) => {
            *out += "CASE ";
            expr(&case.operand, out);
            for (test, result) in &case.branches {
                *out += " WHEN ";
                expr(test, out);
                *out += " THEN ";
                expr(result, out);
            }
            if let Some(otherwise) = &case.otherwise {
                *out += " ELSE ";
                expr(otherwise, out);
            }
            *out += " END";
        }
        ExprKind::In(needle, haystack) => {
            operand(needle, out);
            *out += " IN ";
            operand(haystack, out);
        }
        ExprKind::Exists(query) => {
            *out += "EXISTS (";
            clauses(query, None, out);
            out.push(')');
        }
        ExprKind::Query(query) => {
            out.push('(');
            clauses(query, None, out);
            out.push(')');
        }
        ExprKind::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    *out += ", ";
                }
                expr(element, out);
            }
            out.push(']');
        }
        ExprKind::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    *out += ", ";
                }
                string(&key.text, out);
                *out += ": ";
                expr(member, out);
            }
            out.push('}');
        }
    }
}

fn call(call: &Call, out: &mut String) {
    *out += call.function.name;
    out.push('(');
    for (index, argument) in call.arguments.iter().enumerate() {
        match &argument.kind {
            ExprKind::TypeName(keyword) => {
                *out += " AS ";
                *out += keyword.name;
            }
            _ => {
                if index > 0 {
                    *out += ", ";
                }
                expr(argument, out);
            }
        }
    }
    out.push(')');
}

/// An expression whose members are selected. A number needs brackets, or the dot would be read as its point.
fn before_dot(node: &Expr, out: &mut String) {
    match node.kind {
        ExprKind::Star => out.push('*'),
        ExprKind::Literal(Value::Int(_) | Value::Decimal(_)) => bracketed(node, out),
        _ => operand(node, out),
    }
}

/// An expression beside an operator, in brackets where it has operators of its own, and around a `*`, which would else
/// be read as a multiplication after VALUE.
fn operand(node: &Expr, out: &mut String) {
    match node.kind {
        ExprKind::Star | ExprKind::Chain(..) | ExprKind::In(..) | ExprKind::Unary(..) => bracketed(node, out),
        _ => expr(node, out),
    }
}

fn bracketed(node: &Expr, out: &mut String) {
    out.push('(');
    expr(node, out);
    out.push(')');
}

fn literal(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => string(text, out),
        Value::Null => *out += "NULL",
        other => {
            let text = other.to_json();
            *out += &text;
            // Digits alone would be read as an Int.
            if matches!(other, Value::Decimal(_)) && !text.contains(['.', 'E']) {
                *out += "E0";
            }
        }
    }
}

/// A string in the kind of quotes that it does not contain; where it has both, with doubled ones.
fn string(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for ch in text.chars() {
        if ch == quote {
            out.push(ch);
        }
        out.push(ch);
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use crate::rule::Rule;
    use crate::syntax::tree::{Expr, ExprKind, Select};
    use crate::version::SqlVersion;
    use proptest::prelude::{Just, Strategy, TestCaseError, prop, prop_assert_eq, prop_oneof, proptest};

    /// Debug text of a rule's tree without byte ranges, and without the keys of items that have no alias, which are
    /// their text as written.
    fn tree(rule: &Rule) -> String {
        without_ranges(&format!("{:?}{:?}", rule.variables(), rule.query()))
    }

    fn without_ranges(text: &str) -> String {
        let mut parts = text.split("range: ");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out += part.trim_start_matches(|ch: char| ch.is_ascii_digit() || ch == '.');
        }
        let mut parts = out.split("default_key: ");
        let mut cleaned = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // The item's range, of which `,  }` is left, follows the key.
            cleaned += part.split_once(",  }").map_or("", |(_, tail)| tail);
        }
        cleaned
    }

    fn expression() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("a".to_owned()),
            Just("a.b.c".to_owned()),
            Just("value".to_owned()),
            Just("*".to_owned()),
            Just("@v".to_owned()),
            Just("NULL".to_owned()),
            Just("true".to_owned()),
            (-9_i32..9).prop_map(|number| number.to_string()),
            Just("1.5E-12".to_owned()),
            "'[a-z\" ]{0,4}'",
            "\"[a-z' ]{0,4}\"",
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let operator = prop_oneof![
                Just("+"),
                Just("-"),
                Just("*"),
                Just("/"),
                Just("%"),
                Just("="),
                Just("<>"),
                Just("<"),
                Just(">="),
                Just("AND"),
                Just("OR"),
                Just("IN"),
            ];
            prop_oneof![
                (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} {b}")),
                inner.clone().prop_map(|a| format!("({a})")),
                inner.clone().prop_map(|a| format!("(NOT {a})")),
                inner.clone().prop_map(|a| format!("-({a})")),
                inner.clone().prop_map(|a| format!("cast({a} AS Decimal)")),
                prop::collection::vec(inner.clone(), 0..4)
                    .prop_map(|list| format!("concat({})", list.join(", "))),
                prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(", "))),
                inner.clone().prop_map(|a| format!("{{'k y': {a}}}")),
                inner.clone().prop_map(|a| format!("{{'k': {a}, }}")),
                inner.clone().prop_map(|a| format!("get((SELECT b AS c.d, * FROM a AS e WHERE {a}), 0).v")),
                inner.clone().prop_map(|a| format!("EXISTS (SELECT VALUE {a} FROM *)")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("CASE {a} WHEN {b} THEN 1 ELSE {a} END")),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_same_tree(
            selected in prop::collection::vec(expression(), 1..3),
            condition in expression(),
        ) {
            let items: Vec<String> =
                selected.iter().enumerate().map(|(index, text)| format!("{text} AS x{index}.y")).collect();
            let sql = format!("SET @v = 1 SELECT {} FROM 'a/+' WHERE {condition}", items.join(", "));
            if let Ok(rule) = Rule::parse(&sql, SqlVersion::V2016_03_23) {
                let printed = rule.to_sql();
                let again = Rule::parse(&printed, SqlVersion::V2016_03_23).map_err(|error| {
                    proptest::test_runner::TestCaseError::fail(format!("{error}\n{sql}\n{printed}"))
                })?;
                prop_assert_eq!(tree(&rule), tree(&again), "{}\n{}", sql, printed);
                prop_assert_eq!(again.to_sql(), printed);
            }
        }
    }

    proptest! {
        /// The text at an expression's range is that expression.
        #[test]
        fn ranges_slice_the_text(expression in expression()) {
            let sql = format!("SELECT VALUE  {expression}\nFROM 'a/+'");
            let Ok(rule) = Rule::parse(&sql, SqlVersion::V2016_03_23) else { return Ok(()) };
            let mut expressions: Vec<&Expr> = Vec::new();
            rule.query().walk(&mut |expr| expressions.push(expr));
            for expr in expressions.into_iter().filter(|expr| !matches!(expr.kind, ExprKind::TypeName(_))) {
                let slice = &sql[expr.range.clone()];
                let again = Rule::parse(&format!("SELECT VALUE {slice}"), SqlVersion::V2016_03_23)
                    .map_err(|error| TestCaseError::fail(format!("{error}: {slice:?} of {sql:?}")))?;
                let Select::Value(alone) = &again.query().select else { panic!("SELECT VALUE") };
                let [whole, part] = [expr, alone].map(|expr| without_ranges(&format!("{:?}", expr.kind)));
                prop_assert_eq!(whole, part, "{:?} of {:?}", slice, sql);
            }
        }
    }

    #[test]
    fn most_generated_statements_are_read() {
        // So that the property above is not true of nothing.
        use proptest::strategy::ValueTree;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let read = (0..200)
            .filter(|_| {
                let text = expression().new_tree(&mut runner).map(|tree| tree.current()).unwrap_or_default();
                Rule::parse(&format!("SELECT {text} AS x"), SqlVersion::V2016_03_23).is_ok()
            })
            .count();
        assert!(read > 150, "{read} of 200");
    }

    #[test]
    fn statements_are_printed_in_one_form() {
        for (sql, printed) in [
            ("select  *from  a/b", "SELECT * FROM 'a/b'"),
            (
                "SELECT a+b*-c as x FROM 'a' where not x=1",
                "SELECT a + (b * (-c)) AS x FROM 'a' WHERE NOT (x = 1)",
            ),
            ("set @a=1,@b=@a select value @b", "SET @a = 1, @b = @a SELECT VALUE @b"),
            ("SELECT {'a': {'b': c,},}", "SELECT {'a': {'b': c}}"),
            ("SELECT a.* , get(*,\"it's\") AS b.c FROM 'a'", "SELECT a.*, get(*, \"it's\") AS b.c FROM 'a'"),
        ] {
            assert_eq!(Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql).to_sql(), printed);
        }
    }
}

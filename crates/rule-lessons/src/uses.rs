//! Whether a rule uses a function, a keyword or an operator: asked of its tree, not of its text.

use crate::problem::instead;
use iot_sql::functions;
use iot_sql::tree::{BinaryOperator, Expr, ExprKind, Query, Select, UnaryOperator};
use rule_actions::Plan;

/// Keywords that can be asked for, and `*` for everything.
const KEYWORDS: [&str; 13] =
    ["*", "SET", "FROM", "WHERE", "AS", "VALUE", "CASE", "ELSE", "IN", "EXISTS", "NOT", "AND", "OR"];

/// Operators that can be asked for; `*` between two values is not among them, as `*` is everything.
const OPERATORS: [&str; 10] = ["=", "<>", "<", "<=", ">", ">=", "+", "-", "/", "%"];

/// The word as it is known, for what can be asked for.
///
/// # Errors
/// What was expected instead.
pub(crate) fn known(word: &str) -> Result<String, String> {
    if let Some(keyword) = KEYWORDS.iter().chain(&OPERATORS).find(|known| known.eq_ignore_ascii_case(word)) {
        return Ok((*keyword).to_owned());
    }
    if let Some(function) = functions::find(word) {
        return Ok(function.name.to_owned());
    }
    let names = functions::ALL.iter().flat_map(|group| group.iter()).map(|function| function.name);
    let names: Vec<&str> = KEYWORDS.into_iter().chain(names).collect();
    Err(match iot_sql::nearest(word, names) {
        Some(meant) => format!("`{word}` is not a function or keyword; did you mean `{meant}`?"),
        None => format!(
            "`{word}` is not a function, keyword or operator; expected the name of a function, or {}",
            instead("", &KEYWORDS).trim_start_matches("expected ")
        ),
    })
}

/// Whether a rule or a template of its actions uses a [known] word.
pub(crate) fn uses(plan: &Plan, word: &str) -> bool {
    let rule = plan.rule();
    match word {
        "SET" => return !rule.variables().is_empty(),
        "FROM" => return rule.topic_filter().is_some(),
        _ => {}
    }
    let mut found = query_uses(rule.query(), word);
    let mut visit = |expr: &Expr| found |= expr_uses(expr, word);
    rule.query().walk(&mut visit);
    rule.variables().iter().for_each(|variable| variable.expr.walk(&mut visit));
    for template in plan.templates() {
        template.expressions().for_each(|expr| expr.walk(&mut visit));
    }
    found
}

/// Whether the clauses of a query use a word, apart from the expressions in them.
fn query_uses(query: &Query, word: &str) -> bool {
    match (word, &query.select) {
        ("WHERE", _) => query.condition.is_some(),
        ("VALUE", select) => matches!(select, Select::Value(_)),
        ("AS", Select::Items(items)) => items.iter().any(|item| !item.alias.is_empty()),
        ("*", Select::Items(items)) => items.iter().any(|item| item.spread),
        _ => false,
    }
}

/// Whether an expression itself, not one inside it, uses a word.
fn expr_uses(expr: &Expr, word: &str) -> bool {
    match &expr.kind {
        ExprKind::Star => word == "*",
        ExprKind::Call(call) => call.function.name == word,
        ExprKind::Unary(UnaryOperator::Not, _) => word == "NOT",
        ExprKind::Unary(UnaryOperator::Minus, _) => false,
        ExprKind::Chain(_, links) => {
            links.iter().any(|link| link.operator != BinaryOperator::Times && link.operator.symbol() == word)
        }
        ExprKind::Case(case) => word == "CASE" || word == "ELSE" && case.otherwise.is_some(),
        ExprKind::In(..) => word == "IN",
        ExprKind::Exists(query) => word == "EXISTS" || query_uses(query, word),
        ExprKind::Query(query) => query_uses(query, word),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, OPERATORS, known, uses};
    use iot_sql::SqlVersion;
    use rule_actions::Plan;

    fn does(sql: &str, word: &str) -> bool {
        let action = r#"{"republish": {"topic": "x/${upper(topic(2))}", "roleArn": "arn:aws:iam::123456789012:role/r"}}"#;
        let plan = Plan::new(sql, SqlVersion::V2016_03_23, Some(action)).expect(sql);
        uses(&plan, &known(word).expect(word))
    }

    #[test]
    fn words_are_looked_for_in_the_tree() {
        for (sql, words) in [
            ("SELECT a FROM 'x'", "FROM"),
            ("SELECT * FROM 'x'", "FROM *"),
            ("SELECT a.* FROM 'x'", "FROM *"),
            ("SELECT a AS b FROM 'x' WHERE NOT a = 1", "FROM AS WHERE NOT ="),
            ("SET @a = floor(b) SELECT @a AS c FROM 'x'", "SET FROM AS floor"),
            ("SELECT CASE a WHEN 1 THEN 2 ELSE 3 END AS b FROM 'x'", "FROM AS CASE ELSE"),
            ("SELECT (SELECT VALUE v FROM r WHERE n <= 2) AS b FROM 'x'", "FROM AS VALUE WHERE <="),
            ("SELECT a FROM 'x' WHERE EXISTS (SELECT * FROM r)", "FROM WHERE EXISTS *"),
            ("SELECT a FROM 'x' WHERE a IN [1, 2] AND b > 1 OR c <> d", "FROM WHERE IN AND > OR <>"),
            ("SELECT a * 2 - 1 AS b FROM 'x'", "FROM AS -"),
            ("SELECT 'cast(a) SET' AS b FROM 'x'", "FROM AS"),
            ("SELECT timestamp, \"abs\" FROM 'x'", "FROM"),
            ("SELECT cast(a AS Int) FROM 'x'", "FROM cast"),
        ] {
            let expected: Vec<&str> = words.split(' ').collect();
            for word in KEYWORDS.iter().chain(&OPERATORS).chain(&["cast", "floor", "timestamp", "abs"]) {
                assert_eq!(does(sql, word), expected.contains(word), "{word} in {sql}");
            }
            assert!(does(sql, "UPPER"), "a template's function");
        }
    }
}

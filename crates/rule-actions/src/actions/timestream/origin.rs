//! Where an outgoing attribute comes from: its SELECT item, and what stands there in the payload.

use foldhash::fast::RandomState;
use iot_sql::tree::{Expr, ExprKind, Item, Select, Variable};
use iot_sql::{Rule, Value};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Items such as `*` that are asked for an attribute; more in one statement are none that anyone writes.
const MAX_SPREADS: usize = 8;

/// A rule's SELECT clause beside a payload.
pub(super) struct Origins<'r> {
    items: &'r [Item],
    /// Which items give one attribute each, and which more; made when it is asked for.
    places: OnceCell<Places<'r>>,
    /// The SET clause's variables.
    variables: &'r [Variable],
    published: &'r [u8],
    /// The payload as it was published, every number as it is written; read when it is asked for.
    payload: OnceCell<Value>,
}

/// What a SELECT clause's items give.
struct Places<'r> {
    /// The items that give one attribute, the last one of each key.
    by_key: HashMap<&'r str, usize, RandomState>,
    /// The items that give all members of a value.
    spreads: Vec<usize>,
}

/// Where an outgoing attribute comes from.
pub(super) struct Origin<'r> {
    /// The item that gives it alone; `None` where it comes through `*`.
    pub(super) item: Option<&'r Item>,
    /// What the payload has in its place, where the item is a path or `*`; else Undefined.
    pub(super) written: Value,
}

impl<'r> Origins<'r> {
    pub(super) fn new(rule: &'r Rule, payload: &'r [u8]) -> Self {
        let items: &[Item] = match &rule.query().select {
            Select::Items(items) => items,
            Select::Value(_) => &[],
        };
        let (places, published) = (OnceCell::new(), payload);
        Self { items, places, variables: rule.variables(), published, payload: OnceCell::new() }
    }

    fn places(&self) -> &Places<'r> {
        self.places.get_or_init(|| {
            let (mut by_key, mut spreads) = (HashMap::default(), Vec::new());
            for (index, item) in self.items.iter().enumerate() {
                match item.alias.as_slice() {
                    [alias] => drop(by_key.insert(alias.text.as_str(), index)),
                    [] => match &item.default_key {
                        Some(key) => drop(by_key.insert(key.as_str(), index)),
                        None => spreads.push(index),
                    },
                    _ => {}
                }
            }
            Places { by_key, spreads }
        })
    }

    /// The SELECT clause's items.
    pub(super) fn items(&self) -> &'r [Item] {
        self.items
    }

    /// The payload as it was published.
    pub(super) fn payload(&self) -> &Value {
        self.payload.get_or_init(|| Value::from_json(self.published).unwrap_or_default())
    }

    /// Whether a number without a fraction may stand in the payload as a Decimal, as `5.0` does; sure only where none does.
    pub(super) fn may_have_whole_decimals(&self) -> bool {
        let bytes = self.published;
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        bytes.iter().enumerate().any(|(at, byte)| match byte {
            b'e' | b'E' => at > 0 && is_digit(at - 1),
            b'.' => {
                let zeros = bytes[at + 1..].iter().take_while(|byte| **byte == b'0').count();
                zeros > 0 && !is_digit(at + 1 + zeros)
            }
            _ => false,
        })
    }

    /// Where the outgoing attribute of this name comes from; of several items the last one that gives it.
    pub(super) fn find(&self, name: &str) -> Origin<'r> {
        let Places { by_key, spreads } = self.places();
        let own = by_key.get(name).copied();
        let later = spreads.iter().rev().take_while(|at| own.is_none_or(|own| **at > own));
        for at in later.take(MAX_SPREADS) {
            let written = self.at(&self.items[*at].expr).member(name);
            if !written.is_undefined() {
                return Origin { item: None, written };
            }
        }
        if let Some(item) = own.and_then(|at| self.items.get(at)) {
            return Origin { item: Some(item), written: self.at(&item.expr) };
        }
        Origin { item: None, written: Value::Undefined }
    }

    /// What stands in the payload at a path; Undefined where the expression is none.
    fn at(&self, expr: &Expr) -> Value {
        self.at_through(expr, self.variables.len())
    }

    /// The same through so many variables: a path through more of them goes in a circle.
    fn at_through(&self, expr: &Expr, variables: usize) -> Value {
        match &expr.kind {
            ExprKind::Star => self.payload().clone(),
            ExprKind::Attribute(name) => self.payload().member(name),
            ExprKind::Members(base, members) => {
                let base = self.at_through(base, variables);
                members.iter().fold(base, |value, member| value.member(&member.text))
            }
            ExprKind::Variable(name) => match (self.set_to(name), variables.checked_sub(1)) {
                (Some(expr), Some(variables)) => self.at_through(expr, variables),
                _ => Value::Undefined,
            },
            _ => Value::Undefined,
        }
    }

    /// The expression that SET assigns to a variable.
    fn set_to(&self, name: &str) -> Option<&'r Expr> {
        let mut variables = self.variables.iter();
        variables.find(|variable| variable.name.text == name).map(|variable| &variable.expr)
    }

    /// Whether something holds for an expression or for what stands in its place: for a variable what it is set to.
    pub(super) fn holds(&self, expr: &Expr, test: &impl Fn(&Expr) -> bool) -> bool {
        self.holds_through(expr, test, self.variables.len())
    }

    fn holds_through(&self, expr: &Expr, test: &impl Fn(&Expr) -> bool, variables: usize) -> bool {
        match &expr.kind {
            ExprKind::Variable(name) => match (self.set_to(name), variables.checked_sub(1)) {
                (Some(expr), Some(variables)) => self.holds_through(expr, test, variables),
                _ => false,
            },
            ExprKind::Chain(first, links) => {
                test(expr)
                    || self.holds_through(first, test, variables)
                    || links.iter().any(|link| self.holds_through(&link.right, test, variables))
            }
            ExprKind::Unary(_, operand) => self.holds_through(operand, test, variables),
            _ => test(expr),
        }
    }
}

/// Whether an expression is a path into the payload, such as `a.b`, or into a variable.
pub(super) fn is_path(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Attribute(_) | ExprKind::Variable(_) => true,
        ExprKind::Members(base, _) => is_path(base) || matches!(base.kind, ExprKind::Star),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use iot_sql::{Rule, SqlVersion};

    #[test]
    fn whole_decimals_are_ruled_out_by_their_bytes() {
        for (payload, may_have) in [
            (r#"{"a":5.0}"#, true),
            (r#"{"a":5.00}"#, true),
            (r#"{"a":5e1}"#, true),
            (r#"{"a":5E1}"#, true),
            ("5.0", true),
            (r#"{"a":5.5}"#, false),
            (r#"{"a":5.05}"#, false),
            (r#"{"e":5, "a.b": "x."}"#, false),
            ("e", false),
            ("5.", false),
        ] {
            let rule = Rule::parse("SELECT a FROM 't'", SqlVersion::V2016_03_23).expect("a rule");
            let origins = Origins::new(&rule, payload.as_bytes());
            assert_eq!(origins.may_have_whole_decimals(), may_have, "{payload}");
        }
    }

    #[test]
    fn attributes_are_followed_into_the_payload() {
        let payload = br#"{"a":5.0,"b":{"c":7.50,"d":"x"},"e":1}"#;
        for (sql, name, written, has_item) in [
            ("SELECT a FROM 't'", "a", "5.0", true),
            ("SELECT b.c AS x FROM 't'", "x", "7.50", true),
            ("SELECT *.b.c AS x FROM 't'", "x", "7.50", true),
            ("SELECT * FROM 't'", "a", "5.0", false),
            ("SELECT b.* FROM 't'", "c", "7.50", false),
            ("SELECT *, e AS a FROM 't'", "a", "1", true),
            ("SELECT a + 1 AS x FROM 't'", "x", "", true),
            ("SELECT a FROM 't'", "z", "", false),
            ("SET @v = a SELECT @v AS x FROM 't'", "x", "5.0", true),
            ("SET @v = b, @w = @v SELECT @w.c AS x FROM 't'", "x", "7.50", true),
            ("SET @v = b SELECT @v.* FROM 't'", "c", "7.50", false),
            ("SET @v = a + 1 SELECT @v AS x FROM 't'", "x", "", true),
            ("SET @v = @w.c, @w = @v.c SELECT @v AS x FROM 't'", "x", "", true),
            ("SET @v = @w, @w = @v SELECT @v AS x FROM 't'", "x", "", true),
            ("SELECT @v AS x FROM 't'", "x", "", true),
        ] {
            let rule = Rule::parse(sql, SqlVersion::V2016_03_23).expect(sql);
            let origin = Origins::new(&rule, payload).find(name);
            assert_eq!(
                (origin.written.to_json().as_str(), origin.item.is_some()),
                (written, has_item),
                "{sql}"
            );
        }
    }
}

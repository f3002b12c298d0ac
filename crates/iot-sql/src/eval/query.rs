//! SELECT: building the outgoing value, and nested queries.

use super::{Evaluator, Failure, Scope};
use crate::limits::{Meter, SLOT_BYTES};
use crate::syntax::tree::{Expr, ExprKind, Item, Query, Select, Source};
use crate::value::{Object, Value};
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::Arc;

/// The expression that is the whole result: `*` or an object literal alone.
pub(crate) fn whole_result(items: &[Item]) -> Option<&Expr> {
    match items {
        [Item { expr, spread: false, alias, .. }]
            if alias.is_empty() && matches!(expr.kind, ExprKind::Star | ExprKind::Object(_)) =>
        {
            Some(expr)
        }
        _ => None,
    }
}

/// What a SELECT clause gives.
pub(crate) struct Selected {
    /// The value.
    pub(crate) value: Value,
    /// The steps of writing it out, where they are known without looking at it once more.
    pub(crate) steps: Option<u64>,
}

impl From<Value> for Selected {
    fn from(value: Value) -> Self {
        Self { value, steps: None }
    }
}

impl Evaluator<'_> {
    /// What a SELECT clause gives for the payload or, in a nested query, for the element.
    pub(crate) fn select(&mut self, select: &Select) -> Result<Selected, Failure> {
        let items = match select {
            Select::Value(expr) => {
                let value = self.evaluate(expr)?;
                self.part(expr, value.is_undefined(), true);
                self.trace_attribute(Vec::new(), expr.range.clone(), &value);
                return Ok(value.into());
            }
            Select::Items(items) => items,
        };
        if let Some(expr) = whole_result(items) {
            let value = self.evaluate(expr)?;
            self.trace_attribute(Vec::new(), expr.range.clone(), &value);
            return Ok(value.into());
        }
        let mut steps = Some(Meter::NODE_STEPS);
        let mut object = Object::with_capacity(items.len());
        for item in items {
            let of_item = self.item(item, &mut object)?;
            steps = steps.zip(of_item).map(|(steps, of_item)| steps + of_item);
        }
        Ok(Selected { value: Value::object(object), steps })
    }

    /// What SELECT gives, written at once, for items of which each has one key of its own; `keys` are these keys as
    /// JSON, with the colon.
    pub(crate) fn write_items(
        &mut self,
        items: &[Item],
        keys: &[String],
        out: &mut String,
    ) -> Result<(), Failure> {
        out.push('{');
        let mut between = "";
        for (item, key) in items.iter().zip(keys) {
            let value = self.evaluate(&item.expr)?;
            if !value.is_undefined() {
                self.count_item(item, &value)?;
                out.push_str(between);
                out.push_str(key);
                value.write_json(out);
                between = ",";
            }
        }
        out.push('}');
        Ok(())
    }

    /// Adds what an item gives; the steps of writing that out, where the item gives one attribute that no other changes.
    fn item(&mut self, item: &Item, object: &mut Object) -> Result<Option<u64>, Failure> {
        let value = self.evaluate(&item.expr)?;
        let is_nothing = if item.spread {
            !matches!(value, Value::Object(_)) && !matches!(item.expr.kind, ExprKind::Star)
        } else {
            value.is_undefined()
        };
        if is_nothing || !self.scopes.is_empty() {
            self.part(&item.expr, is_nothing, true);
        }
        let steps = self.count_item(item, &value)?;
        if self.trace.is_some() {
            let alias = || item.alias.iter().map(|name| name.text.clone()).collect();
            let key =
                if item.alias.is_empty() { item.default_key.iter().cloned().collect() } else { alias() };
            self.trace_attribute(key, item.range.clone(), &value);
        }
        match item.alias.as_slice() {
            [] | [_] => match item.key() {
                Some(key) if item.is_new_key => {
                    if !value.is_undefined() {
                        object.add_new(key.clone(), value);
                    }
                    return Ok(Some(steps));
                }
                Some(key) => object.set(key.clone(), value),
                None => self.merge(&value, object, &item.expr)?,
            },
            path => {
                let path: Vec<SmolStr> = path.iter().map(|name| name.text.clone()).collect();
                set_path(object, &path, value);
            }
        }
        Ok(None)
    }

    /// Counts the value of an item that has a key of its own; the steps of writing out a key that stands in JSON as it is,
    /// and the value.
    fn count_item(&self, item: &Item, value: &Value) -> Result<u64, Failure> {
        let key = match (item.alias.as_slice(), &item.default_key) {
            ([], None) => return Ok(0),
            ([], Some(key)) => key.len(),
            (path, _) => path.iter().map(|name| SLOT_BYTES + name.text.len()).sum(),
        };
        if value.is_undefined() {
            return self.counted(true, &item.expr).map(|()| 0);
        }
        let before = self.meter.spent();
        self.counted(self.meter.put(key, value), &item.expr)?;
        // An alias counts a place for each of its names.
        let slots = 1 + item.alias.len() as u64;
        Ok(self.meter.spent() - before - slots * Meter::SLOT_STEPS)
    }

    /// Writes down where an outgoing attribute came from; those of nested queries belong to the item around them.
    fn trace_attribute(&mut self, key: Vec<SmolStr>, item: Range<usize>, value: &Value) {
        if self.scopes.is_empty()
            && let Some(trace) = &mut self.trace
        {
            trace.attribute(key, item, value.clone());
        }
    }

    /// Adds all members of an object; other values have none.
    fn merge(&mut self, value: &Value, object: &mut Object, at: &Expr) -> Result<(), Failure> {
        if let Value::Object(members) = value {
            for (key, member) in members.iter() {
                self.counted(self.meter.put(key.len(), member), at)?;
                object.set(key.clone(), member.clone());
            }
        }
        Ok(())
    }

    /// A nested query's result.
    ///
    /// Over an array: an array of what SELECT gives for each element for which WHERE is true. An object counts as an
    /// array of one, whether FROM is `*` (observed on AWS) or a path (reported). Over anything else: Undefined (assumed).
    pub(super) fn nested_query(&mut self, query: &Query) -> Result<Value, Failure> {
        let Some(source) = &query.from else { return Ok(Value::Undefined) };
        let value = self.evaluate(&source.expr)?;
        let pointer = self.source_pointer(&source.expr);
        match value {
            Value::Array(elements) => self.rows(query, source, &elements, pointer.as_deref()),
            Value::Object(_) => self.only_row(query, value, pointer),
            _ => Ok(Value::Undefined),
        }
    }

    fn rows(
        &mut self,
        query: &Query,
        source: &Source,
        elements: &[Value],
        pointer: Option<&str>,
    ) -> Result<Value, Failure> {
        let alias = source.alias.as_ref().map(|name| name.text.clone());
        self.scopes.push(Scope { element: Value::Undefined, alias, pointer: None });
        let rows = self.rows_in_scope(query, source, elements, pointer);
        self.scopes.pop();
        rows
    }

    /// The rows, where the last scope is to have one element after the other.
    fn rows_in_scope(
        &mut self,
        query: &Query,
        source: &Source,
        elements: &[Value],
        pointer: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut rows = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            if let Some(scope) = self.scopes.last_mut() {
                scope.element.clone_from(element);
                scope.pointer = pointer.map(|pointer| format!("{pointer}/{index}"));
            }
            if let Some(row) = self.row_in_scope(query)? {
                self.count_row(&row, source)?;
                rows.push(row.value);
            }
        }
        // Undefined has no place in an array.
        rows.retain(|row| !row.is_undefined());
        Ok(Value::Array(Arc::new(rows)))
    }

    /// The array that a nested query gives over an object. SELECT VALUE of an array gives that array itself: the third
    /// argument in an example of `transform` is `(select value c from data2)`, with an array in an object.
    fn only_row(&mut self, query: &Query, object: Value, pointer: Option<String>) -> Result<Value, Failure> {
        let row = self.row(query, object, pointer)?;
        if let (Some(row), Some(source)) = (&row, &query.from) {
            self.count_row(row, source)?;
        }
        Ok(match row.map(|row| row.value) {
            Some(array @ Value::Array(_)) if matches!(query.select, Select::Value(_)) => array,
            row => Value::array(row),
        })
    }

    /// Counts a row of a nested query as an element of its array.
    fn count_row(&self, row: &Selected, source: &Source) -> Result<(), Failure> {
        let is_counted = row.steps.is_some_and(|steps| self.meter.spend_known(Meter::SLOT_STEPS + steps));
        self.counted(is_counted || self.meter.put(0, &row.value), &source.expr)
    }

    /// Where a nested query's source stands in the payload, asked for only while tracing.
    fn source_pointer(&self, source: &Expr) -> Option<String> {
        self.trace.as_ref()?;
        match &source.kind {
            ExprKind::Members(base, members) => self.pointer(base, members),
            _ => self.pointer(source, &[]),
        }
    }

    /// What SELECT gives for one element, `None` where WHERE is not true.
    fn row(
        &mut self,
        query: &Query,
        element: Value,
        pointer: Option<String>,
    ) -> Result<Option<Selected>, Failure> {
        let alias = query.from.as_ref().and_then(|source| source.alias.as_ref());
        self.scopes.push(Scope { element, alias: alias.map(|name| name.text.clone()), pointer });
        let result = self.row_in_scope(query);
        self.scopes.pop();
        result
    }

    fn row_in_scope(&mut self, query: &Query) -> Result<Option<Selected>, Failure> {
        if let Some(condition) = &query.condition {
            let value = self.evaluate(condition)?;
            if crate::value::convert::to_boolean(&value) != Some(true) {
                return Ok(None);
            }
        }
        self.select(&query.select).map(Some)
    }

    /// Whether a nested query gives at least one element.
    pub(super) fn exists(&mut self, query: &Query) -> Result<bool, Failure> {
        self.without_parts(|evaluator| evaluator.has_row(query))
    }

    fn has_row(&mut self, query: &Query) -> Result<bool, Failure> {
        let Some(source) = &query.from else { return Ok(false) };
        let value = self.evaluate(&source.expr)?;
        let elements = match value {
            Value::Array(elements) => elements,
            Value::Object(_) => {
                let rows = self.only_row(query, value, None)?;
                return Ok(matches!(rows, Value::Array(rows) if !rows.is_empty()));
            }
            _ => return Ok(false),
        };
        for element in elements.iter() {
            if self.row(query, element.clone(), None)?.is_some_and(|row| !row.value.is_undefined()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Puts a value under a path of names, merging with objects that are there.
fn set_path(object: &mut Object, path: &[SmolStr], value: Value) {
    match path {
        [] => {}
        [last] => object.set(last.clone(), value),
        [first, rest @ ..] => {
            if value.is_undefined() {
                return;
            }
            let inner = match object.get_mut(first) {
                Some(Value::Object(inner)) => inner,
                _ => {
                    object.set(first.clone(), Value::object(Object::new()));
                    let Some(Value::Object(inner)) = object.get_mut(first) else { return };
                    inner
                }
            };
            set_path(Arc::make_mut(inner), rest, value);
        }
    }
}

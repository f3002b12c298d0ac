//! The dimensions of the last records, which those of the next message mostly have too.

use super::{action, record::Dimension};
use std::sync::Arc;

/// The dimensions of the last message's records, for the next ones that have the same.
///
/// It makes messages of one series faster, and changes nothing.
#[derive(Clone, Debug, Default)]
pub struct LastDimensions(Option<Last>);

#[derive(Clone, Debug)]
struct Last {
    /// Those of the action that wrote the records: the same ones have the same names.
    own: Arc<[action::Dimension]>,
    dimensions: Arc<[Dimension]>,
}

impl LastDimensions {
    /// The dimensions of the last records, where they are an action's.
    #[inline]
    pub(super) fn of(&self, own: &Arc<[action::Dimension]>) -> Option<Arc<[Dimension]>> {
        let last = self.0.as_ref().filter(|last| Arc::ptr_eq(&last.own, own))?;
        Some(Arc::clone(&last.dimensions))
    }

    /// Keeps an action's dimensions, which are given back.
    pub(super) fn keep(
        &mut self,
        own: &Arc<[action::Dimension]>,
        dimensions: Arc<[Dimension]>,
    ) -> Arc<[Dimension]> {
        self.0 = Some(Last { own: Arc::clone(own), dimensions: Arc::clone(&dimensions) });
        dimensions
    }
}

#[cfg(test)]
mod tests {
    use crate::{Plan, Simulation};
    use iot_sql::{Context, Message, SqlVersion};
    use std::sync::Arc;

    #[test]
    fn dimensions_are_shared_while_they_are_the_same() {
        let action = |name: &str| {
            let action = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
                "dimensions": [{"name": "NAME", "value": "${x}"}, {"name": "y", "value": "${topic(1)}"}]}}"#;
            Plan::new("SELECT t FROM '#'", SqlVersion::default(), Some(&action.replace("NAME", name)))
                .expect("a rule")
        };
        let (plans, mut simulation) = ([action("x"), action("z")], Simulation::default());
        let mut dimensions = |plan: usize, topic, x: &str| {
            let payload = format!(r#"{{"t": 1, "x": "{x}"}}"#);
            let message = Message { topic, payload: payload.as_bytes() };
            let report = plans[plan].deliver(message, &Context::default(), &mut simulation);
            Arc::clone(&report.records()[0].record.dimensions)
        };
        let first = dimensions(0, "a", "1");
        assert!(Arc::ptr_eq(&first, &dimensions(0, "a", "1")));
        for (plan, topic, x) in [(1, "a", "1"), (0, "a", "2"), (0, "b", "2")] {
            let other = dimensions(plan, topic, x);
            let pairs: Vec<(&str, &str)> =
                other.iter().map(|dimension| (dimension.name.as_str(), dimension.value.as_str())).collect();
            assert_eq!(pairs, [(["x", "z"][plan], x), ("y", topic)]);
        }
    }
}

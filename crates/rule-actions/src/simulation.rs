//! What services remember between messages.

use crate::absence::Absences;
use crate::actions::dynamodb::keys::TableKeys;
use crate::actions::influxdb::schema::Schema;
use crate::actions::timestream::table::{TableSettings, Tables};
use std::collections::BTreeMap;

/// What the services that a rule writes to remember from earlier messages.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// How many messages were taken through before the present one.
    pub messages: u64,
    /// Whether lints, which report what is written but probably not what was meant, are skipped: they take
    /// longer than the rule itself.
    pub brief: bool,
    /// Which parts of outgoing payloads and of templates were Undefined.
    pub absences: Absences,
    /// The Timestream tables with what was written to them.
    pub tables: Tables,
    /// The keys of DynamoDB tables, by the table's name, where they are stated.
    pub dynamodb_tables: BTreeMap<String, TableKeys>,
    /// The types of the fields of InfluxDB tables.
    pub influxdb: Schema,
}

impl Simulation {
    /// No message yet, and Timestream tables with these settings.
    #[must_use]
    pub fn new(settings: TableSettings) -> Self {
        Self { tables: Tables::new(settings), ..Self::default() }
    }

    /// Runs something while these are the keys of the DynamoDB tables, as a message's own context may state them.
    pub fn with_dynamodb_tables<T>(
        &mut self,
        tables: Option<BTreeMap<String, TableKeys>>,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let Some(tables) = tables else { return run(self) };
        let usual = std::mem::replace(&mut self.dynamodb_tables, tables);
        let result = run(self);
        self.dynamodb_tables = usual;
        result
    }

    /// The same services, with nothing written to them yet.
    pub(crate) fn without_data(&self) -> Self {
        Self {
            messages: self.messages,
            brief: self.brief,
            absences: Absences::default(),
            tables: self.tables.without_data(),
            dynamodb_tables: self.dynamodb_tables.clone(),
            influxdb: Schema::default(),
        }
    }
}

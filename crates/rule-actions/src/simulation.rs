//! What services remember between messages.

use crate::absence::Absences;
use crate::action::TopicTexts;
use crate::actions::dynamodb::keys::TableKeys;
use crate::actions::influxdb::schema::Schema;
use crate::actions::timestream::LastDimensions;
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
    /// Of which stages a report has words.
    pub stage_words: StageWords,
    /// Which parts of outgoing payloads and of templates were Undefined.
    pub absences: Absences,
    /// The Timestream tables with what was written to them.
    pub tables: Tables,
    /// The keys of DynamoDB tables, by the table's name, where they are stated.
    pub dynamodb_tables: BTreeMap<String, TableKeys>,
    /// The types of the fields of InfluxDB tables.
    pub influxdb: Schema,
    /// What templates gave for the last topic.
    pub topic_texts: TopicTexts,
    /// The dimensions of the last records.
    pub last_dimensions: LastDimensions,
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

    /// What evaluating a message takes, and what the services remember.
    pub(crate) fn split(&mut self) -> (Asked<'_>, Services<'_>) {
        let Self {
            messages,
            brief,
            stage_words: _,
            absences,
            tables,
            dynamodb_tables,
            influxdb,
            topic_texts,
            last_dimensions,
        } = self;
        (
            Asked {
                message: *messages,
                brief: *brief,
                absences,
                dynamodb_tables,
                topic_texts,
                last_dimensions,
            },
            Services { tables, influxdb },
        )
    }
}

/// Of which stages a report has words: they take longer than the rule itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StageWords {
    /// All of them.
    #[default]
    All,
    /// Only of the one that stopped the message, if one did.
    OfStop,
    /// None; which one stopped the message is known all the same.
    None,
}

/// What evaluating a message takes beside rule and context.
pub(crate) struct Asked<'s> {
    /// The message's ordinal, from 1.
    pub(crate) message: u64,
    /// Whether lints are skipped.
    pub(crate) brief: bool,
    /// Which parts were Undefined.
    pub(crate) absences: &'s mut Absences,
    /// The keys of DynamoDB tables, where they are stated.
    pub(crate) dynamodb_tables: &'s BTreeMap<String, TableKeys>,
    /// What templates gave for the last topic.
    pub(crate) topic_texts: &'s mut TopicTexts,
    /// The dimensions of the last records.
    pub(crate) last_dimensions: &'s mut LastDimensions,
}

/// What services remember of what was written to them.
pub(crate) struct Services<'s> {
    /// The Timestream tables.
    pub(crate) tables: &'s mut Tables,
    /// The types of the fields of InfluxDB tables.
    pub(crate) influxdb: &'s mut Schema,
}

impl Services<'_> {
    /// The same, for one action more.
    pub(crate) fn again(&mut self) -> Services<'_> {
        Services { tables: self.tables, influxdb: self.influxdb }
    }
}

//! What services remember between messages.

use crate::timestream::table::{TableSettings, Tables};

/// What the services that a rule writes to remember from earlier messages.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// How many messages were taken through before the present one.
    pub messages: u64,
    /// The Timestream tables with what was written to them.
    pub tables: Tables,
}

impl Simulation {
    /// No message yet, and Timestream tables with these settings.
    #[must_use]
    pub fn new(settings: TableSettings) -> Self {
        Self { messages: 0, tables: Tables::new(settings) }
    }
}

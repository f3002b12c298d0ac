//! The settings of the simulated Timestream tables.

use super::kept::kept;
use rulelens_wasm::TableRequest;

/// Hours that the memory store of a new table keeps records.
const MEMORY_HOURS: u32 = 6;

/// Days that the magnetic store of a new table keeps records.
const MAGNETIC_DAYS: u32 = 73_000;

/// The settings of the simulated tables, as the form has them; what is empty is as in a new table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableForm {
    /// Hours that the memory store keeps records.
    pub memory_hours: Option<u32>,
    /// Days that the magnetic store keeps records.
    pub magnetic_days: Option<u32>,
    /// Whether records that are too old for the memory store go to the magnetic one.
    pub magnetic_writes: bool,
}

kept! {
    TableForm {
        memory_hours unless Option::is_none,
        magnetic_days unless Option::is_none,
        magnetic_writes unless std::ops::Not::not,
    }
}

impl TableForm {
    /// Whether all is as in a new table.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The hours that the form shows.
    #[must_use]
    pub fn hours(&self) -> u32 {
        self.memory_hours.unwrap_or(MEMORY_HOURS)
    }

    /// The days that the form shows.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.magnetic_days.unwrap_or(MAGNETIC_DAYS)
    }

    /// The settings as a request has them; none where all is as in a new table.
    #[must_use]
    pub fn request(&self) -> Option<TableRequest> {
        (!self.is_usual()).then(|| TableRequest {
            memory_retention_hours: self.memory_hours,
            magnetic_retention_days: self.magnetic_days,
            magnetic_writes: self.magnetic_writes.then_some(true),
        })
    }

    /// The table in a few words for the status line: `Simulated table, retention 6 h`.
    #[must_use]
    pub fn digest(&self) -> String {
        let writes = if self.magnetic_writes { ", magnetic writes on" } else { "" };
        format!("Simulated table, retention {} h{writes}", self.hours())
    }

    /// The table in a sentence: `Memory store, retention 6 h, magnetic writes off.`
    #[must_use]
    pub fn sentence(&self) -> String {
        let writes = if self.magnetic_writes {
            format!("on, retention {} days", self.days())
        } else {
            "off".to_owned()
        };
        format!("Memory store, retention {} h, magnetic writes {writes}.", self.hours())
    }
}

//! How long a table keeps records, which late ones it takes, and which measures it already has.

use super::existing::Existing;
use super::schema::MAX_MEASURES;
use crate::actions::timestream::record::MeasureValueType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Hours that the memory store can keep records (`ts-limits`).
const MEMORY_HOURS: std::ops::RangeInclusive<u32> = 1..=8766;

/// Days that the magnetic store can keep records (`ts-limits`).
const MAGNETIC_DAYS: std::ops::RangeInclusive<u32> = 1..=73_000;

/// A table's retention, whether late records go to its magnetic store (`ts-limits`, `storage`), and the measures that
/// it has before the first message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Written")]
pub struct TableSettings {
    memory_retention_hours: u32,
    magnetic_retention_days: u32,
    magnetic_writes: bool,
    #[serde(skip_serializing_if = "Existing::is_empty", serialize_with = "Existing::write")]
    measures: Arc<Existing>,
}

/// Settings as they are written; what is omitted is as in a new table.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    memory_retention_hours: Option<u32>,
    magnetic_retention_days: Option<u32>,
    magnetic_writes: Option<bool>,
    #[serde(default)]
    measures: BTreeMap<String, MeasureValueType>,
}

/// Why there are no such settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// The memory store keeps 1 to 8766 hours.
    MemoryHours(u32),
    /// The magnetic store keeps 1 to 73000 days.
    MagneticDays(u32),
    /// A table has at most 8192 measures.
    Measures(usize),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MemoryHours(hours) => {
                write!(formatter, "the memory store keeps 1 to 8766 hours, not {hours}")
            }
            Self::MagneticDays(days) => {
                write!(formatter, "the magnetic store keeps 1 to 73000 days, not {days}")
            }
            Self::Measures(count) => {
                write!(formatter, "a table has at most {MAX_MEASURES} measure names, not {count}")
            }
        }
    }
}

impl std::error::Error for SettingsError {}

impl TryFrom<Written> for TableSettings {
    type Error = SettingsError;

    fn try_from(written: Written) -> Result<Self, SettingsError> {
        let usual = Self::default();
        Self::new(
            written.memory_retention_hours.unwrap_or(usual.memory_retention_hours),
            written.magnetic_retention_days.unwrap_or(usual.magnetic_retention_days),
            written.magnetic_writes.unwrap_or(usual.magnetic_writes),
        )?
        .with_measures(written.measures)
    }
}

/// A table as Timestream makes it where nothing is said: 6 hours, 73000 days, no magnetic writes.
impl Default for TableSettings {
    fn default() -> Self {
        let measures = Existing::none();
        Self { memory_retention_hours: 6, magnetic_retention_days: 73_000, magnetic_writes: false, measures }
    }
}

impl TableSettings {
    /// Settings with the memory store's retention in hours, the magnetic store's in days, and whether records too old
    /// for the memory store are written to the magnetic one.
    ///
    /// # Errors
    /// Where Timestream allows no such retention.
    pub fn new(
        memory_retention_hours: u32,
        magnetic_retention_days: u32,
        magnetic_writes: bool,
    ) -> Result<Self, SettingsError> {
        if !MEMORY_HOURS.contains(&memory_retention_hours) {
            return Err(SettingsError::MemoryHours(memory_retention_hours));
        }
        if !MAGNETIC_DAYS.contains(&magnetic_retention_days) {
            return Err(SettingsError::MagneticDays(magnetic_retention_days));
        }
        let measures = Existing::none();
        Ok(Self { memory_retention_hours, magnetic_retention_days, magnetic_writes, measures })
    }

    /// The same settings for a table that already has these measures, by their names.
    ///
    /// # Errors
    /// Where a table cannot have so many.
    pub fn with_measures(self, measures: BTreeMap<String, MeasureValueType>) -> Result<Self, SettingsError> {
        if measures.len() > MAX_MEASURES {
            return Err(SettingsError::Measures(measures.len()));
        }
        Ok(Self { measures: Arc::new(Existing::new(measures)), ..self })
    }

    /// The measures that the table already has.
    pub(super) fn measures(&self) -> &Arc<Existing> {
        &self.measures
    }

    /// Hours that the memory store keeps records.
    #[must_use]
    pub fn memory_retention_hours(&self) -> u32 {
        self.memory_retention_hours
    }

    /// Days that the magnetic store keeps records.
    #[must_use]
    pub fn magnetic_retention_days(&self) -> u32 {
        self.magnetic_retention_days
    }

    /// Whether records too old for the memory store are written to the magnetic one.
    #[must_use]
    pub fn magnetic_writes(&self) -> bool {
        self.magnetic_writes
    }
}

#[cfg(test)]
mod tests {
    use super::{SettingsError, TableSettings};

    #[test]
    fn retention_has_bounds() {
        assert!(TableSettings::new(1, 1, true).is_ok() && TableSettings::new(8766, 73_000, false).is_ok());
        for hours in [0, 8767] {
            assert_eq!(TableSettings::new(hours, 1, false), Err(SettingsError::MemoryHours(hours)));
        }
        for days in [0, 73_001] {
            assert_eq!(TableSettings::new(6, days, false), Err(SettingsError::MagneticDays(days)));
        }
    }

    #[test]
    fn settings_are_read_with_their_bounds() {
        let read = |json: &str| serde_json::from_str::<TableSettings>(json);
        assert_eq!(read("{}").expect("none given"), TableSettings::default());
        let settings = read(r#"{"memoryRetentionHours": 24, "magneticWrites": true}"#).expect("some given");
        assert_eq!(settings, TableSettings::new(24, 73_000, true).expect("in bounds"));
        let error = read(r#"{"memoryRetentionHours": 0}"#).expect_err("no hours").to_string();
        assert!(error.contains("1 to 8766 hours"), "{error}");
        assert!(read(r#"{"retention": 5}"#).is_err());
        let settings = read(r#"{"measures": {"t": "DOUBLE"}}"#).expect("a measure");
        let json = serde_json::to_value(&settings).expect("JSON");
        assert_eq!(json["measures"], serde_json::json!({"t": "DOUBLE"}));
        assert!(read(r#"{"measures": {"t": "FLOAT"}}"#).is_err());
        let many = (0..=8192).map(|at| (format!("m{at}"), crate::timestream::MeasureValueType::Double));
        let error = TableSettings::default().with_measures(many.collect()).expect_err("one too many");
        assert_eq!(error, SettingsError::Measures(8193));
    }
}

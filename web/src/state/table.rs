//! The settings of the simulated Timestream tables.

use super::kept::kept;
use super::services::PairRow;
use rulelens_wasm::{MeasureValueType, TableRequest};
use std::collections::BTreeMap;

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
    /// Measures that the table has before the first message, with the names of their types.
    pub measures: Vec<PairRow>,
}

kept! {
    TableForm {
        memory_hours unless Option::is_none,
        magnetic_days unless Option::is_none,
        magnetic_writes unless std::ops::Not::not,
        measures unless Vec::is_empty,
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

    /// The measures as a request has them; rows without a name or with an unknown type count for nothing, and of two rows
    /// with one name the first counts.
    #[must_use]
    pub fn existing(&self) -> BTreeMap<String, MeasureValueType> {
        let mut measures = BTreeMap::new();
        for row in self.measures.iter().filter(|row| !row.name.is_empty()) {
            if let Some(kind) = kind_of(row) {
                measures.entry(row.name.clone()).or_insert(kind);
            }
        }
        measures
    }

    /// The settings as a request has them; none where all is as in a new table.
    #[must_use]
    pub fn request(&self) -> Option<TableRequest> {
        (!self.is_usual()).then(|| TableRequest {
            memory_retention_hours: self.memory_hours,
            magnetic_retention_days: self.magnetic_days,
            magnetic_writes: self.magnetic_writes.then_some(true),
            measures: self.existing(),
        })
    }

    /// The table in a few words for the status line: `Simulated table, retention 6 h`.
    #[must_use]
    pub fn digest(&self) -> String {
        let writes = if self.magnetic_writes { ", magnetic writes on" } else { "" };
        let has = self.has().map(|has| format!(", {has}")).unwrap_or_default();
        format!("Simulated table, retention {} h{writes}{has}", self.hours())
    }

    /// The table in a sentence: `Memory store, retention 6 h, magnetic writes off.`
    #[must_use]
    pub fn sentence(&self) -> String {
        let writes = if self.magnetic_writes {
            format!("on, retention {} days", self.days())
        } else {
            "off".to_owned()
        };
        let has = self.has().map(|has| format!(" The table has {has}.")).unwrap_or_default();
        format!("Memory store, retention {} h, magnetic writes {writes}.{has}", self.hours())
    }

    /// How many measures the table has before the first message: `2 existing measures`.
    #[must_use]
    pub fn has(&self) -> Option<String> {
        match self.existing().len() {
            0 => None,
            1 => Some("1 existing measure".to_owned()),
            count => Some(format!("{count} existing measures")),
        }
    }
}

/// The type that a row names; a new row, which names none, has the first of the list.
fn kind_of(row: &PairRow) -> Option<MeasureValueType> {
    if row.value.is_empty() {
        Some(MeasureValueType::Double)
    } else {
        MeasureValueType::from_name(&row.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::kept::Kept;

    #[test]
    fn measures_that_the_table_has_are_sent_once_each() {
        let row = |name: &str, value: &str| PairRow { name: name.to_owned(), value: value.to_owned() };
        let form = TableForm {
            measures: vec![
                row("t", "BIGINT"),
                row("", "DOUBLE"),
                row("t", "VARCHAR"),
                row("h", ""),
                row("x", "FLOAT"),
            ],
            ..TableForm::default()
        };
        let request = form.request().expect("settings");
        let sent: Vec<_> = request.measures.iter().map(|(name, kind)| (name.as_str(), kind.name())).collect();
        assert_eq!(sent, [("h", "DOUBLE"), ("t", "BIGINT")]);
        assert_eq!(form.digest(), "Simulated table, retention 6 h, 2 existing measures");
        assert_eq!(
            form.sentence(),
            "Memory store, retention 6 h, magnetic writes off. The table has 2 existing measures."
        );
        let mut kept = String::new();
        form.write(&mut kept);
        let read = |text: &str| TableForm::read(&serde_json::from_str(text).expect("JSON"));
        assert_eq!(read(&kept), Some(form));
        assert_eq!(read(r#"{"measures": 5}"#).map(|odd| odd.is_usual()), Some(true));
    }
}

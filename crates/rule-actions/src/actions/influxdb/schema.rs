//! The types of fields that an InfluxDB table has seen.

use super::point::{FieldType, Point};
use std::collections::BTreeMap;

/// Fields that are remembered, over all tables.
const MAX_FIELDS: usize = 100_000;

/// Bytes of tables' and fields' names that are remembered.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The types of fields by database and table: the first write of a field decides (`influxdb-rule-action`).
///
/// It remembers 100,000 fields and 16 MiB of names; conflicts with fields beyond are not seen.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    databases: BTreeMap<String, Tables>,
    fields: usize,
    bytes: usize,
}

type Tables = BTreeMap<String, BTreeMap<String, KnownField>>;

/// A field that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownField {
    /// Its type.
    pub field_type: FieldType,
    /// The message that wrote it first, counted from 1.
    pub message: u64,
}

/// A field whose type is another one than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    pub(crate) table: String,
    pub(crate) field: String,
    pub(crate) field_type: FieldType,
    pub(crate) known: KnownField,
    /// Which point of the message, counted from 0.
    pub(crate) point: usize,
}

impl Schema {
    /// The fields of all tables, as (database, table, field), sorted.
    pub fn fields(&self) -> impl Iterator<Item = ((&str, &str, &str), KnownField)> {
        self.databases.iter().flat_map(|(database, tables)| {
            tables.iter().flat_map(move |(table, fields)| {
                fields
                    .iter()
                    .map(move |(field, known)| ((database.as_str(), table.as_str(), field.as_str()), *known))
            })
        })
    }

    /// Whether there are so many fields that new ones are not remembered.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.fields >= MAX_FIELDS || self.bytes >= MAX_BYTES
    }

    /// Writes the points of a message; a conflict leaves everything as it was.
    pub(super) fn write(&mut self, database: &str, points: &[Point], message: u64) -> Result<(), Conflict> {
        let mut added = Vec::new();
        for (index, point) in points.iter().enumerate() {
            for field in &point.fields {
                let field_type = field.value.field_type();
                let known = self.known(database, &point.measurement, &field.key);
                match known {
                    Some(known) if known.field_type != field_type => {
                        self.forget(database, &added);
                        return Err(Conflict {
                            table: point.measurement.clone(),
                            field: field.key.clone(),
                            field_type,
                            known,
                            point: index,
                        });
                    }
                    Some(_) => {}
                    None if self.is_full() => {}
                    None => {
                        let known = KnownField { field_type, message };
                        self.add(database, &point.measurement, &field.key, known);
                        added.push((point.measurement.as_str(), field.key.as_str()));
                    }
                }
            }
        }
        Ok(())
    }

    fn known(&self, database: &str, table: &str, field: &str) -> Option<KnownField> {
        self.databases.get(database)?.get(table)?.get(field).copied()
    }

    fn add(&mut self, database: &str, table: &str, field: &str, known: KnownField) {
        self.fields += 1;
        self.bytes += table.len() + field.len();
        let tables = self.databases.entry(database.to_owned()).or_default();
        tables.entry(table.to_owned()).or_default().insert(field.to_owned(), known);
    }

    fn forget(&mut self, database: &str, added: &[(&str, &str)]) {
        let Some(tables) = self.databases.get_mut(database) else { return };
        for (table, field) in added {
            let Some(fields) = tables.get_mut(*table) else { continue };
            if fields.remove(*field).is_some() {
                self.fields -= 1;
                self.bytes -= table.len() + field.len();
            }
            if fields.is_empty() {
                tables.remove(*table);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::point::{Field, FieldType, FieldValue, Point};
    use super::{KnownField, MAX_FIELDS, Schema};
    use crate::actions::timestream::record::TimeUnit;

    fn point(table: &str, key: &str, value: FieldValue) -> Point {
        let fields = vec![Field { key: key.into(), value }];
        let time_unit = TimeUnit::default();
        Point { measurement: table.into(), tags: Vec::new(), fields, time: 0, time_unit }
    }

    #[test]
    fn the_first_write_decides_and_a_conflict_changes_nothing() {
        let mut schema = Schema::default();
        let integer = || FieldValue::Integer(1);
        assert!(schema.write("d", &[point("t", "a", integer())], 1).is_ok());
        let batch = [
            point("t", "b", integer()),
            point("u", "c", integer()),
            point("t", "a", FieldValue::Boolean(true)),
        ];
        let conflict = schema.write("d", &batch, 2).expect_err("a is an integer");
        assert_eq!((conflict.field.as_str(), conflict.point, conflict.known.message), ("a", 2, 1));
        let known = KnownField { field_type: FieldType::Integer, message: 1 };
        assert_eq!(schema.fields().collect::<Vec<_>>(), [(("d", "t", "a"), known)]);
        assert!(schema.write("d", &[point("t", "b", FieldValue::Boolean(true))], 3).is_ok());
        assert!(schema.write("e", &[point("t", "a", FieldValue::Boolean(true))], 4).is_ok());
        let inside = [point("v", "a", integer()), point("v", "a", FieldValue::Float("1.5".into()))];
        assert_eq!(schema.write("d", &inside, 5).expect_err("both types").known.message, 5);
    }

    #[test]
    fn no_more_than_so_many_fields_are_remembered() {
        let mut schema = Schema::default();
        for index in 0..=MAX_FIELDS {
            let written = schema.write("d", &[point("t", &index.to_string(), FieldValue::Integer(1))], 1);
            assert!(written.is_ok());
        }
        assert!(schema.is_full());
        assert_eq!(schema.fields().count(), MAX_FIELDS);
    }

    #[test]
    fn no_more_than_sixteen_mebibytes_of_names_are_remembered() {
        let mut schema = Schema::default();
        let mut write = |letter: u8, table: &str| {
            let name = char::from(letter).to_string().repeat((1 << 20) - 1);
            assert!(schema.write("d", &[point(table, &name, FieldValue::Integer(1))], 1).is_ok());
            (schema.is_full(), schema.fields().count())
        };
        for index in 0..15 {
            assert_eq!(write(b'a' + index, "t"), (false, usize::from(index) + 1));
        }
        assert_eq!(write(b'p', "t"), (true, 16));
        assert_eq!(write(b'q', "t"), (true, 16));
    }
}

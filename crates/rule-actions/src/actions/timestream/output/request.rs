//! WriteRecords requests.

use crate::actions::timestream::record::MAX_VALUES;
use crate::actions::timestream::record::Record;
use serde_json::{Value as Json, json};

/// The requests that write these records to a table, at most 100 records each (`API_WriteRecords`).
///
/// Every record carries its own dimensions and time; `CommonAttributes`, which would only shorten the request, are not
/// used. Whether the action itself makes a second request is not documented.
#[must_use]
pub fn requests<'r>(database: &str, table: &str, records: impl IntoIterator<Item = &'r Record>) -> Vec<Json> {
    let records: Vec<Json> = records.into_iter().map(Record::to_json).collect();
    records
        .chunks(MAX_VALUES)
        .map(|batch| json!({"DatabaseName": database, "TableName": table, "Records": batch}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::requests;
    use crate::actions::timestream::record::{Dimension, MeasureValueType, Record};
    use crate::actions::timestream::table::tests::record;

    #[test]
    fn a_request_is_as_write_records_takes_it() {
        let room = Dimension { name: "room".into(), value: "kitchen".into() };
        let record =
            Record { dimensions: [room].into(), ..record("temperature", MeasureValueType::Double, "21.5") };
        let [request] = requests("home", "climate", &[record]).try_into().expect("one request");
        assert_eq!(
            request.to_string(),
            r#"{"DatabaseName":"home","TableName":"climate","Records":[{"Dimensions":[{"Name":"room","Value":"kitchen"}],"MeasureName":"temperature","MeasureValue":"21.5","MeasureValueType":"DOUBLE","Time":"1700000000000","TimeUnit":"MILLISECONDS"}]}"#
        );
    }

    #[test]
    fn a_request_has_at_most_a_hundred_records() {
        let records = vec![record("m", MeasureValueType::Bigint, "1"); 201];
        let counts = requests("d", "t", &records);
        let counts: Vec<usize> =
            counts.iter().map(|request| request["Records"].as_array().map_or(0, Vec::len)).collect();
        assert_eq!(counts, [100, 100, 1]);
        assert!(requests("d", "t", []).is_empty());
    }
}

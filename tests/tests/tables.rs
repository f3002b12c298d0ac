//! What holds of a simulated Timestream table, whatever is written to it.

use proptest::prelude::*;
use rule_actions::timestream::output::{requests, to_csv};
use rule_actions::timestream::table::{Table, TableSettings, WriteOutcome};
use rule_actions::timestream::{Dimension, MeasureValueType, Record, TimeUnit};

fn a_record() -> impl Strategy<Value = Record> {
    let kind = prop_oneof![
        Just(MeasureValueType::Bigint),
        Just(MeasureValueType::Double),
        Just(MeasureValueType::Boolean),
        Just(MeasureValueType::Varchar),
    ];
    let name = prop_oneof!["[ab]", "ts_[a-z]", "é{126,130}", "\\PC{0,20}"];
    let value =
        prop_oneof!["[0-9]{1,25}", "-?[0-9]\\.[0-9]E[0-9]{1,4}", "NaN|true|", "x{2046,2050}", "\\PC{0,30}"];
    let time = prop_oneof![
        (-100_000_000_i64..100_000_000).prop_map(|offset| (1_700_000_000_000 + offset).to_string()),
        any::<i128>().prop_map(|time| time.to_string()),
        "\\PC{0,20}",
    ];
    let dimensions = prop::collection::vec(("[a-c]", "\\PC{0,30}"), 0..3);
    (name, value, kind, time, 0..4_usize, dimensions).prop_map(
        |(measure_name, measure_value, measure_value_type, time, unit, dimensions)| Record {
            measure_name: measure_name.into(),
            measure_value: measure_value.into(),
            measure_value_type,
            time: time.into(),
            time_unit: TimeUnit::ALL[unit],
            processing_time: false,
            dimensions: dimensions
                .into_iter()
                .map(|(name, value): (String, String)| Dimension { name: name.into(), value: value.into() })
                .collect(),
        },
    )
}

fn some_settings() -> impl Strategy<Value = TableSettings> {
    (1..=8766_u32, 1..=73_000_u32, any::<bool>()).prop_map(|(hours, days, magnetic)| {
        TableSettings::new(hours, days, magnetic).expect("settings in their bounds")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_record_gets_a_verdict_and_is_no_news_when_repeated(
        records in prop::collection::vec(a_record(), 0..6),
        settings in some_settings(),
        now_ms in prop_oneof![Just(1_700_000_000_000), any::<i64>()],
    ) {
        let mut table = Table::new(settings);
        let first = table.write(&records, now_ms, 1);
        prop_assert_eq!(first.len(), records.len());
        let measures = table.schema().len();
        let second = table.write(&records, now_ms, 2);
        for (first, second) in first.iter().zip(&second) {
            match first.outcome {
                WriteOutcome::Rejected => prop_assert_eq!(second.outcome, WriteOutcome::Rejected),
                // Whether AWS leaves it open or not: a second write of it is at most unchanged or open.
                _ => prop_assert!(second.store.is_none() && second.outcome != WriteOutcome::Rejected),
            }
            let silent = first.reasons.is_empty();
            prop_assert_eq!(silent, matches!(first.outcome, WriteOutcome::Accepted), "{:?}", first);
        }
        prop_assert_eq!(table.schema().len(), measures);
    }

    #[test]
    fn every_record_is_in_a_request_and_a_line(records in prop::collection::vec(a_record(), 1..120)) {
        let requests = requests("d", "t", &records);
        prop_assert!(requests.iter().all(|request| request["Records"].as_array().is_some_and(|batch| batch.len() <= 100)));
        let count: usize = requests.iter().filter_map(|request| request["Records"].as_array()).map(Vec::len).sum();
        prop_assert_eq!(count, records.len());
        let csv = to_csv(&records).expect("CSV");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let names: Vec<String> = reader
            .records()
            .map(|line| {
                let line = line.expect("a line");
                line[line.len() - 6].to_owned()
            })
            .collect();
        let expected: Vec<&str> = records.iter().map(|record| record.measure_name.as_str()).collect();
        prop_assert_eq!(names, expected);
    }
}

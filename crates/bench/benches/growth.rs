//! How the cost grows with the rule and with the payload: each at a size, twice and four times that size.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use iot_sql::{Rule, SqlVersion};
use rulelens_bench::{Job, load};
use std::hint::black_box;

fn parse(criterion: &mut Criterion) {
    let parse = |sql: &str| Rule::parse(sql, SqlVersion::V2016_03_23);
    criterion.bench_function("parse/sample", |bencher| bencher.iter(|| parse(black_box(load::RULE))));
    let mut group = criterion.benchmark_group("parse_functions");
    for count in [15, 30, 60] {
        let sql = load::functions(count);
        group.bench_with_input(BenchmarkId::from_parameter(count), &sql, |bencher, sql| {
            bencher.iter(|| parse(black_box(sql)));
        });
    }
}

fn messages(criterion: &mut Criterion) {
    grow(criterion, "functions", [15, 30, 60], |count| (load::functions(count), load::PAYLOAD.into()));
    let kilobytes = [25, 50, 100];
    grow(criterion, "two_keys_of_kb", kilobytes, |size| (load::TWO_KEYS.into(), load::object(size * 1000)));
    grow(criterion, "all_keys_of_kb", kilobytes, |size| (load::ALL_KEYS.into(), load::object(size * 1000)));
    grow(criterion, "nested_query_over", [250, 500, 1000], |count| {
        (load::NESTED.into(), load::readings(count))
    });
    let mut group = criterion.benchmark_group("serde_json_value_of_kb");
    for size in kilobytes {
        let payload = load::object(size * 1000);
        group.bench_with_input(BenchmarkId::from_parameter(size), &payload, |bencher, payload| {
            bencher.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(payload.as_bytes())));
        });
    }
}

/// Benchmarks what a function gives for each size: a rule and a payload.
fn grow(criterion: &mut Criterion, name: &str, sizes: [usize; 3], job: impl Fn(usize) -> (String, String)) {
    let mut group = criterion.benchmark_group(name);
    for size in sizes {
        let (sql, payload) = job(size);
        let job = Job::new(&sql, payload).expect("the rule parses");
        assert!(job.run().is_some(), "{sql}");
        group.bench_with_input(BenchmarkId::from_parameter(size), &job, |bencher, job| {
            bencher.iter(|| job.run());
        });
    }
}

criterion_group!(benches, parse, messages);
criterion_main!(benches);

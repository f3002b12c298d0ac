//! How the cost grows with the rule and with the payload: each at a size, twice and four times that size.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use iot_sql::{Rule, SqlVersion};
use rulelens_bench::load::{Growth, RecordGrowth};
use rulelens_bench::{Deliveries, Job, load};
use std::hint::black_box;

fn parse(criterion: &mut Criterion) {
    let parse = |sql: &str| Rule::parse(sql, SqlVersion::V2016_03_23);
    criterion.bench_function("reading the rule", |bencher| bencher.iter(|| parse(black_box(load::RULE))));
    let mut group = criterion.benchmark_group("reading a rule of functions");
    for count in [15, 30, 60] {
        let sql = load::functions(count);
        group.bench_with_input(BenchmarkId::from_parameter(count), &sql, |bencher, sql| {
            bencher.iter(|| parse(black_box(sql)));
        });
    }
}

fn messages(criterion: &mut Criterion) {
    for Growth { name, sizes, job } in load::GROWTH {
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
}

/// Messages on their way to tables; each run is all of a size's messages, after the same ones a second before.
fn records(criterion: &mut Criterion) {
    for RecordGrowth { name, sizes, job } in load::RECORD_GROWTH {
        let mut group = criterion.benchmark_group(name);
        for size in sizes {
            let (sql, action, payloads) = job(size);
            let mut deliveries = Deliveries::new(&sql, &action).expect("the rule and the action are read");
            assert!(deliveries.take(&payloads[0]) > 0, "{sql}");
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter(|| payloads.iter().map(|payload| deliveries.take(payload)).sum::<usize>());
            });
        }
    }
}

criterion_group!(benches, parse, messages, records);
criterion_main!(benches);

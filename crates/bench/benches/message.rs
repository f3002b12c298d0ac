//! One message of 13 fields and a rule that reads two of them: the engine beside other ways to do it.

use criterion::{Criterion, criterion_group, criterion_main};
use iot_sql::{Context, Message, Rule, Runner, SqlVersion};
use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use rule_actions::Plan;
use rulelens_bench::{Deliveries, Job, load};
use serde::Deserialize;
use std::hint::black_box;

/// What serde reads at least to answer the rule.
#[derive(Deserialize)]
struct Reading {
    temperature: f64,
    humidity: f64,
}

fn message(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("message");
    let payload = load::PAYLOAD.as_bytes();

    let job = Job::new(load::RULE, payload).expect("the rule parses");
    assert_eq!(job.run().as_deref(), Some(load::OUTGOING.as_bytes()));
    group.bench_function("RuleLens", |bencher| bencher.iter(|| black_box(&job).run()));

    let rule = Rule::parse(load::RULE, SqlVersion::V2016_03_23).expect("the rule parses");
    let mut runner = Runner::new(rule);
    let (context, message) = (Context::default(), Message { topic: load::TOPIC, payload });
    group.bench_function("RuleLens, many messages", |bencher| {
        bencher.iter(|| runner.run(black_box(message), &context).map(|outgoing| outgoing.map(<[u8]>::len)));
    });

    let plan =
        Plan::new(load::RULE, SqlVersion::V2016_03_23, Some(load::ACTION)).expect("the action is read");
    assert_eq!(plan.evaluate(message, &context).records().len(), 2);
    group.bench_function("RuleLens, to Timestream records", |bencher| {
        bencher.iter(|| plan.evaluate(black_box(message), &context));
    });

    let mut deliveries = Deliveries::new(load::RULE, load::ACTION).expect("the action is read");
    assert_eq!(deliveries.take(load::PAYLOAD), 2);
    group.bench_function("RuleLens, to Timestream records, many messages", |bencher| {
        bencher.iter(|| deliveries.take(black_box(load::PAYLOAD)));
    });

    group.bench_function("serde_json Value, parsing alone", |bencher| {
        bencher.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(payload)));
    });

    group.bench_function("serde struct of two fields", |bencher| {
        bencher.iter(|| {
            let reading: Option<Reading> = serde_json::from_slice(black_box(payload)).ok();
            reading.filter(|reading| reading.temperature > 20.0).map(|reading| reading.humidity)
        });
    });

    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let program = File { code: "select(.temperature > 20) | {temperature, humidity}", path: () };
    let modules = Loader::new(defs).load(&arena, program).expect("the jq program parses");
    let filter = Compiler::default().with_funs(funs).compile(modules).expect("the jq program compiles");
    let jaq = |payload: &[u8]| -> Option<String> {
        let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
        let value = filter.id.run((context, read::parse_single(payload).ok()?)).map(unwrap_valr).next()?;
        Some(value.ok()?.to_string())
    };
    assert_eq!(jaq(payload).as_deref(), Some(load::OUTGOING));
    group.bench_function("jaq, the same selection", |bencher| bencher.iter(|| jaq(black_box(payload))));
}

criterion_group!(benches, message);
criterion_main!(benches);

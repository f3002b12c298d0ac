//! Responses within a number of steps.

use rulelens_wasm::{Bounded, Bounds, ContentView, EvaluateRequest, MessageRequest, respond, respond_within};

const ACTION: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "arn:aws:iam::123456789012:role/r",
    "dimensions": [{"name": "sensor", "value": "${id}"}]}}"#;

fn message(payload: &str) -> MessageRequest {
    MessageRequest { payload: payload.to_owned(), ..MessageRequest::default() }
}

fn request(sql: &str, payload: &str, earlier: &[&str]) -> EvaluateRequest {
    EvaluateRequest {
        sql: sql.to_owned(),
        topic: "plant/7".to_owned(),
        payload: payload.to_owned(),
        action: Some(ACTION.to_owned()),
        earlier: earlier.iter().map(|payload| message(payload)).collect(),
        ..EvaluateRequest::default()
    }
}

#[test]
fn a_response_within_steps_is_the_whole_one_or_none() {
    let many = format!(r#"{{"id": 1, "a": "{}"}}"#, "x".repeat(5_000));
    let keys: Vec<String> = (0..400).map(|at| format!(r#""temperature_{at}": {at}"#)).collect();
    let wide = format!(r#"{{{}, "temperature": 1}}"#, keys.join(", "));
    let nested: Vec<String> =
        (0..40).map(|at| format!(r#""room_{at}": {{"door": {{"lock": {at}}}}}"#)).collect();
    let nested = format!(r#"{{{}, "hall": {{"depth": 1}}}}"#, nested.join(", "));
    let requests = [
        request("SELECT * FROM 'plant/+'", r#"{"id": 7, "a": 1.5, "b": [1, {"c": null}]}"#, &[]),
        request("SELECT a FROM 'plant/+' WHERE a > 3", r#"{"id": 7, "a": 1}"#, &[]),
        request("SELECT a.b AS c, 1 / 0 AS d FROM 'plant/+'", r#"{"id": 7}"#, &[]),
        // A misspelt key among many, which are compared with it to find out why.
        request("SELECT temprature FROM 'plant/+'", &wide, &[]),
        // A key that stands elsewhere, in one of many objects.
        request("SELECT depth FROM 'plant/+'", &nested, &[]),
        request("SELECT * FROM 'plant/+'", r#"{"id": 1, "a": true}"#, &[r#"{"id": 1, "a": 2}"#, &many]),
        // Nothing is evaluated.
        request("SELECT FROM", "{", &[]),
    ];
    for request in requests {
        let whole = respond(&request);
        let fits = |steps: u64| {
            let response = respond_within(&request, &Bounds { steps: Some(steps), ..Bounds::default() });
            assert!(
                response.as_ref().is_none_or(|response| response.evaluation == whole),
                "{} within {steps}",
                request.sql
            );
            response.is_some()
        };
        assert!(fits(100_000), "{}", request.sql);
        let (mut too_few, mut enough) = (0, 100_000);
        while enough > too_few {
            let middle = u64::midpoint(too_few, enough);
            if fits(middle) { enough = middle } else { too_few = middle + 1 }
        }
        // What costs the most is in an earlier message, or in finding a reason.
        let is_long = request.earlier.len() > 1 || request.payload.len() > 600;
        assert_eq!(enough > 600, is_long, "{}: {enough} steps are enough", request.sql);
    }
}

/// A list of at most so many values.
fn first<T: Clone>(list: &[T], most: usize) -> Vec<T> {
    list[..most.min(list.len())].to_vec()
}

#[test]
fn a_response_with_fewer_records_counts_them_all() {
    // Two measures have another type than before, and one is empty.
    let keys: Vec<String> = (0..30).map(|at| format!(r#""m{at}": {at}"#)).collect();
    let wide = format!(r#"{{"id": 7, {}, "M0 ": "", "é": true}}"#, keys.join(", "));
    let influx = r#"{"influxDB": {"destinationArn": "d", "roleArn": "r", "databaseName": "home", "tableName": "climate"}}"#;
    let requests = [
        request("SELECT * FROM 'plant/+'", &wide, &[r#"{"id": 7, "m29": "text", "m3": true}"#]),
        request("SELECT nosuch FROM 'plant/+'", &wide, &[]),
        EvaluateRequest {
            action: Some(influx.to_owned()),
            ..request("SELECT * FROM 'plant/+'", r#"{"t": 1, "timestamp": 1700000000}"#, &[])
        },
    ];
    let (mut rejected, mut points_seen) = (0, 0);
    for request in requests {
        let whole = respond(&request);
        for most in [0, 1, 5, 100] {
            let bounds = Bounds { records: Some(most), ..Bounds::default() };
            let bounded = respond_within(&request, &bounds).expect("no limit of steps");
            let mut expected = whole.clone();
            for delivery in &mut expected.deliveries {
                match &mut delivery.content {
                    ContentView::Records { records, .. } => *records = first(records, most),
                    ContentView::Points { points } => {
                        points_seen += points.len();
                        *points = first(points, most);
                    }
                    _ => {}
                }
            }
            assert_eq!(bounded.evaluation, expected, "{most} of {}", request.sql);
            let counts = (bounded.record_count, bounded.rejected_count);
            let whole = Bounded::from(whole.clone());
            assert_eq!(counts, (whole.record_count, whole.rejected_count), "{most} of {}", request.sql);
            rejected = rejected.max(counts.1);
        }
    }
    assert_eq!(rejected, 3, "they are counted though their records are omitted");
    assert!(points_seen > 0);
}

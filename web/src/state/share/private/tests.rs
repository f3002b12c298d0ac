use super::*;
use serde_json::json;

fn rule() -> Json {
    json!({
        "sql": "SELECT temp, gps.lat AS lat FROM 'truck/CC-20417/#' WHERE device = 'CC-20417'",
        "messages": [
            {
                "topic": "truck/CC-20417/probe",
                "payload": r#"{"device": "CC-20417", "CC-20417": 1, "gps": {"lat": 52.5163, "lon": 13.3777}, "node_id": 46216, "seq": 46216, "who": "eve@plant.invalid.org"}"#,
            },
            {"topic": "truck/CC-9/probe", "payload": "AQID", "form": "Base64", "client_id": "truck7-gw"},
        ],
        "context": {"account_id": "210987654321", "source_ip": "93.184.216.34", "clock": "Live"},
        "actions": {"rows": [{"kind": "sns", "value": {
            "targetArn": "arn:aws:sns:eu-west-1:210987654321:alarms",
            "roleArn": "arn:aws:iam::210987654321:role/service/iot",
        }}]},
    })
}

fn found(rule: &Json) -> Vec<(String, String, String)> {
    find(rule).into_iter().map(|one| (one.kind, one.value, one.places.join("; "))).collect()
}

fn with(rule: &Json, treatment: Treatment) -> Json {
    let found: Vec<Found> = find(rule).into_iter().map(|one| Found { treatment, ..one }).collect();
    treat(rule, &found).0
}

#[test]
fn what_looks_private_is_found_with_its_places() {
    let mut expected = [
        ("Serial number", "CC-20417", "SQL; message 1"),
        ("Coordinates", "52.5163, 13.3777", "message 1"),
        ("ID", "46216", "message 1"),
        ("E-mail address", "eve@plant.invalid.org", "message 1"),
        ("Client ID", "truck7-gw", "message 2"),
        ("Account ID", "210987654321", "context; action 1"),
        ("IP address", "93.184.216.34", "context"),
        ("ARN", "arn:aws:sns:eu-west-1:210987654321:alarms", "action 1"),
        ("ARN", "arn:aws:iam::210987654321:role/service/iot", "action 1"),
    ]
    .map(|(kind, value, places)| (kind.to_owned(), value.to_owned(), places.to_owned()));
    let mut found = found(&rule());
    expected.sort();
    found.sort();
    for (one, expected) in found.iter().zip(&expected) {
        assert_eq!((&one.0, &one.1), (&expected.0, &expected.1));
        let sorted = |places: &str| {
            let mut places: Vec<String> = places.split("; ").map(str::to_owned).collect();
            places.sort();
            places
        };
        assert_eq!(sorted(&one.2), sorted(&expected.2), "{}", one.1);
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn each_pattern_is_found_and_what_only_looks_like_it_is_not() {
    let kinds = |payload: &str| {
        let found = find(&json!({"sql": "", "messages": [{"payload": payload}]}));
        found.into_iter().map(|one| one.kind).collect::<Vec<_>>().join(", ")
    };
    for (payload, kind) in [
        (r#"{"x": "00:1B:44:11:3A:B7"}"#, "MAC address"),
        (r#"{"x": "123e4567-e89b-12d3-a456-426614174000"}"#, "ID"),
        (r#"{"x": "70B3D57ED005B4C8"}"#, "ID"),
        (r#"{"x": "490154203237518"}"#, "SIM or modem number"),
        (r#"{"imei": 490154203237518}"#, "SIM or modem number"),
        (r#"{"serialNumber": "0042"}"#, "Serial number"),
        (r#"{"deviceId": "boiler"}"#, "ID"),
        (r#"{"latitude": "52.5", "longitude": "13.4"}"#, "Coordinates"),
        (r#"{"coordinates": [13.4, 52.5]}"#, "Coordinates"),
        (r#"{"x": "call 10.1.2.3, please"}"#, "IP address"),
        ("plain words to a@b.co and 210987654321", "E-mail address, Account ID"),
        (r#"{"x": "arn:aws:s3:::my-bucket"}"#, "ARN"),
        ("", ""),
        (r#"{"temperature": 24.04, "ts": 1700000000123, "fw": "2.4.1", "version": "2016-03-23"}"#, ""),
        (r#"{"x": "123456789012", "y": "arn:aws:iam::123456789012:role/r"}"#, ""),
        (r#"{"x": "192.0.2.10", "mail": "a@example.com"}"#, ""),
        (r#"{"id": 5, "valid": "yes, it is", "paid": "no way"}"#, ""),
        (r#"{"deviceId": "${clientid()}"}"#, ""),
    ] {
        assert_eq!(kinds(payload), kind, "{payload}");
    }
}

#[test]
fn a_value_is_replaced_by_the_same_one_everywhere_and_keys_stay() {
    let new = with(&rule(), Treatment::Replace);
    assert_eq!(new["sql"], "SELECT temp, gps.lat AS lat FROM 'truck/CC-00001/#' WHERE device = 'CC-00001'");
    assert_eq!(new["messages"][0]["topic"], "truck/CC-00001/probe");
    assert_eq!(
        new["messages"][0]["payload"],
        r#"{"device": "CC-00001", "CC-20417": 1, "gps": {"lat": 1.0, "lon": 1.0}, "node_id": 10001, "seq": 10001, "who": "user-1@example.com"}"#
    );
    assert_eq!(new["messages"][1]["client_id"], "client-1");
    assert_eq!(new["context"]["account_id"], "111122223333");
    assert_eq!(new["context"]["source_ip"], "192.0.2.1");
    let action = &new["actions"]["rows"][0]["value"];
    assert!(action["targetArn"].as_str().unwrap().starts_with("arn:aws:sns:eu-west-1:111122223333:example-"));
    assert!(action["roleArn"].as_str().unwrap().starts_with("arn:aws:iam::111122223333:role/example-"));
    let text = new.to_string();
    for private in ["52.5163", "210987654321", "eve@", "truck7", "alarms", "93.184"] {
        assert!(!text.contains(private), "{private}");
    }
}

#[test]
fn blank_leaves_types_and_levels() {
    let new = with(&rule(), Treatment::Blank);
    assert_eq!(new["messages"][0]["topic"], "truck/x/probe");
    assert_eq!(
        new["messages"][0]["payload"],
        r#"{"device": "", "CC-20417": 1, "gps": {"lat": 0.0, "lon": 0.0}, "node_id": 0, "seq": 0, "who": ""}"#
    );
    assert_eq!(new["context"]["account_id"], "");
}

#[test]
fn keep_changes_nothing() {
    assert_eq!(with(&rule(), Treatment::Keep), rule());
}

#[test]
fn what_others_will_see_marks_what_was_replaced_and_is_bounded() {
    let long = "x".repeat(2 * SHOWN_LENGTH);
    let rule = json!({"sql": "SELECT 1", "messages": [{"payload": format!("\"{long}\"")}, {"payload": "{\"sn\": \"AB-1234\"}"}]});
    let (_, shown) = treat(&rule, &find(&rule));
    let titles: Vec<&str> = shown.iter().map(|text| text.title.as_str()).collect();
    assert_eq!(titles.len(), 3);
    for title in ["SQL", "Message 1, payload", "Message 2, payload"] {
        assert!(titles.contains(&title), "{titles:?}");
    }
    let text = |title: &str| shown.iter().find(|text| text.title == title).unwrap();
    let length: usize = text("Message 1, payload").pieces.iter().map(|piece| piece.text.len()).sum();
    assert!(length < SHOWN_LENGTH + 10);
    let replaced: Vec<&str> = text("Message 2, payload")
        .pieces
        .iter()
        .filter(|piece| piece.replaced)
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(replaced, ["AB-0001"]);
}

#[test]
fn values_of_other_shapes_keep_theirs() {
    for (value, new) in [
        ("CC-20417", "CC-00001"),
        ("46216", "10001"),
        ("00:1B:44:11:3A:B7", "00:00:00:00:00:01"),
        ("boiler", "example-1"),
        ("dev7", "dev1"),
    ] {
        assert_eq!(same_shape(value, 1), new, "{value}");
    }
    let many: Vec<String> = (1..=30).map(|number| same_shape("A-1234", number)).collect();
    let distinct: std::collections::BTreeSet<&String> = many.iter().collect();
    assert_eq!(distinct.len(), 30);
}

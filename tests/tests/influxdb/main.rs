//! The line protocol of the InfluxDB action, read by others: a real InfluxDB on loopback, and `InfluxData`'s own parser.
//!
//! Debian has InfluxDB 1.6, whose line protocol is that of the later versions but for the unsigned integers (`5u`),
//! which it does not know: those are omitted from what it is given, and read by the parser alone.
//!
//! The tests of the server are skipped, with a message, where there is no `influxd`; with `RULELENS_INFLUXDB=required`
//! they fail then. `INFLUXD` may name the program.

mod messages;
mod parser;
mod server;

use messages::{NASTY, generated, nasty};
use rule_actions::influxdb::{FieldValue, Point, precision};
use server::Server;
use std::collections::BTreeSet;

/// Starts a server, or says why the test is skipped.
fn server() -> Option<Server> {
    let Some(influxd) = server::program() else {
        let required = std::env::var_os("RULELENS_INFLUXDB").is_some_and(|value| value == "required");
        assert!(!required, "there is no influxd; on Debian: apt-get install influxdb");
        #[expect(clippy::print_stderr, reason = "who runs the tests should know that this one did not run")]
        {
            eprintln!("skipped: there is no influxd (on Debian: apt-get install influxdb)");
        }
        return None;
    };
    Some(Server::start(&influxd))
}

fn is_unsigned(point: &Point) -> bool {
    point.fields.iter().any(|field| matches!(field.value, FieldValue::Unsigned(_)))
}

#[test]
fn a_server_reads_back_what_was_written() {
    let Some(server) = server() else { return };
    server.query("CREATE DATABASE rulelens");
    let mut tables = BTreeSet::new();
    for points in NASTY.iter().map(nasty).chain(generated(500)) {
        for point in points.iter().filter(|point| !is_unsigned(point)) {
            server.write(precision(point.time_unit), &point.line());
            assert!(tables.insert(point.measurement.clone()), "each point has a table of its own");
            let found = server.read(&point.measurement);
            assert_eq!(found, server::expected(point), "{}", point.line());
        }
    }
    assert!(tables.len() > 100, "only {} points could be written", tables.len());
}

#[test]
fn a_server_rejects_what_a_conflict_is() {
    let Some(server) = server() else { return };
    server.query("CREATE DATABASE rulelens");
    server.write("ms", "t a=5i 1700000000000");
    let rejection = server.try_write("ms", "t a=5.5 1700000001000").expect_err("a is an integer");
    assert!(rejection.contains("field type conflict"), "{rejection}");
    let rejection = server.try_write("s", "t a=5i 1700000000000").expect_err("no such time");
    assert!(rejection.contains("time outside range"), "{rejection}");
}

#[test]
fn influxdata_s_parser_reads_what_was_written() {
    for points in NASTY.iter().map(nasty).chain(generated(2_000)) {
        let lines: Vec<String> = points.iter().map(Point::line).collect();
        let points: Vec<Point> = points.into_iter().map(parser::with_usual_floats).collect();
        assert_eq!(parser::read(&lines.join("\n")), points, "{lines:?}");
    }
}

//! Memory that a message takes, once the plan has seen messages like it.

use allocation_counter::measure;
use iot_sql::{Context, Layout, Message, SqlVersion};
use rule_actions::{Absences, Plan, Simulation, StageWords};

const PAYLOAD: &str = r#"{"dataFormat": 5, "rssi": -88, "temperature": 24.04, "humidity": 43.605, "pressure": 101082, "accelerationX": 40, "accelerationY": -20, "accelerationZ": 1016, "battery": 3007, "txPower": 4, "movementCounter": 219, "device_id": 46216, "device_firmware_sku": 46216}"#;

const ACTION: &str = r#"{"timestream": {"databaseName": "weather", "tableName": "readings", "roleArn": "arn:aws:iam::123456789012:role/rule",
    "dimensions": [{"name": "device_id", "value": "${device_id}"}, {"name": "room", "value": "${topic(2)}"}]}}"#;

/// A rule at work on messages of which only the records are asked.
struct Work {
    plan: Plan,
    layout: Layout,
    /// What is counted beside the services, as a thread of a replay keeps it.
    own: Simulation,
    services: Simulation,
    context: Context,
}

impl Work {
    fn new(sql: &str) -> Self {
        let plan = Plan::new(sql, SqlVersion::V2016_03_23, Some(ACTION)).expect(sql);
        let simulation =
            || Simulation { brief: true, absences: Absences::counting(), ..Simulation::default() };
        let context = Context { timestamp_ms: 1_700_000_000_000, ..Context::default() };
        Self { plan, layout: Layout::default(), own: simulation(), services: simulation(), context }
    }

    /// Takes a message through; gives how many records it has.
    fn take(&mut self, payload: &str) -> usize {
        self.context.timestamp_ms += 1000;
        let message = Message { topic: "iot/topic", payload: payload.as_bytes() };
        let reading = self.plan.rule().read(message, &mut self.layout);
        let Self { plan, own, services, context, .. } = self;
        let mut begun = plan.begin(message, context, context.invocation(), reading, own);
        begun.write(own, services);
        begun.report(StageWords::None).records().len()
    }

    /// The most allocations of one message of many like those before it, that of tables that grow not counted.
    fn allocations(&mut self, payload: &str) -> u64 {
        for _ in 0..100 {
            self.take(payload);
        }
        let mut counts: Vec<u64> =
            (0..100).map(|_| measure(|| assert!(self.take(payload) > 0)).count_total).collect();
        counts.sort_unstable();
        counts[90]
    }
}

#[test]
fn a_message_takes_few_allocations() {
    let mut work = Work::new("SELECT temperature, humidity FROM 'iot/topic' WHERE temperature > 20");
    assert_eq!(work.take(PAYLOAD), 2);
    let count = work.allocations(PAYLOAD);
    assert!(count <= MOST, "{count}");
}

#[test]
fn records_take_no_allocations_of_their_own() {
    let (mut two, mut all) = (Work::new("SELECT rssi, battery FROM 'iot/topic'"), Work::new(ALL));
    assert_eq!((two.take(PAYLOAD), all.take(PAYLOAD)), (2, 6));
    let (two, all) = (two.allocations(PAYLOAD), all.allocations(PAYLOAD));
    assert!(all <= two + 1, "{two} for two records, {all} for six");
}

/// Six records; an object of more than eight members has an index, which takes a few more.
const ALL: &str = "SELECT rssi, temperature, humidity, pressure, battery, txPower FROM 'iot/topic'";

/// The allocations of a message that gives two records.
const MOST: u64 = 5;

//! An InfluxDB of the test's own, on loopback, in a folder that goes with it.

use rule_actions::influxdb::{FieldValue, Point};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program, where there is one.
pub(crate) fn program() -> Option<PathBuf> {
    let named = std::env::var_os("INFLUXD").filter(|name| !name.is_empty()).map(PathBuf::from);
    named.or_else(|| which::which("influxd").ok())
}

/// A server at work; it ends with this value.
pub(crate) struct Server {
    process: Child,
    address: String,
    agent: ureq::Agent,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A field as the server keeps it: its type, and its value as text.
type Kept = (String, String);

/// A point as the server gives it back.
#[derive(Debug, PartialEq)]
pub(crate) struct ReadBack {
    /// In nanoseconds.
    time: i64,
    tags: BTreeMap<String, String>,
    fields: BTreeMap<String, Kept>,
}

/// What a server should give back.
pub(crate) fn expected(point: &Point) -> ReadBack {
    let nanoseconds = i128::from(point.time) * point.time_unit.nanoseconds();
    let fields = point.fields.iter().map(|field| {
        let text = match &field.value {
            FieldValue::Float(text) => float(text),
            other => other.to_string(),
        };
        (field.key.clone(), (field.value.field_type().name().to_owned(), text))
    });
    ReadBack {
        time: i64::try_from(nanoseconds).expect("a time that InfluxDB keeps"),
        tags: point.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect(),
        fields: fields.collect(),
    }
}

/// A number's text does not say how it was written.
fn float(text: &str) -> String {
    text.parse::<f64>().expect("a number").to_string()
}

impl Server {
    pub(crate) fn start(influxd: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Both are taken at the same time, so that they differ, and free again when the server asks for them.
        let [http, rpc] = {
            let ports = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
            ports.map(|port| port.local_addr().expect("its address").to_string())
        };
        let place = |name: &str| serde_json::to_string(&folder.path().join(name)).expect("a path in UTF-8");
        let (meta, data, wal) = (place("meta"), place("data"), place("wal"));
        let config = format!(
            "reporting-disabled = true\nreporting-enabled = false\nbind-address = \"{rpc}\"\n\
            [meta]\ndir = {meta}\n[data]\ndir = {data}\nwal-dir = {wal}\nquery-log-enabled = false\n\
            [monitor]\nstore-enabled = false\n[http]\nbind-address = \"{http}\"\nlog-enabled = false\n"
        );
        let file = folder.path().join("influxdb.conf");
        std::fs::write(&file, config).expect("a file");
        let mut command = Command::new(influxd);
        command.arg("run").arg("-config").arg(&file).env("HOME", folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("influxd starts");
        let settings = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
        let agent = settings.timeout_global(Some(Duration::from_secs(30))).build().into();
        let mut server = Self { process, address: format!("http://{http}"), agent, _folder: folder };
        let deadline = Instant::now() + PATIENCE;
        while server.agent.get(format!("{}/ping", server.address)).call().is_err() {
            assert!(server.process.try_wait().expect("a process").is_none(), "influxd ended at once");
            assert!(Instant::now() < deadline, "influxd does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Asks in `InfluxQL`; the answer's series.
    pub(crate) fn query(&self, query: &str) -> Vec<Json> {
        let request = self.agent.post(format!("{}/query?db=rulelens&epoch=ns", self.address));
        let mut response = request.send_form([("q", query)]).expect("an answer");
        let text = response.body_mut().read_to_string().expect("a string");
        let json: Json = serde_json::from_str(&text).expect("JSON");
        let result = &json["results"][0];
        assert!(result["error"].is_null() && json["error"].is_null(), "{query}: {text}");
        result["series"].as_array().cloned().unwrap_or_default()
    }

    pub(crate) fn write(&self, precision: &str, lines: &str) {
        if let Err(rejection) = self.try_write(precision, lines) {
            panic!("{rejection}: {lines:?}");
        }
    }

    /// Writes lines; where the server rejects them, what it says.
    pub(crate) fn try_write(&self, precision: &str, lines: &str) -> Result<(), String> {
        let address = format!("{}/write?db=rulelens&precision={precision}", self.address);
        let mut response = self.agent.post(address).send(lines).expect("an answer");
        if response.status().is_success() {
            return Ok(());
        }
        Err(response.body_mut().read_to_string().expect("a string"))
    }

    /// The only point of a table.
    pub(crate) fn read(&self, table: &str) -> ReadBack {
        let name = quoted(table);
        let series = self.query(&format!("SELECT * FROM {name} GROUP BY *"));
        let [series] = series.as_slice() else { panic!("{table:?} has {} series: {series:?}", series.len()) };
        let tags = series["tags"].as_object().into_iter().flatten();
        let tags = tags.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()));
        let types = self.query(&format!("SHOW FIELD KEYS FROM {name}"));
        let types: BTreeMap<&str, &str> = types
            .iter()
            .flat_map(|series| series["values"].as_array().into_iter().flatten())
            .filter_map(|row| Some((row[0].as_str()?, row[1].as_str()?)))
            .collect();
        let columns: Vec<&str> =
            series["columns"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let values = series["values"][0].as_array().expect("a row");
        let fields = columns.iter().zip(values).skip(1).map(|(key, value)| {
            let kind = types.get(key).copied().unwrap_or_default();
            let text = match value {
                Json::String(text) => text.clone(),
                other if kind == "float" => float(&other.to_string()),
                other => other.to_string(),
            };
            ((*key).to_owned(), (kind.to_owned(), text))
        });
        ReadBack { time: values[0].as_i64().expect("a time"), fields: fields.collect(), tags: tags.collect() }
    }
}

/// A name in `InfluxQL`.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

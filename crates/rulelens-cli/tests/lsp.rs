//! `rulelens lsp` with a scripted editor over standard input and output.

use serde_json::{Value as Json, json};
use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// An editor.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// What came and was not asked for.
    heard: VecDeque<Json>,
    next: i64,
}

impl Editor {
    /// Starts the server, and says hello with these capabilities.
    fn new(folder: &Path, capabilities: &Json) -> (Self, Json) {
        let mut editor = Self::silent(folder);
        let hello = editor
            .ask("initialize", &json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        editor.tell("initialized", &json!({}));
        (editor, hello["result"].clone())
    }

    fn silent(folder: &Path) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_rulelens"))
            .args(["lsp", "--stdio"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = server.stdin.take().expect("a pipe");
        let output = BufReader::new(server.stdout.take().expect("a pipe"));
        Self { server, input, output, heard: VecDeque::new(), next: 0 }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).and_then(|()| self.input.flush()).expect("the server listens");
    }

    fn send_json(&mut self, message: &Json) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn tell(&mut self, method: &str, params: &Json) {
        self.send_json(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The answer to a question.
    fn ask(&mut self, method: &str, params: &Json) -> Json {
        self.next += 1;
        let id = self.next;
        self.send_json(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.read().expect("an answer");
            if message["id"] == id {
                return message;
            }
            self.heard.push_back(message);
        }
    }

    /// What the server says next.
    fn hear(&mut self) -> Json {
        self.heard.pop_front().or_else(|| self.read()).expect("a message")
    }

    fn read(&mut self) -> Option<Json> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("a header") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = Some(value.parse().expect("a length")),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length.expect("a length")];
        self.output.read_exact(&mut bytes).expect("a message");
        Some(serde_json::from_slice(&bytes).expect("JSON"))
    }

    /// Opens a text; gives what is told about it.
    fn open(&mut self, uri: &str, language: &str, text: &str) -> Vec<Json> {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
        self.problems(uri)
    }

    fn problems(&mut self, uri: &str) -> Vec<Json> {
        loop {
            let message = self.hear();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    fn at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Json {
        let position = json!({"line": line, "character": character});
        // A token that is a number, as some editors send them.
        let context = json!({"triggerKind": 1});
        let params = json!({"textDocument": {"uri": uri}, "position": position, "workDoneToken": 5, "context": context});
        self.ask(method, &params)["result"].clone()
    }

    fn end(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", &Json::Null)["result"], Json::Null);
        self.tell("exit", &Json::Null);
        self.server.wait().expect("an end").code().expect("a status")
    }
}

/// The text with the edits made; places are in UTF-16 code units, and the texts here have one line or ASCII only.
fn edited(text: &str, edits: &Json) -> String {
    let mut edits: Vec<Json> = edits.as_array().expect("edits").clone();
    let place = |position: &Json| {
        let (line, character) = (
            position["line"].as_u64().expect("a line"),
            position["character"].as_u64().expect("a character"),
        );
        let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
        start + character as usize
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(place(&edit["range"]["start"])));
    let mut edited = text.to_owned();
    for edit in edits {
        let range = place(&edit["range"]["start"])..place(&edit["range"]["end"]);
        edited.replace_range(range, edit["newText"].as_str().expect("text"));
    }
    edited
}

fn here() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

const RICH: &str = r#"{"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}, "hover": {"contentFormat": ["markdown"]}}}"#;

#[test]
fn a_statement_is_checked_completed_explained_fixed_and_laid_out() {
    let folder = here();
    let (mut editor, hello) = Editor::new(folder.path(), &serde_json::from_str(RICH).expect("JSON"));
    assert_eq!(hello["capabilities"]["positionEncoding"], "utf-16");
    let uri = "file:///project/a%20rule.sql";
    let problems = editor.open(uri, "sql", "SELECT '😀' AS a FORM 'x'");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!((&problems[0]["code"], &problems[0]["severity"]), (&"sql.misspelt-keyword".into(), &1.into()));
    // The face is two code units.
    let range = json!({"start": {"line": 0, "character": 17}, "end": {"line": 0, "character": 21}});
    assert_eq!(problems[0]["range"], range);

    let actions = editor.ask("textDocument/codeAction", &json!({
        "textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": [{"code": 5, "range": range, "message": ""}]},
    }));
    let edits = &actions["result"][0]["edit"]["changes"][uri];
    assert_eq!((&edits[0]["range"], &edits[0]["newText"]), (&range, &"FROM".into()), "{actions}");
    let others = editor.ask(
        "textDocument/codeAction",
        &json!({
            "textDocument": {"uri": uri}, "range": range, "context": {"only": ["refactor"]},
        }),
    );
    assert_eq!(others["result"], json!([]));

    let text = "select  upper(a) as b\nFROM 'x'  where a>1";
    let change = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]});
    editor.tell("textDocument/didChange", &change);
    assert_eq!(editor.problems(uri), [] as [Json; 0]);
    let laid_out = editor.ask(
        "textDocument/formatting",
        &json!({"textDocument": {"uri": uri}, "options": {"tabSize": 2, "insertSpaces": true}}),
    );
    assert_eq!(edited(text, &laid_out["result"]), "SELECT upper(a) AS b\nFROM 'x'\nWHERE a > 1");

    let hover = editor.at("textDocument/hover", uri, 0, 9);
    let told = hover["contents"]["value"].as_str().expect("text");
    assert!(told.starts_with("```sql\nupper(text)\n```") && told.contains("Evidence: "), "{told}");
    assert_eq!(hover["range"]["start"]["character"], 8);

    editor.tell(
        "textDocument/didChange",
        &json!({
            "textDocument": {"uri": uri, "version": 3}, "contentChanges": [{"text": "SELECT subst FROM 'x'"}],
        }),
    );
    let list = editor.at("textDocument/completion", uri, 0, 12);
    let item =
        list["items"].as_array().expect("items").iter().find(|item| {
            item["textEdit"]["newText"].as_str().is_some_and(|text| text.starts_with("substring("))
        });
    let item = item.unwrap_or_else(|| panic!("{list}"));
    assert_eq!(item["textEdit"]["newText"], "substring($0)");
    assert_eq!(
        (&item["insertTextFormat"], &item["textEdit"]["range"]["start"]["character"]),
        (&2.into(), &7.into())
    );

    editor.tell("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    while editor.problems(uri) != [] as [Json; 0] {}
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_editor_that_counts_bytes_and_shows_plain_text() {
    let folder = here();
    let capabilities = json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}});
    let (mut editor, hello) = Editor::new(folder.path(), &capabilities);
    assert_eq!(hello["capabilities"]["positionEncoding"], "utf-8");
    let problems = editor.open("untitled:x", "sql", "SELECT '😀' AS a FORM 'x'");
    assert_eq!(problems[0]["range"]["start"]["character"], 19);
    editor.open("untitled:y", "sql", "SELECT subst, upper(a) FROM 'x'");
    let list = editor.at("textDocument/completion", "untitled:y", 0, 12);
    assert!(!list.to_string().contains("$0"), "{list}");
    let hover = editor.at("textDocument/hover", "untitled:y", 0, 15);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert_eq!(editor.end(), 0);
}

#[test]
fn the_form_of_a_call_is_shown_with_the_parameter_that_is_due() {
    let folder = here();
    let (mut editor, hello) = Editor::new(folder.path(), &json!({}));
    assert_eq!(hello["capabilities"]["signatureHelpProvider"]["triggerCharacters"], json!(["(", ","]));
    editor.open("untitled:x", "sql", "SELECT substring(a, 1), abs(1, 2) FROM 'x'");
    let mut call = |column| editor.at("textDocument/signatureHelp", "untitled:x", 0, column);
    let help = call(17);
    assert_eq!(help["signatures"][0]["label"], "substring(text, from[, to])");
    assert_eq!(help["activeParameter"], 0);
    let names = help["signatures"][0]["parameters"].as_array().expect("parameters");
    let names: Vec<&Json> = names.iter().map(|parameter| &parameter["label"]).collect();
    assert_eq!(names, ["text", "from", "to"]);
    assert_eq!(
        help["signatures"][0]["parameters"][1]["documentation"],
        "Int: The index of the first character, counted from 0."
    );
    assert_eq!(call(20)["activeParameter"], 1);
    assert_eq!(call(31)["activeParameter"], 1, "abs() has one parameter");
    assert_eq!(call(23), Json::Null);
    let yaml = "sql: SELECT substring(a, 1) FROM 'x'\nawsIotSqlVersion: '2016-03-23'\nactions: []\n";
    editor.open("file:///p/a.yaml", "yaml", yaml);
    assert_eq!(editor.at("textDocument/signatureHelp", "file:///p/a.yaml", 0, 25)["activeParameter"], 1);
    assert_eq!(editor.end(), 0);
}

#[test]
fn statements_in_documents_are_worked_on_in_their_places() {
    let folder = here();
    let (mut editor, _) = Editor::new(folder.path(), &json!({}));
    let yaml = "Resources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        AwsIotSqlVersion: '2016-03-23'\n        Sql: |\n          select upper(a) as b\n          from 'x' where a>1\n        Actions:\n          - Republish: {Topic: 'y/${upp}', RoleArn: r}\n";
    let json = "{\"sql\": \"SELECT  \\\"a\\\" as b, upp FROM 'x'\", \"awsIotSqlVersion\": \"2016-03-23\", \"actions\": []}";
    let hcl = "resource \"aws_iot_topic_rule\" \"r\" {\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  sql = \"SELECT  upper(a)  AS b, '${var.p}' AS p FORM 'x'\"\n}\n";
    for (name, language, text, fixed, line, character, offered) in [
        (
            "a.yaml",
            "yaml",
            yaml,
            yaml.replace(
                "select upper(a) as b\n          from 'x' where a>1",
                "SELECT upper(a) AS b\n          FROM 'x'\n          WHERE a > 1",
            ),
            10,
            39,
            "upper",
        ),
        (
            "a.json",
            "json",
            json,
            json.replace("SELECT  \\\"a\\\" as b", "SELECT \\\"a\\\" AS b"),
            0,
            32,
            "upper",
        ),
        ("a.tf", "terraform", hcl, hcl.to_owned(), 4, 22, "upper"),
    ] {
        let uri = format!("file:///p/{name}");
        let problems = editor.open(&uri, language, text);
        let codes: Vec<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
        assert_eq!(codes.contains(&"sql.misspelt-keyword"), name == "a.tf", "{problems:?}");
        let laid_out =
            editor.ask("textDocument/formatting", &json!({"textDocument": {"uri": uri}, "options": {}}));
        let found =
            if laid_out["result"].is_null() { text.to_owned() } else { edited(text, &laid_out["result"]) };
        assert_eq!(found, fixed, "{name}");
        let list = editor.at("textDocument/completion", &uri, line, character);
        let texts: Vec<&str> = list["items"]
            .as_array()
            .expect("items")
            .iter()
            .filter_map(|item| item["textEdit"]["newText"].as_str())
            .collect();
        assert!(texts.iter().any(|text| text.starts_with(offered)), "{name}: {texts:?}");
    }
    let fix = editor.ask(
        "textDocument/codeAction",
        &json!({
            "textDocument": {"uri": "file:///p/a.tf"}, "context": {"diagnostics": []},
            "range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 99}},
        }),
    );
    assert_eq!(
        edited(hcl, &fix["result"][0]["edit"]["changes"]["file:///p/a.tf"]),
        hcl.replace("FORM", "FROM")
    );
    let hover = editor.at("textDocument/hover", "file:///p/a.yaml", 7, 19);
    assert_eq!(hover["range"]["start"], json!({"line": 7, "character": 17}));
    assert_eq!(editor.at("textDocument/hover", "file:///p/a.yaml", 1, 2), Json::Null);
    // What is about something else is left alone, as is what cannot be read yet.
    for (name, text) in [("package.json", "{\"name\": \"x\"}"), ("b.json", "{"), ("c.yaml", "a: [")] {
        assert_eq!(editor.open(&format!("file:///p/{name}"), "json", text), [] as [Json; 0], "{name}");
    }
    let broken = editor.open("file:///p/d.yaml", "yaml", "Resources: {R: {Type: AWS::IoT::TopicRule");
    assert_eq!(broken[0]["code"], "document.malformed");
    assert_eq!(editor.end(), 0);
}

#[test]
fn settings_of_the_project_count() {
    let folder = here();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("rulelens.toml", "exclude = [\"generated\"]\n[levels]\nwarnings = \"deny\"\n");
    let (mut editor, _) = Editor::new(folder.path(), &json!({}));
    let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
    assert_eq!(editor.open(&uri("a.sql"), "sql", "SELECT a FROM \"t\"")[0]["severity"], 1);
    assert_eq!(editor.open(&uri("generated/a.sql"), "sql", "SELECT"), [] as [Json; 0]);
    write("rulelens.toml", "rule = 5");
    assert_eq!(editor.open(&uri("b.sql"), "sql", "SELECT a FROM \"t\"")[0]["severity"], 2);
    editor.tell(
        "textDocument/didOpen",
        &json!({"textDocument": {"uri": uri("c.sql"), "languageId": "sql", "version": 1, "text": ""}}),
    );
    assert_eq!(editor.end(), 0);
}

const WATCHES: &str = r#"{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}"#;

#[test]
fn settings_are_read_again_when_they_change() {
    let folder = here();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
    for (capabilities, tells) in
        [(WATCHES, "workspace/didChangeWatchedFiles"), ("{}", "textDocument/didSave")]
    {
        write("rulelens.toml", "");
        let (mut editor, hello) =
            Editor::new(folder.path(), &serde_json::from_str(capabilities).expect("JSON"));
        assert_eq!(hello["capabilities"]["textDocumentSync"]["save"], true);
        if capabilities == WATCHES {
            let asked = editor.hear();
            assert_eq!(asked["method"], "client/registerCapability");
            let registration = &asked["params"]["registrations"][0];
            assert_eq!(registration["method"], tells);
            assert_eq!(registration["registerOptions"]["watchers"][0]["globPattern"], "**/rulelens.toml");
            editor.send_json(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
        }
        assert_eq!(editor.open(&uri("a.sql"), "sql", "SELECT a FROM \"t\"")[0]["severity"], 2);
        let settings = uri("rulelens.toml");
        let changed = if capabilities == WATCHES {
            json!({"changes": [{"uri": settings, "type": 2}]})
        } else {
            json!({"textDocument": {"uri": settings}})
        };
        for (text, severity) in [("[levels]\nwarnings = \"deny\"\n", 1), ("", 2)] {
            write("rulelens.toml", text);
            editor.tell(tells, &changed);
            assert_eq!(editor.problems(&uri("a.sql"))[0]["severity"], severity, "{tells}");
        }
        // What is about nothing of it, and what is malformed, changes nothing.
        editor
            .tell(tells, &json!({"changes": [{"uri": uri("b.txt")}], "textDocument": {"uri": uri("b.txt")}}));
        editor.tell(tells, &json!({"changes": 5}));
        assert_eq!(editor.hear()["method"], "window/logMessage");
        assert_eq!(editor.end(), 0);
    }
}

#[test]
fn completion_knows_the_members_of_the_cases_messages() {
    let folder = here();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let case = |topic: &str, payload: &Json| {
        json!({"inputSql": "SELECT * FROM 'x'", "topic": topic, "inputPayload": payload, "expectedMatch": true}).to_string()
    };
    write("rulelens.toml", "cases = [\"cases\"]\n");
    write("cases/all.jsonl", &case("home/kitchen", &json!({"climate": {"warmth": 21.5}})));
    let (mut editor, _) = Editor::new(folder.path(), &json!({}));
    let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
    let offered = |editor: &mut Editor, uri: &str, line, character| -> Vec<String> {
        let list = editor.at("textDocument/completion", uri, line, character);
        let items = list["items"].as_array().expect("items");
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    };
    let statement = "SELECT climate. FROM 'home/+'";
    editor.open(&uri("rules/a.sql"), "sql", statement);
    assert_eq!(offered(&mut editor, &uri("rules/a.sql"), 0, 15), ["warmth"]);
    let yaml = format!(
        "Resources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: \"{statement}\"\n        Actions: []\n"
    );
    editor.open(&uri("template.yaml"), "yaml", &yaml);
    assert_eq!(offered(&mut editor, &uri("template.yaml"), 5, 29), ["warmth"]);
    editor.open(&uri("rules/b.sql"), "sql", "SELECT climate. FROM 'garden/+'");
    assert_eq!(offered(&mut editor, &uri("rules/b.sql"), 0, 15), [""; 0]);
    // A case beside the rule comes first, once the editor tells of it.
    write("rules/a.json", &case("home/hall", &json!({"climate": {"damp": 40}})));
    assert_eq!(offered(&mut editor, &uri("rules/a.sql"), 0, 15), ["warmth"]);
    editor.tell("textDocument/didSave", &json!({"textDocument": {"uri": uri("rules/a.json")}}));
    assert_eq!(offered(&mut editor, &uri("rules/a.sql"), 0, 15), ["damp"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn what_is_malformed_is_refused_and_the_conversation_goes_on() {
    let folder = here();
    let mut editor = Editor::silent(folder.path());
    let early = editor.ask("textDocument/hover", &json!({}));
    assert_eq!(early["error"]["code"], -32002);
    for (bytes, code) in [
        (&b"Content-Length: 3\r\n\r\n{]}"[..], -32700),
        (b"Nothing: 3\r\n\r\n", -32700),
        (b"Content-Length: x\r\n\r\n", -32700),
        (b"Content-Length: 2\r\n\r\n\xFF\xFE", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 18\r\n\r\n{\"id\":1,\"method\":5", -32700),
        (b"Content-Length: 19\r\n\r\n{\"id\":{},\"method\":5", -32700),
        (b"Content-Length: 21\r\n\r\n{\"id\":[],\"method\":\"\"}", -32600),
    ] {
        editor.send(bytes);
        let answer = editor.hear();
        assert_eq!((&answer["error"]["code"], &answer["id"]), (&code.into(), &Json::Null), "{answer}");
    }
    assert!(editor.ask("initialize", &json!(5))["result"]["capabilities"].is_object());
    assert_eq!(editor.ask("initialize", &json!({}))["error"]["code"], -32600);
    for (method, params, code) in [
        ("textDocument/rename", json!({}), -32601),
        ("textDocument/hover", json!([1, 2]), -32602),
        (
            "textDocument/hover",
            json!({"textDocument": {"uri": "file:///none"}, "position": {"line": 0, "character": 0}}),
            -32602,
        ),
        (
            "textDocument/hover",
            json!({"textDocument": {"uri": "file:///none"}, "position": {"line": -1, "character": 0}}),
            -32602,
        ),
    ] {
        assert_eq!(editor.ask(method, &params)["error"]["code"], code, "{method} {params}");
    }
    for (method, params) in [
        ("textDocument/didOpen", json!({"textDocument": 5})),
        ("textDocument/didOpen", json!({"textDocument": {"uri": "no uri at all %", "text": ""}})),
        (
            "textDocument/didChange",
            json!({"textDocument": {"uri": "file:///none"}, "contentChanges": [{"text": ""}]}),
        ),
    ] {
        editor.tell(method, &params);
        let told = editor.hear();
        assert_eq!(told["method"], "window/logMessage", "{method}: {told}");
    }
    editor.tell("$/cancelRequest", &json!({"id": 1}));
    editor.tell("no/such", &json!({}));
    editor.send_json(&json!({"jsonrpc": "2.0", "id": 7, "result": null}));
    // Places that are nowhere.
    editor.open("file:///p/a.sql", "sql", "SELECT a FROM 'x'");
    for (line, character) in [(0, u32::MAX), (u32::MAX, 0), (u32::MAX, u32::MAX)] {
        for method in ["textDocument/hover", "textDocument/completion"] {
            editor.at(method, "file:///p/a.sql", line, character);
        }
    }
    assert_eq!(editor.end(), 0);

    let mut editor = Editor::silent(folder.path());
    editor.send(b"Content-Length: 99999999999\r\n\r\n{}");
    drop(editor.input);
    assert_eq!(editor.server.wait().expect("an end").code(), Some(1));
}

//! A conversation with an editor: what is open, and which answer belongs to which question.

use super::answers::{self, Client};
use super::document::Open;
use super::formatting;
use super::params::{Asked, Change, Document, Watched};
use super::positions::Encoding;
use super::samples::Samples;
use lsp_types::{PublishDiagnosticsParams, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The most texts that are open at once.
const MOST_OPEN: usize = 1000;

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const NOT_INITIALIZED: i32 = -32002;

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Before,
    Running,
    ShutDown,
    Over,
}

/// A conversation.
#[derive(Default)]
pub(super) struct Session {
    phase: Phase,
    was_shut_down: bool,
    client: Client,
    encoding: Encoding,
    open: BTreeMap<String, Held>,
    /// The texts of which the problems are not told yet.
    changed: BTreeSet<String>,
    /// What was told about settings, which is not told again.
    told: BTreeSet<String>,
    samples: Samples,
    /// Whether the editor tells of files that change when it is asked to.
    watches: bool,
}

/// A text that is open.
struct Held {
    uri: Uri,
    language: String,
    /// What it is now, where nobody has looked at it yet.
    waiting: Option<(String, Option<i32>)>,
    open: Option<Open>,
}

impl Held {
    /// The text, looked at.
    fn open(&mut self, encoding: Encoding) -> Option<&Open> {
        if let Some((text, version)) = self.waiting.take() {
            self.open = Some(Open::new(self.uri.as_str(), &self.language, text, version, encoding));
        }
        self.open.as_ref()
    }

    /// Has the text looked at once more: what stands around it has changed.
    fn again(&mut self) {
        if let Some(open) = self.open.take() {
            self.waiting = Some((open.file.text, open.version));
        }
    }
}

/// The files that the editor is to tell of: settings, cases, and what values are read from.
const WATCHED: [&str; 3] = ["**/rulelens.toml", "**/*.{json,jsonl}", "**/*.tfvars"];

/// Whether what is said of open texts may depend on the file.
fn is_around(uri: &str) -> bool {
    let ending = uri.rsplit('.').next().unwrap_or_default();
    uri.ends_with("/rulelens.toml") || matches!(ending, "json" | "jsonl" | "tfvars")
}

/// An error as an answer.
type Rejected = (i32, String);

/// The answer to what is no message.
pub(super) fn malformed(why: &str) -> Json {
    rejection(&Json::Null, &(PARSE_ERROR, why.to_owned()))
}

fn rejection(id: &Json, (code, message): &Rejected) -> Json {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

fn params<T: DeserializeOwned>(params: Json) -> Result<T, Rejected> {
    serde_json::from_value(params).map_err(|error| (INVALID_PARAMS, error.to_string()))
}

impl Session {
    /// Whether the editor has said that it is over.
    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// The exit status.
    pub(super) fn status(&self) -> u8 {
        u8::from(!self.was_shut_down)
    }

    /// Takes a message; gives what is to be sent.
    pub(super) fn take(&mut self, mut message: Json) -> Vec<Json> {
        let id = message.get("id").cloned();
        let has_good_id = id.as_ref().is_none_or(|id| id.is_string() || id.is_number());
        let Some(method) =
            message.get("method").and_then(Json::as_str).map(str::to_owned).filter(|_| has_good_id)
        else {
            // An answer to what was never asked needs none itself.
            let is_answer = message.get("result").is_some() || message.get("error").is_some();
            let rejected = (
                INVALID_REQUEST,
                "a message has a method, and an id that is a string or a number".to_owned(),
            );
            return if is_answer { Vec::new() } else { vec![rejection(&Json::Null, &rejected)] };
        };
        let params = message.get_mut("params").map(Json::take).unwrap_or_default();
        match id {
            Some(id) => {
                let answer = match self.answer(&method, params) {
                    Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
                    Err(rejected) => rejection(&id, &rejected),
                };
                vec![answer]
            }
            None if method == "initialized" && self.phase == Phase::Running => self.watch(),
            None => self
                .note(&method, params)
                .err()
                .map(|(_, why)| log(&format!("{method}: {why}")))
                .into_iter()
                .collect(),
        }
    }

    fn answer(&mut self, method: &str, asked: Json) -> Result<Json, Rejected> {
        match (self.phase, method) {
            (Phase::Before, "initialize") => return Ok(self.initialize(&asked)),
            (Phase::Before, _) => return Err((NOT_INITIALIZED, "`initialize` comes first".to_owned())),
            (Phase::Running, "initialize") => {
                return Err((INVALID_REQUEST, "`initialize` comes once".to_owned()));
            }
            (Phase::ShutDown | Phase::Over, _) => {
                return Err((INVALID_REQUEST, "after `shutdown` comes `exit`".to_owned()));
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.was_shut_down = true;
                return Ok(Json::Null);
            }
            (Phase::Running, _) => {}
        }
        let known = [
            "textDocument/completion",
            "textDocument/hover",
            "textDocument/signatureHelp",
            "textDocument/codeAction",
            "textDocument/formatting",
        ];
        if !known.contains(&method) {
            return Err((METHOD_NOT_FOUND, format!("`{method}` is not served")));
        }
        let asked: Asked = params(asked)?;
        let uri = &asked.text_document.uri;
        let held = self.open.get_mut(uri).ok_or_else(|| (INVALID_PARAMS, format!("`{uri}` is not open")))?;
        let address = held.uri.clone();
        let Some(open) = held.open(self.encoding) else { return Ok(Json::Null) };
        let position =
            || asked.position.ok_or_else(|| (INVALID_PARAMS, "missing field `position`".to_owned()));
        let result = match method {
            "textDocument/completion" => {
                let is_asked = asked.context.trigger_kind == Some(1);
                let items = answers::completion(open, position()?, is_asked, self.client, &mut self.samples);
                // What fits best depends on what is typed.
                json!({"isIncomplete": !items.is_empty(), "items": items})
            }
            "textDocument/hover" => json!(answers::hover(open, position()?, self.client)),
            "textDocument/signatureHelp" => json!(answers::call(open, position()?)),
            "textDocument/codeAction" => {
                let range =
                    asked.range.ok_or_else(|| (INVALID_PARAMS, "missing field `range`".to_owned()))?;
                let wants =
                    |kinds: &Vec<String>| kinds.iter().any(|kind| matches!(kind.as_str(), "" | "quickfix"));
                if asked.context.only.as_ref().is_none_or(wants) {
                    json!(answers::actions(open, &address, range))
                } else {
                    json!([])
                }
            }
            _ => json!(formatting::edits(open)),
        };
        Ok(result)
    }

    fn initialize(&mut self, asked: &Json) -> Json {
        let has = |pointer: &str, wanted: &str| {
            let list = asked.pointer(pointer).and_then(Json::as_array);
            list.is_some_and(|list| list.iter().any(|item| item == wanted))
        };
        self.client = Client {
            knows_snippets: asked
                .pointer("/capabilities/textDocument/completion/completionItem/snippetSupport")
                == Some(&Json::Bool(true)),
            knows_markdown: has("/capabilities/textDocument/hover/contentFormat", "markdown"),
        };
        self.encoding = if has("/capabilities/general/positionEncodings", "utf-8") {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        self.watches = asked.pointer("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration")
            == Some(&Json::Bool(true));
        self.phase = Phase::Running;
        let encoding = if self.encoding == Encoding::Utf8 { "utf-8" } else { "utf-16" };
        json!({
            "capabilities": {
                "positionEncoding": encoding,
                // A whole text at each change, as it is looked at as a whole.
                "textDocumentSync": {"openClose": true, "change": 1, "save": true},
                "completionProvider": {"triggerCharacters": [".", "'", "/", "(", "{", "$"]},
                "hoverProvider": true,
                "signatureHelpProvider": {"triggerCharacters": ["(", ","]},
                "codeActionProvider": {"codeActionKinds": ["quickfix"]},
                "documentFormattingProvider": true,
            },
            "serverInfo": {"name": "rulelens", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    /// Asks the editor to tell of settings, cases and files of values that change.
    fn watch(&self) -> Vec<Json> {
        let watchers: Vec<Json> = WATCHED.iter().map(|glob| json!({"globPattern": glob})).collect();
        let registration = json!({
            "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": {"watchers": watchers},
        });
        let asked = json!({
            "jsonrpc": "2.0", "id": "watch", "method": "client/registerCapability",
            "params": {"registrations": [registration]},
        });
        self.watches.then_some(asked).into_iter().collect()
    }

    /// Settings, cases, or what settings name have changed: everything open is looked at again.
    fn read_again(&mut self) {
        self.samples.forget();
        // What is wrong with settings is told anew where it is still so.
        self.told.clear();
        for (uri, held) in &mut self.open {
            held.again();
            self.changed.insert(uri.clone());
        }
    }

    /// Takes what needs no answer.
    fn note(&mut self, method: &str, noted: Json) -> Result<(), Rejected> {
        if method == "exit" {
            self.phase = Phase::Over;
            return Ok(());
        }
        // Before its time, and after, nothing is heard.
        if self.phase != Phase::Running {
            return Ok(());
        }
        match method {
            "textDocument/didOpen" => {
                let Asked { text_document: Document { uri, language_id, version, text }, .. } =
                    params(noted)?;
                self.look(uri, language_id, text, version)
            }
            "textDocument/didChange" => {
                let Asked { text_document: Document { uri, version, .. }, content_changes, .. } =
                    params(noted)?;
                let Some(Held { language, .. }) = self.open.get(&uri) else {
                    return Err((INVALID_PARAMS, format!("`{uri}` is not open")));
                };
                let language = language.clone();
                match content_changes.into_iter().next_back() {
                    Some(Change { range: None, text }) => self.look(uri, language, text, version),
                    Some(_) => Err((INVALID_PARAMS, "a change has the whole text".to_owned())),
                    None => Ok(()),
                }
            }
            "textDocument/didClose" => {
                let Asked { text_document: Document { uri, .. }, .. } = params(noted)?;
                if self.open.remove(&uri).is_some() {
                    self.changed.insert(uri);
                }
                Ok(())
            }
            "textDocument/didSave" => {
                let Asked { text_document: Document { uri, .. }, .. } = params(noted)?;
                // Editors that do not tell of files tell at least of those that they save.
                if is_around(&uri) {
                    self.read_again();
                }
                Ok(())
            }
            "workspace/didChangeWatchedFiles" => {
                let Watched { changes } = params(noted)?;
                if changes.iter().any(|changed| is_around(&changed.uri)) {
                    self.read_again();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn look(
        &mut self,
        uri: String,
        language: String,
        text: String,
        version: Option<i32>,
    ) -> Result<(), Rejected> {
        let address: Uri = uri.parse().map_err(|_| (INVALID_PARAMS, format!("`{uri}` is not a URI")))?;
        if self.open.len() >= MOST_OPEN && !self.open.contains_key(&uri) {
            return Err((INVALID_PARAMS, format!("{MOST_OPEN} texts are open, which is the most")));
        }
        self.changed.insert(uri.clone());
        self.open.insert(uri, Held { uri: address, language, waiting: Some((text, version)), open: None });
        Ok(())
    }

    /// What is to be told about the texts that have changed.
    pub(super) fn problems(&mut self) -> Vec<Json> {
        let mut messages = Vec::new();
        for uri in std::mem::take(&mut self.changed) {
            let held = self.open.get_mut(&uri);
            let address = held.as_ref().map(|held| held.uri.clone());
            let open = held.and_then(|held| held.open(self.encoding));
            let diagnostics = match (open, address) {
                (Some(open), Some(address)) => {
                    let told = open.settings_problem.clone().filter(|told| self.told.insert(told.clone()));
                    messages.extend(told.map(|told| log(&told)));
                    json!(PublishDiagnosticsParams {
                        diagnostics: answers::diagnostics(open, &address),
                        uri: address,
                        version: open.version,
                    })
                }
                // What is closed has no problems.
                _ => json!({"uri": uri, "diagnostics": []}),
            };
            messages.push(json!({
                "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": diagnostics,
            }));
        }
        messages
    }
}

/// A line for the editor's log of this server.
fn log(text: &str) -> Json {
    json!({"jsonrpc": "2.0", "method": "window/logMessage", "params": {"type": 1, "message": text}})
}

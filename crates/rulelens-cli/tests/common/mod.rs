//! Running the program.

use serde_json::Value as Json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the program did; not every test reads all of it.
#[allow(dead_code)]
pub(crate) struct Ran {
    /// Its exit status.
    pub(crate) code: i32,
    /// Its standard output.
    pub(crate) out: String,
    /// Its standard error.
    pub(crate) err: String,
}

/// Runs the program in a folder with this standard input.
pub(crate) fn rulelens(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rulelens"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A program that rejects its arguments reads nothing; the pipe is then closed early.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the input is written");
    let ran = Ran {
        code: output.status.code().expect("the program was not killed"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    };
    check_json(arguments, &ran.out);
    ran
}

/// Holds JSON that a command wrote against its schema.
fn check_json(arguments: &[&str], out: &str) {
    let is_json = arguments.windows(2).any(|pair| pair == ["--format", "json"]);
    let schema: fn(&Json) -> &'static str = match arguments.first() {
        Some(&"eval") if is_json => |_| "Evaluation",
        Some(&"check") if is_json => |_| "CheckView",
        Some(&"test") if is_json => |_| "TestView",
        Some(&"replay") if !arguments.contains(&"table") && !arguments.contains(&"--help") => {
            |line| match (line.get("summary"), line.get("error")) {
                (Some(_), _) => "ReplaySummary",
                (None, Some(_)) => "ReplayProblem",
                (None, None) => "ReplayLine",
            }
        }
        _ => return,
    };
    for document in serde_json::Deserializer::from_str(out).into_iter::<Json>() {
        let document = document.expect("JSON");
        fits(&document, schema(&document));
    }
}

/// Holds a document against a definition of the schema.
fn fits(document: &Json, definition: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/result.schema.json");
    let mut schema: Json =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    schema.as_object_mut().expect("an object").remove("anyOf");
    schema["$ref"] = format!("#/$defs/{definition}").into();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("schema.json", schema).expect("a schema");
    let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
    if let Err(error) = schemas.validate(document, index) {
        panic!("{error:#}\n{document:#}");
    }
}

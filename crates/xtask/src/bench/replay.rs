//! `rulelens replay` as it is built for release: instructions for each message, and its time beside Node's.

use crate::process;
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, ensure};
use rulelens_bench::load;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Messages of the shorter and of the longer count of instructions: their difference leaves out what starting takes.
const COUNTED: [usize; 2] = [3_000, 6_000];

/// Messages of which the time is taken.
const TIMED: usize = 300_000;

/// How often that is done, the program and Node in turn.
const ROUNDS: usize = 5;

/// What Node does with the same file.
const PARSE: &str = "const text = require('fs').readFileSync(process.argv[1], 'utf8');
let sum = 0;
for (const line of text.split('\\n')) if (line) sum += JSON.parse(line).battery;
if (!sum) process.exit(1);";

/// What replaying takes; nothing where it could not be measured here.
#[derive(Default)]
pub(super) struct Replayed {
    pub(super) summary_instructions: Option<f64>,
    pub(super) json_instructions: Option<f64>,
    /// The time of a replay with all cores, where `JSON.parse` of the lines counts as one.
    pub(super) beside_node: Option<f64>,
}

/// Builds the program and measures it.
pub(super) fn measure(project: &Project) -> Result<Replayed> {
    say::heading("Replay (the program is compiled for release first)");
    process::run(project.cargo().args(["build", "--release", "--package", "rulelens-cli"]))?;
    let program = project.target.join("release").join(format!("rulelens{}", std::env::consts::EXE_SUFFIX));
    let folder = project.target.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let action = write(&folder.join("action.json"), load::ACTION)?;
    let replay = |messages: &Path, format: &str| {
        let arguments = ["replay", "--sql", load::RULE, "--topic", load::TOPIC, "--format", format];
        let mut all: Vec<std::ffi::OsString> = arguments.map(Into::into).to_vec();
        all.extend(["--action".into(), action.clone().into(), "--messages".into(), messages.into()]);
        all
    };
    let messages = |count: usize| {
        write(&folder.join(format!("{count}.jsonl")), &format!("{}\n", load::PAYLOAD).repeat(count))
    };
    let mut replayed = Replayed::default();
    if let Ok(valgrind) = which::which("valgrind") {
        let files = [messages(COUNTED[0])?, messages(COUNTED[1])?];
        let count = |format: &str| -> Result<f64> {
            let mut counts = [0.0; 2];
            for (file, count) in files.iter().zip(&mut counts) {
                let out = folder.join("callgrind.out");
                let mut command = Command::new(&valgrind);
                command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", out.display()));
                command.arg(&program).args(replay(file, format)).args(["--threads", "1"]);
                process::output(&mut command)?;
                let text = std::fs::read_to_string(&out).context("valgrind wrote no counts")?;
                *count = instructions(&text).context("valgrind wrote no sum of its counts")?;
            }
            Ok((counts[1] - counts[0]) / (COUNTED[1] - COUNTED[0]) as f64)
        };
        replayed.summary_instructions = Some(count("summary")?);
        replayed.json_instructions = Some(count("json")?);
    } else {
        say::note("valgrind is not there, so that instructions are not counted");
    }
    let file = messages(TIMED)?;
    let (mut own, mut of_node) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        own.push(time(Command::new(&program).args(replay(&file, "summary")))?);
        of_node.push(time(Command::new("node").args(["--eval", PARSE]).arg(&file))?);
    }
    own.sort();
    of_node.sort();
    replayed.beside_node = Some(own[ROUNDS / 2].as_secs_f64() / of_node[ROUNDS / 2].as_secs_f64());
    Ok(replayed)
}

fn write(path: &Path, text: &str) -> Result<PathBuf> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path.to_owned())
}

/// The sum in a file of callgrind.
fn instructions(text: &str) -> Option<f64> {
    let sum = text.lines().find_map(|line| line.strip_prefix("summary:").or(line.strip_prefix("totals:")))?;
    sum.trim().parse().ok()
}

/// How long a program runs, whose output is not looked at.
fn time(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    ensure!(status.context("a program does not start")?.success(), "a program that is measured failed");
    Ok(start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::instructions;

    #[test]
    fn the_sum_of_a_count_is_found() {
        assert_eq!(instructions("version: 1\nevents: Ir\nsummary: 137\n\nfl=(1)\n"), Some(137.0));
        assert_eq!(instructions("fl=(1)\ntotals: 5\n"), Some(5.0));
        assert_eq!(instructions("fl=(1)\n"), None);
    }
}

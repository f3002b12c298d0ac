//! Running other programs: with their output on the terminal, read, or both.

use anyhow::{Context, Result, bail, ensure};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::say;

/// What a program printed on both channels, without colours, and whether it succeeded.
pub(crate) struct Report {
    pub(crate) succeeded: bool,
    pub(crate) text: String,
}

/// Runs a program with its output on the terminal; an exit status other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    ensure!(succeeds(command)?, "{} failed", shown(command));
    Ok(())
}

/// Runs a program with its output on the terminal and says whether it succeeded.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    say::note(&format!("$ {}", shown(command)));
    let status = command.stdin(Stdio::null()).status();
    Ok(status.with_context(|| format!("cannot start {}", shown(command)))?.success())
}

/// Runs a program quietly and returns what it printed on stdout; an exit status other than 0 is an error that
/// quotes stderr.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program with its output on the terminal and keeps a copy of it.
pub(crate) fn report(command: &mut Command) -> Result<Report> {
    report_beside(command, std::io::stdout())
}

/// The same for a program that prints on stdout what is for programs alone: only its stderr is shown.
pub(crate) fn report_of_data(command: &mut Command) -> Result<Report> {
    report_beside(command, std::io::sink())
}

fn report_beside(command: &mut Command, shown_on: impl Write) -> Result<Report> {
    say::note(&format!("$ {}", shown(command)));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {}", shown(command)))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (from_stdout, from_stderr) = std::thread::scope(|scope| {
        let stderr = scope.spawn(|| copy(stderr, std::io::stderr()));
        (copy(stdout, shown_on), stderr.join().unwrap_or_default())
    });
    let succeeded = child.wait().with_context(|| format!("lost {}", shown(command)))?.success();
    let printed = [from_stdout, from_stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = anstream::adapter::strip_str(&printed.join("\n")).to_string();
    Ok(Report { succeeded, text })
}

/// The command as one line, for messages. Programs of the workspace's caches show their name, not their folder.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Passes everything on as it comes and returns it. A channel that breaks ends the copy, not the program.
fn copy(from: Option<impl Read>, mut to: impl Write) -> Vec<u8> {
    let mut all = Vec::new();
    let Some(mut from) = from else { return all };
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        all.extend_from_slice(&buffer[..count]);
        // Nobody may be reading our output any more; the totals still count.
        let _ = to.write_all(&buffer[..count]).and_then(|()| to.flush());
    }
    all
}

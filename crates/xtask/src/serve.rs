//! `cargo xtask serve`: the page on this machine, rebuilt at every change.

use anyhow::{Context, Result, ensure};
use clap::Args;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::process;
use crate::project::Project;
use crate::say;
use crate::tools::Toolbox;
use crate::trunk;

/// The ports that are tried when none is asked for.
const PORTS: std::ops::Range<u16> = 8080..8100;

/// How the page is served.
#[derive(Args)]
pub(crate) struct Options {
    /// Build the page as it is published: small and fast, but slow to build.
    #[arg(long)]
    release: bool,
    /// Open the page in the browser once it is built.
    #[arg(long)]
    open: bool,
    /// Serve on this port instead of the first free one from 8080 on.
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

/// Serves the page until it is interrupted.
pub(crate) fn serve(project: &Project, tools: &Toolbox, options: &Options) -> Result<()> {
    let port = free_port(options.port)?;
    let mut trunk = trunk::command(project, tools, "serve")?;
    // A folder of its own, so that serving leaves alone what `cargo xtask build` has put into dist/.
    trunk.arg("--dist").arg(project.scratch()?.join("served")).arg("--port").arg(port.to_string());
    if options.open {
        trunk.arg("--open");
    }
    if options.release {
        say::heading(
            "Building the page as it is published (a minute or two: the whole program is optimised for size)",
        );
        trunk::publish(&mut trunk);
    } else {
        say::heading("Building the page (the first time some minutes, then seconds)");
    }
    run(&mut trunk, port)
}

fn run(trunk: &mut Command, port: u16) -> Result<()> {
    // A signal to this program alone, as from `kill`, must not leave a Trunk behind that keeps the port.
    let stop = Arc::new(AtomicBool::new(false));
    let on_signal = Arc::clone(&stop);
    ctrlc::set_handler(move || on_signal.store(true, Ordering::Relaxed))?;

    say::note(&format!("$ {}", process::shown(trunk)));
    let mut child = trunk.stdin(Stdio::null()).spawn().context("cannot start trunk")?;
    // Trunk listens when the first build is over.
    let mut is_ready = false;
    while child.try_wait()?.is_none() {
        if !is_ready && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            is_ready = true;
            say::heading(&format!("RuleLens is at http://127.0.0.1:{port}/ (Ctrl-C ends it)"));
        }
        if stop.load(Ordering::Relaxed) {
            child.kill()?;
            child.wait()?;
            return Ok(());
        }
        sleep(Duration::from_millis(200));
    }
    ensure!(child.wait()?.success(), "trunk serve ended with an error");
    Ok(())
}

fn free_port(wanted: Option<u16>) -> Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match wanted {
        Some(port) => {
            ensure!(is_free(&port), "port {port} is in use; without --port the next free one is taken");
            Ok(port)
        }
        None => PORTS.into_iter().find(is_free).with_context(|| {
            format!("the ports {} to {} are all in use; name another with --port", PORTS.start, PORTS.end - 1)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{PORTS, free_port};
    use std::net::TcpListener;

    #[test]
    fn a_taken_port_is_rejected_when_asked_for_and_passed_over_otherwise() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let taken = listener.local_addr().unwrap().port();
        assert!(free_port(Some(taken)).unwrap_err().to_string().contains(&taken.to_string()));

        let first = free_port(None).unwrap();
        let _held = TcpListener::bind(("127.0.0.1", first)).unwrap();
        let second = free_port(None).unwrap();
        assert!(PORTS.contains(&second) && second != first);
    }
}

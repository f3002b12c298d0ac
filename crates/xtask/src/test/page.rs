//! The built site, below a path: in Chromium, driven by Playwright, and in Firefox, driven by Puppeteer.

use anyhow::{Context, Result};
use std::fs;
use std::net::TcpListener;
use std::process::Command;

use super::{Bench, count};
use crate::process;
use crate::say;
use crate::totals::{self, Totals};

pub(super) fn page(bench: &Bench) -> Result<Totals> {
    // What is missing is told before the site is built.
    bench.tools.browser()?;
    bench.tools.npm_packages()?;
    bench.site()?;
    playwright(bench, Command::new("node").current_dir(bench.project.browser_tests()))
}

/// Runs the specs of the folder that the command for Node is in.
pub(super) fn playwright(bench: &Bench, node: &mut Command) -> Result<Totals> {
    let browser = bench.tools.browser()?;
    let packages = bench.tools.npm_packages()?;
    let report = bench.project.scratch()?.join("playwright.json");
    if report.exists() {
        // A report of an earlier run must not stand for this one.
        fs::remove_file(&report).with_context(|| format!("cannot remove {}", report.display()))?;
    }
    node.arg(packages.join("@playwright/test/cli.js")).args(["test", "--reporter=list,json"]);
    node.env("CHROME", browser.chrome).env("CHROME_ARGUMENTS", browser.arguments.join(" "));
    node.env("PORT", free_port()?.to_string()).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    let succeeded = process::succeeds(node)?;

    let report = fs::read_to_string(&report).context("Playwright wrote no report")?;
    Ok(totals::from_playwright(&report)?.with_status(succeeded))
}

/// Without a Firefox, which is not to be had everywhere, the step is skipped.
pub(super) fn firefox(bench: &Bench) -> Result<Totals> {
    let firefox = match bench.tools.firefox() {
        Ok(firefox) => firefox,
        Err(error) => {
            say::note(&format!("skipped: {error:#}"));
            return Ok(Totals { skipped: 1, ..Totals::default() });
        }
    };
    bench.tools.npm_packages()?;
    bench.site()?;
    let mut node = Command::new("node");
    node.arg("firefox.mjs").current_dir(bench.project.browser_tests());
    node.env("FIREFOX", firefox).env("PORT", free_port()?.to_string()).env("BASE", "/some/where/below/");
    count(&mut node, totals::from_last_line)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

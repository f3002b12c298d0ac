//! The programs of docs/fleets.md on Apache Spark, in a cluster of two workers on this machine.

use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

use super::passing::Passing;
use super::{Bench, count, documents, python};
use crate::totals::{self, Totals};

/// The version of PySpark that is installed; it takes a Java 17 or newer.
const PYSPARK: &str = "pyspark==4.0.1";

pub(super) fn spark(bench: &Bench) -> Result<Totals> {
    which::which("java")
        .context("Spark needs a Java 17 or newer; on Debian: apt-get install openjdk-17-jre-headless")?;
    let programs = python::environment(&[PYSPARK], "440 MB, about a minute")?;
    let folder = Passing::outside("spark")?;
    let rulelens = documents::rulelens(bench.project)?;
    fs::copy(&rulelens, folder.0.join("rulelens"))
        .with_context(|| format!("cannot copy {}", rulelens.display()))?;
    let mut fleet = Command::new(python::program(&programs, "python"));
    fleet.arg(bench.project.root.join("tests/spark/fleet.py")).arg(&folder.0);
    fleet.arg(bench.project.root.join("docs/fleets.md")).current_dir(&folder.0);
    // Workers start with the Python of their driver.
    fleet.env("PYSPARK_PYTHON", python::program(&programs, "python"));
    count(&mut fleet, totals::from_last_line)
}

//! The InfluxDB that the lines of the InfluxDB action are written to in a test.

use anyhow::{Context, Result};
use std::path::PathBuf;

use super::debian;

/// Finds `influxd`; on Debian, as root, installs it.
pub(super) fn find_or_install() -> Result<PathBuf> {
    if let Some(program) = influxd() {
        return Ok(program);
    }
    debian::install(&["influxdb"], "InfluxDB")?;
    influxd()
        .context("there is no influxd. On Debian: apt-get install influxdb. INFLUXD may name the program")
}

fn influxd() -> Option<PathBuf> {
    let named = std::env::var_os("INFLUXD").filter(|name| !name.is_empty()).map(PathBuf::from);
    named.or_else(|| which::which("influxd").ok())
}

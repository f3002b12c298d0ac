//! The programs that the operating system brings: browsers, a driver, and InfluxDB. This is the one place that
//! installs anything outside a cache: with `apt-get`, on Debian, as root, and with a word on screen before.

use anyhow::Result;
use std::process::Command;

use crate::process;
use crate::say;

/// Installs packages with apt-get if this is a Debian and this program runs as root; otherwise does nothing, and whoever
/// needs the program says how to install it.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    if !has_apt() || !is_root() {
        return Ok(());
    }
    say::heading(&format!("Installing {} with apt-get (half a minute)", packages.join(", ")));
    let apt = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

pub(super) fn is_root() -> bool {
    cfg!(unix) && process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Ubuntu's package `chromium` only starts a snap, so only Debian's own counts.
fn has_apt() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line.trim() == "ID=debian")
}

//! Packages of Debian, installed where that is possible: on Debian, as root.

use anyhow::Result;
use std::process::Command;

use crate::process;
use crate::say;

/// Installs packages; does nothing elsewhere than on Debian as root.
pub(super) fn install(packages: &[&str], shown: &str) -> Result<()> {
    if !is_debian() || !is_root() {
        return Ok(());
    }
    say::heading(&format!("Installing {shown} from Debian (half a minute)"));
    let mut apt = Command::new("apt-get");
    process::run(apt.arg("update"))?;
    let mut apt = Command::new("apt-get");
    apt.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    process::run(apt.env("DEBIAN_FRONTEND", "noninteractive"))
}

pub(super) fn is_root() -> bool {
    cfg!(unix) && process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line.trim() == "ID=debian")
}

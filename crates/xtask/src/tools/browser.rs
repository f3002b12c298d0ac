//! The browsers for the tests: a Chromium or Chrome with the driver of the same version, and a Firefox.

use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{named, system};
use crate::process;

const ADVICE: &str = "Install Chromium or Google Chrome and the chromedriver of the same version. On Debian: \
    apt-get install chromium chromium-driver. On macOS: brew install --cask chromium chromedriver. \
    Elsewhere: https://googlechromelabs.github.io/chrome-for-testing/. \
    CHROME and CHROMEDRIVER may name the two programs.";

/// Where browsers put themselves outside PATH.
const FIXED_PLACES: [&str; 5] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Chromium\Application\chrome.exe",
];

/// A browser that the tests can drive.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) driver: PathBuf,
    /// What the browser is started with: headless, and quiet on the network.
    pub(crate) arguments: Vec<&'static str>,
}

/// Finds the two programs; on Debian, as root, installs what is missing.
pub(super) fn find_or_install() -> Result<Browser> {
    if chrome().is_none() || driver().is_none() {
        system::install(&["chromium", "chromium-driver"])?;
    }
    let chrome = chrome().with_context(|| format!("no browser to test in was found. {ADVICE}"))?;
    let driver = driver().with_context(|| format!("no chromedriver was found. {ADVICE}"))?;
    check_versions(&chrome, &driver)?;
    Ok(Browser { chrome, driver, arguments: arguments() })
}

/// Finds a Firefox; on Debian, as root, installs it.
pub(super) fn find_or_install_firefox() -> Result<PathBuf> {
    if firefox().is_none() {
        system::install(&["firefox-esr"])?;
    }
    firefox()
        .context("no Firefox was found. On Debian: apt-get install firefox-esr. FIREFOX may name the program")
}

fn firefox() -> Option<PathBuf> {
    named("FIREFOX").or_else(|| {
        let on_path = ["firefox-esr", "firefox"].into_iter().find_map(|name| which::which(name).ok());
        let fixed = Path::new("/Applications/Firefox.app/Contents/MacOS/firefox");
        on_path.or_else(|| fixed.is_file().then(|| fixed.to_owned()))
    })
}

fn chrome() -> Option<PathBuf> {
    named("CHROME").or_else(|| {
        let on_path = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let on_path = on_path.into_iter().find_map(|name| which::which(name).ok());
        on_path.or_else(|| FIXED_PLACES.into_iter().map(PathBuf::from).find(|path| path.is_file()))
    })
}

fn driver() -> Option<PathBuf> {
    // GitHub's machines have the driver in a folder of its own, which this variable names.
    let folder = || which::which_in("chromedriver", env::var_os("CHROMEWEBDRIVER"), ".").ok();
    named("CHROMEDRIVER").or_else(folder).or_else(|| which::which("chromedriver").ok())
}

/// A driver of another version fails in ways that do not name the reason.
fn check_versions(chrome: &Path, driver: &Path) -> Result<()> {
    if cfg!(windows) {
        // Chrome for Windows opens a window when it is asked for its version.
        return Ok(());
    }
    let [of_chrome, of_driver] = [major_version(chrome)?, major_version(driver)?];
    ensure!(
        of_chrome == of_driver,
        "{} is version {of_chrome} and {} is version {of_driver}. {ADVICE}",
        chrome.display(),
        driver.display()
    );
    Ok(())
}

fn major_version(program: &Path) -> Result<u32> {
    let printed = process::output(Command::new(program).arg("--version"))
        .with_context(|| format!("{} does not run. {ADVICE}", program.display()))?;
    match major_in(&printed) {
        Some(version) => Ok(version),
        None => bail!("{} --version prints no version: {}", program.display(), printed.trim()),
    }
}

/// The number before the first dot of the first word that looks like a version.
fn major_in(printed: &str) -> Option<u32> {
    printed.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

fn arguments() -> Vec<&'static str> {
    let mut arguments = vec![
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    if system::is_root() {
        // Chromium's sandbox does not run as root.
        arguments.push("--no-sandbox");
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::major_in;

    #[test]
    fn versions_are_read_from_what_browsers_print() {
        assert_eq!(major_in("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n"), Some(156));
        assert_eq!(
            major_in("ChromeDriver 141.0.7390.54 (1d2a5b3e-refs/branch-heads/7390@{#2}) \n"),
            Some(141)
        );
        assert_eq!(major_in("Google Chrome 99.0.1 beta"), Some(99));
        assert_eq!(major_in("command not found"), None);
    }
}

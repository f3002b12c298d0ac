//! `cargo xtask bench --page`: how fast the built page is in Chromium, beside a bare textarea in the same browser.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::Command;

use crate::process;
use crate::project::Project;
use crate::say;
use crate::site;
use crate::tools::Toolbox;

/// What is measured, and how far the page may be above the control, from the workspace's folder.
const BOUNDS: &str = "web/speed-bounds.json";

/// A measure with its bound. Times differ between machines, so a bound is what the page may add to the control, which is
/// measured at the same time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bound {
    /// The measure's name in what the script prints.
    measure: String,
    /// What is measured.
    what: String,
    /// In which unit, `kB` standing for a thousand of what is printed.
    unit: String,
    /// What the page may add to the control; nothing fails without it.
    above: Option<f64>,
}

/// A number of the page, and what it is compared with.
#[derive(Clone, Copy, Deserialize)]
struct Measure {
    page: f64,
    control: f64,
}

/// Builds the page, measures it, and prints a line for each measure.
///
/// # Errors
/// If a bound does not hold.
pub(crate) fn page(project: &Project, tools: &Toolbox<'_>) -> Result<()> {
    let bounds = project.root.join(BOUNDS);
    let bounds = std::fs::read(&bounds).with_context(|| format!("cannot read {}", bounds.display()))?;
    let bounds: Vec<Bound> =
        serde_json::from_slice(&bounds).with_context(|| format!("{BOUNDS} is invalid"))?;
    let browser = tools.browser()?;
    tools.npm_packages()?;
    site::build(project, tools, true)?;

    say::heading("The page in Chromium, beside a bare textarea (some minutes: each is done many times)");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut node = Command::new("node");
    node.arg(project.browser_tests().join("bench").join("page.mjs"));
    node.env("CHROME", browser.chrome).env("CHROME_ARGUMENTS", browser.arguments.join(" "));
    node.env("PORT", port.to_string()).env("BASE", "/below/");
    let printed = process::output(&mut node)?;
    let measures =
        serde_json::from_str(&printed).context("the script printed something else than its measures")?;
    let (lines, exceeded) = judge(&bounds, &measures);
    for line in lines {
        say::line(&line);
    }
    ensure!(exceeded.is_empty(), "over the bounds of {BOUNDS}: {}", exceeded.join("; "));
    Ok(())
}

/// A line for each bound, and which of them do not hold. A measure and a bound without the other do not hold either.
fn judge(bounds: &[Bound], measures: &BTreeMap<String, Measure>) -> (Vec<String>, Vec<String>) {
    let title = format!("{:<68}{:>12}{:>12}{:>8}{:>10}", "", "page", "control", "ratio", "bound");
    let (mut lines, mut exceeded) = (vec![title], Vec::new());
    for bound in bounds {
        let Some(Measure { page, control }) = measures.get(&bound.measure).copied() else {
            exceeded.push(format!("{}: not measured", bound.what));
            continue;
        };
        let scale = if bound.unit == "kB" { 1000.0 } else { 1.0 };
        let (page, control) = (page / scale, control / scale);
        let ratio = if control > 0.0 { format!("{:.2}", page / control) } else { String::new() };
        let allowed = bound.above.map(|above| format!("+{above}")).unwrap_or_default();
        let number = |number: f64| format!("{number:.1} {}", bound.unit).trim_end().to_owned();
        lines.push(format!(
            "{:<68}{:>12}{:>12}{ratio:>8}{allowed:>10}",
            bound.what,
            number(page),
            number(control)
        ));
        if bound.above.is_some_and(|above| page - control > above) {
            exceeded.push(format!("{}: {} above the control", bound.what, number(page - control)));
        }
    }
    for name in measures.keys().filter(|name| !bounds.iter().any(|bound| bound.measure == **name)) {
        exceeded.push(format!("{name}: no line says what it is"));
    }
    (lines, exceeded)
}

#[cfg(test)]
mod tests {
    use super::{Bound, Measure, judge};

    #[test]
    fn a_bound_is_what_the_page_adds() {
        let bound =
            |above| Bound { measure: "a".to_owned(), what: "A".to_owned(), unit: "ms".to_owned(), above };
        let exceeded = |above, page, control| {
            judge(&[bound(above)], &[("a".to_owned(), Measure { page, control })].into()).1
        };
        assert_eq!(exceeded(Some(16.0), 21.0, 5.0), Vec::<String>::new());
        assert_eq!(exceeded(Some(16.0), 21.5, 5.0), ["A: 16.5 ms above the control"]);
        assert_eq!(exceeded(None, 900.0, 5.0), Vec::<String>::new());
        let measures = [("b".to_owned(), Measure { page: 1.0, control: 1.0 })].into();
        assert_eq!(judge(&[bound(None)], &measures).1, ["A: not measured", "b: no line says what it is"]);
    }
}

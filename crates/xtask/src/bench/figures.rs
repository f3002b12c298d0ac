//! The figures that are kept: today's beside those of the last time, and what each has to reach.

use super::Times;
use super::replay::Replayed;
use crate::process;
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::process::Command;

/// Where the figures are kept, from the workspace's folder.
const KEPT: &str = "crates/bench/figures.json";

/// A figure: less is better.
struct Figure {
    /// Its name in the file.
    name: &'static str,
    /// What it is.
    what: &'static str,
    /// What it has to reach.
    most: f64,
    /// How it comes out of what was measured; `None` where that could not be measured here.
    of: fn(&Measured) -> Option<f64>,
}

/// Everything that was measured.
#[derive(Default)]
pub(super) struct Measured {
    pub(super) native: Times,
    pub(super) node: Times,
    pub(super) replay: Replayed,
}

/// Figures as they are kept, by their names. Ratios are of times within one run, which machines have in common more than
/// the times.
type Kept = BTreeMap<String, KeptFigure>;

/// A figure that is kept.
#[derive(Serialize, Deserialize)]
struct KeptFigure {
    /// The commit that was measured.
    commit: String,
    figure: f64,
}

const FIGURES: [Figure; 8] = [
    Figure {
        name: "replay-summary-instructions",
        what: "replay, instructions per message, summary",
        most: 8000.0,
        of: |measured| measured.replay.summary_instructions,
    },
    Figure {
        name: "replay-json-instructions",
        what: "replay, instructions per message, JSON lines",
        most: 20_000.0,
        of: |measured| measured.replay.json_instructions,
    },
    Figure {
        name: "replay-beside-json-parse",
        what: "replay of 300,000 messages, beside JSON.parse of the lines in Node",
        most: 0.5,
        of: |measured| measured.replay.beside_node,
    },
    Figure {
        name: "records-beside-value",
        what: "one message to Timestream records, beside serde_json's Value",
        most: 1.0,
        of: |measured| native(measured, "RuleLens, to Timestream records"),
    },
    Figure {
        name: "many-records-beside-value",
        what: "the same for one message after the other",
        most: 1.0,
        of: |measured| native(measured, "RuleLens, to Timestream records, many messages"),
    },
    Figure {
        name: "nested-element-beside-value",
        what: "an element of a nested query, beside serde_json's Value of a message",
        most: 0.21,
        of: |measured| {
            let all = measured.native.get("nested query over elements/1000")?;
            Some(all / 1000.0 / measured.native.get(&format!("message/{}", super::table::VALUE))?)
        },
    },
    Figure {
        name: "wasm-text-beside-json-parse",
        what: "wasm, text in, text out, beside JSON.parse of the text",
        most: 1.0,
        of: |measured| {
            ratio(&measured.node, "message: RuleLens, text in, text out", "message: JSON.parse of the text")
        },
    },
    Figure {
        name: "wasm-all-keys-beside-json-parse",
        what: "wasm, all keys of 25 kB, beside JSON.parse of the text",
        most: 1.0,
        of: |measured| {
            let name = |end: &str| format!("all keys of kilobytes/25: {end}");
            ratio(&measured.node, &name("RuleLens"), &name("JSON.parse"))
        },
    },
];

fn ratio(times: &Times, name: &str, base: &str) -> Option<f64> {
    Some(times.get(name)? / times.get(base)?)
}

fn native(measured: &Measured, name: &str) -> Option<f64> {
    ratio(&measured.native, &format!("message/{name}"), &format!("message/{}", super::table::VALUE))
}

/// Prints today's figures beside those that are kept, and keeps them if that is asked for.
pub(super) fn show(project: &Project, measured: &Measured, saves: bool) -> Result<()> {
    let path = project.root.join(KEPT);
    let kept: Kept = match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("{KEPT} is invalid"))?,
        Err(_) => Kept::default(),
    };
    let today: BTreeMap<&str, f64> =
        FIGURES.iter().filter_map(|figure| Some((figure.name, (figure.of)(measured)?))).collect();
    say::heading("Figures; less is better");
    for line in rows(&today, &kept) {
        say::line(&line);
    }
    if !saves {
        return Ok(());
    }
    let mut git = Command::new("git");
    let commit = process::output(git.current_dir(&project.root).args(["rev-parse", "--short=10", "HEAD"]))?;
    // What was not measured stays as it was.
    let mut kept = kept;
    kept.extend(today.iter().map(|(name, figure)| {
        let commit = commit.trim().to_owned();
        ((*name).to_owned(), KeptFigure { commit, figure: rounded(*figure) })
    }));
    let text = serde_json::to_string_pretty(&kept)? + "\n";
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    say::line(&format!("These figures are kept in {KEPT}."));
    Ok(())
}

fn rounded(figure: f64) -> f64 {
    if figure >= 100.0 { figure.round() } else { (figure * 1000.0).round() / 1000.0 }
}

/// A line for each figure: what, today, kept, ratio of both, aim.
fn rows(today: &BTreeMap<&str, f64>, kept: &Kept) -> Vec<String> {
    let mut lines =
        vec![format!("{:<72}{:>10}{:>10}{:>12}{:>8}{:>9}", "", "today", "kept", "of", "ratio", "aim")];
    for Figure { name, what, most, .. } in &FIGURES {
        let shown = |figure: f64| {
            if *most >= 100.0 { format!("{figure:.0}") } else { format!("{figure:.3}") }
        };
        let of = kept.get(*name);
        let (now, before) = (today.get(name).copied(), of.map(|kept| kept.figure));
        let ratio = now.zip(before).map(|(now, before)| format!("{:.2}", now / before));
        let verdict = match now {
            Some(now) if now <= *most => "reached",
            Some(_) => "not reached",
            None => "not measured here",
        };
        let column = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), shown);
        lines.push(format!(
            "{what:<72}{:>10}{:>10}{:>12}{:>8}{:>9}  {verdict}",
            column(now),
            column(before),
            of.map_or("-", |kept| &kept.commit),
            ratio.unwrap_or_else(|| "-".to_owned()),
            shown(*most),
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{FIGURES, KeptFigure, rows};

    #[test]
    fn figures_stand_beside_those_of_the_last_time() {
        let today = [("replay-summary-instructions", 7000.0), ("wasm-text-beside-json-parse", 1.5)].into();
        let kept = KeptFigure { commit: "abc".to_owned(), figure: 14_000.0 };
        let lines = rows(&today, &[("replay-summary-instructions".to_owned(), kept)].into());
        assert_eq!(lines.len(), FIGURES.len() + 1);
        let words = |line: &str| line.split_whitespace().rev().take(6).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&lines[1]), ["reached", "8000", "0.50", "abc", "14000", "7000"]);
        let wasm = lines.iter().find(|line| line.starts_with("wasm, text in")).expect("a line");
        assert!(wasm.ends_with("1.500         -           -       -    1.000  not reached"), "{wasm}");
        assert!(lines.iter().any(|line| line.ends_with("not measured here")));
    }

    #[test]
    fn each_figure_has_a_name_of_its_own() {
        for (index, figure) in FIGURES.iter().enumerate() {
            assert!(FIGURES[..index].iter().all(|other| other.name != figure.name), "{}", figure.name);
        }
    }
}

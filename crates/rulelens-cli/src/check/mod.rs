//! `rulelens check`: what is wrong or suspicious in rules, without a message.

mod entries;
mod github;
mod place;
mod sarif;

pub(crate) use entries::{Entry, File, Form, entries_of, may_hold_rules, mentions_rules};
pub(crate) use place::Placed;

use crate::document::ValueOptions;
use crate::levels::Levels;
use crate::printable::printable;
use crate::project::{LevelOptions, ProjectOptions, paths};
use crate::selection::{Selected, select};
use crate::terminal::painted;
use crate::texts::Texts;
use crate::{BAD, GOOD, UNUSABLE, diagnostics};
use anyhow::Result;
use clap::{Args, ValueEnum};
use entries::entries;
use iot_sql::text::counted;
use iot_sql::{Diagnostic, Severity, SqlVersion};
use rule_actions::view::{CheckTotals, CheckView, CheckedRule};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// How the result of `rulelens check` is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people.
    #[default]
    Text,
    /// SARIF 2.1.0, which GitHub's code scanning, GitLab and editors read.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// One JSON document, for programs.
    Json,
}

/// Check rules for mistakes.
///
/// Takes SQL files (`.sql`, one statement each), JSON Lines (`.jsonl`, one object with `sql` a line), and rule documents
/// (any other file): topic rule payloads, CloudFormation and SAM templates, serverless.yml, Terraform and what `terraform
/// show -json` writes. All rules of a document are checked, with all their actions; what is known only after deployment is
/// not judged. Of folders, and of what a pattern matches, files without rules are passed over.
///
/// Exit status: 0 nothing was rejected, warnings allowed; 1 something was rejected or is denied; 2 a file cannot be read
/// or holds no rule.
#[derive(Args, Clone, Debug)]
pub struct CheckOptions {
    /// Files, folders and patterns such as 'infra/**/*.yaml'; default: `rules` of rulelens.toml.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The SQL version of statements in `.sql` and `.jsonl` files that name none; default: `sql-version` of rulelens.toml,
    /// else 2016-03-23.
    #[arg(long, value_name = "VERSION", value_parser = crate::rule_options::version)]
    sql_version: Option<SqlVersion>,
    /// Pass over named files that hold no rule, as of folders. For hooks, which name every file that changed.
    #[arg(long)]
    skip_others: bool,
    #[command(flatten)]
    project: ProjectOptions,
    #[command(flatten)]
    levels: LevelOptions,
    #[command(flatten)]
    values: ValueOptions,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
}

/// What was found in all files.
#[derive(Default)]
struct Outcome {
    totals: CheckTotals,
    /// Whether a file could not be read.
    is_unusable: bool,
    /// The values that no file asks for.
    unused: Option<Vec<Diagnostic>>,
    /// For `--format json`.
    rules: Vec<CheckedRule>,
    /// For `--format sarif`.
    log: sarif::Log,
}

/// Runs `rulelens check`; gives the exit status.
///
/// # Errors
/// An output that cannot be written, a project's settings that are wrong, arguments that stand for no file.
pub fn check(options: &CheckOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let project = options.project.project()?;
    let levels = options.levels.levels(&project)?;
    let excluded = options.project.excluded(&project)?;
    let version = options.sql_version.or(project.sql_version()?).unwrap_or_default();
    let mut values = rule_actions::documents::Values::default();
    project.values(&mut values)?;
    options.values.add_to(&mut values)?;

    let mut outcome = Outcome::default();
    let mut seen = BTreeSet::new();
    for argument in paths(&options.files, project.rules(), &project, "rules")? {
        let selected = match select(&argument, &excluded, &may_hold_rules) {
            Ok(selected) => selected,
            Err(why) => {
                outcome.is_unusable = true;
                let name = argument.display().to_string();
                outcome.log.notify(&name, None, &why);
                writeln!(err, "error: {}", printable(&format!("{name}: {why}")))?;
                continue;
            }
        };
        for Selected { path, is_named } in selected.into_iter().filter(|one| seen.insert(one.path.clone())) {
            let file = entries(&path, version, &values);
            if file.is_of_no_rules() && (!is_named || options.skip_others) {
                continue;
            }
            outcome.take(file, options.format, &levels, out, err)?;
        }
    }
    outcome.finish(options, project.has_values(), &levels, out, err)
}

impl Outcome {
    /// Counts what is in a file, and says it.
    fn take(
        &mut self,
        mut file: File,
        format: CheckFormat,
        levels: &Levels,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<()> {
        let unused = std::mem::take(&mut file.unused);
        self.unused = Some(match self.unused.take() {
            Some(before) => before.into_iter().filter(|one| unused.contains(one)).collect(),
            None => unused,
        });
        for (line, fault) in &file.faults {
            let told = match line {
                Some(line) => format!("{}: line {line}: {fault}", file.name),
                None => format!("{}: {fault}", file.name),
            };
            self.log.notify(&file.name, *line, fault);
            writeln!(err, "error: {}", printable(&told))?;
        }
        for error in &file.errors {
            self.place(&Placed::of_document(&file, error), format, out)?;
            writeln!(err, "{}\n", diagnostics::draw(error, &file.texts()))?;
        }
        self.is_unusable |= !file.faults.is_empty() || !file.errors.is_empty();
        for entry in &file.entries {
            let found: Vec<Diagnostic> =
                entry.findings().into_iter().filter(|finding| levels.reports(finding)).collect();
            self.count(&found, levels);
            self.tell(&file, entry, &found, format, levels, out)?;
        }
        Ok(())
    }

    fn count(&mut self, found: &[Diagnostic], levels: &Levels) {
        let has = |severity| found.iter().any(|diagnostic| diagnostic.severity() == severity);
        self.totals.rules += 1;
        if has(Severity::Error) {
            self.totals.rejected += 1;
        } else if found.iter().any(|diagnostic| levels.denies(diagnostic)) {
            self.totals.denied += 1;
        } else if has(Severity::Warning) {
            self.totals.warned += 1;
        }
    }

    /// Says what was found about a rule.
    fn tell(
        &mut self,
        file: &File,
        entry: &Entry,
        found: &[Diagnostic],
        format: CheckFormat,
        levels: &Levels,
        out: &mut dyn Write,
    ) -> Result<()> {
        let texts = file.texts_of(entry);
        match format {
            CheckFormat::Json => {
                let placed: Vec<Diagnostic> =
                    found.iter().map(|one| texts.placed(one).into_owned()).collect();
                let mut denied: Vec<String> = Vec::new();
                for one in found.iter().filter(|one| levels.denies(one)) {
                    if !denied.iter().any(|code| code == one.code.id) {
                        denied.push(one.code.id.to_owned());
                    }
                }
                self.rules.push(CheckedRule {
                    place: entry.place.clone(),
                    sql: entry.rule.sql.clone(),
                    diagnostics: texts.viewer.diagnostics(&placed),
                    denied,
                });
            }
            CheckFormat::Text => {
                for diagnostic in found {
                    let drawn = diagnostics::draw_as(diagnostic, levels.severity(diagnostic), &texts);
                    writeln!(out, "{}\n", painted(&drawn))?;
                }
            }
            CheckFormat::Sarif | CheckFormat::Github => {
                for diagnostic in found {
                    let severity = levels.severity(diagnostic);
                    self.place(&Placed::of_rule(file, entry, diagnostic, severity), format, out)?;
                }
            }
        }
        Ok(())
    }

    /// Says what is at a place of a file, where the format is about files.
    fn place(&mut self, placed: &Placed<'_>, format: CheckFormat, out: &mut dyn Write) -> Result<()> {
        match format {
            CheckFormat::Sarif => self.log.add(placed),
            CheckFormat::Github => github::write(placed, out)?,
            CheckFormat::Text | CheckFormat::Json => {}
        }
        Ok(())
    }

    fn finish(
        mut self,
        options: &CheckOptions,
        has_project_values: bool,
        levels: &Levels,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<u8> {
        // What no file asks for; a project's values are for all of its files, of which some may be named.
        let is_told = |warning: &Diagnostic| {
            levels.reports(warning) && (!has_project_values || options.values.sets(&warning.message))
        };
        for warning in self.unused.take().into_iter().flatten().filter(is_told) {
            writeln!(err, "{}\n", diagnostics::draw(&warning, &Texts::default()))?;
        }
        let totals = self.totals;
        if totals.rules == 0 && !self.is_unusable && !options.skip_others {
            self.is_unusable = true;
            self.log.notify("", None, "There is no rule in these files.");
            writeln!(err, "error: there is no rule in these files")?;
        }
        match options.format {
            CheckFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &CheckView { rules: self.rules, totals })?;
                writeln!(out)?;
            }
            CheckFormat::Sarif => self.log.write(!self.is_unusable, out)?,
            CheckFormat::Text => {
                let CheckTotals { rules, rejected, denied, warned } = totals;
                let denied = if denied == 0 { String::new() } else { format!("{denied} denied, ") };
                writeln!(
                    out,
                    "{}: {rejected} rejected, {denied}{warned} with warnings",
                    counted(rules, "rule")
                )?;
            }
            CheckFormat::Github => {}
        }
        Ok(match (self.is_unusable, totals.rejected + totals.denied) {
            (true, _) => UNUSABLE,
            (false, 0) => GOOD,
            (false, _) => BAD,
        })
    }
}

//! `rulelens convert`: a rule from one form of document into another.

mod action;

use crate::document::{self, ValueOptions};
use crate::input::read_text;
use crate::printable::{escaped, printable};
use crate::texts::Texts;
use crate::{BAD, GOOD, UNUSABLE, diagnostics};
use anyhow::{Context as _, Result};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rule_actions::documents::{self, Format, Found, RuleDocument};
use rule_actions::view::Viewer;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Convert a rule between CloudFormation, Terraform, CDK, the AWS CLI and JSON.
///
/// Reads a topic rule payload, a CloudFormation or SAM template, a serverless.yml or a Terraform configuration. What is
/// known only after deployment stays a reference in the same family of tools, becomes a parameter or a variable in another
/// one, and else a placeholder such as `<Table.Arn>`; each is reported on standard error.
///
/// Exit status: 0 the rule was written; 1 the rule cannot be written like this, or has no action to change; 2 the document cannot be read, or holds
/// several rules and none was chosen.
#[derive(Args, Clone, Debug)]
pub struct ConvertOptions {
    /// The document; `-` for standard input.
    file: PathBuf,
    /// The form to write.
    #[arg(long, value_name = "FORMAT", required_unless_present = "list", value_parser = formats())]
    to: Option<Format>,
    /// Make the rule's Timestream action an action of another kind, and let its statement select what that needs. What
    /// changes, and what somebody has to decide, is reported on standard error.
    #[arg(long, value_enum, value_name = "KIND")]
    action: Option<action::TargetAction>,
    /// The rule, by its name or its ID in the document, where there are several.
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// A new name for the rule.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The file to write; by default, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the rules of the document, one a line.
    #[arg(long, conflicts_with_all = ["to", "action", "rule", "name", "output"])]
    list: bool,
    #[command(flatten)]
    values: ValueOptions,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .try_map(|name| Format::from_name(&name).ok_or("there is no such form"))
}

/// Runs `rulelens convert`; gives the exit status.
///
/// # Errors
/// A file that cannot be read or written, or an output that cannot be written.
pub fn convert(options: &ConvertOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let (name, text) = named_text(&options.file)?;
    let viewer = Viewer { document: &text, ..Viewer::default() };
    let texts = Texts { viewer, document_name: &name, ..Texts::default() };
    let path = (options.file != Path::new("-")).then_some(options.file.as_path());
    let found = match document::read(&text, path, &options.values.load()?) {
        Ok(found) => found,
        Err(errors) => {
            for error in &errors {
                writeln!(err, "{}\n", diagnostics::draw(error, &texts))?;
            }
            return Ok(UNUSABLE);
        }
    };
    let Some(format) = options.to.filter(|_| !options.list) else {
        for handle in found.handles() {
            writeln!(out, "{}", escaped(handle))?;
        }
        return Ok(GOOD);
    };
    let Some(mut rule) = chosen(&found, options.rule.as_deref(), &name, err)? else { return Ok(UNUSABLE) };
    let remarks = found.remarks(&rule);
    if let Some(name) = &options.name {
        rule.name = Some(name.clone());
        rule.name_range = None;
    }
    if let Some(action::TargetAction::Influxdb) = options.action
        && let Some(status) = action::replace(&mut rule, err)?
    {
        return Ok(status);
    }
    let (written, said, status) = match documents::write(&rule, format) {
        Ok(written) => (Some(written.text), [remarks, written.warnings].concat(), GOOD),
        Err(errors) => (None, errors, BAD),
    };
    for diagnostic in &said {
        writeln!(err, "{}\n", diagnostics::draw(diagnostic, &texts))?;
    }
    if let Some(text) = written {
        match &options.output {
            Some(path) => {
                fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
            }
            None => out.write_all(text.as_bytes())?,
        }
    }
    Ok(status)
}

/// The document's name and text.
fn named_text(path: &Path) -> Result<(String, String)> {
    if path == Path::new("-") {
        return Ok(("standard input".to_owned(), read_text(None)?));
    }
    Ok((path.display().to_string(), read_text(Some(path))?))
}

/// The rule of this name, or the only one. `None` where that leaves none or several, which is then told.
fn chosen(
    found: &Found,
    wanted: Option<&str>,
    document: &str,
    err: &mut dyn Write,
) -> Result<Option<RuleDocument>> {
    if let Some(rule) = found.choose(wanted) {
        return Ok(Some(rule.clone()));
    }
    match wanted {
        Some(wanted) => {
            let document = printable(document);
            writeln!(err, "error: {document} has no rule, or several, called {wanted:?}; its rules are:")?;
        }
        None => {
            let document = printable(document);
            writeln!(err, "error: {document} has several rules; choose one with --rule:")?;
        }
    }
    for handle in found.handles() {
        writeln!(err, "  {}", escaped(handle))?;
    }
    Ok(None)
}

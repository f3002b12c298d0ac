//! The npm package as a stranger has it: packed, installed into an empty folder, run in Node, held against TypeScript, bundled by
//! Vite and opened in Chromium, with a worker and with the custom element.

use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

use super::Bench;
use super::page::playwright;
use super::passing::Passing;
use crate::javascript::Profile;
use crate::npm;
use crate::process;
use crate::totals::Totals;

/// What runs in Node: the README's example comes first.
const SMALL: &str = r#"
import * as whole from "rulelens";
import * as small from "rulelens/small";
import { deepStrictEqual } from "node:assert";
// Programs that make pages load it, too; there it does nothing.
import "rulelens/element";

const rule = { sql: "SELECT regexp_matches(a, 'b+') AS c FROM 'x'", topic: "x", payload: '{"a": "abb"}' };
deepStrictEqual(whole.evaluate(rule).outgoingPayload, '{"c":true}');
deepStrictEqual(small.evaluate(rule).diagnostics[0].code, "build.feature-disabled");
"#;

/// What the types are held against.
const TYPES: &str = r#"
import { evaluate } from "rulelens";
import { evaluate as smaller } from "rulelens/small";
import type { RuleLensElement } from "rulelens/element";

const response = evaluate({ sql: "SELECT 1 AS a FROM 'x'", topic: "x", payload: "{}" });
if (response.outcome === "output") {
  const code: string | undefined = smaller({ sql: "", topic: "x", payload: "{}" }).diagnostics[0]?.code;
  console.log(code);
}
const lens = document.querySelector("rule-lens");
lens?.addEventListener("rule-lens-result", ({ detail, target }) => {
  const outcome: RuleLensElement["result"] = detail;
  console.log(outcome.stages[0]?.title, target);
});
if (lens) lens.readOnly = lens.sqlVersion === "2015-10-08";
// @ts-expect-error: it says what came of the rule, and takes nothing.
if (lens) lens.result = undefined;
// @ts-expect-error: a statement is a string.
evaluate({ sql: 5, topic: "x", payload: "{}" });
"#;

/// The bundler that the package is bundled with.
const VITE: &str = "vite@8.3.8";

pub(super) fn npm(bench: &Bench) -> Result<Totals> {
    let package = npm::package(bench.project, bench.tools, Profile::Dev)?;
    let folder = Passing::outside("npm")?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"]).arg(&folder.0).current_dir(&package);
    let packed = process::output(&mut pack)?;
    // As a release does it, up to the upload.
    let mut publish = Command::new("npm");
    publish.args(["publish", "--dry-run", "--access", "public"]).current_dir(&package);
    let mut totals = Totals::one(process::succeeds(&mut publish)?);
    folder.write("package.json", r#"{"private": true, "type": "module"}"#)?;
    let install = |arguments: &[&str]| {
        let mut install = Command::new("npm");
        install.args(["install", "--no-audit", "--no-fund", "--silent"]).args(arguments);
        process::run(install.current_dir(&folder.0))
    };
    install(&["--offline", &format!("./{}", packed.trim())])?;

    let readme = fs::read_to_string(folder.0.join("node_modules/rulelens/README.md"))
        .context("the README is not packed")?;
    let Some(example) = readme.split("```js\n").nth(1).and_then(|rest| rest.split("```").next()) else {
        bail!("the README has no example");
    };
    let Some((_, printed)) = example.trim_end().rsplit_once("// ") else {
        bail!("the README's example does not say what it prints");
    };
    folder.write("readme.js", example)?;
    folder.write("engines.js", SMALL)?;
    folder.write("types.ts", TYPES)?;
    let node = |file: &str| {
        let mut node = Command::new("node");
        node.arg(file).current_dir(&folder.0);
        node
    };
    totals += Totals::one(process::output(&mut node("readme.js"))?.trim_end() == printed);
    totals += Totals::one(process::succeeds(&mut node("engines.js"))?);
    for resolution in [
        ["--module", "nodenext", "--moduleResolution", "nodenext"],
        ["--module", "esnext", "--moduleResolution", "bundler"],
    ] {
        let mut tsc = Command::new("node");
        tsc.arg(bench.tools.npm_packages()?.join("typescript/bin/tsc")).current_dir(&folder.0);
        tsc.args(["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,esnext.disposable"]);
        totals += Totals::one(process::succeeds(tsc.args(resolution).arg("types.ts"))?);
    }

    let specs = bench.project.browser_tests().join("npm");
    folder.copy_files(&specs.join("app"))?;
    install(&[VITE])?;
    let mut vite = Command::new("node");
    vite.args(["node_modules/vite/bin/vite.js", "build", "--outDir", "built", "--logLevel", "warn"]);
    totals += Totals::one(process::succeeds(vite.current_dir(&folder.0))?);
    totals += playwright(bench, Command::new("node").current_dir(&specs).env("SITE", &folder.0))?;
    Ok(totals)
}

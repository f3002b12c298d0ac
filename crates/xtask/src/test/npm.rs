//! The npm package as a stranger has it: packed, installed into an empty folder, run in Node and held against TypeScript.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Bench;
use crate::javascript::Profile;
use crate::npm;
use crate::process;
use crate::totals::Totals;

/// What runs in Node: the README's example comes first.
const SMALL: &str = r#"
import * as whole from "rulelens";
import * as small from "rulelens/small";
import { deepStrictEqual } from "node:assert";

const rule = { sql: "SELECT regexp_matches(a, 'b+') AS c FROM 'x'", topic: "x", payload: '{"a": "abb"}' };
deepStrictEqual(whole.evaluate(rule).outgoingPayload, '{"c":true}');
deepStrictEqual(small.evaluate(rule).diagnostics[0].code, "build.feature-disabled");
"#;

/// What the types are held against.
const TYPES: &str = r#"
import { evaluate } from "rulelens";
import { evaluate as smaller } from "rulelens/small";

const response = evaluate({ sql: "SELECT 1 AS a FROM 'x'", topic: "x", payload: "{}" });
if (response.outcome === "output") {
  const code: string | undefined = smaller({ sql: "", topic: "x", payload: "{}" }).diagnostics[0]?.code;
  console.log(code);
}
// @ts-expect-error: a statement is a string.
evaluate({ sql: 5, topic: "x", payload: "{}" });
"#;

struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn npm(bench: &Bench) -> Result<Totals> {
    let package = npm::package(bench.project, bench.tools, Profile::Dev)?;
    let folder = Passing(std::env::temp_dir().join(format!("rulelens-npm-{}", std::process::id())));
    let write = |name: &str, text: &str| {
        let path = folder.0.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    fs::create_dir_all(&folder.0).with_context(|| format!("cannot make {}", folder.0.display()))?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"]).arg(&folder.0).current_dir(&package);
    let packed = process::output(&mut pack)?;
    write("package.json", r#"{"private": true, "type": "module"}"#)?;
    let mut install = Command::new("npm");
    install
        .args(["install", "--offline", "--no-audit", "--no-fund", "--silent"])
        .arg(format!("./{}", packed.trim()));
    process::run(install.current_dir(&folder.0))?;

    let readme = fs::read_to_string(folder.0.join("node_modules/rulelens/README.md"))
        .context("the README is not packed")?;
    let Some(example) = readme.split("```js\n").nth(1).and_then(|rest| rest.split("```").next()) else {
        bail!("the README has no example");
    };
    let Some((_, printed)) = example.trim_end().rsplit_once("// ") else {
        bail!("the README's example does not say what it prints");
    };
    write("readme.js", example)?;
    write("engines.js", SMALL)?;
    write("types.ts", TYPES)?;
    let node = |file: &str| {
        let mut node = Command::new("node");
        node.arg(file).current_dir(&folder.0);
        node
    };
    let mut totals = Totals::one(process::output(&mut node("readme.js"))?.trim_end() == printed);
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
    Ok(totals)
}

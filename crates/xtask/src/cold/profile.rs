//! `cargo xtask profile`: records in Chromium what the start of the page calls, and writes the list of what it does without.

use anyhow::{Context, Result};
use std::net::TcpListener;
use std::process::Command;
use walrus::ir::Value;
use walrus::{ConstExpr, FunctionId, Module, ValType};

use super::LIST;
use super::list::{Seen, plain, written};
use crate::process;
use crate::project::Project;
use crate::say;
use crate::site;
use crate::tools::Toolbox;

/// What the names of the exports begin with that say whether a function was called; its size and its name follow.
const MARK: &str = "ran:";

/// Builds the site with marks, opens it in Chromium, and writes the list.
///
/// # Errors
/// If the site cannot be built or opened.
pub(crate) fn profile(project: &Project, tools: &Toolbox<'_>) -> Result<()> {
    let browser = tools.browser()?;
    tools.npm_packages()?;
    let built = site::build_marked(project, tools)?;
    say::heading("Opening the page in Chromium, to see what its start calls");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut node = Command::new("node");
    node.arg(project.browser_tests().join("bench").join("start.mjs"));
    node.env("CHROME", browser.chrome).env("CHROME_ARGUMENTS", browser.arguments.join(" "));
    node.env("PORT", port.to_string()).env("BASE", "/below/").env("SITE", &built);
    let printed = process::output(&mut node)?;
    let marks: Vec<(String, bool)> =
        serde_json::from_str(&printed).context("the script printed something else than the marks")?;
    let functions: Vec<Seen> = marks
        .iter()
        .map(|(mark, called)| seen(mark, *called))
        .collect::<Option<_>>()
        .context("a mark is odd")?;
    let list = written(&functions);
    let path = project.root.join(LIST);
    std::fs::write(&path, &list).with_context(|| format!("cannot write {}", path.display()))?;
    let called = functions.iter().filter(|function| function.called).count();
    say::line(&format!(
        "{called} of {} functions were called; {} lines are in {LIST}",
        functions.len(),
        list.lines().count()
    ));
    Ok(())
}

/// Has each function of a program note that it was called.
pub(super) fn mark(program: &mut Module) {
    let functions: Vec<(FunctionId, String)> = program
        .funcs
        .iter_local()
        .filter_map(|(id, local)| {
            let name = program.funcs.get(id).name.as_ref()?;
            Some((id, format!("{MARK}{}:{name}", local.size())))
        })
        .collect();
    for (number, (id, name)) in functions.into_iter().enumerate() {
        let ran = program.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
        // Several functions may have one name.
        program.exports.add(&format!("{name}#{number}"), ran);
        let function = program.funcs.get_mut(id).kind.unwrap_local_mut();
        function.builder_mut().func_body().const_at(0, Value::I32(1)).global_set_at(1, ran);
    }
}

/// The function of a mark.
fn seen(mark: &str, called: bool) -> Option<Seen> {
    let (size, name) = mark.strip_prefix(MARK)?.split_once(':')?;
    let (name, _number) = name.rsplit_once('#')?;
    Some(Seen { name: plain(name), size: size.parse().ok()?, called })
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[test]
    fn a_mark_says_the_functions_name_and_size() {
        let function = seen("ran:12:_ZN1a1b17h0123456789abcdefE#7", true).unwrap();
        assert_eq!((function.name.as_str(), function.size, function.called), ("a::b", 12, true));
        assert!(seen("memory", false).is_none());
    }
}

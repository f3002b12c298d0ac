//! What the page's program does without at its start: functions in a file of their own, which comes when the page has
//! started, or with the first call of one of them, whichever is earlier.
//!
//! Unlike the parts (`parts`), which the page knows and asks for, this changes nothing in how the program is written: a
//! function that was taken out is called as before. In its place stands one that calls it by a slot of the program's table,
//! after it made sure that the file has come (`loader.js`). Which functions these are is recorded in Chromium (`profile`)
//! and kept in `web/cold.txt`; one that is not named there stays, and so does one that is small.

mod apart;
mod constants;
mod linked;
mod list;
pub(crate) mod profile;
mod uses;

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use walrus::Module;

use list::List;

/// The environment variable with the list, or with [`RECORDING`].
const VARIABLE: &str = "RULELENS_COLD";

/// What stands there while it is recorded what the start needs.
const RECORDING: &str = "recording";

/// The list, from the workspace's folder.
pub(crate) const LIST: &str = "web/cold.txt";

/// What the name of the file begins with, among the parts.
pub(crate) const STEM: &str = "cold";

/// What loads it, put behind the program's script.
const LOADER: &str = include_str!("loader.js");

/// The address in the loader, and in the scripts made with it, until the file has its name.
const ADDRESS: &str = "./cold.wasm";

/// What the script hands to the program, by their modules: the beginning.
const IMPORTS: &str = "\"./rulelens-web_bg.js\": import0,";

/// Has the wasm-bindgen that Trunk calls take out what the list names, or record.
pub(crate) fn prepare(root: &Path, is_recording: bool, trunk: &mut std::process::Command) {
    let list = root.join(LIST);
    trunk.env(VARIABLE, if is_recording { RECORDING.as_ref() } else { list.as_os_str() });
}

/// Takes out of a program what its start does without, and writes that into a folder; whether it did: the program's script
/// needs [`with_loader`] then. `original` is the program as the compiler made it, and `left` what its parts left of it.
pub(crate) fn take_out(program: &mut Module, original: &Path, left: &Path, folder: &Path) -> Result<bool> {
    let Some(list) = std::env::var_os(VARIABLE) else { return Ok(false) };
    if list == RECORDING {
        profile::mark(program);
        return Ok(false);
    }
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let (original, left) = (read(original)?, read(left)?);
    let only_cold = |counts: &apart::Counts<'_>| constants::only_cold(&original, &left, counts);
    let cold = apart::take_apart(program, &List::of(&text), only_cold)?;
    let file = folder.join(format!("{STEM}.wasm"));
    fs::write(&file, cold).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(true)
}

/// The program's script with the loader.
pub(crate) fn with_loader(script: &str) -> Result<String> {
    ensure!(script.contains(IMPORTS), "the program's script hands nothing to it where that is expected");
    let import = format!("{IMPORTS}\n        \"{}\": {{ now: coldNow }},", apart::MODULE);
    Ok(format!("{}\n{LOADER}", script.replacen(IMPORTS, &import, 1)))
}

/// The script with the file's name.
pub(crate) fn with_file(script: &str, name: &str) -> String {
    script.replace(ADDRESS, &format!("./{name}"))
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, LOADER, with_file, with_loader};

    #[test]
    fn the_script_hands_the_loader_to_the_program_and_finds_the_file() {
        let made = with_loader("return {\n\"./rulelens-web_bg.js\": import0,\n};").unwrap();
        assert!(made.contains("import0,\n        \"cold\": { now: coldNow },"), "{made}");
        assert_eq!(LOADER.matches(ADDRESS).count(), 1);
        assert!(with_file(&made, "cold-1.wasm").contains("\"./cold-1.wasm\""));
        assert!(with_loader("return {};").is_err());
    }
}

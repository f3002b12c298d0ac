//! Writes what the fuzzers start from below `corpus`: the function table's examples, and the statements of the case
//! files (`*.jsonl` with `inputSql` or `sql` in each line) that are named as arguments.

use iot_sql_fuzz::pool;
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for example in pool::functions().flat_map(|function| function.examples) {
        let call = example.call;
        write(
            &corpus.join("parse"),
            &format!("SELECT {call} AS x FROM 'iot/topic' WHERE {call} = {}", example.result),
        )?;
        write(&corpus.join("template"), &format!("${{{call}}}-${{t}}\0{}", example.payload))?;
    }
    for file in env::args_os().skip(1) {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line)?;
            if let Some(sql) = case["inputSql"].as_str().or(case["sql"].as_str()) {
                write(&corpus.join("parse"), sql)?;
            }
        }
    }
    Ok(())
}

/// Writes a seed to a file that is named by its place in the folder.
fn write(folder: &Path, seed: &str) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let name = format!("seed-{:05}", fs::read_dir(folder)?.count());
    Ok(fs::write(folder.join(name), seed)?)
}

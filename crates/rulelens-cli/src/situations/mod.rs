//! The examples of the repository: situations in which rules stand, to learn from by looking.
//!
//! A situation is a case that has a name and says what to look at, in a file of its own:
//! `examples/situations/<group>/<id>.json`. Its id is what a link to it has, and stays. `examples/situations.json` has the
//! groups and, in each, the situations in the order in which they are shown.

mod outcome;

pub use outcome::{Line, Mark};

use crate::cases::Case;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Situations of one kind.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of its folder.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The situations, in the order in which they are shown.
    pub situations: Vec<Situation>,
}

/// A rule with its messages, and what is to be seen there.
#[derive(Clone, Debug)]
pub struct Situation {
    /// What a link to it has.
    pub id: String,
    /// Rule and messages, with what must come of them.
    pub case: Case,
    /// The file's members.
    pub members: Map<String, Json>,
}

/// A group as it is listed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    id: String,
    title: String,
    situations: Vec<String>,
}

/// Members that only a test reads.
const EXPECTED: [&str; 3] = ["source", "evidence", "onlyDiagnostics"];

impl Situation {
    fn read(file: &Path, id: &str) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let case = Case::from_json(&text).with_context(|| file.display().to_string())?;
        let members = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        let place = file.display();
        ensure!(case.unknown_fields.is_empty(), "{place}: unknown fields {:?}", case.unknown_fields);
        for (field, text) in [("name", &case.name), ("lookAt", &case.look_at), ("source", &case.source)] {
            ensure!(!text.is_empty(), "{place}: `{field}` is missing");
        }
        Ok(Self { id: id.to_owned(), case, members })
    }

    /// The members that say what the rule and the messages are, without what is expected of them.
    #[must_use]
    pub fn inputs(&self) -> Map<String, Json> {
        let is_input = |name: &String| !name.starts_with("expected") && !EXPECTED.contains(&name.as_str());
        let mut members = self.members.clone();
        members.retain(|name, _| is_input(name));
        if let Some(Json::Array(earlier)) = members.get_mut("earlier") {
            for message in earlier.iter_mut().filter_map(Json::as_object_mut) {
                message.retain(|name, _| is_input(name));
            }
        }
        members
    }
}

/// All situations of a repository at `root`.
///
/// # Errors
/// A file that is missing, malformed, listed twice or not at all.
pub fn read(root: &Path) -> Result<Vec<Group>> {
    let list = root.join("examples/situations.json");
    let folder = root.join("examples/situations");
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let listed: Vec<Listed> =
        serde_json::from_str(&text).with_context(|| format!("cannot read {}", list.display()))?;
    let mut ids = BTreeSet::new();
    let mut groups = Vec::new();
    for Listed { id: group, title, situations } in listed {
        let read = |id: &String| {
            let is_plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
            ensure!(is_plain, "`{id}` has other characters than a to z, 0 to 9 and -");
            ensure!(ids.insert(id.clone()), "`{id}` is listed twice");
            Situation::read(&folder.join(&group).join(format!("{id}.json")), id)
        };
        let situations = situations.iter().map(read).collect::<Result<Vec<_>>>()?;
        groups.push(Group { id: group, title, situations });
    }
    for file in crate::cases::find(std::slice::from_ref(&folder)) {
        let Ok(file) = file else { bail!("cannot read {}", folder.display()) };
        let is_listed = groups.iter().any(|group| {
            let files = group.situations.iter().map(|situation| format!("{}.json", situation.id));
            files.into_iter().any(|name| file == folder.join(&group.id).join(name))
        });
        ensure!(is_listed, "{} is not listed in {}", file.display(), list.display());
    }
    Ok(groups)
}

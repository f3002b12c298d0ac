//! The conformance cases in `tests/cases` of the repository: all of them pass.

use rule_actions::cases::Case;
use std::path::Path;

#[test]
fn every_case_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let (mut count, mut wrong) = (0, Vec::new());
    for file in std::fs::read_dir(folder).expect("the folder of cases") {
        let file = file.expect("a file").path();
        let text = std::fs::read_to_string(&file).expect("a text");
        for (line, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            count += 1;
            let place = format!("{}:{}", file.display(), line + 1);
            match Case::from_json(text) {
                Ok(case) => wrong.extend(
                    case.run().differences.iter().map(|one| format!("{place}: {}\n    {one:?}", case.name)),
                ),
                Err(why) => wrong.push(format!("{place}: {why}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 1000, "{count} cases");
}

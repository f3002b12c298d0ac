//! The open questions of the documentation: every example comes out as it is written, and the index names every file.

use rulelens_cli::questions::{FILES, Subject, subject};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/open-questions")
}

/// The files as they are on disk, in the order of the program's list.
fn all() -> Vec<(&'static str, Subject)> {
    let read = |(name, _): (&'static str, &str)| {
        let text = std::fs::read_to_string(folder().join(name)).expect(name);
        (name, subject(&text).unwrap_or_else(|problem| panic!("docs/open-questions/{name}:{problem}")))
    };
    FILES.into_iter().map(read).collect()
}

#[test]
fn every_example_comes_out_as_it_is_written() {
    let mut wrong = Vec::new();
    for (file, subject) in all() {
        for question in &subject.questions {
            for example in &question.examples {
                for difference in example.run() {
                    let place = format!("docs/open-questions/{file}:{}", example.line);
                    wrong.push(format!(
                        "{place}: {}\n    {}\n    {difference}",
                        question.topic,
                        example.sql()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_part_of_the_program_and_of_the_index() {
    let listed: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        found.insert(name);
    }
    assert!(found.remove("README.md"));
    assert_eq!(listed, found);

    let index = std::fs::read_to_string(folder().join("README.md")).expect("the index");
    let mut at = 0;
    for (name, subject) in all() {
        let entry = format!("- [{}]({name})", subject.title);
        let place = index.find(&entry);
        assert!(place.is_some_and(|place| place >= at), "the index has no `{entry}` in its place");
        at = place.unwrap_or(at);
    }
}

#[test]
fn questions_have_names_of_their_own() {
    let mut topics = BTreeSet::new();
    for (file, subject) in all() {
        for question in subject.questions {
            assert!(topics.insert(question.topic.clone()), "{file}: {} is there twice", question.topic);
        }
    }
}

/// The example of the format in the index.
#[test]
fn the_format_is_the_one_that_the_index_shows() {
    let index = std::fs::read_to_string(folder().join("README.md")).expect("the index");
    let (_, rest) = index.split_once("````markdown\n").expect("an example");
    let (example, _) = rest.split_once("\n````").expect("its end");
    let subject = subject(example).unwrap_or_else(|problem| panic!("{problem}"));
    for example in subject.questions.iter().flat_map(|question| &question.examples) {
        assert_eq!(example.run(), Vec::<String>::new());
    }
}

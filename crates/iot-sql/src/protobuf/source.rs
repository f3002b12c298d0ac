//! Compiling `.proto` files.

use super::Reason;
use super::descriptor::Prepared;
use protox::Compiler;
use protox::Error;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};

/// Bytes that all files may have together. A descriptor of the largest size comes from less, comments included.
const MAX_SOURCE_BYTES: usize = 1024 * 1024;

/// How many files there may be; also how long a chain of imports gets.
const MAX_FILES: usize = 100;

/// How many public imports all files may have together: the compiler follows every path through them.
const MAX_PUBLIC_IMPORTS: usize = 24;

/// How deep brackets may stand inside each other, so that no file is too deep for the compiler's stack.
const MAX_BRACKETS: usize = 64;

/// Compiles all files and what they import.
pub(super) fn compile(sources: &[(String, String)]) -> Result<Prepared, Reason> {
    if sources.len() > MAX_FILES {
        return Err(format!("there are {} .proto files; {MAX_FILES} are allowed", sources.len()).into());
    }
    let length: usize = sources.iter().map(|(_, text)| text.len()).sum();
    if length > MAX_SOURCE_BYTES {
        return Err(format!("the .proto files have {length} bytes; {MAX_SOURCE_BYTES} are allowed").into());
    }
    if let Some((name, _)) = sources.iter().find(|(_, text)| brackets(text) > MAX_BRACKETS) {
        return Err(format!("`{name}` is nested more than {MAX_BRACKETS} levels deep").into());
    }
    let files: Result<Vec<File>, Error> =
        sources.iter().map(|(name, text)| File::from_source(name, text)).collect();
    let files = files.map_err(|error| not_compiled(&error))?;
    let public: usize = files.iter().map(|file| file.file_descriptor_proto().public_dependency.len()).sum();
    if public > MAX_PUBLIC_IMPORTS {
        return Err(format!(
            "the .proto files have {public} public imports; {MAX_PUBLIC_IMPORTS} are allowed"
        )
        .into());
    }
    let mut resolver = ChainFileResolver::new();
    resolver.add(Sources(files));
    resolver.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true);
    for (name, _) in sources {
        compiler.open_file(name).map_err(|error| not_compiled(&error))?;
    }
    Prepared::from_compiled(compiler.file_descriptor_set())
}

fn not_compiled(error: &Error) -> String {
    // The Debug form is the one that says in which line it is, where that is known.
    let text = format!("{error:?}");
    match error.file().filter(|file| !text.starts_with(file)) {
        Some(file) => format!("the .proto files do not compile: {file}: {text}"),
        None => format!("the .proto files do not compile: {text}"),
    }
}

/// The available files.
struct Sources(Vec<File>);

impl FileResolver for Sources {
    fn open_file(&self, name: &str) -> Result<File, Error> {
        let file = self.0.iter().find(|file| file.name() == name);
        file.cloned().ok_or_else(|| Error::file_not_found(name))
    }
}

/// How deep brackets stand inside each other, those in strings and comments aside.
fn brackets(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '[', ']', '<', '>', '"', '\'', '/', '#']) {
        let (found, after) = rest[at..].split_at(1);
        rest = after;
        match found {
            "{" | "[" | "<" => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            "}" | "]" | ">" => depth = depth.saturating_sub(1),
            "/" if rest.starts_with('*') => rest = rest.split_once("*/").map_or("", |(_, after)| after),
            "/" if rest.starts_with('/') => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            "\"" | "'" => rest = after_string(rest, found.as_bytes()[0]),
            _ => {}
        }
    }
    deepest
}

/// What follows a string whose opening quote was taken.
fn after_string(rest: &str, quote: u8) -> &str {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'\\' => 2,
            byte if *byte == quote => return &rest[at + 1..],
            _ => 1,
        };
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::brackets;

    #[test]
    fn brackets_are_counted_where_they_nest() {
        for (text, deepest) in [
            ("message A { map<string, int32> m = 1; }", 2),
            ("message A {} message B { message C {} }", 2),
            ("// {{{{\nmessage A {}", 1),
            ("/* {{ \" */ message A {}", 1),
            (r#"option x = "{{\"{{"; message A {}"#, 1),
            ("option x = '{\\\\'; message A {{", 2),
            ("}}}} {", 1),
            ("\"never ends {{{", 0),
            ("'ö\\", 0),
            ("/* never ends {{{", 0),
        ] {
            assert_eq!(brackets(text), deepest, "{text}");
        }
    }
}

//! What cannot be decoded fails the rule, unless there is a default.

use crate::data::{LEGACY, TELEMETRY_SET, WELL_KNOWN};
use crate::{context, decode, run, set, sources, text};
use iot_sql::DescriptorContent;
use std::time::{Duration, Instant};

/// Decodes with this descriptor and checks what is said.
fn fails(descriptor: DescriptorContent, (proto, name): (&str, &str), bytes: &[u8], expected: &str) {
    let context = context(descriptor);
    let start = Instant::now();
    let failed = decode(&context, proto, name, bytes).expect_err(expected);
    assert!(start.elapsed() < Duration::from_secs(5), "{expected} takes too long");
    assert_eq!(failed.code.id, "run.failed", "{expected}");
    let said = failed.message.strip_prefix("The protobuf message cannot be decoded: ");
    assert!(said.is_some_and(|said| said.starts_with(expected)), "{} is not {expected}", failed.message);
    let call = failed.primary().expect("a place");
    assert!(call.range.start == "SELECT VALUE ".len() && call.range.len() > 40, "{:?}", call.range);
    let sql = format!(
        "SELECT get_or_default(decode(*, 'proto', 'bucket', 'a.desc', '{proto}', '{name}'), 'none') AS d FROM 'a'"
    );
    assert_eq!(text(run(&sql, bytes, &context)), r#"{"d":"none"}"#, "{expected}");
}

/// Bytes of a field with a length.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut all = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length > 0x7F {
        all.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    all.push(length as u8);
    all.extend(bytes);
    all
}

/// A message in the same field of itself, many times.
fn nested(times: usize, wrap: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    (0..times).fold(Vec::new(), |inner, _| wrap(&inner))
}

#[test]
fn messages() {
    let reading = ("telemetry", "Reading");
    let garbled = "the bytes are not a valid `plant.v1.Reading` message: ";
    let too_large = "its JSON has more than 131,072 bytes";
    for (bytes, expected) in [
        (vec![0xFF], garbled),
        (vec![8, 1], garbled),
        (vec![10, 1, 0xFF], garbled),
        (vec![0xFF; 128 * 1024], garbled),
        (vec![0x0A; 128 * 1024 + 1], "it has 131073 bytes; 131,072 are allowed"),
        // As base64 it is a third longer.
        (field(6, &vec![0; 99 * 1024]), too_large),
        // One byte each becomes a name.
        (field(15, &vec![1; 64 * 1024]), too_large),
    ] {
        fails(set(TELEMETRY_SET), reading, &bytes, expected);
    }
    let deep = nested(200, |inner| field(3, inner));
    fails(
        sources(&[("old.proto", LEGACY)]),
        ("old", "Parent"),
        &deep,
        "the bytes are not a valid `old.Parent` message: ",
    );
}

#[test]
fn well_known_messages() {
    let all = |bytes: &[u8], expected| {
        fails(sources(&[("all.proto", WELL_KNOWN)]), ("all", "All"), bytes, expected);
    };
    let any = |inner: &[u8]| [field(1, b"/google.protobuf.Any"), field(2, inner)].concat();
    all(&field(1, &nested(120, any)), "it is nested more than 100 levels deep");
    all(
        &field(1, &field(1, b"x/Missing")),
        "the descriptor has no message type `Missing`, which an Any holds",
    );
    // The year 10000, and more nanoseconds than a second has.
    all(&field(8, &[8, 0x80, 0xDC, 0xDC, 0xCA, 0xD7, 0x07]), "the Timestamp of ");
    all(&field(8, &[16, 0x80, 0x94, 0xEB, 0xDC, 0x03]), "the Timestamp of 0 s and 1000000000 ns ");
    all(&field(2, &[16, 0x80, 0x94, 0xEB, 0xDC, 0x03]), "the Duration of 0 s and 1000000000 ns ");
    let other = "syntax = \"proto3\"; package google.protobuf; message Timestamp { string when = 1; }";
    fails(
        sources(&[("a.proto", other)]),
        ("a", "Timestamp"),
        &[],
        "`google.protobuf.Timestamp` has not the fields of the well-known type",
    );
}

#[test]
fn descriptors() {
    /// A descriptor of one file with these fields of `FileDescriptorProto`.
    fn file(fields: &[(u8, &[u8])]) -> Vec<u8> {
        let fields: Vec<u8> = fields.iter().flat_map(|(number, bytes)| field(*number, bytes)).collect();
        field(1, &fields)
    }
    for (bytes, expected) in [
        (vec![0; 32 * 1024], "the descriptor is not a FileDescriptorSet: "),
        (vec![0; 32 * 1024 + 1], "the descriptor has 32769 bytes; 32,768 are allowed"),
        (vec![1, 2, 3], "the descriptor is not a FileDescriptorSet: "),
        (Vec::new(), "the descriptor has no file `a`; it has none"),
        // All of one name, so that they are read and then rejected.
        (field(1, &[]).repeat(200), "the descriptor is not valid: "),
        (field(1, &[]).repeat(201), "the descriptor has 201 files; 200 are read"),
        (
            file(&[(1, b"a.proto"), (12, b"editions")]),
            "`a.proto` is in the syntax `editions`; proto2 and proto3 are read",
        ),
        (
            file(&[(1, b"a.proto"), (3, b"b.proto")]),
            "`a.proto` imports `b.proto`, which the descriptor lacks; `protoc --include_imports` puts it there",
        ),
        // A file that publicly imports itself.
        (
            file(&[(1, b"a.proto"), (3, b"a.proto"), (10, b"\0")]),
            "`a.proto` has no message type `A`; it has none",
        ),
        ([file(&[(1, b"a.proto")]), file(&[(1, b"a.proto")])].concat(), "the descriptor is not valid: "),
        (
            file(&[(1, b"a.proto"), (4, &nested(150, |inner| field(3, inner)))]),
            "the descriptor is not a FileDescriptorSet: ",
        ),
    ] {
        fails(DescriptorContent::Set(bytes), ("a", "A"), &[], expected);
    }
}

#[test]
fn sources_of_descriptors() {
    for (text, expected) in [
        ("message A {", "the .proto files do not compile: a.proto: "),
        ("syntax = \"proto3\";\nimport \"b.proto\";", "the .proto files do not compile: a.proto:2:"),
        ("syntax = \"proto3\";\nmessage A {\n  B b = 1;\n}", "the .proto files do not compile: a.proto:3:"),
        ("edition = \"2023\";", "the .proto files do not compile: a.proto:1:"),
        ("import \"a.proto\";", "the .proto files do not compile: a.proto"),
        (&"message A {".repeat(64), "the .proto files do not compile: "),
        (&"message A {".repeat(65), "`a.proto` is nested more than 64 levels deep"),
        (&format!("// {}", "x".repeat(1024 * 1024 - 3)), "`a.proto` has no message type `A`; it has none"),
        (
            &format!("// {}", "x".repeat(1024 * 1024 - 2)),
            "the .proto files have 1048577 bytes; 1048576 are allowed",
        ),
        (
            &(0..3_000).map(|at| format!("message Message{at} {{}}")).collect::<Vec<_>>().join("\n"),
            "the descriptor of the .proto files has ",
        ),
    ] {
        fails(sources(&[("a.proto", text)]), ("a", "A"), &[], expected);
    }
    fails(sources(&[("../a.proto", "")]), ("a", "A"), &[], "the .proto files do not compile: ");
    fails(
        sources(&[("a.proto", ""), ("a.proto", "message A {}")]),
        ("a", "A"),
        &[],
        "`a.proto` has no message type `A`",
    );
    let layers: Vec<(String, String)> = (0..40)
        .flat_map(|layer| {
            let next = layer + 1;
            let imports = format!("import public \"{next}a.proto\"; import public \"{next}b.proto\";");
            let text = if layer < 39 { imports } else { String::new() };
            [(format!("{layer}a.proto"), text.clone()), (format!("{layer}b.proto"), text)]
        })
        .collect();
    let layers: Vec<(&str, &str)> =
        layers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    fails(sources(&layers), ("0a", "A"), &[], "the .proto files have 156 public imports; 24 are allowed");
    for (times, expected) in [
        (24, "`a.proto` has no message type `A`; it has none"),
        (25, "the .proto files have 25 public imports; 24 are allowed"),
    ] {
        let imported: Vec<(String, &str)> = (0..times).map(|at| (format!("{at}.proto"), "")).collect();
        let imports: Vec<String> =
            imported.iter().map(|(name, _)| format!("import public \"{name}\";")).collect();
        let imports = imports.concat();
        let files = [("a.proto", imports.as_str())].into_iter();
        let files: Vec<_> = files.chain(imported.iter().map(|(name, text)| (name.as_str(), *text))).collect();
        fails(sources(&files), ("a", "A"), &[], expected);
    }
    fails(sources(&[("a", ""); 100]), ("a", "A"), &[], "`a` has no message type `A`; it has none");
    fails(sources(&[("a", ""); 101]), ("a", "A"), &[], "there are 101 .proto files; 100 are allowed");
}

//! Functions that write values as strings of other languages, or read them.

use super::text;
use crate::documents::node::{Kind, Node};
use crate::documents::{json, yaml};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use serde_json::Value as Json;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha512};
use std::fmt::Write;

pub(super) fn encodings(name: &str, arguments: &[Node]) -> Option<Node> {
    let [argument] = arguments else { return None };
    if name == "jsonencode" {
        let mut out = String::new();
        write_json(argument, &mut out)?;
        return text(out);
    }
    if name == "yamlencode" {
        return text(super::yaml::written(argument)?);
    }
    let subject = argument.text()?;
    match name {
        "jsondecode" => json::parse(subject).ok().map(|value| value.placed(&(0..0))),
        "yamldecode" => {
            let documents = yaml::parse(subject).ok()?;
            let [document] = documents.as_slice() else { return None };
            Some(typed(document).placed(&(0..0)))
        }
        "urlencode" => text(url_encoded(subject)),
        "base64encode" => text(STANDARD.encode(subject)),
        "base64decode" => text(String::from_utf8(STANDARD.decode(subject).ok()?).ok()?),
        "md5" => text(hex(&Md5::digest(subject))),
        "sha1" => text(hex(&Sha1::digest(subject))),
        "sha256" => text(hex(&Sha256::digest(subject))),
        "sha512" => text(hex(&Sha512::digest(subject))),
        "base64sha256" => text(STANDARD.encode(Sha256::digest(subject))),
        "base64sha512" => text(STANDARD.encode(Sha512::digest(subject))),
        _ => None,
    }
}

/// As Go writes it: members in the order of their names, and what could be HTML escaped.
fn write_json(value: &Node, out: &mut String) -> Option<()> {
    match &value.kind {
        Kind::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json(item, out)?;
            }
            out.push(']');
        }
        Kind::Map(entries) => {
            let mut entries: Vec<&(String, Node)> = entries.iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            out.push('{');
            for (at, (name, member)) in entries.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write_json(member, out)?;
            }
            out.push('}');
        }
        Kind::Text(text) | Kind::Plain(text) => write_string(text.known()?, out),
        _ => out.push_str(&value.to_json()?.to_string()),
    }
    Some(())
}

pub(super) fn write_string(text: &str, out: &mut String) {
    for ch in Json::from(text).to_string().chars() {
        match ch {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(ch));
            }
            ch => out.push(ch),
        }
    }
}

/// YAML's plain scalars as the numbers and booleans that they are.
fn typed(value: &Node) -> Node {
    let kind = match &value.kind {
        Kind::Plain(text) => match value.to_json() {
            Some(Json::Bool(value)) => Kind::Bool(value),
            Some(Json::Number(number)) => Kind::Number(number.to_string()),
            _ => Kind::Text(text.clone()),
        },
        Kind::List(items) => Kind::List(items.iter().map(typed).collect()),
        Kind::Map(entries) => {
            Kind::Map(entries.iter().map(|(key, value)| (key.clone(), typed(value))).collect())
        }
        other => other.clone(),
    };
    Node { kind, span: value.span.clone() }
}

fn url_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

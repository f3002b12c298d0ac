//! Hashes of strings, written in hexadecimal.

use super::{CONVERTED, TEXT};
use crate::evidence::Evidence::Documented;
use crate::functions::{Arguments, Example, Function, documented, gives, of_part};
use crate::value::Value;
use crate::version::SqlVersion::V2015_10_08;
use md2::Md2;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    hash(
        "md2",
        "Returns the MD2 hash of a string.",
        &[gives("md2('hello')", "\"a9046c73e00331af68917d3804f70655\""), gives("md2(NULL)", "Undefined")],
        digest::<Md2, 1>,
    ),
    hash(
        "md5",
        "Returns the MD5 hash of a string.",
        &[gives("md5('hello')", "\"5d41402abc4b2a76b9719d911017c592\""), gives("md5(missing)", "Undefined")],
        digest::<Md5, 32>,
    ),
    hash(
        "sha1",
        "Returns the SHA-1 hash of a string.",
        &[
            gives("sha1('hello')", "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\""),
            gives("sha1(NULL)", "Undefined"),
        ],
        digest::<Sha1, 32>,
    ),
    hash(
        "sha224",
        "Returns the SHA-224 hash of a string.",
        &[
            gives("sha224('hello')", "\"ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193\""),
            gives("sha224(NULL)", "Undefined"),
        ],
        digest::<Sha224, 32>,
    ),
    hash(
        "sha256",
        "Returns the SHA-256 hash of a string.",
        &[
            gives("sha256('hello')", "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\""),
            gives("sha256(1) = sha256('1')", "true"),
            gives("sha256(NULL)", "Undefined"),
        ],
        digest::<Sha256, 32>,
    ),
    hash(
        "sha384",
        "Returns the SHA-384 hash of a string.",
        &[
            gives(
                "sha384('hello')",
                "\"59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f\"",
            ),
            gives("sha384(NULL)", "Undefined"),
        ],
        digest::<Sha384, 32>,
    ),
    hash(
        "sha512",
        "Returns the SHA-512 hash of a string.",
        &[
            gives(
                "sha512('hello')",
                "\"9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043\"",
            ),
            gives("sha512(NULL)", "Undefined"),
        ],
        digest::<Sha512, 32>,
    ),
]);

/// The row of a hash.
const fn hash(
    name: &'static str,
    summary: &'static str,
    examples: &'static [Example],
    body: fn(&Arguments<'_>) -> Option<Value>,
) -> Function {
    Function {
        name,
        parameters: TEXT,
        summary,
        absent: CONVERTED,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples,
        body: of_part("hashes", cfg!(feature = "hashes"), body),
    }
}

/// The hash of the first argument's text, so many bytes of it in a step.
fn digest<D: Digest, const BYTES_PER_STEP: usize>(arguments: &Arguments<'_>) -> Option<Value> {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let text = arguments.text(0)?;
    if !arguments.meter().spend((text.len() / BYTES_PER_STEP) as u64) {
        return None;
    }
    let hash = D::digest(text.as_bytes());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(Value::string(nibbles.map(|nibble| char::from(HEX[usize::from(nibble)])).collect::<String>()))
}

//! The names in `\p{…}`, and the classes with a letter of their own.

use super::Fault;
use super::flags::Flags;

/// A set of characters, as it stands between the brackets of a class.
#[derive(Debug)]
pub(super) struct Set {
    /// The set's characters.
    pub(super) text: String,
    /// How much it adds to the size of the compiled pattern.
    pub(super) weight: usize,
}

impl Set {
    fn ascii(text: &str) -> Self {
        Self { text: text.into(), weight: 2 }
    }

    fn unicode(text: impl Into<String>) -> Self {
        Self { text: text.into(), weight: 200 }
    }
}

/// What `.` and `$` take for line ends, as the content of a class.
pub(super) const LINE_ENDS: &str = r"\x{A}\x{D}\x{85}\x{2028}\x{2029}";

/// Every character, as the content of a class.
pub(super) const ANY: &str = r"\x{0}-\x{10FFFF}";

/// The class of `\d`, `\w`, `\s`, `\h` or `\v`; the letter in lower case.
pub(super) fn of_letter(letter: char, flags: Flags) -> Option<Set> {
    Some(match (letter, flags.unicode_classes) {
        ('d', false) => Set::ascii("0-9"),
        ('d', true) => Set::unicode(r"\p{Nd}"),
        ('w', false) => Set::ascii("a-zA-Z0-9_"),
        ('w', true) => Set::unicode(r"\w"),
        ('s', false) => Set::ascii(r"\x{9}-\x{D}\x{20}"),
        ('s', true) => Set::unicode(r"\s"),
        ('h', _) => {
            Set::unicode(r"\x{9}\x{20}\x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}")
        }
        ('v', _) => Set::unicode(r"\x{A}-\x{D}\x{85}\x{2028}\x{2029}"),
        _ => return None,
    })
}

/// The class of a name in `\p{…}`.
///
/// # Errors
/// Where Java knows no such name, or the set is not supported.
pub(super) fn of_name(name: &str, flags: Flags) -> Result<Set, Fault> {
    if flags.ignore_case && is_letter_case(name) {
        let ascii_only = matches!(name, "Lower" | "Upper") && !flags.unicode_classes;
        return Ok(if ascii_only { Set::ascii("a-zA-Z") } else { Set::unicode(r"\p{Lu}\p{Ll}\p{Lt}") });
    }
    let unknown = || Fault::new(format!("`\\p{{{name}}}` is not a known class"));
    if let Some((key, value)) = name.split_once('=') {
        return match key.to_ascii_lowercase().as_str() {
            "sc" | "script" => script(value).ok_or_else(unknown),
            "gc" | "general_category" => of_category(value).ok_or_else(unknown),
            "blk" | "block" => Err(unsupported_block(name)),
            _ => Err(unknown()),
        };
    }
    if name.starts_with("In") {
        return Err(unsupported_block(name));
    }
    if let Some(short) = name.strip_prefix("Is") {
        return of_unicode_name(short)
            .or_else(|| of_category(short))
            .or_else(|| script(short))
            .ok_or_else(unknown);
    }
    let posix = if flags.unicode_classes { of_unicode_posix_name(name) } else { None };
    posix
        .or_else(|| of_posix_name(name))
        .or_else(|| of_java_name(name))
        .or_else(|| of_category(name))
        .ok_or_else(unknown)
}

/// Whether a name stands for letters of one case, which are those of any case where case is ignored.
fn is_letter_case(name: &str) -> bool {
    let short = name.strip_prefix("Is").unwrap_or(name);
    matches!(
        short,
        "Lower" | "Upper" | "Lu" | "Ll" | "Lt" | "javaLowerCase" | "javaUpperCase" | "javaTitleCase"
    ) || short.len() < name.len()
        && ["lowercase", "uppercase", "titlecase"].iter().any(|case| short.eq_ignore_ascii_case(case))
}

fn unsupported_block(name: &str) -> Fault {
    Fault::new(format!(
        "`\\p{{{name}}}` names a Unicode block, which is not supported; a script such as \\p{{IsGreek}} is"
    ))
}

fn of_posix_name(name: &str) -> Option<Set> {
    Some(Set::ascii(match name {
        "ASCII" => r"\x{0}-\x{7F}",
        "Alnum" => "a-zA-Z0-9",
        "Alpha" => "a-zA-Z",
        "Blank" => r"\x{9}\x{20}",
        "Cntrl" => r"\x{0}-\x{1F}\x{7F}",
        "Digit" => "0-9",
        "Graph" => r"\x{21}-\x{7E}",
        "Lower" => "a-z",
        "Print" => r"\x{20}-\x{7E}",
        "Punct" => r"\x{21}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{60}\x{7B}-\x{7E}",
        "Space" => r"\x{9}-\x{D}\x{20}",
        "Upper" => "A-Z",
        "XDigit" => "0-9a-fA-F",
        "L1" => r"\x{0}-\x{FF}",
        "all" => ANY,
        _ => return None,
    }))
}

fn of_unicode_posix_name(name: &str) -> Option<Set> {
    Some(match name {
        "Alpha" => of_predicate(char::is_alphabetic),
        "Alnum" => of_predicate(|ch| ch.is_alphabetic() || ch.is_numeric()),
        "Lower" => of_predicate(char::is_lowercase),
        "Upper" => of_predicate(char::is_uppercase),
        "Digit" => Set::unicode(r"\p{Nd}"),
        "Punct" => Set::unicode(r"\p{P}"),
        "Space" => Set::unicode(r"\s"),
        "Blank" => Set::unicode(r"\p{Zs}\x{9}"),
        "Cntrl" => Set::unicode(r"\p{Cc}"),
        _ => return None,
    })
}

/// The binary properties of Unicode that Java knows, whatever the letters' case.
fn of_unicode_name(name: &str) -> Option<Set> {
    Some(match name.to_ascii_uppercase().as_str() {
        "ALPHABETIC" => of_predicate(char::is_alphabetic),
        "ALNUM" => of_predicate(|ch| ch.is_alphabetic() || ch.is_numeric()),
        "LOWERCASE" => of_predicate(char::is_lowercase),
        "UPPERCASE" => of_predicate(char::is_uppercase),
        "LETTER" => Set::unicode(r"\p{L}"),
        "TITLECASE" => Set::unicode(r"\p{Lt}"),
        "WHITE_SPACE" | "WHITESPACE" => Set::unicode(r"\s"),
        "CONTROL" => Set::unicode(r"\p{Cc}"),
        "PUNCTUATION" => Set::unicode(r"\p{P}"),
        "DIGIT" => Set::unicode(r"\p{Nd}"),
        "WORD" => Set::unicode(r"\w"),
        "BLANK" => Set::unicode(r"\p{Zs}\x{9}"),
        "ASSIGNED" => Set::unicode(r"[^\p{Cn}]"),
        "HEX_DIGIT" | "HEXDIGIT" => {
            Set::unicode(r"0-9a-fA-F\x{FF10}-\x{FF19}\x{FF21}-\x{FF26}\x{FF41}-\x{FF46}")
        }
        "JOIN_CONTROL" | "JOINCONTROL" => Set::unicode(r"\x{200C}\x{200D}"),
        _ => return None,
    })
}

/// The classes that ask one of Java's own predicates.
fn of_java_name(name: &str) -> Option<Set> {
    Some(match name.strip_prefix("java")? {
        "LowerCase" => of_predicate(char::is_lowercase),
        "UpperCase" => of_predicate(char::is_uppercase),
        "Alphabetic" => of_predicate(char::is_alphabetic),
        "TitleCase" => Set::unicode(r"\p{Lt}"),
        "Digit" => Set::unicode(r"\p{Nd}"),
        "Letter" => Set::unicode(r"\p{L}"),
        "LetterOrDigit" => Set::unicode(r"\p{L}\p{Nd}"),
        "Defined" => Set::unicode(r"[^\p{Cn}]"),
        "SpaceChar" => Set::unicode(r"\p{Z}"),
        // All of Unicode's spaces but those that do not break, and ASCII's white space with the separators.
        "Whitespace" => Set::unicode(
            r"\x{9}-\x{D}\x{1C}-\x{20}\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000}",
        ),
        "ISOControl" => Set::unicode(r"\x{0}-\x{1F}\x{7F}-\x{9F}"),
        _ => return None,
    })
}

/// A general category, such as `Lu`, or a group of them, such as `L`.
fn of_category(name: &str) -> Option<Set> {
    const CATEGORIES: &[&str] = &[
        "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf",
        "Co", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf", "L", "M", "N", "Z", "C", "P",
        "S",
    ];
    match name {
        "LC" => Some(Set::unicode(r"\p{Lu}\p{Ll}\p{Lt}")),
        "LD" => Some(Set::unicode(r"\p{L}\p{Nd}")),
        _ => CATEGORIES.contains(&name).then(|| Set::unicode(format!(r"\p{{{name}}}"))),
    }
}

/// A script by its name or its four letters; whether there is one of that name is found out when it is compiled.
fn script(name: &str) -> Option<Set> {
    let is_name = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    is_name.then(|| Set::unicode(format!(r"\p{{sc={name}}}")))
}

/// The characters for which a predicate of the standard library is true, so that no second table of them is needed.
fn of_predicate(predicate: fn(char) -> bool) -> Set {
    use std::fmt::Write;
    let mut text = String::new();
    let mut run: Option<(char, char)> = None;
    let mut close = |run: Option<(char, char)>| {
        if let Some((first, last)) = run {
            // Writing to a String cannot fail.
            let _ = write!(text, r"\x{{{:X}}}-\x{{{:X}}}", u32::from(first), u32::from(last));
        }
    };
    for ch in '\0'..=char::MAX {
        run = match (predicate(ch), run) {
            (true, Some((first, _))) => Some((first, ch)),
            (true, None) => Some((ch, ch)),
            (false, run) => {
                close(run);
                None
            }
        };
    }
    close(run);
    Set::unicode(text)
}

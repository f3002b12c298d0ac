//! What in a rule looks private, found by pattern, and how it is blanked or replaced: the same value everywhere by the
//! same one. Keys stay, and so do types: a number remains a number, a topic keeps its levels.

use super::texts::{Form, Piece, Shown, Text, Token, each_text, tokens};
use crate::state::sorted;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// How many values are listed.
const MAX_FOUND: usize = 200;

/// How much of a text is shown, in bytes, and how many texts.
const SHOWN_LENGTH: usize = 4_000;
const MAX_SHOWN: usize = 100;

/// Account IDs that AWS's documentation uses, and the page.
const PLACEHOLDERS: [&str; 5] =
    ["123456789012", "111122223333", "444455556666", "777788889999", "000000000000"];

/// Addresses that are set apart for documentation, or name no place.
const NO_ADDRESSES: [&str; 5] = ["192.0.2.", "198.51.100.", "203.0.113.", "127.0.0.", "0.0.0."];

/// From how many hexadecimal digits on letters among them are digits.
const LONG_HEX: usize = 12;

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Treatment {
    /// It stays.
    Keep,
    /// It goes.
    Blank,
    /// Another one takes its place.
    Replace,
}

impl Treatment {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Blank, Self::Replace];
}

/// A value that looks private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What it seems to be.
    pub kind: String,
    /// The value; two for coordinates.
    pub value: String,
    /// Where it stands.
    pub places: Vec<String>,
    /// What becomes of it.
    pub treatment: Treatment,
}

#[derive(Default)]
struct Finder {
    found: Vec<Found>,
    /// A latitude that waits for its longitude.
    latitude: Option<String>,
}

/// What looks private in a rule in its portable form.
#[must_use]
pub fn find(rule: &Json) -> Vec<Found> {
    let mut finder = Finder::default();
    each_text(&mut rule.clone(), &mut |Text { place, key, form, content: text }| match form {
        Form::Plain => finder.words(text, place),
        Form::Value => finder.value(key, text, place),
        Form::Json => {
            finder.latitude = None;
            tokens(text, &mut |token| match token {
                Token::String { key, raw } => finder.value(key, raw, place),
                Token::Number { key, raw } => finder.number(key, raw, place),
                Token::Other(_) => {}
            });
        }
    });
    finder.found
}

/// A key in small letters without signs.
fn plain_key(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether a key holds a latitude, a longitude, or both.
fn coordinate(key: &str) -> Option<&'static str> {
    Some(match plain_key(key).as_str() {
        "lat" | "latitude" | "gpslat" | "gpslatitude" => "latitude",
        "lon" | "lng" | "long" | "longitude" | "gpslon" | "gpslng" | "gpslongitude" => "longitude",
        "coordinates" | "latlng" | "lnglat" | "latlon" | "lonlat" => "both",
        _ => return None,
    })
}

/// What a key says that its value is, where it names a thing.
fn named(key: &str) -> Option<&'static str> {
    let plain = plain_key(key);
    let ends = |end: &str| plain.ends_with(end);
    Some(match plain.as_str() {
        "serial" | "sn" => "Serial number",
        "imei" | "imsi" | "iccid" | "meid" | "msisdn" => "SIM or modem number",
        "mac" => "MAC address",
        "clientid" => "Client ID",
        "principal" => "Principal",
        "accountid" | "account" => "Account ID",
        "phone" | "phonenumber" => "Phone number",
        _ if ends("serial") || ends("serialnumber") || ends("serialno") => "Serial number",
        _ if ends("mac") || ends("macaddress") || ends("bssid") => "MAC address",
        _ if ends("eui") || ends("uuid") || ends("guid") || ends("vin") => "ID",
        _ if key.ends_with("id") && (plain == "id" || key.ends_with("_id") || key.ends_with("-id")) => "ID",
        _ if key.ends_with("Id") || key.ends_with("ID") => "ID",
        _ => return None,
    })
}

impl Finder {
    fn add(&mut self, kind: &str, value: &str, place: &str) {
        if let Some(known) = self.found.iter_mut().find(|known| known.value == value) {
            if !known.places.iter().any(|known| known == place) {
                known.places.push(place.to_owned());
            }
        } else if self.found.len() < MAX_FOUND {
            let treatment = if kind == "Client ID" { Treatment::Keep } else { Treatment::Replace };
            let places = vec![place.to_owned()];
            self.found.push(Found { kind: kind.to_owned(), value: value.to_owned(), places, treatment });
        }
    }

    fn number(&mut self, key: &str, raw: &str, place: &str) {
        match (coordinate(key), self.latitude.take()) {
            (Some("latitude"), _) => self.latitude = Some(raw.to_owned()),
            (Some("both"), None) => self.latitude = Some(raw.to_owned()),
            (Some(_), Some(latitude)) => self.add("Coordinates", &format!("{latitude}, {raw}"), place),
            _ => {
                if raw.len() >= 4
                    && raw.bytes().all(|byte| byte.is_ascii_digit())
                    && let Some(kind) = named(key)
                {
                    self.add(kind, raw, place);
                }
            }
        }
    }

    fn value(&mut self, key: &str, value: &str, place: &str) {
        let is_number = !value.is_empty() && value.bytes().all(|byte| b"+-.0123456789".contains(&byte));
        if is_number && coordinate(key).is_some() {
            return self.number(key, value, place);
        }
        let before = self.found.len();
        self.words(value, place);
        let is_word = value.len() >= 3
            && !value.contains(|letter: char| letter.is_whitespace() || "${}()".contains(letter));
        let is_public = PLACEHOLDERS.contains(&value) || value.starts_with("arn:") || value == "n/a";
        if let Some(kind) = named(key).filter(|_| is_word && !is_public && self.found.len() == before) {
            self.add(kind, value, place);
        }
    }

    /// Looks through words.
    fn words(&mut self, text: &str, place: &str) {
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || "_-.:@/+=%*".contains(letter);
        for word in text.split(|letter| !is_word(letter)).filter(|word| word.len() >= 6) {
            if word.starts_with("arn:aws") {
                let account = word.split(':').nth(4).unwrap_or_default();
                if !PLACEHOLDERS.contains(&account) {
                    self.add("ARN", word, place);
                    if is_account(account) {
                        self.add("Account ID", account, place);
                    }
                }
                continue;
            }
            for part in word.split('/') {
                let part = part.trim_matches(|letter: char| ".:-=".contains(letter));
                if let Some(kind) = pattern(part) {
                    self.add(kind, part, place);
                }
            }
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a word is by its look.
fn pattern(word: &str) -> Option<&'static str> {
    if let Some((local, domain)) = word.split_once('@') {
        let is_example = domain.starts_with("example.") || domain.contains(".example");
        let is_address = !local.is_empty() && domain.contains('.') && !domain.contains('@') && !is_example;
        return is_address.then_some("E-mail address");
    }
    if is_account(word) {
        return (!PLACEHOLDERS.contains(&word)).then_some("Account ID");
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let groups = |sign: char, lengths: &[usize]| {
        let mut parts = word.split(sign);
        lengths.iter().all(|length| parts.next().is_some_and(|part| part.len() == *length && hex(part)))
            && parts.next().is_none()
    };
    if groups(':', &[2; 6]) || groups('-', &[2; 6]) {
        return Some("MAC address");
    }
    if groups(':', &[2; 8]) || groups('-', &[2; 8]) || groups('-', &[8, 4, 4, 4, 12]) {
        return Some("ID");
    }
    if word.len() >= 16 && hex(word) && digits > 0 && digits < word.len() {
        return Some(if word.len() == 64 { "Principal" } else { "ID" });
    }
    if word.len() == 15 && digits == 15 {
        return Some("SIM or modem number");
    }
    let numbers: Vec<&str> = word.split('.').collect();
    if numbers.len() == 4 && numbers.iter().all(|number| number.parse::<u8>().is_ok()) {
        let is_none = NO_ADDRESSES.iter().any(|start| word.starts_with(start));
        return (!is_none).then_some("IP address");
    }
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = word[letters..].trim_start_matches(['-', '_']);
    let is_serial =
        (1..=6).contains(&letters) && rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_digit());
    is_serial.then_some("Serial number")
}

/// What stands for a value.
struct Substitute {
    value: String,
    whole: String,
    number: String,
    within: String,
}

/// The rule with what was found treated as it says, and its texts as others will see them.
#[must_use]
pub fn treat(rule: &Json, found: &[Found]) -> (Json, Vec<Shown>) {
    let (mut substitutes, mut coordinates) = (Vec::new(), Vec::new());
    let accounts: Vec<&Found> = found.iter().filter(|one| one.kind == "Account ID").collect();
    let account = |old: &str| {
        let at = accounts.iter().position(|one| one.value == old);
        at.and_then(|at| PLACEHOLDERS.get(at + 1)).copied().unwrap_or("000000000000")
    };
    for (at, one) in found.iter().enumerate().filter(|(_, one)| one.treatment != Treatment::Keep) {
        let number = found[..at].iter().filter(|other| other.kind == one.kind).count() + 1;
        if one.kind == "Coordinates" {
            let new = if one.treatment == Treatment::Blank { 0 } else { number };
            for value in one.value.split(", ") {
                let fraction = if value.contains('.') { ".0" } else { "" };
                coordinates.push((value.to_owned(), format!("{new}{fraction}")));
            }
            continue;
        }
        let value = one.value.clone();
        substitutes.push(match one.treatment {
            Treatment::Blank => {
                Substitute { value, whole: String::new(), number: "0".to_owned(), within: "x".to_owned() }
            }
            _ => {
                let new = match one.kind.as_str() {
                    "Account ID" => account(&one.value).to_owned(),
                    "ARN" => new_arn(&one.value, number, &account),
                    "E-mail address" => format!("user-{number}@example.com"),
                    "Client ID" => format!("client-{number}"),
                    "IP address" => format!("192.0.2.{}", number.min(254)),
                    _ => same_shape(&one.value, number),
                };
                Substitute { value, whole: new.clone(), number: new.clone(), within: new }
            }
        });
    }
    // An ARN before the account in it.
    let substitutes = sorted(substitutes, |one| -(one.value.len() as f64));
    let mut treated = rule.clone();
    let mut shown = Vec::new();
    each_text(&mut treated, &mut |Text { place, key, form, content: text }| {
        let mut pieces = Pieces::default();
        if form == Form::Json {
            tokens(text, &mut |token| match token {
                Token::Other(raw) => pieces.push(raw, false),
                Token::String { key, raw } => match at_coordinate(key, raw, &coordinates) {
                    Some(new) => pieces.push(new, true),
                    None => replace(raw, &substitutes, &mut pieces),
                },
                Token::Number { key, raw } => {
                    let new = substitutes.iter().find(|one| one.value == raw).map(|one| one.number.as_str());
                    let is_number = new.is_some_and(|new| new.bytes().all(|byte| byte.is_ascii_digit()));
                    match at_coordinate(key, raw, &coordinates).or(new.filter(|_| is_number)) {
                        Some(new) => pieces.push(new, true),
                        None => pieces.push(raw, false),
                    }
                }
            });
        } else {
            replace(text, &substitutes, &mut pieces);
        }
        *text = pieces.0.iter().map(|piece| piece.text.as_str()).collect();
        if shown.len() < MAX_SHOWN && !text.is_empty() {
            let mut title =
                if place == "SQL" || key.is_empty() { place.to_owned() } else { format!("{place}, {key}") };
            title[..1].make_ascii_uppercase();
            shown.push(Shown { title, pieces: pieces.beginning() });
        }
    });
    (treated, shown)
}

fn at_coordinate<'c>(key: &str, raw: &str, coordinates: &'c [(String, String)]) -> Option<&'c str> {
    coordinate(key)?;
    coordinates.iter().find(|(old, _)| old == raw).map(|(_, new)| new.as_str())
}

/// Replaces values wherever they stand alone in a text.
fn replace(text: &str, substitutes: &[Substitute], pieces: &mut Pieces) {
    if let Some(whole) = substitutes.iter().find(|one| one.value == text) {
        return pieces.push(&whole.whole, true);
    }
    let (mut at, mut same) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let fits = |one: &&Substitute| {
            let after = rest[one.value.len().min(rest.len())..].chars().next();
            rest.starts_with(one.value.as_str())
                && !before.is_some_and(char::is_alphanumeric)
                && !after.is_some_and(char::is_alphanumeric)
        };
        // A value may be a part of a character further on only where it begins as one.
        let found = substitutes.iter().filter(|one| rest.is_char_boundary(one.value.len())).find(fits);
        if let Some(one) = found {
            pieces.push(&text[same..at], false);
            pieces.push(&one.within, true);
            at += one.value.len();
            same = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    pieces.push(&text[same..], false);
}

/// An ARN with another account and another name.
fn new_arn(arn: &str, number: usize, account: &dyn Fn(&str) -> &'static str) -> String {
    let mut parts: Vec<String> = arn.splitn(6, ':').map(str::to_owned).collect();
    if let Some(old) = parts.get_mut(4).filter(|old| !old.is_empty()) {
        *old = account(old).to_owned();
    }
    if let Some(resource) = parts.get_mut(5) {
        let kind = resource.find(['/', ':']).map_or("", |at| &resource[..=at]);
        *resource = format!("{kind}example-{number}");
    }
    parts.join(":")
}

/// A value of the same shape: letters before the first digit stay, hexadecimal digits become zeros with a number at
/// the end.
fn same_shape(value: &str, number: usize) -> String {
    if !value.bytes().any(|byte| byte.is_ascii_digit()) {
        return format!("example-{number}");
    }
    let is_hex = value.bytes().filter(u8::is_ascii_hexdigit).count() >= LONG_HEX
        && value.bytes().all(|byte| byte.is_ascii_hexdigit() || b":-".contains(&byte));
    let prefix = if is_hex { 0 } else { value.bytes().take_while(u8::is_ascii_alphabetic).count() };
    let mut new: Vec<char> = value
        .chars()
        .enumerate()
        .map(|(at, letter)| if at >= prefix && letter.is_ascii_alphanumeric() { '0' } else { letter })
        .collect();
    let mut digits = number.to_string().into_bytes();
    for letter in new.iter_mut().rev().filter(|letter| **letter == '0') {
        match digits.pop() {
            Some(digit) => *letter = digit.into(),
            None => break,
        }
    }
    // A number must not begin with a zero.
    if value.bytes().all(|byte| byte.is_ascii_digit()) && new.first() == Some(&'0') {
        new[0] = '1';
    }
    new.into_iter().collect()
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn push(&mut self, text: &str, replaced: bool) {
        match self.0.last_mut() {
            Some(last) if last.replaced == replaced => last.text.push_str(text),
            _ => self.0.push(Piece { text: text.to_owned(), replaced }),
        }
    }

    /// As much as is shown.
    fn beginning(&self) -> Vec<Piece> {
        let mut left = SHOWN_LENGTH;
        let mut shown = Vec::new();
        for Piece { text, replaced } in &self.0 {
            let mut end = text.len().min(left);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            left -= end;
            let cut = if end < text.len() { "…" } else { "" };
            shown.push(Piece { text: format!("{}{cut}", &text[..end]), replaced: *replaced });
            if end < text.len() {
                break;
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests;

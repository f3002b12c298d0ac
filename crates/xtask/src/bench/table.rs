//! The tables of `cargo xtask bench`: times side by side, with the aims beside them.

use super::Times;
use crate::say;

/// What natively counts as one.
pub(super) const VALUE: &str = "serde_json Value, parsing alone";

/// What counts as one in Node.
const JSON_PARSE: &str = "JSON.parse of the text";

/// The largest growth that still counts as linear where the work doubles; times on a busy machine are uneven.
const LINEAR: f64 = 2.6;

/// Prints what was measured in Rust; gives what does not grow linearly.
pub(super) fn native(times: &Times) -> Vec<String> {
    say::heading("In Rust: the message of 13 fields, median time");
    lines(&compared(times, "message/", VALUE));
    lines(&[aim(times, "message/RuleLens", &format!("message/{VALUE}"), 0.5)]);
    say::heading("In Rust: growth, where the work doubles from one column to the next");
    let (rows, not_linear) = growth(times, "");
    lines(&rows);
    not_linear
}

/// Prints what was measured in Node; gives what of it does not grow linearly and is RuleLens's.
pub(super) fn node(times: &Times) -> Vec<String> {
    say::heading("In Node, rulelens-wasm (PreparedRule): the message of 13 fields, median time");
    lines(&compared(times, "message: ", JSON_PARSE));
    let parse = format!("message: {JSON_PARSE}");
    lines(&[aim(times, "message: RuleLens, text in, bytes out", &parse, 1.0)]);
    let parse_bytes = "message: JSON.parse of the bytes";
    lines(&[aim(times, "message: RuleLens, bytes in, bytes out", parse_bytes, 1.0)]);
    say::heading("In Node: growth, where the work doubles from one column to the next");
    let (rows, not_linear) = growth(times, ": RuleLens");
    lines(&rows);
    lines(&growth(times, ": JSON.parse").0);
    not_linear
}

fn lines(lines: &[String]) {
    for line in lines {
        say::line(line);
    }
}

/// The times whose names start so, the fastest first, with messages a second and the ratio to one of them.
fn compared(times: &Times, start: &str, base: &str) -> Vec<String> {
    let unit = times.get(&format!("{start}{base}")).copied().unwrap_or(f64::NAN);
    let mut rows: Vec<(&str, f64)> =
        times.iter().filter_map(|(name, time)| Some((name.strip_prefix(start)?, *time))).collect();
    rows.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    rows.iter()
        .map(|(name, time)| {
            format!("{name:<44}{:>9.3} µs{:>12.0} /s{:>8.2}", time / 1000.0, 1e9 / time, time / unit)
        })
        .collect()
}

/// Whether one time is at most so many times another.
fn aim(times: &Times, name: &str, base: &str, most: f64) -> String {
    let time = |name: &str| times.get(name).copied().unwrap_or(f64::NAN);
    let ratio = time(name) / time(base);
    let verdict = if ratio <= most { "reached" } else { "not reached" };
    format!("Aim: `{name}` at most {most:.2} of `{base}`: {ratio:.2}, {verdict}")
}

/// The times named `<kind>/<size><end>`, a row for each kind, with the growth from one size to the next; and the kinds of
/// which that is not linear.
fn growth(times: &Times, end: &str) -> (Vec<String>, Vec<String>) {
    let mut kinds: Vec<(&str, Vec<(u64, f64)>)> = Vec::new();
    for (name, time) in times {
        let sized = name.strip_suffix(end).and_then(|name| name.rsplit_once('/'));
        let Some((kind, size)) = sized.and_then(|(kind, size)| Some((kind, size.parse().ok()?))) else {
            continue;
        };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.push((size, *time)),
            None => kinds.push((kind, vec![(size, *time)])),
        }
    }
    let mut not_linear = Vec::new();
    let rows = kinds
        .into_iter()
        .map(|(kind, mut sizes)| {
            sizes.sort_by_key(|(size, _)| *size);
            let shown: Vec<String> =
                sizes.iter().map(|(size, time)| format!("{size:>6}{:>10.1} µs", time / 1000.0)).collect();
            let factors: Vec<f64> = sizes.windows(2).map(|pair| pair[1].1 / pair[0].1).collect();
            let is_linear = factors.iter().all(|factor| *factor <= LINEAR);
            if !is_linear {
                not_linear.push(format!("{kind}{end}"));
            }
            let linear = if is_linear { "linear" } else { "not linear" };
            let factors: Vec<String> = factors.iter().map(|factor| format!("×{factor:.2}")).collect();
            let (shown, factors) = (shown.concat(), factors.join(" "));
            format!("{:<44}{shown}  {factors}  {linear}", format!("{kind}{end}"))
        })
        .collect();
    (rows, not_linear)
}

#[cfg(test)]
mod tests {
    use super::{aim, compared, growth};

    fn times(rows: &[(&str, f64)]) -> super::Times {
        rows.iter().map(|(name, time)| ((*name).to_owned(), *time)).collect()
    }

    #[test]
    fn times_are_compared_with_one_of_them() {
        let times = times(&[("m/a", 500.0), ("m/b", 1000.0), ("other/a", 1.0)]);
        let rows = compared(&times, "m/", "b");
        assert_eq!(rows.len(), 2);
        assert!(rows[0].starts_with('a') && rows[0].ends_with("0.50"), "{rows:?}");
        assert!(rows[0].contains("0.500 µs") && rows[0].contains("2000000 /s"), "{rows:?}");
        assert!(aim(&times, "m/a", "m/b", 0.5).ends_with("0.50, reached"));
        assert!(aim(&times, "m/b", "m/a", 0.5).ends_with("2.00, not reached"));
        assert!(aim(&times, "m/missing", "m/a", 0.5).ends_with("not reached"));
    }

    #[test]
    fn growth_is_told_for_each_kind() {
        let times = times(&[
            ("k/100: x", 400.0),
            ("k/25: x", 100.0),
            ("k/50: x", 200.0),
            ("q/1: x", 1.0),
            ("q/2: x", 4.0),
        ]);
        let (rows, not_linear) = growth(&times, ": x");
        assert_eq!(not_linear, ["q: x"]);
        assert!(rows[0].ends_with("×2.00 ×2.00  linear"), "{rows:?}");
        assert!(rows[1].ends_with("×4.00  not linear"), "{rows:?}");
    }
}

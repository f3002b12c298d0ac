//! Lists in order. One function sorts them all, since each kind of list that the standard library sorts is some kilobytes of
//! WebAssembly.

/// A list in the order of its keys; elements with the same key stay in theirs.
#[must_use]
pub fn sorted<T>(list: impl IntoIterator<Item = T>, key: impl Fn(&T) -> f64) -> Vec<T> {
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    let keys: Vec<f64> = list.iter().flatten().map(key).collect();
    order(&keys).into_iter().filter_map(|at| list[at].take()).collect()
}

/// The places of the keys in their order.
#[inline(never)]
fn order(keys: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|one, other| keys[*one].total_cmp(&keys[*other]));
    order
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn what_has_the_same_key_stays_in_its_order() {
        let list = ["bb", "a", "ccc", "dd", "e", ""];
        assert_eq!(sorted(list, |text| text.len() as f64), ["", "a", "e", "bb", "dd", "ccc"]);
        assert_eq!(sorted(list, |text| -(text.len() as f64)), ["ccc", "bb", "dd", "a", "e", ""]);
        assert_eq!(sorted([], |text: &&str| text.len() as f64), [""; 0]);
    }
}

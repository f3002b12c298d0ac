//! How much of a payload is read.

use smol_str::SmolStr;

/// How much of a payload a rule reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// All of it.
    Everything,
    /// Only these top-level keys.
    Keys(Vec<SmolStr>),
}

impl Demand {
    /// Whether all that another one wants is in this one.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everything, _) => true,
            (Self::Keys(_), Self::Everything) => false,
            (Self::Keys(keys), Self::Keys(wanted)) => wanted.iter().all(|key| keys.contains(key)),
        }
    }

    /// Wants what another one wants too.
    pub(crate) fn add(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Everything, _) => {}
            (Self::Keys(_), Self::Everything) => *self = Self::Everything,
            (Self::Keys(keys), Self::Keys(wanted)) => {
                for key in wanted {
                    if !keys.contains(key) {
                        keys.push(key.clone());
                    }
                }
            }
        }
    }
}

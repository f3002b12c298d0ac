//! What services remember between messages.

/// What the services that a rule writes to remember from earlier messages.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// How many messages were taken through before the present one.
    pub messages: u64,
}

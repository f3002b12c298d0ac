//! What the actions of an AWS IoT rule receive.

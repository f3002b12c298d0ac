//! The AWS IoT SQL language.

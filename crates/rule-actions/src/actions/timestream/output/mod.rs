//! Records in the forms in which people want them: a request, rows of a table, CSV.

mod csv;
mod request;
mod rows;

pub use csv::{CsvError, to_csv, to_guarded_csv};
pub use request::requests;
pub use rows::{Row, Rows};

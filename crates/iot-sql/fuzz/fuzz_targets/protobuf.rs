//! A descriptor, or the text of a `.proto` file, and a message that is decoded with it.
#![no_main]

use iot_sql_fuzz::check;
use iot_sql_fuzz::protobuf::Input;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(input) = Input::read(bytes) else { return Corpus::Reject };
    check::protobuf(&input);
    Corpus::Keep
});

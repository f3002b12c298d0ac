//! The kinds of diagnostics about actions.

iot_sql::declare_codes! {
    ACTION_NOT_JSON = "action.not-json", Error, "The action is not JSON.";
    ACTION_SHAPE = "action.shape", Error, "An action is not an object with one key.";
    ACTION_TOO_MANY = "action.too-many", Error, "A rule has at most 10 actions.";
    ACTION_UNKNOWN = "action.unknown", Warning, "The action is none that RuleLens knows.";
    ACTION_PARAMETER = "action.parameter", Error, "A parameter of the action is missing or has the wrong type.";
    ACTION_INCOMPLETE = "action.incomplete", Warning, "AWS asks for a parameter that plays no part in what is written.";
    ACTION_UNKNOWN_PARAMETER = "action.unknown-parameter", Warning, "AWS documents no such parameter.";
    TIMESTREAM_DIMENSION_COUNT = "timestream.dimension-count", Error, "The action needs 1 to 128 dimensions.";
    TIMESTREAM_DIMENSION_NAME = "timestream.dimension-name", Error, "A dimension cannot have this name.";
    TIMESTREAM_TIME_UNIT = "timestream.time-unit", Error, "The timestamp's unit is none of the four.";
    TIMESTREAM_TIME = "timestream.time", Error, "The timestamp is no whole number.";
    TIMESTREAM_NOT_AN_OBJECT = "timestream.not-an-object", Error, "The outgoing payload is no object, so it has no attributes to write.";
    TIMESTREAM_NULL = "timestream.null", Warning, "An attribute is null, for which WriteRecords has no value.";
    TIMESTREAM_NOTHING = "timestream.nothing-to-write", Warning, "The outgoing payload has no attributes.";
    TIMESTREAM_TOO_MANY = "timestream.too-many-values", Warning, "The action writes at most 100 values.";
    TIMESTREAM_TYPE_CONFLICT = "timestream.type-conflict", Error, "An earlier record gave the measure another type.";
    TIMESTREAM_TOO_OLD = "timestream.too-old", Error, "The record's time is before what the table takes.";
    TIMESTREAM_IN_FUTURE = "timestream.in-future", Error, "The record's time is more than 15 minutes ahead.";
    TIMESTREAM_TIME_RANGE = "timestream.time-range", Error, "The record's time is none that Timestream can hold.";
    TIMESTREAM_OTHER_VALUE = "timestream.other-value", Error, "The same point was written before with another value.";
    TIMESTREAM_DUPLICATE = "timestream.duplicate", Info, "The same point was written before with the same value.";
    TIMESTREAM_MEASURE_NAME = "timestream.measure-name", Error, "A measure cannot have this name.";
    TIMESTREAM_MEASURE_NAME_DOUBTFUL = "timestream.measure-name-doubtful", Warning, "AWS's pages disagree on whether a measure can have this name.";
    TIMESTREAM_VALUE_EMPTY = "timestream.value-empty", Error, "A measure's value is an empty text.";
    TIMESTREAM_VALUE_SIZE = "timestream.value-size", Error, "A measure's value has more than 2 KB.";
    TIMESTREAM_BIGINT_RANGE = "timestream.bigint-range", Error, "A whole number does not fit the 64 bits of BIGINT.";
    TIMESTREAM_NOT_FINITE = "timestream.not-finite", Error, "A number does not fit DOUBLE.";
    TIMESTREAM_DIMENSION_EMPTY = "timestream.dimension-empty", Warning, "A dimension's value is empty.";
    TIMESTREAM_DIMENSION_SIZE = "timestream.dimension-size", Error, "Names and values of the dimensions have more than 2 KB.";
    TIMESTREAM_RECORD_SIZE = "timestream.record-size", Warning, "A record has more than 2 KB.";
    TIMESTREAM_MEASURES_FULL = "timestream.measures-full", Error, "The table has as many measures as a table can have.";
    TIMESTREAM_REQUEST_REFUSED = "timestream.request-refused", Warning, "Another record of the request may take this one with it.";
}

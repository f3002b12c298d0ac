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
}

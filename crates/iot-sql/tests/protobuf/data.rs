//! Descriptors and messages.

/// What protoc 3.21 made of [`TELEMETRY`] with its imports.
pub(crate) const TELEMETRY_SET: &str = concat!(
    "Cv8BCh9nb29nbGUvcHJvdG9idWYvdGltZXN0YW1wLnByb3RvEg9nb29nbGUucHJvdG9idWYiOwoJVGltZXN0YW1wEhgKB3Nl",
    "Y29uZHMYASABKANSB3NlY29uZHMSFAoFbmFub3MYAiABKAVSBW5hbm9zQoUBChNjb20uZ29vZ2xlLnByb3RvYnVmQg5UaW1l",
    "c3RhbXBQcm90b1ABWjJnb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi90aW1lc3RhbXBwYvgBAaICA0dQ",
    "QqoCHkdvb2dsZS5Qcm90b2J1Zi5XZWxsS25vd25UeXBlc2IGcHJvdG8zCqgGCg90ZWxlbWV0cnkucHJvdG8SCHBsYW50LnYx",
    "Gh9nb29nbGUvcHJvdG9idWYvdGltZXN0YW1wLnByb3RvIrgFCgdSZWFkaW5nEhsKCXNlbnNvcl9pZBgBIAEoCVIIc2Vuc29y",
    "SWQSGAoHcmVhZGluZxgCIAEoBVIHcmVhZGluZxIWCgZzZXJpYWwYAyABKANSBnNlcmlhbBIUCgV0aWNrcxgEIAEoBFIFdGlj",
    "a3MSJQoFc3RhdGUYBSABKA4yDy5wbGFudC52MS5TdGF0ZVIFc3RhdGUSEAoDcmF3GAYgASgMUgNyYXcSLQoFcG9pbnQYByAB",
    "KAsyFy5wbGFudC52MS5SZWFkaW5nLlBvaW50UgVwb2ludBIUCgVzdGVwcxgIIAMoEVIFc3RlcHMSLwoEdGFncxgJIAMoCzIb",
    "LnBsYW50LnYxLlJlYWRpbmcuVGFnc0VudHJ5UgR0YWdzEhkKBWFsYXJtGAogASgISAFSBWFsYXJtiAEBEhQKBG5hbWUYCyAB",
    "KAlIAFIEbmFtZRIUCgRjb2RlGAwgASgNSABSBGNvZGUSLgoEdGltZRgNIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3Rh",
    "bXBSBHRpbWUSNQoGcG9pbnRzGA4gAygLMh0ucGxhbnQudjEuUmVhZGluZy5Qb2ludHNFbnRyeVIGcG9pbnRzEicKBnN0YXRl",
    "cxgPIAMoDjIPLnBsYW50LnYxLlN0YXRlUgZzdGF0ZXMaIwoFUG9pbnQSDAoBeBgBIAEoAVIBeBIMCgF5GAIgASgCUgF5GjcK",
    "CVRhZ3NFbnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoBVIFdmFsdWU6AjgBGlIKC1BvaW50c0VudHJ5EhAK",
    "A2tleRgBIAEoBVIDa2V5Ei0KBXZhbHVlGAIgASgLMhcucGxhbnQudjEuUmVhZGluZy5Qb2ludFIFdmFsdWU6AjgBQgYKBGtp",
    "bmRCCAoGX2FsYXJtKicKBVN0YXRlEhEKDVNUQVRFX1VOS05PV04QABILCgdSVU5OSU5HEAFiBnByb3RvMw==",
);

pub(crate) const TELEMETRY: &str = r#"
syntax = "proto3";

package plant.v1;

import "google/protobuf/timestamp.proto";

enum State {
  STATE_UNKNOWN = 0;
  RUNNING = 1;
}

message Reading {
  message Point {
    double x = 1;
    float y = 2;
  }

  string sensor_id = 1;
  int32 reading = 2;
  int64 serial = 3;
  uint64 ticks = 4;
  State state = 5;
  bytes raw = 6;
  Point point = 7;
  repeated sint32 steps = 8;
  map<string, int32> tags = 9;
  optional bool alarm = 10;
  oneof kind {
    string name = 11;
    uint32 code = 12;
  }
  google.protobuf.Timestamp time = 13;
  map<int32, Point> points = 14;
  repeated State states = 15;
}
"#;

pub(crate) const WELL_KNOWN: &str = r#"
syntax = "proto3";

import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

message All {
  google.protobuf.Any any = 1;
  google.protobuf.Duration duration = 2;
  google.protobuf.Empty empty = 3;
  google.protobuf.FieldMask mask = 4;
  google.protobuf.Struct struct = 5;
  google.protobuf.Value value = 6;
  google.protobuf.ListValue list = 7;
  google.protobuf.Timestamp time = 8;
  google.protobuf.Int64Value big = 9;
  google.protobuf.BoolValue flag = 10;
  google.protobuf.StringValue text = 11;
  google.protobuf.BytesValue bytes = 12;
  optional google.protobuf.NullValue nothing = 13;
  google.protobuf.DoubleValue half = 14;
}
"#;

pub(crate) const LEGACY: &str = r#"
syntax = "proto2";
package old;

message Parent {
  required int32 id = 1;
  optional Colour colour = 2 [default = GREEN];
  optional Parent child = 3;
  repeated group Row = 4 {
    optional int32 cell = 5;
  }
  extensions 100 to 200;
}

enum Colour {
  RED = 1;
  GREEN = 2;
}

extend Parent {
  optional string more = 100;
}
"#;

/// Bytes and JSON as Python's protobuf has them, apart from the order of maps and the digits of whole floats.
pub(crate) const READINGS: &[(&str, &str)] = &[
    ("", "{}"),
    ("CgJzMRB4", r#"{"sensor_id":"s1","reading":120}"#),
    ("GIGAgICAgIAQIP///////////wE=", r#"{"serial":"9007199254740993","ticks":"18446744073709551615"}"#),
    ("KAF6AwEABw==", r#"{"state":"RUNNING","states":["RUNNING","STATE_UNKNOWN",7]}"#),
    ("MgUAAQL7/w==", r#"{"raw":"AAEC+/8="}"#),
    ("Og4JAAAAAAAA+D8VzcyMPw==", r#"{"point":{"x":1.5,"y":1.1}}"#),
    ("Og4JAAAAAAAA+H8VAACAfw==", r#"{"point":{"x":"NaN","y":"Infinity"}}"#),
    ("OgkJAAAAAAAA8P8=", r#"{"point":{"x":"-Infinity"}}"#),
    ("Og4JnHUAiDzkN34VAACgQA==", r#"{"point":{"x":1E+300,"y":5}}"#),
    ("OgA=", r#"{"point":{}}"#),
    ("QgcBAP7///8P", r#"{"steps":[-1,0,2147483647]}"#),
    ("SgUKAWEQAkoFCgFiEAE=", r#"{"tags":{"a":2,"b":1}}"#),
    ("SgUKAWIQAUoFCgFhEAI=", r#"{"tags":{"b":1,"a":2}}"#),
    ("SgUKAWIQAUoFCgFiEAI=", r#"{"tags":{"b":2}}"#),
    ("SgUKAXoQAA==", r#"{"tags":{"z":0}}"#),
    ("SgA=", r#"{"tags":{"":0}}"#),
    ("UAA=", r#"{"alarm":false}"#),
    ("WgA=", r#"{"name":""}"#),
    ("YAA=", r#"{"code":0}"#),
    ("WgFhYAA=", r#"{"code":0}"#),
    ("agsIgOLPqgYQgJycOQ==", r#"{"time":"2023-11-14T22:13:20.120Z"}"#),
    ("ag0I////////////ARAB", r#"{"time":"1969-12-31T23:59:59.000000001Z"}"#),
    ("cgQIAhIAchYI/f//////////ARIJCQAAAAAAAPA/", r#"{"points":{"2":{},"-3":{"x":1}}}"#),
    // An unknown field.
    ("+AcB", "{}"),
];

pub(crate) const WELL_KNOWN_ALL: &[(&str, &str)] = &[
    ("EhYI////////////ARCAtsqR/v////8B", r#"{"duration":"-1.500s"}"#),
    ("EgUIAxDoBw==", r#"{"duration":"3.000001s"}"#),
    ("EgA=", r#"{"duration":"0s"}"#),
    ("GgA=", r#"{"empty":{}}"#),
    ("IhAKB2Zvb19iYXIKBWEuYl9j", r#"{"mask":"fooBar,a.bC"}"#),
    ("KiYKFAoBYhIPMg0KAiABCgIIAAoDGgF4Cg4KAWESCREAAAAAAADwPw==", r#"{"struct":{"b":[true,null,"x"],"a":1}}"#),
    ("MgA=", r#"{"value":null}"#),
    ("MgMaAXM=", r#"{"value":"s"}"#),
    ("Og8KCREAAAAAAAAEQAoCKgA=", r#"{"list":[2.5,{}]}"#),
    ("QgA=", r#"{"time":"1970-01-01T00:00:00Z"}"#),
    ("SgIIBQ==", r#"{"big":"5"}"#),
    ("SgA=", r#"{"big":"0"}"#),
    ("UgA=", r#"{"flag":false}"#),
    ("WgA=", r#"{"text":""}"#),
    ("YgQKAmhp", r#"{"bytes":"aGk="}"#),
    ("aAA=", r#"{"nothing":null}"#),
    ("cgkJAAAAAAAAAEA=", r#"{"half":2}"#),
    (
        "CjIKLHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnByb3RvYnVmLkR1cmF0aW9uEgIIAQ==",
        r#"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}"#,
    ),
    (
        "Ch8KF3R5cGUuZ29vZ2xlYXBpcy5jb20vQWxsEgRSAggB",
        r#"{"any":{"@type":"type.googleapis.com/All","flag":true}}"#,
    ),
    (
        "CisKKXR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnByb3RvYnVmLkVtcHR5",
        r#"{"any":{"@type":"type.googleapis.com/google.protobuf.Empty"}}"#,
    ),
    ("CgA=", r#"{"any":{}}"#),
];

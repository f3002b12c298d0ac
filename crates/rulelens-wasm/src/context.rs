//! What surrounds a message, in the same shape as on the command line.

pub use rule_actions::{
    ContextDocument as ContextRequest, Descriptor as DescriptorRequest, Mock as MockRequest,
};

#[cfg(all(feature = "exports", target_arch = "wasm32"))]
use wasm_bindgen::prelude::wasm_bindgen;

/// The TypeScript type of a [`ContextRequest`], written by hand because its crate knows nothing of JavaScript.
#[cfg(any(all(feature = "exports", target_arch = "wasm32"), test))]
#[cfg_attr(not(test), expect(dead_code, reason = "the lint does not see wasm-bindgen's section read it"))]
pub(crate) const TYPES: &str = r"
/** What surrounds a message: who sent it, when, and what functions such as `clientid()` answer. */
export interface ContextRequest {
    /** What `clientid()` gives. */
    clientId?: string;
    /** What `principal()` gives. */
    principal?: string;
    /** What `accountid()` gives. */
    accountId?: string;
    /** The moment at which the rule runs, in milliseconds since 1970-01-01 UTC. */
    timestamp?: number;
    /** What `traceid()` gives. */
    traceId?: string;
    /** What `sourceip()` gives. */
    sourceIp?: string;
    /** The MQTT 5 properties, by the names that `get_mqtt_property` takes. */
    mqttProperties?: Record<string, string>;
    /** The MQTT 5 user properties: pairs in order, or an object. */
    userProperties?: [string, string][] | Record<string, string>[] | Record<string, string | string[]>;
    /** The answers of functions that ask other services; or an object with a result for each function. */
    mocks?: MockRequest[] | Record<string, JsonValue>;
    /** The protobuf descriptors that `decode` reads. */
    descriptors?: DescriptorRequest[];
    /** What `rand()` and `newuuid()` start from. */
    randomSeed?: number;
    /** The keys of DynamoDB tables, by the table's name. */
    dynamodbTables?: Record<string, TableKeys>;
}

/** The keys of a DynamoDB table. */
export interface TableKeys {
    /** The partition key's name. */
    partitionKey: string;
    /** Its type, where it is stated. */
    partitionKeyType?: 'STRING' | 'NUMBER';
    /** The sort key's name, where the table has one. */
    sortKey?: string;
    /** Its type, where it is stated. */
    sortKeyType?: 'STRING' | 'NUMBER';
}

/** The answer of a function that asks another service: either a result or an error. */
export interface MockRequest {
    /** The function's name, such as `get_dynamodb`. */
    function: string;
    /** The arguments that it answers for, from the first one on; left out: any call. */
    arguments?: JsonValue[];
    /** What it answers. */
    result?: JsonValue;
    /** Why the call fails. */
    error?: string;
}

/** A protobuf descriptor in a bucket: either a FileDescriptorSet or .proto files. */
export interface DescriptorRequest {
    /** The bucket's name. */
    bucket: string;
    /** The object's key in the bucket. */
    key: string;
    /** The bytes of a FileDescriptorSet, in base64. */
    base64?: string;
    /** The texts of .proto files by their names. */
    proto?: Record<string, string>;
}

/** What JSON can write. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
";

#[cfg(all(feature = "exports", target_arch = "wasm32"))]
#[wasm_bindgen(typescript_custom_section)]
const SECTION: &str = TYPES;

#[cfg(test)]
mod tests {
    use super::{ContextRequest, DescriptorRequest, MockRequest, TYPES};
    use rule_actions::{KeyType, TableKeys};
    use serde_json::{Value, json};

    #[test]
    fn the_typescript_types_have_every_field() {
        let text = |text: &str| Some(text.to_owned());
        let keys = TableKeys {
            partition_key: "id".to_owned(),
            partition_key_type: Some(KeyType::String),
            sort_key: text("at"),
            sort_key_type: Some(KeyType::Number),
        };
        let context = ContextRequest {
            client_id: text("c"),
            principal: text("p"),
            account_id: text("1"),
            timestamp: Some(5.0),
            trace_id: text("t"),
            source_ip: text("::1"),
            mqtt_properties: [("content_type".to_owned(), "x".to_owned())].into(),
            user_properties: vec![("a".to_owned(), "b".to_owned())],
            mocks: vec![MockRequest {
                function: "f".to_owned(),
                arguments: Some(vec![json!(1)]),
                result: Some(json!(1)),
                error: text("e"),
            }],
            descriptors: vec![DescriptorRequest {
                bucket: "b".to_owned(),
                key: "k".to_owned(),
                base64: text("CgA="),
                proto: Some([("a.proto".to_owned(), String::new())].into()),
            }],
            random_seed: Some(1),
            dynamodb_tables: [("t".to_owned(), keys)].into(),
        };
        let written = serde_json::to_value(&context).unwrap();
        for (interface, fields) in [
            ("ContextRequest", &written),
            ("MockRequest", &written["mocks"][0]),
            ("DescriptorRequest", &written["descriptors"][0]),
            ("TableKeys", &written["dynamodbTables"]["t"]),
        ] {
            let (_, declared) = TYPES.split_once(&format!("interface {interface} {{")).unwrap();
            let (declared, _) = declared.split_once("\n}").unwrap();
            let declared: Vec<&str> = declared
                .lines()
                .filter_map(|line| Some(line.trim().split_once(':')?.0.trim_end_matches('?')))
                .filter(|name| name.chars().all(char::is_alphanumeric))
                .collect();
            let fields = fields
                .as_object()
                .map(|fields| fields.iter().map(|(name, _): (&String, &Value)| name.as_str()));
            assert_eq!(declared, fields.unwrap().collect::<Vec<_>>(), "{interface}");
        }
    }
}

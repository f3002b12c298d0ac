//! Kinds of which RuleLens knows the parameters and evaluates the templates, and nothing else.

use crate::action::{Kind, Names, Parameter};

/// What `failedAction` says of a kind whose word for it is not known.
const FAILED_ACTION: &str = "Action";

/// The parameters of both search services.
static SEARCH: &[Parameter] = &[
    Parameter::role(),
    Parameter::template("endpoint").required(),
    Parameter::template("index").required(),
    Parameter::template("type").required(),
    Parameter::template("id").required(),
];

/// Elasticsearch (`elasticsearch-rule-action`).
pub(super) static ELASTICSEARCH: Kind = Kind {
    key: "elasticsearch",
    title: "Elasticsearch",
    failed_action: FAILED_ACTION,
    page: "elasticsearch-rule-action",
    parameters: SEARCH,
    names: Names::DERIVED,
    codes: &[],
    read: None,
};

/// IoT Analytics (`iotanalytics-rule-action`).
pub(super) static IOT_ANALYTICS: Kind = Kind {
    key: "iotAnalytics",
    title: "IoT Analytics",
    failed_action: FAILED_ACTION,
    page: "iotanalytics-rule-action",
    parameters: &[
        Parameter::string("channelArn").no_terraform().no_cloudformation(),
        Parameter::template("channelName"),
        Parameter::boolean("batchMode"),
        Parameter::string("roleArn"),
    ],
    names: Names::DERIVED,
    codes: &[],
    read: None,
};

/// IoT Events (`iotevents-rule-action`).
pub(super) static IOT_EVENTS: Kind = Kind {
    key: "iotEvents",
    title: "IoT Events",
    failed_action: FAILED_ACTION,
    page: "iotevents-rule-action",
    parameters: &[
        Parameter::template("inputName").required(),
        Parameter::template("messageId"),
        Parameter::boolean("batchMode"),
        Parameter::role(),
    ],
    names: Names::DERIVED,
    codes: &[],
    read: None,
};

/// IoT `SiteWise` (`iotsitewise-rule-action`).
pub(super) static IOT_SITE_WISE: Kind = Kind {
    key: "iotSiteWise",
    title: "IoT SiteWise",
    failed_action: FAILED_ACTION,
    page: "iotsitewise-rule-action",
    parameters: &[
        Parameter::role(),
        Parameter::list(
            "putAssetPropertyValueEntries",
            &[
                Parameter::template("entryId"),
                Parameter::template("assetId"),
                Parameter::template("propertyId"),
                Parameter::template("propertyAlias"),
                Parameter::list(
                    "propertyValues",
                    &[
                        Parameter::object(
                            "value",
                            &[
                                Parameter::template("stringValue"),
                                Parameter::template("integerValue"),
                                Parameter::template("doubleValue"),
                                Parameter::template("booleanValue"),
                            ],
                        )
                        .required(),
                        Parameter::object(
                            "timestamp",
                            &[
                                Parameter::template("timeInSeconds").required(),
                                Parameter::template("offsetInNanos"),
                            ],
                        )
                        .required(),
                        Parameter::template("quality"),
                    ],
                )
                .required(),
            ],
        )
        .required(),
    ],
    names: Names::DERIVED.no_terraform(),
    codes: &[],
    read: None,
};

/// Apache Kafka (`apache-kafka-rule-action`).
pub(super) static KAFKA: Kind = Kind {
    key: "kafka",
    title: "Apache Kafka",
    failed_action: FAILED_ACTION,
    page: "apache-kafka-rule-action",
    parameters: &[
        Parameter::string("destinationArn").required(),
        Parameter::template("topic").required(),
        Parameter::template("key"),
        Parameter::template("partition"),
        Parameter::map("clientProperties").required(),
        Parameter::list(
            "headers",
            &[Parameter::template("key").required(), Parameter::template("value").required()],
        )
        .terraform("header"),
    ],
    names: Names::DERIVED,
    codes: &[],
    read: None,
};

/// Location (`location-rule-action`).
pub(super) static LOCATION: Kind = Kind {
    key: "location",
    title: "Location",
    failed_action: FAILED_ACTION,
    page: "location-rule-action",
    parameters: &[
        Parameter::role(),
        Parameter::template("trackerName").required(),
        Parameter::template("deviceId").required(),
        Parameter::object(
            "timestamp",
            &[Parameter::template("value").required(), Parameter::template("unit")],
        ),
        Parameter::template("latitude").required(),
        Parameter::template("longitude").required(),
    ],
    names: Names::DERIVED.no_terraform(),
    codes: &[],
    read: None,
};

/// `OpenSearch` (`opensearch-rule-action`).
pub(super) static OPEN_SEARCH: Kind = Kind {
    key: "openSearch",
    title: "OpenSearch",
    failed_action: FAILED_ACTION,
    page: "opensearch-rule-action",
    parameters: SEARCH,
    names: Names::DERIVED.no_terraform(),
    codes: &[],
    read: None,
};

/// Salesforce IoT (`salesforce-rule-action`).
pub(super) static SALESFORCE: Kind = Kind {
    key: "salesforce",
    title: "Salesforce IoT",
    failed_action: FAILED_ACTION,
    page: "salesforce-rule-action",
    parameters: &[Parameter::string("token").required(), Parameter::string("url").required()],
    names: Names::DERIVED.no_terraform().no_cloudformation(),
    codes: &[],
    read: None,
};

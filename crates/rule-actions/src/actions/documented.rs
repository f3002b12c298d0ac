//! Kinds of which RuleLens knows the parameters and evaluates the templates, and nothing else.

use crate::action::{Kind, Names, Parameter, Spec};

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
pub(super) static ELASTICSEARCH: Spec = Spec {
    key: "elasticsearch",
    title: "Elasticsearch",
    failed_action: FAILED_ACTION,
    page: "elasticsearch-rule-action",
    evaluated: false,
    parameters: SEARCH,
    names: Names::DERIVED,
};

/// IoT Analytics (`iotanalytics-rule-action`).
pub(super) static IOT_ANALYTICS: Spec = Spec {
    key: "iotAnalytics",
    title: "IoT Analytics",
    failed_action: FAILED_ACTION,
    page: "iotanalytics-rule-action",
    evaluated: false,
    parameters: &[
        Parameter::string("channelArn").no_terraform().no_cloudformation(),
        Parameter::template("channelName"),
        Parameter::boolean("batchMode"),
        Parameter::string("roleArn"),
    ],
    names: Names::DERIVED,
};

/// IoT Events (`iotevents-rule-action`).
pub(super) static IOT_EVENTS: Spec = Spec {
    key: "iotEvents",
    title: "IoT Events",
    failed_action: FAILED_ACTION,
    page: "iotevents-rule-action",
    evaluated: false,
    parameters: &[
        Parameter::template("inputName").required(),
        Parameter::template("messageId"),
        Parameter::boolean("batchMode"),
        Parameter::role(),
    ],
    names: Names::DERIVED,
};

/// IoT `SiteWise` (`iotsitewise-rule-action`).
pub(super) static IOT_SITE_WISE: Spec = Spec {
    key: "iotSiteWise",
    title: "IoT SiteWise",
    failed_action: FAILED_ACTION,
    page: "iotsitewise-rule-action",
    evaluated: false,
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
};

/// Apache Kafka (`apache-kafka-rule-action`).
pub(super) static KAFKA: Spec = Spec {
    key: "kafka",
    title: "Apache Kafka",
    failed_action: FAILED_ACTION,
    page: "apache-kafka-rule-action",
    evaluated: false,
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
};

/// Location (`location-rule-action`).
pub(super) static LOCATION: Spec = Spec {
    key: "location",
    title: "Location",
    failed_action: FAILED_ACTION,
    page: "location-rule-action",
    evaluated: false,
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
};

/// `OpenSearch` (`opensearch-rule-action`).
pub(super) static OPEN_SEARCH: Spec = Spec {
    key: "openSearch",
    title: "OpenSearch",
    failed_action: FAILED_ACTION,
    page: "opensearch-rule-action",
    evaluated: false,
    parameters: SEARCH,
    names: Names::DERIVED.no_terraform(),
};

/// Salesforce IoT (`salesforce-rule-action`).
pub(super) static SALESFORCE: Spec = Spec {
    key: "salesforce",
    title: "Salesforce IoT",
    failed_action: FAILED_ACTION,
    page: "salesforce-rule-action",
    evaluated: false,
    parameters: &[Parameter::string("token").required(), Parameter::string("url").required()],
    names: Names::DERIVED.no_terraform().no_cloudformation(),
};

/// The kinds themselves, in a module of their own because each is called as what describes it.
pub(super) mod kinds {
    use super::Kind;

    pub(in super::super) static ELASTICSEARCH: Kind = Kind::documented(&super::ELASTICSEARCH);
    pub(in super::super) static IOT_ANALYTICS: Kind = Kind::documented(&super::IOT_ANALYTICS);
    pub(in super::super) static IOT_EVENTS: Kind = Kind::documented(&super::IOT_EVENTS);
    pub(in super::super) static IOT_SITE_WISE: Kind = Kind::documented(&super::IOT_SITE_WISE);
    pub(in super::super) static KAFKA: Kind = Kind::documented(&super::KAFKA);
    pub(in super::super) static LOCATION: Kind = Kind::documented(&super::LOCATION);
    pub(in super::super) static OPEN_SEARCH: Kind = Kind::documented(&super::OPEN_SEARCH);
    pub(in super::super) static SALESFORCE: Kind = Kind::documented(&super::SALESFORCE);
}

import * as aws from "@pulumi/aws";

export const rule = new aws.iot.TopicRule("r", { sql: "SELECT a FROM 'x'", sqlVersion: "2016-03-23", enabled: true });

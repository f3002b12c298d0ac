import { IotTopicRule } from "@cdktf/provider-aws/lib/iot-topic-rule";

import boto3
iot = boto3.client("iot")
iot.create_topic_rule(ruleName="x", topicRulePayload={"sql": "SELECT * FROM 'x'", "actions": []})

aws iot create-topic-rule --rule-name x --topic-rule-payload file://rule.json

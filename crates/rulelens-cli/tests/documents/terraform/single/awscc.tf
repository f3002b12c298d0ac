variable "bucket" {
  type = string
}

resource "awscc_iot_topic_rule" "copy" {
  rule_name = "copy"
  topic_rule_payload = {
    sql                 = "SELECT a FROM 'x/+'"
    aws_iot_sql_version = "2016-03-23"
    rule_disabled       = false
    actions = [
      { s3 = { bucket_name = var.bucket, key = "$${topic()}/$${timestamp()}", role_arn = awscc_iam_role.r.arn } },
      { dynamo_d_bv_2 = { role_arn = awscc_iam_role.r.arn, put_item = { table_name = "readings" } } },
      { kafka = { destination_arn = "d", topic = "t", client_properties = { "bootstrap.servers" = "b" } } },
    ]
  }
}

variable "topic" {}
resource "aws_iot_topic_rule" "that" {
  name        = "deeper"
  sql         = "SELECT * FROM '${var.topic}/deeper'"
  sql_version = "2016-03-23"
  enabled     = true
}

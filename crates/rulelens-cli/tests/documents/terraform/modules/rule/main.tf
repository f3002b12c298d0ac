variable "topic" {}
variable "name" {}
resource "aws_iot_topic_rule" "this" {
  name = var.name
  sql = "SELECT * FROM '${var.topic}/#'"
  sql_version = "2016-03-23"
  enabled = true
  sns {
    message_format = "RAW"
    role_arn = "arn:aws:iam::123456789012:role/r"
    target_arn = aws_sns_topic.t.arn
  }
}

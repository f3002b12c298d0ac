resource "aws_iot_topic_rule" "files" {
  name        = "files"
  enabled     = true
  sql         = file("${path.module}/../single/awscc.tf")
  sql_version = "2016-03-23"
  s3 {
    bucket_name = "b"
    key         = "$${topic()}/${file("absent.txt")}/$${nope("
    role_arn    = "arn:aws:iam::123456789012:role/r"
  }
}

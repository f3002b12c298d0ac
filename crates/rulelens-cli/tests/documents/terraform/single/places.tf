variable "stage" { default = "dev" }
locals {
  topic = "home/${var.stage}"
}
resource "aws_iot_topic_rule" "a" {
  name        = "a"
  enabled     = true
  sql         = "SELECT temp, nosuch(x) FROM '${local.topic}/+' WHERE temp >> 3"
  sql_version = "2016-03-23"
  republish {
    topic    = "out/$${topic(2}/${var.stage}"
    role_arn = "arn:aws:iam::123456789012:role/r"
  }
}
resource "aws_iot_topic_rule" "b" {
  name        = "b-b"
  enabled     = true
  sql         = <<-EOF
    SELECT temp,
           lowerr(name) AS n
    FROM '${local.topic}/+'
  EOF
  sql_version = "2016-03-23"
  s3 {
    bucket_name = "b"
    key = "${topic()}/${timestamp()}"
    role_arn = "arn:aws:iam::123456789012:role/r"
  }
  firehose {
    delivery_stream_name = "x"
    role_arn = "arn:aws:iam::123456789012:role/r"
    seperator = "\n"
  }
}

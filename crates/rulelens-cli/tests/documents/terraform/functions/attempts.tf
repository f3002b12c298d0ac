variable "settings" {
  type    = map(string)
  default = { region = "eu" }
}
variable "later" {}

resource "aws_iot_topic_rule" "attempts" {
  name        = "attempts"
  enabled     = can(var.settings.zone) ? false : true
  sql         = "SELECT '${try(var.settings.zone, "none")}' AS zone, '${try(var.settings.region, "none")}' AS region FROM 'a/${try(regex("[0-9]+", "x"), "b")}'"
  sql_version = "2016-03-23"
  description = try(var.later.name, "unnamed")
  lambda {
    function_arn = lookup(var.settings, "arn", "arn:aws:lambda:eu-west-1:123456789012:function:f")
  }
}

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "roles" {
  source = "./roles"
}

data "aws_caller_identity" "current" {}

resource "aws_sqs_queue" "errors" {
  name = "${local.prefix}-errors"
}

resource "aws_iot_topic_rule" "climate" {
  for_each    = var.rooms
  name        = replace("${local.prefix}_${each.key}", "-", "_")
  description = try(each.value.description, null)
  enabled     = var.environment == "prod" ? true : false
  sql         = <<-EOT
    SELECT ${join(", ", local.columns)}
    FROM '${local.prefix}/${each.key}/+'
    %{if var.limit > 0~}
    WHERE a > ${var.limit}
    %{endif~}
  EOT
  sql_version = coalesce(var.sql_version, "2016-03-23")

  dynamic "sqs" {
    for_each = [for name in ["a", "b"] : upper(name) if name != "b"]
    iterator = queue
    content {
      queue_url  = "https://sqs.eu-west-1.amazonaws.com/${data.aws_caller_identity.current.account_id}/${queue.value}"
      role_arn   = module.roles.arn
      use_base64 = false
    }
  }

  error_action {
    sqs {
      queue_url  = aws_sqs_queue.errors.name
      role_arn   = module.roles.arn
      use_base64 = false
    }
  }

  tags = merge(local.tags, { rule = "climate" })
}

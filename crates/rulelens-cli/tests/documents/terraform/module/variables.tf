variable "environment" {
  type = string
}

variable "rooms" {
  type = map(object({ description = optional(string) }))
  default = {
    hall = { description = "the hall" }
  }
}

variable "limit" {
  type    = number
  default = 5
}

variable "sql_version" {
  type    = string
  default = null
}

locals {
  prefix  = "${lower("HOME")}-${var.environment}"
  columns = concat(["a"], formatlist("%s AS %s_2", ["b"], ["b"]))
  tags    = { team = "home" }
}

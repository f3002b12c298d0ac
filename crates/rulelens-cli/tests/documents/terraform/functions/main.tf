variable "names" { default = "one,two" }
variable "env" {
  type = object({ name = string, sizes = optional(list(number), [1, 2]) })
  default = { name = "prod" }
}
locals {
  parts   = split(",", var.names)
  json    = jsonencode({ a = 1, b = ["x", true, null] })
  digits  = regex("[0-9]+", "room42")
  named   = regex("(?P<site>[a-z]+)-(?P<no>\\d+)", "hall-7")
  swapped = replace("a.b.c", "/\\.(\\w)/", "_$1")
  padded  = format("%03d", 7)
  num     = format("%.2f", 3.14159)
  hash    = md5("x")
  sha     = sha256("x")
  dir     = dirname("a/b/c.sql")
  base    = basename("a/b/c.sql")
  yaml    = yamldecode("a: 1\nb: [x, y]")
  cidr    = cidrsubnet("10.0.0.0/16", 8, 2)
  un      = setunion(["a"], ["b"])
  sub     = setsubtract(["a", "b"], ["b"])
  prod    = setproduct(["a", "b"], ["c"])
  chunk   = chunklist(["a", "b", "c"], 2)
  all     = regexall("\\d", "a1b2")
  parse   = parseint("ff", 16)
  enc     = urlencode("a b/c")
  trimmed = trim("  x ", " ")
  fmtd    = formatdate("YYYY-MM-DD", "2024-01-02T03:04:05Z")
  pow     = pow(2, 10)
  matchk  = matchkeys(["x", "y"], ["1", "2"], ["2"])
  transp  = transpose({ a = ["1"] })
}
resource "aws_iot_topic_rule" "misc" {
  name    = "misc_${local.parts[1]}_${var.env.name}"
  enabled = true
  sql     = <<EOT
SELECT '${local.digits}' AS digits, '${local.named.site}' AS site, '${local.named["no"]}' AS no, '${local.swapped}' AS swapped,
  '${local.padded}' AS padded, ${local.num} AS num, '${local.dir}' AS d, '${local.base}' AS b2, '${local.yaml.b[1]}' AS y,
  '${join("", local.un)}' AS u, '${join("", local.sub)}' AS s, '${local.prod[1][0]}' AS p, ${length(local.chunk)} AS c,
  ${length(local.all)} AS l, ${local.parse} AS ff, '${local.enc}' AS enc, '${local.trimmed}' AS tr, ${local.pow} AS pw, '${local.matchk[0]}' AS mk,
  '${local.fmtd}' AS fmtd, '${local.hash}' AS md5, '${local.sha}' AS sha, '${local.transp["1"][0]}' AS tp, '${local.cidr}' AS cidr,
  ${length(var.env.sizes)} AS sz
FROM 'x/${replace(var.env.name, "prod", "p")}'
EOT
  sql_version = "2016-03-23"
  http {
    url = "https://example.com/${urlencode("a b")}"
    http_header {
      key   = "x-info"
      value = local.json
    }
  }
}

module "rule" {
  source = "./rule"
  topic  = "a/b"
  name   = "mod_rule"
}

module "elsewhere" {
  source = "../outside"
}

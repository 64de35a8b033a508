locals {
  estate   = jsondecode(file("estate.json"))
  packages = local.estate.packages
  lines    = local.estate.lines
  channels = local.estate.channels
}

# What a generic REST provider costs, which reads each object by itself: Mastercard/restapi over the packages of Telecom X.
# Point it at the provider's binary, of a release or built from its source, in any module that requires its v1.20.0:
#
#   go build -o BINARY github.com/Mastercard/terraform-provider-restapi
#   make bench BENCHARGS='-types=iptv_package -provider BINARY -template internal/bench/peers/restapi.tf'
terraform {
  required_providers {
    restapi = {
      source = "Mastercard/restapi"
    }
  }
}
variable "n" { type = number }
variable "change" { default = "" }
variable "endpoint" {}
variable "telecomx_token" {}
variable "ids" { type = list(string) }

provider "restapi" {
  uri                   = var.endpoint
  id_attribute          = "_id"
  create_returns_object = true
  write_returns_object  = true
}

resource "restapi_object" "package" {
  count         = var.n
  path          = "/iptv/package"
  query_string  = "token=${var.telecomx_token}"
  create_method = "POST"
  update_method = "POST"
  data = jsonencode({
    name     = format("Package %06d%s", count.index, count.index == 0 ? var.change : "")
    channels = [for id in var.ids : { _id = id, type = "BASE" }]
  })
}

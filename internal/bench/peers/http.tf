# What a plan costs where every object is asked for by itself: a data source of the http provider for each line.
#
#   go install github.com/terraform-providers/terraform-provider-http@v1.2.0
#   make bench BENCHARGS='-types=iptv_line -provider BINARY -template internal/bench/peers/http.tf'
terraform {
  required_providers {
    http = {
      source = "hashicorp/http"
    }
  }
}
variable "n" { type = number }
variable "change" { default = "" }
variable "endpoint" {}
variable "panel_api_key" {}
variable "panel_user_token" {}

data "http" "line" {
  count = var.n
  url   = "${var.endpoint}/ext/lines?username=${format("bench-%06d", count.index)}"
  request_headers = {
    Accept      = "application/json"
    X-Api-Key   = var.panel_api_key
    X-Auth-User = var.panel_user_token
  }
}

resource "terraform_data" "line" {
  count = var.n
  input = "${data.http.line[count.index].body}${count.index == 0 ? var.change : ""}"
}

# One request to the control API of iptv-sim, which names its address in IPTV_SIM_URL.
variable "method" {
  type    = string
  default = "PATCH"
}

variable "path" {
  type = string
}

variable "body" {
  type    = any
  default = {}
}

resource "terraform_data" "request" {
  triggers_replace = [var.method, var.path, var.body]

  provisioner "local-exec" {
    command     = "curl -fsS -X \"$METHOD\" -d \"$BODY\" \"$IPTV_SIM_URL/_sim/$REQUEST_PATH\""
    environment = { METHOD = var.method, REQUEST_PATH = var.path, BODY = jsonencode(var.body) }
  }
}

terraform {
  required_providers {
    iptv = {
      source  = "iptvops/iptv"
      version = "~> 0.1"
    }
  }
}

provider "iptv" {
  telecomx = {
    token       = var.telecomx_token # or TELECOMX_TOKEN
    customer_id = "12345678901234567890FFFF"
  }
  panel = {
    endpoint   = "https://panel.example.com"
    api_key    = var.panel_api_key    # or IPTV_PANEL_API_KEY
    user_token = var.panel_user_token # or IPTV_PANEL_USER_TOKEN
  }
  icareus = {
    organization_id = 2631609
    secret          = var.icareus_secret # or ICAREUS_SECRET
  }
}

variable "telecomx_token" {
  type      = string
  sensitive = true
}

variable "panel_api_key" {
  type      = string
  sensitive = true
}

variable "panel_user_token" {
  type      = string
  sensitive = true
}

variable "icareus_secret" {
  type      = string
  sensitive = true
}

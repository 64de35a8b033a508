terraform {
  required_version = ">= 1.8"

  required_providers {
    iptv = {
      source  = "iptvops/iptv"
      version = "~> 0.1"
    }
  }
}

# Endpoints and credentials come from the environment: TELECOMX_TOKEN, IPTV_PANEL_API_KEY, ICAREUS_SECRET and so on.
provider "iptv" {}

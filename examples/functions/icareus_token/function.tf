variable "icareus_secret" {
  type      = string
  sensitive = true
  default   = "secret"
}

# The example of the platform's documentation: 2021-05-27 05:00:00 UTC. The current time is, for example, the attribute
# unix of time_static in the provider hashicorp/time.
output "icareus_token" {
  sensitive = true
  value     = provider::iptv::icareus_token(13509, var.icareus_secret, 1622091600)
}

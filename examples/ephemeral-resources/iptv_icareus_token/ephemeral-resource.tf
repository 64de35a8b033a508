# The short name: the block says which provider it belongs to.
ephemeral "icareus_token" "now" {
  provider = iptv
}

# The token is neither in state nor in a plan. Use it where ephemeral values are allowed: in provisioners, provider
# configurations, write-only arguments and other ephemeral resources.
resource "terraform_data" "guide" {
  provisioner "local-exec" {
    command = "echo Your tool sends the header Authorization: Bearer with the variable ICAREUS_TOKEN"
    environment = {
      ICAREUS_TOKEN = ephemeral.icareus_token.now.token
    }
  }
}

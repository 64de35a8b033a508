# A channel is imported by its channel ID (service_id).
terraform import icareus_channel.news 12346501

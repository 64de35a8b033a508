# A package is imported by its ID. The platform does not tell who hosts it: the configured customer_id is adopted.
terraform import iptv_package.news 60A4D1F37C00000000004E55

# With the ID of the customer who hosts it before its own.
terraform import iptv_package.news 5F0E3C9A7B21D4408C6EA101/60A4D1F37C00000000004E55

# A line is imported by its username, which takes one request ...
terraform import iptv_line.larry larry_line

# ... or by its line_id, for which all lines are listed.
terraform import iptv_line.larry 1734da33-9723-4df6-90d1-38dc589aa0ec

data "iptv_lines" "all" {}

output "expiring_within_a_week" {
  value = [
    for line in data.iptv_lines.all.lines : line.username
    if line.expire_at != null && timecmp(coalesce(line.expire_at, plantimestamp()), timeadd(plantimestamp(), "168h")) < 0
  ]
}

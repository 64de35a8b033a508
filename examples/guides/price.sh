#!/usr/bin/env bash
# price.sh PLAN LIMIT: prints what a saved plan buys and renews. Ends with 1 if that costs more than LIMIT credits, or if
# a price is unknown.
set -euo pipefail

charges=$("${TF_CLI:-terraform}" show -json "$1" | jq '[.resource_changes[]?
  | select(.type == "iptv_line" and .change.after_unknown.transaction_amount == true and .change.after.charge_credits != false)
  | {address, price: .change.after.price, does: (if .change.actions | index("create") then "buy" else "renew" end)}]')

jq -r '.[] | "  \(.does) \(.address): \(.price // "unknown") credits"' <<< "$charges"
jq -r --argjson limit "$2" '
  "Total: \(map(.price // 0) | add // 0) credits, limit: \($limit), unknown prices: \(map(select(.price == null)) | length)"
' <<< "$charges"
jq -e --argjson limit "$2" 'all(.price != null) and (map(.price) | add // 0) <= $limit' <<< "$charges" > /dev/null

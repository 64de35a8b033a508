#!/usr/bin/env bash
# Ends with 0 if there is nothing to do, 1 after an error, 2 for drift, 3 if only the configuration is ahead.
set -euo pipefail

cli=${TF_CLI:-terraform} # or tofu
plans=$(mktemp -d)
trap 'rm -rf "$plans"' EXIT

"$cli" init -input=false

# The platforms against the state: what was changed outside Terraform.
"$cli" plan -input=false -lock-timeout=5m -refresh-only -out="$plans/drift"
drift=$("$cli" show -json "$plans/drift" |
  jq -r '.resource_drift[]? | select(.change.actions != ["no-op"]) | "  \(.change.actions | join(" and ")) \(.address)"')

# The configuration against the state: what is merged but not applied.
"$cli" plan -input=false -lock-timeout=5m -refresh=false -out="$plans/ahead"
ahead=$("$cli" show -json "$plans/ahead" |
  jq -r '.resource_changes[]? | select(.mode == "managed" and .change.actions != ["no-op"])
    | "  \(.change.actions | join(" and ")) \(.address)"')

if [ -n "$drift" ]; then printf 'Changed outside Terraform:\n%s\n' "$drift"; fi
if [ -n "$ahead" ]; then printf 'Not applied yet:\n%s\n' "$ahead"; fi

if [ -n "$drift" ]; then exit 2; fi
if [ -n "$ahead" ]; then exit 3; fi

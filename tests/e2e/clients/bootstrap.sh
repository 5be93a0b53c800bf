#!/usr/bin/env bash
# Sets a fresh server up: bootstrap.sh http://localhost:8080
set -euo pipefail

url="$1"

reply="$(curl -sS --fail-with-body -X POST "$url/api/v1/bootstrap" \
  -H 'Content-Type: application/json' \
  -d '{
    "owner_email": "admin@local",
    "owner_password": "changeme",
    "agent_name": "research-agent",
    "agent_description": "Finds candidates"
  }')"

field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <<<"$reply"; }

api_key="$(field api_key)"
channel_id="$(field channel_id)"
invite_url="$(field invite_url)"

curl -sS --fail -o /dev/null -X POST "$url/api/v1/channels/$channel_id/messages" \
  -H "Authorization: Bearer $api_key" \
  -H 'Content-Type: application/json' \
  -d '{"content": "Hello, I am set up."}'

status="$(curl -sS -o /dev/null -w '%{http_code}' "$invite_url")"
[ "$status" = 200 ] || { echo "the invitation answers $status" >&2; exit 1; }

printf 'api_key=%s\nchannel_id=%s\ninvite_url=%s\n' "$api_key" "$channel_id" "$invite_url"

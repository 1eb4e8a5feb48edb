#!/usr/bin/env bash
# Runs each example of the library, and looks whether it made what it says.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
example() { cargo run --quiet --example "$@"; }

example library > "$work/quote.txt"
grep -q 'Total' "$work/quote.txt"
for what in explain json html; do
  example library -- examples/requests/reinstatement-nl.toml "$what" > "$work/$what"
  [ -s "$work/$what" ]
done

example brand -- "$work"
[ "$(head -c 5 "$work/quote.pdf")" = "%PDF-" ]
grep -q "Northlight Software Partners" "$work/quote.html"

example batch -- "$work/batch"
for name in lines.csv quotes.csv rejects.csv findings.csv documents.csv summary.json documents; do
  [ -e "$work/batch/$name" ]
done

cargo build --quiet --example router
"${CARGO_TARGET_DIR:-target}/debug/examples/router" 127.0.0.1:0 > "$work/address" &
server=$!
for _ in $(seq 100); do
  [ -s "$work/address" ] && break
  sleep 0.1
done
python3 - "$(cat "$work/address")" << 'END'
import sys
from urllib.request import urlopen

for path, said in [("/about", "Northlight"), ("/", "<form"), ("/healthz", "ok"), ("/api", "OpenAPI")]:
    assert said in urlopen(sys.argv[1] + path).read().decode(), path
END
echo "four examples run"

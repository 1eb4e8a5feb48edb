#!/usr/bin/env bash
# Asks the estimator what its own description allows, and what it forbids, and holds the answers
# against the description (Schemathesis). The seed is fixed and the examples are bounded; see
# schemathesis.toml.
#
#   tests/web/schemathesis.sh [PROGRAM]
#
# Schemathesis is installed once, beside what cargo builds. Without Python, or without a network
# the first time, the check says that it is skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/skipped.sh"
. "$root/tests/estimator.sh"
program=${1:-$root/target/release/reinstate}
version=4.32.5
tools=${CARGO_TARGET_DIR:-$root/target}/schemathesis-$version

if [ ! -x "$tools/bin/schemathesis" ]; then
  if ! { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "schemathesis==$version"; }; then
    rm -rf "$tools"
    skipped "Schemathesis $version cannot be installed here"
  fi
fi

serve "$program" --rate 0 --quote-date 2026-11-24 --brand "$root/examples/brand/brand.toml"

cd "$work"
"$tools/bin/schemathesis" --config-file "$here/schemathesis.toml" \
  run "$address/api/openapi.json" --checks all
kill "$server"
wait "$server"
server=
if grep -q '"level":"ERROR"' "$work/log"; then
  grep '"level":"ERROR"' "$work/log"
  exit 1
fi

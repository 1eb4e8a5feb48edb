#!/usr/bin/env bash
# The register in PostgreSQL: its tests on a server of their own, and a server that is killed.
set -euo pipefail
cd "$(dirname "$0")/../.."
test=(cargo test --quiet --features postgres --test it --)
# With it those of the server, which are in `web::register`.
bash tests/postgres/cluster.sh "${test[@]}" register::
bash tests/postgres/cluster.sh "${test[@]}" --ignored a_killed_server

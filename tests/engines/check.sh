#!/usr/bin/env bash
# The wheel inside Spark, DuckDB and Polars, as the examples and python/README.md have it; Dask, Ray and
# Daft too with --all. Uses the wheel that python/check.sh built.
#
#   bash tests/engines/check.sh PROGRAM [--all]
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/skipped.sh"
REINSTATE_PROGRAM=$(realpath "$1")
export REINSTATE_PROGRAM
target="${CARGO_TARGET_DIR:-$here/target}"
wheel=$(echo "$target"/wheels/reinstate-*-cp310-abi3-*.whl)
[ -e "$wheel" ] || skipped "there is no wheel; bash python/check.sh makes it"
command -v java > /dev/null || skipped "there is no Java, which Spark needs; .ci/setup installs it"
# Spark asks for pandas, and not for one from 3 on.
packages=(duckdb==2.0.1 "pandas==2.3.3" polars==2.1.0 pyarrow==25.0.1 pyspark==4.3.0 pytest==9.2.0)
if [ "${2:-}" = --all ]; then
  packages+=("dask[dataframe]==2026.8.0" daft==0.7.26 "ray[data]==2.60.0")
fi
python="$target/engines-python"
if [ "$(cat "$python/installed" 2> /dev/null)" != "${packages[*]}" ]; then
  if ! python3 -m venv "$python" || ! "$python/bin/pip" install --quiet "${packages[@]}"; then
    skipped "the packages ${packages[*]} cannot be installed here"
  fi
  echo "${packages[*]}" > "$python/installed"
fi
"$python/bin/pip" install --quiet --force-reinstall --no-deps "$wheel"
exec "$python/bin/python" -m pytest -q -rs "$here/tests/engines"

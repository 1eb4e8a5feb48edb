#!/usr/bin/env bash
# The wheel inside Spark, DuckDB and Polars, as the examples and python/README.md have it; Dask, Ray and
# Daft too with --all. Adds the engines to the folder that python/check.sh installed the wheel in.
#
#   bash tests/engines/check.sh PROGRAM [--all]
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/skipped.sh"
REINSTATE_PROGRAM=$(realpath "$1")
export REINSTATE_PROGRAM
target="${CARGO_TARGET_DIR:-$here/target}"
python="$target/python"
if ! "$python/bin/python" -c "import reinstate" 2> /dev/null; then
  skipped "the wheel is not installed; bash python/check.sh makes and installs it"
fi
command -v java > /dev/null || skipped "there is no Java, which Spark needs; .ci/setup installs it"
# Spark asks for pandas, and not for one from 3 on.
packages=("pandas==2.3.3" pyspark==4.3.0)
if [ "${2:-}" = --all ]; then
  packages+=("dask[dataframe]==2026.8.0" daft==0.7.26 "ray[data]==2.60.0")
fi
# What python/check.sh has chosen stays.
chosen=$(tr ' ' '\n' < "$python/installed")
if ! "$python/bin/pip" install --quiet --constraint <(echo "$chosen") "${packages[@]}"; then
  skipped "the packages ${packages[*]} cannot be installed here"
fi
exec "$python/bin/python" -m pytest -q -rs "$here/tests/engines"

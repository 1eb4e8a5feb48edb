#!/usr/bin/env bash
# Tables from and for other programs; see formats.py. Their packages go into a folder below target.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/skipped.sh"
python="${CARGO_TARGET_DIR:-$here/target}/formats-python"
packages=(duckdb==2.0.1 openpyxl==3.1.5 pandas==3.1.1 polars==2.1.0 pyarrow==25.0.1)
if [ "$(cat "$python/installed" 2> /dev/null)" != "${packages[*]}" ]; then
  if ! python3 -m venv "$python" || ! "$python/bin/pip" install --quiet "${packages[@]}"; then
    skipped "the packages ${packages[*]} cannot be installed here"
  fi
  echo "${packages[*]}" > "$python/installed"
fi
exec "$python/bin/python" "$here/tests/batch/formats.py" "$@"

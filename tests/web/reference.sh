#!/usr/bin/env bash
# Writes the page to read the API by to a file, its style inside, to be checked like other pages.
#
#   tests/web/reference.sh PROGRAM FILE
set -euo pipefail
. "$(dirname "$0")/../estimator.sh"
serve "$1"
python3 - "$address" "$2" << 'END'
import sys
from urllib.request import urlopen

address, path = sys.argv[1:]
page = urlopen(f"{address}/api").read().decode()
style = urlopen(f"{address}/api/style.css").read().decode()
link = '<link rel="stylesheet" href="/api/style.css">'
assert link in page
with open(path, "w", encoding="utf-8") as file:
    file.write(page.replace(link, f"<style>{style}</style>"))
END

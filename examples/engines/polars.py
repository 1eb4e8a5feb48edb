"""Prices an install base with Polars.

    python polars.py install-base.parquet priced.parquet 2026-11-24

The rows may stand in any order: `grouped=False` has them put together by account inside the function,
and the answer comes back in the order of the table.
"""

import json
import sys

if __name__ == "__main__":
    del sys.path[0]  # or `import polars` finds this file

import polars as pl
import reinstate

KEEP = ["row_id", "org_id", "product_line", "edition"]


def price(source: str, out: str, quote_date: str, books=None) -> dict:
    """Prices a Parquet file into another one; gives the control totals."""
    table = pl.read_parquet(source)
    stream = reinstate.price(table, quote_date=quote_date, books=books, grouped=False, keep=KEEP)
    priced = pl.DataFrame(stream)
    priced.write_parquet(out)
    # Of what was read back.
    # Where `books` has several by name, each has to be there.
    scenarios = len(books) if isinstance(books, dict) else 1
    return reinstate.control(pl.read_parquet(out), rows_in=table.height, scenarios=scenarios)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: python polars.py INPUT.parquet OUT.parquet QUOTE_DATE")
    result = price(*sys.argv[1:])
    print(json.dumps(result, indent=2, default=str))
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

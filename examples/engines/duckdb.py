"""Prices an install base with DuckDB.

    python duckdb.py install-base.parquet priced.parquet 2026-11-24

DuckDB reads and sorts the table, in memory or on the disk, and hands it over as a stream; what comes
back is a stream that it writes.
"""

import json
import sys

if __name__ == "__main__":
    del sys.path[0]  # or `import duckdb` finds this file

import duckdb
import reinstate

KEEP = ["row_id", "org_id", "product_line", "edition"]


def price(source: str, out: str, quote_date: str, books=None) -> dict:
    """Prices a Parquet file into another one; gives the control totals."""
    # One connection reads while the other writes: a connection does one thing at a time.
    reader, writer = duckdb.connect(), duckdb.connect()
    # The rows of an account must be neighbours, in their own order.
    table = reader.sql(f"select * from read_parquet('{source}') order by org_id, row_id")
    priced = reinstate.price(table, quote_date=quote_date, books=books, keep=KEEP)
    writer.register("priced", priced)
    writer.execute(f"copy (select * from priced) to '{out}' (format parquet)")
    # Of what was read back.
    rows_in = writer.sql(f"select count(*) from read_parquet('{source}')").fetchall()[0][0]
    written = writer.sql(f"select * from read_parquet('{out}')")
    # Where `books` has several by name, each has to be there.
    scenarios = len(books) if isinstance(books, dict) else 1
    return reinstate.control(written, rows_in=rows_in, scenarios=scenarios)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: python duckdb.py INPUT.parquet OUT.parquet QUOTE_DATE")
    result = price(*sys.argv[1:])
    print(json.dumps(result, indent=2, default=str))
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

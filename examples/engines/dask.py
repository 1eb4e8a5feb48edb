"""Prices an install base with Dask.

    python dask.py install-base.parquet priced 2026-11-24

`shuffle` brings the rows of each account into one partition; each partition is sorted and priced on
its own, in any worker.
"""

import json
import sys

if __name__ == "__main__":
    del sys.path[0]  # or `import dask` finds this file

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import reinstate

KEEP = ["row_id", "org_id", "product_line", "edition"]


def price_partition(partition: pd.DataFrame, quote_date: str, books=None) -> pd.DataFrame:
    """Prices whole accounts."""
    table = partition.sort_values(["org_id", "row_id"])
    table = pa.Table.from_pandas(table, preserve_index=False)
    priced = pa.table(reinstate.price(table, quote_date=quote_date, books=books, keep=KEEP))
    # Amounts stay exact: as decimals of Arrow, not as floats.
    return priced.to_pandas(types_mapper=pd.ArrowDtype)


def price(source: str, out: str, quote_date: str, partitions: int = 8) -> dict:
    """Prices a Parquet file into a folder of them; gives the control totals."""
    table = dd.read_parquet(source)
    rows_in = len(table)
    whole = table.shuffle(on="org_id", npartitions=partitions)
    # What comes out has the types of a table without rows.
    meta = price_partition(table.head(0), quote_date)
    priced = whole.map_partitions(price_partition, quote_date, meta=meta)
    priced.to_parquet(out, write_index=False)
    # Of what was read back.
    import pyarrow.dataset as dataset

    return reinstate.control(dataset.dataset(out).scanner().to_reader(), rows_in=rows_in)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: python dask.py INPUT.parquet OUT_FOLDER QUOTE_DATE")
    result = price(*sys.argv[1:])
    print(json.dumps(result, indent=2, default=str))
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

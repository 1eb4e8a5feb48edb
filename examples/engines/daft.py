"""Prices an install base with Daft.

    python daft.py install-base.parquet priced 2026-11-24

Each account becomes one row with lists in it, so that no cut can part its rows; the function prices
such rows. (`repartition("org_id")` does nothing on Daft's own runner, and accounts would be split.)
"""

import json
import sys

if __name__ == "__main__":
    del sys.path[0]  # or `import daft` finds this file

import daft
import pyarrow as pa
import pyarrow.dataset as dataset
import reinstate
from daft import DataType, col

KEEP = ["row_id", "org_id", "product_line", "edition"]


def price(source: str, out: str, quote_date: str) -> dict:
    """Prices a Parquet file into a folder of them; gives the control totals."""
    table = daft.read_parquet(source)
    rows_in = table.count_rows()
    names = table.column_names
    schema = table.limit(0).to_arrow().schema
    priced = pa.struct(list(pa.schema(reinstate.schema(schema, keep=KEEP))))

    @daft.func.batch(return_dtype=DataType.from_arrow_type(pa.list_(priced)))
    def price_accounts(*columns: daft.Series):
        lists = [column.to_arrow() for column in columns]
        rows = pa.StructArray.from_arrays([each.flatten() for each in lists], names)
        accounts = type(lists[0]).from_arrays(lists[0].offsets, rows)
        return pa.array(reinstate.price_accounts(accounts, quote_date=quote_date, keep=KEEP))

    lists = [col(name).list_agg().alias(f"its_{name}") for name in names]
    accounts = table.sort("row_id").groupby("org_id").agg(*lists)
    answers = accounts.select(price_accounts(*[col(f"its_{name}") for name in names]).alias("row"))
    rows = answers.explode("row").select(col("row").unnest())
    rows.write_parquet(out)
    # Of what was read back.
    return reinstate.control(dataset.dataset(out).scanner().to_reader(), rows_in=rows_in)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: python daft.py INPUT.parquet OUT_FOLDER QUOTE_DATE")
    result = price(*sys.argv[1:])
    print(json.dumps(result, indent=2, default=str))
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

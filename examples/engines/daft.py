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
import pyarrow.compute as pc
import pyarrow.dataset as dataset
import reinstate
from daft import DataType, col

KEEP = ["row_id", "org_id", "product_line", "edition"]


def accounts_of(columns: list[pa.Array], names: list[str]) -> pa.Array:
    """Lists of rows, of the lists that each column has of its cells."""
    lengths = [pc.fill_null(column.value_lengths(), 0) for column in columns]
    if any(not each.equals(lengths[0]) for each in lengths):
        raise ValueError("the lists of an account are not of one length")
    # `flatten` has the cells of this piece alone, and none of a list that is null; `offsets` count
    # from the first cell of the table, and count those of null lists.
    rows = pa.StructArray.from_arrays([column.flatten() for column in columns], names)
    first = pa.array([0], lengths[0].type)
    offsets = pa.concat_arrays([first, pc.cumulative_sum(lengths[0])])
    return type(columns[0]).from_arrays(offsets, rows)


def price(source: str, out: str, quote_date: str) -> dict:
    """Prices a Parquet file into a folder of them; gives the control totals."""
    table = daft.read_parquet(source)
    rows_in = table.count_rows()
    names = table.column_names
    schema = table.limit(0).to_arrow().schema
    priced = pa.struct(list(pa.schema(reinstate.schema(schema, keep=KEEP))))

    @daft.func.batch(return_dtype=DataType.from_arrow_type(pa.list_(priced)))
    def price_accounts(*columns: daft.Series):
        accounts = accounts_of([column.to_arrow() for column in columns], names)
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

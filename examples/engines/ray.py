"""Prices an install base with Ray Data.

    python ray.py install-base.parquet priced 2026-11-24

`repartition` by key makes blocks of whole accounts, sorted. `batch_size=None` hands over whole
blocks: any number there would cut accounts.
"""

import json
import sys

if __name__ == "__main__":
    del sys.path[0]  # or `import ray` finds this file

import pyarrow as pa
import pyarrow.dataset as dataset
import ray
import reinstate

KEEP = ["row_id", "org_id", "product_line", "edition"]


def price(source: str, out: str, quote_date: str, partitions: int = 8) -> dict:
    """Prices a Parquet file into a folder of them; gives the control totals."""

    def price_block(block: pa.Table) -> pa.Table:
        block = block.sort_by([("org_id", "ascending"), ("row_id", "ascending")])
        return pa.table(reinstate.price(block, quote_date=quote_date, keep=KEEP))

    table = ray.data.read_parquet(source)
    rows_in = table.count()
    whole = table.repartition(partitions, keys=["org_id"], sort=True)
    priced = whole.map_batches(price_block, batch_format="pyarrow", batch_size=None)
    priced.write_parquet(out)
    # Of what was read back.
    return reinstate.control(dataset.dataset(out).scanner().to_reader(), rows_in=rows_in)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: python ray.py INPUT.parquet OUT_FOLDER QUOTE_DATE")
    ray.init(include_dashboard=False, logging_level="error")
    result = price(*sys.argv[1:])
    print(json.dumps(result, indent=2, default=str))
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

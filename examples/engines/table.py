"""Makes a table to try the other examples on: a made-up install base as Parquet, every column text.

    python table.py 20000 install-base.parquet      # reinstate must be on the PATH, or in $REINSTATE

`row_id` numbers the rows: an engine keeps no order, and the rows of an account have one.
"""

import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python table.py ROWS OUT.parquet [SEED]")
    rows, out, seed = sys.argv[1], sys.argv[2], (sys.argv + ["1"])[3]
    program = os.environ.get("REINSTATE", "reinstate")
    sample = [program, "batch", "sample", "--rows", rows, "--seed", seed]
    text = subprocess.run(sample, check=True, capture_output=True).stdout
    names = text.split(b"\n", 1)[0].decode().split(",")
    # As text: a reader that guesses makes 1.250 a number, and nobody sees what it was.
    as_text = pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in names})
    table = pyarrow.csv.read_csv(pa.BufferReader(text), convert_options=as_text)
    numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
    pyarrow.parquet.write_table(table.append_column("row_id", numbers), out)
    print(f"{out}: {table.num_rows} rows")


if __name__ == "__main__":
    main()

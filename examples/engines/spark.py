"""Prices an install base with Spark.

    spark-submit spark.py install-base.parquet priced.parquet 2026-11-24

The table is cut by `org_id`, so that every account is whole where it is priced, and sorted, so that
its rows stand together. `mapInArrow` hands over pieces of a partition that cut accounts; the function
gets all of them as one stream, and holds each account back until it is whole.
"""

import itertools
import json
import sys

import pyarrow as pa
import reinstate
from pyspark.sql import DataFrame, SparkSession

KEEP = ["row_id", "org_id", "product_line", "edition"]


def mapper(quote_date: str, books=None, keep=None):
    """What Spark calls for each partition, with the batches of it."""
    keep = keep or KEEP

    def price(batches):
        batches = iter(batches)
        first = next(batches, None)
        if first is None:
            return  # a partition without rows
        batches = itertools.chain([first], batches)
        reader = pa.RecordBatchReader.from_batches(first.schema, batches)
        priced = reinstate.price(reader, quote_date=quote_date, books=books, keep=keep)
        yield from pa.RecordBatchReader.from_stream(priced)

    return price


def priced(table: DataFrame, quote_date: str, partitions: int, books=None) -> DataFrame:
    """One row for each row of the table, and for each scenario where `books` is a mapping."""
    schema = table.limit(0).toArrow().schema
    many = isinstance(books, dict)
    ddl = reinstate.spark_ddl(schema, keep=KEEP, scenarios=many)
    whole = table.repartition(partitions, "org_id").sortWithinPartitions("org_id", "row_id")
    return whole.mapInArrow(mapper(quote_date, books), ddl)


def control(written: DataFrame, rows_in: int, scenarios: int = 1) -> dict:
    """Control totals of what was written, as SQL; without problems all is there, and whole."""
    problems = []
    many = "scenario" in written.columns
    scenario = "scenario" if many else "''"
    written.createOrReplaceTempView("priced")
    session = written.sparkSession
    rows, accounts, first = 0, 0, 0
    counted = session.sql(
        f"select {scenario} scenario, count(*) n, sum(cast(`first` as int)) firsts, "
        "count(distinct account) accounts from priced group by 1"
    ).collect()
    # One that was lost as a whole is in no row.
    if len(counted) != scenarios and (counted or rows_in):
        problems.append(f"rows of {len(counted)} scenarios, and {scenarios} were priced")
    for row in counted:
        rows, accounts, first = rows + row.n, accounts + row.accounts, first + row.firsts
        name = f"scenario {row.scenario}: " if many else ""
        if row.n != rows_in:
            problems.append(f"{name}{row.n} rows out of {rows_in} in")
        if row.firsts != row.accounts:
            problems.append(
                f"{name}{row.firsts} first rows of {row.accounts} accounts: an account was split"
            )
    sums = session.sql(
        f"select {scenario} scenario, currency, sum(total) total from priced "
        "where currency is not null group by 1, 2 order by 1, 2"
    ).collect()
    totals = {
        (f"{row.scenario} " if many else "") + row.currency: str(row.total) for row in sums
    }
    return {
        "rows": rows, "accounts": accounts, "first": first, "totals": totals, "problems": problems,
    }


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: spark-submit spark.py INPUT.parquet OUT.parquet QUOTE_DATE")
    source, out, quote_date = sys.argv[1:]
    spark = SparkSession.builder.appName("renewals").getOrCreate()
    table = spark.read.parquet(source)
    partitions = max(spark.sparkContext.defaultParallelism * 2, 1)
    priced(table, quote_date, partitions).write.mode("overwrite").parquet(out)
    # Of what was read back: what Spark counted on the way may be of tasks that ran twice.
    result = control(spark.read.parquet(out), rows_in=table.count())
    print(json.dumps(result, indent=2))
    spark.stop()
    sys.exit(1 if result["problems"] else 0)


if __name__ == "__main__":
    main()

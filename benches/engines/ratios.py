"""The Python module beside the program: the same rows, the same cents, in one run.

    python benches/engines/ratios.py [--rows 1000000] [--rounds 5] [--spark] [--wheel FILE]

Needs `reinstate` (the wheel), pyarrow and polars, with --spark also pyspark and Java; and the program,
built with `cargo build --release`. Each figure is a ratio of two measurements of one run: the medians
of rounds in turn. A ratio beyond its goal ends with 1.
"""

import argparse
import csv
import itertools
import os
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import reinstate

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUOTE_DATE = "2026-11-24"
KEEP = ["org_id", "product_line", "edition"]
AMOUNTS = [
    "unit_list", "unit_net", "forward", "term_discount", "back_coverage", "penalty", "total",
]


def text_table(path: pathlib.Path) -> pa.Table:
    names = path.open().readline().strip().split(",")
    as_text = pa.csv.ConvertOptions(column_types={name: pa.string() for name in names})
    # One piece: cuts are measured by themselves.
    return pa.csv.read_csv(path, convert_options=as_text).combine_chunks()


def cut(table: pa.Table, rows: int) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(rows))


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(work) -> tuple[float, float]:
    """Seconds, and those of the processor."""
    wall, cpu = time.perf_counter(), time.process_time() + cpu_of_children()
    work()
    return time.perf_counter() - wall, time.process_time() + cpu_of_children() - cpu


def medians(works: dict, rounds: int) -> dict[str, tuple[float, float]]:
    taken = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(measured(work))
    return {
        name: tuple(statistics.median(column) for column in zip(*times))
        for name, times in taken.items()
    }


class Ratios:
    def __init__(self) -> None:
        self.missed = False

    def tell(self, name: str, ratio: float, least: float | None = None, most: float | None = None):
        is_met = (least is None or ratio >= least) and (most is None or ratio <= most)
        self.missed |= not is_met
        goal = f"≥ {least}" if least is not None else f"≤ {most}"
        print(f"{name:68} {ratio:8.2f}   {goal}{'' if is_met else '   MISSED'}", flush=True)


def cells(text: str) -> str:
    """An amount as both write it: without zeros behind its last digit."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def differing(priced: pa.Table, out: pathlib.Path) -> tuple[int, int, int]:
    """Lines, rejected rows, and cells that differ from what a run wrote."""
    columns = {name: priced[name].to_pylist() for name in priced.column_names if name != "reason"}
    reasons = priced["reason"].to_pylist()
    lines = rejected = differ = 0
    plain = ["org_id", "product_line", "edition", "quantity", "status", "gap_days", "forward_from",
             "forward_through", "currency"]
    with open(out / "lines.csv", newline="") as file:
        for line in csv.DictReader(file):
            row = int(line["row"]) - 1
            lines += 1
            differ += columns["code"][row] is not None
            differ += sum(str(columns[name][row]) != line[name] for name in plain)
            differ += sum(cells(str(columns[name][row])) != cells(line[name]) for name in AMOUNTS)
    own: dict[int, list] = {}
    with open(out / "rejects.csv", newline="") as file:
        for line in csv.DictReader(file):
            own.setdefault(int(line["row"]) - 1, []).append((line["code"], line["reason"]))
    for row, faults in own.items():
        rejected += 1
        differ += columns["code"][row] != faults[0][0]
        differ += reasons[row] != "; ".join(reason for _, reason in faults)
    differ += abs(priced.num_rows - lines - rejected)
    return lines, rejected, differ


def in_process(options, work: pathlib.Path, ratios: Ratios) -> None:
    source, out = work / "sample.csv", work / "out"
    table = text_table(source)

    def run(stream) -> pa.Table:
        return pa.table(stream)

    def price(rows=None):
        given = table if rows is None else cut(table, rows)
        return run(reinstate.price(given, quote_date=QUOTE_DATE, keep=KEEP))

    # The rows of an account far from each other.
    order = list(range(table.num_rows))
    random.Random(1).shuffle(order)
    apart = table.take(pa.array(order)).combine_chunks()

    books = {name: reinstate.Books() for name in ["one", "two", "three"]}

    def scenarios():
        run(reinstate.price(table, quote_date=QUOTE_DATE, keep=KEEP, books=books))

    def any_order(given):
        run(reinstate.price(given, quote_date=QUOTE_DATE, keep=KEEP, grouped=False))

    def batch():
        shutil.rmtree(out, ignore_errors=True)
        # Some rows of the sample are rejected, which ends with 1.
        subprocess.run(
            [options.program, "--quote-date", QUOTE_DATE, "batch", source, "--out", out,
             "--jobs", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    frame = pl.DataFrame(table)
    taken = medians(
        {
            "batch": batch,
            "one": price,
            "cut": lambda: price(10_000),
            "scenarios": scenarios,
            "any order": lambda: any_order(table),
            "shuffled": lambda: any_order(apart),
            "polars": lambda: pl.DataFrame(
                reinstate.price(frame, quote_date=QUOTE_DATE, keep=KEEP)
            ),
        },
        options.rounds,
    )
    for name, (wall, cpu) in taken.items():
        print(f"  {name:12} {wall:7.2f} s   {cpu:7.2f} s of the processor")
    ratios.tell("Arrow to Arrow, rows per processor second ÷ `batch --jobs 1`",
                taken["batch"][1] / taken["one"][1], least=1.2)
    three = taken["scenarios"][0] / taken["one"][0]
    print(f"  three scenarios in one pass ÷ one, in one process: {three:.2f}")
    ratios.tell("grouped=False ÷ grouped=True, time",
                taken["any order"][0] / taken["one"][0], most=1.25)
    ratios.tell("the same, with every row far from its account's others",
                taken["shuffled"][0] / taken["one"][0], most=1.25)
    ratios.tell("batches of 10,000 ÷ one batch, time", taken["cut"][0] / taken["one"][0], most=1.15)
    ratios.tell("polars in and out ÷ pyarrow, time",
                taken["polars"][0] / taken["one"][0], most=1.25)
    batch()
    for rows in [None, 1_000]:
        lines, rejected, differ = differing(price(rows), out)
        ratios.tell(f"cells that differ in {lines} lines, {rejected} rejects ({rows or 'no'} cuts)",
                    differ, most=0)
    if options.wheel:
        ratios.tell("wheel, MB", pathlib.Path(options.wheel).stat().st_size / 1e6, most=8)


def on_spark(options, work: pathlib.Path, ratios: Ratios) -> None:
    sys.path.insert(0, str(ROOT / "examples/engines"))
    import spark as example
    from pyspark import cloudpickle
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import sum as sum_of

    # Workers cannot import the example: what is in it goes to them by value.
    cloudpickle.register_pickle_by_value(example)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]").appName("ratios")
        .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "8")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "4g").getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    parquet = work / "sample.parquet"
    table = text_table(work / "sample.csv")
    numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
    pa.parquet.write_table(table.append_column("row_id", numbers), parquet)
    table = session.read.parquet(str(parquet))
    columns = table.limit(0).toArrow().schema
    books = {name: reinstate.Books() for name in ["one", "two", "three"]}
    like = pa.table(
        reinstate.price(
            pa.parquet.read_table(parquet).slice(0, 1), quote_date=QUOTE_DATE, keep=example.KEEP
        )
    ).to_pylist()[0]

    def same_output(scenarios):
        """What the identity function would hand back: a first row's prices for every row."""
        schema = pa.schema(
            reinstate.schema(columns, keep=example.KEEP, scenarios=scenarios is not None)
        )

        def constants(batches):
            for batch, scenario in itertools.product(batches, scenarios or [None]):
                values = like | {"scenario": scenario}
                cells = [
                    batch[field.name] if field.name in example.KEEP
                    else pa.repeat(pa.scalar(values[field.name], field.type), batch.num_rows)
                    for field in schema
                ]
                yield pa.RecordBatch.from_arrays(cells, schema=schema)

        return constants

    def written(priced, name):
        priced.write.mode("overwrite").parquet(str(work / name))

    def identity(scenarios=None):
        whole = table.repartition(8, "org_id").sortWithinPartitions("org_id", "row_id")
        many = scenarios is not None
        ddl = reinstate.spark_ddl(columns, keep=example.KEEP, scenarios=many)
        written(whole.mapInArrow(same_output(scenarios), ddl), "identity")

    def three_identities():
        for _ in range(3):
            identity()

    def job():
        written(example.priced(table, QUOTE_DATE, 8), "job")

    def at_once():
        written(example.priced(table, QUOTE_DATE, 8, books), "at-once")

    def three():
        for _ in range(3):
            job()

    # What scenarios are mostly for: what each of them adds up to.
    def sums_at_once():
        every = example.priced(table, QUOTE_DATE, 8, books)
        every.groupBy("scenario", "currency").agg(sum_of("total")).collect()

    def three_sums():
        for _ in range(3):
            one = example.priced(table, QUOTE_DATE, 8)
            one.groupBy("currency").agg(sum_of("total")).collect()

    for warm_up in (job, at_once, sums_at_once):  # of the virtual machine
        warm_up()
    taken = medians(
        {
            "identity": identity, "job": job, "at once": at_once, "three": three,
            "identity at once": lambda: identity(list(books)), "three identities": three_identities,
            "sums at once": sums_at_once, "three sums": three_sums,
        },
        options.rounds,
    )
    for name, (wall, _) in taken.items():
        print(f"  spark {name:16} {wall:7.2f} s")
    ratios.tell("Spark job ÷ the same with an identity function",
                taken["job"][0] / taken["identity"][0], most=1.3)
    ratios.tell("3 scenarios in one pass ÷ 3 jobs, Spark",
                taken["at once"][0] / taken["three"][0], most=0.6)
    # No pricing can bring the ratio below this.
    spark_alone = taken["identity at once"][0] / taken["three identities"][0]
    print(f"  of it Spark alone: the same with the identity function, {spark_alone:.2f}")
    ratios.tell("the same, added up by Spark rather than written",
                taken["sums at once"][0] / taken["three sums"][0], most=0.6)
    rows = table.count()
    found = example.control(session.read.parquet(str(work / "job")), rows)
    ratios.tell("control totals of the Spark job: problems", len(found["problems"]), most=0)
    session.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--wheel")
    parser.add_argument("--program", default=str(ROOT / "target/release/reinstate"))
    options = parser.parse_args()
    ratios = Ratios()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        with (work / "sample.csv").open("wb") as file:
            sample = [options.program, "batch", "sample", "--rows", str(options.rows), "--seed", "1"]
            subprocess.run(sample, check=True, stdout=file)
        in_process(options, work, ratios)
        if options.spark:
            on_spark(options, work, ratios)
    sys.exit(1 if ratios.missed else 0)


if __name__ == "__main__":
    main()

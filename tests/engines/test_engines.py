"""The examples of `examples/engines`, each run as a user runs it, and held against `reinstate batch`.

Run by tests/engines/check.sh. An engine that is not installed is skipped, and says so; Spark, DuckDB
and Polars have to be there where REINSTATE_TOOLS=required.
"""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples/engines"
PROGRAM = os.environ["REINSTATE_PROGRAM"]
ROWS = 20_000
QUOTE_DATE = "2026-11-24"
REQUIRED = {"pyspark", "duckdb", "polars"}
sys.path.append(str(ROOT / "benches/engines"))
import ratios  # noqa: E402


def needs(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        if package in REQUIRED and os.environ.get("REINSTATE_TOOLS") == "required":
            pytest.fail(f"{package} is not installed, and every tool is required here")
        pytest.skip(f"{package} is not installed")


@pytest.fixture(scope="session")
def table(tmp_path_factory) -> pathlib.Path:
    """A made-up install base as Parquet, with what `batch` makes of it beside it."""
    folder = tmp_path_factory.mktemp("table")
    source = folder / "install-base.parquet"
    made = [sys.executable, EXAMPLES / "table.py", str(ROWS), source, "7"]
    subprocess.run(made, check=True, env=dict(os.environ, REINSTATE=PROGRAM))
    sample = folder / "sample.csv"
    with sample.open("wb") as file:
        command = [PROGRAM, "batch", "sample", "--rows", str(ROWS), "--seed", "7"]
        subprocess.run(command, check=True, stdout=file)
    command = [PROGRAM, "--quote-date", QUOTE_DATE, "batch", sample, "--out", folder / "batch"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr  # some rows of the sample are rejected
    return source


def is_as_batch(table: pathlib.Path, written: pathlib.Path) -> None:
    """Every line, code and reason is that of `batch`, whatever order the rows came in."""
    priced = pa.dataset.dataset(written).to_table().sort_by("row_id")
    lines, rejected, differ = ratios.differing(priced, table.parent / "batch")
    assert lines + rejected == ROWS
    assert differ == 0


def run_example(name: str, table: pathlib.Path, out: pathlib.Path) -> dict:
    environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    environment["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
    environment["RAY_USAGE_STATS_ENABLED"] = "0"
    command = [sys.executable, EXAMPLES / name, table, out, QUOTE_DATE]
    run = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout[run.stdout.index("{"):])


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("spark.py", "pyspark"),
        ("duckdb.py", "duckdb"),
        ("polars.py", "polars"),
        ("dask.py", "dask"),
        ("ray.py", "ray"),
        ("daft.py", "daft"),
    ],
)
def test_an_engine_gives_the_lines_of_a_batch(name, package, table, tmp_path):
    needs(package)
    found = run_example(name, table, tmp_path / "priced")
    summary = json.loads((table.parent / "batch/summary.json").read_text())
    assert found["problems"] == []
    assert found["rows"] == ROWS
    assert found["accounts"] == found["first"] == summary["accounts"]["in"]
    totals = {entry["currency"]: float(entry["total"]) for entry in summary["currencies"]}
    assert {currency: float(total) for currency, total in found["totals"].items()} == totals
    is_as_batch(table, tmp_path / "priced")


@pytest.fixture(scope="session")
def spark():
    needs("pyspark")
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
    builder = SparkSession.builder.master("local[2]").appName("tests")
    session = builder.config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def example():
    spec = importlib.util.spec_from_file_location("spark_example", EXAMPLES / "spark.py")
    module = importlib.util.module_from_spec(spec)
    # Workers cannot import it: what is in it goes to them by value.
    sys.modules["spark_example"] = module
    spec.loader.exec_module(module)
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(module)
    return module


def test_without_the_cut_by_account_the_control_totals_are_red(spark, example, table, tmp_path):
    rows = spark.read.parquet(str(table))
    ddl = example.reinstate.spark_ddl(rows.limit(0).toArrow().schema, keep=example.KEEP)
    # Rows are dealt out one by one: the rows of an account go to several partitions.
    split = rows.repartition(4).sortWithinPartitions("org_id", "row_id")
    written = str(tmp_path / "split")
    split.mapInArrow(example.mapper(QUOTE_DATE), ddl).write.parquet(written)
    found = example.control(spark.read.parquet(written), ROWS)
    assert len(found["problems"]) == 1, found
    assert found["problems"][0].endswith("an account was split"), found
    assert found["first"] > found["accounts"]
    # The function of the wheel says the same.
    own = example.reinstate.control(pa.dataset.dataset(written).scanner().to_reader(), rows_in=ROWS)
    assert (own["first"], own["accounts"]) == (found["first"], found["accounts"])
    assert own["problems"]
    # A row that was lost is red as well.
    found = example.control(spark.read.parquet(written).limit(ROWS - 1), ROWS)
    assert any(f"{ROWS - 1} rows" in problem for problem in found["problems"]), found


def test_the_sql_of_the_readme_runs_in_spark(spark, example, table):
    [sql] = re.findall(r"```sql\n(.*?)```", (ROOT / "python/README.md").read_text(), re.S)
    example.priced(spark.read.parquet(str(table)), QUOTE_DATE, 4).createOrReplaceTempView("priced")
    [found] = spark.sql(sql).collect()
    summary = json.loads((table.parent / "batch/summary.json").read_text())
    accounts = summary["accounts"]["in"]
    assert (found.row_count, found.first_rows, found.accounts) == (ROWS, accounts, accounts)
    [euros] = [entry["total"] for entry in summary["currencies"] if entry["currency"] == "EUR"]
    assert float(found.eur) == float(euros)


def test_scenarios_are_priced_in_one_pass(spark, example, table, tmp_path):
    books = {"one": example.reinstate.Books(), "two": example.reinstate.Books()}
    rows = spark.read.parquet(str(table))
    written = str(tmp_path / "scenarios")
    example.priced(rows, QUOTE_DATE, 4, books).write.parquet(written)
    found = example.control(spark.read.parquet(written), ROWS, scenarios=2)
    assert found["problems"] == []
    assert found["rows"] == 2 * ROWS
    assert {name.split()[0] for name in found["totals"]} == {"one", "two"}
    assert all(
        found["totals"][f"one {currency}"] == found["totals"][f"two {currency}"]
        for currency in ["EUR", "GBP", "USD"]
    )
    both = pa.dataset.dataset(written).to_table()
    # One that was lost as a whole, and the other twice: as many rows as there should be.
    one = spark.read.parquet(written).where("scenario = 'one'")
    found = example.control(one.union(one), ROWS, scenarios=2)
    assert "rows of 1 scenarios, and 2 were priced" in found["problems"], found
    assert f"scenario one: {2 * ROWS} rows out of {ROWS} in" in found["problems"], found
    assert example.control(one, ROWS)["problems"] == []
    for name in books:
        one = both.filter(pa.compute.field("scenario") == name).drop_columns(["scenario"])
        out = tmp_path / name
        out.mkdir()
        pa.parquet.write_table(one, out / "part.parquet")
        is_as_batch(table, out)


def snippets() -> list[tuple[str, str]]:
    """The Python of python/README.md, by the heading or the engine that it stands under."""
    text = (ROOT / "python/README.md").read_text()
    found, above = [], "reinstate for Python"
    for block in re.finditer(r"^#+ ([^\n]+)$|^\*\*(\w+)\*\*|```python\n(.*?)```", text, re.M | re.S):
        heading, engine, code = block.groups()
        if code is None:
            above = heading or engine
        else:
            found.append((above, code))
    assert len(found) >= 6, found
    return found


@pytest.mark.parametrize(("name", "code"), snippets(), ids=[name for name, _ in snippets()])
def test_a_snippet_of_the_readme_runs(name, code, table, tmp_path):
    for package in ["pyspark", "duckdb", "polars"]:
        if f"import {package}" in code or f"from {package}" in code:
            needs(package)
    (tmp_path / "install-base.parquet").symlink_to(table)
    environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    environment["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
    script = tmp_path / "snippet.py"
    script.write_text(code)
    run = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert run.returncode == 0, run.stdout + run.stderr
    if "108527.22" in code:
        # 480 licences: the amount of the first example of the library.
        assert run.stdout.startswith("108527.22\n"), run.stdout
        assert (tmp_path / "quote.pdf").read_bytes().startswith(b"%PDF-")

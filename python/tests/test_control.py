"""Control totals are green where all came through, and red where anything was lost or split."""

import re
from collections import Counter
from decimal import Decimal

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
import pytest

import reinstate
from conftest import QUOTE_DATE, ROOT, ROW, one, price, table


@pytest.fixture
def control(some, priced):
    return reinstate.control(priced, rows_in=some.num_rows)


def sums(priced: pa.Table) -> dict[str, Decimal]:
    totals = Counter()
    for row in priced.select(["currency", "total"]).to_pylist():
        if row["total"] is not None:
            totals[row["currency"]] += row["total"]
    return dict(totals)


def test_all_came_through(some, priced, control):
    ids = set(some["org_id"].to_pylist())
    assert control == {
        "rows": some.num_rows,
        "accounts": len(ids),
        "first": len(ids),
        "without_account": 0,
        "totals": sums(priced),
        "problems": [],
    }
    assert len(control["totals"]) >= 3
    stream = reinstate.price(some, quote_date=QUOTE_DATE)
    assert reinstate.control(stream, rows_in=some.num_rows) == control


def test_the_sql_of_the_guide_says_the_same(priced, control):
    [(rows, accounts, first)] = duckdb.sql(
        "select count(*), count(distinct account), sum(first::int) from priced"
    ).fetchall()
    assert (rows, accounts, first) == (control["rows"], control["accounts"], control["first"])
    totals = duckdb.sql(
        "select currency, sum(total) from priced where total is not null group by currency"
    ).fetchall()
    assert dict(totals) == control["totals"]


def test_the_sql_of_the_readme_says_the_same(priced, control):
    [sql] = re.findall(r"```sql\n(.*?)```", (ROOT / "python/README.md").read_text(), re.S)
    # Spark takes what stands in double quotes for a text; tests/engines runs it there.
    assert '"' not in sql and "`" not in sql
    [(rows, first, accounts, euros)] = duckdb.sql(sql).fetchall()
    assert (rows, first, accounts) == (control["rows"], control["first"], control["accounts"])
    assert euros == control["totals"]["EUR"]


def test_what_engines_make_of_it(some, priced, control, tmp_path):
    """Read back after writing, or handed on by another engine, in the types that these have."""
    pyarrow.parquet.write_table(priced, tmp_path / "priced.parquet")
    frame = pl.from_arrow(priced)
    relation = duckdb.sql("select * from priced")
    shared = priced
    for name in ("account", "currency"):
        place = shared.column_names.index(name)
        shared = shared.set_column(place, name, shared[name].dictionary_encode())
    for given in [
        pyarrow.parquet.read_table(tmp_path / "priced.parquet"),
        frame,
        pl.read_parquet(tmp_path / "priced.parquet"),
        frame.with_columns(pl.col("currency").cast(pl.Categorical)),
        relation,
        duckdb.sql(f"select * from '{tmp_path}/priced.parquet'"),
        duckdb.sql("select * replace (first::int as first, total::decimal(38, 2) as total) from priced"),
        shared,
        pa.RecordBatchReader.from_batches(priced.schema, priced.to_batches(max_chunksize=10)),
        priced.cast(pa.schema([
            field.with_type(pa.large_string()) if field.type == pa.string()
            else field.with_type(pa.decimal256(40, 6)) if pa.types.is_decimal(field.type)
            else field
            for field in priced.schema
        ])),
    ]:
        assert reinstate.control(given, rows_in=some.num_rows) == control, type(given)


def test_an_account_that_was_split():
    """Two partitions have rows of one account: each was priced as if it were all of it."""
    given = table([{**ROW, "org_id": id} for id in ["A", "A", "B", "B"]])
    parts = [price(given.slice(0, 3)), price(given.slice(3))]
    found = reinstate.control(pa.concat_tables(parts), rows_in=4)
    assert (found["accounts"], found["first"]) == (2, 3)
    [problem] = found["problems"]
    assert "split" in problem and "`org_id`" in problem


def test_rows_that_were_lost(some, priced):
    # The first of the rows of an account that has several.
    first, account = priced["first"].to_pylist(), priced["account"].to_pylist()
    place = next(at for at in range(some.num_rows) if first[at] and account[at + 1] == account[at])
    lost = pa.concat_tables([priced.slice(0, place), priced.slice(place + 1)])
    found = reinstate.control(lost, rows_in=some.num_rows)
    assert len(found["problems"]) == 2
    assert "rows were lost" in found["problems"][0]
    assert "first rows of accounts were lost" in found["problems"][1]
    found = reinstate.control(priced, rows_in=some.num_rows - 1)
    assert "came out twice" in found["problems"][0]
    found = reinstate.control(priced.schema.empty_table(), rows_in=1)
    assert "0 rows came out, and 1 went in" in found["problems"][0]
    assert reinstate.control(priced.schema.empty_table(), rows_in=0)["problems"] == []


def test_rows_without_an_account_are_counted():
    found = price(table([{**ROW, "org_id": id} for id in ["A", None, None]]))
    found = reinstate.control(found, rows_in=3)
    assert (found["rows"], found["accounts"], found["without_account"]) == (3, 1, 2)
    assert found["problems"] == []


def test_scenarios_have_their_own_totals(some, control):
    books = reinstate.Books()
    priced = price(some, books={"a": books, "b": books})
    found = reinstate.control(priced, rows_in=some.num_rows)
    assert found["problems"] == []
    assert found["rows"] == 2 * control["rows"]
    expected = {(name, of): total for name in "ab" for of, total in control["totals"].items()}
    assert found["totals"] == expected
    lost = priced.filter(pa.compute.not_equal(priced["scenario"], "b"))
    lost = pa.concat_tables([lost, priced.filter(pa.compute.equal(priced["scenario"], "b")).slice(2)])
    [problem, *_] = reinstate.control(lost, rows_in=some.num_rows)["problems"]
    assert problem.startswith("scenario `b`: ")
    nothing = reinstate.control(priced.schema.empty_table(), rows_in=3)
    assert nothing["problems"] == ["no rows came out, and 3 went in"]


def test_a_scenario_that_was_lost_as_a_whole():
    books = dict.fromkeys("abc", reinstate.Books())
    priced = price(one(), books=books)

    def problems(given, **expected) -> list[str]:
        return reinstate.control(given, rows_in=1, **expected)["problems"]

    assert problems(priced, scenarios=3) == problems(priced) == []
    lost = priced.filter(pa.compute.not_equal(priced["scenario"], "b"))
    # Nobody can see it who does not know how many there were.
    assert problems(lost) == problems(lost, scenarios=None) == []
    assert problems(lost, scenarios=3) == ["2 scenarios came out, and 3 are expected: scenarios were lost"]
    assert problems(priced, scenarios=2) == [
        "3 scenarios came out, and 2 are expected: there are more than were asked for"
    ]
    # One without a name counts as one.
    assert problems(price(one()), scenarios=1) == []
    [problem] = problems(price(one()), scenarios=2)
    assert problem == "there is no column `scenario`, and 2 scenarios are expected"
    # Nothing came in, so nothing was lost.
    nothing = priced.schema.empty_table()
    assert reinstate.control(nothing, rows_in=0, scenarios=3)["problems"] == []
    assert len(reinstate.control(nothing, rows_in=1, scenarios=3)["problems"]) == 2
    for scenarios in (-1, "a", 1.5):
        with pytest.raises((TypeError, OverflowError)):
            problems(priced, scenarios=scenarios)


def test_columns_that_cannot_be_added_up(priced):
    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.control(priced.drop_columns(["first", "account"]), rows_in=1)
    assert {problem.path for problem in raised.value.problems} == {"first", "account"}
    place = priced.column_names.index("total")
    floats = priced.set_column(place, "total", priced["total"].cast(pa.float64()))
    with pytest.raises(reinstate.ReinstateError, match="decimal"):
        reinstate.control(floats, rows_in=1)
    for rows_in in (-1, "a", 1.5):
        with pytest.raises((TypeError, OverflowError)):
            reinstate.control(priced, rows_in=rows_in)
    with pytest.raises(TypeError):
        reinstate.control(priced)


def test_totals_without_a_currency_are_seen(priced):
    place = priced.column_names.index("currency")
    nothing = pa.nulls(priced.num_rows, pa.string())
    found = reinstate.control(priced.set_column(place, "currency", nothing), rows_in=priced.num_rows)
    assert found["totals"] == {}
    assert "have a total and no currency" in found["problems"][0]

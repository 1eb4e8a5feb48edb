"""What is wrong is said: at the call where it is the call's, else in the row."""

from datetime import date, datetime

import pyarrow as pa
import pytest

import reinstate
from conftest import QUOTE_DATE, ROW, one, only, price, table


def problems(call, *arguments, **options) -> list[reinstate.Problem]:
    with pytest.raises(reinstate.ReinstateError) as raised:
        call(*arguments, **options)
    assert isinstance(raised.value, ValueError)
    for problem in raised.value.problems:
        assert problem.message in str(raised.value)
        assert problem.hint and problem.hint in str(raised.value)
    return raised.value.problems


def refused(given, **options) -> list[reinstate.Problem]:
    return problems(reinstate.price, given, **{"quote_date": QUOTE_DATE, **options})


@pytest.mark.parametrize("given", [None, 1, "text", [ROW], {"org_id": ["A"]}], ids=type)
def test_what_is_no_table_of_arrow(given):
    for call in (reinstate.price, reinstate.price_accounts):
        with pytest.raises(TypeError, match="__arrow_c_stream__.*__arrow_c_array__"):
            call(given, quote_date=QUOTE_DATE)
    with pytest.raises(TypeError, match="__arrow_c_stream__.*__arrow_c_array__"):
        reinstate.control(given, rows_in=1)
    with pytest.raises(TypeError, match="__arrow_c_schema__"):
        reinstate.schema(given)


def test_arrays_that_are_no_rows():
    [problem] = refused(pa.array([1, 2]))
    assert problem.code == "no-table"
    [problem] = refused(pa.array([ROW, None]))
    assert (problem.code, problem.message) == ("no-table", "1 rows of the array are null")
    [problem] = refused(pa.chunked_array([[1, 2]]))
    assert problem.code == "no-table"


def test_rows_that_are_null_in_a_stream():
    """What is behind them is no row; the last piece is cut so that its null is before it."""
    hidden = pa.StructArray.from_arrays(
        [pa.array([value, value]) for value in ROW.values()], list(ROW), mask=pa.array([True, False])
    )
    whole = pa.chunked_array([pa.array([ROW]), hidden[1:]])
    assert [str(total) for total in price(whole, grouped=False, keep=[])["total"].to_pylist()] == [
        "108527.220000", "108527.220000",
    ]
    for given in (pa.chunked_array([pa.array([ROW]), hidden]), pa.chunked_array([hidden])):
        for grouped in (True, False):
            with pytest.raises(Exception, match="1 rows of the array are null"):
                price(given, grouped=grouped)


def test_an_array_of_rows_is_a_table():
    [batch] = one().to_batches()
    rows = pa.array([ROW])
    assert only(batch)["total"] == only(rows)["total"] == only(one())["total"]


def test_a_column_that_lacks():
    [problem] = refused(one(owned=...))
    assert "lacks the columns owned" in problem.message


def test_a_column_that_is_there_twice():
    given = one()
    [problem] = refused(given.append_column("owned", given["owned"]))
    assert "owned" in problem.message
    given = given.append_column("mine", given["owned"]).append_column("mine", given["owned"])
    assert only(given)["total"] is not None
    [problem] = refused(given, keep=["mine"])
    assert (problem.code, problem.path) == ("bad-keep", "mine")


@pytest.mark.parametrize("slip", ["release", "retire"])
def test_a_slip_of_the_pen(slip):
    """It must not pass for a column that means nothing."""
    given = one(**{slip[:-1]: "20", slip: ...})
    [problem] = refused(given)
    assert f"`{slip[:-1]}`" in problem.message
    assert f"`{slip}`" in problem.message + problem.hint


@pytest.mark.parametrize("spelt", [str.upper, lambda name: name.replace("_", " ").title()])
def test_names_in_other_spelling(spelt):
    """Case, spaces, hyphens and underscores do not count, in `keep` neither."""
    given = one().rename_columns([spelt(name) for name in ROW])
    found = price(given)
    assert found.column_names[:3] == [spelt(name) for name in ("org_id", "product_line", "edition")]
    assert found["total"].to_pylist() == price(one())["total"].to_pylist()


def test_all_columns_that_are_wrong_are_said_at_once():
    found = refused(one(owned=pa.array([True]), retire=pa.array([[1]])), keep=["nothing", "total"])
    assert [problem.path for problem in found] == ["owned", "retire", "nothing", "total"]


def test_keep():
    [problem] = refused(one(), keep=["org_id", "editon"])
    assert (problem.code, problem.path, problem.hint) == ("bad-keep", "editon", "did you mean `edition`?")
    for name in ("currency", "Currency"):
        [problem] = refused(one(), keep=[name])
        assert "a column of the prices is called `currency`" in problem.message
    [problem] = refused(one(), keep=["org_id", "org_id"])
    assert "twice" in problem.message
    # `control` would take its values for names of price books.
    for books in (None, {"a": reinstate.Books()}):
        for name in ("scenario", "Scenario"):
            [problem] = refused(one(**{name: "x"}), keep=[name], books=books)
            assert (problem.code, problem.path) == ("bad-keep", name)
            assert "rename it in the table, as `my_scenario`" in problem.hint
    assert price(one(scenario="x")).column_names[:4] == ["org_id", "product_line", "edition", "account"]
    assert price(one(my_scenario="x"), keep=["my_scenario"])["my_scenario"].to_pylist() == ["x"]
    with pytest.raises(TypeError):
        price(one(), keep="org_id")
    assert price(one(), keep=()).column_names[0] == "account"


@pytest.mark.parametrize(
    "asked, column", [("book version", "book_version"), ("GAP-DAYS", "gap_days"), ("forwardfrom", "Forward_From")]
)
def test_keep_finds_a_name_of_the_prices_in_any_spelling(asked, column):
    """It finds the column, which would come out beside one of its name."""
    [problem] = refused(one(**{column: "x"}), keep=[asked])
    assert (problem.code, problem.path) == ("bad-keep", asked)
    assert f"`{column}`" in problem.message and f"`{column.lower()}`" in problem.message
    # A name that is only like it parts the two.
    assert price(one(**{"book version": "x"}), keep=["book version"]).column_names[0] == "book version"


@pytest.mark.parametrize("day", ["24/11/2026", "2026-11-31", "", "2026-11-24T00:00:00", "3026-01-01"])
def test_quote_dates_that_are_none(day):
    for call in (reinstate.price, reinstate.price_accounts):
        given = one() if call is reinstate.price else pa.array([[ROW]])
        [problem] = problems(call, given, quote_date=day)
        assert (problem.code, problem.path) == ("bad-date", "quote_date")


def test_a_quote_date_has_to_be_named():
    """Workers must not have a clock of their own."""
    with pytest.raises(TypeError, match="quote_date"):
        reinstate.price(one())
    for day in (None, 20261124, datetime(2026, 11, 24)):
        with pytest.raises(TypeError, match="quote_date"):
            reinstate.price(one(), quote_date=day)
    assert only(one(), quote_date=date(2026, 11, 24)) == only(one())


def test_days_that_are_asked_for():
    [problem] = refused(one(), due_from="2026-02-30")
    assert problem.path == "due_from"
    [problem] = refused(one(), due_from="2026-12-02", due_through=date(2026, 12, 1))
    assert "after" in problem.message
    row = only(one(), due_from=date(2026, 4, 1))
    assert (row["code"], row["reason"], row["first"], row["total"]) == ("not-due", None, True, None)


@pytest.mark.parametrize(
    "changes, code, words",
    [
        ({"owned": pa.array([12.5])}, "bad-number", "12.5"),
        ({"owned": pa.array([-1])}, "out-of-range", "-1"),
        ({"covered_through": pa.array([datetime(2026, 3, 31, 7)])}, "bad-date", "2026-03-31T07:00"),
        ({"org_id": pa.array([None], pa.string())}, "missing-value", "org_id"),
    ],
    ids=str,
)
def test_values_that_are_wrong_reject_their_row(changes, code, words):
    row = only(one(**changes))
    assert row["code"] == code
    assert words in row["reason"]


def test_books_that_are_none():
    for books in (1, "2026.1", ["a"]):
        with pytest.raises(TypeError, match="books"):
            price(one(), books=books)
    with pytest.raises(TypeError, match=r'books\["a"\]'):
        price(one(), books={"a": "text"})
    with pytest.raises(TypeError):
        price(one(), books={1: reinstate.Books()})
    [problem] = refused(one(), books={})
    assert problem.code == "no-books"


def test_options_have_names():
    with pytest.raises(TypeError):
        reinstate.price(one(), QUOTE_DATE)
    with pytest.raises(TypeError):
        reinstate.price(one(), quote_date=QUOTE_DATE, grouping=True)


def test_an_error_of_the_source_is_said():
    def batches():
        yield from table([ROW]).to_batches()
        raise RuntimeError("the source broke off")

    given = pa.RecordBatchReader.from_batches(one().schema, batches())
    with pytest.raises(Exception, match="the source broke off"):
        price(given)


def test_an_exception_goes_to_another_process_whole():
    import pickle

    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.price(one(owned=...), quote_date=QUOTE_DATE)
    there = pickle.loads(pickle.dumps(raised.value))
    assert (str(there), there.problems) == (str(raised.value), raised.value.problems)

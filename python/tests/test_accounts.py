"""Lists of rows: one value for each account, which no engine can cut."""

import pyarrow as pa
import pytest

import reinstate
from conftest import QUOTE_DATE, ROW


def lists(some: pa.Table) -> pa.ListArray:
    accounts = {}
    for row in some.to_pylist():
        accounts.setdefault(row["org_id"], []).append(row)
    of = pa.list_(pa.struct(list(some.schema)))
    return pa.array(accounts.values(), of)


def test_lists_have_the_prices_of_rows(some, priced):
    given = lists(some)
    found = pa.array(reinstate.price_accounts(given, quote_date=QUOTE_DATE))
    assert len(found) == len(given)
    assert found.type == pa.list_(pa.struct(list(priced.schema)))
    assert found.value_lengths().equals(given.value_lengths())
    assert found.flatten().to_pylist() == priced.to_pylist()
    twice = reinstate.price_accounts(given, quote_date=QUOTE_DATE, books=dict.fromkeys("ab", reinstate.Books()))
    twice = pa.array(twice)
    assert [len(rows) for rows in twice.to_pylist()] == [2 * len(rows) for rows in given.to_pylist()]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_columns_in_pieces(some, size):
    given = lists(some)
    whole = pa.array(reinstate.price_accounts(given, quote_date=QUOTE_DATE))
    pieces = pa.chunked_array([given.slice(start, size) for start in range(0, len(given), size)])
    assert pa.array(reinstate.price_accounts(pieces, quote_date=QUOTE_DATE)).equals(whole)
    part = pa.array(reinstate.price_accounts(given.slice(3, size), quote_date=QUOTE_DATE))
    assert part.to_pylist() == whole.slice(3, size).to_pylist()


def test_large_lists(some):
    given = lists(some)
    of = pa.large_list(given.type.value_type)
    found = reinstate.price_accounts(given.cast(of), quote_date=QUOTE_DATE)
    assert pa.array(found).equals(pa.array(reinstate.price_accounts(given, quote_date=QUOTE_DATE)))


def test_no_list_and_no_rows():
    of = pa.list_(pa.struct({name: pa.string() for name in ROW}))
    given = pa.array([[], None, [ROW], [None]], of)
    found = reinstate.price_accounts(given, quote_date=QUOTE_DATE)
    assert len(found) == 4
    empty, none, row, nothing = pa.array(found).to_pylist()
    assert (empty, none) == ([], None)
    assert str(row[0]["total"]) == "108527.220000"
    assert (nothing[0]["code"], nothing[0]["org_id"]) == ("missing-value", None)
    for none in (pa.array([], of), pa.chunked_array([], of)):
        assert len(reinstate.price_accounts(none, quote_date=QUOTE_DATE)) == 0
    # Rows behind a list that is none, which nobody sees.
    hidden = pa.ListArray.from_arrays(
        pa.array([0, 1, 2], pa.int32()), pa.array([ROW, {**ROW, "org_id": "B"}]),
        mask=pa.array([True, False]),
    )
    found = pa.array(reinstate.price_accounts(hidden, quote_date=QUOTE_DATE)).to_pylist()
    assert found[0] is None and [row["org_id"] for row in found[1]] == ["B"]


def test_an_account_in_two_lists_is_seen():
    given = pa.array([[ROW], [{**ROW, "org_id": "B"}], [ROW]])
    found = pa.array(reinstate.price_accounts(given, quote_date=QUOTE_DATE)).flatten()
    assert [row["code"].as_py() for row in found] == [None, None, "account-not-adjacent"]


@pytest.mark.parametrize(
    "given",
    [pa.array([1]), pa.array([ROW]), pa.array([[1]]), pa.array([[ROW]], pa.list_view(pa.struct({name: pa.string() for name in ROW})))],
    ids=lambda given: str(given.type)[:20],
)
def test_what_are_no_lists_of_rows(given):
    with pytest.raises(reinstate.ReinstateError) as raised:
        reinstate.price_accounts(given, quote_date=QUOTE_DATE)
    [problem] = raised.value.problems
    assert problem.code == "no-lists"


def test_columns_of_rows_are_those_of_a_table():
    with pytest.raises(reinstate.ReinstateError, match="lacks the columns"):
        reinstate.price_accounts(pa.array([[{"org_id": "A"}]]), quote_date=QUOTE_DATE)
    with pytest.raises(reinstate.ReinstateError, match="`owned` is of the type"):
        reinstate.price_accounts(pa.array([[{**ROW, "owned": True}]]), quote_date=QUOTE_DATE)
    found = reinstate.price_accounts(pa.array([[ROW]]), quote_date=QUOTE_DATE, keep=["owned"])
    assert list(pa.array(found).to_pylist()[0][0])[:2] == ["owned", "account"]

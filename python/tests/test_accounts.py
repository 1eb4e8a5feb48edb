"""Lists of rows: one value for each account, which no engine can cut."""

import array
import importlib.util
import sys
import types

import pyarrow as pa
import pytest

import reinstate
from conftest import QUOTE_DATE, ROOT, ROW


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


def listed(offsets: list[int], rows: int, large: bool) -> pa.Array:
    """Lists with these offsets, of so many rows of several accounts."""
    rows = pa.array([{**ROW, "org_id": f"ORG-{row}"} for row in range(rows)])
    # pyarrow looks at the offsets as it makes an array; other programs do not.
    memory = array.array("q" if large else "i", [0] * len(offsets))
    buffers = [None, pa.py_buffer(memory)]
    of = pa.large_list if large else pa.list_
    lists = pa.Array.from_buffers(of(rows.type), len(offsets) - 1, buffers, children=[rows])
    for place, offset in enumerate(offsets):
        memory[place] = offset
    return lists


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("offsets", [[0, 1, 3], [2, 3], [0, 2, 1], [-1, 1]], ids=str)
def test_offsets_beyond_the_rows(offsets, large):
    """They are no rows without values: whoever made them mixed up two tables."""
    given = listed(offsets, 2, large)
    for lists in (given, pa.chunked_array([listed([0, 1], 1, large), given])):
        with pytest.raises(ValueError, match="rows from .* and 2 rows are there"):
            reinstate.price_accounts(lists, quote_date=QUOTE_DATE)


@pytest.fixture
def of_daft(monkeypatch):
    """The example, without Daft: what it does with arrays."""
    daft = types.ModuleType("daft")
    daft.DataType = daft.col = None
    monkeypatch.setitem(sys.modules, "daft", daft)
    spec = importlib.util.spec_from_file_location("daft_example", ROOT / "examples/engines/daft.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.accounts_of


@pytest.mark.parametrize("of", [pa.list_, pa.large_list], ids=["list", "large_list"])
def test_the_lists_of_daft(of_daft, of):
    """A piece of a column has offsets from the middle of its values, and lists may be none."""
    a = pa.array([["x"], ["a", "b"], None, ["c"], []], of(pa.string()))
    b = pa.array([[0], [1, 2], None, [3], []], of(pa.int64()))
    rows = [[{"a": "x", "b": 0}], [{"a": "a", "b": 1}, {"a": "b", "b": 2}], [], [{"a": "c", "b": 3}], []]
    for start in range(5):
        found = of_daft([a[start:], b[start:]], ["a", "b"])
        found.validate(full=True)
        assert found.to_pylist() == rows[start:]
        assert pa.types.is_large_list(found.type) == (of is pa.large_list)
    assert of_daft([a[:0], b[:0]], ["a", "b"]).to_pylist() == []
    # Values behind a list that is none are nobody's.
    hidden = pa.ListArray.from_arrays(
        pa.array([0, 2, 3], pa.int32()), pa.array(["n", "n", "c"]), mask=pa.array([True, False])
    )
    assert of_daft([hidden], ["a"]).to_pylist() == [[], [{"a": "c"}]]
    # Columns whose cells would be those of other rows.
    with pytest.raises(ValueError, match="not of one length"):
        of_daft([pa.array([["a"], ["b", "c"]]), pa.array([[1, 2], [3]])], ["a", "b"])

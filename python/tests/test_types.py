"""Every type of Arrow that a column may have means what the guide's table for Parquet says."""

from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa
import pytest

import reinstate
from conftest import ROW, one, only, price

TOTAL = Decimal("108527.22")
DAY = date(2026, 3, 31)
MIDNIGHT = datetime(2026, 3, 31)
MORNING = datetime(2026, 3, 31, 10, 30)
TEXTS = [pa.string(), pa.large_string(), pa.string_view()]
INTEGERS = [pa.int16(), pa.int32(), pa.int64(), pa.uint16(), pa.uint32(), pa.uint64()]
DECIMALS = [
    pa.decimal32(5, 2), pa.decimal64(12, 4), pa.decimal128(20, 0), pa.decimal128(38, 30),
    pa.decimal256(76, 60), pa.decimal256(40, 2), pa.decimal128(5, -2), pa.decimal256(50, -2),
]
UNITS = ["s", "ms", "us", "ns"]


def column(value, of):
    return pa.array([value], of)


@pytest.mark.parametrize("of", TEXTS, ids=str)
def test_text_is_itself(of):
    given = one(**{name: column(text, of) for name, text in ROW.items()})
    assert only(given)["total"] == TOTAL


@pytest.mark.parametrize("keys", [pa.int8(), pa.int16(), pa.int64(), pa.uint8(), pa.uint32()], ids=str)
@pytest.mark.parametrize("of", TEXTS, ids=str)
def test_text_by_dictionary(keys, of):
    def shared(text):
        values = pa.array(["nothing", None, text], of)
        return pa.DictionaryArray.from_arrays(pa.array([2], keys), values)

    row = only(one(**{name: shared(text) for name, text in ROW.items()}))
    assert (row["total"], row["org_id"]) == (TOTAL, "ORG-1")


def test_a_null_of_a_dictionary_is_not_given():
    for places, values in ([None], ["x"]), ([1], ["x", None]):
        shared = pa.DictionaryArray.from_arrays(pa.array(places, pa.int8()), pa.array(values))
        assert only(one(owned=shared))["code"] == "missing-value"
    # A dictionary without values, of rows that have none.
    nothing = pa.DictionaryArray.from_arrays(pa.array([None], pa.int8()), pa.array([], pa.string()))
    assert only(one(retire=nothing))["quantity"] == 500


def test_whole_numbers_by_dictionary():
    shared = pa.DictionaryArray.from_arrays(pa.array([1], pa.int8()), pa.array([7, 500]))
    assert only(one(owned=shared))["total"] == TOTAL


@pytest.mark.parametrize("of", INTEGERS, ids=str)
def test_whole_numbers_are_their_digits(of):
    assert only(one(owned=column(500, of)))["total"] == TOTAL


@pytest.mark.parametrize("of", [pa.int8(), pa.uint8()], ids=str)
def test_small_whole_numbers(of):
    assert only(one(retire=column(20, of)))["total"] == TOTAL


@pytest.mark.parametrize("of", [pa.float32(), pa.float64()], ids=str)
def test_floats_that_are_whole(of):
    assert only(one(owned=column(500.0, of)))["total"] == TOTAL
    for value in (500.5, float("nan"), float("inf"), 1e30):
        row = only(one(owned=column(value, of)))
        assert (row["code"], row["total"]) == ("bad-number", None), value


def test_floats_are_never_rounded():
    """From 2^53 on a float may stand for another number (the guide)."""
    assert only(one(owned=column(2.0**53, pa.float64())))["code"] == "bad-number"
    assert only(one(owned=column(2.0**24, pa.float32())))["code"] == "bad-number"


@pytest.mark.parametrize("of", DECIMALS, ids=str)
def test_decimals_that_are_whole(of):
    assert only(one(owned=column(Decimal(500), of)))["total"] == TOTAL


@pytest.mark.parametrize("of", [of for of in DECIMALS if of.scale > 0], ids=str)
def test_decimals_that_are_not_whole(of):
    row = only(one(owned=column(Decimal("500.5"), of)))
    assert row["code"] == "bad-number"
    assert "500.5" in row["reason"]


@pytest.mark.parametrize("of", [pa.date32(), pa.date64()], ids=str)
def test_dates(of):
    assert only(one(covered_through=column(DAY, of)))["total"] == TOTAL


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Amsterdam"])
def test_moments_at_midnight(unit, zone):
    """Midnight is that of UTC, whatever zone a column shows its moments in."""
    of = pa.timestamp(unit, zone)
    midnight = pa.array([MIDNIGHT], pa.timestamp(unit)).cast(pa.int64()).cast(of)
    assert only(one(covered_through=midnight))["total"] == TOTAL
    morning = pa.array([MORNING], pa.timestamp(unit)).cast(pa.int64()).cast(of)
    row = only(one(covered_through=morning))
    assert row["code"] == "bad-date"
    assert "2026-03-31T10:30" in row["reason"]


def test_moments_beyond_all_days():
    for value in (2**62, -(2**62)):
        moment = pa.array([value]).cast(pa.timestamp("s"))
        assert only(one(covered_through=moment))["code"] == "bad-date"


@pytest.mark.parametrize("of", [pa.null(), *TEXTS, pa.int64(), pa.float64(), pa.date32()], ids=str)
def test_a_null_is_not_given(of):
    nothing = column(None, of)
    assert only(one(retire=nothing))["quantity"] == 500
    row = only(one(owned=nothing))
    assert (row["code"], row["first"]) == ("missing-value", True)
    row = only(one(org_id=nothing))
    assert (row["code"], row["first"], row["account"]) == ("missing-value", False, None)


def test_an_empty_text_is_not_given():
    assert only(one(retire=""))["quantity"] == 500


def test_text_that_only_looks_like_a_number_is_no_other_number():
    """Neither 1 nor 1250: this is why text is handed over as text."""
    row = only(one(owned="1.250"))
    assert (row["code"], row["total"]) == ("bad-number", None)


def test_negative_counts():
    for value in (column(-500, pa.int32()), column(-500.0, pa.float64()), "-500"):
        assert only(one(owned=value))["code"] in ("bad-number", "out-of-range")


def test_text_that_is_no_utf8():
    """A program may hand over text as its bytes are; nobody checks it on the way."""
    offsets = pa.py_buffer(b"\0\0\0\0\4\0\0\0")
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"N\xffrd")])
    for name in ("customer", "edition", "org_id"):
        row = only(one(**{name: broken}), keep=[])
        assert row["code"] == "not-utf8", name
        assert row["first"] is (name != "org_id")
    view = pa.Array.from_buffers(
        pa.string_view(), 1, [None, pa.py_buffer(b"\4\0\0\0N\xffrd\0\0\0\0\0\0\0\0")]
    )
    assert only(one(customer=view))["code"] == "not-utf8"


def test_slices_of_columns():
    """Columns that begin in the middle of their buffers."""
    for of, before, value, after in [
        (pa.string(), "1", "500", None),
        (pa.string_view(), "1", "500", None),
        (pa.int64(), None, 500, 7),
        (pa.float64(), 1.5, 500.0, None),
        (pa.decimal128(10, 2), None, Decimal(500), Decimal("1.25")),
        (pa.dictionary(pa.int8(), pa.string()), "1", "500", None),
    ]:
        owned = pa.array([before, value, after], of).slice(1, 1)
        assert only(one(owned=owned))["total"] == TOTAL, of


UNREADABLE = [
    pa.array([True]),
    pa.array([b"500"]),
    pa.array([b"500"], pa.large_binary()),
    pa.array([b"500"], pa.binary_view()),
    pa.array([b"500"], pa.binary(3)),
    pa.array([[500]]),
    pa.array([[500]], pa.large_list(pa.int64())),
    pa.array([[500]], pa.list_(pa.int64(), 1)),
    pa.array([{"count": 500}]),
    pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
    pa.array([500], pa.duration("s")),
    pa.array([500], pa.time32("s")),
    pa.array([500], pa.time64("us")),
    pa.array([500.0], pa.float16()),
    pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array(["500"])),
    pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array([b"500"])),
    pa.array([(1, 2, 3)], pa.month_day_nano_interval()),
]


@pytest.mark.parametrize("given", UNREADABLE, ids=lambda given: str(given.type))
def test_what_no_cell_can_be_is_an_error_at_the_call(given):
    """No type is silently empty: not even in a column that need not be there."""
    for name in ("owned", "retire", "release"):
        with pytest.raises(reinstate.ReinstateError) as raised:
            reinstate.price(one(**{name: given}), quote_date="2026-11-24")
        [problem] = raised.value.problems
        assert (problem.code, problem.path) == ("bad-column-type", name)
        assert f"`{name}` is of the type" in problem.message
        assert "give text" in problem.hint


@pytest.mark.parametrize("given", UNREADABLE, ids=lambda given: str(given.type))
def test_a_column_that_means_nothing_may_be_anything(given):
    """And comes through as it came."""
    found = price(one(mine=given), keep=["mine"])
    assert found["total"].to_pylist() == [TOTAL]
    assert found["mine"].type == given.type
    assert found["mine"].to_pylist() == given.to_pylist()
    twice = price(one(mine=given), keep=["mine"], books=dict.fromkeys("ab", reinstate.Books()))
    assert twice["mine"].to_pylist() == given.to_pylist() * 2


def test_kept_columns_come_through_as_they_came(some):
    shared = some["edition"].combine_chunks().dictionary_encode()
    nested = pa.array([{"row": place, "parts": [place] * (place % 3)} for place in range(some.num_rows)])
    given = some.append_column("shared", shared).append_column("nested", nested)
    batches = given.to_batches(max_chunksize=77)
    reader = pa.RecordBatchReader.from_batches(given.schema, batches)
    found = price(reader, keep=["nested", "shared", "owned"])
    for name in ("nested", "shared", "owned"):
        assert found.schema.field(name).type == given.schema.field(name).type
        assert found[name].to_pylist() == given[name].to_pylist()


def test_moments_of_today_in_another_zone_are_no_days():
    """Midnight in Amsterdam is no midnight of UTC, and is not taken for a day."""
    moment = datetime(2026, 3, 30, 22, 0, tzinfo=timezone.utc)
    row = only(one(covered_through=pa.array([moment], pa.timestamp("us", "Europe/Amsterdam"))))
    assert row["code"] == "bad-date"


@pytest.mark.parametrize("type", [pa.float64(), pa.float32()])
def test_what_is_no_number_is_nobodys_id(type):
    """Polars has NaN beside null; rows of nobody would be one account."""
    ids = pa.array([float("nan"), float("nan"), 7.0], type)
    found = price(pa.table({name: pa.array([value] * 3) for name, value in ROW.items()} | {"org_id": ids}), keep=[])
    rows = found.to_pylist()
    assert [(row["account"], row["code"]) for row in rows] == [(None, "missing-value")] * 2 + [("7", None)]

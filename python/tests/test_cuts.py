"""How a table is cut, and in which order its accounts stand, changes nothing."""

import random

import pyarrow as pa
import pytest

import reinstate
from conftest import DEARER, NAME, QUOTE_DATE, ROW, price, table

ACCOUNT_ROWS_MAX = 10_000


def reader(given: pa.Table, rows: int) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(given.schema, given.to_batches(max_chunksize=rows))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
@pytest.mark.parametrize("grouped", [True, False])
def test_any_cut_gives_the_same_rows(some, priced, size, grouped):
    assert price(reader(some, size), grouped=grouped).equals(priced)


def test_cuts_of_any_size_give_the_same_rows(some, priced):
    chance = random.Random(4)
    for _ in range(5):
        batches, start = [], 0
        while start < some.num_rows:
            # Empty batches, too.
            size = chance.choice([0, 1, 2, 5, 400])
            batches += some.slice(start, size).combine_chunks().to_batches() or [
                pa.RecordBatch.from_pylist([], some.schema)
            ]
            start += size
        given = pa.RecordBatchReader.from_batches(some.schema, batches)
        assert price(given).equals(priced)


def test_rows_in_any_order_come_back_in_that_order(some, priced):
    """Without neighbours: each row has its price, where it stands."""
    order = list(range(some.num_rows))
    random.Random(9).shuffle(order)
    # The rows of an account stay in their own order, which reasons name them by.
    ids = some["org_id"].to_pylist()
    places = {}
    for place in order:
        places.setdefault(ids[place], []).append(place)
    for account in places.values():
        account.sort(reverse=True)
    order = [places[ids[place]].pop() for place in order]
    given = some.take(order)
    expected = priced.take(order).drop_columns("first")
    found = price(given, grouped=False)
    assert found.drop_columns("first").equals(expected)
    seen = set()
    for row in found.select(["account", "first"]).to_pylist():
        assert row["first"] == (row["account"] not in seen)
        seen.add(row["account"])
    # In the order of the ids as well, as an engine has it after a shuffle.
    by_id = sorted(range(some.num_rows), key=lambda place: (ids[place] or "", place))
    assert price(some.take(by_id)).equals(priced.take(by_id))


@pytest.mark.parametrize("size", [1, 3, 1_000, 12_000, 100_000])
def test_an_account_that_is_too_large_is_rejected_as_a_whole(size):
    """50,000 rows of one account between two others."""
    large = [{**ROW, "org_id": "LARGE"}] * (50_000 if size > 3 else ACCOUNT_ROWS_MAX + 50)
    given = table([{**ROW, "org_id": "A"}, *large, {**ROW, "org_id": "B"}])
    found = price(reader(given, size))
    codes = found["code"].to_pylist()
    assert (codes[0], codes[-1]) == (None, None)
    assert set(codes[1:-1]) == {"account-too-large"}
    assert len(set(found["reason"].to_pylist()[1:-1])) == 1
    assert found["first"].to_pylist() == [True, True] + [False] * (len(large) - 1) + [True]
    assert reinstate.control(found, rows_in=given.num_rows)["problems"] == []


OTHER = {
    **dict.fromkeys(ROW), "row_kind": "other", "product_line": "virtual-apps-desktops",
    "service_level": "select", "covered_through": "2027-03-31", "annual_value": "100.00",
}


@pytest.mark.parametrize(
    "rows",
    [
        # Their amount is in the currency of another row, which is in another batch.
        [OTHER] * 12_000,
        # The first of them says it for all that are equal.
        [{**ROW, "concession_rate": "5%"}] * 12_000,
        [{**ROW, "tax_name": "VAT"}, {**ROW, "term_years": None}] * 6_000,
    ],
    ids=["amounts of other contracts", "half of a concession", "half of a tax and no term"],
)
def test_reasons_of_an_account_that_is_too_large_do_not_depend_on_cuts(rows):
    columns = dict.fromkeys(name for row in [ROW, *rows[:2]] for name in row)
    given = table([{**dict.fromkeys(columns), **row, "org_id": "LARGE"} for row in [ROW, *rows, ROW]])
    whole = price(given)
    assert None not in whole["code"].to_pylist()
    assert all("the account has more than" in reason for reason in whole["reason"].to_pylist())
    for size in (999, 1_000, 7_000, 10_001):
        assert price(reader(given, size)).equals(whole), size


@pytest.mark.parametrize("grouped", [True, False])
def test_many_rows_without_an_account_part_none(grouped):
    """Before, among and behind the rows of an account, in more batches than wait where nobody owns them."""
    nobody = [None] * 42_000
    given = table([{**ROW, "org_id": id} for id in [*nobody, "A", *nobody, "A", *nobody, "B"]])
    found = price(reader(given, 1_000), grouped=grouped)
    assert found.equals(price(given))
    codes = [(account, code) for account, code in zip(found["account"].to_pylist(), found["code"].to_pylist())]
    assert set(codes) == {(None, "missing-value"), ("A", None), ("B", None)}
    assert reinstate.control(found, rows_in=given.num_rows)["problems"] == []


@pytest.mark.parametrize("size", [1_000, 12_000, 100_000])
def test_rows_without_an_account_among_those_of_one_that_is_too_large(size):
    rows = [{**ROW, "org_id": None if place % 10 == 3 else "LARGE"} for place in range(25_000)]
    given = table([{**ROW, "org_id": "A"}, *rows, {**ROW, "org_id": "B"}])
    found = price(reader(given, size))
    assert found.equals(price(given))
    codes = found["code"].to_pylist()
    assert (codes[0], codes[-1]) == (None, None)
    expected = ["missing-value" if row["org_id"] is None else "account-too-large" for row in rows]
    assert codes[1:-1] == expected
    assert reinstate.control(found, rows_in=given.num_rows)["problems"] == []


def test_as_many_rows_as_an_account_may_have():
    rows = [{**ROW, "org_id": "FULL"}] * ACCOUNT_ROWS_MAX
    given = table([*rows, ROW])
    whole = price(given)
    assert "account-too-large" not in whole["code"].to_pylist()
    assert price(reader(given, 999)).equals(whole)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_rows_without_an_account_are_rejected_alone(size):
    ids = ["A", None, "A", "B", None, None, "C", " ", "C", None]
    given = table([{**ROW, "org_id": id} for id in ids])
    found = price(reader(given, size))
    assert found.equals(price(given))
    rows = found.to_pylist()
    for id, row in zip(ids, rows):
        named = id if id and id.strip() else None
        assert row["account"] == named
        if named is None:
            assert (row["code"], row["first"]) == ("missing-value", False)
        else:
            assert row["code"] is None
    # They part none: where they stand says nothing once an engine has sorted.
    firsts = [row["first"] for row in rows if row["account"]]
    assert firsts == [True, False, True, True, False]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_an_account_that_comes_back_is_rejected_and_seen(size):
    given = table([{**ROW, "org_id": id} for id in ["A", "B", "A"]])
    found = price(reader(given, size))
    assert found["code"].to_pylist() == [None, None, "account-not-adjacent"]
    assert found["first"].to_pylist() == [True, True, True]
    [problem] = reinstate.control(found, rows_in=3)["problems"]
    assert "3 rows are the first of an account, and there are 2 accounts" in problem


def test_ids_are_compared_without_spaces_and_composed():
    ids = [" ORG-\u00e9", "ORG-e\u0301 ", "ORG-\u00e9"]
    found = price(table([{**ROW, "org_id": id} for id in ids]))
    assert found["account"].to_pylist() == ["ORG-\u00e9"] * 3
    assert found["first"].to_pylist() == [True, False, False]
    assert found["org_id"].to_pylist() == ids


def test_rejects_go_in_again(rows, tmp_path):
    """The rejects of a run have a line for each further reason, which is no row of its own."""
    names = [*ROW, "row", "code", "column", "reason"]
    own = {**ROW, "row": "1", "code": "bad-number", "column": "owned", "reason": "..."}
    further = dict.fromkeys(names) | {"row": "1", "code": "bad-date", "reason": "..."}
    given = table([own, further, {**own, "row": "2"}, further | {"row": "2"}, further | {"row": "2"}])
    whole = price(given)
    assert whole["code"].to_pylist() == [None, "further-reason", None, "further-reason", "further-reason"]
    for size in (1, 2, 3, 4):
        assert price(reader(given, size)).equals(whole), size


def test_several_books_in_one_pass(some, priced):
    """Row by row, and for each row book by book; each as if it were the only one."""
    texts = {"a": reinstate.Books(), "b": reinstate.Books({NAME: DEARER})}
    found = price(some, books=texts)
    assert found.column_names == ["scenario", *priced.column_names]
    assert found["scenario"].to_pylist() == ["a", "b"] * some.num_rows
    for place in range(2):
        own = found.take(list(range(place, found.num_rows, 2))).drop_columns("scenario")
        assert own.equals(price(some, books=texts["ab"[place]]))
    # Both were looked at: they do not come to the same.
    assert not price(some, books=texts["b"]).equals(priced)
    assert price(reader(some, 7), books=texts).equals(found)
    assert price(some, books=texts, grouped=False).equals(found)
    assert pa.schema(reinstate.schema(some.schema, scenarios=True)) == found.schema


def test_what_comes_out_has_the_promised_columns(some, priced):
    assert pa.schema(reinstate.schema(some.schema)) == priced.schema
    stream = reinstate.price(some, quote_date=QUOTE_DATE)
    assert pa.schema(stream) == priced.schema
    assert str(priced.schema.field("first")) == "pyarrow.Field<first: bool not null>"
    amounts = ["unit_list", "unit_net", "forward", "term_discount", "back_coverage", "penalty", "total"]
    assert {priced.schema.field(name).type for name in amounts} == {pa.decimal128(25, 6)}
    days = ["forward_from", "forward_through"]
    assert {priced.schema.field(name).type for name in days} == {pa.date32()}
    counts = ["quantity", "gap_days"]
    assert {priced.schema.field(name).type for name in counts} == {pa.int64()}
    own = ["account", "status", "currency", "book", "book_version", "code", "reason"]
    assert {priced.schema.field(name).type for name in own} == {pa.string()}


@pytest.mark.parametrize("grouped", [True, False])
def test_no_rows_are_no_rows(some, priced, grouped):
    none = some.schema.empty_table()
    assert price(none, grouped=grouped).equals(priced.schema.empty_table())
    empty = pa.RecordBatch.from_pylist([], some.schema)
    batches = [empty, *some.to_batches(max_chunksize=1_000), empty, empty]
    given = pa.RecordBatchReader.from_batches(some.schema, batches)
    assert price(given, grouped=grouped).equals(priced)

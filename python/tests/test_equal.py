"""The prices are those of the command line, cell by cell."""

import csv
import subprocess
from decimal import Decimal

import pytest

from conftest import QUOTE_DATE, price, program, table

TEXTS = ["status", "currency"]
COUNTS = ["quantity", "gap_days"]
DAYS = ["forward_from", "forward_through"]
AMOUNTS = [
    "unit_list", "unit_net", "forward", "term_discount", "back_coverage", "penalty", "total",
]


@pytest.fixture(scope="module")
def written(rows, tmp_path_factory):
    """What `reinstate batch` writes: lines and rejects, by the number of their rows."""
    folder = tmp_path_factory.mktemp("batch")
    with open(folder / "in.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    arguments = ["--quote-date", QUOTE_DATE, "batch", folder / "in.csv", "--out", folder / "out"]
    done = subprocess.run([program(), *arguments], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr  # some rows are rejected

    def read(name):
        with open(folder / "out" / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    lines = {int(line["row"]): line for line in read("lines.csv")}
    rejects = {}
    for reject in read("rejects.csv"):
        rejects.setdefault(int(reject["row"]), []).append(reject)
    return lines, rejects


@pytest.mark.parametrize("grouped", [True, False])
def test_every_cell_is_that_of_the_command_line(rows, written, grouped):
    lines, rejects = written
    priced = price(table(rows), grouped=grouped).to_pylist()
    assert len(priced) == len(rows)
    assert len(lines) > 10_000 and len(rejects) > 1_000
    cells = 0
    for number, (given, row) in enumerate(zip(rows, priced), start=1):
        for name in ("org_id", "product_line", "edition"):
            assert row[name] == (given[name] or None), number
        assert row["account"] == given["org_id"], number
        if line := lines.get(number):
            assert (row["code"], row["reason"]) == (None, None), number
            expected = {name: line[name] for name in TEXTS}
            expected |= {name: int(line[name]) for name in COUNTS}
            expected |= {name: Decimal(line[name]) for name in AMOUNTS}
            found = {name: row[name] for name in expected}
            assert found == expected, number
            assert [str(row[name]) for name in DAYS] == [line[name] for name in DAYS], number
            assert (row["book"], row["book_version"]) == ("citrix-css", "2026.2"), number
            cells += len(expected) + len(DAYS)
        else:
            reasons = rejects[number]
            assert row["code"] == reasons[0]["code"], number
            assert row["reason"] == "; ".join(one["reason"] for one in reasons), number
            assert all(row[name] is None for name in TEXTS + COUNTS + DAYS + AMOUNTS), number
            cells += 2
    assert cells > 150_000


def test_the_first_row_of_every_account_is_marked(rows):
    priced = price(table(rows)).to_pylist()
    before = None
    for row in priced:
        assert row["first"] == (row["account"] != before)
        before = row["account"]


@pytest.mark.parametrize("grouped", [True, False])
def test_days_that_are_asked_for(rows, grouped, tmp_path):
    """Rows that are not due are skipped, and their number is that of the command line."""
    some = rows[:2_000]
    with open(tmp_path / "in.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(some[0]))
        writer.writeheader()
        writer.writerows(some)
    due = ["--due-from", "2026-12-01", "--due-through", "2027-02-28"]
    out = tmp_path / "out"
    arguments = ["--quote-date", QUOTE_DATE, "batch", tmp_path / "in.csv", "--out", out, *due]
    subprocess.run([program(), *arguments], capture_output=True, check=False)
    with open(out / "lines.csv", newline="", encoding="utf-8") as file:
        lines = {int(line["row"]): Decimal(line["total"]) for line in csv.DictReader(file)}
    with open(out / "rejects.csv", newline="", encoding="utf-8") as file:
        rejected = {int(line["row"]) for line in csv.DictReader(file)}
    priced = price(
        table(some), grouped=grouped, due_from="2026-12-01", due_through="2027-02-28"
    ).to_pylist()
    numbered = list(enumerate(priced, start=1))
    assert {number: row["total"] for number, row in numbered if row["total"] is not None} == lines
    skipped = {number for number, row in numbered if row["code"] == "not-due"}
    assert skipped == set(range(1, len(some) + 1)) - set(lines) - rejected
    assert len(skipped) > 500
    assert {row["reason"] for row in priced if row["code"] == "not-due"} == {None}

"""What the tests share: made-up tables, and the command line to compare with."""

import csv
import io
import os
import random
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

import reinstate

QUOTE_DATE = "2026-11-24"
ROOT = Path(__file__).parents[2]
# The sample books, and that of the day with dearer rates, so that its prices differ.
TEXTS = {path.name: path.read_text("utf-8") for path in (ROOT / "pricing").glob("*.toml")}
NAME = "citrix-css-2026.2.toml"


def dearer() -> str:
    text = TEXTS[NAME]
    for own, other in [('version = "2026.2"', 'version = "2026.2-dearer"'), ('"18%"', '"19%"'), ('"20%"', '"21%"')]:
        assert own in text
        text = text.replace(own, other)
    return text


DEARER = dearer()


def program() -> str:
    """The command line, which REINSTATE_PROGRAM names; or else what cargo built last."""
    named = os.environ.get("REINSTATE_PROGRAM")
    built = [ROOT / "target" / kind / "reinstate" for kind in ("release", "debug")]
    found = [named] if named else [str(path) for path in built if path.is_file()]
    if found:
        return found[0]
    why = "the command line is not built: cargo build"
    if os.environ.get("REINSTATE_TOOLS") == "required":
        pytest.fail(why)
    pytest.skip(why)


def sample(rows: int, seed: int = 1) -> list[dict[str, str]]:
    """Rows as `reinstate batch sample` makes them up."""
    done = subprocess.run(
        [program(), "batch", "sample", "--rows", str(rows), "--seed", str(seed)],
        check=True, capture_output=True, text=True,
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


def spoil(rows: list[dict[str, str]], seed: int) -> list[dict[str, str]]:
    """The same with mistakes in some of them, and several in a few."""
    chance = random.Random(seed)
    mistakes = [
        ("owned", "12,5"), ("owned", "-3"), ("owned", ""), ("retire", "99999999"),
        ("covered_through", "24/11/2026"), ("covered_through", ""), ("edition", "premuim"),
        ("product_line", "nothing-like-it"), ("currency", "XYZ"), ("term_years", "9"),
        ("term_years", "two"), ("program", "enterprise-33"), ("customer", "A\u200bB"),
        ("service_level", "gold"), ("start", "2020-01-01"), ("currency", "JPY"),
        ("customer", "Others"),
    ]
    spoiled = []
    for row in rows:
        if chance.random() < 0.08:
            row = {**row, **dict(chance.sample(mistakes, chance.choice([1, 1, 2, 3])))}
        spoiled.append(row)
    return spoiled


def table(rows: list[dict[str, str]]) -> pa.Table:
    """Rows as a table of texts."""
    names = list(rows[0])
    return pa.table({name: pa.array([row[name] or None for row in rows]) for name in names})


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    """20,000 rows, some of them with mistakes."""
    return spoil(sample(20_000), seed=15)


@pytest.fixture(scope="session")
def some(rows) -> pa.Table:
    """The first of these rows."""
    return table(rows[:3_000])


@pytest.fixture(scope="session")
def priced(some) -> pa.Table:
    return price(some)


def price(given, **options) -> pa.Table:
    """All prices of a table, on the day of the tests unless another is given."""
    return pa.table(reinstate.price(given, **{"quote_date": QUOTE_DATE, **options}))


# One row that has a price: 480 licences that lapsed, 108,527.22 EUR by the README's first example.
ROW = {
    "org_id": "ORG-1", "customer": "Noordzee", "currency": "EUR", "program": "enterprise-3",
    "term_years": "3", "start": "2026-12-01", "service_level": "select",
    "product_line": "virtual-apps-desktops", "edition": "premium", "owned": "500", "retire": "20",
    "covered_through": "2026-03-31",
}


def one(**changes) -> pa.Table:
    """A table of that row, with other columns: arrays of one value, or texts."""
    cells = {**ROW, **changes}
    arrays = {
        name: cell if isinstance(cell, (pa.Array, pa.ChunkedArray)) else pa.array([cell], pa.string())
        for name, cell in cells.items()
        if cell is not Ellipsis
    }
    return pa.table(arrays)


def only(given, **options) -> dict:
    """What the only row of a table came to."""
    [row] = price(given, **options).to_pylist()
    return row

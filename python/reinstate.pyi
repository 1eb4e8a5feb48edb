"""What it costs to renew support, or to reinstate it after a lapse: Arrow in, prices out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Any, Literal, Protocol, TypedDict, final

__all__ = [
    "Books",
    "Lists",
    "Problem",
    "Refused",
    "ReinstateError",
    "Schema",
    "Stream",
    "__version__",
    "control",
    "explain",
    "pdf",
    "price",
    "price_accounts",
    "quote",
    "schema",
    "spark_ddl",
]

__version__: str

class _HasStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class _HasArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

class _HasSchema(Protocol):
    def __arrow_c_schema__(self) -> Any: ...

# A table of pyarrow, Polars, DuckDB, pandas (from 2.2 on) and others; also what `price` gives.
_Table = _HasStream | _HasArray

class _Control(TypedDict):
    rows: int
    accounts: int
    first: int
    without_account: int
    # By currency, or by scenario and currency.
    totals: dict[Any, Decimal]
    problems: list[str]

@final
class Problem:
    """One thing that is wrong."""

    def __new__(
        cls,
        code: str,
        message: str,
        hint: str | None = None,
        origin: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> Problem: ...
    @property
    def code(self) -> str:
        """A short fixed name, for example `unknown-key`."""
    @property
    def message(self) -> str:
        """What is wrong."""
    @property
    def hint(self) -> str | None:
        """What to do."""
    @property
    def origin(self) -> str | None:
        """The file it is in, or another word for where its text came from."""
    @property
    def path(self) -> str | None:
        """The key it is about, for example `holding[0].owned`; of a table, the column."""
    @property
    def line(self) -> int | None:
        """Its line, from 1."""
    @property
    def column(self) -> int | None:
        """Its character in that line, from 1."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ReinstateError(ValueError):
    """What was handed over is wrong; `problems` says each thing that is."""

    problems: list[Problem]

class Refused(Exception):
    """The rules refuse a request."""

    # Each reason, as in the JSON of a refusal.
    refusals: list[dict[str, Any]]
    # What new licences would cost, where a lapse is the reason.
    buying_new: dict[str, Any] | None

@final
class Books:
    """Price books: texts that were read and checked once.

    They do not change, are equal where their digests are, and go to other processes as their texts.
    """

    def __new__(cls, texts: Mapping[str, str] | None = None) -> Books: ...
    @classmethod
    def from_dir(cls, path: str | PathLike[str]) -> Books:
        """Books from all .toml files of a folder, and of the folders in it."""
    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the text of each, by `id@version`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Stream:
    """Prices as a stream of batches, for any program that takes a table of Arrow."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...

@final
class Schema:
    """Columns with their types, for any program that takes a schema of Arrow."""

    def __arrow_c_schema__(self) -> Any: ...

@final
class Lists:
    """Prices as a list for each account, for any program that takes an array of Arrow."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...

def price(
    table: _Table,
    *,
    quote_date: date | str,
    books: Books | Mapping[str, Books] | None = None,
    grouped: bool = True,
    keep: Sequence[str] = ("org_id", "product_line", "edition"),
    due_from: date | str | None = None,
    due_through: date | str | None = None,
) -> Stream:
    """Prices every row of a table: one row comes out for each that went in, in the same order.

    With several books by name, each row is priced with each of them, in one pass.
    """

def price_accounts(
    lists: _Table,
    *,
    quote_date: date | str,
    books: Books | Mapping[str, Books] | None = None,
    keep: Sequence[str] = ("org_id", "product_line", "edition"),
) -> Lists:
    """Prices lists of rows, each of which is an account."""

def schema(
    input_schema: _HasSchema | _Table,
    keep: Sequence[str] = ("org_id", "product_line", "edition"),
    scenarios: bool = False,
) -> Schema:
    """The columns that `price` gives for a table of these columns."""

def spark_ddl(
    input_schema: _HasSchema | _Table,
    keep: Sequence[str] = ("org_id", "product_line", "edition"),
    scenarios: bool = False,
) -> str:
    """The same as `mapInArrow` of Spark takes it."""

def control(priced: _Table, *, rows_in: int, scenarios: int | None = None) -> _Control:
    """Adds up prices and holds them against the rows that went in; no problems is well.

    With `scenarios`, so many of them have to be there: one that was lost leaves no trace.
    """

def quote(request: Mapping[str, Any] | str, *, books: Books | None = None) -> dict[str, Any]:
    """The quote of a request: a dict, or a text in JSON or TOML."""

def explain(
    request: Mapping[str, Any] | str, *, books: Books | None = None, language: str | None = None
) -> str:
    """The working of every amount of a quote."""

def pdf(
    request: Mapping[str, Any] | str,
    *,
    books: Books | None = None,
    paper: Literal["a4", "letter"] = "a4",
) -> bytes:
    """The PDF of a quote, with its JSON inside."""

"""An independent reading of the pricing rules, in exact arithmetic.

`price(request, shelf)` returns either `{"quote": {...}}` or `{"refusals": [code, ...]}`.

"Section n" in a docstring is a section of the pricing page ("Pricing, exactly"). Shares, rates and
products are `fractions.Fraction`; amounts are counted in the currency's minor unit: whole numbers,
but for the prices of one licence, which may have parts of it. No floating point number occurs
anywhere. Where the rules are silent, the README beside this file says what was read.
"""

from __future__ import annotations

import datetime
import itertools
import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

LARGEST_AMOUNT = 2**63 - 1
ONE_DAY = datetime.timedelta(days=1)

# ISO 4217: currencies whose number of decimals is not two.
DECIMALS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


class Malformed(Exception):
    """The request or a book is not well formed; no rule of the pricing page speaks of it."""


# ---------------------------------------------------------------------------------------------
# Text to exact numbers, and back


def exact(text: str) -> Fraction:
    """A plain decimal written as text, exactly."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise Malformed(f"not a plain decimal in quotes: {text!r}")
    return Fraction(text)


def percentage(text: str) -> Fraction:
    """ "18%" as the fraction 18/100."""
    if not isinstance(text, str) or not text.endswith("%"):
        raise Malformed(f"not a percentage in quotes: {text!r}")
    return exact(text[:-1]) / 100


def percentage_text(rate: Fraction) -> str:
    """A rate as a percentage with no needless zeros: 1/8 is "12.5%"."""
    whole, rest = divmod(rate * 100, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}%" if digits else f"{whole}%"


def decimals_of(currency: str) -> int:
    """Section 4: the currency's minor unit is that of ISO 4217."""
    return DECIMALS.get(currency, 2)


def minor(text: str, currency: str) -> int:
    """An amount written as text, in minor units, with no more decimals than its currency has."""
    units = exact(text) * 10 ** decimals_of(currency)
    if units.denominator != 1:
        raise Malformed(f"{text!r} has more decimals than {currency}")
    return int(units)


def amount_text(units: int, currency: str) -> str:
    """Minor units as text, in the currency's own number of decimals."""
    return decimal_text(int(units), decimals_of(currency))


def decimal_text(units: int, places: int) -> str:
    """A whole number of units of so many decimals, as text."""
    if places == 0:
        return str(units)
    whole, part = divmod(units, 10**places)
    return f"{whole}.{part:0{places}d}"


def price_of_one(text: str, currency: str) -> Fraction:
    """The price of one licence, in minor units; it may have parts of one."""
    return exact(text) * 10 ** decimals_of(currency)


def share_text(share: Fraction) -> str:
    """A share of a year as "n/d" in lowest terms, also where d is 1."""
    return f"{share.numerator}/{share.denominator}"


def rounded(value: Fraction, mode: str) -> int:
    """Section 4: `round`, by the mode that the book names. No amount is ever negative."""
    if value < 0:
        raise ValueError("amounts are not negative")
    whole, rest = divmod(value, 1)
    half = Fraction(1, 2)
    if mode == "down":
        rise = False
    elif mode == "up":
        rise = rest > 0
    elif mode == "half-up":
        rise = rest >= half
    elif mode == "half-even":
        rise = rest > half or (rest == half and whole % 2 == 1)
    else:
        raise Malformed(f"unknown rounding mode {mode!r}")
    return int(whole) + (1 if rise else 0)


# ---------------------------------------------------------------------------------------------
# Dates


def as_date(value) -> datetime.date:
    """A civil date: a TOML date, or ISO 8601 text from JSON."""
    if isinstance(value, datetime.datetime):
        raise Malformed(f"a date without a time is meant: {value!r}")
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return datetime.date.fromisoformat(value)
    raise Malformed(f"not a date: {value!r}")


def days_in_month(year: int, month: int) -> int:
    """The length of a calendar month."""
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.date(year, month, 1)).days


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Section 1: keeps the day, or takes the last day of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month0 + 1, min(day.day, days_in_month(year, month0 + 1)))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """Section 1: years are added as twelve months each, from the original date."""
    return add_months(day, 12 * years)


def whole_months(a: datetime.date, b: datetime.date) -> int:
    """The largest m for which a + m months is not after b."""
    months = (b.year - a.year) * 12 + b.month - a.month
    return months if add_months(a, months) <= b else months - 1


def whole_years(a: datetime.date, b: datetime.date) -> int:
    """The largest y for which a + y years is not after b."""
    return whole_months(a, b) // 12


def started_months(a: datetime.date, b: datetime.date) -> int:
    """The months from a that have begun before b."""
    months = whole_months(a, b)
    return months + (1 if add_months(a, months) < b else 0)


def after_term(first: datetime.date, years: int) -> datetime.date:
    """Section 1: what follows a term of so many years: the same day, or 1 March without a 29th."""
    same = add_years(first, years)
    return same if same.day == first.day else same + ONE_DAY


def month_end(day: datetime.date) -> datetime.date:
    """The last day of the month."""
    return day.replace(day=days_in_month(day.year, day.month))


def month_start_from(day: datetime.date) -> datetime.date:
    """The first day of a month that is not before a day."""
    return day if day.day == 1 else month_end(day) + ONE_DAY


# ---------------------------------------------------------------------------------------------
# Section 5: day counts. Each takes A and B (B exclusive) and gives a share of a year.


def actual_365(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: d / 365."""
    return Fraction((b - a).days, 365)


def actual_360(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: d / 360."""
    return Fraction((b - a).days, 360)


def actual_actual(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: whole years from A, and the rest over the length of the year that it lies in."""
    years = whole_years(a, b)
    year_start, year_end = add_years(a, years), add_years(a, years + 1)
    return years + Fraction((b - year_start).days, (year_end - year_start).days)


def thirty_360(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: US bond basis on A and B."""
    d1 = min(a.day, 30)
    d2 = 30 if b.day == 31 and d1 == 30 else b.day
    return Fraction((b.year - a.year) * 360 + (b.month - a.month) * 30 + d2 - d1, 360)


def calendar_month(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: the uncovered days of each calendar month over its own length, summed, over 12."""
    months = Fraction(0)
    first = a
    while first < b:
        next_month = add_months(first.replace(day=1), 1)
        end = min(next_month, b)
        months += Fraction((end - first).days, days_in_month(first.year, first.month))
        first = end
    return months / 12


def month_and_day(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: whole months m from A, rest r days: m/12 + r/365."""
    months = whole_months(a, b)
    return Fraction(months, 12) + Fraction((b - add_months(a, months)).days, 365)


def months_up(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: started months / 12."""
    return Fraction(started_months(a, b), 12)


def years_up(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 5: started years."""
    years = whole_years(a, b)
    return Fraction(years + (1 if add_years(a, years) < b else 0))


DAY_COUNTS = {
    "actual/365": actual_365,
    "actual/360": actual_360,
    "actual/actual": actual_actual,
    "30/360": thirty_360,
    "calendar-month": calendar_month,
    "month-and-day": month_and_day,
    "months-up": months_up,
    "years-up": years_up,
}


# ---------------------------------------------------------------------------------------------
# Price books


class Book:
    """One version of a price book: the parsed TOML, with its tables found by id."""

    def __init__(self, data: dict):
        head, term = data["book"], data["term"]
        self.id = head["id"]
        self.version = head["version"]
        self.is_sample = head["status"] == "sample"
        self.effective_from = as_date(head["effective_from"])
        self.effective_through = (
            as_date(head["effective_through"]) if "effective_through" in head else None
        )
        self.valid_days = head["valid_days"]
        self.rules = data["rules"]
        self.rounding = data["rounding"]["mode"]
        self.unit_decimals = data["rounding"].get("unit_decimals", 0)
        self.min_years = term["min_years"]
        self.max_years = term["max_years"]
        self.term_discounts = term.get("discount", {})
        self.ends_with_month = term.get("ends", "any-day") == "month-end"
        self.common_day_count = (
            term["co_termination_day_count"] if term.get("co_termination", False) else None
        )
        self.renewal = data.get("renewal", {})
        self.order_at_least = data.get("order", {}).get("at_least")
        self.concession_max = data.get("concession", {}).get("max", "0%")
        self.mid_term_day_count = data["mid_term"]["day_count"] if "mid_term" in data else None
        self.true_up = data.get("true_up")
        first_year = data.get("new_licence", {}).get("first_year", "included")
        self.first_year_included = first_year == "included"
        self.payments = data.get("payment", [])
        self.levels = {level["id"]: level for level in data["service_level"]}
        self.lines = {line["id"]: line for line in data["product_line"]}
        self.rates = data["rate"]
        self.skus = data.get("sku", [])
        self.programs = {program["id"]: program for program in data["program"]}
        lapse = data["lapse"]
        self.counts_from_expiry = lapse.get("counts", "uncovered-days") == "days-after-expiry"
        self.grace_days = lapse.get("grace_days")
        self.grace_months = lapse.get("grace_months")
        self.choices = [choice["id"] for choice in lapse.get("choice", [])]
        self.once = lapse.get("once", {})
        self.bands = lapse.get("band", [])

    def edition(self, line_id: str, edition_id: str) -> dict | None:
        """The edition of a product line, if both are known."""
        for edition in self.lines.get(line_id, {}).get("edition", []):
            if edition["id"] == edition_id:
                return edition
        return None

    def release(self, line_id: str, release_id: str | None) -> dict | None:
        """The release of a product line, if both are known."""
        for release in self.lines.get(line_id, {}).get("release", []):
            if release["id"] == release_id:
                return release
        return None

    def rank(self, level_id: str | None) -> int | None:
        """The rank of a service level, 1 the lowest, if the level is known."""
        return self.levels[level_id]["rank"] if level_id in self.levels else None

    def kind(self, line_id: str) -> str | None:
        """on-premises, termed, cloud or hardware, if the line is known."""
        return self.lines[line_id]["kind"] if line_id in self.lines else None

    def lowest_level(self) -> str:
        """The id of the lowest service level."""
        return min(self.levels, key=self.rank)

    def plan(self, plan_id: str) -> dict | None:
        """The payment plan with an id, if it is known."""
        return next((plan for plan in self.payments if plan["id"] == plan_id), None)


class Shelf:
    """All price books at hand, by family, each family's versions in order of their first day."""

    def __init__(self, books: list[Book]):
        self.families: dict[str, list[Book]] = {}
        for book in books:
            self.families.setdefault(book.id, []).append(book)
        for family, versions in self.families.items():
            versions.sort(key=lambda book: book.effective_from)
            for one, other in zip(versions, versions[1:]):
                if one.effective_from == other.effective_from:
                    raise Malformed(f"two versions of {family!r} from {one.effective_from}")

    @classmethod
    def from_texts(cls, texts) -> Shelf:
        """A shelf from the texts of TOML files."""
        return cls([Book(tomllib.loads(text)) for text in texts])

    @classmethod
    def from_folder(cls, folder) -> Shelf:
        """A shelf from every TOML file in a folder and the folders in it."""
        files = sorted(Path(folder).rglob("*.toml"))
        return cls.from_texts(file.read_text(encoding="utf-8") for file in files)

    def family_of(self, request: dict) -> str:
        """The family that a request names; it may stay silent where only one is loaded."""
        if "book" in request:
            return request["book"]
        if len(self.families) != 1:
            raise Malformed("the request must name its book where several are loaded")
        return next(iter(self.families))

    def in_force(self, family: str, day: datetime.date) -> Book | None:
        """Price-book page, "Several versions": the version in force on a day, if there is one."""
        begun = [b for b in self.families.get(family, []) if b.effective_from <= day]
        if not begun:
            return None
        latest = begun[-1]
        over = latest.effective_through is not None and latest.effective_through < day
        return None if over else latest

    def next_version_from(self, family: str, day: datetime.date) -> datetime.date | None:
        """The first day of the next version after a day, if there is one."""
        later = [b.effective_from for b in self.families.get(family, []) if b.effective_from > day]
        return later[0] if later else None


# ---------------------------------------------------------------------------------------------
# The request, with its defaults filled in


@dataclass(frozen=True)
class Case:
    """A request together with the book in force and the dates that the rules speak of."""

    request: dict
    book: Book
    quote_date: datetime.date
    start: datetime.date

    @property
    def currency(self) -> str:
        return self.request["currency"]

    @property
    def term_years(self) -> int | None:
        return self.request.get("term_years")

    @property
    def program(self) -> dict | None:
        return self.book.programs.get(self.request["program"])

    @property
    def holdings(self) -> list[dict]:
        return self.request.get("holding", [])

    @property
    def additions(self) -> list[dict]:
        return self.request.get("addition", [])

    @property
    def raises(self) -> list[dict]:
        return self.request.get("raise", [])

    @property
    def start_is_past(self) -> bool:
        """Section 1: start earlier than quote_date."""
        return self.start < self.quote_date

    @property
    def term_is_offered(self) -> bool:
        """Sections 3 and 8: whole years as the book offers them, and common ends."""
        if "common_end" in self.request and self.book.common_day_count is None:
            return False
        return max(1, self.book.min_years) <= self.term_years <= self.book.max_years

    @property
    def given_end(self) -> datetime.date | None:
        """A common end that the request names by its date, where the book has common ends."""
        end = self.request.get("common_end")
        if end is None or end == "latest" or self.book.common_day_count is None:
            return None
        return as_date(end)

    @property
    def choice(self) -> str | None:
        """Section 2: the choice of the request, else the first of the book, if it has any."""
        first = self.book.choices[0] if self.book.choices else None
        return self.request.get("lapse_choice", first)

    @property
    def choice_is_unknown(self) -> bool:
        return "lapse_choice" in self.request and self.choice not in self.book.choices

    @property
    def concession(self) -> Fraction:
        """The rate of the concession."""
        return percentage(self.request.get("concession", {}).get("rate", "0%"))

    @property
    def running_contracts(self) -> list[dict]:
        """The contracts outside this quote that still run on `start`."""
        return [c for c in self.request.get("other_contract", []) if self.is_running(c)]

    def is_running(self, contract: dict) -> bool:
        """Whether a contract covers `start`."""
        return as_date(contract["covered_through"]) >= self.start

    def level_of(self, line: dict) -> str:
        """A line's own service level, else that of the request."""
        return line.get("service_level", self.request["service_level"])

    def contract_level(self, contract: dict) -> str:
        """Section 8: the level of another contract; an unknown one is the lowest."""
        level = contract["service_level"]
        return level if level in self.book.levels else self.book.lowest_level()

    def is_software(self, line: dict) -> bool:
        """Price-book page: all kinds but hardware are software. An unknown line is neither."""
        return self.book.kind(line["product_line"]) not in (None, "hardware")

    def is_software_contract(self, contract: dict) -> bool:
        """All but hardware is software; so is a contract for a line that the book does not know."""
        return self.book.kind(contract["product_line"]) != "hardware"

    def is_aligned(self, holding: dict) -> bool:
        """Section 3: covered through the given common end already; it is left out."""
        return self.given_end is not None and as_date(holding["covered_through"]) >= self.given_end

    def round(self, value: Fraction) -> int:
        """Section 4: to the minor unit."""
        return rounded(value, self.book.rounding)

    @property
    def unit_places(self) -> int:
        """Section 4: the decimals of a unit price."""
        return max(self.book.unit_decimals, decimals_of(self.currency))

    def round_unit(self, value: Fraction) -> Fraction:
        """Section 4: a unit price, in minor units or parts of them."""
        parts = 10 ** (self.unit_places - decimals_of(self.currency))
        return Fraction(rounded(value * parts, self.book.rounding), parts)

    def unit_text(self, value: Fraction) -> str:
        """A unit price as text, in the decimals of unit prices."""
        parts = Fraction(value) * 10 ** (self.unit_places - decimals_of(self.currency))
        if parts.denominator != 1:
            raise Malformed(f"a price has more than {self.unit_places} decimals")
        return decimal_text(int(parts), self.unit_places)

    def amount_of(self, table: dict) -> int:
        """The amount in the currency of the request, from a table by currency."""
        return minor(table[self.currency], self.currency)

    def last_price(self, holding: dict) -> Fraction | None:
        """What a licence cost a year under the last cover, if the holding says so."""
        if "last_unit_net" not in holding:
            return None
        return price_of_one(holding["last_unit_net"], self.currency)


def quantity_of(line: dict) -> int:
    """Section 4: owned - retire; as given where licences join or rise."""
    if "owned" not in line:
        return line["quantity"]
    return line["owned"] - line.get("retire", 0)


# ---------------------------------------------------------------------------------------------
# Section 2: status


@dataclass(frozen=True)
class Status:
    """Where a holding stands: its status, its band if it is in one, and the dates that follow.

    A refused status has its code in `refusal` and no more than that.
    """

    id: str
    gap_days: int
    first_uncovered: datetime.date
    anchor: datetime.date
    late: bool
    forward_from: datetime.date
    band: dict | None = None
    refusal: str | None = None


def anchor_of(book: Book, covered_through: datetime.date) -> datetime.date:
    """Section 2: the day that lateness is counted from."""
    return covered_through if book.counts_from_expiry else covered_through + ONE_DAY


def limit_holds(
    days: int | None, months: int | None, anchor: datetime.date, start: datetime.date
) -> bool:
    """Section 2: a limit in days or in months; without a limit it always holds."""
    if days is not None:
        return (start - anchor).days <= days
    if months is not None:
        return start <= add_months(anchor, months)
    return True


def newest_release(book: Book, line: str, start: datetime.date) -> datetime.date | None:
    """Section 2: the latest release day of a product line that is not after start."""
    days = [as_date(r["released"]) for r in book.lines[line].get("release", []) if "released" in r]
    return max((day for day in days if day <= start), default=None)


def released_between(book: Book, line: str, first: datetime.date, last: datetime.date) -> bool:
    """Section 2: whether a release of the product line came out between two days, both counted."""
    days = [as_date(r["released"]) for r in book.lines[line].get("release", []) if "released" in r]
    return any(first <= day <= last for day in days)


def when_holds(
    case: Case, holding: dict, when: dict, first_uncovered: datetime.date
) -> bool | None:
    """Section 2, `when`: whether each key holds; None where a release would have to be named."""
    book, line = case.book, holding["product_line"]
    release = book.release(line, holding.get("release"))
    asks = False
    for key, value in when.items():
        if key in ("product_line", "edition"):
            holds = holding[key] == value
        elif key == "service_level":
            holds = case.level_of(holding) == value
        elif key == "min_term_years":
            holds = case.term_years >= value
        elif key == "choice":
            holds = case.choice == value
        elif key == "released_in_gap":
            holds = released_between(book, line, first_uncovered, case.start)
        elif key in ("release", "end_of_life_within_months"):
            if release is None:
                asks = True
                continue
            if key == "release":
                newest = newest_release(book, line, case.start)
                is_newest = "released" in release and as_date(release["released"]) == newest
                holds = is_newest == (value == "newest")
            else:
                holds = as_date(release["end_of_life"]) <= add_months(case.start, value)
        else:
            raise Malformed(f"unknown key of a when: {key!r}")
        if not holds:
            return False
    return None if asks else True


def new_term_from(
    band: dict, first_uncovered: datetime.date, start: datetime.date
) -> datetime.date:
    """Section 3: the four beginnings of the term of a band."""
    new_term = band.get("new_term", "from-start")
    if new_term == "from-start":
        return start
    if new_term == "from-expiry":
        return first_uncovered
    if new_term == "from-next-month":
        return month_start_from(start)
    if new_term == "from-anniversary":
        years = 0
        while after_term(first_uncovered, years + 1) <= start:
            years += 1
        return after_term(first_uncovered, years)
    raise Malformed(f"unknown new_term {new_term!r}")


def status_of(case: Case, holding: dict) -> Status:
    """Section 2: the status of a holding."""
    book, start = case.book, case.start
    covered = as_date(holding["covered_through"])
    first = covered + ONE_DAY
    anchor = anchor_of(book, covered)
    gap = max(0, (start - first).days)
    late = gap > 0 or (book.counts_from_expiry and case.quote_date > covered)

    def status(name: str, **more) -> Status:
        values = {"forward_from": first, **more}
        return Status(name, gap, first, anchor, late, **values)

    if not late:
        return status("renewal")
    if limit_holds(book.grace_days, book.grace_months, anchor, start):
        return status("grace")
    for band in book.bands:
        if not limit_holds(band.get("up_to_days"), band.get("up_to_months"), anchor, start):
            continue
        holds = when_holds(case, holding, band.get("when", {}), first)
        if holds is None:
            return status("", refusal="release-needed")
        if holds:
            outcome = band.get("outcome", "price")
            if outcome == "not-offered":
                return status("", refusal="reinstatement-not-offered")
            if outcome == "by-vendor":
                return status("", refusal="quoted-by-vendor")
            return status(band["id"], band=band, forward_from=new_term_from(band, first, start))
    return status("", refusal="reinstatement-not-offered")


# ---------------------------------------------------------------------------------------------
# Section 3: the term


@dataclass(frozen=True)
class Term:
    """The new term of a holding: its days, its whole years, and the share of a year after them."""

    first: datetime.date
    through: datetime.date
    years: int
    share: Fraction | None = None

    @property
    def length(self) -> Fraction:
        return self.years + (self.share or Fraction(0))


def plain_through(case: Case, status: Status) -> datetime.date:
    """Section 3: the last day of a term of term_years, without a common end."""
    through = after_term(status.forward_from, case.term_years) - ONE_DAY
    return month_end(through) if case.book.ends_with_month else through


def common_term(case: Case, first: datetime.date, end: datetime.date) -> Term | None:
    """Section 3: the term through a common end; None where the book does not offer it."""
    follower = end + ONE_DAY
    if follower <= first:
        return None
    years = 0
    while after_term(first, years + 1) <= follower:
        years += 1
    rest_from = after_term(first, years)
    beyond = years == case.book.max_years and rest_from < follower
    if years < case.book.min_years or years > case.book.max_years or beyond:
        return None
    share = DAY_COUNTS[case.book.common_day_count](rest_from, follower)
    return Term(first, end, years, share)


def common_end_of(case: Case, statuses: list[Status | None]) -> datetime.date | None:
    """Section 3: the common end; None where there is none, or where it cannot be known.

    The latest end is known only when the status of every holding is.
    """
    if case.request.get("common_end") == "latest":
        if any(status is None or status.refusal for status in statuses):
            return None
        return max(plain_through(case, status) for status in statuses)
    return case.given_end


# ---------------------------------------------------------------------------------------------
# Section 4: rates and part numbers


def narrowest(tables: list[dict], given: dict, keys: tuple, error: str) -> dict | None:
    """Section 4, look-up: of the tables that match, the one with most keys."""
    best: list[dict] = []
    most = -1
    for table in tables:
        found = [key for key in keys if key in table]
        if any(table[key] != given.get(key) for key in found):
            continue
        if len(found) > most:
            best, most = [table], len(found)
        elif len(found) == most:
            best.append(table)
    if len(best) > 1:
        raise Malformed(f"{error}: a valid book cannot have this")
    return best[0] if best else None


RATE_KEYS = ("service_level", "product_line", "edition", "status")
SKU_KEYS = ("product_line", "edition", "service_level", "status", "term_years")


def rate_table(book: Book, level: str, line: dict, status: str) -> dict | None:
    """Section 4: the rate of a line at a level; None where there is no rate."""
    given = {"service_level": level, "status": status}
    given |= {"product_line": line["product_line"], "edition": line["edition"]}
    return narrowest(book.rates, given, RATE_KEYS, "ambiguous-rate")


def skus_of(case: Case, line: dict, status: str, amounts: dict) -> dict:
    """Section 4: the part number for each charge that is not 0."""
    given = {
        "product_line": line["product_line"],
        "edition": line["edition"],
        "service_level": case.level_of(line),
        "status": status,
    }
    if "owned" in line:
        given["term_years"] = case.term_years
    made = {}
    for charge in ("forward", "back-coverage", "penalty", "licence"):
        if amounts.get(charge.replace("-", "_"), 0) == 0:
            continue
        tables = [sku for sku in case.book.skus if sku.get("charge", "forward") == charge]
        found = narrowest(tables, given, SKU_KEYS, "ambiguous-sku")
        if found is not None:
            made[charge] = found["id"]
    return made


# ---------------------------------------------------------------------------------------------
# Sections 4 and 6: amounts, in minor units


def srp_of(case: Case, line: dict) -> Fraction:
    """Section 4: of the edition; with tiers, of the highest `from` not above the quantity."""
    edition = case.book.edition(line["product_line"], line["edition"])
    table = edition["srp"]
    for tier in edition.get("tier", []):
        if tier["from"] <= quantity_of(line):
            table = tier["srp"]
    return price_of_one(table[case.currency], case.currency)


def program_discount_of(program: dict, line: str) -> Fraction:
    """Section 4: the programme's discount, or the one that it gives on this product line."""
    return percentage(program.get("discount_by_product_line", {}).get(line, program["discount"]))


def licence_discount_of(program: dict, line: str) -> Fraction:
    """Price-book page: on new licences; else what support of that line gets."""
    if "licence_discount" in program:
        return percentage(program["licence_discount"])
    return program_discount_of(program, line)


def term_discount_rate(book: Book, years: int) -> Fraction:
    """Section 4: the discount for exactly that number of years."""
    text = book.term_discounts.get(str(years))
    return percentage(text) if text is not None else Fraction(0)


def unit_prices(case: Case, line: dict, rate: dict) -> dict:
    """Section 4: srp, unit_list and unit_net, before what a last price does."""
    a = {"srp": srp_of(case, line)}
    a["unit_list"] = case.round_unit(a["srp"] * percentage(rate["of_srp"]))
    discount = program_discount_of(case.program, line["product_line"])
    a["unit_net"] = case.round_unit(a["unit_list"] * (1 - discount))
    return a


def apply_last_price(case: Case, holding: dict, status: str, a: dict) -> None:
    """Section 4, unit_net: uplift, or a cap on it, for a renewal with a last price."""
    last = case.last_price(holding)
    if last is None or status not in ("renewal", "grace"):
        return
    if "uplift" in case.book.renewal:
        a["unit_net"] = case.round_unit(last * (1 + percentage(case.book.renewal["uplift"])))
    elif "uplift_at_most" in case.book.renewal:
        most = percentage(case.book.renewal["uplift_at_most"])
        a["unit_cap"] = case.round_unit(last * (1 + most))
        a["uncapped_unit_net"] = a["unit_net"]
        a["unit_net"] = min(a["unit_net"], a["unit_cap"])


def annual_of(case: Case, unit_net: Fraction, quantity: int, rate: dict) -> int:
    """Section 4: unit_net x quantity, and no less than the rate's at_least."""
    annual = case.round(unit_net * quantity)
    return max(annual, case.amount_of(rate["at_least"])) if "at_least" in rate else annual


def charged_gap(status: Status) -> tuple[datetime.date, datetime.date] | None:
    """Section 3: the gap of a band that is charged, its first day and the day after it."""
    if status.band is None:
        return None
    policy = status.band["back_coverage"]
    first = status.first_uncovered
    if policy != "none" and policy.get("from", "expiry") == "next-month":
        first = month_start_from(first)
    return (first, status.forward_from) if first < status.forward_from else None


def gap_share(policy: dict, first: datetime.date, until: datetime.date) -> Fraction:
    """Section 4: min(day count of the charged gap, cap_years)."""
    share = DAY_COUNTS[policy["day_count"]](first, until)
    return min(share, Fraction(policy["cap_years"])) if "cap_years" in policy else share


def back_coverage_of(
    case: Case, policy: dict, share: Fraction, a: dict, quantity: int, last: Fraction | None
) -> int:
    """Section 4: round(unit x quantity x multiplier x share)."""
    units = {"net": a["unit_net"], "list": a["unit_list"], "last-paid": last}
    base = units[policy["price"]] * quantity
    a["back_coverage_base"] = base
    return case.round(base * exact(policy.get("multiplier", "1")) * share)


def penalties_of(policy) -> list[dict]:
    """Section 6: "none", one table, or a list of tables."""
    if policy == "none":
        return []
    return policy if isinstance(policy, list) else [policy]


def bases_of(policy: dict) -> list[str]:
    """Section 6, `of`: one base or a list of bases."""
    return policy["of"] if isinstance(policy["of"], list) else [policy["of"]]


def penalty_base(name: str, line: dict, a: dict, last: Fraction | None) -> Fraction:
    """Section 6: the bases."""
    if name == "back-coverage":
        return a["back_coverage"]
    if name == "annual":
        return a["annual"]
    if name == "forward":
        return a["forward"] - a.get("term_discount", 0) - a.get("concession", 0)
    if name == "srp":
        return a["srp"] * quantity_of(line)
    if name == "last-annual":
        return last * line["owned"]
    raise Malformed(f"unknown base {name!r}")


def is_waived(policy: dict, years: int | None) -> bool:
    """Section 6: none when the term has waived_from_years whole years or more."""
    if years is None or "waived_from_years" not in policy:
        return False
    return years >= policy["waived_from_years"]


def unbounded_penalty(
    case: Case, policy: dict, line: dict, a: dict, months: int, last: Fraction | None
) -> tuple[Fraction, int]:
    """Section 6: the base and the amount of one penalty, before its bounds."""
    if "rate" in policy:
        base = sum(penalty_base(name, line, a, last) for name in bases_of(policy))
        return base, case.round(percentage(policy["rate"]) * base)
    times = {"licence": quantity_of(line), "line": 1, "started-month": months}[policy["per"]]
    amount = case.amount_of(policy["amount"])
    return Fraction(amount), amount * times


def bounded_penalty(case: Case, policy: dict, penalty: int) -> int:
    """Section 6: then at_least, then at_most, per holding."""
    if "at_least" in policy:
        penalty = max(penalty, case.amount_of(policy["at_least"]))
    if "at_most" in policy:
        penalty = min(penalty, case.amount_of(policy["at_most"]))
    return penalty


def penalty_of(
    case: Case,
    policies: list[dict],
    line: dict,
    a: dict,
    months: int,
    years: int | None,
    last: Fraction | None,
) -> int:
    """Section 6: the amounts of all penalties together."""
    total = 0
    for place, policy in enumerate(policies):
        if is_waived(policy, years):
            continue
        base, penalty = unbounded_penalty(case, policy, line, a, months, last)
        a[f"penalty_base_{place}"] = base
        a[f"penalty_before_limits_{place}"] = penalty
        total += bounded_penalty(case, policy, penalty)
    return total


def needs_last_price(status: Status, years: int) -> bool:
    """Section 4, `last-price-missing`: whether an amount has to be computed from the last price."""
    if status.band is None:
        return False
    policy = status.band["back_coverage"]
    if policy != "none" and policy["price"] == "last-paid" and charged_gap(status) is not None:
        return True
    return any(
        "rate" in penalty and "last-annual" in bases_of(penalty) and not is_waived(penalty, years)
        for penalty in penalties_of(status.band["penalty"])
    )


def holding_amounts(
    case: Case, holding: dict, status: Status, term: Term, rate: dict, surcharge: Fraction
) -> dict:
    """Section 4: every amount of a holding, each from amounts before it."""
    quantity, last = quantity_of(holding), case.last_price(holding)
    a = unit_prices(case, holding, rate)
    apply_last_price(case, holding, status.id, a)
    if last is not None:
        a["last_unit_net"] = last
    a["annual"] = annual_of(case, a["unit_net"], quantity, rate)
    a["forward"] = a["annual"] * term.years
    if term.share is not None:
        a["forward"] = case.round(a["annual"] * term.length)
    a["term_discount"] = case.round(a["forward"] * term_discount_rate(case.book, term.years))
    rest = a["forward"] - a["term_discount"]
    a["concession"] = case.round(rest * case.concession)
    rest -= a["concession"]
    a["surcharge"] = case.round(rest * surcharge)
    a["back_coverage"] = a["penalty"] = 0
    if status.band is not None:
        policy, gap = status.band["back_coverage"], charged_gap(status)
        if policy != "none" and gap is not None:
            share = gap_share(policy, *gap)
            a["back_coverage"] = back_coverage_of(case, policy, share, a, quantity, last)
        months = started_months(status.anchor, case.start)
        policies = penalties_of(status.band["penalty"])
        a["penalty"] = penalty_of(case, policies, holding, a, months, term.years, last)
    a["total"] = rest + a["surcharge"] + a["back_coverage"] + a["penalty"]
    return a


# ---------------------------------------------------------------------------------------------
# Section 7: changes while cover runs


def addition_status(addition: dict) -> str:
    """Section 7: a true-up where the licences were in use without cover."""
    return "true-up" if "used_since" in addition else "addition"


def addition_amounts(case: Case, addition: dict, rate: dict) -> dict:
    """Section 7: every amount of licences that join."""
    book, quantity = case.book, quantity_of(addition)
    ends = as_date(addition["ends"])
    a = unit_prices(case, addition, rate)
    a["annual"] = annual_of(case, a["unit_net"], quantity, rate)
    is_new = addition.get("new_licences", False)
    first = after_term(case.start, 1) if is_new and book.first_year_included else case.start
    share = Fraction(0)
    if first < ends + ONE_DAY:
        share = DAY_COUNTS[book.mid_term_day_count](first, ends + ONE_DAY)
    a["forward"] = case.round(a["annual"] * share)
    true_up = book.true_up if "used_since" in addition else {}
    a["licence"] = 0
    if is_new or true_up.get("licence") == "net":
        discount = licence_discount_of(case.program, addition["product_line"])
        a["unit_licence"] = case.round_unit(a["srp"] * (1 - discount))
        a["licence"] = case.round(a["unit_licence"] * quantity)
    elif true_up.get("licence") == "srp":
        a["licence"] = case.round(a["srp"] * quantity)
    a["concession"] = case.round(a["forward"] * case.concession)
    a["back_coverage"] = a["penalty"] = 0
    if true_up:
        used = as_date(addition["used_since"])
        if true_up["back_coverage"] != "none":
            policy = true_up["back_coverage"]
            share = gap_share(policy, used, case.start)
            a["back_coverage"] = back_coverage_of(case, policy, share, a, quantity, None)
        months = started_months(used, case.start)
        policies = penalties_of(true_up["penalty"])
        a["penalty"] = penalty_of(case, policies, addition, a, months, None, None)
    charges = a["licence"] + a["back_coverage"] + a["penalty"]
    a["total"] = a["forward"] - a["concession"] + charges
    return a


def raise_amounts(case: Case, change: dict, rate: dict, rate_from: dict) -> dict:
    """Section 7: every amount of cover that rises; `annual` may be less than nothing."""
    a = unit_prices(case, change, rate)
    a["unit_net_from"] = unit_prices(case, change, rate_from)["unit_net"]
    difference = (a["unit_net"] - a["unit_net_from"]) * quantity_of(change)
    if difference <= 0:
        return a
    a["annual"] = case.round(difference)
    follower = as_date(change["ends"]) + ONE_DAY
    share = DAY_COUNTS[case.book.mid_term_day_count](case.start, follower)
    a["forward"] = case.round(a["annual"] * share)
    a["concession"] = case.round(a["forward"] * case.concession)
    a["total"] = a["forward"] - a["concession"]
    return a


# ---------------------------------------------------------------------------------------------
# Section 4: totals and payments


def totals_of(case: Case, lines: list[Line]) -> dict:
    """Section 4, of the quote: sums of the lines' amounts, the fee, and the tax on the sum."""
    names = ("forward", "term_discount", "concession", "surcharge", "licence")
    names += ("back_coverage", "penalty")
    totals = {name: sum(line.amounts.get(name, 0) for line in lines) for name in names}
    totals["quote_fee"] = 0
    if any(line.in_band for line in lines):
        fee = case.amount_of(case.book.once["fee"]) if "fee" in case.book.once else 0
        least = case.book.once.get("penalties_at_least")
        short = case.amount_of(least) - totals["penalty"] if least is not None else 0
        totals["quote_fee"] = fee + max(0, short)
    totals["subtotal"] = sum(line.amounts["total"] for line in lines) + totals["quote_fee"]
    totals["tax"] = sum(amount for _, amount in taxes_of(case, totals["subtotal"]))
    totals["total"] = totals["subtotal"] + totals["tax"]
    return totals


def taxes_of(case: Case, subtotal: int) -> list[tuple[dict, int]]:
    """Section 4: each tax with its amount, rounded by itself."""
    given = case.request.get("tax", [])
    given = given if isinstance(given, list) else [given]
    return [(tax, case.round(subtotal * percentage(tax["rate"]))) for tax in given]


def one_part_only(case: Case) -> bool:
    """Section 4, payments: with a common end or without holdings there is one part."""
    return "common_end" in case.request or not case.holdings


def plan_fits(case: Case, plan: dict) -> bool:
    """Section 4, payments: where one part is all there can be, whether a plan has just that."""
    return not one_part_only(case) or (plan["parts_a_year"] == 1 and case.term_years in (None, 1))


def plan_of(case: Case) -> dict | None:
    """Section 4, payments: the plan of the request, else the book's first where it fits."""
    if "payment" in case.request:
        return case.book.plan(case.request["payment"])
    plan = case.book.payments[0] if case.book.payments else None
    return plan if plan is not None and plan_fits(case, plan) else None


def payments_of(case: Case, plan: dict, lines: list[Line], totals: dict) -> list[dict]:
    """Section 4, payments: each part with its day, its net, its tax and their sum."""
    parts = plan["parts_a_year"] * (case.term_years or 1)
    spread = sum(
        a["forward"] - a["term_discount"] - a["concession"] + a["surcharge"]
        for a in (line.amounts for line in lines if line.is_holding)
    )
    cut = spread // parts
    first = totals["subtotal"] - cut * (parts - 1)
    made, net_so_far, tax_so_far = [], 0, 0
    for part in range(parts):
        net = cut if part else first
        net_so_far += net
        tax_then = 0
        if totals["subtotal"]:
            tax_then = case.round(Fraction(totals["tax"] * net_so_far, totals["subtotal"]))
        due = add_months(case.start, part * 12 // plan["parts_a_year"])
        tax, tax_so_far = tax_then - tax_so_far, tax_then
        made.append({"due": due, "net": net, "tax": tax, "total": net + tax})
    return made


def all_fit(amounts: dict) -> bool:
    """Section 4: whether every amount fits."""
    return all(abs(amount) <= LARGEST_AMOUNT for amount in amounts.values())


# ---------------------------------------------------------------------------------------------
# Section 8: refusals


@dataclass
class Line:
    """What is found out about one holding, addition or raise of a request."""

    asked: dict
    kind: str
    codes: set
    status: Status | None = None
    status_id: str | None = None
    term: Term | None = None
    rate: dict | None = None
    rate_from: dict | None = None
    amounts: dict | None = None

    @property
    def is_holding(self) -> bool:
        return self.kind == "holding"

    @property
    def in_band(self) -> bool:
        return self.status is not None and self.status.band is not None


def unknown_ids(case: Case, line: dict) -> set[str]:
    """Section 8: what a line names that the book does not know."""
    codes = set()
    if line["product_line"] not in case.book.lines:
        codes.add("unknown-product-line")
    else:
        if case.book.edition(line["product_line"], line["edition"]) is None:
            codes.add("unknown-edition")
        release = line.get("release")
        if release is not None and case.book.release(line["product_line"], release) is None:
            codes.add("unknown-release")
    levels = {case.level_of(line), line.get("current_service_level"), line.get("from_level")}
    if not levels - {None} <= set(case.book.levels):
        codes.add("unknown-service-level")
    return codes


def is_known(case: Case, line: dict) -> bool:
    """Whether the book knows the line, the edition and the level of a line."""
    edition = case.book.edition(line["product_line"], line["edition"])
    return edition is not None and case.level_of(line) in case.book.levels


def has_price(case: Case, line: dict) -> bool:
    """Section 8, `no-price`: whether the edition has a price in the request's currency."""
    edition = case.book.edition(line["product_line"], line["edition"])
    return edition is not None and case.currency in edition["srp"]


def price_refusals(case: Case, line: dict) -> set[str]:
    """Section 8, `no-price`: only of an edition that the book knows."""
    edition = case.book.edition(line["product_line"], line["edition"])
    return {"no-price"} if edition is not None and not has_price(case, line) else set()


def quantity_refusals(holding: dict) -> set[str]:
    """Section 8: retired-exceeds-owned, nothing-to-cover, partial-coverage."""
    quantity = quantity_of(holding)
    if quantity < 0:
        return {"retired-exceeds-owned"}
    codes = set()
    if quantity == 0:
        codes.add("nothing-to-cover")
    if "quantity" in holding and holding["quantity"] != quantity:
        codes.add("partial-coverage")
    return codes


def request_refusals(case: Case) -> set[str]:
    """Section 8: refusals of the request as a whole, apart from those about levels."""
    codes = set()
    if case.start_is_past:
        codes.add("start-in-the-past")
    if case.program is None:
        codes.add("unknown-program")
    if case.request["service_level"] not in case.book.levels:
        codes.add("unknown-service-level")
    if case.holdings and not case.term_is_offered:
        codes.add("term-not-offered")
    if case.choice_is_unknown:
        codes.add("unknown-choice")
    return codes | payment_refusals(case)


def payment_refusals(case: Case) -> set[str]:
    """Sections 4 and 8: a plan that is not in the book, or that cannot be paid in one part."""
    if "payment" not in case.request:
        return set()
    plan = case.book.plan(case.request["payment"])
    if plan is None:
        return {"unknown-payment"}
    return set() if plan_fits(case, plan) else {"payment-not-offered"}


def level_refusals(case: Case, lines: list[Line]) -> set[str]:
    """Section 8: mixed-service-levels, upgrade-must-cover-all-software."""
    if not case.book.rules["one_service_level"]:
        return set()
    codes = set()
    software = [line.asked for line in lines if case.is_software(line.asked)]
    levels = {case.level_of(line) for line in software} & set(case.book.levels)
    if len(levels) > 1:
        codes.add("mixed-service-levels")
    if not case.start_is_past and any(leaves_software_behind(case, line) for line in software):
        codes.add("upgrade-must-cover-all-software")
    return codes


def rises(case: Case, line: dict) -> bool:
    """Whether a line ends up at a higher level than the one it has or had."""
    old = line.get("current_service_level", line.get("from_level"))
    ranks = case.book.rank(case.level_of(line)), case.book.rank(old)
    return None not in ranks and ranks[0] > ranks[1]


def leaves_software_behind(case: Case, line: dict) -> bool:
    """Section 8, `upgrade-must-cover-all-software`, for one software line."""
    if not rises(case, line):
        return False
    new = case.book.rank(case.level_of(line))
    return any(
        case.book.rank(case.contract_level(contract)) < new
        for contract in case.running_contracts
        if case.is_software_contract(contract)
    )


def is_too_early(case: Case, holding: dict) -> bool:
    """Section 8, `too-early`: more than earliest_months before the last covered day."""
    if "earliest_months" not in case.book.renewal:
        return False
    covered = as_date(holding["covered_through"])
    return case.quote_date < add_months(covered, -case.book.renewal["earliest_months"])


def open_holding(case: Case, holding: dict) -> Line:
    """What can be said of a holding before the common end is known, its status above all."""
    codes = unknown_ids(case, holding) | quantity_refusals(holding) | price_refusals(case, holding)
    if is_too_early(case, holding):
        codes.add("too-early")
    line = Line(holding, "holding", codes)
    known = is_known(case, holding) and "unknown-release" not in codes
    if known and not (case.start_is_past or case.choice_is_unknown) and case.term_is_offered:
        line.status = status_of(case, holding)
        line.status_id = line.status.id
    return line


def close_holding(case: Case, line: Line, end: datetime.date | None) -> None:
    """What follows from the status of a holding: its term, its rate, its amounts."""
    status = line.status
    if status is None:
        return
    if status.refusal:
        line.codes.add(status.refusal)
        return
    begin = max(status.forward_from, case.start)
    if release_is_over(case, line.asked, begin):
        line.codes.add("release-end-of-life")
    line.rate = rate_table(case.book, case.level_of(line.asked), line.asked, status.id)
    if line.rate is None:
        line.codes.add("no-rate")
    if "common_end" not in case.request:
        line.term = Term(status.forward_from, plain_through(case, status), case.term_years)
    elif end is not None:
        line.term = common_term(case, status.forward_from, end)
        if line.term is None:
            line.codes.add("term-not-offered")
    through = line.term.through if line.term is not None else end
    if status.late and through is not None and through < case.start:
        line.codes.add("term-consumed-by-gap")
    price_holding(case, line)


def price_holding(case: Case, line: Line) -> None:
    """The amounts of a holding, where nothing that they are made of is refused."""
    if line.term is None:
        return
    last_is_missing = needs_last_price(line.status, line.term.years) and (
        "last_unit_net" not in line.asked
    )
    if last_is_missing:
        line.codes.add("last-price-missing")
    unfit = {"retired-exceeds-owned", "nothing-to-cover", "partial-coverage"} & line.codes
    known = line.rate is not None and case.program is not None and has_price(case, line.asked)
    if unfit or last_is_missing or not known or payment_refusals(case):
        return
    plan = plan_of(case)
    surcharge = percentage(plan["surcharge"]) if plan is not None else Fraction(0)
    line.amounts = holding_amounts(
        case, line.asked, line.status, line.term, line.rate, surcharge
    )


def release_is_over(case: Case, line: dict, begin: datetime.date) -> bool:
    """Section 8, `release-end-of-life`: before the first day of the new term."""
    release = case.book.release(line["product_line"], line.get("release"))
    return release is not None and as_date(release["end_of_life"]) < begin


def missing_tables(case: Case, line: dict) -> set[str]:
    """Section 7: what a change needs in the book and does not find there."""
    codes = set()
    if case.book.mid_term_day_count is None:
        codes.add("mid-term-not-offered")
    if "used_since" in line and case.book.true_up is None:
        codes.add("true-up-not-offered")
    return codes


def change_refusals(case: Case, line: dict) -> set[str]:
    """Sections 7 and 8: the refusals of an addition or a raise that need no rate."""
    codes = unknown_ids(case, line) | price_refusals(case, line) | missing_tables(case, line)
    if not case.start_is_past:
        if as_date(line["ends"]) < case.start:
            codes.add("contract-not-running")
        if "used_since" in line and as_date(line["used_since"]) >= case.start:
            codes.add("used-since-not-past")
        if "unknown-release" not in codes and release_is_over(case, line, case.start):
            codes.add("release-end-of-life")
    return codes


def can_be_priced(case: Case, line: Line) -> bool:
    """Whether nothing that the amounts of a change are made of is refused."""
    stops = {"contract-not-running", "used-since-not-past"}
    ready = line.rate is not None and case.program is not None and has_price(case, line.asked)
    return ready and not case.start_is_past and not stops & line.codes


def addition_line(case: Case, addition: dict) -> Line:
    """Everything about licences that join."""
    line = Line(addition, "addition", change_refusals(case, addition))
    line.status_id = addition_status(addition)
    if missing_tables(case, addition) or not is_known(case, addition):
        return line
    line.rate = rate_table(case.book, case.level_of(addition), addition, line.status_id)
    if line.rate is None:
        line.codes.add("no-rate")
    if can_be_priced(case, line):
        line.amounts = addition_amounts(case, addition, line.rate)
    return line


def raise_line(case: Case, change: dict) -> Line:
    """Everything about cover that rises."""
    line = Line(change, "raise", change_refusals(case, change))
    line.status_id = "raise"
    ranks = [case.book.rank(level) for level in (case.level_of(change), change["from_level"])]
    if None not in ranks and ranks[0] <= ranks[1]:
        line.codes.add("not-a-raise")
    if missing_tables(case, change) or not is_known(case, change) or None in ranks:
        return line
    line.rate = rate_table(case.book, case.level_of(change), change, "raise")
    line.rate_from = rate_table(case.book, change["from_level"], change, "raise")
    if line.rate is None or line.rate_from is None:
        line.codes.add("no-rate")
        return line
    if case.program is not None and has_price(case, change):
        rates = (line.rate, line.rate_from)
        prices = [unit_prices(case, change, rate)["unit_net"] for rate in rates]
        if prices[0] <= prices[1]:
            line.codes.add("not-a-raise")
        elif can_be_priced(case, line):
            line.amounts = raise_amounts(case, change, line.rate, line.rate_from)
    return line


def lines_of(case: Case) -> list[Line]:
    """All lines of a request but the holdings that are left out."""
    held = [open_holding(case, h) for h in case.holdings if not case.is_aligned(h)]
    end = common_end_of(case, [line.status for line in held])
    for line in held:
        close_holding(case, line, end)
    lines = held + [addition_line(case, addition) for addition in case.additions]
    return lines + [raise_line(case, change) for change in case.raises]


# ---------------------------------------------------------------------------------------------
# Section 9: findings


def contract_findings(case: Case, lines: list[Line]) -> set[str]:
    """Section 9: what contracts outside the quote bring about."""
    codes = set()
    quoted = {line.asked["product_line"] for line in lines}
    software = {case.level_of(line.asked) for line in lines if case.is_software(line.asked)}
    for contract in case.request.get("other_contract", []):
        running = case.is_running(contract)
        if case.book.rules["all_in"] == "product-line" and not running:
            if contract["product_line"] in quoted:
                codes.add("not-all-in")
        if case.book.rules["one_service_level"] and running and case.is_software_contract(contract):
            if software - {case.contract_level(contract)}:
                codes.add("service-level-mismatch")
    return codes


def may_bring_manager(case: Case, lines: list[Line]) -> bool:
    """Section 9, `customer-success-manager`: a cloud line at a level that can bring one."""
    held = [(line.asked["product_line"], case.level_of(line.asked)) for line in lines]
    held += [(c["product_line"], case.contract_level(c)) for c in case.running_contracts]
    return any(
        case.book.kind(line) == "cloud"
        and "customer_success_manager" in case.book.levels[level]
        for line, level in held
    )


def line_findings(case: Case, line: Line) -> set[str]:
    """Section 9: what one line brings about."""
    codes, asked = set(), line.asked
    first, through = dates_of(case, line)
    release = case.book.release(asked["product_line"], asked.get("release"))
    if release is not None and first <= as_date(release["end_of_life"]) < through:
        codes.add("end-of-life-within-term")
    if rises(case, asked):
        codes.add("level-raised")
    if asked.get("retire", 0) > 0:
        codes.add("retirement-is-permanent")
    if "unit_cap" in line.amounts and line.amounts["unit_net"] < line.amounts["uncapped_unit_net"]:
        codes.add("uplift-capped")
    if line.in_band:
        if line.status.band.get("outcome") == "needs-approval":
            codes.add("subject-to-vendor-approval")
        if line.status.first_uncovered < line.status.forward_from:
            codes.add("cover-interrupted")
    return codes


def findings_of(case: Case, lines: list[Line]) -> list[str]:
    """Section 9: the codes of all findings, each once, sorted."""
    codes = contract_findings(case, lines)
    for line in lines:
        codes |= line_findings(case, line)
    if case.book.is_sample:
        codes.add("sample-prices")
    if case.concession > percentage(case.book.concession_max):
        codes.add("needs-approval")
    if any(one == other for one, other in itertools.combinations(case.holdings, 2)):
        codes.add("same-holding-twice")
    if "name" in case.request.get("customer", {}) and "org_id" not in case.request["customer"]:
        codes.add("org-id-missing")
    if any(case.is_aligned(holding) for holding in case.holdings):
        codes.add("already-aligned")
    if case.book.rules["refunds"] == "none":
        codes.add("no-refund")
    if may_bring_manager(case, lines):
        codes.add("customer-success-manager")
    return sorted(codes)


# ---------------------------------------------------------------------------------------------
# The quote


def dates_of(case: Case, line: Line) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a line's cover."""
    if line.is_holding:
        return line.term.first, line.term.through
    return case.start, as_date(line.asked["ends"])


def gap_of(status: Status) -> dict | None:
    """Section 3, the charged gap: null when it is empty; a share only with back coverage."""
    gap = charged_gap(status)
    if gap is None:
        return None
    made = {"from": gap[0].isoformat(), "through": (gap[1] - ONE_DAY).isoformat()}
    policy = status.band["back_coverage"]
    if policy != "none":
        made["day_count"] = policy["day_count"]
        made["share"] = share_text(gap_share(policy, *gap))
    return made


UNIT_FIELDS = ("srp", "unit_list", "unit_net", "unit_net_from", "unit_licence")
UNIT_FIELDS += ("last_unit_net", "unit_cap", "uncapped_unit_net")


def amount_fields(case: Case, line: Line) -> dict:
    """Request-and-quote page: the amounts of a line that apply to it."""
    a, made = line.amounts, {}
    for name in UNIT_FIELDS:
        if name in a:
            made[name] = case.unit_text(a[name])
    fields = ["annual", "forward"]
    if line.is_holding:
        fields += ["term_discount", "back_coverage", "penalty"]
    elif line.status_id == "true-up":
        fields += ["back_coverage", "penalty"]
    if a.get("licence", 0):
        fields.append("licence")
    if "concession" in case.request:
        fields.append("concession")
    if a.get("surcharge", 0):
        fields.append("surcharge")
    for name in (*fields, "total"):
        made[name] = amount_text(a[name], case.currency)
    return made


def phase_of(case: Case, line: Line) -> str | None:
    """Request-and-quote page, `phase`: on the first day of the new term."""
    release = case.book.release(line.asked["product_line"], line.asked.get("release"))
    if release is None:
        return None
    over = as_date(release["end_of_mainstream"]) < dates_of(case, line)[0]
    return "extended" if over else "mainstream"


def line_of(case: Case, line: Line) -> dict:
    """Request-and-quote page, `lines`: one line of the quote."""
    asked = line.asked
    first, through = dates_of(case, line)
    made = {"product_line": asked["product_line"], "edition": asked["edition"]}
    if "release" in asked:
        made["release"] = asked["release"]
        made["phase"] = phase_of(case, line)
    if line.is_holding:
        made |= {"owned": asked["owned"], "retired": asked.get("retire", 0)}
        made["covered_through"] = as_date(asked["covered_through"]).isoformat()
    else:
        made["change"] = line.status_id
    discount = program_discount_of(case.program, asked["product_line"])
    made |= {
        "quantity": quantity_of(asked),
        "status": line.status_id,
        "gap_days": line.status.gap_days if line.status is not None else 0,
        "gap": gap_of(line.status) if line.status is not None else None,
        "forward_from": first.isoformat(),
        "forward_through": through.isoformat(),
        "rate": percentage_text(percentage(line.rate["of_srp"])),
        "program_discount": percentage_text(discount),
    }
    made |= amount_fields(case, line)
    skus = skus_of(case, asked, line.status_id, line.amounts)
    if skus:
        made["skus"] = skus
    return made


def total_fields(case: Case, totals: dict) -> dict:
    """Request-and-quote page, `totals`: the ones that apply."""
    optional = {"licence", "surcharge"}
    kept = {name: amount for name, amount in totals.items() if name not in optional or amount}
    if "concession" not in case.request:
        del kept["concession"]
    return {name: amount_text(amount, case.currency) for name, amount in kept.items()}


def valid_through(case: Case, shelf: Shelf) -> datetime.date:
    """Request-and-quote page: quote_date + valid_days, no later than the book is in force."""
    last_days = [case.quote_date + datetime.timedelta(days=case.book.valid_days)]
    following = shelf.next_version_from(case.book.id, case.quote_date)
    if following is not None:
        last_days.append(following - ONE_DAY)
    if case.book.effective_through is not None:
        last_days.append(case.book.effective_through)
    return min(last_days)


def kind_of(lines: list[Line]) -> str:
    """Section 3: the kind of a quote."""
    if any(line.in_band for line in lines):
        return "reinstatement"
    return "renewal" if any(line.is_holding for line in lines) else "change"


def standing_of(case: Case, findings: list[str]) -> str:
    """Request-and-quote page, `standing`."""
    if "needs-approval" in findings:
        return "draft"
    return "offer" if "quote_number" in case.request and not case.book.is_sample else "estimate"


def quote_of(case: Case, shelf: Shelf, lines: list[Line], totals: dict) -> dict:
    """Request-and-quote page: the quote, as data."""
    findings = findings_of(case, lines)
    made = {
        "kind": kind_of(lines),
        "standing": standing_of(case, findings),
        "currency": case.currency,
        "quote_date": case.quote_date.isoformat(),
        "start": case.start.isoformat(),
        "valid_through": valid_through(case, shelf).isoformat(),
        "lines": [line_of(case, line) for line in lines],
        "totals": total_fields(case, totals),
    }
    taxes = taxes_of(case, totals["subtotal"])
    if len(taxes) > 1:
        made["taxes"] = [
            {"name": tax["name"], "rate": tax["rate"], "amount": amount_text(amount, case.currency)}
            for tax, amount in taxes
        ]
    plan = plan_of(case)
    if plan is not None:
        made["payments"] = [
            {
                name: value.isoformat() if name == "due" else amount_text(value, case.currency)
                for name, value in part.items()
            }
            for part in payments_of(case, plan, lines, totals)
        ]
    made["findings"] = findings
    return made


def refused(codes: set[str]) -> dict:
    """Section 8: all refusals of a request, each code once, sorted."""
    return {"refusals": sorted(codes)}


def open_case(request: dict, shelf: Shelf) -> Case | None:
    """Section 1: the dates of a request and the book in force on its quote date, if any."""
    quote_date = as_date(request["quote_date"])
    start = as_date(request.get("start", quote_date))
    book = shelf.in_force(shelf.family_of(request), quote_date)
    return None if book is None else Case(request, book, quote_date, start)


def starts_in_the_past(request: dict) -> bool:
    """Section 1: start earlier than quote_date, also without a book."""
    return "start" in request and as_date(request["start"]) < as_date(request["quote_date"])


def price(request: dict, shelf: Shelf) -> dict:
    """Sections 1 to 9: the quote for a request, or all of its refusals."""
    case = open_case(request, shelf)
    if case is None:
        past = {"start-in-the-past"} if starts_in_the_past(request) else set()
        return refused(past | {"no-book-in-force"})
    lines = lines_of(case)
    codes = request_refusals(case) | level_refusals(case, lines)
    for holding in case.holdings:
        codes |= unknown_ids(case, holding)
    for line in lines:
        codes |= line.codes
    if not lines:
        codes.add("nothing-to-cover")
    if any(line.amounts is not None and not all_fit(line.amounts) for line in lines):
        codes.add("amount-too-large")
    elif lines and all(line.amounts is not None for line in lines):
        totals = totals_of(case, lines)
        if not all_fit(totals):
            codes.add("amount-too-large")
        elif not codes and case.book.order_at_least is not None:
            if totals["subtotal"] < case.amount_of(case.book.order_at_least):
                codes.add("order-too-small")
    if codes:
        return refused(codes)
    return {"quote": quote_of(case, shelf, lines, totals)}

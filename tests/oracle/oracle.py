"""An independent reading of the pricing rules, in exact arithmetic.

`price(request, shelf)` returns either `{"quote": {...}}` or `{"refusals": [code, ...]}`.

"Section n" in a docstring is a section of the pricing page ("Pricing, exactly"). Shares, rates and
products are `fractions.Fraction`, amounts are whole numbers of the currency's minor unit. No
floating point number occurs anywhere. Where the rules are silent, the README beside this file says
what was read.
"""

from __future__ import annotations

import datetime
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
    """Section 3: the currency's minor unit is that of ISO 4217."""
    return DECIMALS.get(currency, 2)


def minor(text: str, currency: str) -> int:
    """An amount written as text, in minor units, with no more decimals than its currency has."""
    units = exact(text) * 10 ** decimals_of(currency)
    if units.denominator != 1:
        raise Malformed(f"{text!r} has more decimals than {currency}")
    return int(units)


def amount_text(units: int, currency: str) -> str:
    """Minor units as text, in the currency's own number of decimals."""
    places = decimals_of(currency)
    if places == 0:
        return str(units)
    whole, part = divmod(units, 10**places)
    return f"{whole}.{part:0{places}d}"


def share_text(share: Fraction) -> str:
    """A share of a year as "n/d" in lowest terms, also where d is 1."""
    return f"{share.numerator}/{share.denominator}"


def rounded(value: Fraction, mode: str) -> int:
    """Section 3: `round`, by the mode that the book names. No amount is ever negative."""
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


# ---------------------------------------------------------------------------------------------
# Section 4: day counts. Each takes A and B (B exclusive) and gives a share of a year.


def actual_365(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: d / 365."""
    return Fraction((b - a).days, 365)


def actual_360(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: d / 360."""
    return Fraction((b - a).days, 360)


def actual_actual(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: whole years from A, and the rest over the length of the year that it lies in."""
    years = whole_years(a, b)
    year_start, year_end = add_years(a, years), add_years(a, years + 1)
    return years + Fraction((b - year_start).days, (year_end - year_start).days)


def thirty_360(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: US bond basis on A and B."""
    d1 = min(a.day, 30)
    d2 = 30 if b.day == 31 and d1 == 30 else b.day
    return Fraction((b.year - a.year) * 360 + (b.month - a.month) * 30 + d2 - d1, 360)


def calendar_month(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: the uncovered days of each calendar month over its own length, summed, over 12."""
    months = Fraction(0)
    first = a
    while first < b:
        next_month = add_months(first.replace(day=1), 1)
        end = min(next_month, b)
        months += Fraction((end - first).days, days_in_month(first.year, first.month))
        first = end
    return months / 12


def month_and_day(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: whole months m from A, rest r days: m/12 + r/365."""
    months = whole_months(a, b)
    return Fraction(months, 12) + Fraction((b - add_months(a, months)).days, 365)


def months_up(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: started months / 12."""
    months = whole_months(a, b)
    return Fraction(months + (1 if add_months(a, months) < b else 0), 12)


def years_up(a: datetime.date, b: datetime.date) -> Fraction:
    """Section 4: started years."""
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
        head = data["book"]
        self.id = head["id"]
        self.version = head["version"]
        self.is_sample = head["status"] == "sample"
        self.effective_from = as_date(head["effective_from"])
        self.effective_through = (
            as_date(head["effective_through"]) if "effective_through" in head else None
        )
        self.valid_days = head["valid_days"]
        self.rounding = data["rounding"]["mode"]
        self.min_years = data["term"]["min_years"]
        self.max_years = data["term"]["max_years"]
        self.term_discounts = data["term"].get("discount", {})
        self.levels = {level["id"]: level for level in data["service_level"]}
        self.lines = {line["id"]: line for line in data["product_line"]}
        self.rates = data["rate"]
        self.programs = {program["id"]: program for program in data["program"]}
        self.grace_days = data["lapse"]["grace_days"]
        self.bands = data["lapse"].get("band", [])

    def edition(self, line_id: str, edition_id: str) -> dict | None:
        """The edition of a product line, if both are known."""
        for edition in self.lines.get(line_id, {}).get("edition", []):
            if edition["id"] == edition_id:
                return edition
        return None

    def release(self, line_id: str, release_id: str) -> dict | None:
        """The release of a product line, if both are known."""
        for release in self.lines.get(line_id, {}).get("release", []):
            if release["id"] == release_id:
                return release
        return None

    def rank(self, level_id: str) -> int | None:
        """The rank of a service level, 1 the lowest, if the level is known."""
        return self.levels[level_id]["rank"] if level_id in self.levels else None

    def kind(self, line_id: str) -> str | None:
        """on-premises, termed, cloud or hardware, if the line is known."""
        return self.lines[line_id]["kind"] if line_id in self.lines else None


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
    def term_years(self) -> int:
        return self.request["term_years"]

    @property
    def program(self) -> dict | None:
        return self.book.programs.get(self.request["program"])

    @property
    def holdings(self) -> list[dict]:
        return self.request["holding"]

    @property
    def running_contracts(self) -> list[dict]:
        """The contracts outside this quote that still run on `start`."""
        return [
            contract
            for contract in self.request.get("other_contract", [])
            if as_date(contract["covered_through"]) >= self.start
        ]

    def level_of(self, holding: dict) -> str:
        """A holding's own service level, else that of the request."""
        return holding.get("service_level", self.request["service_level"])

    def is_software_holding(self, holding: dict) -> bool:
        """Price-book page: all kinds but hardware are software. An unknown line is neither."""
        return self.book.kind(holding["product_line"]) not in (None, "hardware")

    def is_software_contract(self, contract: dict) -> bool:
        """All but hardware is software; so is a contract for a line that the book does not know."""
        return self.book.kind(contract["product_line"]) != "hardware"


def quantity_of(holding: dict) -> int:
    """Section 3: owned - retire."""
    return holding["owned"] - holding.get("retire", 0)


# ---------------------------------------------------------------------------------------------
# Section 2: status


@dataclass(frozen=True)
class Status:
    """Where a holding stands: its status, its band if it is in one, and its new term's first day."""

    id: str
    band: dict | None
    gap_days: int
    first_uncovered: datetime.date
    forward_from: datetime.date


def gap_days(first_uncovered: datetime.date, start: datetime.date) -> int:
    """Section 1: max(0, start - first_uncovered)."""
    return max(0, (start - first_uncovered).days)


def band_holds(band: dict, first_uncovered: datetime.date, start: datetime.date) -> bool:
    """Section 2: the limit of a band, in days or in months; without a limit it always holds."""
    if "up_to_days" in band:
        return gap_days(first_uncovered, start) <= band["up_to_days"]
    if "up_to_months" in band:
        return start <= add_months(first_uncovered, band["up_to_months"])
    return True


def runs_from_expiry(band: dict | None) -> bool:
    """Section 2: whether a band lets the new term begin on the first uncovered day."""
    return band is not None and band.get("new_term", "from-start") == "from-expiry"


def status_of(book: Book, covered_through: datetime.date, start: datetime.date) -> Status | None:
    """Section 2: the status of a holding; None where no band holds."""
    first_uncovered = covered_through + ONE_DAY
    gap = gap_days(first_uncovered, start)
    if gap == 0:
        return Status("renewal", None, gap, first_uncovered, first_uncovered)
    if gap <= book.grace_days:
        return Status("grace", None, gap, first_uncovered, first_uncovered)
    for band in book.bands:
        if band_holds(band, first_uncovered, start):
            forward_from = first_uncovered if runs_from_expiry(band) else start
            return Status(band["id"], band, gap, first_uncovered, forward_from)
    return None


def holding_status(case: Case, holding: dict) -> Status | None:
    """Section 2, for a holding of a request."""
    return status_of(case.book, as_date(holding["covered_through"]), case.start)


def forward_through(forward_from: datetime.date, term_years: int) -> datetime.date:
    """Section 2: forward_from + term_years - 1 day."""
    return add_years(forward_from, term_years) - ONE_DAY


# ---------------------------------------------------------------------------------------------
# Section 3: the rate


def matching_rates(book: Book, level: str, line: str, edition: str, status: str) -> list[dict]:
    """Section 3, rate look-up: the narrowest rates that match, all with equally many keys."""
    given = {"product_line": line, "edition": edition, "status": status}
    best: list[dict] = []
    most = -1
    for rate in book.rates:
        keys = [key for key in given if key in rate]
        if rate["service_level"] != level or any(rate[key] != given[key] for key in keys):
            continue
        if len(keys) > most:
            best, most = [rate], len(keys)
        elif len(keys) == most:
            best.append(rate)
    return best


def rate_of(case: Case, holding: dict, status: Status) -> Fraction | None:
    """Section 3, rate look-up: % of SRP a year; None where there is no rate."""
    found = matching_rates(
        case.book, case.level_of(holding), holding["product_line"], holding["edition"], status.id
    )
    if len(found) > 1:
        raise Malformed("ambiguous-rate: a valid book cannot have this")
    return percentage(found[0]["of_srp"]) if found else None


# ---------------------------------------------------------------------------------------------
# Sections 3 and 5: the amounts of a holding, in minor units


def program_discount_of(program: dict, line: str) -> Fraction:
    """Section 3: the programme's discount, or the one that it gives on this product line."""
    return percentage(program.get("discount_by_product_line", {}).get(line, program["discount"]))


def term_discount_rate(book: Book, years: int) -> Fraction:
    """Section 3: the discount for exactly that number of years."""
    text = book.term_discounts.get(str(years))
    return percentage(text) if text is not None else Fraction(0)


def back_coverage_policy(status: Status) -> dict | None:
    """Sections 2 and 3: the back coverage table that applies; none in grace or from expiry."""
    if status.band is None or runs_from_expiry(status.band):
        return None
    policy = status.band["back_coverage"]
    return None if policy == "none" else policy


def gap_share(policy: dict, first_uncovered: datetime.date, start: datetime.date) -> Fraction:
    """Section 3: min(day count of the gap, cap_years)."""
    share = DAY_COUNTS[policy["day_count"]](first_uncovered, start)
    return min(share, Fraction(policy["cap_years"])) if "cap_years" in policy else share


def back_coverage_amount(
    policy: dict, share: Fraction, unit_list: int, unit_net: int, quantity: int, mode: str
) -> int:
    """Section 3: round(unit x quantity x multiplier x share)."""
    base = back_coverage_base(policy, unit_list, unit_net, quantity)
    return rounded(base * exact(policy.get("multiplier", "1")) * share, mode)


def back_coverage_base(policy: dict, unit_list: int, unit_net: int, quantity: int) -> int:
    """Section 3: unit x quantity, which a document prints beside the share."""
    return (unit_net if policy["program_discount"] else unit_list) * quantity


def penalty_base(name: str, srp: int, quantity: int, amounts: dict) -> int:
    """Section 5: the five bases."""
    if name == "back-coverage":
        return amounts["back_coverage"]
    if name == "annual":
        return amounts["annual"]
    if name == "forward":
        return amounts["forward"] - amounts["term_discount"]
    if name == "srp":
        return srp * quantity
    if name == "back-coverage-and-annual":
        return amounts["back_coverage"] + amounts["annual"]
    raise Malformed(f"unknown base {name!r}")


def unbounded_penalty(
    policy: dict, currency: str, srp: int, quantity: int, amounts: dict, mode: str
) -> int:
    """Section 5: a rate of a base, or a fixed amount per line or per licence."""
    if "rate" in policy:
        base = penalty_base(policy["of"], srp, quantity, amounts)
        return rounded(percentage(policy["rate"]) * base, mode)
    fixed = minor(policy["amount"][currency], currency)
    if policy["per"] == "line":
        return fixed
    if policy["per"] == "licence":
        return fixed * quantity
    raise Malformed(f"unknown per {policy['per']!r}")


def bounded_penalty(policy: dict, currency: str, penalty: int) -> int:
    """Section 5: then at_least, then at_most, per holding."""
    if "at_least" in policy:
        penalty = max(penalty, minor(policy["at_least"][currency], currency))
    if "at_most" in policy:
        penalty = min(penalty, minor(policy["at_most"][currency], currency))
    return penalty


def penalty_is_waived(policy: dict, term_years: int) -> bool:
    """Section 5: none when the term has waived_from_years or more."""
    return "waived_from_years" in policy and term_years >= policy["waived_from_years"]


def penalty_amount(case: Case, band: dict | None, srp: int, quantity: int, amounts: dict) -> int:
    """Section 5: the penalty of a band."""
    policy = "none" if band is None else band["penalty"]
    if policy == "none" or penalty_is_waived(policy, case.term_years):
        return 0
    if "rate" in policy:
        amounts["penalty_base"] = penalty_base(policy["of"], srp, quantity, amounts)
    penalty = unbounded_penalty(
        policy, case.currency, srp, quantity, amounts, case.book.rounding
    )
    amounts["penalty_before_limits"] = penalty
    return bounded_penalty(policy, case.currency, penalty)


def holding_amounts(case: Case, holding: dict, status: Status) -> dict:
    """Section 3: every amount of a holding, in minor units, each from amounts before it."""
    book, mode, currency = case.book, case.book.rounding, case.currency
    line, quantity = holding["product_line"], quantity_of(holding)
    srp = minor(book.edition(line, holding["edition"])["srp"][currency], currency)
    a = {"srp": srp}
    a["unit_list"] = rounded(srp * rate_of(case, holding, status), mode)
    a["unit_net"] = rounded(a["unit_list"] * (1 - program_discount_of(case.program, line)), mode)
    a["annual"] = a["unit_net"] * quantity
    a["forward"] = a["annual"] * case.term_years
    a["term_discount"] = rounded(a["forward"] * term_discount_rate(book, case.term_years), mode)
    a["back_coverage"] = 0
    policy = back_coverage_policy(status)
    if policy is not None:
        share = gap_share(policy, status.first_uncovered, case.start)
        a["back_coverage_base"] = back_coverage_base(
            policy, a["unit_list"], a["unit_net"], quantity
        )
        a["back_coverage"] = back_coverage_amount(
            policy, share, a["unit_list"], a["unit_net"], quantity, mode
        )
    a["penalty"] = penalty_amount(case, status.band, srp, quantity, a)
    a["total"] = a["forward"] - a["term_discount"] + a["back_coverage"] + a["penalty"]
    return a


def totals_of(case: Case, amounts: list[dict]) -> dict:
    """Section 3, totals: sums of the holdings' amounts, and the tax on the sum."""
    totals = {
        name: sum(a[name] for a in amounts)
        for name in ("forward", "term_discount", "back_coverage", "penalty")
    }
    totals["subtotal"] = sum(a["total"] for a in amounts)
    tax = case.request.get("tax")
    tax_rate = percentage(tax["rate"]) if tax is not None else Fraction(0)
    totals["tax"] = rounded(totals["subtotal"] * tax_rate, case.book.rounding)
    totals["total"] = totals["subtotal"] + totals["tax"]
    return totals


def all_fit(amounts: dict) -> bool:
    """Section 3: whether every printed amount fits."""
    return all(abs(amount) <= LARGEST_AMOUNT for amount in amounts.values())


# ---------------------------------------------------------------------------------------------
# Section 6: refusals


def term_is_offered(case: Case) -> bool:
    """Section 6, `term-not-offered`: the book's whole years, from min_years to max_years."""
    return case.book.min_years <= case.term_years <= case.book.max_years


def request_refusals(case: Case) -> set[str]:
    """Section 6: refusals of the request as a whole, apart from those about dates and books."""
    codes = set()
    if case.program is None:
        codes.add("unknown-program")
    if case.request["service_level"] not in case.book.levels:
        codes.add("unknown-service-level")
    if not term_is_offered(case):
        codes.add("term-not-offered")
    if has_mixed_levels(case):
        codes.add("mixed-service-levels")
    return codes


def has_mixed_levels(case: Case) -> bool:
    """Section 6, `mixed-service-levels`: more than one known level among the software holdings."""
    levels = {case.level_of(h) for h in case.holdings if case.is_software_holding(h)}
    return len(levels & set(case.book.levels)) > 1


def unknown_ids(case: Case, holding: dict) -> set[str]:
    """Section 6: what a holding names that the book does not know."""
    codes = set()
    line = holding["product_line"]
    if line not in case.book.lines:
        codes.add("unknown-product-line")
    else:
        if case.book.edition(line, holding["edition"]) is None:
            codes.add("unknown-edition")
        if "release" in holding and case.book.release(line, holding["release"]) is None:
            codes.add("unknown-release")
    levels = {case.level_of(holding), holding.get("current_service_level")} - {None}
    if not levels <= set(case.book.levels):
        codes.add("unknown-service-level")
    return codes


def quantity_refusals(holding: dict) -> set[str]:
    """Section 6: retired-exceeds-owned, nothing-to-cover, partial-coverage."""
    quantity = quantity_of(holding)
    if quantity < 0:
        return {"retired-exceeds-owned"}
    codes = set()
    if quantity == 0:
        codes.add("nothing-to-cover")
    if "quantity" in holding and holding["quantity"] != quantity:
        codes.add("partial-coverage")
    return codes


def has_no_price(case: Case, holding: dict) -> bool:
    """Section 6, `no-price`: the edition has no price in the request's currency."""
    edition = case.book.edition(holding["product_line"], holding["edition"])
    return edition is not None and case.currency not in edition["srp"]


def has_no_rate(case: Case, holding: dict, status: Status) -> bool:
    """Section 6, `no-rate`: needs a known level, line and edition to be asked at all."""
    known = case.level_of(holding) in case.book.levels and case.book.edition(
        holding["product_line"], holding["edition"]
    )
    return bool(known) and rate_of(case, holding, status) is None


def release_is_over(case: Case, holding: dict, status: Status | None) -> bool:
    """Section 6, `release-end-of-life`: before the later of forward_from and start.

    After a gap the later one is always start, so the rule holds without a status too.
    """
    release = case.book.release(holding["product_line"], holding.get("release"))
    if release is None:
        return False
    begin = case.start if status is None else max(status.forward_from, case.start)
    return as_date(release["end_of_life"]) < begin


def term_is_consumed(case: Case, status: Status) -> bool:
    """Section 2, `term-consumed-by-gap`: a term from expiry whose last day is before start."""
    return (
        term_is_offered(case)
        and runs_from_expiry(status.band)
        and forward_through(status.forward_from, case.term_years) < case.start
    )


def status_refusals(case: Case, holding: dict, status: Status | None) -> set[str]:
    """Section 6: the refusals that depend on a holding's dates and status."""
    codes = set()
    if release_is_over(case, holding, status):
        codes.add("release-end-of-life")
    if status is None:
        codes.add("reinstatement-not-offered")
        return codes
    if has_no_rate(case, holding, status):
        codes.add("no-rate")
    if term_is_consumed(case, status):
        codes.add("term-consumed-by-gap")
    return codes


def leaves_software_behind(case: Case, holding: dict) -> bool:
    """Section 6, `upgrade-must-cover-all-software`, for one software holding."""
    new = case.book.rank(case.level_of(holding))
    current = case.book.rank(holding.get("current_service_level"))
    if not case.is_software_holding(holding) or new is None or current is None or new <= current:
        return False
    ranks = [
        case.book.rank(contract["service_level"])
        for contract in case.running_contracts
        if case.is_software_contract(contract)
    ]
    return any(rank is not None and rank < new for rank in ranks)


def holding_refusals(case: Case, holding: dict, status: Status | None) -> set[str]:
    """Section 6: every refusal of one holding, apart from amount-too-large."""
    codes = unknown_ids(case, holding) | quantity_refusals(holding)
    codes |= status_refusals(case, holding, status)
    if has_no_price(case, holding):
        codes.add("no-price")
    if leaves_software_behind(case, holding):
        codes.add("upgrade-must-cover-all-software")
    return codes


# ---------------------------------------------------------------------------------------------
# Section 7: findings


def has_level_mismatch(case: Case) -> bool:
    """Section 7, `service-level-mismatch`: against the level of the quote's software, if any."""
    software = {case.level_of(h) for h in case.holdings if case.is_software_holding(h)}
    return any(
        contract["service_level"] != level
        for contract in case.running_contracts
        if case.is_software_contract(contract)
        for level in software
    )


def may_bring_manager(case: Case) -> bool:
    """Section 7, `customer-success-manager`: a cloud line at a level that can bring one."""
    held = [(h["product_line"], case.level_of(h)) for h in case.holdings]
    held += [(c["product_line"], c["service_level"]) for c in case.running_contracts]
    return any(
        case.book.kind(line) == "cloud"
        and "customer_success_manager" in case.book.levels.get(level, {})
        for line, level in held
    )


def ends_within_term(case: Case, holding: dict, status: Status) -> bool:
    """Section 7, `end-of-life-within-term`, both ends of the term counted in."""
    release = case.book.release(holding["product_line"], holding.get("release"))
    if release is None:
        return False
    begin = max(status.forward_from, case.start)
    return begin <= as_date(release["end_of_life"]) <= forward_through(
        status.forward_from, case.term_years
    )


def findings_of(case: Case, statuses: list[Status]) -> list[str]:
    """Section 7: the codes of all findings, each once, sorted."""
    codes = {"no-refund"}
    if case.book.is_sample:
        codes.add("sample-prices")
    if any(status.band is not None for status in statuses):
        codes.add("subject-to-vendor-approval")
    if any(status.gap_days > 0 for status in statuses):
        codes.add("cover-interrupted")
    if any(ends_within_term(case, h, s) for h, s in zip(case.holdings, statuses)):
        codes.add("end-of-life-within-term")
    if has_level_mismatch(case):
        codes.add("service-level-mismatch")
    if any(holding.get("retire", 0) > 0 for holding in case.holdings):
        codes.add("retirement-is-permanent")
    if may_bring_manager(case):
        codes.add("customer-success-manager")
    return sorted(codes)


# ---------------------------------------------------------------------------------------------
# The quote


def gap_of(case: Case, status: Status) -> dict | None:
    """Request-and-quote page, `gap`: null without a gap; a share only with back coverage."""
    if status.gap_days == 0:
        return None
    gap = {
        "from": status.first_uncovered.isoformat(),
        "through": (case.start - ONE_DAY).isoformat(),
    }
    policy = back_coverage_policy(status)
    if policy is not None:
        gap["day_count"] = policy["day_count"]
        gap["share"] = share_text(gap_share(policy, status.first_uncovered, case.start))
    return gap


def line_of(case: Case, holding: dict, status: Status, amounts: dict) -> dict:
    """Request-and-quote page, `lines`: one line of the quote."""
    text = {name: amount_text(amount, case.currency) for name, amount in amounts.items()}
    discount = program_discount_of(case.program, holding["product_line"])
    return {
        "product_line": holding["product_line"],
        "edition": holding["edition"],
        "quantity": quantity_of(holding),
        "status": status.id,
        "gap_days": status.gap_days,
        "gap": gap_of(case, status),
        "forward_from": status.forward_from.isoformat(),
        "forward_through": forward_through(status.forward_from, case.term_years).isoformat(),
        "srp": text["srp"],
        "rate": percentage_text(rate_of(case, holding, status)),
        "unit_list": text["unit_list"],
        "program_discount": percentage_text(discount),
        "unit_net": text["unit_net"],
        "annual": text["annual"],
        "forward": text["forward"],
        "term_discount": text["term_discount"],
        "back_coverage": text["back_coverage"],
        "penalty": text["penalty"],
        "total": text["total"],
    }


def valid_through(case: Case, shelf: Shelf) -> datetime.date:
    """Request-and-quote page: quote_date + valid_days, no later than the book is in force."""
    last_days = [case.quote_date + datetime.timedelta(days=case.book.valid_days)]
    following = shelf.next_version_from(case.book.id, case.quote_date)
    if following is not None:
        last_days.append(following - ONE_DAY)
    if case.book.effective_through is not None:
        last_days.append(case.book.effective_through)
    return min(last_days)


def quote_of(
    case: Case, shelf: Shelf, statuses: list[Status], amounts: list[dict], totals: dict
) -> dict:
    """Request-and-quote page: the quote, as data."""
    in_band = any(status.band is not None for status in statuses)
    return {
        "kind": "reinstatement" if in_band else "renewal",
        "currency": case.currency,
        "quote_date": case.quote_date.isoformat(),
        "start": case.start.isoformat(),
        "valid_through": valid_through(case, shelf).isoformat(),
        "lines": [line_of(case, *parts) for parts in zip(case.holdings, statuses, amounts)],
        "totals": {name: amount_text(amount, case.currency) for name, amount in totals.items()},
        "findings": findings_of(case, statuses),
    }


def refused(codes: set[str]) -> dict:
    """Section 6: all refusals of a request, each code once, sorted."""
    return {"refusals": sorted(codes)}


def open_case(request: dict, shelf: Shelf) -> Case | None:
    """Section 1: the dates of a request and the book in force on its quote date, if any."""
    quote_date = as_date(request["quote_date"])
    start = as_date(request.get("start", quote_date))
    book = shelf.in_force(shelf.family_of(request), quote_date)
    return None if book is None else Case(request, book, quote_date, start)


def starts_in_the_past(request: dict) -> bool:
    """Section 1: start earlier than quote_date."""
    return "start" in request and as_date(request["start"]) < as_date(request["quote_date"])


def price(request: dict, shelf: Shelf) -> dict:
    """Sections 1 to 7: the quote for a request, or all of its refusals."""
    codes = {"start-in-the-past"} if starts_in_the_past(request) else set()
    case = open_case(request, shelf)
    if case is None:
        return refused(codes | {"no-book-in-force"})
    codes |= request_refusals(case)
    can_be_priced = case.program is not None and term_is_offered(case)

    statuses, amounts = [], []
    for holding in case.holdings:
        status = holding_status(case, holding)
        own_codes = holding_refusals(case, holding, status)
        codes |= own_codes
        if not own_codes and can_be_priced:
            statuses.append(status)
            amounts.append(holding_amounts(case, holding, status))
    if not all(all_fit(a) for a in amounts):
        codes.add("amount-too-large")
    elif len(amounts) == len(case.holdings):
        totals = totals_of(case, amounts)
        if not all_fit(totals):
            codes.add("amount-too-large")
    if codes:
        return refused(codes)
    return {"quote": quote_of(case, shelf, statuses, amounts, totals)}

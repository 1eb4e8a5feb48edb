"""Makes test cases for a pricing engine: price books, requests, and the oracle's answers.

    python3 tests/oracle/generate.py --seed 1 --count 3000 > cases.json

Writes one JSON document: {"books": {file name: TOML text}, "cases": [{"name", "request", and
"quote" or "refusals"}]}. The same seed, count and books give the same document.
"""

from __future__ import annotations

import argparse
import copy
import datetime
import json
import random
import sys
from pathlib import Path

import oracle
import random_books
from oracle import ONE_DAY, add_months, add_years
from random_books import Deck

HERE = Path(__file__).resolve().parent
DEFAULT_BOOKS = HERE.parent / "conformance" / "books"
FAMILIES = 32
TAXES = "21% 8.1% 20% 0% 7.7% 10% 25.5%".split()
MOST_LICENCES = 2**63 - 1
OWNED = (1, 1, 2, 3, 7, 25, 99, 100, 480, 500, 1001, 12345, 250_000)
UNKNOWN = {
    "unknown-product-line": "no-such-line",
    "unknown-edition": "no-such-edition",
    "unknown-release": "no-such-release",
    "unknown-service-level": "no-such-level",
    "unknown-program": "no-such-program",
    "unknown-payment": "no-such-plan",
    "unknown-choice": "no-such-choice",
}
# Every refusal of the rules but `no-rate`, which no request on a valid book can meet: a check of
# the book finds an edition without a rate first.
REFUSALS = (
    *UNKNOWN,
    "no-book-in-force",
    "no-price",
    "term-not-offered",
    "start-in-the-past",
    "too-early",
    "retired-exceeds-owned",
    "nothing-to-cover",
    "partial-coverage",
    "mixed-service-levels",
    "upgrade-must-cover-all-software",
    "release-end-of-life",
    "release-needed",
    "reinstatement-not-offered",
    "quoted-by-vendor",
    "term-consumed-by-gap",
    "last-price-missing",
    "mid-term-not-offered",
    "true-up-not-offered",
    "contract-not-running",
    "used-since-not-past",
    "not-a-raise",
    "payment-not-offered",
    "order-too-small",
    "amount-too-large",
)
RECIPES = ["offered"] * 36 + ["refused"] * 14 + ["free"] * 3 + ["limit"]


def chance(rng: random.Random, percent: int) -> bool:
    """True in so many cases of a hundred."""
    return rng.randrange(100) < percent


# ---------------------------------------------------------------------------------------------
# Dates that bite


def days(number: int) -> datetime.timedelta:
    """So many days."""
    return datetime.timedelta(days=number)


def edge_day(rng: random.Random, low: datetime.date, high: datetime.date) -> datetime.date:
    """A day between two, often at a month end or beside a leap day, when one is in reach."""
    day = low + days(rng.randint(0, max(0, (high - low).days)))
    first = day.replace(day=1)
    leap = datetime.date(day.year - day.year % 4, 2, 28) + days(rng.randint(0, 2))
    last = add_months(first, 1) - ONE_DAY
    picked = rng.choice([day, day, first, last, first + days(rng.randint(27, 30)), leap])
    return picked if low <= picked <= high else day


def window_end(family: list[oracle.Book], place: int) -> datetime.date:
    """The last day on which a version is in force, or a day some years on where it is open."""
    book = family[place]
    ends = [add_years(book.effective_from, 4)]
    if book.effective_through is not None:
        ends.append(book.effective_through)
    if place + 1 < len(family):
        ends.append(family[place + 1].effective_from - ONE_DAY)
    return min(ends)


def quote_day(rng: random.Random, family: list[oracle.Book], place: int) -> datetime.date:
    """A day on which a version is in force: its first or last ones, or any."""
    first, last = family[place].effective_from, window_end(family, place)
    near_last = max(first, last - days(rng.choice([1, 13, 14, 15, 29, 30, 31])))
    return rng.choice([first, last, near_last] + [edge_day(rng, first, last) for _ in range(7)])


def start_day(rng: random.Random, quote_date: datetime.date) -> datetime.date:
    """The quote date or a later day."""
    return rng.choice(
        [
            quote_date,
            quote_date + days(1),
            quote_date + days(rng.randint(2, 40)),
            edge_day(rng, quote_date, quote_date + days(120)),
        ]
    )


def first_after(book: oracle.Book, anchor: datetime.date) -> datetime.date:
    """The first uncovered day of a lateness that is counted from an anchor."""
    return anchor + ONE_DAY if book.counts_from_expiry else anchor


def limit_edge(
    rng: random.Random, book: oracle.Book, limit: tuple, start: datetime.date
) -> datetime.date:
    """A first uncovered day on one side or the other of a limit in days or months."""
    shift = days(rng.choice([-2, -1, -1, 0, 0, 1, 1, 2]))
    unit, number = limit
    if unit == "days":
        return first_after(book, start - days(number)) + shift
    if unit == "months":
        return first_after(book, add_months(start, -number)) + shift
    return start - days(rng.randint(1, 1800))


def grace_of(book: oracle.Book) -> tuple:
    """The unit and the number of a book's grace."""
    if book.grace_days is not None:
        return "days", book.grace_days
    return "months", book.grace_months


def first_uncovered_day(
    rng: random.Random, book: oracle.Book, start: datetime.date, years: int
) -> datetime.date:
    """A first uncovered day, mostly at an edge of the policy or of a day count."""
    lapsed = edge_day(rng, start - days(1500), start)
    choices = [
        start + days(rng.randint(2, 400)),
        start + days(rng.choice([0, 0, 1])),
        start - days(rng.choice([0, 1])),
        limit_edge(rng, book, grace_of(book), start),
        add_months(start, -rng.randint(1, 40)) + days(rng.choice([-1, 0, 1])),
        add_years(start, -rng.randint(1, 4)) + days(rng.choice([-1, 0, 1])),
        lapsed,
        lapsed,
    ]
    if "earliest_months" in book.renewal:
        early = add_months(start, book.renewal["earliest_months"])
        choices.append(early + days(rng.choice([-1, 0, 0, 1])))
    for band in book.bands:
        edge = limit_edge(rng, book, random_books.limit_of(band), start)
        choices += [edge] * 2
        if band.get("new_term") == "from-expiry":
            choices.append(add_years(start, -max(1, years)) + days(rng.choice([-1, 0, 1, 2])))
    return rng.choice(choices)


def near_release_end(
    rng: random.Random, release: dict, start: datetime.date, years: int
) -> datetime.date:
    """A first uncovered day that puts a release's end beside an edge of the new term."""
    life = oracle.as_date(release["end_of_life"])
    shift = days(rng.choice([-1, 0, 1, 2]))
    return rng.choice([add_years(life, -max(1, years)), life, max(life, start)]) + shift


# ---------------------------------------------------------------------------------------------
# Requests


class Scene:
    """One version of a book to make requests for, with the family that it belongs to."""

    def __init__(self, family: list[oracle.Book], place: int):
        self.family, self.place, self.book = family, place, family[place]
        self.lines = list(self.book.lines.values())
        self.levels = list(self.book.levels)
        self.currencies = list(self.lines[0]["edition"][0]["srp"])

    @property
    def has_changes(self) -> bool:
        """Whether licences can join cover that runs."""
        return self.book.mid_term_day_count is not None

    @property
    def needs_last_price(self) -> bool:
        """Whether a last price can matter."""
        text = json.dumps(self.book.bands, default=str)
        return bool(self.book.renewal) or "last-paid" in text or "last-annual" in text

    def software(self) -> list[dict]:
        """The product lines of the book that are software."""
        return [line for line in self.lines if line["kind"] != "hardware"]


def scenes_of(shelf: oracle.Shelf) -> list[Scene]:
    """Every version of every family on a shelf."""
    return [
        Scene(family, place)
        for _, family in sorted(shelf.families.items())
        for place in range(len(family))
    ]


def tier_edges(edition: dict) -> list[int]:
    """Numbers of licences on both sides of the tiers of an edition."""
    return [tier["from"] + shift for tier in edition.get("tier", []) for shift in (-1, 0)]


def some_licences(rng: random.Random, edition: dict) -> int:
    """A number of licences, quite often at the edge of a tier."""
    edges = tier_edges(edition)
    return rng.choice(edges) if edges and chance(rng, 40) else rng.choice(OWNED)


def last_price(rng: random.Random, scene: Scene, edition: dict, currency: str) -> str:
    """What a licence may have cost a year: something like a third of its list price."""
    places = max(scene.book.unit_decimals, oracle.decimals_of(currency))
    if chance(rng, 50):
        places = oracle.decimals_of(currency)
    srp = edition["srp"].get(currency, next(iter(edition["srp"].values())))
    units = int(oracle.exact(srp) * 10**places * rng.randint(1, 60) / 100) + rng.randint(0, 3)
    return oracle.decimal_text(max(1, units), places)


def target_of(rng: random.Random, scene: Scene) -> tuple[dict, dict, dict | None]:
    """A product line, an edition, and quite often a band that they may be in."""
    line, band = rng.choice(scene.lines), None
    if scene.book.bands and chance(rng, 35):
        band = rng.choice(scene.book.bands)
        line = scene.book.lines[band.get("when", {}).get("product_line", line["id"])]
    wanted = band.get("when", {}).get("edition") if band is not None else None
    fitting = [edition for edition in line["edition"] if edition["id"] == wanted]
    return line, rng.choice(fitting or line["edition"]), band


def new_holding(
    rng: random.Random, scene: Scene, request: dict, start: datetime.date, years: int
) -> dict:
    """A holding that is allowed as far as its own ids and quantity go."""
    line, edition, band = target_of(rng, scene)
    owned = some_licences(rng, edition)
    holding = {"product_line": line["id"], "edition": edition["id"], "owned": owned}
    if chance(rng, 30):
        holding["retire"] = rng.choice([0, owned - 1, rng.randint(0, owned - 1)])
    first_uncovered = first_uncovered_day(rng, scene.book, start, years)
    if band is not None:
        edge = limit_edge(rng, scene.book, random_books.limit_of(band), start)
        first_uncovered = edge + days(rng.choice([0, 0, 1, 3, 20, 60, 200]))
    asks = "release" in json.dumps(scene.book.bands, default=str)
    if "release" in line and chance(rng, 85 if asks else 40):
        release = rng.choice(line["release"])
        holding["release"] = release["id"]
        if chance(rng, 40 if band is None else 10):
            first_uncovered = near_release_end(rng, release, start, years)
    holding["covered_through"] = (first_uncovered - ONE_DAY).isoformat()
    if line["kind"] == "hardware" and chance(rng, 40):
        holding["service_level"] = rng.choice(scene.levels)
    elif not scene.book.rules["one_service_level"] and chance(rng, 30):
        holding["service_level"] = rng.choice(scene.levels)
    elif chance(rng, 10):
        holding["service_level"] = request["service_level"]
    if chance(rng, 15):
        holding["current_service_level"] = rng.choice(scene.levels)
    if chance(rng, 10):
        holding["quantity"] = oracle.quantity_of(holding)
    if chance(rng, 85 if scene.needs_last_price else 5):
        holding["last_unit_net"] = last_price(rng, scene, edition, request["currency"])
    return holding


def end_of_cover(rng: random.Random, start: datetime.date) -> str:
    """The last day of cover that runs, often about a year from start."""
    year = add_years(start, 1)
    return rng.choice(
        [
            start,
            start + days(rng.randint(1, 40)),
            year + days(rng.choice([-2, -1, 0, 1])),
            edge_day(rng, start, start + days(1400)),
            edge_day(rng, start, start + days(500)),
        ]
    ).isoformat()


def new_addition(rng: random.Random, scene: Scene, request: dict, start: datetime.date) -> dict:
    """Licences that join, some of them used before, some of them new."""
    line = rng.choice(scene.lines)
    edition = rng.choice(line["edition"])
    addition = {
        "product_line": line["id"],
        "edition": edition["id"],
        "quantity": some_licences(rng, edition),
        "ends": end_of_cover(rng, start),
    }
    if scene.book.true_up is not None and chance(rng, 50):
        used = rng.choice(
            [
                start - ONE_DAY,
                add_months(start, -rng.randint(1, 30)) + days(rng.choice([-1, 0, 1])),
                edge_day(rng, start - days(1200), start - ONE_DAY),
            ]
        )
        addition["used_since"] = min(used, start - ONE_DAY).isoformat()
    if chance(rng, 30):
        addition["new_licences"] = chance(rng, 80)
    if "release" in line and chance(rng, 40):
        addition["release"] = rng.choice(line["release"])["id"]
    if line["kind"] == "hardware" and chance(rng, 40):
        addition["service_level"] = rng.choice(scene.levels)
    return addition


def new_raise(rng: random.Random, scene: Scene, request: dict, start: datetime.date) -> dict:
    """Cover that rises to the level of the request from one below it, where there is one."""
    line = rng.choice(scene.lines)
    edition = rng.choice(line["edition"])
    new = scene.book.rank(request["service_level"])
    below = [level for level in scene.levels if new is None or scene.book.rank(level) < new]
    return {
        "product_line": line["id"],
        "edition": edition["id"],
        "quantity": some_licences(rng, edition),
        "from_level": rng.choice(below or scene.levels),
        "ends": end_of_cover(rng, start),
    }


def new_contract(rng: random.Random, scene: Scene, start: datetime.date, currency: str) -> dict:
    """A contract outside the quote that is over, just over, just running, or running."""
    line = rng.choice(scene.lines)["id"]
    through = start + days(rng.choice([-30, -1, 0, 0, 1, 200, 400]))
    contract = {
        "product_line": "some-other-line" if chance(rng, 10) else line,
        "service_level": "some-other-level" if chance(rng, 10) else rng.choice(scene.levels),
        "covered_through": through.isoformat(),
    }
    if chance(rng, 60):
        value = random_books.amounts(rng, [currency], 10_000, 100_000_000)
        contract["annual_value"] = value[currency]
    return contract


def new_common_end(
    rng: random.Random, scene: Scene, holdings: list[dict], start: datetime.date
) -> str:
    """`latest`, or a day some years after the cover of a holding or after start."""
    if chance(rng, 35):
        return "latest"
    covered = oracle.as_date(rng.choice(holdings)["covered_through"])
    base = rng.choice([covered + ONE_DAY, covered + ONE_DAY, start])
    years = rng.randint(scene.book.min_years, scene.book.max_years)
    end = rng.choice(
        [
            oracle.after_term(base, years) - ONE_DAY,
            add_years(base, years) + days(rng.choice([-2, 0, 1])),
            base + days(rng.randint(1, 900)),
            covered,
        ]
    )
    return end.isoformat()


def new_taxes(rng: random.Random) -> dict | list[dict]:
    """One tax, or a list of one to three of them."""
    names = ["VAT", "GST", "PST"]
    taxes = [{"name": name, "rate": rng.choice(TAXES)} for name in names]
    for tax in taxes:
        if tax["rate"] == "0%":
            tax["note"] = "reverse charge"
    return taxes[: rng.randint(1, 3)] if chance(rng, 35) else taxes[0]


def new_request(rng: random.Random, scene: Scene) -> dict:
    """A request at the edges of a book, most often one that can be offered."""
    book = scene.book
    quote_date = quote_day(rng, scene.family, scene.place)
    start = start_day(rng, quote_date) if chance(rng, 50) else quote_date
    years = rng.randint(max(1, book.min_years), book.max_years)
    request = {"book": book.id, "quote_date": quote_date.isoformat()}
    if start != quote_date or chance(rng, 10):
        request["start"] = start.isoformat()
    request["currency"] = rng.choice(scene.currencies)
    request["service_level"] = rng.choice(scene.levels)
    request["program"] = rng.choice(list(book.programs))
    add_options(rng, scene, request)
    only_changes = scene.has_changes and chance(rng, 15)
    if not only_changes:
        request["term_years"] = years
        add_holdings(rng, scene, request, start, years)
    if scene.has_changes and (only_changes or chance(rng, 15)):
        add_changes(rng, scene, request, start)
    if chance(rng, 25):
        request["other_contract"] = [
            new_contract(rng, scene, start, request["currency"])
            for _ in range(rng.choice([1, 1, 2]))
        ]
    return request


def add_options(rng: random.Random, scene: Scene, request: dict) -> None:
    """The keys of a request as a whole that may be left out."""
    book = scene.book
    if chance(rng, 10):
        request["language"] = rng.choice([*random_books.LANGUAGES, "en-US"])
    if chance(rng, 40):
        request["tax"] = new_taxes(rng)
    if book.payments and chance(rng, 60):
        request["payment"] = rng.choice(book.payments)["id"]
    if chance(rng, 20):
        rate = rng.choice(["5%", "3.3%", "12.5%", "0.5%", "20%", book.concession_max])
        rate = "4%" if rate == "0%" else rate
        request["concession"] = {"rate": rate, "reason": "asked for"}
    if chance(rng, 10):
        request["quote_number"] = "Q-1"
    if book.choices and chance(rng, 70):
        request["lapse_choice"] = rng.choice(book.choices)
    request["customer"] = {"name": "Example", "org_id": "ORG-1"}
    if chance(rng, 10):
        del request["customer"]["org_id"]


def add_holdings(
    rng: random.Random, scene: Scene, request: dict, start: datetime.date, years: int
) -> None:
    """One to four holdings, and perhaps a common end for them."""
    wanted = rng.choice([1, 1, 1, 2, 2, 3, 4])
    holdings = [new_holding(rng, scene, request, start, years) for _ in range(wanted)]
    if chance(rng, 4):
        holdings.append(dict(rng.choice(holdings)))
    request["holding"] = holdings
    if scene.book.common_day_count is not None and chance(rng, 50):
        request["common_end"] = new_common_end(rng, scene, holdings, start)


def add_changes(rng: random.Random, scene: Scene, request: dict, start: datetime.date) -> None:
    """One to three additions and raises."""
    rank = scene.book.rank(request["service_level"])
    kinds = ["addition", "addition"] + (["raise", "raise"] if rank > 1 else [])
    for _ in range(rng.choice([1, 1, 2, 3])):
        kind = rng.choice(kinds)
        made = {"addition": new_addition, "raise": new_raise}[kind](rng, scene, request, start)
        request.setdefault(kind, []).append(made)


# ---------------------------------------------------------------------------------------------
# Spoilers: each changes a request so that a refusal becomes likely


def start_of(request: dict) -> datetime.date:
    """The day that cover begins again."""
    return oracle.as_date(request.get("start", request["quote_date"]))


def some_holding(rng: random.Random, scene: Scene, request: dict) -> dict:
    """A holding of a request, which gets one if it has none."""
    if "holding" not in request:
        years = max(1, scene.book.min_years)
        request["term_years"] = years
        request["holding"] = [new_holding(rng, scene, request, start_of(request), years)]
    return rng.choice(request["holding"])


def some_line(rng: random.Random, request: dict) -> dict:
    """Any line of a request."""
    kinds = ("holding", "addition", "raise")
    return rng.choice([line for kind in kinds for line in request.get(kind, [])])


def some_change(rng: random.Random, scene: Scene, request: dict, kind: str) -> dict:
    """An addition or a raise of a request, which gets one more."""
    make = {"addition": new_addition, "raise": new_raise}[kind]
    made = make(rng, scene, request, start_of(request))
    request.setdefault(kind, []).append(made)
    return made


def spoil_unknown(rng: random.Random, scene: Scene, request: dict, code: str) -> None:
    """Names something that the book does not have."""
    name = UNKNOWN[code]
    if code == "unknown-program":
        request["program"] = name
    elif code == "unknown-payment":
        request["payment"] = name
    elif code == "unknown-choice":
        request["lapse_choice"] = name
    elif code == "unknown-service-level":
        line = some_line(rng, request)
        where = rng.choice([request, line])
        key = "service_level"
        if where is line and "from_level" in line:
            key = "from_level"
        elif where is line and "owned" in line and chance(rng, 30):
            key = "current_service_level"
        where[key] = name
    else:
        lines = [line for key in ("holding", "addition") for line in request.get(key, [])]
        line = rng.choice(lines or [some_holding(rng, scene, request)])
        line[code.removeprefix("unknown-").replace("-", "_")] = name


def spoil_book(rng: random.Random, scene: Scene, request: dict) -> None:
    """A quote date before the first version, or after the last day of one."""
    first = scene.family[0].effective_from
    day = first - days(rng.choice([1, 1, 30]))
    through = scene.book.effective_through
    if through is not None and chance(rng, 70):
        day = through + days(rng.choice([1, 1, 2, 10]))
    request["quote_date"] = day.isoformat()
    request.pop("start", None)
    for holding in request.get("holding", []):
        holding.pop("last_unit_net", None)  # the other version may have fewer decimals
    if chance(rng, 20):
        request["start"] = (day - days(1)).isoformat()


def spoil_price(rng: random.Random, scene: Scene, request: dict) -> None:
    """A currency that the book has no prices in; amounts in the old one go with it."""
    request["currency"] = rng.choice(["GBP", "CHF", "KRW", "BHD"])
    for contract in request.get("other_contract", []):
        contract.pop("annual_value", None)
    for holding in request.get("holding", []):
        holding.pop("last_unit_net", None)


def spoil_term(rng: random.Random, scene: Scene, request: dict) -> None:
    """One year less or more than the book offers, far off, or a common end that is too far."""
    low, high = scene.book.min_years, scene.book.max_years
    some_holding(rng, scene, request)
    if scene.book.common_day_count is None and chance(rng, 20):
        request["common_end"] = "latest"
        return
    if scene.book.common_day_count is not None and chance(rng, 40):
        end = add_years(start_of(request), high + 1) + days(rng.choice([-1, 0, 200]))
        request["common_end"] = end.isoformat()
        return
    request.pop("common_end", None)
    request["term_years"] = rng.choice([max(1, low - 1), high + 1, 6, 10])


def spoil_start(rng: random.Random, scene: Scene, request: dict) -> None:
    """A start before the quote date."""
    quote_date = oracle.as_date(request["quote_date"])
    request["start"] = (quote_date - days(rng.choice([1, 1, 30, 365]))).isoformat()


def spoil_early(rng: random.Random, scene: Scene, request: dict) -> None:
    """Cover that runs on for the months before which nothing is sold, or a day or two longer."""
    holding = some_holding(rng, scene, request)
    months = scene.book.renewal.get("earliest_months", 6)
    day = add_months(oracle.as_date(request["quote_date"]), months)
    holding["covered_through"] = (day + days(rng.choice([0, 1, 1, 2, 200]))).isoformat()


def spoil_retire(rng: random.Random, scene: Scene, request: dict) -> None:
    """More licences retired than owned."""
    holding = some_holding(rng, scene, request)
    holding["retire"] = min(holding["owned"] + rng.choice([1, 1, 50]), MOST_LICENCES)


def spoil_nothing(rng: random.Random, scene: Scene, request: dict) -> None:
    """All licences retired, or all holdings covered through the common end."""
    holding = some_holding(rng, scene, request)
    if scene.book.common_day_count is not None and chance(rng, 40):
        covered = [oracle.as_date(one["covered_through"]) for one in request["holding"]]
        request["common_end"] = min(covered).isoformat()
        request.pop("addition", None)
        request.pop("raise", None)
        return
    holding["retire"] = holding["owned"]
    holding.pop("quantity", None)
    if chance(rng, 30):
        holding["quantity"] = rng.choice([0, holding["owned"]])


def spoil_quantity(rng: random.Random, scene: Scene, request: dict) -> None:
    """A stated quantity that is not owned - retire."""
    holding = some_holding(rng, scene, request)
    quantity = min(oracle.quantity_of(holding), MOST_LICENCES - 1)
    holding["quantity"] = rng.choice([max(1, quantity + 1), max(1, quantity - 1), holding["owned"]])


def spoil_levels(rng: random.Random, scene: Scene, request: dict) -> None:
    """Two software holdings, each with a level of its own."""
    some_holding(rng, scene, request)
    start, years = start_of(request), request["term_years"]
    for _ in range(2):
        holding = new_holding(rng, scene, request, start, years)
        line = rng.choice(scene.software())
        holding.update(product_line=line["id"], edition=rng.choice(line["edition"])["id"])
        holding.pop("release", None)
        holding["service_level"] = rng.choice(scene.levels)
        request["holding"].append(holding)


def spoil_upgrade(rng: random.Random, scene: Scene, request: dict) -> None:
    """A current level, and another contract that still runs on start."""
    if scene.has_changes and chance(rng, 40):
        some_change(rng, scene, request, "raise")
    else:
        some_holding(rng, scene, request)["current_service_level"] = rng.choice(scene.levels)
    contract = new_contract(rng, scene, start_of(request), request["currency"])
    request.setdefault("other_contract", []).append(contract)


def spoil_release(rng: random.Random, scene: Scene, request: dict) -> None:
    """A release, with the new term beside its end of life."""
    line = some_line(rng, request)
    found = scene.book.lines.get(line["product_line"], {}).get("release", [])
    if found and "from_level" not in line:
        release = rng.choice(found)
        line["release"] = release["id"]
        day = oracle.as_date(release["end_of_life"]) + days(rng.choice([0, 0, 1, 200]))
        if "owned" in line:
            line["covered_through"] = day.isoformat()


def spoil_release_name(rng: random.Random, scene: Scene, request: dict) -> None:
    """No release named where a band asks for one."""
    holding = some_holding(rng, scene, request)
    asking = [
        band
        for band in scene.book.bands
        if {"release", "end_of_life_within_months"} & set(band.get("when", {}))
    ]
    if asking:
        band = rng.choice(asking)
        line = scene.book.lines[band["when"].get("product_line", holding["product_line"])]
        edition = band["when"].get("edition", rng.choice(line["edition"])["id"])
        holding.update(product_line=line["id"], edition=edition)
        edge = limit_edge(rng, scene.book, random_books.limit_of(band), start_of(request))
        holding["covered_through"] = (edge - days(rng.choice([0, 1, 1]))).isoformat()
    holding.pop("release", None)


def spoil_lapse(rng: random.Random, scene: Scene, request: dict) -> None:
    """A gap beside the limit of a band, mostly the last, or far beyond it."""
    holding = some_holding(rng, scene, request)
    band = scene.book.bands[-1] if chance(rng, 60) else rng.choice(scene.book.bands)
    edge = limit_edge(rng, scene.book, random_books.limit_of(band), start_of(request))
    first_uncovered = rng.choice([edge, edge, edge - days(rng.randint(1, 1500))])
    holding["covered_through"] = (first_uncovered - ONE_DAY).isoformat()


def spoil_consumed(rng: random.Random, scene: Scene, request: dict) -> None:
    """A first uncovered day a whole term before start, and a day or two to either side."""
    holding = some_holding(rng, scene, request)
    years = max(1, request["term_years"])
    day = add_years(start_of(request), -years) + days(rng.choice([-2, -1, 0, 0, 1]))
    holding["covered_through"] = (day - ONE_DAY).isoformat()


def spoil_last_price(rng: random.Random, scene: Scene, request: dict) -> None:
    """No last price anywhere, and a gap."""
    holding = some_holding(rng, scene, request)
    spoil_lapse(rng, scene, request)
    for holding in request["holding"]:
        holding.pop("last_unit_net", None)


def spoil_change(rng: random.Random, scene: Scene, request: dict) -> None:
    """An addition or a raise, whether the book has a rule for it or not."""
    kind = rng.choice(["addition", "addition", "raise"] if len(scene.levels) > 1 else ["addition"])
    some_change(rng, scene, request, kind)


def spoil_true_up(rng: random.Random, scene: Scene, request: dict) -> None:
    """Licences in use without cover, whether the book has a rule for it or not."""
    addition = some_change(rng, scene, request, "addition")
    used = start_of(request) - days(rng.choice([1, 30, 400]))
    addition["used_since"] = used.isoformat()


def spoil_ends(rng: random.Random, scene: Scene, request: dict) -> None:
    """Cover that has run out, or that runs out on start."""
    change = some_change(rng, scene, request, rng.choice(["addition", "raise"]))
    change["ends"] = (start_of(request) - days(rng.choice([0, 1, 1, 30]))).isoformat()


def spoil_used_since(rng: random.Random, scene: Scene, request: dict) -> None:
    """Licences used without cover from start on, or later."""
    addition = some_change(rng, scene, request, "addition")
    addition["used_since"] = (start_of(request) + days(rng.choice([-1, 0, 0, 1]))).isoformat()


def spoil_raise(rng: random.Random, scene: Scene, request: dict) -> None:
    """A rise from any level to any level."""
    some_change(rng, scene, request, "raise")["from_level"] = rng.choice(scene.levels)


def spoil_payment(rng: random.Random, scene: Scene, request: dict) -> None:
    """Any plan, without holdings or with a common end."""
    if scene.book.payments:
        request["payment"] = rng.choice(scene.book.payments)["id"]
    if scene.has_changes and chance(rng, 70):
        some_change(rng, scene, request, "addition")
        for key in ("holding", "common_end", "term_years"):
            request.pop(key, None)
    elif scene.book.common_day_count is not None:
        some_holding(rng, scene, request)
        request["common_end"] = "latest"


def spoil_order(rng: random.Random, scene: Scene, request: dict) -> None:
    """One holding of one licence, on time."""
    holding = some_holding(rng, scene, request)
    holding["owned"] = 1
    holding.pop("retire", None)
    holding.pop("quantity", None)
    holding["covered_through"] = start_of(request).isoformat()
    request["holding"] = [holding]
    request.pop("addition", None)
    request.pop("raise", None)


def spoil_amount(rng: random.Random, scene: Scene, request: dict) -> None:
    """More licences than any amount can hold."""
    line = some_line(rng, request)
    key = "owned" if "owned" in line else "quantity"
    line.pop("retire", None)
    line.pop("quantity", None)
    line[key] = rng.choice([MOST_LICENCES, 2**62, 10**18])


SPOILERS = {
    "no-book-in-force": spoil_book,
    "no-price": spoil_price,
    "term-not-offered": spoil_term,
    "start-in-the-past": spoil_start,
    "too-early": spoil_early,
    "retired-exceeds-owned": spoil_retire,
    "nothing-to-cover": spoil_nothing,
    "partial-coverage": spoil_quantity,
    "mixed-service-levels": spoil_levels,
    "upgrade-must-cover-all-software": spoil_upgrade,
    "release-end-of-life": spoil_release,
    "release-needed": spoil_release_name,
    "reinstatement-not-offered": spoil_lapse,
    "quoted-by-vendor": spoil_lapse,
    "term-consumed-by-gap": spoil_consumed,
    "last-price-missing": spoil_last_price,
    "mid-term-not-offered": spoil_change,
    "true-up-not-offered": spoil_true_up,
    "contract-not-running": spoil_ends,
    "used-since-not-past": spoil_used_since,
    "not-a-raise": spoil_raise,
    "payment-not-offered": spoil_payment,
    "order-too-small": spoil_order,
    "amount-too-large": spoil_amount,
}


def spoil(rng: random.Random, scene: Scene, request: dict, code: str) -> None:
    """Changes a request so that one refusal becomes likely."""
    if code in UNKNOWN:
        spoil_unknown(rng, scene, request, code)
    else:
        SPOILERS[code](rng, scene, request)


# ---------------------------------------------------------------------------------------------
# Cases


class Generator:
    """Makes cases over one shelf, with its own stream of random numbers."""

    def __init__(self, rng: random.Random, shelf: oracle.Shelf):
        self.rng, self.shelf = rng, shelf
        self.scenes = Deck(rng, scenes_of(shelf))
        self.recipes = Deck(rng, RECIPES)
        self.codes = Deck(rng, REFUSALS)
        self.any_code = Deck(rng, REFUSALS)
        self.over_the_limit = Deck(rng, [True, False])

    def case(self, number: int) -> dict:
        """The next case, of the next recipe."""
        recipe = self.recipes.draw()
        request = getattr(self, recipe)()
        return {"name": f"{number:05d} {recipe}", "request": request, **self.price(request)}

    def price(self, request: dict) -> dict:
        """The oracle's answer."""
        return oracle.price(request, self.shelf)

    def offered(self) -> dict:
        """A request that gives a quote."""
        for _ in range(5):
            scene = self.scenes.draw()
            for _ in range(500):
                request = new_request(self.rng, scene)
                if "quote" in self.price(request):
                    return request
        raise AssertionError(f"no quote found for book {scene.book.id} and four others")

    def free(self) -> dict:
        """A request as it comes, with one thing spoilt in some."""
        scene = self.scenes.draw()
        request = new_request(self.rng, scene)
        if chance(self.rng, 20):
            spoil(self.rng, scene, request, self.any_code.draw())
        return request

    def refused(self) -> dict:
        """A request with the next refusal, some of them with another thing spoilt too."""
        code = self.codes.draw()
        for _ in range(5000):
            scene = self.scenes.draw()
            request = new_request(self.rng, scene)
            spoil(self.rng, scene, request, code)
            if chance(self.rng, 30):
                spoil(self.rng, scene, request, self.any_code.draw())
            if code in self.price(request).get("refusals", []):
                return request
        raise AssertionError(f"no request found that is refused as {code}")

    def limit(self) -> dict:
        """The largest quantity of one holding whose amounts fit, or one licence more."""
        over = self.over_the_limit.draw()
        while True:
            request = copy.deepcopy(self.offered())
            if "holding" not in request:
                continue
            holding = self.rng.choice(request["holding"])
            holding.pop("retire", None)
            holding.pop("quantity", None)
            low, high = holding["owned"], MOST_LICENCES
            holding["owned"] = high
            if "quote" in self.price(request):
                continue
            while high - low > 1:
                holding["owned"] = (low + high) // 2
                if "quote" in self.price(request):
                    low = holding["owned"]
                else:
                    high = holding["owned"]
            holding["owned"] = high if over else low
            if over or "quote" in self.price(request):
                return request


def given_books(folders: list[Path]) -> dict[str, str]:
    """The TOML files in folders and the folders in them, by file name."""
    texts = {}
    for folder in folders:
        for file in sorted(folder.rglob("*.toml")):
            name = file.name if file.name not in texts else f"{file.parent.name}-{file.name}"
            if name in texts:
                raise SystemExit(f"two books would be called {name}")
            texts[name] = file.read_text(encoding="utf-8")
    return texts


def invented_books(rng: random.Random, count: int) -> dict[str, str]:
    """The TOML texts of random families, by file name."""
    return {
        f"{book['book']['id']}-{book['book']['version']}.toml": random_books.to_toml(book)
        for versions in random_books.families(rng, count)
        for book in versions
    }


def document(seed: int, count: int, folders: list[Path], families: int = FAMILIES) -> dict:
    """Books and cases for a seed."""
    rng = random.Random(seed)
    books = {**given_books(folders), **invented_books(rng, families)}
    generator = Generator(rng, oracle.Shelf.from_texts(books.values()))
    return {"books": books, "cases": [generator.case(number) for number in range(count)]}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Price books, requests and the oracle's answers as JSON."
    )
    parser.add_argument("--seed", type=int, required=True, help="the same seed, the same cases")
    parser.add_argument("--count", type=int, required=True, help="how many cases")
    parser.add_argument(
        "--books",
        type=Path,
        nargs="*",
        help="folders of books to use beside the random ones (default: the conformance books)",
    )
    options = parser.parse_args()
    folders = options.books
    if folders is None:
        folders = [DEFAULT_BOOKS] if DEFAULT_BOOKS.is_dir() else []
    made = document(options.seed, options.count, folders)
    json.dump(made, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

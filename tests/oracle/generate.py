"""Makes test cases for a pricing engine: price books, requests, and the oracle's answers.

    python3 tests/oracle/generate.py --seed 1 --count 3000 > cases.json

Writes one JSON document: {"books": {file name: TOML text}, "cases": [{"name", "request", and "quote"
or "refusals"}]}. The same seed, count and books give the same document.
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
FAMILIES = 24
TAXES = "21% 8.1% 20% 0% 7.7% 10% 25.5%".split()
MOST_LICENCES = 2**63 - 1
OWNED = (1, 1, 2, 3, 7, 25, 99, 100, 480, 500, 1001, 12345, 250_000)
UNKNOWN = {
    "unknown-product-line": "no-such-line",
    "unknown-edition": "no-such-edition",
    "unknown-release": "no-such-release",
    "unknown-service-level": "no-such-level",
    "unknown-program": "no-such-program",
}
REFUSALS = (
    *UNKNOWN,
    "no-book-in-force",
    "no-price",
    "no-rate",
    "term-not-offered",
    "start-in-the-past",
    "retired-exceeds-owned",
    "nothing-to-cover",
    "partial-coverage",
    "mixed-service-levels",
    "upgrade-must-cover-all-software",
    "release-end-of-life",
    "reinstatement-not-offered",
    "term-consumed-by-gap",
    "amount-too-large",
)
RECIPES = ["offered"] * 36 + ["refused"] * 10 + ["free"] * 3 + ["limit"]


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


def band_edge(rng: random.Random, band: dict, start: datetime.date) -> datetime.date:
    """A first uncovered day on one side or the other of a band's limit."""
    shift = days(rng.choice([-2, -1, -1, 0, 0, 1, 1, 2]))
    if "up_to_days" in band:
        return start - days(band["up_to_days"]) + shift
    if "up_to_months" in band:
        return add_months(start, -band["up_to_months"]) + shift
    return start - days(rng.randint(1, 1800))


def first_uncovered_day(
    rng: random.Random, book: oracle.Book, start: datetime.date, years: int
) -> datetime.date:
    """A first uncovered day, mostly at an edge of the policy or of a day count."""
    lapsed = edge_day(rng, start - days(1500), start)
    choices = [
        start + days(rng.randint(2, 400)),
        start + days(rng.choice([0, 0, 1])),
        start - days(1),
        start - days(book.grace_days + rng.choice([-1, 0, 0, 1])),
        add_months(start, -rng.randint(1, 40)) + days(rng.choice([-1, 0, 1])),
        add_years(start, -rng.randint(1, 4)) + days(rng.choice([-1, 0, 1])),
        lapsed,
        lapsed,
    ]
    for band in book.bands:
        choices += [band_edge(rng, band, start)] * 2
        if oracle.runs_from_expiry(band):
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


def new_holding(
    rng: random.Random, scene: Scene, level: str, start: datetime.date, years: int
) -> dict:
    """A holding that is allowed as far as its own ids and quantity go."""
    line = rng.choice(scene.lines)
    owned = rng.choice(OWNED)
    holding = {
        "product_line": line["id"],
        "edition": rng.choice(line["edition"])["id"],
        "owned": owned,
    }
    if chance(rng, 30):
        holding["retire"] = rng.choice([0, owned - 1, rng.randint(0, owned - 1)])
    first_uncovered = first_uncovered_day(rng, scene.book, start, years)
    if "release" in line and chance(rng, 40):
        release = rng.choice(line["release"])
        holding["release"] = release["id"]
        if chance(rng, 40):
            first_uncovered = near_release_end(rng, release, start, years)
    holding["covered_through"] = (first_uncovered - ONE_DAY).isoformat()
    if line["kind"] == "hardware" and chance(rng, 40):
        holding["service_level"] = rng.choice(scene.levels)
    elif chance(rng, 10):
        holding["service_level"] = level
    if chance(rng, 15):
        holding["current_service_level"] = rng.choice(scene.levels)
    if chance(rng, 10):
        holding["quantity"] = oracle.quantity_of(holding)
    return holding


def new_contract(rng: random.Random, scene: Scene, start: datetime.date, currency: str) -> dict:
    """A contract outside the quote that is over, just over, just running, or running."""
    line = rng.choice(scene.lines)["id"]
    through = start + days(rng.choice([-30, -1, 0, 0, 1, 200, 400]))
    contract = {
        "product_line": "some-other-line" if chance(rng, 10) else line,
        "service_level": rng.choice(scene.levels),
        "covered_through": through.isoformat(),
    }
    if chance(rng, 60):
        value = random_books.amounts(rng, [currency], 10_000, 100_000_000)
        contract["annual_value"] = value[currency]
    return contract


def new_request(rng: random.Random, scene: Scene) -> dict:
    """A request at the edges of a book, most often one that can be offered."""
    book = scene.book
    quote_date = quote_day(rng, scene.family, scene.place)
    start = start_day(rng, quote_date) if chance(rng, 50) else quote_date
    years = rng.randint(book.min_years, book.max_years)
    level = rng.choice(scene.levels)
    request = {"book": book.id, "quote_date": quote_date.isoformat()}
    if start != quote_date or chance(rng, 10):
        request["start"] = start.isoformat()
    request["currency"] = rng.choice(scene.currencies)
    request["service_level"] = level
    request["term_years"] = years
    request["program"] = rng.choice(list(book.programs))
    if chance(rng, 10):
        request["language"] = rng.choice(random_books.LANGUAGES)
    if chance(rng, 40):
        request["tax"] = {"name": "VAT", "rate": rng.choice(TAXES)}
    request["customer"] = {"name": "Example", "org_id": "ORG-1"}
    wanted = rng.choice([1, 1, 1, 2, 2, 3, 4])
    request["holding"] = [new_holding(rng, scene, level, start, years) for _ in range(wanted)]
    if chance(rng, 25):
        request["other_contract"] = [
            new_contract(rng, scene, start, request["currency"])
            for _ in range(rng.choice([1, 1, 2]))
        ]
    return request


# ---------------------------------------------------------------------------------------------
# Spoilers: each changes a request so that a refusal becomes likely


def start_of(request: dict) -> datetime.date:
    """The day that cover begins again."""
    return oracle.as_date(request.get("start", request["quote_date"]))


def spoil_unknown(rng: random.Random, scene: Scene, request: dict, code: str) -> None:
    """Names something that the book does not have."""
    name = UNKNOWN[code]
    holding = rng.choice(request["holding"])
    if code == "unknown-program":
        request["program"] = name
    elif code == "unknown-service-level":
        where = rng.choice([request, holding])
        key = "service_level" if where is request or chance(rng, 70) else "current_service_level"
        where[key] = name
    else:
        holding[code.removeprefix("unknown-").replace("-", "_")] = name


def spoil_book(rng: random.Random, scene: Scene, request: dict) -> None:
    """A quote date before the first version, or after the last day of one."""
    first = scene.family[0].effective_from
    day = first - days(rng.choice([1, 1, 30]))
    through = scene.book.effective_through
    if through is not None and chance(rng, 70):
        day = through + days(rng.choice([1, 1, 2, 10]))
    request["quote_date"] = day.isoformat()
    request.pop("start", None)
    if chance(rng, 20):
        request["start"] = (day - days(1)).isoformat()


def spoil_price(rng: random.Random, scene: Scene, request: dict) -> None:
    """A currency that the book has no prices in; values in the old one go with it."""
    request["currency"] = rng.choice(["GBP", "CHF", "KRW", "BHD"])
    for contract in request.get("other_contract", []):
        contract.pop("annual_value", None)


def spoil_rate(rng: random.Random, scene: Scene, request: dict) -> None:
    """Any level; in some books one has no rate for some statuses."""
    request["service_level"] = rng.choice(scene.levels)
    for holding in request["holding"]:
        holding.pop("service_level", None)


def spoil_term(rng: random.Random, scene: Scene, request: dict) -> None:
    """One year less or more than the book offers, or far off."""
    low, high = scene.book.min_years, scene.book.max_years
    request["term_years"] = rng.choice([low - 1, high + 1, 0, 6, 10])


def spoil_start(rng: random.Random, scene: Scene, request: dict) -> None:
    """A start before the quote date."""
    quote_date = oracle.as_date(request["quote_date"])
    request["start"] = (quote_date - days(rng.choice([1, 1, 30, 365]))).isoformat()


def spoil_retire(rng: random.Random, scene: Scene, request: dict) -> None:
    """More licences retired than owned."""
    holding = rng.choice(request["holding"])
    holding["retire"] = min(holding["owned"] + rng.choice([1, 1, 50]), MOST_LICENCES)


def spoil_nothing(rng: random.Random, scene: Scene, request: dict) -> None:
    """All licences retired."""
    holding = rng.choice(request["holding"])
    holding["retire"] = holding["owned"]
    holding.pop("quantity", None)
    if chance(rng, 30):
        holding["quantity"] = rng.choice([0, holding["owned"]])


def spoil_quantity(rng: random.Random, scene: Scene, request: dict) -> None:
    """A stated quantity that is not owned - retire."""
    holding = rng.choice(request["holding"])
    quantity = min(oracle.quantity_of(holding), MOST_LICENCES - 1)
    holding["quantity"] = rng.choice([max(1, quantity + 1), max(1, quantity - 1), holding["owned"]])


def spoil_levels(rng: random.Random, scene: Scene, request: dict) -> None:
    """Two software holdings, each with a level of its own."""
    start, years = start_of(request), request["term_years"]
    for _ in range(2):
        holding = new_holding(rng, scene, request["service_level"], start, years)
        line = rng.choice(scene.software())
        holding.update(product_line=line["id"], edition=rng.choice(line["edition"])["id"])
        holding.pop("release", None)
        holding["service_level"] = rng.choice(scene.levels)
        request["holding"].append(holding)


def spoil_upgrade(rng: random.Random, scene: Scene, request: dict) -> None:
    """A current level, and another contract that still runs on start."""
    rng.choice(request["holding"])["current_service_level"] = rng.choice(scene.levels)
    contract = new_contract(rng, scene, start_of(request), request["currency"])
    request.setdefault("other_contract", []).append(contract)


def spoil_release(rng: random.Random, scene: Scene, request: dict) -> None:
    """A release, with the new term beside its end of life."""
    holding = rng.choice(request["holding"])
    found = scene.book.lines.get(holding["product_line"], {}).get("release", [])
    if found:
        release = rng.choice(found)
        holding["release"] = release["id"]
        day = oracle.as_date(release["end_of_life"]) + days(rng.choice([0, 0, 1, 200]))
        holding["covered_through"] = day.isoformat()


def spoil_lapse(rng: random.Random, scene: Scene, request: dict) -> None:
    """A gap beside the limit of the last band, or far beyond it."""
    holding = rng.choice(request["holding"])
    edge = band_edge(rng, scene.book.bands[-1], start_of(request))
    first_uncovered = rng.choice([edge, edge, edge - days(rng.randint(1, 1500))])
    holding["covered_through"] = (first_uncovered - ONE_DAY).isoformat()


def spoil_consumed(rng: random.Random, scene: Scene, request: dict) -> None:
    """A first uncovered day a whole term before start, and a day or two to either side."""
    holding = rng.choice(request["holding"])
    years = max(1, request["term_years"])
    day = add_years(start_of(request), -years) + days(rng.choice([-2, -1, 0, 0, 1]))
    holding["covered_through"] = (day - ONE_DAY).isoformat()


def spoil_amount(rng: random.Random, scene: Scene, request: dict) -> None:
    """More licences than any amount can hold."""
    holding = rng.choice(request["holding"])
    holding["owned"] = rng.choice([MOST_LICENCES, 2**62, 10**18])
    holding.pop("retire", None)
    holding.pop("quantity", None)


SPOILERS = {
    "no-book-in-force": spoil_book,
    "no-price": spoil_price,
    "no-rate": spoil_rate,
    "term-not-offered": spoil_term,
    "start-in-the-past": spoil_start,
    "retired-exceeds-owned": spoil_retire,
    "nothing-to-cover": spoil_nothing,
    "partial-coverage": spoil_quantity,
    "mixed-service-levels": spoil_levels,
    "upgrade-must-cover-all-software": spoil_upgrade,
    "release-end-of-life": spoil_release,
    "reinstatement-not-offered": spoil_lapse,
    "term-consumed-by-gap": spoil_consumed,
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
        scene = self.scenes.draw()
        for _ in range(500):
            request = new_request(self.rng, scene)
            if "quote" in self.price(request):
                return request
        raise AssertionError(f"no quote found for book {scene.book.id}")

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
    parser.add_argument("--seed", type=int, required=True, help="a seed, the same for the same cases")
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

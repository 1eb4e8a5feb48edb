"""Random, valid price books: invented numbers that together use the whole policy language.

`families(rng, count)` gives a list of families, each a list of versions; a version is a dictionary
of the shape that `tomllib` gives for its TOML text, and `to_toml` writes that text.
`problems(versions)` is this file's own reading of the checks that the price-book page asks for; every
family made here has none.
"""

from __future__ import annotations

import datetime
import itertools
import json
import random
from fractions import Fraction

import oracle

LANGUAGES = ("en", "nl", "de", "fr")
BASES = ("back-coverage", "annual", "forward", "srp", "back-coverage-and-annual")
PENALTIES = ("none", *BASES, "line", "licence")
RATE_KEYS = ("product_line", "edition", "status")
CURRENCIES = (
    ["USD", "EUR"],
    ["JPY"],
    ["KWD", "USD"],
    ["EUR", "JPY", "KWD"],
    ["USD"],
    ["JPY", "EUR"],
    ["KWD"],
    ["USD", "EUR", "JPY", "KWD"],
)
RATES = "18% 14.25% 33.333% 50% 12.5% 25% 10% 21% 0.5% 16.6667% 7% 40%".split()
DISCOUNTS = "0% 5% 12.5% 30% 45% 33.3% 50% 7.25%".split()
PENALTY_RATES = "20% 15% 12.5% 50% 5% 33.33% 100% 0.75%".split()
TERM_DISCOUNTS = "5% 12.5% 7.5% 10% 3.333% 0.5%".split()


class Deck:
    """Draws from a list in shuffled rounds, so that every item comes up soon and equally often."""

    def __init__(self, rng: random.Random, items):
        self.rng, self.items, self.left = rng, list(items), []

    def draw(self, accept=lambda item: True):
        """The next item that is acceptable; the others keep their turn."""
        for _ in range(2):
            for place, item in enumerate(self.left):
                if accept(item):
                    return self.left.pop(place)
            self.left = self.left + self.rng.sample(self.items, len(self.items))
        raise ValueError("no acceptable item in the deck")


class Decks:
    """One deck for every feature that the books together must reach."""

    def __init__(self, rng: random.Random):
        self.currencies = Deck(rng, CURRENCIES)
        self.rounding = Deck(rng, ["half-up", "half-even", "up", "down"])
        self.status = Deck(rng, ["sample", "approved"])
        self.versions = Deck(rng, [1, 2])
        self.effective_through = Deck(rng, [False, True, False])
        self.levels = Deck(rng, [1, 2, 3, 3])
        self.manager = Deck(rng, [None, "always", "from"])
        self.partial_rates = Deck(rng, [False, True, False])
        self.terms = Deck(rng, [(1, 5), (1, 3), (1, 5), (2, 4), (1, 2)])
        self.grace = Deck(rng, [0, 30, 0, 7, 45, 1])
        self.unit = Deck(rng, ["days", "months"])
        self.bands = Deck(rng, [1, 2, 3, 4])
        self.last_limit = Deck(rng, [True, False])
        self.new_term = Deck(rng, ["from-start", None, "from-expiry", None])
        self.day_count = Deck(rng, [*oracle.DAY_COUNTS, "none"])
        self.program_discount = Deck(rng, [True, False])
        self.multiplier = Deck(rng, [None, "1.5", None, "0.5", "1.25", "1", "2.333"])
        self.cap_years = Deck(rng, [None, 1, None, 2, 3])
        self.penalty = Deck(rng, PENALTIES)
        self.bounds = Deck(rng, ["", "at_least", "at_most", "both", ""])
        self.waived = Deck(rng, [False, True, False])


# ---------------------------------------------------------------------------------------------
# The parts of a book


def amounts(rng: random.Random, currencies: list[str], low: int, high: int) -> dict:
    """One random amount per currency, in that currency's own number of decimals."""
    made = {}
    for currency in currencies:
        units = 10 ** rng.randint(len(str(low)) - 1, len(str(high)) - 1) * rng.randint(1, 99) // 10
        units = rng.choice([units, units + rng.randint(0, 99), units // 5 * 5])
        made[currency] = oracle.amount_text(min(max(units, low), high), currency)
    return made


def service_levels(rng: random.Random, decks: Decks, currencies: list[str]) -> list[dict]:
    """One to three service levels, some of which bring a customer success manager."""
    made = []
    names = [("select", "Select"), ("priority", "Priority"), ("priority-plus", "Priority Plus")]
    for rank, (level_id, name) in enumerate(names[: decks.levels.draw()], start=1):
        level = {"id": level_id, "name": name, "rank": rank}
        manager = decks.manager.draw()
        if manager == "always":
            level["customer_success_manager"] = "always"
        elif manager == "from":
            thresholds = amounts(rng, currencies, 100_000, 100_000_000)
            level["customer_success_manager"] = {"from": thresholds}
        made.append(level)
    rng.shuffle(made)
    return made


def releases(rng: random.Random, base: datetime.date) -> list[dict]:
    """Up to three releases with their dates in order."""
    made = []
    for number in range(rng.choice([0, 1, 2, 3])):
        life = near_month_end(rng, base + datetime.timedelta(days=rng.randint(-100, 1700)))
        mainstream = life - datetime.timedelta(days=rng.choice([0, 0, 90, 365]))
        release = {
            "id": f"r{number + 1}",
            "name": f"Release {number + 1}",
            "end_of_mainstream": mainstream,
            "end_of_life": life,
        }
        if rng.random() < 0.5:
            extended = life + datetime.timedelta(days=rng.choice([1, 365, 1826]))
            release["end_of_extended_support"] = extended
        made.append(release)
    return made


def product_lines(rng: random.Random, base: datetime.date) -> list[dict]:
    """Two to five product lines of all kinds, always with some software; prices come later."""
    kinds = ["on-premises", "hardware", "cloud", "termed"]
    rng.shuffle(kinds)
    kinds = kinds[: rng.randint(2, 4)] + rng.sample(["on-premises", "cloud"], rng.randint(0, 1))
    made = []
    for number, kind in enumerate(kinds, start=1):
        line = {"id": f"{kind}-{number}", "name": f"Line {number} ({kind})", "kind": kind}
        editions = rng.sample(["standard", "advanced", "premium"], rng.randint(1, 3))
        line["edition"] = [
            {"id": edition, "name": edition.title(), "metric": "user"} for edition in editions
        ]
        found = releases(rng, base)
        if found:
            line["release"] = found
        made.append(line)
    return made


def priced(rng: random.Random, lines: list[dict], currencies: list[str]) -> list[dict]:
    """The same product lines with a price in every currency on every edition."""
    return [
        {
            **line,
            "edition": [
                {**edition, "srp": amounts(rng, currencies, 1, 2_000_000)}
                for edition in line["edition"]
            ],
        }
        for line in lines
    ]


def programs(rng: random.Random, lines: list[dict], wanted: int) -> list[dict]:
    """Licensing programmes, some with discounts of their own on some product lines."""
    made = []
    for number in range(wanted):
        program = {
            "id": f"program-{number + 1}",
            "name": f"Program {number + 1}",
            "discount": rng.choice(DISCOUNTS),
        }
        if rng.random() < 0.5:
            some = rng.sample(lines, rng.randint(1, min(2, len(lines))))
            program["discount_by_product_line"] = {
                line["id"]: rng.choice(DISCOUNTS) for line in some
            }
        made.append(program)
    return made


def rate_keys(rate: dict) -> dict:
    """The keys that narrow a rate."""
    return {key: rate[key] for key in RATE_KEYS if key in rate}


def rate_matches(rate: dict, wanted: dict) -> bool:
    """Whether all the keys that a rate gives match a line, edition and status."""
    return all(wanted[key] == value for key, value in rate_keys(rate).items())


def combinations(book: dict):
    """Every product line, edition and status of a book."""
    statuses = ["renewal", "grace"] + [band["id"] for band in book["lapse"]["band"]]
    for line in book["product_line"]:
        for edition, status in itertools.product(line["edition"], statuses):
            yield {"product_line": line["id"], "edition": edition["id"], "status": status}


def narrowest(rates: list[dict], wanted: dict) -> list[dict]:
    """The matching rates with the most keys."""
    matching = [rate for rate in rates if rate_matches(rate, wanted)]
    most = max((len(rate_keys(rate)) for rate in matching), default=0)
    return [rate for rate in matching if len(rate_keys(rate)) == most]


def level_rates(rng: random.Random, book: dict, level: str, partial: bool) -> list[dict]:
    """The rates of one level: a general one and narrower ones, with every tie settled.

    A partial level has rates for the status `renewal` and some others only.
    """
    everything = list(combinations(book))
    statuses = sorted({wanted["status"] for wanted in everything})
    keys = [{}]
    if partial:
        others = [status for status in statuses if status != "renewal"]
        kept = ["renewal", *rng.sample(others, rng.randint(1, len(others) - 1))]
        keys = [{"status": status} for status in kept]
    for _ in range(rng.randint(1, 5)):
        wanted = rng.choice(everything)
        names = rng.choice(
            [
                ["product_line"],
                ["product_line"],
                ["status"],
                ["edition"],
                ["product_line", "edition"],
                ["product_line", "status"],
                ["product_line", "edition", "status"],
            ]
        )
        new = {name: wanted[name] for name in names}
        if new not in keys and not (partial and "status" not in new):
            keys.append(new)
    settle_ties(everything, keys)
    if partial:
        keys = [key for key in keys if key.get("status") in kept]
    return [
        {"service_level": level, **key, "of_srp": rng.choice(RATES)} for key in keys
    ]


def settle_ties(everything: list[dict], keys: list[dict]) -> None:
    """Adds the narrower rate that decides wherever two are equally narrow."""
    settled = False
    while not settled:
        settled = True
        for wanted in everything:
            best = narrowest(keys, wanted)
            if len(best) > 1:
                keys.append({**best[0], **best[1]})
                settled = False


def penalty(
    rng: random.Random, decks: Decks, book: dict, currencies: list[str], back: dict | str
) -> dict | str:
    """The penalty of a band, of the next kind in the deck, with its bounds and waiver."""
    kind = decks.penalty.draw(lambda kind: back != "none" or not kind.startswith("back-coverage"))
    if kind == "none":
        return "none"
    if kind in BASES:
        made = {"rate": rng.choice(PENALTY_RATES), "of": kind}
    else:
        highest = 100_000 if kind == "line" else 5_000
        made = {"amount": amounts(rng, currencies, 1, highest), "per": kind}
    bounds = decks.bounds.draw()
    least = amounts(rng, currencies, 100, 100_000)
    if bounds in ("at_least", "both"):
        made["at_least"] = least
    if bounds in ("at_most", "both"):
        made["at_most"] = {}
        for currency, text in least.items():
            units = oracle.minor(text, currency) * rng.choice([2, 10, 100]) + rng.randint(0, 99)
            made["at_most"][currency] = oracle.amount_text(units, currency)
    first, last = book["term"]["min_years"], book["term"]["max_years"]
    if first < last and decks.waived.draw():
        made["waived_from_years"] = rng.randint(first + 1, last)
    return made


def back_coverage(decks: Decks) -> dict | str:
    """A back coverage table with the next day count in the deck, or "none"."""
    day_count = decks.day_count.draw()
    if day_count == "none":
        return "none"
    made = {"day_count": day_count, "program_discount": decks.program_discount.draw()}
    multiplier, cap = decks.multiplier.draw(), decks.cap_years.draw()
    if multiplier is not None:
        made["multiplier"] = multiplier
    if cap is not None:
        made["cap_years"] = cap
    return made


def lapse(rng: random.Random, decks: Decks, book: dict, currencies: list[str]) -> dict:
    """Grace and one to four bands with rising limits in one unit."""
    grace, unit, wanted = decks.grace.draw(), decks.unit.draw(), decks.bands.draw()
    limited = decks.last_limit.draw()
    bands, limit = [], grace if unit == "days" else 1 + grace // 28
    for number in range(wanted):
        steps = [5, 30, 90, 365, 400] if unit == "days" else [1, 3, 11, 12, 24]
        limit += rng.choice(steps)
        band = {"id": f"band-{number + 1}", "name": f"Band {number + 1}"}
        if limited or number < wanted - 1:
            band[f"up_to_{unit}"] = limit
        new_term = decks.new_term.draw()
        if new_term is not None:
            band["new_term"] = new_term
        band["back_coverage"] = "none" if new_term == "from-expiry" else back_coverage(decks)
        band["penalty"] = penalty(rng, decks, book, currencies, band["back_coverage"])
        band["clause"] = rng.choice(["late", "very-late"])
        bands.append(band)
    return {"grace_days": grace, "band": bands}


def clauses(rng: random.Random) -> dict:
    """The two clauses that bands cite."""
    texts = {
        "late": "A lapsed agreement costs extra.",
        "very-late": "A long lapse costs more.",
    }
    languages = LANGUAGES if rng.random() < 0.5 else LANGUAGES[:1]
    return {
        clause: {"source": "invented", "text": dict.fromkeys(languages, text)}
        for clause, text in texts.items()
    }


def benefits(levels: list[dict]) -> list[dict]:
    """One benefit, with a value for every level."""
    names = dict.fromkeys(LANGUAGES, "Response time")
    values = {level["id"]: "< 1 h" if level["rank"] == 1 else True for level in levels}
    return [{"id": "response", "name": names, "levels": values}]


def term(rng: random.Random, decks: Decks) -> dict:
    """The terms that are offered, and the discounts of some of them."""
    first, last = decks.terms.draw()
    made = {"min_years": first, "max_years": last}
    if rng.random() < 0.8:
        years = sorted(rng.sample(range(first, last + 1), min(2, last - first + 1)))
        made["discount"] = {str(year): rng.choice(TERM_DISCOUNTS) for year in years}
    return made


def add_sources(rng: random.Random, book: dict) -> None:
    """`source` wherever an approved book must have it; in a sample book here and there."""
    approved = book["book"]["status"] == "approved"
    for table in book["program"] + book["rate"] + book["lapse"]["band"]:
        if approved or rng.random() < 0.3:
            table["source"] = "invented"


# ---------------------------------------------------------------------------------------------
# Versions and families


def near_month_end(rng: random.Random, day: datetime.date) -> datetime.date:
    """A day, or quite often the last or first day of its month."""
    first = day.replace(day=1)
    return rng.choice([day, first, oracle.add_months(first, 1) - oracle.ONE_DAY])


def version_dates(rng: random.Random, decks: Decks, base: datetime.date) -> list[tuple]:
    """First and last days of one or two versions, the last days mostly left open."""
    starts = [base]
    if decks.versions.draw() == 2:
        starts.append(near_month_end(rng, base + datetime.timedelta(days=rng.randint(200, 500))))
    made = []
    for first, following in zip(starts, [*starts[1:], None]):
        through = None
        if decks.effective_through.draw():
            if following is None:
                through = first + datetime.timedelta(days=rng.randint(500, 1500))
            else:
                through = following - datetime.timedelta(days=rng.choice([1, 1, 20, 45]))
        made.append((first, through))
    return made


def family(rng: random.Random, decks: Decks, number: int) -> list[dict]:
    """One family: the same levels, lines and currencies in every version, all else drawn anew."""
    base = near_month_end(
        rng, datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randint(0, 700))
    )
    currencies = decks.currencies.draw()
    status = decks.status.draw()
    levels = service_levels(rng, decks, currencies)
    lines = product_lines(rng, base)
    partial = decks.partial_rates.draw()
    made = []
    for order, (first, through) in enumerate(version_dates(rng, decks, base), start=1):
        head = {
            "id": f"invented-{number:02d}",
            "version": f"{order}",
            "title": f"Invented book {number}",
            "vendor": "Invented",
            "status": status,
            "effective_from": first,
            "valid_days": rng.choice([1, 14, 30, 30, 90]),
            "source": "invented",
        }
        if through is not None:
            head["effective_through"] = through
        book = {
            "book": head,
            "rounding": {"mode": decks.rounding.draw()},
            "term": term(rng, decks),
            "service_level": levels,
            "product_line": priced(rng, lines, currencies),
        }
        book["lapse"] = lapse(rng, decks, book, currencies)
        whole = [level["id"] for level in levels]
        top = whole.pop(rng.randrange(len(whole))) if partial else None
        rates = [rate for level in whole for rate in level_rates(rng, book, level, False)]
        if top is not None:
            rates += level_rates(rng, book, top, True)
        book["rate"] = rates
        book["program"] = programs(rng, lines, rng.randint(1, 4))
        if rng.random() < 0.5:
            book["benefit"] = benefits(levels)
        book["clause"] = clauses(rng)
        add_sources(rng, book)
        made.append(book)
    return made


def families(rng: random.Random, count: int) -> list[list[dict]]:
    """Random families, every version of them valid."""
    decks = Decks(rng)
    made = []
    for number in range(1, count + 1):
        versions = family(rng, decks, number)
        found = problems(versions)
        if found:
            raise AssertionError(f"book {number} is not valid: {found}")
        made.append(versions)
    return made


# ---------------------------------------------------------------------------------------------
# TOML


def toml_value(value) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(v)}" for key, v in value.items()) + " }"
    raise TypeError(f"no TOML for {value!r}")


def toml_table(path: str, table: dict, repeated: bool) -> list[str]:
    """The lines of a table, with the arrays of tables in it after its own keys."""
    nested = {key: value for key, value in table.items() if isinstance(value, list)}
    lines = [f"[[{path}]]" if repeated else f"[{path}]"]
    lines += [f"{key} = {toml_value(v)}" for key, v in table.items() if key not in nested]
    for key, tables in nested.items():
        for one in tables:
            lines += toml_table(f"{path}.{key}", one, True)
    return lines


def to_toml(book: dict) -> str:
    """The TOML text of a book."""
    lines = ["# Invented numbers, made by a generator of test cases."]
    for key, value in book.items():
        if key == "clause":
            for clause, table in value.items():
                lines += ["", *toml_table(f"clause.{clause}", table, False)]
        elif isinstance(value, list):
            for table in value:
                lines += ["", *toml_table(key, table, True)]
        else:
            lines += ["", *toml_table(key, value, False)]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------------------------------
# The checks of the price-book page


def problems(versions: list[dict]) -> list[str]:
    """Everything that the price-book page calls wrong, in one family."""
    found = [problem for book in versions for problem in book_problems(book)]
    starts = [book["book"]["effective_from"] for book in versions]
    if len(set(starts)) != len(starts):
        found.append("two versions from one day")
    return found


def book_problems(book: dict) -> list[str]:
    """The problems of one version."""
    return (
        id_problems(book)
        + band_problems(book)
        + rate_problems(book)
        + currency_problems(book)
        + text_problems(book)
        + release_problems(book)
        + term_problems(book)
    )


def id_problems(book: dict) -> list[str]:
    """Ids that are not unique, and discounts for unknown lines."""
    lists = [book["service_level"], book["product_line"], book["program"], book["lapse"]["band"]]
    for line in book["product_line"]:
        lists += [line["edition"], line.get("release", [])]
    found = []
    for tables in lists:
        ids = [table["id"] for table in tables]
        if len(set(ids)) != len(ids):
            found.append(f"ids not unique: {ids}")
    ranks = sorted(level["rank"] for level in book["service_level"])
    if ranks != list(range(1, len(ranks) + 1)):
        found.append(f"ranks: {ranks}")
    lines = {line["id"] for line in book["product_line"]}
    for program in book["program"]:
        if not set(program.get("discount_by_product_line", {})) <= lines:
            found.append(f"discount for an unknown line in {program['id']}")
    return found


def band_problems(book: dict) -> list[str]:
    """Bands not rising, in two units, without a limit before the last, or swallowed by grace."""
    bands, grace = book["lapse"]["band"], book["lapse"]["grace_days"]
    units = {key for band in bands for key in band if key.startswith("up_to_")}
    found = [] if len(units) <= 1 else ["bands in two units"]
    for unit in units:
        limits = [band.get(unit) for band in bands]
        if None in limits[:-1]:
            found.append("a limit missing before the last band")
        rising = [limit for limit in limits if limit is not None]
        if any(a >= b for a, b in zip(rising, rising[1:])):
            found.append("bands not rising")
        if rising[0] * (1 if unit == "up_to_days" else 28) <= grace:
            found.append("the first band lies in grace")
    if not units and len(bands) > 1:
        found.append("a limit missing before the last band")
    if {band["id"] for band in bands} & {"renewal", "grace"}:
        found.append("a band has the name of another status")
    for band in bands:
        if band.get("new_term") == "from-expiry" and band["back_coverage"] != "none":
            found.append("back coverage from expiry")
    return found


def rate_problems(book: dict) -> list[str]:
    """Rates for unknown things, equally narrow rates, an edition with no rate at a level."""
    found = []
    everything = list(combinations(book))
    known = {key: {wanted[key] for wanted in everything} for key in RATE_KEYS}
    levels = [level["id"] for level in book["service_level"]]
    seen = []
    for rate in book["rate"]:
        if rate["service_level"] not in levels:
            found.append(f"rate for an unknown level: {rate}")
        if any(value not in known[key] for key, value in rate_keys(rate).items()):
            found.append(f"rate for something unknown: {rate}")
        identity = (rate["service_level"], rate_keys(rate))
        if identity in seen:
            found.append(f"the same rate twice: {rate}")
        seen.append(identity)
    for level in levels:
        rates = [rate for rate in book["rate"] if rate["service_level"] == level]
        rated = set()
        for wanted in everything:
            best = narrowest(rates, wanted)
            if len(best) > 1:
                found.append(f"equally narrow rates at {level}: {wanted}")
            if best:
                rated.add((wanted["product_line"], wanted["edition"]))
        if any((w["product_line"], w["edition"]) not in rated for w in everything):
            found.append(f"an edition with no rate at {level}")
    return found


def currency_tables(book: dict) -> list[dict]:
    """Every table of amounts by currency in a book."""
    tables = [e["srp"] for line in book["product_line"] for e in line["edition"]]
    for band in book["lapse"]["band"]:
        if band["penalty"] != "none":
            rules = band["penalty"]
            tables += [rules[key] for key in ("amount", "at_least", "at_most") if key in rules]
    for level in book["service_level"]:
        if isinstance(level.get("customer_success_manager"), dict):
            tables.append(level["customer_success_manager"]["from"])
    return tables


def currency_problems(book: dict) -> list[str]:
    """A currency in one place and missing in another; amounts that are not of their currency."""
    tables = currency_tables(book)
    found = []
    if any(set(table) != set(tables[0]) for table in tables):
        found.append("currencies differ")
    for table in tables:
        for currency, text in table.items():
            if oracle.amount_text(oracle.minor(text, currency), currency) != text:
                found.append(f"{text} is not written as {currency}")
    for band in book["lapse"]["band"]:
        rules = band["penalty"]
        if rules != "none" and "at_least" in rules and "at_most" in rules:
            if any(
                Fraction(text) > Fraction(rules["at_most"][currency])
                for currency, text in rules["at_least"].items()
            ):
                found.append("at_least above at_most")
    return found


def text_problems(book: dict) -> list[str]:
    """Clauses cited and not written, and sources that an approved book lacks."""
    found = []
    for band in book["lapse"]["band"]:
        if band["clause"] not in book["clause"]:
            found.append(f"clause {band['clause']} is not written")
    if book["book"]["status"] == "approved":
        tables = book["program"] + book["rate"] + book["lapse"]["band"]
        if any("source" not in table for table in tables):
            found.append("an approved book without a source")
    if "source" not in book["book"]:
        found.append("a book without a source")
    return found


def release_problems(book: dict) -> list[str]:
    """Dates of a release out of order."""
    found = []
    for line in book["product_line"]:
        for release in line.get("release", []):
            names = ("end_of_mainstream", "end_of_life", "end_of_extended_support")
            dates = [release[name] for name in names if name in release]
            if dates != sorted(dates):
                found.append(f"dates of {release['id']} out of order")
    return found


def term_problems(book: dict) -> list[str]:
    """Discounts and waivers for terms not offered; a version that ends before it begins."""
    found = []
    offered = range(book["term"]["min_years"], book["term"]["max_years"] + 1)
    if any(int(years) not in offered for years in book["term"].get("discount", {})):
        found.append("a discount for a term that is not offered")
    for band in book["lapse"]["band"]:
        rules = band["penalty"]
        if rules != "none" and rules.get("waived_from_years", offered[-1]) not in offered:
            found.append("a waiver from a term that is not offered")
    head = book["book"]
    if head.get("effective_through", head["effective_from"]) < head["effective_from"]:
        found.append("a version that ends before it begins")
    return found

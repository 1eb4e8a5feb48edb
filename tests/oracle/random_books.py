"""Random, valid price books: invented numbers that together use the whole policy language.

`families(rng, count)` gives a list of families, each a list of versions; a version is a dictionary
of the shape that `tomllib` gives for its TOML text, and `to_toml` writes that text.
`problems(versions)` is this file's own reading of the checks that the price-book page asks for;
every family made here has none.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import json
import random
from fractions import Fraction

import oracle

LANGUAGES = ("en", "nl", "de", "fr")
BASES = ("back-coverage", "annual", "forward", "srp", "last-annual")
PER = ("line", "licence", "started-month")
PENALTIES = ("none", "list", *BASES, "bases", *PER)
NEW_TERMS = ("from-start", "from-expiry", "from-anniversary", "from-next-month")
WHEN_KEYS = (
    "product_line",
    "edition",
    "service_level",
    "min_term_years",
    "release",
    "released_in_gap",
    "end_of_life_within_months",
    "choice",
)
CHARGES = ("forward", "back-coverage", "penalty", "licence")
RATE_KEYS = ("service_level", "product_line", "edition", "status")
SKU_KEYS = ("product_line", "edition", "service_level", "status", "term_years")
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
UPLIFTS = "8% 0% 3.5% 12.75% 10% 1%".split()
SURCHARGES = "0% 2.5% 12% 1.75% 0% 0.333%".split()


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
        self.unit_decimals = Deck(rng, [None, 4, None, 3, None, 6, None, 5])
        self.status = Deck(rng, ["sample", "approved"])
        self.versions = Deck(rng, [1, 2])
        self.effective_through = Deck(rng, [False, True, False])
        self.all_in = Deck(rng, ["product-line", "none"])
        self.one_level = Deck(rng, [True, True, False])
        self.refunds = Deck(rng, ["none", "unstated"])
        self.releases_in_gap = Deck(rng, ["none", "restored", "unstated"])
        self.levels = Deck(rng, [1, 2, 3, 3])
        self.manager = Deck(rng, [None, "always", "from"])
        self.rates_by_line = Deck(rng, [False, True, False])
        self.rate_at_least = Deck(rng, [False, True, False])
        self.terms = Deck(rng, [(1, 5), (1, 3), (1, 5), (2, 4), (1, 2)])
        self.ends = Deck(rng, [None, "month-end", "any-day"])
        self.common = Deck(rng, [None, 0, None, 1, None])
        self.common_day_count = Deck(rng, oracle.DAY_COUNTS)
        self.renewal = Deck(rng, [None, "uplift", "uplift_at_most", None])
        self.earliest = Deck(rng, [None, 6, None, 3, 12])
        self.order = Deck(rng, [False, True, False])
        self.concession = Deck(rng, [None, "5%", "0%", "12.5%"])
        self.mid_term = Deck(rng, [True, True, False])
        self.mid_term_day_count = Deck(rng, oracle.DAY_COUNTS)
        self.true_up = Deck(rng, ["srp", "net", None, "none"])
        self.true_up_day_count = Deck(rng, [*oracle.DAY_COUNTS, "none"])
        self.first_year = Deck(rng, [None, "included", "extra", "default"])
        self.payments = Deck(rng, [0, 2, 0, 1, 3])
        self.parts = Deck(rng, [1, 2, 4, 12])
        self.surcharge = Deck(rng, SURCHARGES)
        self.tiers = Deck(rng, [0, 0, 1, 2])
        self.skus = Deck(rng, [False, True, False])
        self.licence_discount = Deck(rng, [False, True, False])
        self.counts = Deck(rng, [None, "days-after-expiry", "uncovered-days", "days-after-expiry"])
        self.grace = Deck(
            rng,
            [("days", 0), ("days", 30), ("months", 1), ("days", 7), ("months", 2), ("days", 0),
             ("days", 45), ("days", 1), ("months", 0)],
        )
        self.choices = Deck(rng, [0, 0, 2, 0, 3])
        once = ("fee", "penalties_at_least")
        self.once = Deck(rng, [(), once[:1], (), once[1:], once])
        self.unit = Deck(rng, ["days", "months"])
        self.bands = Deck(rng, [1, 2, 3, 4, 5])
        self.when = Deck(rng, [None, "one", None, "two"])
        self.when_key = Deck(rng, [key for key in WHEN_KEYS if key != "choice"] + ["release"])
        self.release = Deck(rng, ["newest", "older"])
        outcomes = ["needs-approval", "price", "by-vendor", "not-offered"]
        self.outcome = Deck(rng, [*outcomes, *[None] * 6])
        self.last_limit = Deck(rng, [True, False])
        self.new_term = Deck(rng, [*NEW_TERMS, None])
        self.day_count = Deck(rng, [*oracle.DAY_COUNTS, "none"])
        self.price = Deck(rng, ["net", "list", "net", "last-paid", "list"])
        self.gap_from = Deck(rng, [None, "next-month", "expiry", None])
        self.multiplier = Deck(rng, [None, "1.5", None, "0.5", "1.25", "1", "2.333"])
        self.cap_years = Deck(rng, [None, 1, None, 2, 3])
        self.penalty = Deck(rng, PENALTIES)
        self.true_up_penalty = Deck(rng, PENALTIES)
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


def unit_amounts(rng: random.Random, currencies: list[str], places: int | None) -> dict:
    """One price of a licence per currency; some with all the decimals of unit prices."""
    made = amounts(rng, currencies, 1, 2_000_000)
    if places is None or rng.random() < 0.5:
        return made
    for currency in currencies:
        decimals = max(places, oracle.decimals_of(currency))
        made[currency] = oracle.decimal_text(rng.randint(1, 10 ** rng.randint(2, 7)), decimals)
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
    for number in range(rng.choice([0, 1, 2, 3, 3])):
        life = near_month_end(rng, base + datetime.timedelta(days=rng.randint(-100, 1700)))
        mainstream = life - datetime.timedelta(days=rng.choice([0, 0, 90, 365]))
        released = mainstream - datetime.timedelta(days=rng.choice([0, 30, 200, 400, 900]))
        release = {
            "id": f"r{number + 1}",
            "name": f"Release {number + 1}",
            "released": near_month_end(rng, released),
            "end_of_mainstream": mainstream,
            "end_of_life": life,
        }
        release["released"] = min(release["released"], mainstream)
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


def priced_edition(
    rng: random.Random, decks: Decks, edition: dict, currencies: list[str], places: int | None
) -> dict:
    """An edition with a price in every currency, and perhaps cheaper ones from some numbers on."""
    made = {**edition, "srp": unit_amounts(rng, currencies, places)}
    wanted = decks.tiers.draw()
    if wanted:
        froms = sorted(rng.sample([2, 8, 50, 100, 480, 1000, 12345], wanted))
        made["tier"] = [
            {"from": first, "srp": unit_amounts(rng, currencies, places)} for first in froms
        ]
    return made


def priced(
    rng: random.Random, decks: Decks, lines: list[dict], currencies: list[str], places: int | None
) -> list[dict]:
    """The same product lines with prices on every edition."""
    return [
        {
            **line,
            "edition": [
                priced_edition(rng, decks, edition, currencies, places)
                for edition in line["edition"]
            ],
        }
        for line in lines
    ]


def programs(rng: random.Random, decks: Decks, lines: list[dict], wanted: int) -> list[dict]:
    """Licensing programmes, some with discounts of their own on some product lines."""
    made = []
    for number in range(wanted):
        program = {
            "id": f"program-{number + 1}",
            "name": f"Program {number + 1}",
            "discount": rng.choice(DISCOUNTS),
        }
        if decks.licence_discount.draw():
            program["licence_discount"] = rng.choice(DISCOUNTS)
        if rng.random() < 0.5:
            some = rng.sample(lines, rng.randint(1, min(2, len(lines))))
            program["discount_by_product_line"] = {
                line["id"]: rng.choice(DISCOUNTS) for line in some
            }
        made.append(program)
    return made


# ---------------------------------------------------------------------------------------------
# Rates and part numbers


def keys_of(table: dict, names: tuple) -> dict:
    """The keys that narrow a rate or a sku."""
    return {name: table[name] for name in names if name in table}


def matches(table: dict, wanted: dict, names: tuple) -> bool:
    """Whether all the keys that a table gives match what is wanted."""
    return all(wanted[name] == value for name, value in keys_of(table, names).items())


def narrowest(tables: list[dict], wanted: dict, names: tuple) -> list[dict]:
    """The matching tables with the most keys."""
    matching = [table for table in tables if matches(table, wanted, names)]
    most = max((len(keys_of(table, names)) for table in matching), default=0)
    return [table for table in matching if len(keys_of(table, names)) == most]


def statuses_of(book: dict) -> list[str]:
    """Every status that the rules of a book can give."""
    lapse = book["lapse"]
    made = ["renewal"]
    if lapse.get("grace_days", 0) or "grace_months" in lapse:
        made.append("grace")
    made += [band["id"] for band in lapse.get("band", []) if is_priced(band)]
    if "mid_term" in book:
        made += ["addition", "raise"]
        if "true_up" in book:
            made.append("true-up")
    return made


def is_priced(band: dict) -> bool:
    """Whether a band has a price at all."""
    return band.get("outcome", "price") in ("price", "needs-approval")


def combinations(book: dict):
    """Every level, product line, edition and status of a book."""
    for line in book["product_line"]:
        for edition, level, status in itertools.product(
            line["edition"], book["service_level"], statuses_of(book)
        ):
            yield {
                "product_line": line["id"],
                "edition": edition["id"],
                "service_level": level["id"],
                "status": status,
            }


def sku_combinations(book: dict):
    """Every combination of a book with every term, and none, which is that of a change."""
    terms = [None, *range(max(1, book["term"]["min_years"]), book["term"]["max_years"] + 1)]
    for wanted, years in itertools.product(list(combinations(book)), terms):
        yield {**wanted, "term_years": years}


def settle_ties(everything: list[dict], keys: list[dict], names: tuple) -> None:
    """Adds the narrower table that decides wherever two are equally narrow."""
    settled = False
    while not settled:
        settled = True
        for wanted in everything:
            best = narrowest(keys, wanted, names)
            if len(best) > 1:
                keys.append({**best[0], **best[1]})
                settled = False


def level_rates(rng: random.Random, decks: Decks, book: dict, level: str) -> list[dict]:
    """The rates of one level: general ones and narrower ones, with every tie settled."""
    everything = [wanted for wanted in combinations(book) if wanted["service_level"] == level]
    keys = [{}]
    if decks.rates_by_line.draw():
        keys = [{"product_line": line["id"]} for line in book["product_line"]]
    for _ in range(rng.randint(1, 5)):
        wanted = rng.choice(everything)
        names = rng.choice(
            [
                ["product_line"],
                ["product_line"],
                ["status"],
                ["status"],
                ["edition"],
                ["product_line", "edition"],
                ["product_line", "status"],
                ["product_line", "edition", "status"],
            ]
        )
        new = {name: wanted[name] for name in names}
        if new not in keys:
            keys.append(new)
    settle_ties(everything, keys, RATE_KEYS)
    currencies = currencies_of(book)
    made = []
    for key in keys:
        rate = {"service_level": level, **key, "of_srp": rng.choice(RATES)}
        if decks.rate_at_least.draw():
            rate["at_least"] = amounts(rng, currencies, 100, 100_000)
        made.append(rate)
    return made


def currencies_of(book: dict) -> list[str]:
    """The currencies of a book, in its order."""
    return list(book["product_line"][0]["edition"][0]["srp"])


def skus(rng: random.Random, book: dict) -> list[dict]:
    """Part numbers for the four charges, with every tie settled."""
    everything = list(sku_combinations(book))
    in_terms = [wanted for wanted in everything if wanted["term_years"] is not None]
    made = []
    for charge in CHARGES:
        keys = [{}] if rng.random() < 0.3 else []
        names = list(SKU_KEYS)
        if "co_termination" in book["term"]:
            names.remove("term_years")  # the rules do not say what a term with a rest counts as
        for _ in range(rng.randint(1, 4)):
            some = rng.sample(names, rng.choice([1, 1, 2, 3]))
            wanted = rng.choice(in_terms)
            new = {name: wanted[name] for name in SKU_KEYS if name in some}
            if new not in keys:
                keys.append(new)
        settle_ties(everything, keys, SKU_KEYS)
        for number, key in enumerate(keys, start=1):
            sku = {"id": f"{charge.upper()}-{number}", **key}
            if charge != "forward" or rng.random() < 0.3:
                sku["charge"] = charge
            made.append(sku)
    return made


# ---------------------------------------------------------------------------------------------
# The lapse policy


def bounds(rng: random.Random, currencies: list[str], wanted: str) -> dict:
    """`at_least` and `at_most`, in that order of size."""
    made = {}
    least = amounts(rng, currencies, 100, 100_000)
    if wanted in ("at_least", "both"):
        made["at_least"] = least
    if wanted in ("at_most", "both"):
        made["at_most"] = {}
        for currency, text in least.items():
            units = oracle.minor(text, currency) * rng.choice([2, 10, 100]) + rng.randint(0, 99)
            made["at_most"][currency] = oracle.amount_text(units, currency)
    return made


def one_penalty(
    rng: random.Random, decks: Decks, book: dict, kind: str, possible: list[str], waivable: bool
) -> dict:
    """A penalty of a kind, with its bounds and waiver."""
    currencies = currencies_of(book)
    if kind in PER:
        highest = 5_000 if kind == "licence" else 100_000
        made = {"amount": amounts(rng, currencies, 1, highest), "per": kind}
    else:
        of = kind
        if kind == "bases":
            of = rng.sample(possible, rng.randint(2, min(3, len(possible))))
        elif rng.random() < 0.2:
            of = [kind]
        made = {"rate": rng.choice(PENALTY_RATES), "of": of}
    made |= bounds(rng, currencies, decks.bounds.draw())
    first, last = book["term"]["min_years"], book["term"]["max_years"]
    if waivable and first < last and decks.waived.draw():
        made["waived_from_years"] = rng.randint(max(2, first + 1), last)
    return made


def penalty(
    rng: random.Random, decks: Decks, book: dict, back: dict | str, true_up: bool = False
) -> dict | str | list[dict]:
    """The penalty of a band, or of a true-up, of the next kind in the deck."""
    possible = [base for base in BASES if back != "none" or base != "back-coverage"]
    if true_up:
        possible.remove("last-annual")
    accepted = {"none", "list", "bases", *possible, *PER}
    deck = decks.true_up_penalty if true_up else decks.penalty
    kind = deck.draw(lambda kind: kind in accepted)
    if kind == "none":
        return "none"
    if kind != "list":
        return one_penalty(rng, decks, book, kind, possible, not true_up)
    kinds = [kind for kind in PENALTIES if kind in accepted - {"none", "list"}]
    return [
        one_penalty(rng, decks, book, one, possible, not true_up)
        for one in rng.sample(kinds, rng.choice([1, 2, 2, 3]))
    ]


def back_coverage(decks: Decks) -> dict | str:
    """A back coverage table with the next day count in the deck, or "none"."""
    day_count = decks.day_count.draw()
    if day_count == "none":
        return "none"
    made = {"day_count": day_count, "price": decks.price.draw()}
    first, multiplier, cap = decks.gap_from.draw(), decks.multiplier.draw(), decks.cap_years.draw()
    if first is not None:
        made["from"] = first
    if multiplier is not None:
        made["multiplier"] = multiplier
    if cap is not None:
        made["cap_years"] = cap
    return made


def when_of(rng: random.Random, decks: Decks, book: dict, wanted: int) -> dict:
    """One or two conditions that some holding of the book can meet."""
    first, last = max(1, book["term"]["min_years"]), book["term"]["max_years"]
    with_releases = [line for line in book["product_line"] if "release" in line]
    line = rng.choice(with_releases or book["product_line"])
    made = {}
    while len(made) < wanted:
        key = decks.when_key.draw()
        if key == "product_line":
            made[key] = line["id"]
        elif key == "edition":
            made[key] = rng.choice(line["edition"])["id"]
        elif key == "service_level":
            made[key] = rng.choice(book["service_level"])["id"]
        elif key == "min_term_years" and first < last:
            made[key] = rng.randint(first + 1, last)
        elif with_releases and key == "release":
            made |= {"product_line": line["id"], key: decks.release.draw()}
        elif with_releases and key == "released_in_gap":
            made[key] = True
        elif with_releases and key == "end_of_life_within_months":
            made |= {"product_line": line["id"], key: rng.choice([1, 6, 12, 24])}
    return made


def new_limit(rng: random.Random, unit: str, number: int, grace: tuple) -> dict:
    """A limit that leaves room for the grace and for the bands before it."""
    least = grace[1] * (31 if grace[0] == "months" else 1)
    if unit == "days":
        steps = [5, 30, 90, 180, 365, 400]
        return {"up_to_days": least + 7 + sum(rng.choice(steps) for _ in range(number + 1))}
    steps = [1, 2, 3, 11, 12]
    return {"up_to_months": least // 28 + 2 + sum(rng.choice(steps) for _ in range(number + 1))}


def charges(rng: random.Random, decks: Decks, book: dict, band: dict) -> None:
    """The beginning of the term, the back coverage and the penalty of a band with a price."""
    new_term = decks.new_term.draw()
    if new_term is not None:
        band["new_term"] = new_term
    band["back_coverage"] = "none" if new_term == "from-expiry" else back_coverage(decks)
    band["penalty"] = penalty(rng, decks, book, band["back_coverage"])
    if rng.random() < 0.8:
        band["clause"] = rng.choice(["late", "very-late"])


def new_band(
    rng: random.Random, decks: Decks, book: dict, number: int, when: dict, limit: dict
) -> dict:
    """A band with a condition and a limit."""
    band = {"id": f"band-{number + 1}", "name": f"Band {number + 1}", **limit}
    if when:
        band["when"] = when
    outcome = decks.outcome.draw()
    if outcome is not None:
        band["outcome"] = outcome
    if is_priced(band):
        charges(rng, decks, book, band)
    return band


def bands(
    rng: random.Random, decks: Decks, book: dict, grace: tuple, choices: list[str]
) -> list[dict]:
    """One to five bands, each of which some holding can be in, and each choice in one."""
    wanted = max(decks.bands.draw(), len(choices))
    limited, made = decks.last_limit.draw(), []
    while len(made) < wanted:
        number = len(made)
        conditions = {None: 0, "one": 1, "two": 2}[decks.when.draw()]
        when = when_of(rng, decks, book, conditions) if conditions else {}
        if number < len(choices):
            when = {"choice": choices[number], **(when if rng.random() < 0.3 else {})}
        last = number == wanted - 1
        limit = new_limit(rng, decks.unit.draw(), number, grace)
        if (last and not limited) or (when and rng.random() < 0.15):
            limit = {}
        if not unreachable([*made, {"id": "new", "when": when, **limit}], grace):
            made.append(new_band(rng, decks, book, number, when, limit))
    if not any(is_priced(band) for band in made):
        del made[-1]["outcome"]
        charges(rng, decks, book, made[-1])
    return made


def lapse(rng: random.Random, decks: Decks, book: dict) -> dict:
    """Grace, choices, what is charged once a quote, and the bands."""
    made, currencies = {}, currencies_of(book)
    counts, grace = decks.counts.draw(), decks.grace.draw()
    if counts is not None:
        made["counts"] = counts
    made[f"grace_{grace[0]}"] = grace[1]
    choices = [f"choice-{number + 1}" for number in range(decks.choices.draw())]
    if choices:
        made["choice"] = [
            {"id": choice, "name": dict.fromkeys(LANGUAGES, choice.title())} for choice in choices
        ]
    once = decks.once.draw()
    if once:
        made["once"] = {key: amounts(rng, currencies, 100, 100_000) for key in once}
    made["band"] = bands(rng, decks, book, grace, choices)
    return made


# ---------------------------------------------------------------------------------------------
# The other tables


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
    """The terms that are offered, the discounts of some of them, and their ends."""
    first, last = decks.terms.draw()
    common, ends = decks.common.draw(), decks.ends.draw()
    made = {"min_years": 0 if common == 0 else first, "max_years": last}
    if rng.random() < 0.8:
        years = sorted(rng.sample(range(first, last + 1), min(2, last - first + 1)))
        made["discount"] = {str(year): rng.choice(TERM_DISCOUNTS) for year in years}
    if ends is not None:
        made["ends"] = ends
    if common is not None:
        made["co_termination"] = True
        made["co_termination_day_count"] = decks.common_day_count.draw()
    return made


def renewal(rng: random.Random, decks: Decks) -> dict:
    """What a last price does, and how early a renewal is sold."""
    kind, months = decks.renewal.draw(), decks.earliest.draw()
    made = {} if kind is None else {kind: rng.choice(UPLIFTS)}
    if months is not None:
        made["earliest_months"] = months
    return made


def payments(rng: random.Random, decks: Decks) -> list[dict]:
    """Payment plans, the first of which is the default."""
    made = []
    for number in range(decks.payments.draw()):
        parts = decks.parts.draw()
        made.append(
            {
                "id": f"plan-{number + 1}",
                "name": dict.fromkeys(LANGUAGES, f"In {parts} parts a year"),
                "parts_a_year": parts,
                "surcharge": decks.surcharge.draw(),
            }
        )
    return made


def change_tables(rng: random.Random, decks: Decks, book: dict) -> dict:
    """What joins, or rises, while cover runs."""
    made = {}
    if decks.mid_term.draw():
        made["mid_term"] = {"day_count": decks.mid_term_day_count.draw()}
        licence = decks.true_up.draw()
        if licence is not None:
            back: dict | str = "none"
            day_count = decks.true_up_day_count.draw()
            if day_count != "none":
                back = {"day_count": day_count, "price": rng.choice(["net", "list"])}
                multiplier, cap = decks.multiplier.draw(), decks.cap_years.draw()
                if multiplier is not None:
                    back["multiplier"] = multiplier
                if cap is not None:
                    back["cap_years"] = cap
            made["true_up"] = {"licence": licence, "back_coverage": back}
            made["true_up"]["penalty"] = penalty(rng, decks, book, back, true_up=True)
    first_year = decks.first_year.draw()
    if first_year == "default":
        made["new_licence"] = {}
    elif first_year is not None:
        made["new_licence"] = {"first_year": first_year}
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


def rules(decks: Decks) -> dict:
    """Which rules a programme has."""
    return {
        "all_in": decks.all_in.draw(),
        "one_service_level": decks.one_level.draw(),
        "refunds": decks.refunds.draw(),
        "releases_in_gap": decks.releases_in_gap.draw(),
    }


def version(
    rng: random.Random, decks: Decks, head: dict, levels: list[dict], lines: list[dict]
) -> dict:
    """One version of a family: all but levels, lines and currencies drawn anew."""
    currencies = head.pop("currencies")
    rounding = {"mode": decks.rounding.draw()}
    places = decks.unit_decimals.draw()
    if places is not None:
        rounding["unit_decimals"] = places
    book = {"book": head, "rules": rules(decks), "rounding": rounding, "term": term(rng, decks)}
    found = renewal(rng, decks)
    if found:
        book["renewal"] = found
    if decks.order.draw():
        book["order"] = {"at_least": amounts(rng, currencies, 1_000, 100_000)}
    most = decks.concession.draw()
    if most is not None:
        book["concession"] = {"max": most}
    book["service_level"] = levels
    book["product_line"] = priced(rng, decks, lines, currencies, places)
    book |= change_tables(rng, decks, book)
    plans = payments(rng, decks)
    if plans:
        book["payment"] = plans
    book["lapse"] = lapse(rng, decks, book)
    book["rate"] = [
        rate for level in levels for rate in level_rates(rng, decks, book, level["id"])
    ]
    if decks.skus.draw():
        book["sku"] = skus(rng, book)
    book["program"] = programs(rng, decks, lines, rng.randint(1, 4))
    if rng.random() < 0.5:
        book["benefit"] = benefits(levels)
    book["clause"] = clauses(rng)
    add_sources(rng, book)
    return book


def family(rng: random.Random, decks: Decks, number: int) -> list[dict]:
    """One family: the same levels, lines and currencies in every version."""
    base = near_month_end(
        rng, datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randint(0, 700))
    )
    currencies = decks.currencies.draw()
    status = decks.status.draw()
    levels = service_levels(rng, decks, currencies)
    lines = product_lines(rng, base)
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
            "currencies": currencies,
        }
        if through is not None:
            head["effective_through"] = through
        made.append(version(rng, decks, head, levels, lines))
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

INLINE = ("of", "penalty", "tier")


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
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(v)}" for key, v in value.items()) + " }"
    raise TypeError(f"no TOML for {value!r}")


def toml_table(path: str, table: dict, repeated: bool) -> list[str]:
    """The lines of a table, with the arrays of tables in it after its own keys."""
    nested = {
        key: value
        for key, value in table.items()
        if isinstance(value, list) and key not in INLINE
    }
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
        + when_problems(book)
        + rate_problems(book)
        + sku_problems(book)
        + currency_problems(book)
        + text_problems(book)
        + release_problems(book)
        + term_problems(book)
        + true_up_problems(book)
    )


def bands_of(book: dict) -> list[dict]:
    """The bands of a book; it may have none."""
    return book["lapse"].get("band", [])


def id_problems(book: dict) -> list[str]:
    """Ids that are not unique, and discounts for unknown lines."""
    lists = [book["service_level"], book["product_line"], book["program"], bands_of(book)]
    lists += [book.get("payment", []), book["lapse"].get("choice", [])]
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


@functools.cache
def month_lengths(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many months have."""
    first = datetime.date(2095, 1, 1)
    anchors = [first + datetime.timedelta(days=number) for number in range(4 * 366 + 5 * 365)]
    lengths = {(oracle.add_months(day, months) - day).days for day in anchors}
    lengths |= {(oracle.add_months(day, months) - day).days for day in anchors_near_2024()}
    return min(lengths), max(lengths)


@functools.cache
def anchors_near_2024() -> tuple[datetime.date, ...]:
    """Every day of four years with a leap day among them."""
    first = datetime.date(2022, 3, 1)
    return tuple(first + datetime.timedelta(days=number) for number in range(1461))


def reaches_as_far(one: tuple, other: tuple) -> bool:
    """Whether one limit reaches at least as far as another on every day of the calendar."""
    if one[0] is None or other[0] is None:
        return one[0] is None
    if one[0] == other[0]:
        return one[1] >= other[1]
    if one[0] == "months":
        return month_lengths(one[1])[0] >= other[1]
    return one[1] >= month_lengths(other[1])[1]


def limit_of(band: dict) -> tuple:
    """The unit and the number of a band's limit."""
    for unit in ("days", "months"):
        if f"up_to_{unit}" in band:
            return unit, band[f"up_to_{unit}"]
    return None, None


def is_as_wide(one: dict, other: dict) -> bool:
    """Whether all that fits the second `when` fits the first."""
    for key, value in one.items():
        if key not in other:
            return False
        if key == "min_term_years" and value <= other[key]:
            continue
        if key == "end_of_life_within_months" and value >= other[key]:
            continue
        if value != other[key]:
            return False
    return True


def unreachable(bands: list[dict], grace: tuple) -> list[str]:
    """Bands that no holding can be in."""
    found = []
    for place, band in enumerate(bands):
        limit = limit_of(band)
        when = band.get("when", {})
        before = [one for one in bands[:place] if is_as_wide(one.get("when", {}), when)]
        if any(reaches_as_far(limit_of(one), limit) for one in before):
            found.append(f"band {band['id']} can never be taken")
        if reaches_as_far(grace, limit):
            found.append(f"the grace reaches beyond band {band['id']}")
    return found


def band_problems(book: dict) -> list[str]:
    """Bands that can never be taken, in two units, or with charges where they have no price."""
    lapse = book["lapse"]
    units = [unit for unit in ("days", "months") if f"grace_{unit}" in lapse]
    graces = [(unit, lapse[f"grace_{unit}"]) for unit in units]
    if len(graces) != 1:
        return ["not exactly one grace"]
    found = unreachable(bands_of(book), graces[0])
    for band in bands_of(book):
        if band["id"] in ("renewal", "grace", "addition", "true-up", "raise"):
            found.append("a band has the name of another status")
        if "up_to_days" in band and "up_to_months" in band:
            found.append("a limit in two units")
        priced = {"back_coverage", "penalty"} & set(band)
        if is_priced(band) and len(priced) != 2 or not is_priced(band) and priced:
            found.append(f"charges of band {band['id']}")
    return found


def when_problems(book: dict) -> list[str]:
    """Conditions on what the book does not have, and choices that lead nowhere."""
    found = []
    choices = {choice["id"] for choice in book["lapse"].get("choice", [])}
    named = {band["when"]["choice"] for band in bands_of(book) if "choice" in band.get("when", {})}
    if choices != named:
        found.append("choices and bands do not agree")
    levels = {level["id"] for level in book["service_level"]}
    for band in bands_of(book):
        when = band.get("when", {})
        lines = [
            line
            for line in book["product_line"]
            if when.get("product_line", line["id"]) == line["id"]
        ]
        editions = {edition["id"] for line in lines for edition in line["edition"]}
        if not lines or when.get("edition", next(iter(editions))) not in editions:
            found.append(f"a line or an edition that band {band['id']} cannot meet")
        if "service_level" in when and when["service_level"] not in levels:
            found.append(f"an unknown level in band {band['id']}")
        if when.get("min_term_years", 1) > book["term"]["max_years"]:
            found.append(f"a term that is not offered in band {band['id']}")
        if "release" in when or "released_in_gap" in when:
            dated = [release for line in lines for release in line.get("release", [])]
            if any("released" not in release for release in dated):
                found.append(f"band {band['id']} asks for a day that a release does not have")
    return found


def rate_problems(book: dict) -> list[str]:
    """Rates for unknown things, equally narrow rates, an edition without a rate."""
    found = []
    everything = list(combinations(book))
    known = {key: {wanted[key] for wanted in everything} for key in RATE_KEYS}
    known["status"] |= {"renewal", "grace", "addition", "true-up", "raise"}
    seen = []
    for rate in book["rate"]:
        if any(value not in known[key] for key, value in keys_of(rate, RATE_KEYS).items()):
            found.append(f"rate for something unknown: {rate}")
        if keys_of(rate, RATE_KEYS) in seen:
            found.append(f"the same rate twice: {rate}")
        seen.append(keys_of(rate, RATE_KEYS))
    for wanted in everything:
        best = narrowest(book["rate"], wanted, RATE_KEYS)
        if len(best) > 1:
            found.append(f"equally narrow rates: {wanted}")
        if not best and is_possible(book, wanted):
            found.append(f"no rate: {wanted}")
    return found


def is_possible(book: dict, wanted: dict) -> bool:
    """Whether a line, edition and level can have a status, as far as its band's `when` says."""
    for band in bands_of(book):
        if band["id"] == wanted["status"]:
            when = band.get("when", {})
            return matches(when, wanted, ("product_line", "edition", "service_level"))
    return True


def sku_problems(book: dict) -> list[str]:
    """Part numbers for unknown things, and equally narrow ones."""
    found = []
    everything = list(sku_combinations(book))
    known = {key: {wanted[key] for wanted in everything} for key in SKU_KEYS}
    known["status"] |= {"renewal", "grace", "addition", "true-up", "raise"}
    for charge in CHARGES:
        tables = [sku for sku in book.get("sku", []) if sku.get("charge", "forward") == charge]
        for sku in tables:
            if any(value not in known[key] for key, value in keys_of(sku, SKU_KEYS).items()):
                found.append(f"sku for something unknown: {sku}")
        if tables and any(len(narrowest(tables, one, SKU_KEYS)) > 1 for one in everything):
            found.append(f"equally narrow skus for {charge}")
    return found


def penalties_of(book: dict) -> list[dict]:
    """Every penalty of a book."""
    given = [band["penalty"] for band in bands_of(book) if is_priced(band)]
    given += [book["true_up"]["penalty"]] if "true_up" in book else []
    return [penalty for one in given for penalty in oracle.penalties_of(one)]


def unit_tables(book: dict) -> list[dict]:
    """Every table of unit prices by currency."""
    editions = [edition for line in book["product_line"] for edition in line["edition"]]
    tables = [edition["srp"] for edition in editions]
    return tables + [tier["srp"] for edition in editions for tier in edition.get("tier", [])]


def currency_tables(book: dict) -> list[dict]:
    """Every table of amounts by currency in a book, other than unit prices."""
    tables = []
    for rules in penalties_of(book) + book["rate"] + [book.get("order", {})]:
        tables += [rules[key] for key in ("amount", "at_least", "at_most") if key in rules]
    tables += book["lapse"].get("once", {}).values()
    for level in book["service_level"]:
        if isinstance(level.get("customer_success_manager"), dict):
            tables.append(level["customer_success_manager"]["from"])
    return tables


def currency_problems(book: dict) -> list[str]:
    """A currency in one place and missing in another; amounts that are not of their currency."""
    units, tables = unit_tables(book), currency_tables(book)
    found = []
    if any(set(table) != set(units[0]) for table in units + tables):
        found.append("currencies differ")
    for table in tables:
        for currency, text in table.items():
            if oracle.amount_text(oracle.minor(text, currency), currency) != text:
                found.append(f"{text} is not written as {currency}")
    for table in units:
        for currency, text in table.items():
            places = max(book["rounding"].get("unit_decimals", 0), oracle.decimals_of(currency))
            if len(text.partition(".")[2]) > places:
                found.append(f"{text} has more decimals than a unit price")
    for rules in penalties_of(book):
        if "at_least" in rules and "at_most" in rules:
            if any(
                Fraction(text) > Fraction(rules["at_most"][currency])
                for currency, text in rules["at_least"].items()
            ):
                found.append("at_least above at_most")
    for line in book["product_line"]:
        for edition in line["edition"]:
            froms = [1] + [tier["from"] for tier in edition.get("tier", [])]
            if any(one >= other for one, other in zip(froms, froms[1:])):
                found.append(f"tiers of {edition['id']} do not rise")
    return found


def text_problems(book: dict) -> list[str]:
    """Clauses cited and not written, and sources that an approved book lacks."""
    found = []
    for band in bands_of(book):
        if "clause" in band and band["clause"] not in book.get("clause", {}):
            found.append(f"clause {band['clause']} is not written")
    if book["book"]["status"] == "approved":
        tables = book["program"] + book["rate"] + bands_of(book)
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
            names = ("released", "end_of_mainstream", "end_of_life", "end_of_extended_support")
            dates = [release[name] for name in names if name in release]
            if dates != sorted(dates):
                found.append(f"dates of {release['id']} out of order")
    return found


def term_problems(book: dict) -> list[str]:
    """Discounts and waivers for terms not offered; a version that ends before it begins."""
    found = []
    terms = book["term"]
    offered = range(max(1, terms["min_years"]), terms["max_years"] + 1)
    if terms["min_years"] == 0 and not terms.get("co_termination", False):
        found.append("no year at all without a common end")
    if terms.get("co_termination", False) != ("co_termination_day_count" in terms):
        found.append("a common end and its day count do not go together")
    if any(int(years) not in offered for years in terms.get("discount", {})):
        found.append("a discount for a term that is not offered")
    for rules in penalties_of(book):
        if rules.get("waived_from_years", offered[-1]) not in offered:
            found.append("a waiver from a term that is not offered")
    if {"uplift", "uplift_at_most"} <= set(book.get("renewal", {})):
        found.append("two rules for the price of a renewal")
    head = book["book"]
    if head.get("effective_through", head["effective_from"]) < head["effective_from"]:
        found.append("a version that ends before it begins")
    return found


def true_up_problems(book: dict) -> list[str]:
    """What a true-up cannot be priced by."""
    if "true_up" not in book:
        return []
    found = [] if "mid_term" in book else ["a true-up without a mid term"]
    rules = book["true_up"]
    if rules["back_coverage"] != "none":
        if rules["back_coverage"]["price"] == "last-paid" or "from" in rules["back_coverage"]:
            found.append("the back coverage of a true-up")
    for penalty in oracle.penalties_of(rules["penalty"]):
        if "waived_from_years" in penalty or "last-annual" in penalty.get("of", []):
            found.append("the penalty of a true-up")
    return found

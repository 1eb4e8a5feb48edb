"""Names what a case reaches: the codes of its answer, and the features of the policy language.

    python3 tests/oracle/generate.py --seed 1 --count 3000 | python3 tests/oracle/features.py

prints how many cases reach each. `REQUIRED` lists what a run of a few thousand cases must reach.
"""

from __future__ import annotations

import collections
import json
import sys
from fractions import Fraction

import oracle
from generate import REFUSALS
from random_books import BASES, PENALTIES

FINDINGS = (
    "sample-prices",
    "subject-to-vendor-approval",
    "cover-interrupted",
    "end-of-life-within-term",
    "service-level-mismatch",
    "retirement-is-permanent",
    "no-refund",
    "customer-success-manager",
)
MODES = ("half-up", "half-even", "up", "down")

REQUIRED = (
    *(f"refusal: {code}" for code in REFUSALS),
    "refusals: more than one",
    *(f"finding: {code}" for code in FINDINGS),
    *(f"day count: {name}" for name in oracle.DAY_COUNTS),
    "back coverage: none",
    "back coverage: at list price",
    "back coverage: at net price",
    "multiplier",
    "cap_years that bites",
    "new term: from-start",
    "new term: from-expiry",
    "limit: days",
    "limit: months",
    "limit: none",
    "grace: none in the book",
    "grace: used",
    "edge: last day of renewal",
    "edge: first day of grace",
    "edge: last day of grace",
    "edge: first day of a band",
    "edge: last day of a band",
    "edge: first day without an offer",
    "edge: term from expiry ends the day before start",
    "edge: term from expiry ends on start",
    "edge: release ends the day before the term",
    "edge: release ends on the first day of the term",
    "edge: release ends on the last day of the term",
    "edge: release ends the day after the term",
    *(f"penalty: {kind}" for kind in PENALTIES),
    "penalty with at_least that bites: rate",
    "penalty with at_least that bites: amount",
    "penalty with at_most that bites: rate",
    "penalty with at_most that bites: amount",
    "penalty: waived",
    *(f"rounding: {mode}" for mode in MODES),
    *(f"rounding at an exact half: {mode}" for mode in MODES),
    *(f"rate with {number} keys" for number in range(4)),
    "discount by product line",
    "term discount",
    "currency with 0 decimals",
    "currency with 2 decimals",
    "currency with 3 decimals",
    "release",
    *(f"line: {kind}" for kind in ("hardware", "cloud", "termed", "on-premises")),
    "manager: always",
    "manager: from",
    "several holdings",
    "other contract",
    "other contract for a line not in the book",
    "tax",
    "start later",
    "several versions",
    "valid through: valid_days",
    "valid through: cut by the next version",
    "valid through: cut by effective_through",
    "amount within a thousandth of the largest",
    "first uncovered on 29 February",
    "term ends on 28 February after a 29th",
    "gap across 29 February",
)


def is_half(value: Fraction) -> bool:
    """Whether a value lies exactly between two minor units."""
    return value % 1 == Fraction(1, 2)


def edge_features(case: oracle.Case, holding: dict) -> set[str]:
    """Whether one day earlier or later would give another status."""
    covered = oracle.as_date(holding["covered_through"])

    def status_name(shift: int) -> str:
        status = oracle.status_of(case.book, covered, case.start + shift * oracle.ONE_DAY)
        if status is None:
            return "none"
        return status.id if status.band is None else "band " + status.id

    before, now, after = (status_name(shift) for shift in (-1, 0, 1))
    name = "a band" if now.startswith("band ") else now
    if now == "none":
        return {"edge: first day without an offer"} if before != now else set()
    found = term_edge_features(case, holding)
    if before != now:
        found.add(f"edge: first day of {name}")
    if after != now:
        found.add(f"edge: last day of {name}")
    return found


def term_edge_features(case: oracle.Case, holding: dict) -> set[str]:
    """Where the new term ends beside start, or begins or ends beside a release's end of life."""
    found = set()
    if not oracle.term_is_offered(case):
        return found
    status = oracle.holding_status(case, holding)
    last = oracle.forward_through(status.forward_from, case.term_years)
    if oracle.runs_from_expiry(status.band) and last == case.start:
        found.add("edge: term from expiry ends on start")
    if oracle.runs_from_expiry(status.band) and last == case.start - oracle.ONE_DAY:
        found.add("edge: term from expiry ends the day before start")
    release = case.book.release(holding["product_line"], holding.get("release"))
    if release is not None:
        life = oracle.as_date(release["end_of_life"])
        begin = max(status.forward_from, case.start)
        edges = {
            begin - oracle.ONE_DAY: "the day before the term",
            begin: "on the first day of the term",
            last: "on the last day of the term",
            last + oracle.ONE_DAY: "the day after the term",
        }
        if life in edges:
            found.add(f"edge: release ends {edges[life]}")
    return found


def penalty_features(
    case: oracle.Case, policy: dict, srp: int, quantity: int, amounts: dict
) -> set[str]:
    """What a penalty table does on one holding."""
    if policy == "none":
        return {"penalty: none"}
    if oracle.penalty_is_waived(policy, case.term_years):
        return {"penalty: waived"}
    found = {"penalty: " + (policy["of"] if "rate" in policy else policy["per"])}
    kind = "rate" if "rate" in policy else "amount"
    plain = oracle.unbounded_penalty(
        policy, case.currency, srp, quantity, amounts, case.book.rounding
    )
    if amounts["penalty"] > plain:
        found.add(f"penalty with at_least that bites: {kind}")
    if amounts["penalty"] < plain:
        found.add(f"penalty with at_most that bites: {kind}")
    return found


def back_coverage_features(case: oracle.Case, status: oracle.Status) -> set[str]:
    """What a back coverage table does on one holding."""
    policy = oracle.back_coverage_policy(status)
    if policy is None:
        return {"back coverage: none"}
    name = policy["day_count"]
    found = {f"day count: {name}"}
    found.add(f"back coverage: at {'net' if policy['program_discount'] else 'list'} price")
    if policy.get("multiplier", "1") != "1":
        found.add("multiplier")
    if "cap_years" in policy:
        full = oracle.DAY_COUNTS[name](status.first_uncovered, case.start)
        if full > policy["cap_years"]:
            found.add("cap_years that bites")
    return found


def band_features(
    case: oracle.Case, status: oracle.Status, quantity: int, amounts: dict
) -> set[str]:
    """What the band of a holding does."""
    band = status.band
    found = {"new term: " + ("from-expiry" if oracle.runs_from_expiry(band) else "from-start")}
    units = [key.removeprefix("up_to_") for key in band if key.startswith("up_to_")]
    found.add("limit: " + (units[0] if units else "none"))
    found |= back_coverage_features(case, status)
    found |= penalty_features(case, band["penalty"], amounts["srp"], quantity, amounts)
    return found


def rounding_features(
    case: oracle.Case, holding: dict, status: oracle.Status, amounts: dict
) -> set[str]:
    """The rounding mode, and whether a unit price lay exactly at a half."""
    mode = case.book.rounding
    found = {f"rounding: {mode}"}
    discount = oracle.program_discount_of(case.program, holding["product_line"])
    values = (
        amounts["srp"] * oracle.rate_of(case, holding, status),
        amounts["unit_list"] * (1 - discount),
        amounts["forward"] * oracle.term_discount_rate(case.book, case.term_years),
    )
    if any(is_half(value) for value in values):
        found.add(f"rounding at an exact half: {mode}")
    return found


def date_features(case: oracle.Case, status: oracle.Status) -> set[str]:
    """Leap days in the dates of a holding."""
    found = set()
    first, year = status.first_uncovered, status.first_uncovered.year
    if (first.month, first.day) == (2, 29):
        found.add("first uncovered on 29 February")
    end = oracle.add_years(status.forward_from, case.term_years)
    if status.forward_from.day == 29 and (end.month, end.day) == (2, 28):
        found.add("term ends on 28 February after a 29th")
    while status.gap_days and year <= case.start.year:
        last = oracle.add_months(oracle.as_date(f"{year}-01-31"), 1)
        if last.day == 29 and first <= last < case.start:
            found.add("gap across 29 February")
        year += 1
    return found


def line_features(case: oracle.Case, holding: dict) -> set[str]:
    """What one priced holding reaches."""
    status = oracle.holding_status(case, holding)
    amounts = oracle.holding_amounts(case, holding, status)
    line = case.book.lines[holding["product_line"]]
    rate = oracle.matching_rates(
        case.book, case.level_of(holding), line["id"], holding["edition"], status.id
    )[0]
    keys = sum(key in rate for key in ("product_line", "edition", "status"))
    found = {f"line: {line['kind']}", f"rate with {keys} keys"}
    found |= rounding_features(case, holding, status, amounts) | date_features(case, status)
    if line["id"] in case.program.get("discount_by_product_line", {}):
        found.add("discount by product line")
    if oracle.term_discount_rate(case.book, case.term_years) > 0:
        found.add("term discount")
    if "release" in holding:
        found.add("release")
    if line["kind"] == "cloud":
        manager = case.book.levels[case.level_of(holding)].get("customer_success_manager")
        if manager is not None:
            found.add("manager: " + ("always" if manager == "always" else "from"))
    if status.id == "grace":
        found.add("grace: used")
    if case.book.grace_days == 0:
        found.add("grace: none in the book")
    if status.band is not None:
        found |= band_features(case, status, oracle.quantity_of(holding), amounts)
    return found


def quote_features(case: oracle.Case, shelf: oracle.Shelf, quote: dict) -> set[str]:
    """What an offered quote reaches."""
    found = {f"finding: {code}" for code in quote["findings"]}
    found.add(f"currency with {oracle.decimals_of(case.currency)} decimals")
    for holding in case.holdings:
        found |= line_features(case, holding)
    if len(case.holdings) > 1:
        found.add("several holdings")
    for contract in case.request.get("other_contract", []):
        found.add("other contract")
        if contract["product_line"] not in case.book.lines:
            found.add("other contract for a line not in the book")
    if "tax" in case.request:
        found.add("tax")
    if case.start > case.quote_date:
        found.add("start later")
    if len(shelf.families[case.book.id]) > 1:
        found.add("several versions")
    found.add("valid through: " + what_cuts_validity(case, shelf, quote["valid_through"]))
    largest = oracle.minor(quote["totals"]["total"], case.currency)
    if largest * 1001 > oracle.LARGEST_AMOUNT * 1000:
        found.add("amount within a thousandth of the largest")
    return found


def what_cuts_validity(case: oracle.Case, shelf: oracle.Shelf, last: str) -> str:
    """Why a quote stands until its last day and no longer."""
    full = case.quote_date.toordinal() + case.book.valid_days
    if oracle.as_date(last).toordinal() == full:
        return "valid_days"
    if case.book.effective_through == oracle.as_date(last):
        return "cut by effective_through"
    return "cut by the next version"


def features(case: dict, shelf: oracle.Shelf) -> set[str]:
    """Everything that a case of a generated document reaches."""
    found = {f"refusal: {code}" for code in case.get("refusals", [])}
    if len(found) > 1:
        found.add("refusals: more than one")
    opened = oracle.open_case(case["request"], shelf)
    if opened is None:
        return found
    for holding in opened.holdings:
        found |= edge_features(opened, holding)
    if "quote" in case:
        found |= quote_features(opened, shelf, case["quote"])
    return found


def count(document: dict) -> collections.Counter:
    """How many cases of a generated document reach each feature."""
    shelf = oracle.Shelf.from_texts(document["books"].values())
    return collections.Counter(
        name for case in document["cases"] for name in sorted(features(case, shelf))
    )


def main() -> None:
    """Prints the counts of a document on standard input, and what is missing."""
    document = json.load(sys.stdin)
    counts = count(document)
    offered = sum("quote" in case for case in document["cases"])
    print(f"{len(document['cases']):6} cases, {offered} offered, {len(document['books'])} books")
    for name in REQUIRED:
        print(f"{counts[name]:6} {name}")
    for name in sorted(set(counts) - set(REQUIRED)):
        print(f"{counts[name]:6} {name}")


if __name__ == "__main__":
    main()

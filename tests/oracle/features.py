"""Names what a case reaches: the codes of its answer, and the features of the policy language.

    python3 tests/oracle/generate.py --seed 1 --count 3000 | python3 tests/oracle/features.py

prints how many cases reach each. `REQUIRED` lists what a run of a few thousand cases must reach.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import sys
from fractions import Fraction

import oracle
from generate import REFUSALS
from random_books import BASES, CHARGES, NEW_TERMS, PER, WHEN_KEYS

FINDINGS = (
    "sample-prices",
    "subject-to-vendor-approval",
    "needs-approval",
    "cover-interrupted",
    "end-of-life-within-term",
    "level-raised",
    "not-all-in",
    "service-level-mismatch",
    "retirement-is-permanent",
    "same-holding-twice",
    "org-id-missing",
    "already-aligned",
    "uplift-capped",
    "no-refund",
    "customer-success-manager",
)
MODES = ("half-up", "half-even", "up", "down")
STATUSES = ("renewal", "grace", "a band", "addition", "true-up", "raise")

REQUIRED = (
    *(f"refusal: {code}" for code in REFUSALS),
    "refusals: more than one",
    *(f"finding: {code}" for code in FINDINGS),
    *(f"kind: {kind}" for kind in ("renewal", "reinstatement", "change")),
    *(f"standing: {standing}" for standing in ("estimate", "offer", "draft")),
    *(f"status: {status}" for status in STATUSES),
    *(f"rules: one level {value}" for value in ("asked for", "not asked for")),
    "rules: all in, with a contract of the line that is over",
    "rules: not all in, with a contract of the line that is over",
    *(f"lateness: {counts}" for counts in ("uncovered-days", "days-after-expiry")),
    "lateness: one day late without a gap",
    *(f"grace: {name}" for name in ("days", "months", "none in the book", "used")),
    *(f"limit: {limit}" for limit in ("days", "months", "none")),
    *(f"when: {key}" for key in WHEN_KEYS),
    "when: two keys",
    "when: a band passed over for its when",
    "when: release newest",
    "when: release older",
    *(f"outcome: {name}" for name in ("price", "needs-approval", "by-vendor", "not-offered")),
    "choice: the first of the book",
    "choice: another one",
    *(f"new term: {name}" for name in NEW_TERMS),
    "new term: from-anniversary, a year or more on",
    "term: month-end",
    "term: month-end later than the plain one",
    "common end: latest",
    "common end: a date",
    "common end: whole years alone",
    "common end: years and a rest",
    "common end: less than a year",
    *(f"common end: {name}" for name in oracle.DAY_COUNTS),
    "term discount",
    "term discount by the whole years of a common end",
    *(f"day count: {name}" for name in oracle.DAY_COUNTS),
    "back coverage: none",
    *(f"back coverage: price {price}" for price in ("net", "list", "last-paid")),
    "back coverage: from next-month",
    "back coverage: an empty gap",
    "multiplier",
    "cap_years that bites",
    *(f"penalty: {kind}" for kind in ("none", "a list", "several bases", *BASES, *PER)),
    *(f"penalty with at_least that bites: {kind}" for kind in ("rate", "amount")),
    *(f"penalty with at_most that bites: {kind}" for kind in ("rate", "amount")),
    "penalty: waived",
    "renewal: uplift",
    "renewal: uplift_at_most that bites",
    "renewal: uplift_at_most that does not",
    "renewal: a last price that changes nothing",
    "tier: the first",
    "tier: a later one",
    "tier: not reached",
    "rate: at_least that bites",
    *(f"rate with {number} keys" for number in range(1, 5)),
    "once: fee",
    "once: penalties_at_least that bites",
    "once: penalties_at_least that does not",
    "order: at_least",
    "concession",
    "payment: the first of the book",
    "payment: asked for",
    "payment: the first of the book passed over",
    *(f"payment: {number} parts a year" for number in (1, 2, 4, 12)),
    "payment: surcharge",
    "payment: with tax",
    *(f"sku: {charge}" for charge in CHARGES),
    *(f"sku with {number} keys" for number in range(4)),
    "sku for some charges and not for others",
    *(f"mid-term: {name}" for name in oracle.DAY_COUNTS),
    "addition: new licences, the first year included",
    "addition: new licences, the first year included, nothing left",
    "addition: new licences, the first year extra",
    *(f"true-up: licence {name}" for name in ("srp", "net", "none")),
    "true-up: new licences",
    *(f"true-up: back coverage {name}" for name in ("none", "net", "list")),
    *(f"true-up: penalty {name}" for name in ("none", "rate", *PER)),
    "licence discount: its own",
    "licence discount: that of support",
    "raise: by more than one level",
    *(f"rounding: {mode}" for mode in MODES),
    *(f"rounding at an exact half: {mode}" for mode in MODES),
    "unit price with parts of a minor unit",
    "discount by product line",
    *(f"currency with {number} decimals" for number in (0, 2, 3)),
    "release: mainstream",
    "release: extended",
    *(f"line: {kind}" for kind in ("hardware", "cloud", "termed", "on-premises")),
    "manager: always",
    "manager: from",
    "several holdings",
    "other contract",
    "other contract for a line not in the book",
    "other contract at a level not in the book",
    "tax: one",
    "tax: several",
    "start later",
    "several versions",
    "valid through: valid_days",
    "valid through: cut by the next version",
    "valid through: cut by effective_through",
    "amount within a thousandth of the largest",
    "first uncovered on 29 February",
    "term ends on 28 February after a 29th",
    "gap across 29 February",
    "edge: last day of renewal",
    "edge: first day of grace",
    "edge: last day of grace",
    "edge: first day of a band",
    "edge: last day of a band",
    "edge: first day without an offer",
    "edge: late term ends the day before start",
    "edge: late term ends on start",
    "edge: release ends the day before the term",
    "edge: release ends on the first day of the term",
    "edge: release ends the day before the term's last",
    "edge: release ends on the last day of the term",
    "edge: quoted on the first day that is not too early",
    "edge: quoted on the last day that is too early",
)


def is_half(value: Fraction) -> bool:
    """Whether a value lies exactly between two whole numbers."""
    return value % 1 == Fraction(1, 2)


# ---------------------------------------------------------------------------------------------
# Edges, also of requests that are refused


def edge_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """Whether one day earlier or later would give another status."""
    if line.status is None:
        return set()

    def name_on(shift: int) -> str:
        moved = dataclasses.replace(case, start=case.start + shift * oracle.ONE_DAY)
        status = oracle.status_of(moved, line.asked)
        if status.refusal:
            return "none"
        return status.id if status.band is None else "band " + status.id

    before, now, after = (name_on(shift) for shift in (-1, 0, 1))
    name = "a band" if now.startswith("band ") else now
    if now == "none":
        return {"edge: first day without an offer"} if before != now else set()
    found = release_edges(case, line) | early_edges(case, line.asked)
    if before != now:
        found.add(f"edge: first day of {name}")
    if after != now:
        found.add(f"edge: last day of {name}")
    if line.status.late and line.term is not None:
        if line.term.through == case.start:
            found.add("edge: late term ends on start")
        if line.term.through == case.start - oracle.ONE_DAY:
            found.add("edge: late term ends the day before start")
    return found


def release_edges(case: oracle.Case, line: oracle.Line) -> set[str]:
    """Where a release's end of life lies beside the first or the last day of the new term."""
    release = case.book.release(line.asked["product_line"], line.asked.get("release"))
    if release is None or line.term is None:
        return set()
    begin = max(line.status.forward_from, case.start)
    edges = {
        begin - oracle.ONE_DAY: "the day before the term",
        begin: "on the first day of the term",
        line.term.through - oracle.ONE_DAY: "the day before the term's last",
        line.term.through: "on the last day of the term",
    }
    life = oracle.as_date(release["end_of_life"])
    return {f"edge: release ends {edges[life]}"} if life in edges else set()


def early_edges(case: oracle.Case, holding: dict) -> set[str]:
    """The days on both sides of the first one on which a renewal is sold."""
    if "earliest_months" not in case.book.renewal:
        return set()
    covered = oracle.as_date(holding["covered_through"])
    first = oracle.add_months(covered, -case.book.renewal["earliest_months"])
    if case.quote_date == first:
        return {"edge: quoted on the first day that is not too early"}
    if case.quote_date == first - oracle.ONE_DAY:
        return {"edge: quoted on the last day that is too early"}
    return set()


def refused_status_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """The outcome of the band that a refused holding is in."""
    if line.status is None or not line.status.refusal:
        return set()
    outcomes = {"quoted-by-vendor": "by-vendor", "reinstatement-not-offered": "not-offered"}
    outcome = outcomes.get(line.status.refusal)
    band = None if outcome is None else taken_band(case, line)
    return {f"outcome: {outcome}"} if band is not None else set()


def taken_band(case: oracle.Case, line: oracle.Line) -> dict | None:
    """The first band of the book whose limit and conditions hold, whatever comes of it."""
    first = oracle.as_date(line.asked["covered_through"]) + oracle.ONE_DAY
    return next((band for band in case.book.bands if fits(case, line, band, first) is True), None)


def fits(case: oracle.Case, line: oracle.Line, band: dict, first) -> bool | None:
    """Whether a holding fits a band."""
    days, months = band.get("up_to_days"), band.get("up_to_months")
    anchor = oracle.anchor_of(case.book, oracle.as_date(line.asked["covered_through"]))
    if not oracle.limit_holds(days, months, anchor, case.start):
        return False
    return oracle.when_holds(case, line.asked, band.get("when", {}), first)


# ---------------------------------------------------------------------------------------------
# What a priced line reaches


def back_coverage_features(case: oracle.Case, status: oracle.Status) -> set[str]:
    """What a back coverage table does on one holding."""
    policy, gap = status.band["back_coverage"], oracle.charged_gap(status)
    if policy == "none":
        return {"back coverage: none"}
    if gap is None:
        return {"back coverage: an empty gap"}
    name = policy["day_count"]
    found = {f"day count: {name}", f"back coverage: price {policy['price']}"}
    if policy.get("from") == "next-month":
        found.add("back coverage: from next-month")
    if policy.get("multiplier", "1") != "1":
        found.add("multiplier")
    if "cap_years" in policy and oracle.DAY_COUNTS[name](*gap) > policy["cap_years"]:
        found.add("cap_years that bites")
    return found


def penalty_features(case: oracle.Case, given, line: oracle.Line) -> set[str]:
    """What the penalties of a band do on one holding."""
    if given == "none":
        return {"penalty: none"}
    found = {"penalty: a list"} if isinstance(given, list) and len(given) > 1 else set()
    years = line.term.years if line.term is not None else None
    for place, policy in enumerate(oracle.penalties_of(given)):
        if oracle.is_waived(policy, years):
            found.add("penalty: waived")
            continue
        kind = "rate" if "rate" in policy else "amount"
        names = oracle.bases_of(policy) if kind == "rate" else [policy["per"]]
        found |= {f"penalty: {name}" for name in names}
        if len(names) > 1:
            found.add("penalty: several bases")
        plain = line.amounts[f"penalty_before_limits_{place}"]
        bounded = oracle.bounded_penalty(case, policy, plain)
        if bounded > plain:
            found.add(f"penalty with at_least that bites: {kind}")
        if bounded < plain:
            found.add(f"penalty with at_most that bites: {kind}")
    return found


def band_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """What the band of a holding does."""
    status, band = line.status, line.status.band
    when = band.get("when", {})
    new_term = band.get("new_term", "from-start")
    found = {f"new term: {new_term}", f"outcome: {band.get('outcome', 'price')}"}
    found |= {f"when: {key}" for key in when}
    if len(when) > 1:
        found.add("when: two keys")
    if "release" in when:
        found.add(f"when: release {when['release']}")
    if new_term == "from-anniversary" and status.forward_from > status.first_uncovered:
        found.add("new term: from-anniversary, a year or more on")
    units = [key.removeprefix("up_to_") for key in band if key.startswith("up_to_")]
    found.add("limit: " + (units[0] if units else "none"))
    before = case.book.bands[: case.book.bands.index(band)]
    anchor, start = status.anchor, case.start
    for one in before:
        if oracle.limit_holds(one.get("up_to_days"), one.get("up_to_months"), anchor, start):
            found.add("when: a band passed over for its when")
    if "choice" in when:
        is_first = case.choice == case.book.choices[0]
        found.add("choice: " + ("the first of the book" if is_first else "another one"))
    if status.gap_days == 0:
        found.add("lateness: one day late without a gap")
    found |= back_coverage_features(case, status)
    return found | penalty_features(case, band["penalty"], line)


def price_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """Unit prices, rates and roundings of any line."""
    book, asked, a = case.book, line.asked, line.amounts
    product = book.lines[asked["product_line"]]
    found = {f"line: {product['kind']}", f"rounding: {book.rounding}"}
    found.add(f"rate with {sum(key in line.rate for key in oracle.RATE_KEYS)} keys")
    tiers = book.edition(product["id"], asked["edition"]).get("tier", [])
    if tiers:
        reached = sum(tier["from"] <= oracle.quantity_of(asked) for tier in tiers)
        found.add("tier: " + ["not reached", "the first", "a later one"][min(reached, 2)])
    if "at_least" in line.rate and line.status_id != "raise":
        if a["annual"] > case.round(a["unit_net"] * oracle.quantity_of(asked)):
            found.add("rate: at_least that bites")
    if any(a[name] % 1 for name in ("unit_list", "unit_net")):
        found.add("unit price with parts of a minor unit")
    if product["id"] in case.program.get("discount_by_product_line", {}):
        found.add("discount by product line")
    parts = 10 ** (case.unit_places - oracle.decimals_of(case.currency))
    discount = oracle.program_discount_of(case.program, product["id"])
    exact = (a["srp"] * oracle.percentage(line.rate["of_srp"]), a["unit_list"] * (1 - discount))
    if any(is_half(value * parts) for value in exact):
        found.add(f"rounding at an exact half: {book.rounding}")
    if product["kind"] == "cloud":
        manager = book.levels[case.level_of(asked)].get("customer_success_manager")
        if manager is not None:
            found.add("manager: " + ("always" if manager == "always" else "from"))
    if "release" in asked:
        found.add(f"release: {oracle.phase_of(case, line)}")
    return found | sku_features(case, line)


def sku_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """The part numbers of a line."""
    skus = oracle.skus_of(case, line.asked, line.status_id, line.amounts)
    found = {f"sku: {charge}" for charge in skus}
    charged = [c for c in CHARGES if line.amounts.get(c.replace("-", "_"), 0)]
    if skus and len(skus) < len(charged):
        found.add("sku for some charges and not for others")
    for sku in case.book.skus:
        if skus.get(sku.get("charge", "forward")) == sku["id"]:
            found.add(f"sku with {sum(key in sku for key in oracle.SKU_KEYS)} keys")
    return found


def term_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """The new term of a holding."""
    book, term, found = case.book, line.term, set()
    discounted = line.amounts["term_discount"] > 0
    if discounted:
        found.add("term discount")
    if "common_end" in case.request:
        asked = case.request["common_end"]
        found.add("common end: " + ("latest" if asked == "latest" else "a date"))
        if term.years == 0:
            found.add("common end: less than a year")
        found.add("common end: " + ("years and a rest" if term.share else "whole years alone"))
        if term.share:
            found.add(f"common end: {book.common_day_count}")
        if discounted and term.years != case.term_years:
            found.add("term discount by the whole years of a common end")
    elif book.ends_with_month:
        found.add("term: month-end")
        plain = oracle.after_term(term.first, term.years) - oracle.ONE_DAY
        if plain < term.through:
            found.add("term: month-end later than the plain one")
    if term.first.day == 29 and (term.through.month, term.through.day) == (2, 28):
        found.add("term ends on 28 February after a 29th")
    return found


def gap_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """Leap days in the gap of a holding."""
    found = set()
    first, year = line.status.first_uncovered, line.status.first_uncovered.year
    if (first.month, first.day) == (2, 29):
        found.add("first uncovered on 29 February")
    while line.status.gap_days and year <= case.start.year:
        last = oracle.month_end(oracle.as_date(f"{year}-02-01"))
        if last.day == 29 and first <= last < case.start:
            found.add("gap across 29 February")
        year += 1
    return found


def holding_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """What one priced holding reaches."""
    book, a = case.book, line.amounts
    found = price_features(case, line) | term_features(case, line) | gap_features(case, line)
    counts = "days-after-expiry" if book.counts_from_expiry else "uncovered-days"
    if line.status.late:
        found.add(f"lateness: {counts}")
    if line.status_id == "grace":
        found |= {"grace: used", "grace: " + ("days" if book.grace_days is not None else "months")}
        if line.status.gap_days == 0:
            found.add("lateness: one day late without a gap")
    if not (book.grace_days or book.grace_months):
        found.add("grace: none in the book")
    if "last_unit_net" in a:
        if line.in_band or not {"uplift", "uplift_at_most"} & set(book.renewal):
            found.add("renewal: a last price that changes nothing")
        elif "uplift" in book.renewal:
            found.add("renewal: uplift")
        else:
            bites = a["unit_net"] < a["uncapped_unit_net"]
            found.add("renewal: uplift_at_most that " + ("bites" if bites else "does not"))
    return found | band_features(case, line) if line.in_band else found


def change_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """What one addition or raise reaches."""
    book, asked, a = case.book, line.asked, line.amounts
    found = price_features(case, line)
    if a["forward"]:
        found.add(f"mid-term: {book.mid_term_day_count}")
    if line.status_id == "raise":
        ranks = book.rank(case.level_of(asked)) - book.rank(asked["from_level"])
        return found | ({"raise: by more than one level"} if ranks > 1 else set())
    if asked.get("new_licences", False):
        year = "included" if book.first_year_included else "extra"
        found.add(f"addition: new licences, the first year {year}")
        if book.first_year_included and a["forward"] == 0:
            found.add("addition: new licences, the first year included, nothing left")
    if "unit_licence" in a:
        own = "licence_discount" in case.program
        found.add("licence discount: " + ("its own" if own else "that of support"))
    return found | true_up_features(case, line) if line.status_id == "true-up" else found


def true_up_features(case: oracle.Case, line: oracle.Line) -> set[str]:
    """What the table of true-ups does."""
    rules = case.book.true_up
    found = {f"true-up: licence {rules['licence']}"}
    if line.asked.get("new_licences", False):
        found.add("true-up: new licences")
    back = rules["back_coverage"]
    found.add("true-up: back coverage " + (back if back == "none" else back["price"]))
    penalties = oracle.penalties_of(rules["penalty"])
    found |= {"true-up: penalty " + penalty.get("per", "rate") for penalty in penalties}
    return found if penalties else found | {"true-up: penalty none"}


# ---------------------------------------------------------------------------------------------
# What a quote reaches


def once_features(case: oracle.Case, quote: dict) -> set[str]:
    """What is charged once a quote."""
    if quote["kind"] != "reinstatement":
        return set()
    found = {"once: fee"} if "fee" in case.book.once else set()
    if "penalties_at_least" in case.book.once:
        least = case.amount_of(case.book.once["penalties_at_least"])
        short = oracle.minor(quote["totals"]["penalty"], case.currency) < least
        found.add("once: penalties_at_least that " + ("bites" if short else "does not"))
    return found


def payment_features(case: oracle.Case, quote: dict) -> set[str]:
    """The payment plan of a quote."""
    if "payments" not in quote:
        return {"payment: the first of the book passed over"} if case.book.payments else set()
    plan = oracle.plan_of(case)
    found = {f"payment: {plan['parts_a_year']} parts a year"}
    found.add("payment: " + ("asked for" if "payment" in case.request else "the first of the book"))
    if "surcharge" in quote["totals"]:
        found.add("payment: surcharge")
    if len(quote["payments"]) > 1 and "tax" in case.request:
        found.add("payment: with tax")
    return found


def contract_features(case: oracle.Case, quote: dict) -> set[str]:
    """Contracts outside the quote."""
    found = set()
    lines = {line["product_line"] for line in quote["lines"]}
    for contract in case.request.get("other_contract", []):
        found.add("other contract")
        if contract["product_line"] not in case.book.lines:
            found.add("other contract for a line not in the book")
        if contract["service_level"] not in case.book.levels:
            found.add("other contract at a level not in the book")
        if contract["product_line"] in lines and not case.is_running(contract):
            rule = "all in" if case.book.rules["all_in"] == "product-line" else "not all in"
            found.add(f"rules: {rule}, with a contract of the line that is over")
    return found


def quote_features(case: oracle.Case, shelf: oracle.Shelf, quote: dict) -> set[str]:
    """What an offered quote reaches."""
    found = {f"finding: {code}" for code in quote["findings"]}
    found |= {f"kind: {quote['kind']}", f"standing: {quote['standing']}"}
    found.add(f"currency with {oracle.decimals_of(case.currency)} decimals")
    asked_for = case.book.rules["one_service_level"]
    found.add("rules: one level " + ("asked for" if asked_for else "not asked for"))
    for line in oracle.lines_of(case):
        found.add("status: " + ("a band" if line.in_band else line.status_id))
        found |= holding_features(case, line) if line.is_holding else change_features(case, line)
    if len(case.holdings) > 1:
        found.add("several holdings")
    if case.concession:
        found.add("concession")
    if case.book.order_at_least is not None:
        found.add("order: at_least")
    if "tax" in case.request:
        found.add("tax: " + ("several" if "taxes" in quote else "one"))
    if case.start > case.quote_date:
        found.add("start later")
    if len(shelf.families[case.book.id]) > 1:
        found.add("several versions")
    found.add("valid through: " + what_cuts_validity(case, shelf, quote["valid_through"]))
    largest = oracle.minor(quote["totals"]["total"], case.currency)
    if largest * 1001 > oracle.LARGEST_AMOUNT * 1000:
        found.add("amount within a thousandth of the largest")
    found |= once_features(case, quote) | payment_features(case, quote)
    return found | contract_features(case, quote)


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
    for line in oracle.lines_of(opened):
        if line.is_holding:
            found |= edge_features(opened, line) | refused_status_features(opened, line)
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

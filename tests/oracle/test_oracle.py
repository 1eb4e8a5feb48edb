"""Tests of the oracle and of the generator: `python3 tests/oracle/test_oracle.py`."""

from __future__ import annotations

import copy
import datetime
import json
import os
import random
import subprocess
import sys
import tomllib
import unittest
from fractions import Fraction
from pathlib import Path

import features
import generate
import oracle
import random_books
from oracle import add_months, add_years

HERE = Path(__file__).resolve().parent
CONFORMANCE = HERE.parent / "conformance"
EXAMPLE = HERE / "worked-example"
ONE_DAY = datetime.timedelta(days=1)


def date(text: str) -> datetime.date:
    """A date from its text."""
    return datetime.date.fromisoformat(text)


def share(name: str, first: str, last: str) -> Fraction:
    """The share of a year by a day count, from a first day through a last day, both counted."""
    return oracle.DAY_COUNTS[name](date(first), date(last) + ONE_DAY)


def cents(value: Fraction) -> str:
    """An amount of dollars rounded half up to cents, as text."""
    return oracle.amount_text(oracle.rounded(value * 100, "half-up"), "USD")


def request(**changes) -> dict:
    """A plain request on the conformance book alpha, with changes."""
    base = {
        "book": "alpha",
        "quote_date": "2025-06-15",
        "currency": "USD",
        "service_level": "select",
        "term_years": 1,
        "program": "easy",
        "customer": {"name": "Example", "org_id": "ORG-1"},
        "holding": [holding()],
    }
    return {**base, **changes}


def holding(**changes) -> dict:
    """A plain holding on time on the conformance book alpha, with changes."""
    base = {
        "product_line": "desktops",
        "edition": "premium",
        "owned": 100,
        "covered_through": "2025-12-31",
    }
    return {**base, **changes}


def contract(**changes) -> dict:
    """A running contract outside the quote, with changes."""
    base = {
        "product_line": "workspace",
        "service_level": "select",
        "covered_through": "2026-03-31",
    }
    return {**base, **changes}


class OnConformanceBooks(unittest.TestCase):
    """Tests that price requests on the conformance books."""

    @classmethod
    def setUpClass(cls):
        cls.shelf = oracle.Shelf.from_folder(CONFORMANCE / "books")

    def quote(self, **changes) -> dict:
        answer = oracle.price(request(**changes), self.shelf)
        self.assertIn("quote", answer, answer)
        return answer["quote"]

    def line(self, request_changes=None, **holding_changes) -> dict:
        changes = {**(request_changes or {}), "holding": [holding(**holding_changes)]}
        return self.quote(**changes)["lines"][0]

    def assert_refused(self, codes: str, **changes):
        answer = oracle.price(request(**changes), self.shelf)
        self.assertEqual(answer, {"refusals": sorted(codes.split())})


class Conformance(OnConformanceBooks):
    """All conformance cases."""

    def test_every_case(self):
        cases = json.loads((CONFORMANCE / "cases.json").read_text(encoding="utf-8"))
        self.assertGreater(len(cases), 200)
        for case in cases:
            with self.subTest(case["name"]):
                self.check(case, oracle.price(case["request"], self.shelf))

    def check(self, case: dict, answer: dict):
        if "refusal" in case:
            self.assertIn(case["refusal"], answer.get("refusals", []))
            return
        expected, quote = case["quote"], answer["quote"]
        self.assertEqual(quote["kind"], expected["kind"])
        self.assertEqual(quote["currency"], expected["currency"])
        self.assertEqual(quote["totals"], expected["totals"])
        self.assertEqual(len(quote["lines"]), len(expected["lines"]))
        for line, wanted in zip(quote["lines"], expected["lines"]):
            self.assertEqual({key: line[key] for key in wanted}, wanted)

    def test_a_conformance_refusal_is_most_often_the_only_one(self):
        cases = json.loads((CONFORMANCE / "cases.json").read_text(encoding="utf-8"))
        more = {}
        for case in cases:
            codes = oracle.price(case["request"], self.shelf).get("refusals", [])
            if len(codes) > 1:
                more[case["name"]] = codes
        wanted = {"random 2025-110": ["nothing-to-cover", "reinstatement-not-offered"]}
        self.assertEqual(more, wanted)


class WorkedExample(unittest.TestCase):
    """The quote of the request-and-quote page, on the book of the price-book page."""

    def test_every_number(self):
        shelf = oracle.Shelf.from_texts([(EXAMPLE / "book.toml").read_text(encoding="utf-8")])
        asked = tomllib.loads((EXAMPLE / "request.toml").read_text(encoding="utf-8"))
        expected = json.loads((EXAMPLE / "quote.json").read_text(encoding="utf-8"))
        quote = oracle.price(asked, shelf)["quote"]
        for key in ("kind", "quote_date", "start", "valid_through", "currency", "totals"):
            self.assertEqual(quote[key], expected[key], key)
        (line,), (wanted,) = quote["lines"], expected["lines"]
        self.assertEqual(line, {key: wanted[key] for key in line})
        not_in_the_oracle = {"release", "owned", "retired", "covered_through", "workings"}
        self.assertEqual(set(wanted) - set(line), not_in_the_oracle)
        self.assertEqual(
            quote["findings"],
            [
                "cover-interrupted",
                "end-of-life-within-term",
                "no-refund",
                "retirement-is-permanent",
                "sample-prices",
                "service-level-mismatch",
                "subject-to-vendor-approval",
            ],
        )

    def test_the_family_may_stay_unnamed_where_only_one_is_loaded(self):
        shelf = oracle.Shelf.from_texts([(EXAMPLE / "book.toml").read_text(encoding="utf-8")])
        asked = tomllib.loads((EXAMPLE / "request.toml").read_text(encoding="utf-8"))
        named = oracle.price(asked, shelf)
        del asked["book"]
        self.assertEqual(oracle.price(asked, shelf), named)


class Dates(unittest.TestCase):
    """Section 1."""

    def test_months_and_years_are_counted_from_the_original_date(self):
        self.assertEqual(add_months(date("2026-01-31"), 3), date("2026-04-30"))
        self.assertEqual(add_months(date("2026-01-31"), 1), date("2026-02-28"))
        self.assertEqual(add_months(date("2028-02-29"), 48), date("2032-02-29"))
        self.assertEqual(add_years(date("2028-02-29"), 4), date("2032-02-29"))
        self.assertEqual(add_years(date("2028-02-29"), 1), date("2029-02-28"))
        self.assertEqual(add_months(date("2026-03-31"), -1), date("2026-02-28"))
        self.assertEqual(add_months(date("2026-01-15"), -1), date("2025-12-15"))

    def test_whole_months_against_counting(self):
        rng = random.Random(1)
        for _ in range(2000):
            a = date("2019-01-01") + rng.randrange(2000) * ONE_DAY
            b = a + rng.randrange(1600) * ONE_DAY
            months = max(m for m in range(60) if add_months(a, m) <= b)
            self.assertEqual(oracle.whole_months(a, b), months)
            years = max(y for y in range(6) if add_years(a, y) <= b)
            self.assertEqual(oracle.whole_years(a, b), years)

    def test_three_august_to_three_august_is_a_year(self):
        a, b = date("2026-08-03"), date("2027-08-03")
        self.assertEqual(oracle.whole_months(a, b), 12)
        for name in ("actual/365", "actual/actual", "30/360", "calendar-month"):
            self.assertEqual(oracle.DAY_COUNTS[name](a, b), 1, name)
        for name in ("month-and-day", "months-up", "years-up"):
            self.assertEqual(oracle.DAY_COUNTS[name](a, b), 1, name)


class DayCounts(unittest.TestCase):
    """Section 4, with published numbers."""

    def test_published_check(self):
        amounts = {
            "actual/365": "4306.85",
            "actual/360": "4366.67",
            "actual/actual": "4295.08",
            "30/360": "4266.67",
            "calendar-month": "4290.32",
            "month-and-day": "4263.01",
            "months-up": "5000.00",
            "years-up": "12000.00",
        }
        self.assertEqual(list(amounts), list(oracle.DAY_COUNTS))
        for name, amount in amounts.items():
            self.assertEqual(cents(12000 * share(name, "2019-05-23", "2019-09-30")), amount, name)

    def test_published_multiplier_of_calendar_months(self):
        exact = share("calendar-month", "2019-05-23", "2019-09-30")
        self.assertEqual(oracle.rounded(exact * 10000, "half-up"), 3575)

    def test_published_days_and_months(self):
        days = oracle.actual_365(date("2020-01-01"), date("2020-01-01") + 830 * ONE_DAY)
        self.assertEqual(oracle.rounded(days * 10000, "half-up"), 22740)
        months = oracle.months_up(date("2020-01-15"), add_months(date("2020-01-15"), 35))
        self.assertEqual(oracle.rounded(months * 10000, "half-up"), 29167)
        self.assertEqual(share("months-up", "2017-01-01", "2018-01-10"), Fraction(13, 12))

    def test_published_co_term(self):
        old = share("actual/365", "2004-09-01", "2005-02-28")
        new = share("actual/365", "2005-03-01", "2005-12-31")
        self.assertEqual((old, new), (Fraction(181, 365), Fraction(306, 365)))
        self.assertEqual(cents(6000 * Fraction("1.1") * new / old), "11158.01")

    def test_published_monthly_price(self):
        exact = 12 * 3950 * share("calendar-month", "2023-04-08", "2023-06-30")
        self.assertEqual(cents(exact), "10928.33")

    def test_a_month_is_divided_by_its_own_length(self):
        monthly = 12 * 9
        three = monthly * share("calendar-month", "2023-02-10", "2023-02-12")
        self.assertEqual(three, Fraction(27, 28))
        self.assertEqual(oracle.rounded(three * 100000, "half-up"), 96429)
        leap = monthly * share("calendar-month", "2024-02-01", "2024-02-28")
        self.assertEqual(oracle.rounded(leap * 100000, "half-up"), 868966)
        across = share("calendar-month", "2023-01-25", "2023-02-02")
        self.assertEqual(across * 12, Fraction(7, 31) + Fraction(2, 28))

    def test_the_denominator_does_not_depend_on_the_gap(self):
        for days in (1, 42, 91):
            end = date("2023-03-01") + days * ONE_DAY
            self.assertEqual(oracle.actual_actual(date("2023-03-01"), end), Fraction(days, 366))

    def test_a_start_on_the_last_day_of_a_month_counts(self):
        self.assertEqual(share("calendar-month", "2023-01-31", "2023-01-31"), Fraction(1, 372))
        for name in oracle.DAY_COUNTS:
            if name != "30/360":
                self.assertGreater(share(name, "2023-01-31", "2023-01-31"), 0, name)

    def test_a_year_of_365_days_ignores_leap_days(self):
        self.assertEqual(share("actual/365", "2024-01-01", "2024-12-31"), Fraction(366, 365))
        self.assertEqual(share("actual/actual", "2024-01-01", "2024-12-31"), 1)

    def test_started_months_and_years(self):
        lapsed = share("months-up", "2026-01-01", "2026-03-31")
        self.assertEqual(12 * (lapsed + 1), 15)
        self.assertEqual(share("years-up", "2024-01-01", "2026-06-30"), 3)
        self.assertEqual(share("years-up", "2024-01-01", "2025-12-31"), 2)
        self.assertEqual(share("years-up", "2024-01-01", "2026-01-01"), 3)
        self.assertEqual(share("months-up", "2024-01-31", "2024-02-28"), Fraction(1, 12))
        self.assertEqual(share("months-up", "2024-01-31", "2024-02-29"), Fraction(2, 12))

    def test_bond_basis_at_month_ends(self):
        cases = {
            ("2025-01-31", "2025-03-31"): 60,
            ("2025-01-30", "2025-03-31"): 60,
            ("2025-01-29", "2025-03-31"): 62,
            ("2025-02-28", "2025-03-31"): 33,
            ("2025-02-28", "2025-03-01"): 3,
            ("2025-01-31", "2025-02-28"): 28,
            ("2025-01-30", "2025-01-31"): 0,
        }
        for (a, b), days in cases.items():
            self.assertEqual(oracle.thirty_360(date(a), date(b)), Fraction(days, 360), (a, b))

    def test_calendar_months_against_counting_single_days(self):
        rng = random.Random(2)
        for _ in range(300):
            a = date("2019-01-01") + rng.randrange(2000) * ONE_DAY
            b = a + rng.randrange(1, 900) * ONE_DAY
            days = (a + number * ONE_DAY for number in range((b - a).days))
            each = sum(Fraction(1, 12 * oracle.days_in_month(d.year, d.month)) for d in days)
            self.assertEqual(oracle.calendar_month(a, b), each)

    def test_other_day_counts_against_stepping(self):
        rng = random.Random(3)
        for _ in range(300):
            a = date("2019-01-01") + rng.randrange(2000) * ONE_DAY
            b = a + rng.randrange(1, 1500) * ONE_DAY
            years = next(y for y in range(9) if add_years(a, y + 1) > b)
            months = next(m for m in range(99) if add_months(a, m + 1) > b)
            length = (add_years(a, years + 1) - add_years(a, years)).days
            rest = (b - add_years(a, years)).days
            self.assertEqual(oracle.actual_actual(a, b), years + Fraction(rest, length))
            rest = (b - add_months(a, months)).days
            self.assertEqual(oracle.month_and_day(a, b), Fraction(months * 365 + rest * 12, 4380))
            started = next(m for m in range(99) if add_months(a, m) >= b)
            self.assertEqual(oracle.months_up(a, b), Fraction(started, 12))
            self.assertEqual(oracle.years_up(a, b), -(-started // 12))


class Numbers(unittest.TestCase):
    """Exact numbers, rounding and text."""

    def test_the_four_modes(self):
        values = {
            "half-up": [0, 1, 1, 2, 2, 3, 3],
            "half-even": [0, 0, 1, 2, 2, 2, 3],
            "up": [1, 1, 1, 2, 2, 3, 3],
            "down": [0, 0, 0, 1, 2, 2, 2],
        }
        inputs = "0.499 0.5 0.501 1.5 2 2.5 2.75".split()
        for mode, wanted in values.items():
            self.assertEqual([oracle.rounded(Fraction(v), mode) for v in inputs], wanted, mode)

    def test_published_conversion(self):
        product = Fraction("4.4556") * Fraction("10.625")
        self.assertEqual(product, Fraction("47.34075"))
        dollars = oracle.rounded(product * 10 ** oracle.decimals_of("USD"), "half-up")
        yen = oracle.rounded(product * 10 ** oracle.decimals_of("JPY"), "half-up")
        self.assertEqual(oracle.amount_text(dollars, "USD"), "47.34")
        self.assertEqual(oracle.amount_text(yen, "JPY"), "47")

    def test_text(self):
        self.assertEqual(oracle.amount_text(5, "KWD"), "0.005")
        self.assertEqual(oracle.amount_text(105, "EUR"), "1.05")
        self.assertEqual(oracle.minor("1.250", "KWD"), 1250)
        self.assertEqual(oracle.percentage("33.333%"), Fraction(33333, 100000))
        for text in ("18%", "12.5%", "33.333%", "0%", "0.05%", "100%"):
            self.assertEqual(oracle.percentage_text(oracle.percentage(text)), text)
        self.assertEqual(oracle.share_text(Fraction(128, 360)), "16/45")
        self.assertEqual(oracle.share_text(Fraction(2)), "2/1")

    def test_malformed_numbers(self):
        for text in (1.5, "1e3", "-1", "1.", ".5", "1,5", ""):
            with self.assertRaises(oracle.Malformed):
                oracle.exact(text)
        with self.assertRaises(oracle.Malformed):
            oracle.minor("1.005", "USD")


class Status(OnConformanceBooks):
    """Section 2, with published numbers."""

    def test_bought_early_runs_from_the_end_of_cover(self):
        line = self.line(covered_through="2026-01-01")
        self.assertEqual((line["status"], line["gap"]), ("renewal", None))
        self.assertEqual(line["forward_through"], "2027-01-01")

    def test_bought_late_within_grace_runs_from_the_end_of_cover(self):
        changes = {"quote_date": "2016-01-31"} | self.old_book()
        line = self.line(changes, covered_through="2016-01-01")
        self.assertEqual((line["status"], line["forward_through"]), ("grace", "2017-01-01"))
        self.assertEqual(line["gap"], {"from": "2016-01-02", "through": "2016-01-30"})

    def test_from_expiry_runs_from_the_end_of_cover(self):
        book = tomllib.loads((CONFORMANCE / "books/beta/beta.toml").read_text(encoding="utf-8"))
        book["book"]["effective_from"] = date("2010-01-01")
        book["lapse"]["band"][0]["up_to_days"] = 400
        book["lapse"]["band"][1]["up_to_days"] = 500
        shelf = oracle.Shelf([oracle.Book(book)])
        asked = request(
            book="beta", quote_date="2016-01-01", holding=[holding(covered_through="2015-06-30")]
        )
        (line,) = oracle.price(asked, shelf)["quote"]["lines"]
        self.assertEqual((line["status"], line["forward_through"]), ("late", "2016-06-30"))
        self.assertEqual((line["back_coverage"], line["penalty"]), ("0.00", "60.00"))
        asked["quote_date"] = "2016-06-30"
        self.assertIn("quote", oracle.price(asked, shelf))
        asked["quote_date"] = "2016-07-01"
        self.assertEqual(oracle.price(asked, shelf), {"refusals": ["term-consumed-by-gap"]})
        asked["term_years"] = 2
        self.assertIn("quote", oracle.price(asked, shelf))

    def test_the_last_day_of_a_band_in_days(self):
        for quote_date, status in (
            ("2026-01-30", "late"),
            ("2026-01-31", "late"),
            ("2026-02-01", "lapsed"),
        ):
            line = self.line({"book": "beta", "quote_date": quote_date})
            self.assertEqual(line["status"], status)

    def old_book(self) -> dict:
        """A change of request to a copy of alpha that has been in force for long."""
        file = CONFORMANCE / "books/alpha/alpha-2025.toml"
        book = tomllib.loads(file.read_text(encoding="utf-8"))
        book["book"].update(id="old", effective_from=date("2010-01-01"))
        self.shelf.families["old"] = [oracle.Book(book)]
        return {"book": "old"}

    def test_a_first_year_ends_the_day_before(self):
        self.assertEqual(oracle.forward_through(date("2013-05-01"), 1), date("2014-04-30"))

    def test_totals_hold_the_whole_term(self):
        quote = self.quote(term_years=4)
        self.assertEqual(quote["lines"][0]["annual"], "6300.00")
        self.assertEqual(quote["totals"]["total"], "25200.00")


class Refusals(OnConformanceBooks):
    """Section 6, and what was read where it is silent."""

    def test_all_are_reported(self):
        self.assert_refused(
            "start-in-the-past unknown-program unknown-service-level term-not-offered "
            "unknown-product-line unknown-edition nothing-to-cover partial-coverage",
            start="2025-06-01",
            program="x",
            service_level="x",
            term_years=9,
            holding=[
                holding(product_line="x", edition="x"),
                holding(edition="x"),
                holding(retire=100, quantity=1),
            ],
        )

    def test_no_book_in_force_stands_alone(self):
        self.assert_refused("no-book-in-force", quote_date="2024-12-31", program="x")
        self.assert_refused(
            "no-book-in-force start-in-the-past", quote_date="2024-12-31", start="2024-12-30"
        )

    def test_quantities(self):
        self.assert_refused("retired-exceeds-owned", holding=[holding(retire=101, quantity=5)])
        self.assert_refused("nothing-to-cover", holding=[holding(retire=100, quantity=0)])
        self.assert_refused(
            "nothing-to-cover partial-coverage", holding=[holding(retire=100, quantity=100)]
        )
        self.assert_refused("partial-coverage", holding=[holding(retire=1, quantity=100)])
        self.assertEqual(self.line(retire=1, quantity=99)["quantity"], 99)

    def test_what_is_unknown_hides_only_what_needs_it(self):
        lapsed = holding(covered_through="2020-01-01", product_line="x", retire=100)
        self.assert_refused(
            "unknown-product-line nothing-to-cover reinstatement-not-offered", holding=[lapsed]
        )
        over = holding(covered_through="2025-06-30", edition="x", release="r1")
        self.assert_refused("unknown-edition release-end-of-life", holding=[over])
        self.assert_refused(
            "unknown-release no-price", currency="GBP", holding=[holding(release="x")]
        )
        self.assert_refused(
            "unknown-service-level", holding=[holding(current_service_level="x")]
        )

    def test_status_rules_hold_without_a_term(self):
        over = holding(covered_through="2025-06-30", release="r1")
        self.assert_refused("term-not-offered release-end-of-life", term_years=6, holding=[over])
        gone = holding(covered_through="2020-06-30", release="r1")
        self.assert_refused(
            "reinstatement-not-offered release-end-of-life", start="2025-07-01", holding=[gone]
        )
        self.assert_refused("reinstatement-not-offered", start="2025-06-30", holding=[gone])

    def test_mixed_levels_count_software_only(self):
        cloud = holding(product_line="workspace", edition="standard", service_level="priority")
        metal = holding(product_line="gateway", edition="g100", service_level="priority")
        self.assert_refused("mixed-service-levels", holding=[holding(), cloud])
        self.assertEqual(len(self.quote(holding=[holding(), metal])["lines"]), 2)

    def test_upgrades_concern_software_only(self):
        up = holding(current_service_level="select")
        metal = holding(product_line="gateway", edition="g100", current_service_level="select")
        priority = {"service_level": "priority", "other_contract": [contract()]}
        code = "upgrade-must-cover-all-software"
        self.assert_refused(code, holding=[up], **priority)
        self.assertEqual(len(self.quote(holding=[metal], **priority)["lines"]), 1)
        for over in (
            contract(product_line="gateway"),
            contract(covered_through="2025-06-14"),
            contract(service_level="priority"),
            contract(service_level="x"),
        ):
            changes = {**priority, "other_contract": [over], "holding": [up]}
            self.assertEqual(len(self.quote(**changes)["lines"]), 1)
        same = holding(current_service_level="priority")
        self.assertEqual(len(self.quote(**{**priority, "holding": [same]})["lines"]), 1)
        today = contract(product_line="x", covered_through="2025-06-15")
        self.assert_refused(code, **{**priority, "other_contract": [today], "holding": [up]})

    def test_two_equally_narrow_rates_are_an_error_of_the_book(self):
        file = CONFORMANCE / "books/beta/beta.toml"
        book = tomllib.loads(file.read_text(encoding="utf-8"))
        book["rate"].append({**book["rate"][0], "of_srp": "19%"})
        with self.assertRaises(oracle.Malformed):
            oracle.price(request(book="beta"), oracle.Shelf([oracle.Book(book)]))

    def test_amounts_that_just_fit(self):
        self.assertTrue(oracle.all_fit({"a": 0, "b": 2**63 - 1}))
        self.assertFalse(oracle.all_fit({"a": 0, "b": 2**63}))
        unit = 6300
        most = oracle.LARGEST_AMOUNT // unit
        self.assertEqual(
            self.line(owned=most)["total"], oracle.amount_text(most * unit, "USD")
        )
        self.assert_refused("amount-too-large", holding=[holding(owned=most + 1)])
        self.assert_refused("amount-too-large", term_years=2, holding=[holding(owned=most)])
        self.assert_refused("amount-too-large", holding=[holding(owned=most), holding()])
        tax = {"name": "VAT", "rate": "20%"}
        self.assert_refused("amount-too-large", tax=tax, holding=[holding(owned=most)])
        self.assert_refused(
            "no-price", currency="GBP", holding=[holding(owned=oracle.LARGEST_AMOUNT)]
        )
        self.assert_refused(
            "amount-too-large nothing-to-cover",
            holding=[holding(owned=most + 1), holding(retire=100)],
        )


class Findings(OnConformanceBooks):
    """Section 7."""

    def assert_findings(self, codes: str, **changes):
        self.assertEqual(self.quote(**changes)["findings"], sorted(codes.split() + ["no-refund"]))

    def test_plain_renewal(self):
        self.assert_findings("")

    def test_gaps(self):
        self.assert_findings("cover-interrupted", holding=[holding(covered_through="2025-06-13")])
        self.assert_findings(
            "cover-interrupted subject-to-vendor-approval",
            holding=[holding(covered_through="2025-05-14")],
        )

    def test_end_of_life_is_inside_on_both_ends(self):
        code = "end-of-life-within-term"
        first = holding(covered_through="2025-06-29", release="r1")
        self.assert_findings(code, holding=[first])
        last = holding(covered_through="2026-03-23", release="r2")
        self.assert_findings(code, holding=[last])
        before = holding(covered_through="2026-03-22", release="r2")
        self.assert_findings("", holding=[before])

    def test_retirement(self):
        self.assert_findings("retirement-is-permanent", holding=[holding(retire=1)])
        self.assert_findings("", holding=[holding(retire=0)])

    def test_level_mismatch(self):
        code = "service-level-mismatch"
        other = contract(product_line="desktops", service_level="priority")
        metal = holding(product_line="gateway", edition="g100")
        self.assert_findings(code, other_contract=[other])
        self.assert_findings(code, other_contract=[contract(product_line="x", service_level="x")])
        self.assert_findings("", other_contract=[contract()])
        self.assert_findings("", other_contract=[other], holding=[metal])
        self.assert_findings("", other_contract=[{**other, "covered_through": "2025-06-14"}])
        self.assert_findings("", other_contract=[{**other, "product_line": "gateway"}])

    def test_customer_success_manager(self):
        code = "customer-success-manager"
        cloud = holding(product_line="workspace", edition="standard")
        other = contract(service_level="priority-plus")
        self.assert_findings("", holding=[cloud])
        self.assert_findings(code, service_level="priority", holding=[cloud])
        self.assert_findings(code, service_level="priority-plus", other_contract=[other])
        self.assert_findings(
            "",
            service_level="priority-plus",
            other_contract=[{**other, "covered_through": "2025-06-14"}],
        )
        self.assert_findings("", service_level="priority-plus")

    def test_sample_prices_and_validity(self):
        file = CONFORMANCE / "books/beta/beta.toml"
        book = tomllib.loads(file.read_text(encoding="utf-8"))
        book["book"].update(status="sample", effective_through=date("2025-06-30"))
        shelf = oracle.Shelf([oracle.Book(book)])
        quote = oracle.price(request(book="beta"), shelf)["quote"]
        self.assertEqual(quote["findings"], ["no-refund", "sample-prices"])
        self.assertEqual(quote["valid_through"], "2025-06-30")
        last = oracle.price(request(book="beta", quote_date="2025-06-30"), shelf)["quote"]
        self.assertEqual(last["valid_through"], "2025-06-30")
        over = oracle.price(request(book="beta", quote_date="2025-07-01"), shelf)
        self.assertEqual(over, {"refusals": ["no-book-in-force"]})

    def test_validity(self):
        self.assertEqual(self.quote()["valid_through"], "2025-07-15")
        self.assertEqual(self.quote(quote_date="2025-12-15")["valid_through"], "2025-12-31")


class Penalties(unittest.TestCase):
    """Section 5."""

    def test_bases_and_bounds(self):
        amounts = {"back_coverage": 10, "annual": 100, "forward": 500, "term_discount": 50}
        bases = [oracle.penalty_base(name, 7, 3, amounts) for name in random_books.BASES]
        self.assertEqual(bases, [10, 100, 450, 21, 110])
        bounds = {"at_least": {"JPY": "60"}, "at_most": {"JPY": "90"}}
        policy = {"rate": "50%", "of": "annual", **bounds}
        plain = oracle.unbounded_penalty(policy, "JPY", 7, 3, amounts, "half-up")
        self.assertEqual(plain, 50)
        bounded = [oracle.bounded_penalty(policy, "JPY", penalty) for penalty in (50, 70, 99)]
        self.assertEqual(bounded, [60, 70, 90])
        for per, wanted in (("line", 5), ("licence", 15)):
            policy = {"amount": {"JPY": "5"}, "per": per}
            plain = oracle.unbounded_penalty(policy, "JPY", 7, 3, amounts, "up")
            self.assertEqual(plain, wanted)
        self.assertTrue(oracle.penalty_is_waived({"waived_from_years": 3}, 3))
        self.assertFalse(oracle.penalty_is_waived({"waived_from_years": 3}, 2))


class Generated(unittest.TestCase):
    """The generator: valid books, every code and feature reached, the same bytes for a seed."""

    @classmethod
    def setUpClass(cls):
        cls.document = generate.document(2026, 3000, [CONFORMANCE / "books"])
        cls.shelf = oracle.Shelf.from_texts(cls.document["books"].values())

    def test_every_code_and_feature_is_reached(self):
        counts = features.count(self.document)
        self.assertEqual([name for name in features.REQUIRED if counts[name] == 0], [])

    def test_about_three_quarters_are_offered(self):
        offered = sum("quote" in case for case in self.document["cases"])
        self.assertTrue(2100 <= offered <= 2400, offered)

    def test_names_are_unique_and_answers_are_the_oracle_s(self):
        cases = self.document["cases"]
        self.assertEqual(len({case["name"] for case in cases}), 3000)
        for case in cases[::7]:
            answer = {key: case[key] for key in ("quote", "refusals") if key in case}
            self.assertEqual(oracle.price(case["request"], self.shelf), answer)

    def test_every_printed_amount_follows_from_printed_amounts(self):
        for case in self.document["cases"]:
            if "quote" not in case:
                continue
            lines, totals = case["quote"]["lines"], case["quote"]["totals"]
            years = case["request"]["term_years"]
            for line in lines:
                names = (*list(totals)[:4], "unit_net", "annual", "total")
                a = {name: Fraction(line[name]) for name in names}
                self.assertEqual(a["annual"], a["unit_net"] * line["quantity"])
                self.assertEqual(a["forward"], a["annual"] * years)
                charges = a["back_coverage"] + a["penalty"]
                self.assertEqual(a["total"], a["forward"] - a["term_discount"] + charges)
            for name in ("forward", "term_discount", "back_coverage", "penalty"):
                self.assertEqual(Fraction(totals[name]), sum(Fraction(l[name]) for l in lines))
            self.assertEqual(Fraction(totals["subtotal"]), sum(Fraction(l["total"]) for l in lines))
            with_tax = Fraction(totals["subtotal"]) + Fraction(totals["tax"])
            self.assertEqual(Fraction(totals["total"]), with_tax)

    def test_no_floating_point_number_anywhere(self):
        def refuse(text):
            raise AssertionError(f"a floating point number: {text}")

        json.loads(json.dumps(self.document), parse_float=refuse)
        for text in self.document["books"].values():
            tomllib.loads(text, parse_float=refuse)

    def test_random_books_are_valid_and_written_as_they_are(self):
        for seed in range(10):
            for versions in random_books.families(random.Random(seed), 16):
                self.assertEqual(random_books.problems(versions), [])
                for book in versions:
                    self.assertEqual(tomllib.loads(random_books.to_toml(book)), book)

    def test_conformance_books_pass_the_same_checks(self):
        for folder in (CONFORMANCE / "books").iterdir():
            files = sorted(folder.glob("*.toml"))
            versions = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
            self.assertEqual(random_books.problems(versions), [], folder.name)

    def test_the_checks_find_what_is_wrong(self):
        file = CONFORMANCE / "books/alpha/alpha-2025.toml"
        good = tomllib.loads(file.read_text(encoding="utf-8"))

        def wrong(change) -> list[str]:
            book = copy.deepcopy(good)
            change(book)
            return random_books.problems([book])

        def first_band(book) -> dict:
            return book["lapse"]["band"][0]

        changes = [
            lambda book: first_band(book).update(up_to_months=36),
            lambda book: first_band(book).pop("up_to_months"),
            lambda book: first_band(book).update(clause="x"),
            lambda book: first_band(book).pop("source"),
            lambda book: first_band(book)["penalty"]["at_least"].pop("JPY"),
            lambda book: book["rate"].append({**book["rate"][0]}),
            lambda book: book["rate"].pop(3),
            lambda book: book["rate"][1].update(product_line="x"),
            lambda book: book["rate"][2].update(status="x"),
            lambda book: book["rate"].pop(5),
            lambda book: book["product_line"][0]["edition"][0]["srp"].pop("EUR"),
            lambda book: book["product_line"][0]["release"][0].update(
                end_of_mainstream=date("2029-01-01")
            ),
        ]
        for number, change in enumerate(changes):
            self.assertNotEqual(wrong(change), [], number)
        self.assertNotEqual(random_books.problems([good, copy.deepcopy(good)]), [])

    def test_a_seed_gives_the_same_bytes(self):
        command = [sys.executable, str(HERE / "generate.py"), "--seed", "7", "--count", "60"]
        outputs = [
            subprocess.run(
                command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
            ).stdout
            for seed in ("1", "2")
        ]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(len(json.loads(outputs[0])["cases"]), 60)


if __name__ == "__main__":
    unittest.main()

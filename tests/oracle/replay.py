"""Replays the workings of a quote in JSON with exact fractions, and checks every amount.

    python3 tests/oracle/replay.py quotes.json …

A file holds a list of `{"name": …, "quote": …}`, each perhaps with a `"comparison"`. It knows the shape of the JSON and nothing of the engine: a product is rounded once by the mode that the
step names, a sum is a sum, a limit is the larger or the smaller, a share of a year is counted anew
by the rules of the day count. Every value that a step takes from another must be what that one gave, and
every amount of a line and of the totals must be the result of its list of steps.
Exit 0 when all hold; otherwise each difference on a line, and exit 1.
"""

import calendar
import json
import sys
from datetime import date, timedelta
from fractions import Fraction

AMOUNTS = ["unit_list", "unit_net_from", "unit_cap", "unit_net", "unit_licence", "annual", "forward",
           "term_discount", "concession", "surcharge", "licence", "back_coverage", "penalty", "total"]
SUMMED = ["forward", "term_discount", "concession", "surcharge", "licence", "back_coverage",
          "penalty"]
TOTALS = ["quote_fee", "subtotal", "tax", "total"]
WAITING = [*TOTALS, "difference"]


def decimals(text):
    return len(text.partition(".")[2])


def number(text):
    """A value as printed: an amount, a percentage, a count, a multiplier or a share."""
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text)


def rounded(value, mode, places):
    scaled = value * 10**places
    whole, rest = divmod(scaled, 1)
    up = {
        "half-up": rest >= Fraction(1, 2),
        "half-even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    return Fraction(whole + (1 if up else 0), 10**places)


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def follower(first, years):
    """The day after a term: the same day, or the first of March where there is no 29 February."""
    day = add_months(first, 12 * years)
    return day if day.day == first.day else day + timedelta(days=1)


def whole(first, until, step):
    count = 0
    while add_months(first, step * (count + 1)) <= until:
        count += 1
    return count


def share_of_year(day_count, first, until):
    days = (until - first).days
    if day_count == "actual/365":
        return Fraction(days, 365)
    if day_count == "actual/360":
        return Fraction(days, 360)
    if day_count == "actual/actual":
        years = whole(first, until, 12)
        start, end = add_months(first, 12 * years), add_months(first, 12 * (years + 1))
        return years + Fraction((until - start).days, (end - start).days)
    if day_count == "30/360":
        one = min(first.day, 30)
        two = 30 if until.day == 31 and one == 30 else until.day
        months = (until.year - first.year) * 12 + until.month - first.month
        return Fraction(months * 30 + two - one, 360)
    if day_count == "calendar-month":
        share, day = Fraction(0), first
        while day < until:
            share += Fraction(1, calendar.monthrange(day.year, day.month)[1])
            day += timedelta(days=1)
        return share / 12
    months = whole(first, until, 1)
    rest = (until - add_months(first, months)).days
    if day_count == "month-and-day":
        return Fraction(months, 12) + Fraction(rest, 365)
    if day_count == "months-up":
        return Fraction(months + (rest > 0), 12)
    years = whole(first, until, 12)
    return Fraction(years + (add_months(first, 12 * years) < until))


def evaluate(step):
    inputs = step["inputs"]
    by_role = {one["role"]: one["value"] for one in inputs}
    operation = step["operation"]
    if operation == "product":
        product = Fraction(1)
        for one in inputs:
            factor = number(one["value"])
            product *= {"times-rest": 1 - factor, "times-raised": 1 + factor}.get(one["role"], factor)
        return rounded(product, step["round"], decimals(step["result"]))
    if operation == "product-of-sum":
        added, factors = [], Fraction(1)
        for one in inputs:
            if one["role"] == "plus":
                added.append(number(one["value"]))
            elif one["role"] == "plus-times":
                added[-1] *= number(one["value"])
            else:
                factors *= number(one["value"])
        return rounded(sum(added) * factors, step["round"], decimals(step["result"]))
    if operation == "proportion":
        of, part, whole_of = (number(by_role[role]) for role in ("of", "part", "whole"))
        return rounded(of * part / whole_of, step["round"], decimals(step["result"]))
    if operation == "shortfall":
        return max(number(by_role["limit"]) - number(by_role["of"]), Fraction(0))
    if operation == "sum":
        signs = {"plus": 1, "minus": -1}
        return sum(signs[one["role"]] * number(one["value"]) for one in inputs)
    if operation == "at-least":
        return max(number(by_role["of"]), number(by_role["limit"]))
    if operation == "at-most":
        return min(number(by_role["of"]), number(by_role["limit"]))
    if operation == "share-of-year":
        first, until = (date.fromisoformat(by_role[role]) for role in ("from", "until"))
        share = share_of_year(by_role["day-count"], first, until)
        return min(share, int(by_role["cap-years"])) if "cap-years" in by_role else share
    if operation == "term-length":
        first, until = (date.fromisoformat(by_role[role]) for role in ("from", "until"))
        years, rest = 0, first
        while follower(first, years + 1) <= until:
            years, rest = years + 1, follower(first, years + 1)
        return years + share_of_year(by_role["day-count"], rest, until)
    if operation == "nothing":
        return Fraction(0)
    raise ValueError(f"unknown operation {operation}")


def replay(table, amounts, known, where):
    """Checks the lists of steps of one table against its amounts."""
    wrong = []
    workings = table["workings"]
    for amount in amounts:
        given = dict(known)
        steps = workings.get(amount, [])
        if not steps and amount == "quote_fee" and number(table[amount]) == 0:
            continue
        if not steps:
            wrong.append(f"{where}.{amount}: no steps")
            continue
        for place, step in enumerate(steps):
            at = f"{where}.workings.{amount}[{place}]"
            for one in step["inputs"]:
                earlier = given.get(one["name"])
                if earlier is not None and number(one["value"]) != earlier:
                    wrong.append(f"{at}: {one['name']} is {one['value']}, was {earlier}")
            result = evaluate(step)
            if result != number(step["result"]):
                wrong.append(f"{at}: {step['step']} gives {result}")
            if not step["key"]:
                wrong.append(f"{at}: no key")
            given[step["name"]] = result
        if result != number(table[amount]):
            wrong.append(f"{where}.{amount}: {table[amount]}, but the steps give {result}")
        known[steps[-1]["name"]] = result
    extra = set(workings) - set(amounts)
    return wrong + [f"{where}.workings: {name} is no amount" for name in sorted(extra)]


def check(quote, name):
    wrong = []
    for place, line in enumerate(quote["lines"]):
        known = {"srp": number(line["srp"]), "rate": number(line["rate"]),
                 "quantity": Fraction(line["quantity"]),
                 "program_discount": number(line["program_discount"])}
        if "term_years" in quote:
            known["term_years"] = Fraction(quote["term_years"])
        gap = line.get("gap")
        if gap and "share" in gap:
            known["gap_share"] = Fraction(gap["share"])
        amounts = [one for one in AMOUNTS if one in line]
        wrong += replay(line, amounts, known, f"{name}: lines[{place}]")
    totals = quote["totals"]
    known = {}
    for amount in SUMMED:
        if amount not in totals:
            continue
        known[amount] = sum(number(line.get(amount, "0")) for line in quote["lines"])
        if known[amount] != number(totals[amount]):
            wrong.append(f"{name}: totals.{amount}: {totals[amount]}, the lines give {known[amount]}")
    fee = number(totals.get("quote_fee", "0"))
    if number(totals["subtotal"]) != fee + sum(number(line["total"]) for line in quote["lines"]):
        wrong.append(f"{name}: totals.subtotal is not the sum of the lines and the fee")
    wrong += replay(totals, TOTALS, known, f"{name}: totals")
    return wrong + check_payments(quote, name)


def check_payments(quote, name):
    """The parts of a payment plan: their steps in order, and their sums."""
    parts = quote.get("payments")
    if parts is None:
        return []
    wrong, given, totals = [], {}, []
    for place, step in enumerate(quote["payments_working"]):
        at = f"{name}: payments_working[{place}]"
        for one in step["inputs"]:
            earlier = given.get(one["name"])
            if earlier is not None and number(one["value"]) != earlier:
                wrong.append(f"{at}: {one['name']} is {one['value']}, was {earlier}")
        given[step["name"]] = evaluate(step)
        if given[step["name"]] != number(step["result"]):
            wrong.append(f"{at}: {step['step']} gives {given[step['name']]}")
        if step["name"] == "payment_total":
            totals.append(given[step["name"]])
    if totals != [number(part["total"]) for part in parts]:
        wrong.append(f"{name}: payments: the steps give {totals}")
    for key, whole_of in [("net", "subtotal"), ("tax", "tax"), ("total", "total")]:
        if sum(number(part[key]) for part in parts) != number(quote["totals"][whole_of]):
            wrong.append(f"{name}: payments: {key} does not add up to {whole_of}")
    for part in parts:
        if number(part["net"]) + number(part["tax"]) != number(part["total"]):
            wrong.append(f"{name}: payments: {part}")
    return wrong


def check_waiting(comparison, name):
    """The price of waiting: the total of a later day less the total of the first one."""
    wrong = []
    rows = comparison["waiting"]
    now = number(rows[0].get("total", "0"))
    for row in (one for one in rows if "difference" in one):
        at = f"{name}: waiting {row['days_later']}"
        # What is charged once is a step of the subtotal, and no field of its own here.
        amounts = [one for one in WAITING if one in row]
        steps = {key: one for key, one in row["workings"].items() if key in amounts}
        fee = row["workings"].get("quote_fee", [])
        known = {"total_now": now}
        known.update({step["name"]: evaluate(step) for step in fee})
        wrong += replay({**row, "workings": steps}, amounts, known, at)
        if number(row["difference"]) != number(row["total"]) - now:
            wrong.append(f"{at}: difference {row['difference']}")
    return wrong


def main(paths):
    wrong = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for one in json.load(file):
                wrong += check(one["quote"], one["name"])
                if "comparison" in one:
                    wrong += check_waiting(one["comparison"], one["name"])
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

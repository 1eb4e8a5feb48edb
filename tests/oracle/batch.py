"""Prices a table of holdings by the oracle: accounts of neighbouring rows, each one request.

    python3 tests/oracle/batch.py BOOKS TABLE QUOTE_DATE

prints JSON: for each priced row its line, each row without a price, and the sums by currency,
product line and status. It reads the table by Python's csv package and knows nothing of the program.
"""

import csv
import datetime
import itertools
import json
import re
import sys
from collections import defaultdict

import oracle

AMOUNTS = ["unit_list", "unit_net", "forward", "term_discount", "back_coverage", "penalty", "total"]
SUMS = ["forward", "term_discount", "back_coverage", "penalty", "total"]
SHARED = ["customer", "start", "term_years", "program", "currency", "language", "book"]


def number(text: str) -> int:
    """Plain digits."""
    if not re.fullmatch("[0-9]+", text):
        raise ValueError(text)
    return int(text)


def day(text: str) -> str:
    """A day of the calendar, year-month-day."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    datetime.date.fromisoformat(text)
    return text


def needed(row: dict, name: str) -> str:
    """A cell that must say something."""
    if not row[name]:
        raise ValueError(name)
    return row[name]


def holding_of(row: dict) -> dict:
    """A row's holding, as a request has it."""
    holding = {
        "product_line": needed(row, "product_line"),
        "edition": needed(row, "edition"),
        "owned": number(row["owned"]),
        "covered_through": day(row["covered_through"]),
        "service_level": needed(row, "service_level"),
    }
    for name in ["release", "current_service_level"]:
        if row.get(name):
            holding[name] = row[name]
    for name in ["retire", "quantity"]:
        if row.get(name):
            holding[name] = number(row[name])
    return holding


def request_of(rows: list[dict], quote_date: str, family: str, shelf: oracle.Shelf) -> dict:
    """The request of an account's rows."""
    first = rows[0]
    if any(row.get(name, "") != first.get(name, "") for row in rows for name in SHARED):
        raise ValueError("the rows do not agree")
    needed(first, "customer")
    currency = needed(first, "currency")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError(currency)
    holdings = [holding_of(row) for row in rows]
    book = first.get("book") or family
    version = shelf.in_force(book, oracle.as_date(quote_date))
    software = [h for h in holdings if version and version.kind(h["product_line"]) != "hardware"]
    return {
        "book": book,
        "quote_date": quote_date,
        "start": day(first["start"]) if first.get("start") else quote_date,
        "currency": currency,
        "service_level": (software or holdings)[0]["service_level"],
        "term_years": number(first["term_years"]),
        "program": needed(first, "program"),
        "customer": {"name": first["customer"], "org_id": first["org_id"]},
        "holding": holdings,
    }


def main() -> None:
    books, table, quote_date = sys.argv[1:]
    shelf = oracle.Shelf.from_folder(books)
    family = next(iter(shelf.families))
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines, refused = {}, []
    sums = defaultdict(lambda: [0] * (len(SUMS) + 1))
    numbered = enumerate(rows, start=1)
    for _, account in itertools.groupby(numbered, key=lambda one: one[1]["org_id"]):
        account = list(account)
        numbers = [number for number, _ in account]
        try:
            request = request_of([row for _, row in account], quote_date, family, shelf)
            answer = oracle.price(request, shelf)
        except ValueError:
            answer = {}
        if "quote" not in answer:
            refused.extend(numbers)
            continue
        quote = answer["quote"]
        currency = quote["currency"]
        for place, line in zip(numbers, quote["lines"], strict=True):
            plain = ["product_line", "edition", "quantity", "status", "gap_days"]
            dates = ["forward_from", "forward_through"]
            cells = [str(line[name]) for name in plain + dates + AMOUNTS]
            lines[place] = [*cells, currency]
            key = f"{currency} {line['product_line']} {line['status']}"
            sums[key][0] += 1
            for at, name in enumerate(SUMS, start=1):
                sums[key][at] += oracle.minor(line[name], currency)
    texts = {
        key: [str(count), *(oracle.amount_text(units, key.split()[0]) for units in units)]
        for key, (count, *units) in sums.items()
    }
    json.dump({"lines": lines, "refused": refused, "sums": texts}, sys.stdout)


main()

"""Prices a table of holdings by the oracle: accounts of neighbouring rows, each one request.

    python3 tests/oracle/batch.py BOOKS TABLE QUOTE_DATE

prints JSON: for each priced row its line, each row without a price, and the sums by currency,
product line and status. It reads the table by Python's csv package and knows nothing of the
program. A column that is not there is an empty one; `row_kind` may say that a row is an addition, a
raise or another contract. A row that the quote leaves out, because its cover already ends with the
others, is in none of the three.
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
SHARED = ["customer", "start", "program", "currency", "language", "book", "payment", "lapse_choice"]
SHARED += ["common_end", "concession_rate", "concession_reason", "quote_number"]
SHARED += ["tax_name", "tax_rate", "tax_note", "tax_name_2", "tax_rate_2"]
OF_HOLDINGS = ["term_years"]
KINDS = ["holding", "addition", "raise"]


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


def kind_of(row: dict) -> str:
    """What a row is: a holding unless it says otherwise."""
    kind = row.get("row_kind") or "holding"
    if kind not in [*KINDS, "other"]:
        raise ValueError(kind)
    return kind


def yes_or_no(text: str) -> bool:
    """A cell that says true or false."""
    return {"true": True, "false": False}[text]


def line_of(row: dict) -> dict:
    """A row's holding, addition, raise or contract, as a request has it."""
    kind = kind_of(row)
    line = {"product_line": needed(row, "product_line")}
    if kind != "other":
        line["edition"] = needed(row, "edition")
    if kind != "raise":
        line["service_level"] = needed(row, "service_level")
    if kind == "holding":
        line["owned"] = number(row["owned"])
    elif kind != "other":
        line |= {"quantity": number(row["quantity"]), "ends": day(row["ends"])}
    if kind in ("holding", "other"):
        line["covered_through"] = day(row["covered_through"])
    if kind == "raise":
        line["from_level"] = needed(row, "from_level")
    optional = {
        "holding": [
            ("release", str),
            ("current_service_level", str),
            ("last_unit_net", str),
            ("retire", number),
            ("quantity", number),
        ],
        "addition": [("release", str), ("used_since", day), ("new_licences", yes_or_no)],
        "other": [("annual_value", str)],
    }
    for name, read in optional.get(kind, []):
        if row.get(name):
            line[name] = read(row[name])
    return line


def agree(rows: list[dict], names: list[str]) -> None:
    """The rows of one account say the same of the quote as a whole."""
    if any(row.get(name, "") != rows[0].get(name, "") for row in rows for name in names):
        raise ValueError("the rows do not agree")


def options_of(row: dict) -> dict:
    """The keys of a request as a whole that may be left out."""
    names = ["payment", "lapse_choice", "common_end", "quote_number"]
    made = {name: row[name] for name in names if row.get(name)}
    if row.get("concession_rate"):
        made["concession"] = {"rate": row["concession_rate"]}
    taxes = [
        {"name": row.get(f"tax_name{which}", ""), "rate": row[f"tax_rate{which}"]}
        for which in ["", "_2"]
        if row.get(f"tax_rate{which}")
    ]
    return made | ({"tax": taxes} if taxes else {})


def request_of(rows: list[dict], quote_date: str, family: str, shelf: oracle.Shelf) -> dict:
    """The request of an account's rows."""
    quoted = [row for row in rows if kind_of(row) != "other"]
    if not quoted:
        raise ValueError("nothing to price")
    first = quoted[0]
    agree(quoted, SHARED)
    held = [row for row in quoted if kind_of(row) == "holding"]
    agree(held or quoted, OF_HOLDINGS)
    needed(first, "customer")
    currency = needed(first, "currency")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError(currency)
    lines = {
        kind: [line_of(row) for row in rows if kind_of(row) == kind] for kind in [*KINDS, "other"]
    }
    book = first.get("book") or family
    version = shelf.in_force(book, oracle.as_date(quote_date))
    levels = [(row["product_line"], needed(row, "service_level")) for row in quoted]
    software = [one for one in levels if version and version.kind(one[0]) != "hardware"]
    request = {
        "book": book,
        "quote_date": quote_date,
        "start": day(first["start"]) if first.get("start") else quote_date,
        "currency": currency,
        "service_level": (software or levels)[0][1],
        "program": needed(first, "program"),
        "customer": {"name": first["customer"], "org_id": first["org_id"]},
        **options_of(first),
        **{kind: lines[kind] for kind in KINDS if lines[kind]},
    }
    if held:
        request["term_years"] = number(held[0]["term_years"])
    if lines["other"]:
        request["other_contract"] = lines["other"]
    return request


def rows_of_lines(request: dict, numbered: list, shelf: oracle.Shelf) -> list[int]:
    """The number of the row that each line of a quote comes from."""
    case = oracle.open_case(request, shelf)
    made = []
    for kind in KINDS:
        places = [place for place, row in numbered if kind_of(row) == kind]
        for place, line in zip(places, request.get(kind, []), strict=True):
            if kind != "holding" or not case.is_aligned(line):
                made.append(place)
    return made


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
        except (ValueError, KeyError, oracle.Malformed):
            answer = {}
        if "quote" not in answer:
            refused.extend(numbers)
            continue
        quote = answer["quote"]
        currency = quote["currency"]
        zero = oracle.amount_text(0, currency)
        places = rows_of_lines(request, account, shelf)
        for place, line in zip(places, quote["lines"], strict=True):
            line = dict.fromkeys(AMOUNTS, zero) | line
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

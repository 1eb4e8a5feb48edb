"""One install base as CSV, Parquet and XLSX from other programs, and outputs read by other programs.

    tests/batch/formats.sh [PROGRAM]      # makes a Python with the packages and runs this file

pandas, pyarrow, polars, DuckDB and openpyxl each write the same table with the types that come to
them naturally: counts with empty cells as floats, days as dates, names as dictionaries. Each must
give `lines.csv` and `quotes.csv` of the CSV run, to the byte. Then pyarrow, polars and DuckDB read
the Parquet outputs, and each cell is compared with the CSV as an exact decimal. openpyxl reads the
workbook of the outputs: its sheets, their heads and filters, the type and the value of each cell, and
what the totals add up to.
"""

import csv
import datetime
import decimal
import io
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/reinstate")
ROWS = "4000"
COUNTS = ["owned", "retire", "term_years", "quantity"]
NEEDED_COUNTS = ["owned", "term_years"]
DAYS = ["covered_through", "start"]
SMALLEST_AMOUNT = decimal.Decimal("0.000001")
# The sheets of the workbook of the outputs, each with the columns that are no text.
SHEETS = {
    "Quotes": {
        "numbers": ["lines", "forward", "term_discount", "back_coverage", "penalty", "subtotal",
                    "quote_fee", "tax", "total", "term_years"],
        "percentages": [],
        "days": ["start", "valid_through"],
    },
    "Lines": {
        "numbers": ["row", "quantity", "gap_days", "unit_list", "unit_net", "forward",
                    "term_discount", "back_coverage", "penalty", "total", "term_years", "owned",
                    "retired", "srp", "annual", "concession", "surcharge", "licence"],
        "percentages": ["rate", "program_discount"],
        "days": ["forward_from", "forward_through", "covered_through"],
    },
    "Rejects": {"numbers": [], "percentages": [], "days": []},
    "Findings": {"numbers": ["row"], "percentages": [], "days": []},
}


def reinstate(*arguments, given=None):
    command = [PROGRAM, "--quote-date", "2026-11-24", "batch", *arguments]
    done = subprocess.run(command, stdin=given, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def count(text):
    return int(text) if text.isascii() and text.isdigit() else None


def day(text):
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def fits(row):
    """Whether typed columns can hold a row: what they cannot, only text can."""
    counts = all(count(row[name]) is not None or row[name] == "" for name in COUNTS)
    days = all(day(row[name]) is not None or row[name] == "" for name in DAYS)
    needed = all(row[name] != "" for name in NEEDED_COUNTS)
    return counts and days and needed and int(row["term_years"]) < 100


def value(name, text):
    if text == "":
        return None
    if name in COUNTS:
        return count(text)
    return day(text) if name in DAYS else text


def columns(rows, names):
    return {name: [value(name, row[name]) for row in rows] for name in names}


def with_pandas(table, path):
    frame = pandas.DataFrame(table)
    for name in DAYS:
        frame[name] = pandas.to_datetime(frame[name])
    for name in COUNTS:
        frame[name] = frame[name].astype("float64")
    for name in ["product_line", "edition", "program", "currency"]:
        frame[name] = frame[name].astype("category")
    if path.suffix == ".xlsx":
        frame.to_excel(path, index=False, engine="openpyxl")
    else:
        frame.to_parquet(path, index=False, engine="pyarrow", row_group_size=1000)


def with_pyarrow(table, path):
    kinds = {
        "owned": pyarrow.uint32(),
        "retire": pyarrow.decimal128(20, 3),
        "term_years": pyarrow.int8(),
        "quantity": pyarrow.int64(),
        "covered_through": pyarrow.date32(),
        "start": pyarrow.date32(),
    }
    text = pyarrow.large_string()
    arrays = {}
    for name, cells in table.items():
        if name == "retire":
            cells = [None if cell is None else decimal.Decimal(cell) for cell in cells]
        kind = kinds.get(name, text)
        arrays[name] = pyarrow.array(cells, kind)
        if name == "start":
            arrays[name] = arrays[name].cast(pyarrow.timestamp("us"))
        if kind is text:
            arrays[name] = arrays[name].dictionary_encode()
    written = pyarrow.table(arrays)
    # A structure and a list that nobody asked for are left alone.
    count_rows = len(table["org_id"])
    written = written.append_column("notes", pyarrow.array([["a", "b"]] * count_rows))
    written = written.append_column("extra", pyarrow.array([{"b": 1, "c": "d"}] * count_rows))
    options = {"compression": "lz4", "data_page_version": "2.0", "row_group_size": 777}
    pyarrow.parquet.write_table(written, path, **options)


def with_old_pyarrow(table, path):
    written = pyarrow.table({name: pyarrow.array(cells) for name, cells in table.items()
                             if name not in DAYS})
    for name in DAYS:
        days = pyarrow.array(table[name], pyarrow.date32()).cast(pyarrow.timestamp("ns"))
        written = written.append_column(name, days)
    options = {"use_deprecated_int96_timestamps": True, "compression": "gzip", "version": "1.0"}
    pyarrow.parquet.write_table(written, path, **options)


def with_polars(table, path):
    frame = polars.DataFrame(table, infer_schema_length=None)
    frame = frame.with_columns(polars.col("program", "currency").cast(polars.Categorical))
    frame.write_parquet(path)


def with_duckdb(table, path):
    frame = pyarrow.table(table)
    assert frame.num_rows
    texts = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in table
                      if name not in COUNTS + DAYS)
    typed = ", ".join(f'"{name}"::DATE AS "{name}"' for name in DAYS)
    counts = ", ".join(f'"{name}"::BIGINT AS "{name}"' for name in COUNTS)
    duckdb.sql(f"COPY (SELECT {texts}, {typed}, {counts} FROM frame) TO '{path}' (FORMAT parquet)")


def with_openpyxl(table, path):
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("About").append(["The install base", "as of", datetime.date(2026, 11, 24)])
    sheet = book.create_sheet("Install base")
    sheet.append(list(table))
    for cells in zip(*table.values(), strict=True):
        sheet.append(cells)
    book.save(path)


def with_openpyxl_1904(table, path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(list(table))
    for cells in zip(*table.values(), strict=True):
        sheet.append(cells)
    book.save(path)


def same_as_csv(name, cell, text):
    """Whether a cell of Parquet is what the CSV says, exactly."""
    if isinstance(cell, decimal.Decimal):
        return cell == decimal.Decimal(text) and cell == cell.quantize(SMALLEST_AMOUNT)
    if isinstance(cell, datetime.date):
        return cell.isoformat() == text
    if isinstance(cell, int):
        return str(cell) == text
    return (cell or "") == text.removeprefix("'")


def compare(reader, table, read, expected):
    header, rows = expected[0], expected[1:]
    names, cells = read
    if names != header or len(cells) != len(rows):
        sys.exit(f"{reader}: {table} has other columns or rows")
    for number, (got, text) in enumerate(zip(cells, rows, strict=True)):
        for name, one, other in zip(header, got, text, strict=True):
            if not same_as_csv(name, one, other):
                sys.exit(f"{reader}: {table}, row {number}, {name}: {one!r} is not {other!r}")
    print(f"{reader}: {table}.parquet holds the {len(rows)} rows of {table}.csv")


def by_duckdb(path):
    result = duckdb.sql(f"SELECT * FROM '{path}'")
    return result.columns, result.fetchall()


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    return table.column_names, [tuple(row.values()) for row in table.to_pylist()]


def by_polars(path):
    frame = polars.read_parquet(path)
    return frame.columns, frame.rows()


def inputs(place):
    sample = reinstate("sample", "--rows", ROWS, "--seed", "8").decode()
    rows = list(csv.DictReader(io.StringIO(sample)))
    names = list(rows[0])
    rows = [row for row in rows if fits(row)]
    for row in rows:
        # Both kinds of empty column, and days in all of one.
        row["start"] = "2026-12-01"
        row["retire"] = row["retire"] or ("0" if int(row["owned"]) % 2 else "")
    plain = place / "plain.csv"
    with plain.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    reinstate(plain, "--out", place / "plain")
    writers = [
        (with_pandas, "pandas.parquet"), (with_pandas, "pandas.xlsx"),
        (with_pyarrow, "pyarrow.parquet"), (with_old_pyarrow, "int96.parquet"),
        (with_polars, "polars.parquet"), (with_duckdb, "duckdb.parquet"),
        (with_openpyxl, "openpyxl.xlsx"), (with_openpyxl_1904, "openpyxl-1904.xlsx"),
    ]
    for write, name in writers:
        path = place / name
        write(columns(rows, names), path)
        out = place / f"out-{name}"
        reinstate(path, "--out", out)
        for output in ["lines.csv", "quotes.csv"]:
            if (out / output).read_bytes() != (place / "plain" / output).read_bytes():
                sys.exit(f"{name}: {output} is not that of the CSV")
        with path.open("rb") as stream:
            if reinstate("-", "--check", given=stream) != reinstate(path, "--check"):
                sys.exit(f"{name}: a stream gives something else")
        print(f"{name}: the same lines and quotes as from CSV, from {len(rows)} rows")


def outputs(place):
    sample = place / "sample.csv"
    sample.write_bytes(reinstate("sample", "--rows", ROWS, "--seed", "9"))
    out = place / "both"
    reinstate(sample, "--out", out, "--format", "csv,parquet")
    for table in ["lines", "quotes", "rejects", "findings"]:
        with (out / f"{table}.csv").open(newline="") as file:
            expected = list(csv.reader(file))
        for read in [by_duckdb, by_pyarrow, by_polars]:
            compare(read.__name__, table, read(out / f"{table}.parquet"), expected)
    sums = dict(duckdb.sql(f"SELECT currency, sum(total) FROM '{out}/lines.parquet' GROUP BY ALL")
                .fetchall())
    summary = json.loads((out / "summary.json").read_text())
    for one in summary["currencies"]:
        if sums.pop(one["currency"]) != decimal.Decimal(one["total"]):
            sys.exit(f"the sum of {one['currency']} is not that of summary.json")
    if sums:
        sys.exit(f"summary.json lacks {sums}")
    print("the sums by DuckDB are those of summary.json")


def exact(number):
    """A number of a sheet as the digits that a spreadsheet shows of it."""
    return decimal.Decimal(repr(number))


def cell_is(kinds, name, cell, text):
    """Whether a cell of a sheet has the type of its column, and is what the CSV says."""
    got = cell.value
    if text == "":
        return got is None
    if name in kinds["numbers"]:
        return cell.data_type == "n" and exact(got) == decimal.Decimal(text)
    if name in kinds["percentages"]:
        is_shown = "%" in cell.number_format
        return cell.data_type == "n" and is_shown and exact(got) * 100 == decimal.Decimal(text)
    if name in kinds["days"]:
        return cell.is_date and got == datetime.datetime.fromisoformat(text)
    return cell.data_type == "s" and got == text.removeprefix("'")


def check_sheet(sheet, kinds, expected):
    """Whether a sheet is a table of the CSV: a head in row 1, its rows, and nothing below them."""
    header, rows = expected[0], expected[1:]
    if [cell.value for cell in sheet[1]] != header or sheet.max_row != len(expected):
        sys.exit(f"the sheet {sheet.title} has other columns or rows than its CSV")
    if unknown := [name for names in kinds.values() for name in names if name not in header]:
        sys.exit(f"the sheet {sheet.title} lacks {unknown}")
    corner = f"{openpyxl.utils.get_column_letter(len(header))}{len(expected)}"
    if sheet.freeze_panes != "A2" or sheet.auto_filter.ref != f"A1:{corner}":
        sys.exit(f"the sheet {sheet.title}: {sheet.freeze_panes}, {sheet.auto_filter.ref}")
    for cells, texts in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        for name, cell, text in zip(header, cells, texts, strict=True):
            if not cell_is(kinds, name, cell, text):
                sys.exit(f"{sheet.title}!{cell.coordinate}, {name}: {cell.value!r} is not {text!r}")
    print(f"openpyxl: the sheet {sheet.title} holds the {len(rows)} rows of its CSV, typed")


def added_up(sheet):
    """The totals of a sheet by currency."""
    heads = [cell.value for cell in sheet[1]]
    currency, total = heads.index("currency"), heads.index("total")
    sums = {}
    for row in sheet.iter_rows(min_row=2, values_only=True):
        sums[row[currency]] = sums.get(row[currency], 0) + exact(row[total])
    return sums


def workbook(place):
    sample = reinstate("sample", "--rows", ROWS, "--seed", "10").decode()
    # With a tax, so that quotes add up to something else than lines do.
    rows = [f"{row},VAT,21%" for row in sample.splitlines()]
    rows[0] = rows[0].removesuffix("VAT,21%") + "tax_name,tax_rate"
    table = place / "taxed.csv"
    table.write_text("\n".join(rows) + "\n")
    out = place / "workbook"
    reinstate(table, "--out", out, "--format", "csv,xlsx")
    book = openpyxl.load_workbook(out / "batch.xlsx", data_only=True)
    if book.sheetnames != ["Summary", *SHEETS]:
        sys.exit(f"the workbook has the sheets {book.sheetnames}")
    for name, kinds in SHEETS.items():
        with (out / f"{name.lower()}.csv").open(newline="") as file:
            check_sheet(book[name], kinds, list(csv.reader(file)))
    summary = json.loads((out / "summary.json").read_text())
    totals = {}
    for name, sums in [("Quotes", summary["quotes"]), ("Lines", summary["currencies"])]:
        totals[name] = added_up(book[name])
        said = {one["currency"]: decimal.Decimal(one["total"]) for one in sums}
        if not said or totals[name] != said:
            sys.exit(f"the totals of the sheet {name} are not those of summary.json")
    if totals["Quotes"] == totals["Lines"]:
        sys.exit("the quotes have no tax")
    print("the totals of Quotes and Lines add up to those of summary.json, by currency")
    # What is added up on the first sheet stands beside what the run says.
    seen = 0
    for _, currency, by_sheet, by_run, *_ in book["Summary"].iter_rows(values_only=True):
        if currency in totals["Lines"] and isinstance(by_sheet, (int, float)):
            if by_sheet != by_run:
                sys.exit(f"the sheet Summary: {currency} {by_sheet} beside {by_run}")
            seen += 1
    if seen < len(summary["currencies"]):
        sys.exit("the sheet Summary has no sums")
    alone = place / "workbook-alone"
    reinstate(table, "--out", alone, "--format", "xlsx")
    if list(alone.glob("*.csv")):
        sys.exit("a workbook alone has CSV beside it")
    if (alone / "batch.xlsx").read_bytes() != (out / "batch.xlsx").read_bytes():
        sys.exit("the workbook alone has other bytes")


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        inputs(place)
        outputs(place)
        workbook(place)


main()

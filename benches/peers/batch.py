"""A batch beside DuckDB, Polars and the csv package: the same rows, the same cents, in one run.

    pip install duckdb polars
    cargo build --release && cargo build --release --example csv_rewrite
    python3 benches/peers/batch.py [--rows 1000000] [--seed 1] [--rounds 3] [--threads 2]
    python3 benches/peers/batch.py --only-compare   without figures, and without the csv package

Each prices a made-up install base by the newest sample book and writes lines, quotes and rejects. The
peers know only the refusals that occur in it; this program has all of its checks in force. Every line
of every peer is compared with this program's, to the cent. The figures are rows a second, the best of
the rounds, and their ratios.
"""

import argparse
import csv
import datetime
import itertools
import pathlib
import subprocess
import sys
import tempfile
import time
import tomllib

import duckdb
import polars as pl

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOOK = ROOT / "pricing/citrix-css-2026.2.toml"
QUOTE_DATE = "2026-11-24"
PROGRAM = ROOT / "target/release/reinstate"
REWRITE = ROOT / "target/release/examples/csv_rewrite"
LINES = [
    "row", "org_id", "product_line", "edition", "quantity", "status", "gap_days", "forward_from",
    "forward_through", "unit_list", "unit_net", "forward", "term_discount", "back_coverage",
    "penalty", "total", "currency",
]
DOCUMENT_ROWS = 10_000
SUMS = ["forward", "term_discount", "back_coverage", "penalty"]


def cents(text: str) -> int:
    """An amount of two decimals in cents."""
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def parts(text: str) -> int:
    """A percentage in millionths."""
    whole, _, rest = text.removesuffix("%").partition(".")
    return int(whole) * 10_000 + int(rest.ljust(4, "0") or 0)


def narrowest(rates: list[dict], level: str, line: str, edition: str, status: str) -> int:
    """The rate with most keys that all fit."""
    keys = {"product_line": line, "edition": edition, "status": status}
    fits = [
        rate for rate in rates
        if rate["service_level"] == level and all(rate.get(k, v) == v for k, v in keys.items())
    ]
    return parts(max(fits, key=lambda rate: sum(key in rate for key in keys))["of_srp"])


def tables() -> dict[str, list[tuple]]:
    """The book as tables of whole cents and millionths."""
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    lines, levels = book["product_line"], [level["id"] for level in book["service_level"]]
    bands = book["lapse"]["band"]
    # What is written into the queries below; another book needs other queries.
    reinstatement, recovery = bands
    assert [band["up_to_months"] for band in bands] == [12, 36]
    assert reinstatement["back_coverage"] == {"day_count": "actual/365", "price": "net"}
    assert reinstatement["penalty"]["rate"] == "20%" and book["rounding"]["mode"] == "half-up"
    assert reinstatement["penalty"]["waived_from_years"] == 3 and book["lapse"]["grace_days"] == 0
    assert recovery["back_coverage"] == {"day_count": "years-up", "price": "list"}
    editions = [(line, edition) for line in lines for edition in line.get("edition", [])]
    statuses = ["renewal", *(band["id"] for band in bands)]
    at_least = reinstatement["penalty"]["at_least"]
    return {
        "prices": [
            (line["id"], edition["id"], line["kind"] == "hardware", code, cents(price))
            for line, edition in editions for code, price in edition["srp"].items()
        ],
        "rates": [
            (line["id"], edition["id"], level, status,
             narrowest(book["rate"], level, line["id"], edition["id"], status))
            for (line, edition), level, status in itertools.product(editions, levels, statuses)
        ],
        "programs": [
            (program["id"], line["id"],
             parts(program.get("discount_by_product_line", {}).get(line["id"], program["discount"])))
            for program in book["program"] for line in lines
        ],
        "releases": [
            (line["id"], release["id"], release["end_of_life"])
            for line in lines for release in line.get("release", [])
        ],
        "terms": [
            (str(years), years, parts(book["term"]["discount"].get(str(years), "0%")))
            for years in range(book["term"]["min_years"], book["term"]["max_years"] + 1)
        ],
        "bounds": [
            (code, cents(at_least[code]), cents(amount))
            for code, amount in recovery["penalty"]["amount"].items()
        ],
    }


COLUMNS = {
    "prices": ["product_line", "edition", "is_hardware", "currency", "srp"],
    "rates": ["product_line", "edition", "service_level", "status", "rate"],
    "programs": ["program", "product_line", "program_discount"],
    "releases": ["product_line", "release", "end_of_life"],
    "terms": ["term_years", "years", "term_rate"],
    "bounds": ["currency", "at_least", "per_licence"],
}

DUCKDB = """
create or replace temp table priced as
with raw as (
  select row_number() over () as row, * from read_csv('{table}', all_varchar = true, header = true)
), typed as (
  select *,
    case when regexp_full_match(owned, '[0-9]+') then try_cast(owned as bigint) end as owned_count,
    case when retire is null then 0
         when regexp_full_match(retire, '[0-9]+') then try_cast(retire as bigint) end as retired,
    try_cast(covered_through as date) + 1 as first_uncovered,
    case when start is null then date '{quote_date}' else try_cast(start as date) end as begins
  from raw
), dated as (
  select *, owned_count - retired as licences,
    greatest(begins - first_uncovered, 0) as gap_days,
    case when begins <= first_uncovered then 'renewal'
         when begins <= first_uncovered + interval 12 month then 'reinstatement'
         when begins <= first_uncovered + interval 36 month then 'recovery' end as status,
    case when begins <= first_uncovered then first_uncovered else begins end as forward_from
  from typed
), joined as (
  select d.*, p.srp, p.is_hardware, r.rate, g.program_discount, t.years, t.term_rate,
    b.at_least, b.per_licence,
    coalesce(d.begins >= date '{quote_date}' and d.licences > 0 and d.customer is not null
      and p.srp is not null and r.rate is not null and g.program_discount is not null
      and t.years is not null
      and (d.release is null or e.end_of_life >= greatest(d.forward_from, d.begins)), false) as fits
  from dated d
  left join prices p using (product_line, edition, currency)
  left join rates r using (product_line, edition, service_level, status)
  left join programs g using (program, product_line)
  left join terms t using (term_years)
  left join bounds b using (currency)
  left join releases e using (product_line, release)
), accounts as (
  select org_id, bool_and(fits)
      and count(distinct service_level) filter (not is_hardware) <= 1
      and min(coalesce(customer, '')) = max(coalesce(customer, ''))
      and min(coalesce(start, '')) = max(coalesce(start, ''))
      and min(term_years) = max(term_years) and min(program) = max(program)
      and min(currency) = max(currency) as is_priced
  from joined group by org_id
), units as (
  select j.*, a.is_priced, round(srp * rate, 2)::decimal(18, 2) as unit_list
  from joined j join accounts a using (org_id)
), nets as (
  select *, round(unit_list * (1 - program_discount), 2)::decimal(18, 2) as unit_net from units
), terms_of as (
  select *, (unit_net * licences::decimal(12, 0))::decimal(18, 2) as annual from nets
), forwards as (
  select *, (annual * years::decimal(2, 0))::decimal(18, 2) as forward from terms_of
), gaps as (
  select *, round(forward * term_rate, 2)::decimal(18, 2) as term_discount,
    case status
      -- A division of decimals would be one of floats.
      when 'reinstatement' then
        (((2 * (unit_net * 100)::bigint::hugeint * licences * gap_days + 365) // 730)
          ::decimal(20, 0) * 0.01)::decimal(18, 2)
      when 'recovery' then (unit_list * (licences * (year(begins) - year(first_uncovered)
        + case when first_uncovered + to_years((year(begins) - year(first_uncovered))::int) < begins
               then 1 else 0 end))::decimal(14, 0))::decimal(18, 2)
      else 0 end as back_coverage
  from forwards
), penalties as (
  select *,
    case status
      when 'reinstatement' then
        case when years >= 3 then 0 else
          greatest(round(back_coverage * 0.20, 2)::decimal(18, 2), at_least) end
      when 'recovery' then (per_licence * licences::decimal(12, 0))::decimal(18, 2)
      else 0 end::decimal(18, 2) as penalty
  from gaps
)
select *, (forward - term_discount + back_coverage + penalty)::decimal(18, 2) as total,
  cast(forward_from + to_years(years::int) - interval 1 day as date) as forward_through
from penalties;
copy (
  select row, org_id, product_line, edition, licences as quantity, status, gap_days,
    cast(forward_from as date) as forward_from, forward_through, unit_list, unit_net, forward,
    term_discount, back_coverage, penalty, total, currency
  from priced where is_priced order by row
) to '{out}/lines.csv' (header);
copy (
  select org_id, any_value(customer) as customer,
    case when bool_or(status <> 'renewal') then 'reinstatement' else 'renewal' end as kind,
    any_value(currency) as currency, count(*) as lines, sum(forward) as forward,
    sum(term_discount) as term_discount, sum(back_coverage) as back_coverage,
    sum(penalty) as penalty, sum(total) as subtotal
  from priced where is_priced group by org_id order by min(row)
) to '{out}/quotes.csv' (header);
copy (
  select org_id, customer, product_line, edition, release, owned, retire, covered_through,
    service_level, term_years, program, currency, start, quantity, current_service_level, language,
    book, row, 'refused' as code
  from priced where not is_priced order by row
) to '{out}/rejects.csv' (header);
"""


def with_duckdb(table: pathlib.Path, out: pathlib.Path, threads: int) -> float:
    """Seconds of DuckDB, with amounts as DECIMAL."""
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    types = {
        "srp": "decimal(12, 2)", "at_least": "decimal(18, 2)", "per_licence": "decimal(18, 2)",
        "rate": "decimal(7, 6)", "program_discount": "decimal(7, 6)", "term_rate": "decimal(7, 6)",
        "end_of_life": "date", "years": "integer", "is_hardware": "boolean",
    }
    amounts = {"srp": 100, "at_least": 100, "per_licence": 100}
    rates = {"rate": 10**6, "program_discount": 10**6, "term_rate": 10**6}
    for name, rows in tables().items():
        columns = ", ".join(f"{one} {types.get(one, 'varchar')}" for one in COLUMNS[name])
        connection.execute(f"create temp table {name} ({columns})")
        places = ", ".join("?" for _ in COLUMNS[name])
        for row in rows:
            cells = []
            for column, cell in zip(COLUMNS[name], row, strict=True):
                unit = amounts.get(column) or rates.get(column)
                digits = 2 if column in amounts else 6
                cells.append(f"{cell // unit}.{cell % unit:0{digits}}" if unit else cell)
            connection.execute(f"insert into {name} values ({places})", cells)
    began = time.perf_counter()
    for part in DUCKDB.format(table=table, out=out, quote_date=QUOTE_DATE).split(";"):
        if part.strip():
            connection.execute(part)
    return time.perf_counter() - began


def half_up(product: pl.Expr, divisor: int) -> pl.Expr:
    """A product of whole numbers, divided and rounded."""
    return (product * 2 + divisor) // (2 * divisor)


def money(column: str) -> pl.Expr:
    """Cents as text."""
    cell = pl.col(column)
    rest = (cell % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str([(cell // 100).cast(pl.String), pl.lit("."), rest]).alias(column)


def frames() -> dict[str, pl.LazyFrame]:
    """The book's tables."""
    return {
        name: pl.LazyFrame(rows, schema=COLUMNS[name], orient="row")
        for name, rows in tables().items()
    }


def polars_priced(table: pathlib.Path) -> pl.DataFrame:
    """All rows with their amounts in whole cents, and whether their account is priced."""
    col, day = pl.col, pl.lit(datetime.date.fromisoformat(QUOTE_DATE))
    count = lambda name: pl.when(col(name).str.contains("^[0-9]+$")).then(
        col(name).cast(pl.Int64, strict=False))
    months = lambda number: col("begins") <= col("first_uncovered").dt.offset_by(f"{number}mo")
    book = frames()
    rows = pl.scan_csv(table, infer_schema=False, row_index_name="row", row_index_offset=1)
    rows = rows.with_columns(
        count("owned").alias("owned_count"),
        pl.when(col("retire").is_null()).then(0).otherwise(count("retire")).alias("retired"),
        (col("covered_through").str.to_date("%Y-%m-%d", strict=False) + pl.duration(days=1))
        .alias("first_uncovered"),
        pl.when(col("start").is_null()).then(day)
        .otherwise(col("start").str.to_date("%Y-%m-%d", strict=False)).alias("begins"),
    ).with_columns(
        (col("owned_count") - col("retired")).alias("licences"),
        (col("begins") - col("first_uncovered")).dt.total_days().clip(0).alias("gap_days"),
        pl.when(col("begins") <= col("first_uncovered")).then(pl.lit("renewal"))
        .when(months(12)).then(pl.lit("reinstatement"))
        .when(months(36)).then(pl.lit("recovery")).alias("status"),
        pl.max_horizontal("begins", "first_uncovered").alias("forward_from"),
    )
    for name in ["prices", "rates", "programs", "terms", "bounds", "releases"]:
        keys = [one for one in COLUMNS[name] if one in ALL_KEYS]
        rows = rows.join(book[name], on=keys, how="left", maintain_order="left")
    fits = (
        (col("begins") >= day) & (col("licences") > 0) & col("customer").is_not_null()
        & col("srp").is_not_null() & col("rate").is_not_null()
        & col("program_discount").is_not_null() & col("years").is_not_null()
        & (col("release").is_null() | (col("end_of_life") >= col("forward_from")))
    ).fill_null(False)
    shared = ["customer", "start", "term_years", "program", "currency"]
    agree = [(col(name).n_unique() == 1) for name in shared]
    software = col("service_level").filter(~col("is_hardware").fill_null(True)).n_unique() <= 1
    accounts = rows.select("org_id", "service_level", "is_hardware", *shared, fits.alias("fits"))
    accounts = accounts.group_by("org_id").agg(
        (pl.all_horizontal(col("fits").all(), software, *agree)).alias("is_priced"))
    rows = rows.join(accounts, on="org_id", how="left", maintain_order="left")
    years = col("begins").dt.year() - col("first_uncovered").dt.year()
    whole = col("first_uncovered").dt.offset_by(years.cast(pl.String) + "y")
    started = years + (whole < col("begins")).cast(pl.Int32)
    rows = rows.with_columns(half_up(col("srp") * col("rate"), 10**6).alias("unit_list"))
    rows = rows.with_columns(
        half_up(col("unit_list") * (10**6 - col("program_discount")), 10**6).alias("unit_net"))
    rows = rows.with_columns(
        (col("unit_net") * col("licences") * col("years")).alias("forward"))
    rows = rows.with_columns(
        half_up(col("forward") * col("term_rate"), 10**6).alias("term_discount"),
        pl.when(col("status") == "reinstatement")
        .then(half_up(col("unit_net") * col("licences") * col("gap_days"), 365))
        .when(col("status") == "recovery")
        .then(col("unit_list") * col("licences") * started).otherwise(0).alias("back_coverage"),
    ).with_columns(
        pl.when((col("status") == "reinstatement") & (col("years") < 3))
        .then(pl.max_horizontal(half_up(col("back_coverage") * 20, 100), "at_least"))
        .when(col("status") == "recovery").then(col("per_licence") * col("licences"))
        .otherwise(0).alias("penalty"),
        col("forward_from").dt.offset_by(col("years").cast(pl.String) + "y").dt.offset_by("-1d")
        .alias("forward_through"),
    ).with_columns(
        (col("forward") - col("term_discount") + col("back_coverage") + col("penalty"))
        .alias("total"))
    return rows.collect(engine="in-memory")


ALL_KEYS = {
    "product_line", "edition", "currency", "service_level", "status", "program", "term_years",
    "release",
}


def with_polars(table: pathlib.Path, out: pathlib.Path, threads: int) -> float:
    """Seconds of Polars, with amounts as whole cents."""
    began = time.perf_counter()
    rows = polars_priced(table)
    priced = rows.filter("is_priced")
    amounts = ["unit_list", "unit_net", *SUMS, "total"]
    lines = priced.with_columns(pl.col("licences").alias("quantity"))
    lines.select(money(one) if one in amounts else pl.col(one) for one in LINES).write_csv(
        out / "lines.csv")
    kind = pl.when((pl.col("status") != "renewal").any()).then(pl.lit("reinstatement"))
    quotes = priced.group_by("org_id", maintain_order=True).agg(
        pl.col("customer").first(), kind.otherwise(pl.lit("renewal")).alias("kind"),
        pl.col("currency").first(), pl.len().alias("lines"), *(pl.col(one).sum() for one in SUMS),
        pl.col("total").sum().alias("subtotal"))
    names = [*SUMS, "subtotal"]
    quotes.select(money(one) if one in names else pl.col(one) for one in quotes.columns).write_csv(
        out / "quotes.csv")
    own = table.open(encoding="utf-8").readline().strip().split(",")
    rows.filter(~pl.col("is_priced")).select(*own, "row", pl.lit("refused").alias("code")).write_csv(
        out / "rejects.csv")
    return time.perf_counter() - began


def with_program(table: pathlib.Path, out: pathlib.Path, threads: int) -> float:
    """Seconds of this program, from its start to its end."""
    began = time.perf_counter()
    command = [PROGRAM, "--quote-date", QUOTE_DATE, "batch", table]
    command += ["--out", out / "run", "--jobs", str(threads)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done.returncode
    return time.perf_counter() - began


def documents(folder: pathlib.Path, wanted: argparse.Namespace) -> tuple[int, float, int]:
    """How many PDF documents a batch makes, in how many seconds, of how many bytes each."""
    table = folder / "documents.csv"
    sample = ["batch", "sample", "--rows", str(DOCUMENT_ROWS), "--seed", str(wanted.seed)]
    with table.open("wb") as file:
        subprocess.run([PROGRAM, "--quote-date", QUOTE_DATE, *sample], stdout=file, check=True)
    best = float("inf")
    for turn in range(wanted.rounds):
        out = folder / f"{turn}-documents"
        command = [PROGRAM, "--quote-date", QUOTE_DATE, "batch", table, "--out", out]
        command += ["--documents", "pdf", "--jobs", str(wanted.threads)]
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    sizes = [path.stat().st_size for path in (out / "documents").iterdir()]
    return len(sizes), best, sum(sizes) // len(sizes)


def with_rewrite(table: pathlib.Path, out: pathlib.Path, threads: int) -> float:
    """Seconds of reading and writing the table with the csv package, on one thread."""
    began = time.perf_counter()
    subprocess.run([REWRITE, table, out / "again.csv"], check=True)
    return time.perf_counter() - began


def lines_of(path: pathlib.Path) -> list[list[str]]:
    """The rows of a lines.csv, with the columns that the peers write too."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[:len(LINES)] for row in csv.reader(file)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only-compare", action="store_true")
    wanted = parser.parse_args()
    if pl.thread_pool_size() != wanted.threads:
        sys.exit(f"set POLARS_MAX_THREADS={wanted.threads}: Polars reads it when it starts")
    peers = {
        "reinstate batch": with_program,
        "DuckDB, DECIMAL": with_duckdb,
        "Polars, whole cents": with_polars,
    }
    if wanted.only_compare:
        wanted.rounds = 1
    else:
        peers["csv package, read and write"] = with_rewrite
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        table = folder / "table.csv"
        sample = ["batch", "sample", "--rows", str(wanted.rows), "--seed", str(wanted.seed)]
        with table.open("wb") as file:
            subprocess.run([PROGRAM, "--quote-date", QUOTE_DATE, *sample], stdout=file, check=True)
        best = dict.fromkeys(peers, float("inf"))
        for turn in range(wanted.rounds):
            for name, peer in peers.items():
                out = folder / f"{turn}-{peer.__name__}"
                out.mkdir()
                best[name] = min(best[name], peer(table, out, wanted.threads))
        expected = lines_of(folder / "0-with_program/run/lines.csv")
        for peer in [with_duckdb, with_polars]:
            found = lines_of(folder / f"0-{peer.__name__}/lines.csv")
            wrong = [pair for pair in zip(expected, found) if pair[0] != pair[1]]
            if wrong or len(expected) != len(found):
                sys.exit(f"{peer.__name__}: {len(found)} of {len(expected)} lines; {wrong[:2]}")
        print(f"{wanted.rows} rows, {table.stat().st_size / 1e6:.0f} MB, {wanted.threads} threads, "
              f"best of {wanted.rounds}; {len(expected) - 1} lines equal to the cent")
        if wanted.only_compare:
            return
        own = best["reinstate batch"]
        for name, seconds in best.items():
            print(f"{name:30} {wanted.rows / seconds / 1e6:6.2f} M rows/s "
                  f"{seconds:7.2f} s   {seconds / own:5.2f} × the time of a batch")
        count, seconds, size = documents(folder, wanted)
        print(f"{'a PDF for each account':30} {count / seconds:6.0f} documents/s  "
              f"{count} of {size / 1024:.0f} KB on average")


main()

#!/usr/bin/env python3
"""Whether the memory of a batch grows with its table: tables of several shapes, each once and four
times as long, through the program itself.

    python3 benches/memory.py target/release/reinstate

It ends with an error where memory grows by more than 20 bytes an account, which look-alikes and
accounts that come back are found by, and by more than buffers may need. Python's own library is
enough. The memory is what the system says a process had at most.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# What buffers may differ by: which of two threads is ahead is another matter in each run.
SLACK_KB = 64 * 1024
BYTES_AN_ACCOUNT = 20
# How much longer the second table is.
TIMES = 4
DAY = ["--quote-date", "2026-11-24"]
HEAD = (
    "org_id,customer,product_line,edition,owned,covered_through,service_level,term_years,"
    "program,currency\n"
)


def sample(program, rows, table):
    """The table that `reinstate batch sample` makes."""
    command = [program, *DAY, "batch", "sample", "--seed", "1", "--rows", str(rows)]
    with open(table, "wb") as out:
        subprocess.run(command, stdout=out, check=True)


def wrong_rows(program, rows, table):
    made = table.with_suffix(".made")
    sample(program, rows, made)
    with open(made) as lines, open(table, "w") as out:
        out.write(next(lines))
        out.writelines(line.rstrip("\n") + ",x\n" for line in lines)
    made.unlink()


def tiny_rows(account):
    def write(_program, rows, table):
        with open(table, "w") as out:
            out.write(HEAD)
            out.writelines(f"{account(row)}\n" for row in range(rows))

    return write


def scattered(program, rows, table):
    """The install base, its even rows before its odd ones."""
    made = table.with_suffix(".made")
    sample(program, rows, made)
    with open(table, "w") as out:
        for odd in (0, 1):
            with open(made) as lines:
                head = next(lines)
                if odd == 0:
                    out.write(head)
                out.writelines(line for row, line in enumerate(lines) if row % 2 == odd)
    made.unlink()


SHAPES = [
    ("a made-up install base", sample, []),
    ("the same with a cell too many in each row", wrong_rows, []),
    ("rows of one cell, each another account", tiny_rows(lambda row: row), []),
    ("rows of one cell, all of one account", tiny_rows(lambda row: 1), []),
    ("the install base with its accounts scattered, `--group`", scattered, ["--group"]),
]


def peak_kb(program, write, rows, flags):
    """The most memory that a batch of a table had at once."""
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder, "table.csv"), Path(folder, "out")
        write(program, rows, table)
        command = [program, *DAY, "batch", "--jobs", "2", "--out", out, *flags, table]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        # Rows that are rejected make it end with 1.
        if child.returncode not in (0, 1):
            sys.exit(f"the batch ended with {child.returncode}")
        return used.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program", type=Path)
    # So many rows that all buffers are as large as they get.
    parser.add_argument("--rows", type=int, default=500_000)
    given = parser.parse_args()
    program, few, many = given.program.resolve(), given.rows, TIMES * given.rows
    allowed_kb = (many - few) * BYTES_AN_ACCOUNT // 1024 + SLACK_KB
    grown = []
    print("| table | rows | memory | rows | memory |\n|---|---|---|---|---|")
    for what, write, flags in SHAPES:
        less, more = (peak_kb(program, write, rows, flags) for rows in (few, many))
        print(f"| {what} | {few:,} | {less // 1024} MB | {many:,} | {more // 1024} MB |", flush=True)
        if more > less + allowed_kb:
            grown.append(what)
    if grown:
        sys.exit(f"memory grows: {', '.join(grown)}")


main()

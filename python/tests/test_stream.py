"""The stream as its consumers have it: read once, left in the middle, interrupted, held small."""

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import weakref

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import reinstate
from conftest import QUOTE_DATE, ROW, price, table


def test_a_stream_is_read_once(some):
    stream = reinstate.price(some, quote_date=QUOTE_DATE)
    pa.table(stream)
    with pytest.raises(reinstate.ReinstateError, match="was read before"):
        pa.table(stream)
    # Its columns are known all the same.
    assert pa.schema(stream)


def test_other_consumers(some, priced):
    """Not only pyarrow: the same rows for whoever takes a stream."""
    frame = pl.DataFrame(reinstate.price(some, quote_date=QUOTE_DATE))
    assert frame.equals(pl.from_arrow(priced))
    stream = reinstate.price(some, quote_date=QUOTE_DATE)
    reader = pa.RecordBatchReader.from_stream(stream)
    [(rows, total)] = duckdb.sql("select count(*), sum(total) from reader").fetchall()
    assert rows == some.num_rows
    assert total == sum(total for total in priced["total"].to_pylist() if total is not None)


def test_other_sources(some, priced):
    """A frame of Polars has views, a relation of DuckDB is not computed yet."""
    keep = ["org_id", "product_line", "edition"]
    own = priced.drop_columns(keep)
    frame = pl.from_arrow(some)
    empty = [name for name in frame.columns if frame.schema[name] == pl.Null]
    assert empty == ["quantity", "current_service_level", "language", "book"]
    with pytest.raises(Exception, match="`quantity`.*cast"):
        price(frame)
    frame = frame.with_columns(pl.col(pl.Null).cast(pl.String))
    assert price(frame).drop_columns(keep).equals(own)
    assert price(frame.with_columns(pl.col("edition", "currency").cast(pl.Categorical))).drop_columns(keep).equals(own)
    given = some
    relation = duckdb.sql("select * from given")
    assert price(relation).drop_columns(keep).equals(own)


def test_it_reads_as_it_is_read():
    """Nothing is read before the first batch is asked for, and no more than is needed."""
    read = []

    def batches():
        for place in range(100):
            read.append(place)
            rows = [{**ROW, "org_id": f"{place}-{row}"} for row in range(10)]
            yield from table(rows).to_batches()

    given = pa.RecordBatchReader.from_batches(table([ROW]).schema, batches())
    stream = reinstate.price(given, quote_date=QUOTE_DATE)
    assert read == []
    reader = pa.RecordBatchReader.from_stream(stream)
    reader.read_next_batch()
    assert read == [0]
    reader.read_next_batch()
    assert len(read) == 2


@pytest.mark.parametrize("begun", [False, True])
def test_who_drops_the_stream_frees_what_it_reads(begun):
    class Source:
        pass

    source = Source()
    gone = weakref.ref(source)

    def batches(source):
        while True:
            yield from table([{**ROW, "org_id": "A"}, {**ROW, "org_id": "B"}]).to_batches()

    given = pa.RecordBatchReader.from_batches(table([ROW]).schema, batches(source))
    stream = reinstate.price(given, quote_date=QUOTE_DATE)
    if begun:
        reader = pa.RecordBatchReader.from_stream(stream)
        reader.read_next_batch()
        del reader
    del source, given, stream
    gc.collect()
    assert gone() is None


def test_an_account_without_end_is_not_kept_in_memory():
    """Two million rows of one account go by."""
    code = textwrap.dedent(f"""
        import resource, sys
        sys.path.insert(0, {os.path.dirname(__file__)!r})
        import pyarrow as pa, reinstate
        from conftest import ROW, table
        [batch] = table([ROW] * 10_000).combine_chunks().to_batches()
        def priced(batches):
            given = pa.RecordBatchReader.from_batches(batch.schema, (batch for _ in range(batches)))
            stream = reinstate.price(given, quote_date="2026-11-24")
            rows = sum(one.num_rows for one in pa.RecordBatchReader.from_stream(stream))
            assert rows == 10_000 * batches
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = priced(10)
        print((priced(60) - before) // 1024)
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 32, "MiB more for six times the rows"


def test_the_lock_of_python_is_free_while_rows_are_priced(some):
    """Another thread goes on meanwhile."""
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    large = pa.concat_tables([some])
    thread.start()
    try:
        begun = time.monotonic()
        # Polars reads the stream without giving the lock back itself.
        pl.DataFrame(reinstate.price(large, quote_date=QUOTE_DATE))
        took = time.monotonic() - begun
    finally:
        done.set()
        thread.join()
    assert counted[0] >= min(3, took / 0.05)


@pytest.mark.skipif(os.name != "posix", reason="signals of one process to another")
@pytest.mark.parametrize("consumer", ["pa.table(stream)", "pl.DataFrame(stream)", "reinstate.control(stream, rows_in=1)"])
def test_interrupts_end_it(consumer):
    """Ctrl-C ends an endless stream, in Rust alone, at the next batch."""
    code = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {os.path.dirname(__file__)!r})
        import pyarrow as pa, polars as pl, reinstate
        from conftest import ROW, table
        [batch] = table([{{**ROW, "org_id": str(row)}} for row in range(4_000)]).combine_chunks().to_batches()
        # Half an hour of rows.
        given = pa.Table.from_batches([batch] * 100_000)
        stream = reinstate.price(given, quote_date="2026-11-24")
        print("begun", flush=True)
        try:
            try:
                {consumer}
            except Exception as error:
                # What the consumer makes of it; that of Python comes at once.
                print("interrupted" in str(error))
            print("went on")
        except KeyboardInterrupt:
            print("ended")
    """)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert out.splitlines()[-1:] == ["ended"], (out, error)
    assert "False" not in out and "ignored" not in error, (out, error)


@pytest.mark.skipif(os.name != "posix", reason="signals of one process to another")
@pytest.mark.parametrize(
    "call",
    [
        "pa.table(reinstate.price(table, quote_date=DAY, grouped=False))",
        "pl.DataFrame(reinstate.price(table, quote_date=DAY, grouped=False))",
        "pa.table(reinstate.price(far(table), quote_date=DAY, grouped=False))",
        "reinstate.price_accounts(listed(table), quote_date=DAY)",
    ],
    ids=["pyarrow", "polars", "rows far apart", "price_accounts"],
)
def test_interrupts_end_what_is_priced_in_one_go(call):
    """Ctrl-C is heard before all rows of a table are priced, which are so many times those timed."""
    code = textwrap.dedent(f"""
        import os, signal, sys, threading, time
        sys.path.insert(0, {os.path.dirname(__file__)!r})
        import pyarrow as pa, polars as pl, reinstate
        from conftest import QUOTE_DATE as DAY, ROW

        def made(rows):
            columns = {{name: pa.repeat(value, rows) for name, value in ROW.items()}}
            return pa.table(columns | {{"org_id": pa.array(map(str, range(rows)))}})

        def far(table):
            half = table.num_rows // 2
            ids = pa.array(map(str, [*range(half)] * 2))
            return table.set_column(table.column_names.index("org_id"), "org_id", ids)

        def listed(table):
            [rows] = table.to_struct_array().chunks
            return pa.ListArray.from_arrays(pa.array(range(len(rows) + 1), pa.int32()), rows)

        def took(table):
            begun = time.monotonic()
            {call}
            return time.monotonic() - begun

        part, whole = took(made(20_000)), made(1_200_000)
        threading.Timer(2 * part, os.kill, (os.getpid(), signal.SIGINT)).start()
        begun = time.monotonic()
        try:
            try:
                took(whole)
            except Exception as error:
                # What the consumer makes of it; that of Python comes at once.
                print("interrupted" in str(error))
            print("went on")
        except KeyboardInterrupt:
            print(round((time.monotonic() - begun) / part, 1))
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done
    # Sixty parts would be all.
    assert float(done.stdout.splitlines()[-1]) < 40, done
    assert "False" not in done.stdout and "ignored" not in done.stderr, done

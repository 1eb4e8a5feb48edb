"""A Spark cluster of real processes on this machine, one of which is killed at its work.

    python benches/engines/cluster.py [--rows 1000000] [--kill worker|executor|none]

Starts a master and two workers on 127.0.0.1, prices a made-up install base, kills a worker with its
executor (or an executor alone) once some tasks are done, and holds every line and every code against
`reinstate batch`. Needs `reinstate` (the wheel), pyspark, pyarrow and Java; and the program, built
with `cargo build --release`. Ends with 1 where anything differs.
"""

import argparse
import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow as pa
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "examples/engines"), str(ROOT / "benches/engines")]
import ratios  # noqa: E402
import spark as example  # noqa: E402

PARTITIONS = 32
# Killed when so many tasks that write are done.
TASKS_BEFORE = 8


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def cluster(work: pathlib.Path):
    """The address of a master with two workers of one core each, and the workers."""
    import pyspark

    home = pathlib.Path(pyspark.__file__).parent
    port = free_port()
    base = [str(home / "bin/spark-class")]
    environment = dict(
        os.environ, SPARK_HOME=str(home), PYSPARK_PYTHON=sys.executable,
        SPARK_LOCAL_IP="127.0.0.1", SPARK_WORKER_DIR=str(work / "workers"),
        SPARK_DAEMON_MEMORY="512m", SPARK_MASTER_OPTS="-Dspark.master.rest.enabled=false",
    )
    started = []

    def start(name, *arguments):
        log = (work / f"{name}.log").open("wb")
        process = subprocess.Popen(
            [*base, *arguments], env=environment, stdout=log, stderr=log, start_new_session=True
        )
        started.append(process)
        return process

    address = f"spark://127.0.0.1:{port}"
    try:
        start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
              "--port", str(port), "--webui-port", "0")
        workers = [
            start(f"worker-{place}", "org.apache.spark.deploy.worker.Worker", "--host",
                  "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "3g", address)
            for place in (1, 2)
        ]
        yield address, workers
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for process in executors():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def executors() -> list[int]:
    """The executors on this machine, oldest first."""
    name = "CoarseGrainedExecutorBackend"
    found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True).stdout
    return sorted(int(line) for line in found.split())


def kill(what: str, workers) -> str:
    """Kills one without warning; what it was."""
    if what == "worker":
        worker = workers[0]
        children = subprocess.run(
            ["pgrep", "-P", str(worker.pid)], capture_output=True, text=True
        ).stdout.split()
        os.kill(worker.pid, signal.SIGKILL)
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        return f"a worker (process {worker.pid}) and its executors ({', '.join(children)})"
    victim = executors()[0]
    os.kill(victim, signal.SIGKILL)
    return f"an executor (process {victim})"


def priced_on(address, workers, source, out, what: str) -> tuple[float, dict]:
    from pyspark import cloudpickle
    from pyspark.sql import SparkSession

    # Workers cannot import the example: what is in it goes to them by value.
    cloudpickle.register_pickle_by_value(example)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(address).appName("cluster")
        .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.executor.memory", "2g")
        .config("spark.executor.cores", "1").config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8").config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    table = session.read.parquet(str(source))
    rows = table.count()
    over = threading.Event()
    killed = []

    def watch():
        tracker = session.sparkContext.statusTracker()
        while not over.wait(0.05):
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numTasks == PARTITIONS and info.numCompletedTasks >= TASKS_BEFORE:
                    killed.append(kill(what, workers))
                    print(f"killed {killed[0]} after {info.numCompletedTasks} of {PARTITIONS} tasks")
                    return

    watcher = threading.Thread(target=watch)
    if what != "none":
        watcher.start()
    begun = time.perf_counter()
    example.priced(table, ratios.QUOTE_DATE, PARTITIONS).write.parquet(str(out))
    taken = time.perf_counter() - begun
    over.set()
    if what != "none":
        watcher.join()
        if not killed:
            sys.exit("nothing was killed: the work was over too soon")
    found = example.control(session.read.parquet(str(out)), rows)
    session.stop()
    return taken, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kill", choices=["worker", "executor", "none"], default="worker")
    parser.add_argument("--program", default=str(ROOT / "target/release/reinstate"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "workers").mkdir()
        sample = work / "sample.csv"
        with sample.open("wb") as file:
            made = [options.program, "batch", "sample", "--rows", str(options.rows),
                    "--seed", str(options.seed)]
            subprocess.run(made, check=True, stdout=file)
        subprocess.run(
            [options.program, "--quote-date", ratios.QUOTE_DATE, "batch", sample, "--out",
             work / "batch"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        table = ratios.text_table(sample)
        numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
        source = work / "sample.parquet"
        pa.parquet.write_table(table.append_column("row_id", numbers), source)
        with cluster(work) as (address, workers):
            taken, found = priced_on(address, workers, source, work / "priced", options.kill)
        priced = pa.parquet.read_table(work / "priced").sort_by("row_id")
        lines, rejected, differ = ratios.differing(priced, work / "batch")
    print(f"{options.rows} rows in {taken:.1f} s: {options.rows / taken:,.0f} rows a second")
    print(f"{lines} lines and {rejected} rejects, of which {differ} cells differ")
    print(f"control totals: {found}")
    sys.exit(1 if differ or found["problems"] else 0)


if __name__ == "__main__":
    main()

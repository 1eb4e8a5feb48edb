#!/usr/bin/env python3
"""The estimator on loopback: estimates and documents a second, against a bare handler of axum that
reads the same request and answers a fixed body of the same size, and against the command line's
documents; and memory after few and after many requests.

    python3 benches/peers/serve.py [--seconds 5] [--rounds 3] [--requests 1000000]

It needs wrk (`apt install wrk`) and what `cargo build --release --examples` makes. Rounds take turns,
so that whatever else the machine does meets all alike; the middle one of each counts.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
REQUEST_FILE = ROOT / "examples" / "requests" / "reinstatement-nl.toml"
REQUEST = json.dumps(tomllib.loads(REQUEST_FILE.read_text()), default=str)
CONNECTIONS = 16


def start(command, pattern=None):
    """A process, and the address it says that it listens on."""
    pipe = subprocess.PIPE if pattern else subprocess.DEVNULL
    process = subprocess.Popen(command, stderr=pipe, text=True)
    address = None
    if pattern:
        address = re.search(pattern, process.stderr.readline()).group(1)
        # The log is read and thrown away, as a service manager would read it.
        subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
    return process, address


def wrk(url, script, seconds, connections=CONNECTIONS):
    """Requests a second and the 99th percentile in milliseconds; other statuses stop the run."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency", "-s", script, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory_kib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def median(results):
    rates, slowest = zip(*results)
    return statistics.median(rates), statistics.median(slowest)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=1_000_000)
    wanted = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("skipped: there is no wrk here (apt install wrk)")
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        request = folder / "request.json"
        request.write_text(REQUEST)
        script = folder / "post.lua"
        script.write_text(
            'wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\n'
            f"wrk.body = [==[{REQUEST}]==]\n")
        body = folder / "quote.json"
        program = TARGET / "reinstate"
        subprocess.run([program, "quote", request, "--json", body], check=True,
                       stdout=subprocess.DEVNULL)
        print(f"request {request.stat().st_size} bytes, quote {body.stat().st_size} bytes")
        fixed, _ = start([TARGET / "examples" / "fixed_answer", "127.0.0.1:18999", body])
        served, address = start(
            [program, "serve", "--listen", "127.0.0.1:0", "--rate", "0"],
            r'listening on (http://[^"]+)"')
        time.sleep(0.5)
        try:
            measure(wanted, script, served, address)
        finally:
            fixed.terminate()
            served.terminate()
            print(f"ended with {served.wait()}")


def measure(wanted, script, served, address):
    quotes = f"{address}/api/v1/quotes"
    pdf = f"{quotes}?format=pdf"
    bare, estimates, documents, printed = [], [], [], []
    for _ in range(wanted.rounds):
        bare.append(wrk("http://127.0.0.1:18999/", script, wanted.seconds))
        estimates.append(wrk(quotes, script, wanted.seconds))
        documents.append(wrk(pdf, script, wanted.seconds))
        printed.append(library(wanted.seconds))
    bare, estimates, documents = median(bare), median(estimates), median(documents)
    printed = statistics.median(printed)
    print(f"bare handler   {bare[0]:9.0f}/s   p99 {bare[1]:7.2f} ms")
    print(f"JSON estimates {estimates[0]:9.0f}/s   p99 {estimates[1]:7.2f} ms   "
          f"{estimates[0] / bare[0]:.0%} of the bare handler")
    print(f"PDF documents  {documents[0]:9.0f}/s   p99 {documents[1]:7.2f} ms   "
          f"{documents[0] / printed:.0%} of {printed:.0f}/s by the library on as many threads")
    # Ten thousand requests were made long ago; how many more until there were enough.
    before = memory_kib(served)
    seconds = max(1, round(wanted.requests / estimates[0]))
    wrk(quotes, script, seconds)
    print(f"memory {before} KiB, after {wanted.requests} more requests {memory_kib(served)} KiB")
    print(f"load after: {os.getloadavg()[0]:.1f}")


def library(seconds):
    """Documents a second, from a request that is read to bytes, on each processor at once."""
    command = [TARGET / "examples" / "documents_per_second", REQUEST_FILE, str(200 * seconds)]
    every = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
             for _ in range(os.cpu_count())]
    return sum(int(re.search(r"price-and-pdf (\d+)", one.communicate()[0]).group(1))
               for one in every)


if __name__ == "__main__":
    main()

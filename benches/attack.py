"""What another client notices while one address attacks the estimator, on Linux.

    python3 benches/attack.py PROGRAM [--seconds N]

From 127.0.0.9, all at once: 1,300 connections that say nothing and are opened again when they are
closed; 240 KB of equal keys in JSON, 240 KB of unknown keys, and links of 63 KB, each as often as the
rate of the estimator lets through and more. From 127.0.0.1 a client asks for a JSON quote, one at a
time, each on a connection of its own, and for /healthz. Printed are what became of them, and the
memory of the estimator.
"""

import argparse
import json
import os
import re
import selectors
import socket
import subprocess
import threading
import time

ATTACKER, IDLE = "127.0.0.9", 1_300
REQUEST = json.dumps({
    "quote_date": "2026-11-24", "currency": "EUR", "service_level": "select", "term_years": 3,
    "program": "enterprise-3",
    "holding": [{"product_line": "virtual-apps-desktops", "edition": "premium", "owned": 500,
                 "covered_through": "2026-03-31"}],
}).encode()
EQUAL = b"{" + b'"a":1,' * 40_000 + b'"a":1}'
UNKNOWN = ("{" + ",".join(f'"key{n:05}":1' for n in range(18_000)) + "}").encode()
LINK = "/?" + "&".join(f"owned.{n}=" for n in range(1, 5_400))


def post(body):
    return (b"POST /api/v1/quotes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)) + body


def get(path):
    return f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()


def ask(port, request, source, patience=30):
    """The status of an answer, and how long it took; 0 where there is none."""
    begun = time.perf_counter()
    try:
        with socket.create_connection(("127.0.0.1", port), patience, (source, 0)) as stream:
            try:
                stream.sendall(request)
            except OSError:
                pass
            answer = b""
            while part := stream.recv(65_536):
                answer = answer or part
        status = int(answer[9:12] or 0)
    except OSError:
        status = 0
    return status, time.perf_counter() - begun


def hold_idle(port, ended):
    """Connections that say nothing; those that are closed are opened again."""
    waiting = selectors.DefaultSelector()
    count = 0
    while not ended.is_set():
        while count < IDLE:
            stream = socket.socket()
            stream.setblocking(False)
            try:
                stream.bind((ATTACKER, 0))
                stream.connect_ex(("127.0.0.1", port))
                waiting.register(stream, selectors.EVENT_READ)
            except OSError:
                stream.close()
                break
            count += 1
        for key, _ in waiting.select(0.05):
            try:
                gone = not key.fileobj.recv(4_096)
            except OSError:
                gone = True
            if gone:
                waiting.unregister(key.fileobj)
                key.fileobj.close()
                count -= 1


def attack(port, request, ended, counts):
    while not ended.is_set():
        status, _ = ask(port, request, ATTACKER)
        counts[status] = counts.get(status, 0) + 1


def client(port, seconds):
    times, statuses = [], {}
    end = time.time() + seconds
    while time.time() < end:
        for request in [post(REQUEST)] * 4 + [get("/healthz")]:
            status, took = ask(port, request, "127.0.0.1")
            statuses[status] = statuses.get(status, 0) + 1
            times.append(took * 1_000)
            # Below the rate that an address may have.
            time.sleep(0.06)
    times.sort()
    at = lambda part: round(times[min(len(times) - 1, int(len(times) * part))], 1)
    return f"{statuses}, median {at(0.5)} ms, p95 {at(0.95)} ms, p99 {at(0.99)} ms, most {at(1)} ms"


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return re.search(r"VmRSS:\s*(\d+)", status.read())[1] + " KiB"


def cpu(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        parts = stat.read().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("program")
    wanted.add_argument("--seconds", type=float, default=20)
    wanted = wanted.parse_args()
    process = subprocess.Popen(
        [wanted.program, "serve", "--listen", "127.0.0.1:0", "--quote-date", "2026-11-24"],
        stderr=subprocess.PIPE, text=True)
    port = int(re.search(r"http://[^:]+:(\d+)", process.stderr.readline())[1])
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        for name, body in [("equal keys", EQUAL), ("unknown keys", UNKNOWN)]:
            before, count = cpu(process), 10
            for _ in range(count):
                ask(port, post(body), "127.0.0.1")
            spent = (cpu(process) - before) / count * 1_000
            print(f"{len(body):,} bytes of {name}: {spent:.0f} ms of processor time")
        time.sleep(5)
        print(f"alone: {client(port, 3)}; {memory(process)}")
        ended, counts = threading.Event(), {}
        threads = [threading.Thread(target=hold_idle, args=(port, ended))]
        for request in [post(EQUAL), post(UNKNOWN), get(LINK)] * 2:
            threads.append(threading.Thread(target=attack, args=(port, request, ended, counts)))
        for thread in threads:
            thread.start()
        time.sleep(2)
        print(f"under attack: {client(port, wanted.seconds)}; {memory(process)}")
        ended.set()
        for thread in threads:
            thread.join()
        print(f"the attacker got {counts}")
    finally:
        process.kill()


main()

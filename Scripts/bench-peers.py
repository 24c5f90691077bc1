#!/usr/bin/env python3
"""Compares the streamed CSV ingest with other programs that do the same, interleaved.

    Scripts/bench-peers.py WORKER CSV [--rounds 3]

CSV is a product feed (dataset kind csv-rows) or any CSV (--kind csv). Ingesting: the worker's
`streamed` strategy against `sqlite3`'s .import, same table, WAL and synchronous=NORMAL. Scanning:
the worker's splitter alone against Python's csv module, with `wc -l` and reading as floors. The
worker's jobs are also run with jemalloc preloaded, where it is installed: trials are. Prints the
medians as a Markdown table. Needs sqlite3 and python3, which both come with Debian.
"""

import argparse
import csv
import glob
import os
import pathlib
import shlex
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PRODUCTS = (
    "CREATE TABLE products(id INTEGER, sku TEXT, name TEXT, category TEXT, price REAL,"
    " stock INTEGER, created_at TEXT, updated_at TEXT, description TEXT)"
)
PYTHON_SCAN = (
    "import csv, sys\n"
    "with open(sys.argv[1], newline='', encoding='utf-8', errors='surrogateescape') as file:\n"
    "    print(sum(len(row) for row in csv.reader(file)))\n"
)


def table_definition(path, kind):
    if kind == "csv-rows":
        return "products", PRODUCTS
    with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
        header = next(csv.reader(file))
    columns = ", ".join(f'"column_{index}" TEXT' for index in range(1, len(header) + 1))
    return "input", f"CREATE TABLE input({columns})"


def timed(command, **options):
    """Wall time and peak RSS of a command; GNU time, because its own memory is small."""
    with tempfile.NamedTemporaryFile("r") as report:
        wrapped = ["/usr/bin/time", "-f", "%M", "-o", report.name] if HAS_TIME else []
        start = time.monotonic()
        done = subprocess.run(
            wrapped + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        seconds = time.monotonic() - start
        peak = int(report.read() or 0) * 1024 if HAS_TIME else None
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)} failed: {done.stderr.decode(errors='replace')[:500]}")
    return seconds, peak


HAS_TIME = os.access("/usr/bin/time", os.X_OK)


def jemalloc():
    """The environment of a trial, or nothing where the library isn't installed."""
    patterns = ["/usr/lib/*/libjemalloc.so.2", "/usr/lib*/libjemalloc.so.2",
                "/usr/local/lib/libjemalloc.so.2"]
    found = [path for pattern in patterns for path in glob.glob(pattern)]
    return {**os.environ, "LD_PRELOAD": found[0]} if found else None


def ingest_worker(worker, path, kind, directory, environment=None):
    output = directory / "streamed.db"
    command = [
        worker, "run", "--pipeline", "csv-ingest", "--strategy", "streamed", "--dataset-kind", kind,
        "--input", path, "--output", str(output),
    ]
    return timed(command, env=environment), output


def ingest_sqlite(path, kind, directory):
    table, definition = table_definition(path, kind)
    output = directory / "import.db"
    script = (
        f"PRAGMA journal_mode=WAL;\nPRAGMA synchronous=NORMAL;\n{definition};\n"
        f".import --csv --skip 1 {shlex.quote(path)} {table}\n"
        "PRAGMA wal_checkpoint(TRUNCATE);\n"
    )
    return timed(["sqlite3", "-batch", str(output)], input=script.encode()), output


def row_count(database, kind):
    table = "products" if kind == "csv-rows" else "input"
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def clear(directory):
    for file in directory.iterdir():
        file.unlink()


def jobs_of(arguments, directory):
    """Name and run of each job; a run gives (seconds, peak) and the database that it made."""
    ingest = (arguments.worker, arguments.csv, arguments.kind, directory)
    scan = [arguments.worker, "scan", "--input", arguments.csv]
    preloaded = jemalloc()
    jobs = {
        "ingest: streamed": lambda: ingest_worker(*ingest),
        "ingest: streamed, jemalloc": preloaded and (lambda: ingest_worker(*ingest, preloaded)),
        "ingest: sqlite3 .import": lambda: ingest_sqlite(*ingest[1:]),
        "scan: splitter": lambda: (timed(scan), None),
        "scan: splitter, jemalloc": preloaded and (lambda: (timed(scan, env=preloaded), None)),
        "scan: python3 csv": lambda: (timed(["python3", "-c", PYTHON_SCAN, arguments.csv]), None),
        "scan: wc -l": lambda: (timed(["wc", "-l", arguments.csv]), None),
        "scan: dd, reading only": lambda: (
            timed(["dd", f"if={arguments.csv}", "of=/dev/null", "bs=64k"]), None),
    }
    return {name: job for name, job in jobs.items() if job}


def measure(arguments, directory):
    jobs = jobs_of(arguments, directory)
    seconds = {name: [] for name in jobs}
    peaks = {name: [] for name in jobs}
    counts = {}
    for turn in range(arguments.rounds):
        for name, job in jobs.items():
            print(f"round {turn + 1} of {arguments.rounds}: {name}", file=sys.stderr)
            (wall, peak), database = job()
            seconds[name].append(wall)
            peaks[name].append(peak or 0)
            if database:
                counts[name] = row_count(database, arguments.kind)
            clear(directory)
    return seconds, peaks, counts


def report(arguments, seconds, peaks, counts):
    size = os.path.getsize(arguments.csv)
    baselines = {"ingest": "ingest: sqlite3 .import", "scan": "scan: python3 csv"}
    print(f"Input: {size / 2**20:.1f} MiB; medians of {arguments.rounds} interleaved rounds.\n")
    print("| job | median | range | MiB/s | rows | peak RSS | time against the peer |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, values in seconds.items():
        median = statistics.median(values)
        peer = statistics.median(seconds[baselines[name.split(":")[0]]])
        rows = f"{counts[name]:,}" if name in counts else ""
        peak = f"{statistics.median(peaks[name]) / 2**20:.1f} MiB" if HAS_TIME else "–"
        print(
            f"| {name} | {median:.3f} s | {min(values):.3f}–{max(values):.3f} s"
            f" | {size / 2**20 / median:,.0f} | {rows} | {peak} | {median / peer:.2f} × |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("worker", help="the membudget-worker executable, a release build")
    parser.add_argument("csv", help="the input")
    parser.add_argument("--kind", choices=["csv-rows", "csv"], default="csv-rows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--directory", help="where the databases go; default: the system's")
    arguments = parser.parse_args()
    arguments.worker = os.path.abspath(arguments.worker)
    arguments.csv = os.path.abspath(arguments.csv)
    with tempfile.TemporaryDirectory(dir=arguments.directory) as directory:
        results = measure(arguments, pathlib.Path(directory))
    report(arguments, *results)


if __name__ == "__main__":
    main()

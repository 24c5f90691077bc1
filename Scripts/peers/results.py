"""Prints the rows and the digest of a program's result, as JSON: equal values have equal digests.

    results.py sqlite FILE QUERY…      the rows of all queries together
    results.py duckdb FILE QUERY…
    results.py csv FILE                the records, including the header
    results.py scan FILE               the output of a scan: {"records": …, "fields": …}

The digest doesn't depend on the order. It distinguishes values by type, except that NULL and the empty text
are the same in CSV, which can't distinguish them.
"""

import csv
import hashlib
import json
import sqlite3
import sys

MASK = (1 << 64) - 1


def fingerprint(rows):
    count = total = 0
    for row in rows:
        count += 1
        data = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=8).digest()
        total += int.from_bytes(data, "little")
    return {"rows": count, "digest": f"{total & MASK:016x}"}


def sqlite_rows(path, *queries):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        for query in queries:
            yield from connection.execute(query)


def duckdb_rows(path, *queries):
    # duckdb is only needed if it is installed, because otherwise there is no result to read.
    import duckdb

    with duckdb.connect(path, read_only=True) as connection:
        for query in queries:
            cursor = connection.execute(query)
            while rows := cursor.fetchmany(10_000):
                yield from rows


def csv_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.reader(file)


def scanned(path):
    with open(path, encoding="utf-8") as file:
        answer = json.load(file)
    return {"rows": answer["records"], "digest": f"{answer['fields']:,} fields"}


READERS = {
    "sqlite": lambda *arguments: fingerprint(sqlite_rows(*arguments)),
    "duckdb": lambda *arguments: fingerprint(duckdb_rows(*arguments)),
    "csv": lambda *arguments: fingerprint(csv_rows(*arguments)),
    "scan": scanned,
}


if __name__ == "__main__":
    json.dump(READERS[sys.argv[1]](*sys.argv[2:]), sys.stdout)

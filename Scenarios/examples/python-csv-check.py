#!/usr/bin/env python3
"""Checks the table that python-csv.py wrote against the feed it was made from.

Usage: python-csv-check.py INPUT OUTPUT

Exit status 0 means that the table is right, and 1 that it is wrong. The last line is the number of rows and a
digest that doesn't depend on their order, so that membudget can compare strategies with each other.
"""

import csv
import hashlib
import sqlite3
import sys
from contextlib import closing


def expected_rows(path):
    """Yields the expected rows: id, SKU and name of every row with text in all columns."""
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        reader = csv.reader(file)
        header = next(reader)
        columns = [header.index(name) for name in ("id", "sku", "name")]
        while True:
            try:
                row = next(reader)
                "".join(row).encode("utf-8")
            except StopIteration:
                return
            except (csv.Error, UnicodeEncodeError):
                continue
            if len(row) == len(header):
                yield [row[column] for column in columns]


def found_rows(path):
    """Yields the rows of the table, as text."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        for row in database.execute("SELECT id, sku, name FROM products"):
            yield [str(value) for value in row]


def digest(rows):
    """Returns the number of rows and the sum of their hashes, which doesn't depend on their order."""
    count, total = 0, 0
    for row in rows:
        count += 1
        text = "\0".join(row).encode("utf-8")
        total += int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
    return count, f"{total % 2**64:016x}"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, output = arguments
    expected, found = digest(expected_rows(source)), digest(found_rows(output))
    if found != expected:
        print(f"{found[0]} rows with digest {found[1]}, expected {expected[0]} with {expected[1]}")
        return 1
    print(f"rows={found[0]} digest={found[1]}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError, csv.Error, sqlite3.Error) as error:
        # Not 1, which would mean that the result is wrong.
        print(error, file=sys.stderr)
        sys.exit(2)

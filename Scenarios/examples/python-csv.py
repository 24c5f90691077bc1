#!/usr/bin/env python3
"""Loads the good rows of a product feed into SQLite, in two ways.

Usage: python-csv.py list-of-dicts|streaming-generator INPUT OUTPUT
"""

import csv
import itertools
import sqlite3
import sys

BATCH_ROWS = 1000


def records(path):
    """Yields each record as a dictionary, without those that are not valid CSV."""
    # Invalid UTF-8 becomes surrogates, so that one bad row doesn't stop the load.
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        reader = csv.DictReader(file)
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                print(f"line {reader.line_num}: {error}", file=sys.stderr)


def is_good(row):
    """Returns whether a row has one field per column, all of them valid text."""
    if None in row or None in row.values():
        return False
    try:
        "".join(row.values()).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def good_rows(path):
    """Yields the rows that can be loaded."""
    return filter(is_good, records(path))


def all_at_once(path):
    """Yields one batch with all rows, as most scripts do."""
    yield list(good_rows(path))


def in_batches(path):
    """Yields batches of a thousand rows."""
    rows = good_rows(path)
    while batch := list(itertools.islice(rows, BATCH_ROWS)):
        yield batch


STRATEGIES = {"list-of-dicts": all_at_once, "streaming-generator": in_batches}


def load(batches, output):
    """Writes each batch in its own transaction, and returns the number of rows."""
    database = sqlite3.connect(output)
    database.execute("CREATE TABLE products (id INTEGER, sku TEXT, name TEXT, price REAL)")
    count = 0
    for batch in batches:
        with database:
            database.executemany(
                "INSERT INTO products VALUES (:id, :sku, :name, :price)", batch
            )
        count += len(batch)
    database.close()
    return count


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in STRATEGIES:
        sys.exit(__doc__)
    strategy, source, output = arguments
    print(load(STRATEGIES[strategy](source), output), "rows")


if __name__ == "__main__":
    main(sys.argv[1:])

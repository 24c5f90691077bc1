"""Loads hotel contracts into SQLite in super-batches, with Python on every core.

    contracts_python.py INPUT OUTPUT [FILES-PER-BATCH]

A batch of files is parsed by all processes, kept in memory as a whole, and inserted in one transaction;
the summary per month is kept until the end.
"""

import itertools
import os
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor

from contract_parser import STATEMENTS, Parser, add_prices, mean
from databases import opened

# The number of files that a process gets at a time.
CHUNK_FILES = 50
AVAILABILITY = (
    "CREATE TABLE Availability (hotel INTEGER, room TEXT, characteristic TEXT, month INTEGER,"
    " open_days INTEGER, lowest_price REAL, mean_price REAL)")


def parsed(files):
    parser = Parser()
    for path, is_contract in files:
        parser.parse(path, is_contract)
    return dict(parser.rows), parser.months, parser.rejected


def batches(items, size):
    while batch := list(itertools.islice(items, size)):
        yield batch


def files_of(tree):
    for path in sorted(tree.glob("GENERAL/*")):
        yield path, False
    for path in tree.glob("DESTINATIONS/*/*"):
        yield path, True


def insert(database, rows):
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


def merge(months, others):
    for key, (days, lowest, total, count) in others.items():
        month = months.setdefault(key, [0, None, 0, 0])
        month[0] |= days
        if count:
            add_prices(month, [lowest])
            month[2] += total - lowest
            month[3] += count - 1


def availability(months):
    for key, (days, lowest, total, count) in months.items():
        prices = (lowest / 1000, mean(total, count)) if count else (None, None)
        yield *key, days.bit_count(), *prices


def main(tree, output, batch_files):
    database = opened(output)
    for statement in [*STATEMENTS, AVAILABILITY]:
        database.execute(statement)
    months, rejected = {}, 0
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for batch in batches(files_of(tree), batch_files):
            super_batch = list(pool.map(parsed, batches(iter(batch), CHUNK_FILES)))
            with database:
                for rows, part, count in super_batch:
                    insert(database, rows)
                    merge(months, part)
                    rejected += count
    with database:
        insert(database, {"Availability": list(availability(months))} if months else {})
    database.close()
    print(f"{rejected} records rejected")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1000)

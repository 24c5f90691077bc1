"""Loads a product feed into SQLite, with Python's csv and sqlite3: ingest_python.py INPUT OUTPUT"""

import csv
import itertools
import sys

from databases import opened
from products import CREATE, INSERT

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    database = opened(sys.argv[2])
    database.execute(CREATE)
    # In columns of numbers, SQLite converts texts to numbers.
    while batch := list(itertools.islice(rows, 10_000)):
        with database:
            database.executemany(INSERT, batch)
    database.close()

"""Loads a product feed into duckdb's own format: ingest_duckdb.py INPUT OUTPUT"""

import sys

import duckdb

from products import COLUMNS, TEXTS

types = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR"}
columns = ", ".join(f"'{name}': '{types[kind]}'" for name, kind in COLUMNS.items())
with duckdb.connect(sys.argv[2]) as database:
    # An empty text is not NULL, and the name of the folder is not a column.
    database.execute(
        "CREATE TABLE products AS FROM read_csv(?, header = true, hive_partitioning = false,"
        " force_not_null = ?,"
        f" columns = {{{columns}}})", [sys.argv[1], TEXTS])

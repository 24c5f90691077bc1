"""Loads a product feed into SQLite, with duckdb: ingest_duckdb_sqlite.py INPUT OUTPUT"""

import sys

from databases import opened
from duckdb_extensions import connected
from products import COLUMNS, CREATE, TEXTS

made = opened(sys.argv[2])
made.execute(CREATE)
made.close()
types = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR"}
columns = ", ".join(f"'{name}': '{types[kind]}'" for name, kind in COLUMNS.items())
database = connected("sqlite_scanner")
database.execute(f"ATTACH '{sys.argv[2]}' AS target (TYPE sqlite)")
# An empty text is not NULL, and the name of the folder is not a column.
database.execute(
    "INSERT INTO target.products FROM read_csv(?, header = true, hive_partitioning = false,"
    " force_not_null = ?,"
    f" columns = {{{columns}}})", [sys.argv[1], TEXTS])
database.close()

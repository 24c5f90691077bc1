"""Loads a product feed into SQLite, with polars and sqlite3: ingest_polars.py INPUT OUTPUT

The reader yields batches, so that the file is never in memory as a whole. write_database uses SQLAlchemy,
which takes longer than sqlite3's executemany.
"""

import sys

import polars

from databases import opened
from products import CREATE, INSERT, TEXTS

types = dict.fromkeys(TEXTS, polars.String)
frame = polars.scan_csv(sys.argv[1], schema_overrides=types, empty_string_is_null=False)
database = opened(sys.argv[2])
database.execute(CREATE)
for batch in frame.collect_batches(chunk_size=50_000):
    with database:
        database.executemany(INSERT, batch.iter_rows())
database.close()

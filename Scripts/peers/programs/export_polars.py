"""Exports tickets from a database to CSV, with polars: export_polars.py (sqlite | postgresql) INPUT OUTPUT

Rows are read through ADBC, polars' fastest way to these databases, as a stream of Arrow batches.
"""

import importlib
import sys

import polars

store, source, output = sys.argv[1:]
driver = importlib.import_module(f"adbc_driver_{store}.dbapi")
# The batch size: rows for SQLite, bytes for PostgreSQL.
options = {"sqlite": {"adbc.sqlite.query.batch_rows": "50000"},
           "postgresql": {"adbc.postgresql.batch_size_hint_bytes": "4194304"}}
if store == "postgresql":
    words = dict(word.split("=") for word in source.split())
    source = "postgresql://{user}@/{dbname}?host={host}&port={port}".format_map(words)
with driver.connect(source) as database, database.cursor() as cursor:
    cursor.adbc_statement.set_options(**options[store])
    cursor.execute("SELECT * FROM tickets ORDER BY id")
    with open(output, "wb") as file:
        for number, batch in enumerate(cursor.fetch_record_batch()):
            polars.from_arrow(batch).write_csv(file, include_header=number == 0)

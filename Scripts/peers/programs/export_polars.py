"""Tickets out of a database into CSV, by polars: export_polars.py (sqlite | postgresql) INPUT OUTPUT

Rows come through ADBC, the fastest of polars' ways to these databases, as a stream of Arrow batches.
"""

import importlib
import sys

import polars

store, source, output = sys.argv[1:]
driver = importlib.import_module(f"adbc_driver_{store}.dbapi")
# Of SQLite the number of rows in a batch, of PostgreSQL the number of bytes.
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

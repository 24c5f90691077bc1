"""Exports tickets from SQLite or PostgreSQL to CSV or a workbook, with duckdb.

    export_duckdb.py (sqlite | postgres) INPUT (csv | xlsx) OUTPUT
"""

import sys

from duckdb_extensions import connected

store, source, form, output = sys.argv[1:]
database = connected(f"{store}_scanner", *(["excel"] if form == "xlsx" else []))
database.execute(f"ATTACH '{source}' AS source (TYPE {store}, READ_ONLY)")
database.execute(
    f"COPY (SELECT * FROM source.tickets ORDER BY id) TO '{output}' (FORMAT {form}, HEADER true)")

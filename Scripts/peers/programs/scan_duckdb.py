"""Records and fields of a CSV file, by duckdb: scan_duckdb.py INPUT

Every column is read, as its length in bytes; the mere number of rows would need no fields.
"""

import json
import sys

import duckdb

answer = duckdb.execute(
    # The name of a folder such as bad=0 is no column.
    "SELECT count(*), sum(strlen(COLUMNS(*))) FROM read_csv(?, header = true, all_varchar = true,"
    " hive_partitioning = false)",
    [sys.argv[1]]).fetchone()
# The header is a record, too.
records = answer[0] + 1
print(json.dumps({"records": records, "fields": records * (len(answer) - 1)}))

"""Counts records and fields of a CSV file, with duckdb: scan_duckdb.py INPUT

Reads every column, as its length in bytes, because counting rows alone would need no fields.
"""

import json
import sys

import duckdb

answer = duckdb.execute(
    # The name of a folder such as bad=0 is not a column.
    "SELECT count(*), sum(strlen(COLUMNS(*))) FROM read_csv(?, header = true, all_varchar = true,"
    " hive_partitioning = false)",
    [sys.argv[1]]).fetchone()
# The header counts as a record.
records = answer[0] + 1
print(json.dumps({"records": records, "fields": records * (len(answer) - 1)}))

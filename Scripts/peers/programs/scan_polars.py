"""Records and fields of a CSV file, by polars: scan_polars.py INPUT

Every column is read, as its length in bytes; the mere number of rows would need no fields.
"""

import json
import sys

import polars

frame = polars.scan_csv(sys.argv[1], infer_schema=False)
lengths = frame.select(polars.len().alias("rows"), polars.all().str.len_bytes().sum())
answer = lengths.collect(engine="streaming")
# The header is a record, too.
records = answer["rows"][0] + 1
print(json.dumps({"records": records, "fields": records * (answer.width - 1)}))

"""Counts records and fields of a CSV file, with Python's csv: scan_python.py INPUT"""

import csv
import json
import sys

records = fields = 0
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.reader(file):
        records += 1
        fields += len(row)
print(json.dumps({"records": records, "fields": fields}))

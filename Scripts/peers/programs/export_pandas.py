"""Exports tickets from SQLite to CSV, with pandas: export_pandas.py INPUT OUTPUT [ROWS-PER-CHUNK]"""

import sqlite3
import sys

import pandas

database = sqlite3.connect(sys.argv[1])
query = "SELECT * FROM tickets ORDER BY id"
if len(sys.argv) > 3:
    frames = pandas.read_sql_query(query, database, chunksize=int(sys.argv[3]))
else:
    frames = [pandas.read_sql_query(query, database)]
for number, frame in enumerate(frames):
    frame.to_csv(sys.argv[2], mode="a", header=number == 0, index=False)

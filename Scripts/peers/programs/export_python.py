"""Exports tickets from SQLite to CSV, with Python's sqlite3 and csv: export_python.py INPUT OUTPUT"""

import csv
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
cursor = database.execute("SELECT * FROM tickets ORDER BY id")
with open(sys.argv[2], "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column[0] for column in cursor.description)
    writer.writerows(cursor)

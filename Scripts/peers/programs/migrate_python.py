"""Gives every ticket a barcode, with Python's sqlite3: migrate_python.py INPUT OUTPUT

Reads batches by id, and commits after each.
"""

import shutil
import sys

from databases import opened

BATCH = 1000
SELECT = (
    "SELECT id FROM tickets WHERE id > ? AND (barcode IS NULL OR length(barcode) <> 8)"
    f" ORDER BY id LIMIT {BATCH}")
shutil.copyfile(sys.argv[1], sys.argv[2])
database = opened(sys.argv[2])
last = 0
while ids := [row[0] for row in database.execute(SELECT, (last,))]:
    with database:
        database.executemany(
            "UPDATE tickets SET barcode = ? WHERE id = ?",
            [(f"{(number * 48_271 + 12_345_678) % 100_000_000:08}", number) for number in ids])
    last = ids[-1]
database.close()

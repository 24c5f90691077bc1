"""Loads a product feed into SQLite, with pandas: ingest_pandas.py INPUT OUTPUT [ROWS-PER-CHUNK]

Without a number of rows, the whole file is one frame.
"""

import sys

import pandas

from databases import opened
from products import CREATE, TEXTS

options = {"dtype": dict.fromkeys(TEXTS, str), "keep_default_na": False}
if len(sys.argv) > 3:
    frames = pandas.read_csv(sys.argv[1], chunksize=int(sys.argv[3]), **options)
else:
    frames = [pandas.read_csv(sys.argv[1], **options)]
database = opened(sys.argv[2])
database.execute(CREATE)
for frame in frames:
    frame.to_sql("products", database, if_exists="append", index=False)
database.close()

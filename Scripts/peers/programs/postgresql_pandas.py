"""Exports tickets from PostgreSQL to CSV, with pandas in chunks: postgresql_pandas.py INPUT OUTPUT ROWS

A server-side cursor provides the rows of each chunk; without it, all rows would arrive at once.
"""

import sys

import sqlalchemy
import pandas
import psycopg

engine = sqlalchemy.create_engine(
    "postgresql+psycopg://", creator=lambda: psycopg.connect(sys.argv[1]))
with engine.connect().execution_options(stream_results=True) as database:
    query = sqlalchemy.text("SELECT * FROM tickets ORDER BY id")
    frames = pandas.read_sql_query(query, database, chunksize=int(sys.argv[3]))
    for number, frame in enumerate(frames):
        frame.to_csv(sys.argv[2], mode="a", header=number == 0, index=False)

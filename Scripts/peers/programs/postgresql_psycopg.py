"""Exports tickets from PostgreSQL to CSV, with psycopg: postgresql_psycopg.py INPUT OUTPUT (cursor | copy)

`cursor` is a server-side cursor whose rows are written by Python's csv; `copy` writes the output of COPY.
"""

import csv
import sys

import psycopg


def through_cursor(database, file):
    with database.cursor(name="tickets") as cursor:
        cursor.itersize = 10_000
        cursor.execute("SELECT * FROM tickets ORDER BY id")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in cursor.description)
        writer.writerows(cursor)


def through_copy(database, file):
    query = "COPY (SELECT * FROM tickets ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)"
    with database.cursor() as cursor, cursor.copy(query) as copy:
        for data in copy:
            file.buffer.write(data)


with psycopg.connect(sys.argv[1]) as database:
    with open(sys.argv[2], "w", newline="", encoding="utf-8") as file:
        {"cursor": through_cursor, "copy": through_copy}[sys.argv[3]](database, file)

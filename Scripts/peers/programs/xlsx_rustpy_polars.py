"""Writes tickets to a workbook, with rustpy-xlsxwriter from a polars frame, its fastest input.

    xlsx_rustpy_polars.py INPUT OUTPUT
"""

import sys

import adbc_driver_sqlite.dbapi
import polars
from rustpy_xlsxwriter import FastExcel

with adbc_driver_sqlite.dbapi.connect(sys.argv[1]) as database:
    frame = polars.read_database("SELECT * FROM tickets ORDER BY id", database)
FastExcel(sys.argv[2]).sheet("Tickets", frame).save()

"""Tickets into a workbook, by rustpy-xlsxwriter from a frame of polars: its fastest input.

    xlsx_rustpy_polars.py INPUT OUTPUT
"""

import sys

import adbc_driver_sqlite.dbapi
import polars
from rustpy_xlsxwriter import FastExcel

with adbc_driver_sqlite.dbapi.connect(sys.argv[1]) as database:
    frame = polars.read_database("SELECT * FROM tickets ORDER BY id", database)
FastExcel(sys.argv[2]).sheet("Tickets", frame).save()

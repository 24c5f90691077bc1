"""Writes tickets to a workbook, with rustpy-xlsxwriter: xlsx_rustpy.py INPUT OUTPUT

The library reads a generator of records lazily, and writes in constant memory.
"""

import sys

from rustpy_xlsxwriter import FastExcel

from tickets import COLUMNS, rows

records = (dict(zip(COLUMNS, ticket)) for ticket in rows(sys.argv[1]))
FastExcel(sys.argv[2]).sheet("Tickets", records).save()

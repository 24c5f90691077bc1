"""Tickets into a workbook, by rustpy-xlsxwriter: xlsx_rustpy.py INPUT OUTPUT

A generator of records, which it takes lazily and writes in constant memory.
"""

import sys

from rustpy_xlsxwriter import FastExcel

from tickets import COLUMNS, rows

records = (dict(zip(COLUMNS, ticket)) for ticket in rows(sys.argv[1]))
FastExcel(sys.argv[2]).sheet("Tickets", records).save()

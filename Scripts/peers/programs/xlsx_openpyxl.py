"""Writes tickets to a workbook, with openpyxl's write-only mode: xlsx_openpyxl.py INPUT OUTPUT"""

import sys

import openpyxl

from tickets import COLUMNS, rows

workbook = openpyxl.Workbook(write_only=True)
sheet = workbook.create_sheet()
sheet.append(COLUMNS)
for ticket in rows(sys.argv[1]):
    sheet.append(ticket)
workbook.save(sys.argv[2])

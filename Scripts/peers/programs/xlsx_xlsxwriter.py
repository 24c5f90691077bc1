"""Writes tickets to a workbook, with xlsxwriter in constant memory: xlsx_xlsxwriter.py INPUT OUTPUT"""

import sys

import xlsxwriter

from tickets import COLUMNS, rows

options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
with xlsxwriter.Workbook(sys.argv[2], options) as workbook:
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    for number, ticket in enumerate(rows(sys.argv[1]), start=1):
        sheet.write_row(number, 0, ticket)

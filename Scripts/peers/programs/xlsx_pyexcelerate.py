"""Writes tickets to a workbook, with pyexcelerate: xlsx_pyexcelerate.py INPUT OUTPUT

The library takes all rows as a list.
"""

import sys

import pyexcelerate

from tickets import COLUMNS, rows

workbook = pyexcelerate.Workbook()
workbook.new_sheet("Tickets", data=[COLUMNS, *rows(sys.argv[1])])
workbook.save(sys.argv[2])

import csv
import sqlite3
import sys

source, target = sys.argv[1:]
database = sqlite3.connect(target)
database.execute('CREATE TABLE orders ("order", customer, product, quantity, price)')
with open(source, newline="") as file:
    orders = csv.reader(file)
    next(orders)  # the header
    database.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", orders)
database.commit()

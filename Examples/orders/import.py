import csv
import sqlite3
import sys

source, target = sys.argv[1:]
with open(source, newline="") as file:
    orders = list(csv.DictReader(file))

database = sqlite3.connect(target)
database.execute('CREATE TABLE orders ("order", customer, product, quantity, price)')
for order in orders:
    database.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", list(order.values()))
database.commit()

"""Rows of tickets for libraries that write workbooks."""

import sqlite3

COLUMNS = (
    "id", "number", "barcode", "event", "holder", "seat", "price_cents", "status", "sold_at")


def rows(path):
    """Returns a cursor over all tickets, sorted by id."""
    return sqlite3.connect(path).execute(
        f"SELECT {', '.join(COLUMNS)} FROM tickets ORDER BY id")

"""Rows of tickets for the libraries that write workbooks."""

import sqlite3

COLUMNS = (
    "id", "number", "barcode", "event", "holder", "seat", "price_cents", "status", "sold_at")


def rows(path):
    """A cursor over all tickets, in the order of their ids."""
    return sqlite3.connect(path).execute(
        f"SELECT {', '.join(COLUMNS)} FROM tickets ORDER BY id")

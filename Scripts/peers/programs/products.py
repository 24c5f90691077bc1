"""The table of a product feed."""

COLUMNS = {
    "id": "INTEGER", "sku": "TEXT", "name": "TEXT", "category": "TEXT", "price": "REAL",
    "stock": "INTEGER", "created_at": "TEXT", "updated_at": "TEXT", "description": "TEXT",
}
CREATE = f"CREATE TABLE products ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})"
INSERT = f"INSERT INTO products VALUES ({', '.join('?' * len(COLUMNS))})"
# Types for tools that would otherwise guess, because some texts look like numbers or dates.
TEXTS = [name for name, kind in COLUMNS.items() if kind == "TEXT"]

"""Jobs on a product feed: splitting it, and storing it."""

from peers.job import Dataset, Job, Program
from peers.words import RESULTS, ours, python, sqlite_check

# Every row is good, because the handling of bad ones doesn't matter for speed.
GOOD_ROWS = ("bad=0",)
COLUMNS = "id, sku, name, category, price, stock, created_at, updated_at, description"
SCAN_CHECK = (*RESULTS, "scan", "{stdout}")
PRODUCTS_CHECK = sqlite_check(f"SELECT {COLUMNS} FROM products")
TABLE = (
    "CREATE TABLE products(id INTEGER, sku TEXT, name TEXT, category TEXT, price REAL,"
    " stock INTEGER, created_at TEXT, updated_at TEXT, description TEXT)")

SCAN = Job(
    "csv-scan", "Records and fields of a CSV file, and nothing else:", "rows",
    Dataset("csv-rows", 2_000_000, 50_000, GOOD_ROWS, "data.csv"),
    (
        Program("scan", ("{products}/membudget-worker", "scan", "--input", "{input}"),
                check=SCAN_CHECK, is_ours=True),
        python("Python csv", "scan_python", "{input}", check=SCAN_CHECK),
        python("polars", "scan_polars", "{input}", check=SCAN_CHECK, packages=("polars",)),
        python("duckdb", "scan_duckdb", "{input}", check=SCAN_CHECK, packages=("duckdb",)),
        Program("wc -l", ("wc", "-l", "{input}"), tool="wc",
                remark="counts line feeds, and knows neither fields nor quotes",
                why_faster="It counts one byte value; a scan finds every field, quoted or not."),
    ))

INGEST = Job(
    "csv-ingest", "A product feed into a table of SQLite (WAL, synchronous=NORMAL):", "rows",
    Dataset("csv-rows", 500_000, 20_000, GOOD_ROWS, "data.csv"),
    (
        ours("streamed", "csv-ingest", "csv-rows", "membudget-worker", PRODUCTS_CHECK),
        Program(
            "sqlite3 .import",
            ("sqlite3", "-batch", "{output}", "PRAGMA journal_mode = WAL",
             "PRAGMA synchronous = NORMAL", TABLE, ".import --csv --skip 1 '{input}' products",
             "PRAGMA wal_checkpoint(TRUNCATE)"),
            check=PRODUCTS_CHECK, tool="sqlite3"),
        python("Python csv + sqlite3", "ingest_python", check=PRODUCTS_CHECK),
        python("pandas, whole", "ingest_pandas", check=PRODUCTS_CHECK, packages=("pandas",)),
        python("pandas, chunks of 50,000", "ingest_pandas", "{input}", "{output}", "50000",
               check=PRODUCTS_CHECK, packages=("pandas",)),
        python("polars + sqlite3", "ingest_polars", check=PRODUCTS_CHECK, packages=("polars",)),
        python("duckdb, into SQLite", "ingest_duckdb_sqlite", check=PRODUCTS_CHECK,
               packages=("duckdb", "duckdb-extension-sqlite-scanner")),
        python("duckdb, its own format", "ingest_duckdb",
               check=(*RESULTS, "duckdb", "{output}", f"SELECT {COLUMNS} FROM products"),
               packages=("duckdb",), remark="writes compressed columns, not an SQLite database",
               why_faster="It writes compressed columns of its own format, on every core; the"
               " others write rows into SQLite's B-trees, which one writer at a time may do."),
    ))

CSV_JOBS = (SCAN, INGEST)

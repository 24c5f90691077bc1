"""Jobs on a table of tickets: exports from two databases and to a workbook, and a migration."""

from peers.job import Dataset, Job, Program
from peers.words import CSV_CHECK, RESULTS, ours, python, sqlite_check

QUERY = "SELECT * FROM tickets ORDER BY id"


def duckdb(store, form, check, *extensions):
    """Returns duckdb with extensions from PyPI, which may not support its latest version."""
    return python(
        "duckdb", "export_duckdb", store, "{input}", form, f"{{output}}.{form}",
        check=check, packages=("duckdb", *(f"duckdb-extension-{name}" for name in extensions)))


def polars(store):
    return python(
        "polars, through ADBC", "export_polars", store, "{input}", "{output}", check=CSV_CHECK,
        packages=("polars", f"adbc-driver-{store}", "pyarrow"))


SQLITE = Job(
    "ticket-export", "All nine columns of a table in SQLite into a CSV file:", "tickets",
    Dataset("tickets", 1_000_000, 20_000, file="tickets.sqlite"),
    (
        *(ours(strategy, "ticket-export", "tickets", "membudget-worker", CSV_CHECK)
          for strategy in ("cursor", "keyset")),
        Program("sqlite3 -csv",
                ("sqlite3", "-batch", "-csv", "-header", "{input}", ".once '{output}'", QUERY),
                check=CSV_CHECK, tool="sqlite3"),
        python("Python sqlite3 + csv", "export_python", check=CSV_CHECK),
        python("pandas, whole", "export_pandas", check=CSV_CHECK, packages=("pandas",)),
        python("pandas, chunks of 50,000", "export_pandas", "{input}", "{output}", "50000",
               check=CSV_CHECK, packages=("pandas",)),
        polars("sqlite"),
        duckdb("sqlite", "csv", (*RESULTS, "csv", "{output}.csv"), "sqlite-scanner"),
    ))

COPY = "COPY (SELECT * FROM tickets ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)"
PSQL = ("psql", "--no-psqlrc", "--quiet", "--dbname", "{input}")

POSTGRESQL = Job(
    "ticket-export-postgresql",
    "All nine columns of a table in PostgreSQL into a CSV file, over a Unix socket (CPU s and peak"
    " exclude the server):", "tickets",
    Dataset("tickets-postgresql", 1_000_000, 20_000, file="tickets.copy"),
    (
        *(ours(strategy, "ticket-export-postgresql", "tickets-postgresql",
               "membudget-worker-postgres", CSV_CHECK)
          for strategy in ("copy", "server-cursor", "keyset")),
        Program("psql, COPY TO STDOUT", (*PSQL, "--output", "{output}", "--command", COPY),
                check=CSV_CHECK, tool="psql"),
        Program("psql --csv", (*PSQL, "--csv", "--set", "FETCH_COUNT=10000", "--output",
                               "{output}", "--command", QUERY), check=CSV_CHECK, tool="psql"),
        *(python(f"psycopg, {name}", "postgresql_psycopg", "{input}", "{output}", way,
                 check=CSV_CHECK, packages=("psycopg[binary]",))
          for name, way in (("COPY", "copy"), ("server cursor + csv", "cursor"))),
        python("pandas, chunks of 50,000", "postgresql_pandas", "{input}", "{output}", "50000",
               check=CSV_CHECK, packages=("pandas", "psycopg[binary]", "sqlalchemy")),
        polars("postgresql"),
        duckdb("postgres", "csv", (*RESULTS, "csv", "{output}.csv"), "postgres-scanner"),
    ), service="postgresql")


# The verifier of membudget, which reads a million cells per second.
WORKBOOK_CHECK = (
    "{products}/membudget-worker-xlsx", "verify", "--pipeline", "ticket-export-xlsx",
    "--dataset-kind", "tickets", "--input", "{input}", "--output")


def workbook(name, program, *packages, **options):
    # These libraries check the extension of the file name.
    return python(name, program, "{input}", "{output}.xlsx",
                  check=(*WORKBOOK_CHECK, "{output}.xlsx"), packages=packages, **options)


XLSX = Job(
    "ticket-export-xlsx", "All nine columns of a table in SQLite into a workbook:", "tickets",
    Dataset("tickets", 100_000, 5_000, file="tickets.sqlite"),
    (
        *(ours(strategy, "ticket-export-xlsx", "tickets", "membudget-worker-xlsx",
               (*WORKBOOK_CHECK, "{output}"))
          for strategy in ("streamed", "constant-memory")),
        workbook("rustpy-xlsxwriter, records", "xlsx_rustpy", "rustpy-xlsxwriter"),
        workbook("rustpy-xlsxwriter, frame of polars", "xlsx_rustpy_polars", "rustpy-xlsxwriter",
                 "polars", "adbc-driver-sqlite", "pyarrow"),
        duckdb("sqlite", "xlsx", (*WORKBOOK_CHECK, "{output}.xlsx"), "sqlite-scanner", "excel"),
        workbook("pyexcelerate", "xlsx_pyexcelerate", "pyexcelerate"),
        workbook("xlsxwriter, constant memory", "xlsx_xlsxwriter", "xlsxwriter"),
        workbook("openpyxl, write-only", "xlsx_openpyxl", "openpyxl"),
    ))

MIGRATED_CHECK = sqlite_check(QUERY)
UPDATE = (
    "UPDATE tickets SET barcode = printf('%08d', (id * 48271 + 12345678) % 100000000)"
    " WHERE barcode IS NULL OR length(barcode) <> 8")

MIGRATION = Job(
    "barcode-migration", "A copy of a table in SQLite with a new barcode for every ticket:",
    "tickets", Dataset("tickets", 500_000, 20_000, file="tickets.sqlite"),
    (
        ours("keyset-batches", "barcode-migration", "tickets", "membudget-worker", MIGRATED_CHECK),
        Program("sqlite3, one UPDATE",
                ("sqlite3", "-batch", "{output}", ".restore '{input}'",
                 "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", UPDATE,
                 "PRAGMA wal_checkpoint(TRUNCATE)"),
                check=MIGRATED_CHECK, tool="sqlite3",
                remark="runs as one transaction, so its log is as large as the table, and a killed"
                " run has to start again",
                why_faster="It reads and changes the rows in one statement. Committing after"
                " every thousand tickets is a small part of the difference: even with a single commit,"
                " membudget is slower. Where the rest of the time goes was not measured."),
        python("Python sqlite3", "migrate_python", check=MIGRATED_CHECK),
    ))

TICKET_JOBS = (SQLITE, POSTGRESQL, XLSX, MIGRATION)

"""The unmeasured services that jobs need: a PostgreSQL server, and the HTTP source."""

import contextlib
import ctypes
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

START_SECONDS_MAX = 30
TICKETS = (
    "id bigint, number text NOT NULL, barcode text, event text NOT NULL, holder text NOT NULL,"
    " seat text, price_cents bigint NOT NULL, status text NOT NULL, sold_at text NOT NULL")
# The settings of membudget's own PostgreSQL servers.
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "64MB", "huge_pages": "off", "fsync": "off",
    "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "autovacuum": "off", "max_parallel_workers_per_gather": "0",
    "jit": "off", "random_page_cost": "1.1", "dynamic_shared_memory_type": "mmap",
}


@contextlib.contextmanager
def source(products, latency_milliseconds):
    """Runs the HTTP source; yields the URL to which the path of a scale is appended."""
    command = [os.path.join(products, "membudget-source"), "--seed", "42",
               "--latency-milliseconds", str(latency_milliseconds)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                              preexec_fn=lambda: end_with_parent(signal.SIGTERM))
    try:
        port = server.stdout.readline().strip()
        if not port:
            sys.exit(f"{command[0]} did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def postgresql(rows):
    """Runs a server on a Unix socket with the tickets of a COPY file; yields its connection string."""
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="membudget-peers-", dir="/tmp") as folder:
        data = os.path.join(folder, "data")
        os.chmod(folder, 0o755)
        os.mkdir(data, 0o700)
        if account:
            os.chown(data, account.pw_uid, account.pw_gid)
        rights = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []
                  } if account else {}
        run([program("initdb"), "-D", data, "-U", "membudget", "--auth=trust", "--no-sync",
             "--encoding=UTF8", "--locale=C", "--no-instructions"], cwd=folder, **rights)
        with server(data, rights):
            yield fill(data, rows)


@contextlib.contextmanager
def server(data, rights):
    words = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [program("postgres"), "-D", data, "-k", data, *words], cwd=data, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, preexec_fn=lambda: end_with_parent(signal.SIGQUIT), **rights)
    try:
        wait_for(lambda: is_ready(data), process)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def fill(data, rows):
    words = f"host={data} port=5432 user=membudget dbname=postgres"
    run([program("psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", words,
         "--command", f"BEGIN; CREATE TABLE tickets ({TICKETS})",
         "--command", f"\\copy tickets FROM '{rows}' WITH (FREEZE)",
         "--command", "ALTER TABLE tickets ADD PRIMARY KEY (id); COMMIT",
         "--command", "VACUUM (ANALYZE) tickets"])
    return words


def server_account():
    """Returns the account to run the server if we are root, which a server refuses; otherwise None."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def program(name):
    """Returns the path of a PostgreSQL program, in its newest version; empty if there is none."""
    versions = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"),
                      key=lambda path: float(path.split("/")[4]))
    return versions[-1] if versions else shutil.which(name) or ""


def is_ready(data):
    """Returns whether the server accepts connections, from line 8 of its lock file."""
    try:
        with open(os.path.join(data, "postmaster.pid"), encoding="utf-8") as file:
            return file.read().split("\n")[7].startswith("ready")
    except (OSError, IndexError):
        return False


def wait_for(condition, process):
    end = time.monotonic() + START_SECONDS_MAX
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            sys.exit("PostgreSQL's server did not start")
        time.sleep(0.02)


def run(command, **options):
    finished = subprocess.run(command, capture_output=True, text=True, **options)
    if finished.returncode != 0:
        sys.exit(f"{command[0]} failed: {finished.stderr.strip()}")


def end_with_parent(number):
    """Makes the kernel send a child this signal when we end, for whatever reason."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, number)

"""Measures the cost of the live page with two browsers and a thousand subscribers.

    bench-live.py PRODUCTS [SUBSCRIBERS]

Measures a scenario without a page, with a page that nobody reads, and with a page that is open in two
browsers, 1,000 subscribers and one reader of a byte per second. Prints the measured peaks and times of
each case, the memory of the harness, and the time to end after SIGTERM; then the memory per subscriber
of an idle dashboard. Exits with 1 if a limit is exceeded: 64 MiB for the harness, 16 KiB per subscriber,
or a second to end.
"""

import json
import os
import re
import resource
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCENARIO = ["csv-ingest", "--strategy", "streamed", "--scale", "80k", "--scale", "160k",
            "--trials", "7", "--no-need", "--no-autopsy"]
HARNESS_BYTES, SUBSCRIBER_BYTES, END_SECONDS = 64 << 20, 16 << 10, 1.0


def status(pid, key):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(key + r":\s+(\d+)", file.read())[1]) << 10


class Readers:
    """Subscribers that read everything, and one that reads a byte per second."""

    def __init__(self, port, count):
        self.selector, self.bytes, self.ended, self.is_done = selectors.DefaultSelector(), 0, 0, False
        self.connections = [self.subscribe(port) for _ in range(count)]
        for connection in self.connections:
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ)
        self.slow = self.subscribe(port)
        for work in (self.read, self.read_slowly):
            threading.Thread(target=work, daemon=True).start()

    @staticmethod
    def subscribe(port):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"GET /events HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n\r\n" % port)
        return connection

    def read(self):
        while not self.is_done:
            for key, _ in self.selector.select(0.2):
                try:
                    data = key.fileobj.recv(1 << 16)
                except OSError:
                    data = b""
                self.bytes += len(data)
                if not data:
                    self.selector.unregister(key.fileobj)
                    self.ended += 1

    def read_slowly(self):
        while not self.is_done:
            try:
                self.slow.recv(1)
            except OSError:
                return
            time.sleep(1)

    def close(self):
        self.is_done = True
        for connection in self.connections + [self.slow]:
            connection.close()


def open_browsers(url, folder):
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return []
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--remote-debugging-port=0"]
    return [subprocess.Popen([program] + flags + [f"--user-data-dir={folder}/browser-{number}", url],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             start_new_session=True) for number in range(2)]


def start(products, arguments):
    """Starts a command that serves a page; returns it and its port."""
    process = subprocess.Popen([f"{products}/membudget"] + arguments, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        found = re.search(r"live page: http://127\.0\.0\.1:(\d+)/", line)
        if found:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, int(found[1])
    sys.exit(f"the command served no page: {process.wait()}")


def end(process):
    """Stops a command and returns the time that it took to end."""
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    return time.monotonic() - asked


def cells(folder):
    with open(f"{folder}/run.json") as file:
        run = json.load(file)
    return {(cell["strategy"], cell["scale"]["label"]):
            (cell["summary"]["peak_rss_bytes"]["median"], cell["summary"]["wall_ns"])
            for scenario in run["scenarios"] for cell in scenario["cells"]}


def measure(products, folder, name, subscribers=None):
    run = f"{folder}/{name}"
    arguments = ["bench"] + SCENARIO + ["--run-dir", run]
    if subscribers is None and name == "without":
        process = subprocess.Popen([f"{products}/membudget"] + arguments,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        readers, browsers = None, []
    else:
        process, port = start(products, arguments + ["--live"])
        readers = Readers(port, subscribers) if subscribers else None
        browsers = open_browsers(f"http://127.0.0.1:{port}/", folder) if subscribers else []
    peak = 0
    while process.poll() is None:
        try:
            peak = max(peak, status(process.pid, "VmHWM"))
        except (OSError, TypeError):
            break
        time.sleep(0.05)
    process.wait()
    for browser in browsers:
        browser.kill()
        browser.wait()
    read = readers.bytes if readers else 0
    if readers:
        readers.close()
    return cells(run), peak, read


def interrupted(products, folder, subscribers):
    """Interrupts a run with all subscribers in the middle of a trial."""
    process, port = start(products, ["bench"] + SCENARIO + ["--run-dir", f"{folder}/stopped", "--live"])
    readers = Readers(port, subscribers)
    time.sleep(3)
    taken = end(process)
    time.sleep(0.3)
    ended = readers.ended
    readers.close()
    return taken, ended


def idle(products, folder, subscribers):
    """Measures the memory per subscriber of an idle page, and the time until all are closed."""
    process, port = start(products, ["dashboard", f"{folder}/without"])
    warm = Readers(port, 20)
    time.sleep(1)
    warm.close()
    time.sleep(1)
    before = status(process.pid, "VmRSS")
    readers = Readers(port, subscribers)
    time.sleep(2)
    after = status(process.pid, "VmRSS")
    taken = end(process)
    time.sleep(0.3)
    ended = readers.ended
    readers.close()
    return (after - before) / subscribers, after, taken, ended


def main():
    products = sys.argv[1]
    subscribers = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.environ.setdefault("MEMBUDGET_LIBEXEC", os.path.abspath(products))
    broken = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cases = {"without": measure(products, folder, "without"),
                 "unread": measure(products, folder, "unread"),
                 "watched": measure(products, folder, "watched", subscribers)}
        print(f"{'':28}" + "".join(f"{name:>22}" for name in cases))
        for cell in cases["without"][0]:
            row = "".join(f"{peak / 2**20:12.2f} MiB{wall / 1e9:5.2f} s" for peak, wall in
                          (case[0][cell] for case in cases.values()))
            print(f"{' @ '.join(cell):28}{row}")
        print(f"{'harness, most':28}" + "".join(f"{case[1] / 2**20:12.1f} MiB{'':7}"
                                                for case in cases.values()))
        print(f"{'read by subscribers':28}" + "".join(f"{case[2] / 2**20:12.1f} MiB{'':7}"
                                                      for case in cases.values()))
        if cases["watched"][1] > HARNESS_BYTES:
            broken.append("the harness used more than 64 MiB")
        taken, ended = interrupted(products, folder, subscribers)
        print(f"SIGTERM in a trial: ended after {taken:.2f} s, {ended} of {subscribers} were closed")
        each, held, idle_taken, idle_ended = idle(products, folder, subscribers)
        print(f"idle dashboard: {each / 1024:.1f} KiB per subscriber, {held / 2**20:.1f} MiB in total; "
              f"ended {idle_taken:.2f} s after SIGTERM, {idle_ended} of {subscribers} were closed")
        if each > SUBSCRIBER_BYTES:
            broken.append("a subscriber takes more than 16 KiB")
        if max(taken, idle_taken) > END_SECONDS:
            broken.append("the end took more than a second")
        if min(ended, idle_ended) < subscribers:
            broken.append("not every subscriber was closed")
    for problem in broken:
        print(f"broken: {problem}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()

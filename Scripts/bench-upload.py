"""Measures the memory and the speed of the upload server.

    bench-upload.py BUILD [--size MIB] [--rounds N]

Every line shows a median over interleaved rounds, and the limit if there is one:

- parsing and discarding a form, compared with a bare NIO server that discards bodies;
- hostile bodies (line ends, beginnings of the boundary, junk around the form), compared with a plain one;
- an upload into a table, compared with reading the same file from disk;
- the server's peak memory above its floor, which is measured with a file without rows.

The client sends with sendfile(2), so that it is faster than any of the servers.
"""

import argparse
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BOUNDARY = b"----membudget0123456789abcdef"
MIB = 1 << 20


def form_head(name=b"data.csv"):
    return (
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="'
        + name + b'"\r\nContent-Type: text/csv\r\n\r\n'
    )


FORM_TAIL = b"\r\n--" + BOUNDARY + b"--\r\n"


def upload(port, file, before=b"", after=b""):
    """Sends a form with a file; returns the seconds that it took."""
    size = os.path.getsize(file)
    head, tail = before + form_head(), FORM_TAIL + after
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection, open(file, "rb") as source:
        connection.sendall(
            f"POST /uploads HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n"
            f"content-type: multipart/form-data; boundary={BOUNDARY.decode()}\r\n"
            f"content-length: {len(head) + size + len(tail)}\r\n\r\n".encode() + head)
        offset = 0
        while offset < size:
            offset += os.sendfile(connection.fileno(), source.fileno(), offset, size - offset)
        connection.sendall(tail)
        connection.settimeout(120)
        answer = connection.recv(65536)
    seconds = time.perf_counter() - start
    if not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(f"the server answered {answer[:300]!r}")
    return seconds


class Server:
    """One of the two servers that only receive; runs during a `with` statement."""

    def __init__(self, build, kind):
        self.command = [build / "membudget-bench-upload", kind]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def peak_bytes(process):
    """Returns the peak of a process that is about to end."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{process.args[0]} exited with {process.returncode}")
    return usage.ru_maxrss * 1024


class Worker:
    """Runs of the worker, each in a temporary folder."""

    def __init__(self, build):
        self.program = build / "membudget-worker-server"

    def run(self, strategy, file, is_server):
        """Returns the seconds and the peak."""
        with tempfile.TemporaryDirectory() as folder:
            order = pathlib.Path(folder, "order")
            command = [
                self.program, "run", "--pipeline", "csv-upload", "--strategy", strategy,
                "--dataset-kind", "csv-rows", "--input", file,
                "--output", f"{folder}/table.db", "--client-order", order]
            start = time.perf_counter()
            process = subprocess.Popen(command)
            if is_server:
                while not order.exists():
                    if process.poll() is not None:
                        sys.exit("the server ended before it listened")
                    time.sleep(0.001)
                url = next(line for line in order.read_text().splitlines() if "url" in line)
                start = time.perf_counter()
                upload(int(url.split(":")[2].split("/")[0]), file)
            peak = peak_bytes(process)
            return time.perf_counter() - start, peak


def write_repeated(path, pattern, size):
    block = pattern * (MIB // len(pattern))
    with open(path, "wb") as file:
        for _ in range(size // len(block) + 1):
            file.write(block)
    return path


def say(name, value, limit, holds):
    print(f"{name:<58} {value:>14}   {limit}{'' if holds else '   MISSED'}", flush=True)
    return holds


def compare_receiving(build, folder, file, rounds):
    """Compares the servers that only receive; returns whether all limits are kept."""
    junk = os.urandom(MIB)
    hostile = {
        "line ends only": (write_repeated(folder / "ends", b"\r\n", 256 * MIB), b"", b""),
        "beginnings of the boundary": (
            write_repeated(folder / "prefixes", b"\r\n--" + BOUNDARY[:-1], 256 * MIB), b"", b""),
        "almost the boundary": (
            write_repeated(
                folder / "almost", b"\r\n--" + BOUNDARY[:-2] + b"~" + BOUNDARY[-1:], 256 * MIB),
            b"", b""),
        "1 MiB of junk before and after": (
            write_repeated(folder / "plain", b"0123456789,", 256 * MIB), junk + b"\r\n",
            b"\r\n" + junk),
    }
    speeds = {name: [] for name in ["bare", "form", *hostile]}
    size = os.path.getsize(file)
    with Server(build, "bare") as bare, Server(build, "form") as form:
        for index in range(rounds + 1):
            found = {}
            for name, server in [("bare", bare), ("form", form)]:
                found[name] = size / upload(server.port, file)
            for name, (path, before, after) in hostile.items():
                seconds = upload(form.port, path, before, after)
                found[name] = (os.path.getsize(path) + len(before) + len(after)) / seconds
            # The first round is a warm-up.
            for name, speed in found.items() if index > 0 else []:
                speeds[name].append(speed)
    bare_speed, form_speed = (statistics.median(speeds[name]) for name in ("bare", "form"))
    ratio = statistics.median(f / b for f, b in zip(speeds["form"], speeds["bare"]))
    holds = say("bare NIO server that discards", f"{bare_speed / 1e9:.2f} GB/s", "", True)
    holds &= say("form parsed and discarded", f"{form_speed / 1e9:.2f} GB/s", "", True)
    holds &= say("  ratio", f"{ratio:.2f}", "at least 0.80", ratio >= 0.8)
    for name in hostile:
        ratio = statistics.median(h / f for h, f in zip(speeds[name], speeds["form"]))
        speed = statistics.median(speeds[name])
        holds &= say(
            f"  {name}", f"{speed / 1e9:.2f} GB/s", f"{ratio:.2f} of plain, at least 0.50",
            ratio >= 0.5)
    return holds


def compare_storing(build, file, empty, rounds):
    """Compares uploads into a table with reading the file; returns whether all limits are kept."""
    worker = Worker(build)
    floor = statistics.median(worker.run("upload", empty, True)[1] for _ in range(3))
    uploads, files = [], []
    for _ in range(rounds):
        uploads.append(worker.run("upload", file, True))
        files.append(worker.run("streamed", file, False))
    size = os.path.getsize(file)
    ratio = statistics.median(f[0] / u[0] for u, f in zip(uploads, files))
    net = max(peak for _, peak in uploads) - floor
    for name, runs in [("streamed from the file", files), ("upload into a table", uploads)]:
        seconds = statistics.median(run[0] for run in runs)
        say(name, f"{size / seconds / 1e6:.0f} MB/s", f"{seconds:.2f} s", True)
    holds = say("  ratio", f"{ratio:.2f}", "at least 0.90", ratio >= 0.9)
    holds &= say(
        f"peak of the server for {size / MIB:.0f} MiB, above its floor", f"{net / MIB:.2f} MiB",
        f"floor {floor / MIB:.1f} MiB; at most 8", net <= 8 * MIB)
    return holds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=2048, help="MiB of the uploaded file")
    parser.add_argument("--receive-only", action="store_true", help="leave out the table")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    with tempfile.TemporaryDirectory(prefix="bench-upload-") as name:
        folder = pathlib.Path(name)
        subprocess.run(
            [build / "membudget", "generate", "csv-rows", "--size", f"{arguments.size}MiB",
             "--output", folder / "data"], check=True, stdout=subprocess.DEVNULL)
        file = folder / "data" / "data.csv"
        empty = folder / "empty.csv"
        with open(file, "rb") as source:
            empty.write_bytes(source.readline())
        holds = compare_receiving(build, folder, file, arguments.rounds)
        if not arguments.receive_only:
            holds &= compare_storing(
                build, file, empty, min(arguments.rounds, 3))
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()

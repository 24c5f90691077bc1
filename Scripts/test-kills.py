"""Kills `membudget bench` at random moments, resumes the run, and checks that nothing was harmed.

    python3 Scripts/test-kills.py PRODUCTS ROUNDS [--seed SEED] [--rows ROWS]

PRODUCTS is the folder of the programs, .build/release; ROWS is the number of rows to generate, by default
1M. Of every five rounds, one is killed while it generates data, one with a PostgreSQL server (if it is
installed), and three anywhere in a run. After each round: no trial is lost or duplicated, every line of the
journal is complete, results and cached data are those of a run that was not killed, and after
`membudget clean` no process, cgroup or folder is left.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

MARK = f"MEMBUDGET_TEST_KILLS={uuid.uuid4()}"
OPTIONS = ["--no-need", "--no-autopsy", "--quiet"]
JOBS = {
    "run": ["csv-ingest", "--strategy", "streamed", "--strategy", "load-all", "--scale", "500",
            "--scale", "1k", "--trials", "2", "--budget", "512MiB"],
    # Followed by the number of rows.
    "generating": ["csv-ingest", "--strategy", "streamed", "--trials", "1", "--budget", "512MiB",
                   "--scale"],
    "server": ["ticket-export-postgresql", "--strategy", "copy", "--strategy", "fetch-all",
               "--scale", "2k", "--trials", "2", "--budget", "512MiB"],
}
ORDER = ["run", "generating", "run", "server", "run"]


class Harm(Exception):
    """Damage that a kill must not cause."""


class Place:
    """The folders of one test, and the programs that run in them."""

    def __init__(self, products, root):
        self.products, self.root = os.path.abspath(products), root
        self.cache, self.temporary = f"{root}/cache", f"{root}/tmp"
        os.makedirs(self.temporary)
        # The account of the server needs access to it.
        os.chmod(root, 0o755)
        os.chmod(self.temporary, 0o1777)
        self.harnesses = []
        self.run = None

    def start(self, arguments):
        name, mark = MARK.split("=")
        environment = dict(os.environ, MEMBUDGET_CACHE=self.cache, TMPDIR=self.temporary,
                           NO_COLOR="1", **{name: mark})
        environment.setdefault("MEMBUDGET_LIBEXEC", self.products)
        self.errors = open(f"{self.root}/errors", "w+")
        process = subprocess.Popen(
            [f"{self.products}/membudget"] + arguments, cwd=self.root, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors)
        self.harnesses.append(process.pid)
        return process

    def bench(self, job, run, *more):
        self.run = f"{self.root}/{run}"
        scenario, *options = JOBS[job]
        path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                            "Scenarios", f"{scenario}.yaml")
        return self.start(["bench", path, *options, *OPTIONS, "--run-dir", run, *more])

    def expect(self, process, what):
        status = process.wait(timeout=300)
        if status != 0:
            self.errors.seek(0)
            raise Harm(f"{what} exited with {status}: {self.errors.read()[-500:]}")

    def journal(self, is_whole=True):
        """Returns the stored trials; the line that was being written may be torn."""
        try:
            text = open(f"{self.run}/trials.jsonl", "rb").read()
        except FileNotFoundError:
            return []
        lines = text.split(b"\n")
        if lines.pop() and is_whole:
            raise Harm("the journal's last line is torn")
        try:
            return [json.loads(line) for line in lines]
        except ValueError as error:
            raise Harm(f"a line of the journal is broken: {error}") from error

    def data(self):
        """Returns the digests of the data files in the cache, by path."""
        digests = {}
        for folder, _, names in os.walk(self.cache):
            for name in names:
                path = os.path.join(folder, name)
                if name.startswith("data") or name.endswith((".csv", ".copy")):
                    digests[os.path.relpath(path, self.cache)] = hashlib.sha256(
                        open(path, "rb").read()).hexdigest()
        return digests


def identity(trial):
    parameters = json.dumps(trial.get("parameters"), sort_keys=True)
    return (trial["scenario"], trial["strategy"], trial["scale"]["units"], trial["kind"],
            trial["index"], parameters)


def results(trials):
    """Returns the result of each planned trial; a busy machine may cause additional ones."""
    return {identity(trial): (trial["outcome"], trial.get("units_done"), trial.get("digest"))
            for trial in trials if trial["kind"] == "measured" and trial["index"] < 2}


def processes(place):
    """Returns our processes: those with the mark in their environment, and servers, which lack it."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            environment = open(f"/proc/{entry}/environ", "rb").read()
            folder = os.readlink(f"/proc/{entry}/cwd")
            state = open(f"/proc/{entry}/stat").read().rpartition(")")[2].split()[0]
        except OSError:
            continue
        is_ours = MARK.encode() in environment or folder.startswith(
            tuple(f"{parent}/membudget-{number}-" for number in place.harnesses
                  for parent in (place.temporary, "/tmp")))
        if is_ours and state != "Z":
            found.append(f"{entry} in {folder}")
    return found


def wait_for_end(place):
    for _ in range(200):
        left = processes(place)
        if not left:
            return
        time.sleep(0.05)
    raise Harm(f"processes are left: {left}")


def cgroups(place):
    names = tuple(f"membudget-{number}-" for number in place.harnesses)
    return [os.path.join(folder, name) for folder, below, _ in os.walk("/sys/fs/cgroup")
            for name in below if name.startswith(names)]


def segments():
    """Returns the numbers of unused System V shared memory segments."""
    lines = open("/proc/sysvipc/shm").read().splitlines()[1:] if os.path.exists(
        "/proc/sysvipc/shm") else []
    return {line.split()[1] for line in lines if line.split()[6] == "0"}


def lasting_segments(before):
    """Returns the segments that remain; those of a server that is about to end disappear."""
    for _ in range(100):
        left = segments() - before
        if not left:
            break
        time.sleep(0.05)
    return [f"segment {number}" for number in left]


def check_clean(place, before):
    place.expect(place.start(["clean"]), "clean")
    wait_for_end(place)
    names = tuple(f"membudget-{number}-" for number in place.harnesses)
    left = [f"/tmp/{name}" for name in os.listdir("/tmp") if name.startswith(names)]
    left += [f"{place.temporary}/{name}" for name in os.listdir(place.temporary)]
    left += [f"{place.cache}/datasets/{name}" for name in os.listdir(f"{place.cache}/datasets")
             if name not in ("lock", "CACHEDIR.TAG")]
    left += [os.path.join(folder, name) for folder, below, files in os.walk(place.run)
             for name in below + files if name == "work" or name.endswith(".tmp")]
    left += cgroups(place) + lasting_segments(before)
    if left:
        raise Harm(f"left: {left}")


def wait_for_generating(place, process):
    folder = f"{place.cache}/datasets"
    while process.poll() is None:
        if os.path.isdir(folder) and any(
                name.startswith(".generating-") for name in os.listdir(folder)):
            return
        time.sleep(0.002)


def kill(place, job, run, seconds):
    """Kills a run at some moment; returns its progress."""
    process = place.bench(job, run)
    if job == "generating":
        wait_for_generating(place, process)
    time.sleep(seconds)
    process.kill()
    process.wait()
    wait_for_end(place)
    return place.journal(is_whole=False)


def round_of(place, job, number, reference, seconds, before):
    before_cut = kill(place, job, f"run-{number}", seconds)
    place.expect(place.bench(job, f"run-{number}", "--resume"), "the resumed run")
    trials = place.journal()
    names = [identity(trial) for trial in trials]
    if len(set(names)) != len(names):
        raise Harm(f"trials are duplicated: {names}")
    if trials[:len(before_cut)] != before_cut:
        raise Harm("stored trials are missing or changed")
    if results(trials) != reference["results"]:
        raise Harm(f"{results(trials)} instead of {reference['results']}")
    if place.data() != reference["data"]:
        raise Harm(f"the cached data is {place.data()} instead of {reference['data']}")
    check_clean(place, before)
    shutil.rmtree(place.run)
    return len(before_cut)


def reference_of(place, job, before):
    """Returns the results of a run that is not killed."""
    start = time.monotonic()
    process = place.bench(job, f"whole-{job}")
    if job == "generating":
        # Counts only the time of generating.
        wait_for_generating(place, process)
        start, folder = time.monotonic(), f"{place.cache}/datasets"
        while any(name.startswith(".generating-") for name in os.listdir(folder)):
            time.sleep(0.002)
        seconds = time.monotonic() - start
    place.expect(process, f"the run of '{job}' that was not killed")
    seconds = seconds if job == "generating" else time.monotonic() - start
    trials = place.journal()
    reference = {"results": results(trials), "data": place.data(), "seconds": seconds}
    if not reference["results"]:
        raise Harm("the run that was not killed has no trials")
    check_clean(place, before)
    return reference


def main(products, rounds, seed):
    generator, before = random.Random(seed), segments()
    order = ORDER
    if not has_server():
        print("PostgreSQL is not installed, so no round uses a server")
        order = [job for job in ORDER if job != "server"]
    print(f"{rounds} rounds, seed {seed}")
    harms, counts = 0, {}
    with tempfile.TemporaryDirectory(prefix="kills-", dir="/tmp") as root:
        place = Place(products, root)
        jobs = sorted({order[number % len(order)] for number in range(rounds)})
        references = {job: reference_of(place, job, before) for job in jobs}
        for number in range(rounds):
            job = order[number % len(order)]
            seconds = generator.uniform(0, references[job]["seconds"])
            try:
                done = round_of(place, job, number, references[job], seconds, before)
                outcome = f"{done} trials were stored"
            except (Harm, subprocess.TimeoutExpired) as harm:
                harms += 1
                outcome = f"HARM: {harm}"
            counts[job] = counts.get(job, 0) + 1
            print(f"{number + 1:4} {job:10} killed after {seconds:6.3f} s: {outcome}", flush=True)
    told = ", ".join(f"{count} {job}" for job, count in sorted(counts.items()))
    print(f"{rounds} kills ({told}): {harms} caused harm")
    return 1 if harms else 0


def has_server():
    """Returns whether PostgreSQL's programs are installed."""
    versions = "/usr/lib/postgresql"
    folders = os.listdir(versions) if os.path.isdir(versions) else []
    return shutil.which("initdb") is not None or any(
        os.path.exists(f"{versions}/{folder}/bin/initdb") for folder in folders)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("products")
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--rows", default="1M")
    options = parser.parse_args()
    JOBS["generating"].append(options.rows)
    sys.exit(main(options.products, options.rounds, options.seed))

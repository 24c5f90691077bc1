#!/usr/bin/env python3
"""Checks a run after power cuts: boots a machine in qemu, kills it during a bench, and resumes the run.

The run's folder and the datasets are on an ext4 disk. A machine that is killed loses everything that its
kernel had not written. After each cut, the journal must contain every trial that the bench had reported as
ended, each complete and once; then the machine is started again, the run is resumed, and every trial must
be there once. Each is verified by the digest in its dataset's manifest, so rows lost from a cached dataset
would show as wrong results.
"""

import argparse
import glob
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

from emulator import DISK_MODULES, KERNEL_6_1, Emulator, Kernel, Tree, Unavailable, checked

TRIALS = 5
#: A bench under emulation takes about forty seconds.
SECONDS_MAX = 40
STRATEGIES = ["streamed", "load-all"]
SCALES = ["1k", "2k"]
SCENARIO = f"""\
scenario: power-cut
about: Rows of CSV, loaded while the power may go
pipeline: csv-ingest
dataset: {{ kind: csv-rows, seed: 7 }}
scales: [{", ".join(SCALES)}]
strategies: {{ {", ".join(f"{name}: {{}}" for name in STRATEGIES)} }}
budget: {{ peak-rss: 256MiB }}
trials: {TRIALS}
timeout: 5m
"""

INIT = """\
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
mkdir -p /dev/shm; mount -t tmpfs none /dev/shm; mount -t tmpfs none /tmp
ip link set lo up
for module in {modules}; do insmod /modules/$module.ko; done
mount -t ext4 /dev/vda /disk || echo "MB no disk"
export HOME=/root PATH=/bin:/opt/membudget TERM=dumb NO_COLOR=1 MEMBUDGET_CACHE=/disk/cache
cd /root
echo "MB started"
membudget bench /power-cut.yaml --resume --run-dir /disk/run --enforce watchdog --no-autopsy
echo "MB ended with $?"
umount /disk
echo o > /proc/sysrq-trigger
sleep 60
"""


def main():
    arguments = parsed_arguments()
    folder = os.path.abspath(arguments.folder)
    try:
        emulator = Emulator(folder)
        kernel = Kernel(emulator, *KERNEL_6_1)
    except Unavailable as missing:
        sys.exit(str(missing))
    initrd = packed_initrd(emulator, kernel, os.path.abspath(arguments.products))
    generator = random.Random(arguments.seed)
    failures = 0
    for number in range(1, arguments.cuts + 1):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            cut = Cut(emulator, kernel, initrd, place)
            problems = cut.run(generator)
        print(f"cut {number}: {cut.summary}" + "".join(f"\n    {problem}" for problem in problems),
              flush=True)
        failures += bool(problems)
    print(f"{arguments.cuts} power cuts, {failures} with problems")
    return 1 if failures else 0


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("products", help="folder of the release build")
    parser.add_argument("cuts", type=int, nargs="?", default=20)
    parser.add_argument("--folder", default=".build/emulator", help="folder that is kept between calls")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


def packed_initrd(emulator, kernel, products):
    tree = Tree(os.path.join(emulator.folder, "tree"))
    tree.copy(emulator.busybox, "bin/busybox")
    modules = kernel.modules(DISK_MODULES)
    for module in modules:
        tree.copy(module, f"modules/{os.path.basename(module)}")
    for name in ("membudget", "membudget-worker", "membudget-launcher", "membudget-steady",
                 "membudget-steady-dynamic"):
        tree.copy_program(os.path.join(products, name), f"opt/membudget/{name}")
    for name in ("libmembudget-agent.so", "libmembudget-sampler.so"):
        tree.copy_library(os.path.join(products, name), f"opt/membudget/{name}")
    jemalloc = glob.glob("/usr/lib/*/libjemalloc.so.2")[0]
    tree.copy_library(jemalloc, jemalloc)
    names = " ".join(os.path.basename(module).removesuffix(".ko") for module in modules)
    tree.write("init", INIT.format(modules=names), mode=0o755)
    tree.write("power-cut.yaml", SCENARIO)
    initrd = os.path.join(emulator.folder, "initrd.gz")
    tree.pack(initrd, emulator.cpio)
    return initrd


class Cut:
    """One machine that loses power, and the next one that resumes the run."""

    def __init__(self, emulator, kernel, initrd, place):
        self.emulator = emulator
        self.kernel = kernel
        self.initrd = initrd
        self.place = place
        self.disk = os.path.join(place, "disk.img")
        self.summary = ""
        with open(self.disk, "wb") as file:
            file.truncate(128 << 20)
        checked(["/sbin/mke2fs", "-q", "-t", "ext4", self.disk])

    def run(self, generator):
        """Cuts the power at a random moment of the bench, and returns the problems that it caused."""
        reported, has_ended = self.boot("first", cut_after=generator.uniform(0, SECONDS_MAX))
        problems, trials = self.journal("first")
        self.summary = f"{reported} trials reported, {len(trials)} in the journal"
        if len(trials) < reported:
            problems.append(f"{reported} trials were reported, but {len(trials)} are in the journal")
        if has_ended:
            self.summary += ", the run had ended"
            return problems + self.incomplete("first", trials)
        self.boot("second", cut_after=None)
        resumed, trials = self.journal("second")
        self.summary += f", {len(trials)} after resuming"
        return problems + resumed + self.incomplete("second", trials)

    def incomplete(self, name, trials):
        """Returns whether a run that ended lacks a trial, or its record."""
        expected = len(STRATEGIES) * len(SCALES) * TRIALS
        measured = sum(trial["kind"] == "measured" for trial in trials)
        path = os.path.join(self.place, name, "run", "run.json")
        if os.path.exists(path) and measured == expected:
            return []
        return [f"the run ended with {measured} of {expected} trials:\n{self.console(name)}"]

    def boot(self, name, cut_after):
        """Runs a machine until the bench ends, or for some seconds after its first trial."""
        log = os.path.join(self.place, name + ".log")
        with open(log, "wb") as output:
            machine = self.emulator.boot(self.kernel, self.initrd, output, self.disk)
            deadline = time.monotonic() + 300
            cut_at = None
            while machine.poll() is None and time.monotonic() < deadline:
                if cut_at is None and cut_after is not None and "MB started" in self.console(name):
                    cut_at = time.monotonic() + cut_after
                if cut_at is not None and time.monotonic() >= cut_at:
                    break
                time.sleep(0.05)
            if machine.poll() is None:
                machine.send_signal(signal.SIGKILL)
            machine.wait()
        console = self.console(name)
        return len(re.findall(r"^\[\d+/\d+\]", console, re.MULTILINE)), "MB ended with" in console

    def console(self, name):
        with open(os.path.join(self.place, name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def journal(self, name):
        """Returns the problems of the files on the disk, and the number of trials in the journal."""
        target = os.path.join(self.place, name)
        os.makedirs(target)
        # Replays the journal of the file system, as mounting would.
        subprocess.run(["/sbin/e2fsck", "-fy", self.disk], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        checked(["/sbin/debugfs", "-R", f"rdump /run {target}", self.disk])
        path = os.path.join(target, "run", "trials.jsonl")
        if not os.path.exists(path):
            return [], []
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        # The last line may be torn: the next writer removes it.
        return read_trials(lines[:-1])


def read_trials(lines):
    """Returns the problems of a journal, and its trials."""
    problems = []
    trials = []
    seen = set()
    for number, line in enumerate(lines, start=1):
        try:
            trial = json.loads(line)
        except ValueError:
            problems.append(f"line {number} of the journal is torn: {line[:80]}")
            continue
        trials.append(trial)
        key = json.dumps([trial.get(name) for name in ("strategy", "scale", "kind", "index")])
        if key in seen:
            problems.append(f"line {number} of the journal duplicates {key}")
        seen.add(key)
    return problems, trials


if __name__ == "__main__":
    sys.exit(main())

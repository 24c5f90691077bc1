#!/usr/bin/env python3
"""Runs the programs on other kernels, in qemu, and judges each case by the guest's answer.

    python3 Scripts/test-kernels.py PRODUCTS [quick] [--kernel 6.1] [--only PATTERN] [--folder FOLDER]

PRODUCTS is the folder of the programs, .build/release. Tests every way for a command to end under every
enforcement, peaks of 1 to 64 threads on 1, 4 and 16 processors, and profiles of killed commands, as root
and as a user without a control group. A kernel that apt doesn't offer is skipped, which is not a failure.
`--self-test` only checks that planted errors are noticed; every call does that first.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import platform
import re
import signal
import sys
import tempfile
import threading
import time

import kernel_cases
from emulator import KERNEL_6_1, KERNEL_6_12, Emulator, Kernel, Unavailable
from kernel_guest import packed_initrd
from kernel_judge import problems_of, read_machine
from kernel_plants import unnoticed
from trial import show

KERNELS = dict([KERNEL_6_1, KERNEL_6_12])
#: A full boot takes about two minutes on two cores.
SECONDS_MAX = 1200
LOG_LINES = 30
#: Set when the script is asked to stop, so that it doesn't leave machines running.
STOPPED = threading.Event()


@dataclasses.dataclass
class Boot:
    """One start of a kernel, and the batches of cases that it runs."""
    kernel: Kernel
    processors: int
    batches: list
    problems: dict = dataclasses.field(default_factory=dict)

    @property
    def title(self):
        return f"{self.kernel.name}, {self.processors} CPU{'s' * (self.processors > 1)}"

    @property
    def cases(self):
        return [case for batch in self.batches for case in batch]

    def run(self, emulator, products):
        """Runs the machine to its end; returns the lines to print."""
        if STOPPED.is_set():
            return ""
        with tempfile.TemporaryDirectory(dir=emulator.folder) as place:
            initrd, port, log = (os.path.join(place, name) for name in ("initrd", "port", "log"))
            packed_initrd(emulator, products, self.batches, initrd)
            began = time.monotonic()
            self.emulate(emulator, initrd, port, log)
            machine = read_machine(read(port))
            text = self.judged(machine, time.monotonic() - began)
            if not machine.is_done:
                text += "\n" + "\n".join(read(log).splitlines()[-LOG_LINES:])
        return text

    def emulate(self, emulator, initrd, port, log):
        with open(log, "wb") as output:
            machine = emulator.boot(self.kernel, initrd, output, second_port=port,
                                    memory_mib=1536, processors=self.processors)
            try:
                # The exit status doesn't matter: it is also 0 if the machine was reset.
                deadline = time.monotonic() + SECONDS_MAX
                while machine.poll() is None and time.monotonic() < deadline:
                    if STOPPED.wait(0.1):
                        break
            finally:
                machine.kill()
                machine.wait()

    def judged(self, machine, seconds):
        lines = [f"== {self.title} ({machine.release or 'did not start'}), {seconds:.0f} s"]
        for case in self.cases:
            problems = self.problems[case.name] = problems_of(case, machine)
            lines.append(f"CASE {case.name} " + (f"FAIL {'; '.join(problems)}" if problems else "ok"))
            if case.name.startswith("doctor"):
                lines += [f"    {line}" for line in machine.told(case.name, "stdout")]
        if not machine.is_done:
            self.problems["the end"] = ["the machine did not end by itself"]
            lines.append("CASE the end FAIL the machine did not end by itself; its console:")
        return "\n".join(lines)


def main():
    arguments = parsed_arguments()
    blind = unnoticed()
    if blind:
        sys.exit("planted errors were not noticed: " + "; ".join(blind))
    if arguments.self_test:
        print("every planted error is noticed")
        return 0
    products = os.path.abspath(arguments.products)
    if not os.path.exists(os.path.join(products, "membudget-selftest")):
        sys.exit(f"{products} has no membudget-selftest; run 'make build' first")
    emulator, kernels, skipped = provided(arguments)
    boots = [boot for kernel in kernels for boot in planned(kernel, arguments)]
    run_all(boots, emulator, products)
    return told(boots, skipped)


def run_all(boots, emulator, products):
    """Runs as many machines at once as this machine has processors."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for text in pool.map(lambda boot: boot.run(emulator, products), boots):
                print(text, flush=True)
        finally:
            STOPPED.set()


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("products", nargs="?", default=".build/release",
                        help="folder of the release build")
    parser.add_argument("cases", nargs="?", choices=["all", "quick"], default="all",
                        help="quick: six cases, one boot of each kernel")
    parser.add_argument("--kernel", action="append", choices=KERNELS, help="test only these kernels")
    parser.add_argument("--only", default="", metavar="PATTERN",
                        help="run only cases whose names match this regular expression")
    parser.add_argument("--folder", default=".build/emulator", help="folder that is kept between calls")
    parser.add_argument("--self-test", action="store_true", help="boot nothing")
    return parser.parse_args()


def provided(arguments):
    """Returns the emulator, the available kernels, and the reasons that others are unavailable."""
    names = arguments.kernel or list(KERNELS)
    if platform.machine() != "x86_64":
        return None, [], {name: "kernels are only tested on x86_64" for name in names}
    try:
        emulator = Emulator(arguments.folder)
    except Unavailable as missing:
        return None, [], {name: f"no qemu: {missing}" for name in names}
    kernels, skipped = [], {}
    for name in names:
        try:
            kernels.append(Kernel(emulator, name, KERNELS[name]))
        except Unavailable as missing:
            skipped[name] = str(missing)
    return emulator, kernels, skipped


def planned(kernel, arguments):
    """Returns the boots of a kernel, the longest first."""
    if arguments.cases == "quick":
        plan = [(2, kernel_cases.quick())]
    else:
        peaks = kernel_cases.peaks()
        plan = [(4, kernel_cases.matrix() + peaks), (16, peaks), (1, peaks)]
    for processors, batches in plan:
        chosen = [[case for case in batch if re.search(arguments.only, case.name)]
                  for batch in batches]
        chosen = [batch for batch in chosen if batch]
        if chosen:
            yield Boot(kernel, processors, chosen)


def told(boots, skipped):
    """Prints the table of all cases, and returns the exit status."""
    names = list(dict.fromkeys(name for boot in boots for name in boot.problems))
    if names:
        print()
        show(["case", *(boot.title for boot in boots)],
             [[name, *(cell(boot.problems.get(name)) for boot in boots)] for name in names])
    failures = sum(bool(problems) for boot in boots for problems in boot.problems.values())
    count = sum(len(boot.problems) for boot in boots)
    for name, reason in skipped.items():
        print(f"kernel {name} is skipped: {reason}")
    tested = len({boot.kernel.name for boot in boots})
    print(f"{tested} of {tested + len(skipped)} kernels tested: {len(boots)} boots, {count} cases,"
          f" {failures} failed")
    return 1 if failures else 0


def cell(problems):
    return "–" if problems is None else "FAIL" if problems else "ok"


def read(path):
    """Returns the text of a file; empty if qemu didn't write it."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())

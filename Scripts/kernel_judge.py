"""Judges the answers of a test kernel: each expectation lists the problems of an answer."""

import dataclasses
import json
import re

MIB = 1 << 20
PAGE_BYTES = 4096
#: The difference between a process's own reading and its end, in pages; equal trials vary as much.
TOLERANCE_BYTES = 64 << 10
#: The amount by which counters were seen to read high after memory was released (Documentation/REPORTS.md).
READS_HIGH_BYTES = 128 << 10


class Answer:
    """A guest's answer for a case."""

    def __init__(self):
        self.lines = {}
        self.is_whole = False

    def text(self, part):
        return "\n".join(self.lines.get(part, []))

    def parsed(self, part):
        """Returns a part as JSON; None if it isn't JSON."""
        try:
            return json.loads(self.text(part))
        except ValueError:
            return None


@dataclasses.dataclass
class Machine:
    """A guest's answers about itself and, by name, its cases."""
    release: str = ""
    processors: int = 0
    answers: dict = dataclasses.field(default_factory=dict)
    #: Whether the guest ended by itself.
    is_done: bool = False

    def told(self, name, part):
        """Returns the lines of a part of a case's answer."""
        return self.answers.get(name, Answer()).lines.get(part, [])

    @property
    def version(self):
        return tuple(int(part) for part in re.findall("[0-9]+", self.release)[:2])

    def hidden_bytes_max(self, threads):
        """Returns the maximum that the kernel's counters may hide of a peak, as in Documentation/REPORTS.md."""
        if self.version < (6, 2):
            return 4 * MIB * threads
        return 3 * max(32, 2 * self.processors) * self.processors * PAGE_BYTES


def read_machine(text):
    """Parses the output of a guest; missing parts stay missing."""
    machine = Machine()
    answer = None
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "@machine":
            machine.release, _, count = rest.partition(" ")
            machine.processors = int(count)
        elif word == "@case":
            answer = machine.answers[rest] = Answer()
        elif word == "@end" and rest in machine.answers:
            machine.answers[rest].is_whole = True
        elif word == "@done":
            machine.is_done = True
        elif answer is not None:
            part, _, rest = line.partition("|")
            answer.lines.setdefault(part, []).append(rest)
    return machine


def problems_of(case, machine):
    """Returns the problems of a case; none if it is as expected."""
    answer = machine.answers.get(case.name)
    if answer is None:
        return ["the guest did not run the case"]
    if not answer.is_whole:
        return ["the guest ended in the middle of the case"]
    problems = case.expectation.problems(answer, machine)
    before, _, after = answer.text("control").partition(" / ")
    if before != after:
        problems.append(f"cgroup.subtree_control was '{before}' before and is '{after}' afterwards")
    return problems + [f"left over: {line}" for line in answer.lines.get("left", [])]


def differs(what, found, expected):
    """Returns a problem, unless both are equal."""
    return [] if found == expected else [f"{what} is {found}, not {expected}"]


@dataclasses.dataclass(frozen=True)
class Refusal:
    """`run` must fail before it starts anything, and report the reason."""
    status: int
    words: str

    def problems(self, answer, machine):
        problems = differs("the status", answer.text("status"), f"{self.status}")
        # Lines are wrapped to fit a terminal.
        if self.words not in " ".join(answer.text("stderr").split()):
            problems.append(f"the message lacks '{self.words}': {answer.text('stderr')}")
        return problems


@dataclasses.dataclass(frozen=True)
class Ending:
    """The expected end of a trial."""
    outcome: str
    status: int
    #: The accepted kinds of evidence.
    kinds: list
    #: The accepted enforcement tiers.
    tiers: list
    #: Whether the trial must report a missing tier, with the reason.
    lacks_tier: bool = False

    def problems(self, answer, machine):
        problems = differs("the status", answer.text("status"), f"{self.status}")
        trial = answer.parsed("json")
        problems += ["no trial was written"] if trial is None else self.problems_of_trial(trial)
        return problems + ([answer.text("stderr")] if problems else [])

    def problems_of_trial(self, trial):
        problems = differs("the outcome", trial["outcome"], self.outcome)
        problems += differs("the tiers", trial["enforcement"]["tiers"], self.tiers)
        problems += differs("whether a tier is missing", bool(trial["enforcement"]["missing"]),
                          self.lacks_tier)
        kind = trial["evidence"]["kind"]
        if kind not in self.kinds:
            problems.append(f"the evidence is {kind} ({trial['evidence']['detail']}),"
                            f" not {' or '.join(self.kinds)}")
        return problems


@dataclasses.dataclass(frozen=True)
class Peak:
    """A printed peak must agree with the program's own reading of its page tables."""
    threads: int
    is_released: bool

    def problems(self, answer, machine):
        trial = answer.parsed("json")
        walks = re.findall("walked_kib ([0-9]+)", answer.text("stdout"))
        if trial is None or len(walks) != 2:
            return [f"no trial, or no reading: {answer.text('stdout')} {answer.text('stderr')}"]
        low, high = trial["peak_rss_low_bytes"], trial["peak_rss_high_bytes"]
        if low is None or high is None:
            return [f"the peak is a lower bound: {low}"]
        return self.problems_of_interval(low, high, int(walks[1]) << 10, machine)

    def problems_of_interval(self, low, high, walked, machine):
        # The main thread, in addition to those that hold memory.
        hidden = machine.hidden_bytes_max(self.threads + 1)
        read = f"{low >> 10}–{high >> 10} KiB, the page tables have {walked >> 10} KiB"
        above = READS_HIGH_BYTES if self.is_released and machine.version >= (6, 2) else 0
        problems = []
        if low > walked + TOLERANCE_BYTES + above or high < walked - TOLERANCE_BYTES:
            problems.append(f"the true value is outside the interval: {read}")
        if not self.is_released and low < walked - TOLERANCE_BYTES:
            problems.append(f"memory held until the end reads low: {read}")
        if high - low > hidden + TOLERANCE_BYTES:
            problems.append(f"the interval is wider than {hidden >> 10} KiB: {read}")
        return problems


@dataclasses.dataclass(frozen=True)
class KilledCharge:
    """The kernel must have killed the command in its own group, because of one kind of memory."""
    part: str
    bytes_min: int

    def problems(self, answer, machine):
        problems = Ending("over_budget", 123, ["cgroup"], ["cgroup-v2"]).problems(answer, machine)
        if problems:
            return problems
        kill = answer.parsed("json")["evidence"].get("figures", {}).get("kernel_kill", {})
        charged = (kill.get("parts") or {}).get(self.part, 0)
        return [] if charged >= self.bytes_min else [f"of {kill} {self.part} is only {charged}"]


@dataclasses.dataclass(frozen=True)
class Autopsy:
    """A profile of a command killed by its budget must show its memory."""

    def problems(self, answer, machine):
        profile = answer.parsed("profile")
        if profile is None:
            return [f"there is no profile: {answer.text('stderr')}"]
        problems = differs("the status", answer.text("status"), "123")
        # Without llvm-symbolizer, functions are shown as offsets in the module.
        held = sum(site["peak_bytes"] for site in profile["sites"]
                   if (site["module"] or "").endswith("/membudget-selftest"))
        if profile["peak_bytes"] <= 0 or held < profile["peak_bytes"] / 2:
            problems.append(f"only {held:.0f} of a peak of {profile['peak_bytes']} bytes are attributed")
        return problems


@dataclasses.dataclass(frozen=True)
class Doctor:
    """`doctor` must report the features of the kernel."""
    is_root: bool

    def problems(self, answer, machine):
        found = answer.lines.get("stdout", [])
        # The machine has no workers.
        problems = differs("the status", answer.text("status"), "69")
        return problems + [f"doctor doesn't print '{pattern}'" for pattern in self.patterns(machine)
                         if not any(re.search(pattern, line) for line in found)]

    def patterns(self, machine):
        per_thread = machine.version < (6, 2)
        hidden = machine.hidden_bytes_max(1) / MIB
        error = f"{hidden:.1f} MiB too low" if hidden >= 1 else f"{hidden * 1024:.1f} KiB too low"
        counters = f"^yes +RSS counters .* {error}" + (" per thread" if per_thread else "")
        cgroup = ("^yes +cgroup limit +v2, below /sys/fs/cgroup/doctor$" if self.is_root else
                  "^no +cgroup limit .*")
        advice = [] if self.is_root else ["^ +→ .*membudget"]
        return [re.escape(f"Linux {machine.release}"), "^yes +peaks", counters, cgroup,
                "^yes +watchdog", "^yes +RLIMIT_DATA", "^yes +jemalloc and agent", *advice]

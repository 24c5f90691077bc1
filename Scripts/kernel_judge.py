"""Decides over what a test kernel has told: each expectation lists what is wrong with an answer."""

import dataclasses
import json
import re

MIB = 1 << 20
PAGE_BYTES = 4096
#: Pages that a process touches between the walk and its end; equal trials lie as far apart.
TOLERANCE_BYTES = 64 << 10
#: By so much counters were seen to read high after memory was given back (Documentation/REPORTS.md).
READS_HIGH_BYTES = 128 << 10


class Answer:
    """What a guest told of a case."""

    def __init__(self):
        self.lines = {}
        self.is_whole = False

    def text(self, part):
        return "\n".join(self.lines.get(part, []))

    def parsed(self, part):
        """A part as JSON; None if it is none."""
        try:
            return json.loads(self.text(part))
        except ValueError:
            return None


@dataclasses.dataclass
class Machine:
    """What a guest told of itself, and of its cases by name."""
    release: str = ""
    processors: int = 0
    answers: dict = dataclasses.field(default_factory=dict)
    #: Whether it came to its end.
    is_done: bool = False

    def told(self, name, part):
        """The lines of a part of a case's answer."""
        return self.answers.get(name, Answer()).lines.get(part, [])

    @property
    def version(self):
        return tuple(int(part) for part in re.findall("[0-9]+", self.release)[:2])

    def hidden_bytes_max(self, threads):
        """The most that the kernel's counters may hide of a peak, as in Documentation/REPORTS.md."""
        if self.version < (6, 2):
            return 4 * MIB * threads
        return 3 * max(32, 2 * self.processors) * self.processors * PAGE_BYTES


def read_machine(text):
    """Parses what a guest wrote to its port; what was cut off stays so."""
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


def faults_of(case, machine):
    """What is wrong with a case; nothing for one that is as expected."""
    answer = machine.answers.get(case.name)
    if answer is None:
        return ["the guest did not come to it"]
    if not answer.is_whole:
        return ["the guest ended in the midst of it"]
    faults = case.expectation.faults(answer, machine)
    before, _, after = answer.text("control").partition(" / ")
    if before != after:
        faults.append(f"cgroup.subtree_control was '{before}' before and is '{after}' after it")
    return faults + [f"left over: {line}" for line in answer.lines.get("left", [])]


def differs(what, found, expected):
    """A fault, unless both are the same."""
    return [] if found == expected else [f"{what} is {found}, and not {expected}"]


@dataclasses.dataclass(frozen=True)
class Refusal:
    """`run` must fail before it starts anything, and say why."""
    status: int
    words: str

    def faults(self, answer, machine):
        faults = differs("the status", answer.text("status"), f"{self.status}")
        # Lines are broken to fit a terminal.
        if self.words not in " ".join(answer.text("stderr").split()):
            faults.append(f"it doesn't say '{self.words}': {answer.text('stderr')}")
        return faults


@dataclasses.dataclass(frozen=True)
class Ending:
    """How a trial must end."""
    outcome: str
    status: int
    #: Kinds of evidence, one of which it must have.
    kinds: list
    #: The tiers in force.
    tiers: list
    #: Whether it must say that a tier is missing, and why.
    lacks_tier: bool = False

    def faults(self, answer, machine):
        faults = differs("the status", answer.text("status"), f"{self.status}")
        trial = answer.parsed("json")
        faults += ["no trial was written"] if trial is None else self.faults_of_trial(trial)
        return faults + ([answer.text("stderr")] if faults else [])

    def faults_of_trial(self, trial):
        faults = differs("the outcome", trial["outcome"], self.outcome)
        faults += differs("the tiers", trial["enforcement"]["tiers"], self.tiers)
        faults += differs("whether a tier is missing", bool(trial["enforcement"]["missing"]),
                          self.lacks_tier)
        kind = trial["evidence"]["kind"]
        if kind not in self.kinds:
            faults.append(f"the evidence is {kind} ({trial['evidence']['detail']}),"
                          f" and not {' or '.join(self.kinds)}")
        return faults


@dataclasses.dataclass(frozen=True)
class Peak:
    """A printed peak must agree with the walk over page tables that the program itself made."""
    threads: int
    is_released: bool

    def faults(self, answer, machine):
        trial = answer.parsed("json")
        walks = re.findall("walked_kib ([0-9]+)", answer.text("stdout"))
        if trial is None or len(walks) != 2:
            return [f"no trial, or no walk: {answer.text('stdout')} {answer.text('stderr')}"]
        low, high = trial["peak_rss_low_bytes"], trial["peak_rss_high_bytes"]
        if low is None or high is None:
            return [f"the peak is a lower bound: {low}"]
        return self.faults_of_interval(low, high, int(walks[1]) << 10, machine)

    def faults_of_interval(self, low, high, walked, machine):
        # The program's own thread beside those that hold memory.
        hidden = machine.hidden_bytes_max(self.threads + 1)
        read = f"{low >> 10}–{high >> 10} KiB, the page tables have {walked >> 10} KiB"
        above = READS_HIGH_BYTES if self.is_released and machine.version >= (6, 2) else 0
        faults = []
        if low > walked + TOLERANCE_BYTES + above or high < walked - TOLERANCE_BYTES:
            faults.append(f"the truth is outside the interval: {read}")
        if not self.is_released and low < walked - TOLERANCE_BYTES:
            faults.append(f"what is still there at the end reads low: {read}")
        if high - low > hidden + TOLERANCE_BYTES:
            faults.append(f"the interval is wider than {hidden >> 10} KiB: {read}")
        return faults


@dataclasses.dataclass(frozen=True)
class KilledCharge:
    """The kernel must have ended the command in a group of its own, for one kind of memory."""
    part: str
    bytes_min: int

    def faults(self, answer, machine):
        faults = Ending("over_budget", 123, ["cgroup"], ["cgroup-v2"]).faults(answer, machine)
        if faults:
            return faults
        kill = answer.parsed("json")["evidence"].get("figures", {}).get("kernel_kill", {})
        charged = (kill.get("parts") or {}).get(self.part, 0)
        return [] if charged >= self.bytes_min else [f"of {kill} {self.part} is only {charged}"]


@dataclasses.dataclass(frozen=True)
class Autopsy:
    """A profile of what a budget ended must say who held its memory."""

    def faults(self, answer, machine):
        profile = answer.parsed("profile")
        if profile is None:
            return [f"there is no profile: {answer.text('stderr')}"]
        faults = differs("the status", answer.text("status"), "123")
        # Without llvm-symbolizer functions are told by their place in the module.
        held = sum(site["peak_bytes"] for site in profile["sites"]
                   if (site["module"] or "").endswith("/membudget-selftest"))
        if profile["peak_bytes"] <= 0 or held < profile["peak_bytes"] / 2:
            faults.append(f"of a peak of {profile['peak_bytes']} bytes {held:.0f} are known")
        return faults


@dataclasses.dataclass(frozen=True)
class Doctor:
    """`doctor` must find what the kernel has."""
    is_root: bool

    def faults(self, answer, machine):
        found = answer.lines.get("stdout", [])
        # There are no workers.
        faults = differs("the status", answer.text("status"), "69")
        return faults + [f"doctor doesn't say '{pattern}'" for pattern in self.patterns(machine)
                         if not any(re.search(pattern, line) for line in found)]

    def patterns(self, machine):
        per_thread = machine.version < (6, 2)
        hidden = machine.hidden_bytes_max(1) / MIB
        error = f"{hidden:.1f} MiB low" if hidden >= 1 else f"{hidden * 1024:.1f} KiB low"
        counters = f"^yes +RSS counters .* {error}" + (" per thread" if per_thread else "")
        cgroup = ("^yes +cgroup limit +v2, below /sys/fs/cgroup/doctor$" if self.is_root else
                  "^no +cgroup limit .*")
        advice = [] if self.is_root else ["^ +→ .*membudget"]
        return [re.escape(f"Linux {machine.release}"), "^yes +peaks", counters, cgroup,
                "^yes +watchdog", "^yes +RLIMIT_DATA", "^yes +jemalloc and agent", *advice]

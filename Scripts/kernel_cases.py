"""The cases of `make test-kernels`: the commands to run on a kernel, and how each must end."""

import dataclasses
import shlex

from kernel_judge import Autopsy, Doctor, Ending, KilledCharge, Peak, Refusal

TIERS = ["auto", "cgroup", "watchdog", "rlimit", "off"]
#: The enforcement tiers in force, by the requested one.
IN_FORCE = {"auto": ["watchdog", "cgroup-v2"], "cgroup": ["cgroup-v2"], "watchdog": ["watchdog"],
            "rlimit": ["rlimit"], "off": []}
SELFTEST = "membudget-selftest"
BUDGET = "32MiB"


@dataclasses.dataclass(frozen=True)
class Case:
    """Shell commands that run in their own control group, and the expected answer."""
    name: str
    script: str
    expectation: object
    #: Lines of shell that root runs before and next to the script; $group is the folder of the group.
    before: str = ""
    beside: str = ""

    def files(self):
        """Returns the scripts that the guest runs, by name."""
        parts = {"script": self.script, "before": self.before, "beside": self.beside}
        return {name: text + "\n" for name, text in parts.items() if text}


def run(command, *options, is_root=True, is_profiled=False):
    """Returns a line of shell that measures a command, given as a list."""
    words = ["measure" if is_root else "measure_as_user", 'membudget run --json "$out/json"']
    if is_profiled:
        words.append('--profile "$out/folder"')
    return " ".join([*words, shlex.join([*options, "--", *command])])


@dataclasses.dataclass(frozen=True)
class Death:
    """A way for a command to end under a budget, with the outcome expected under any enforcement."""
    name: str
    command: list
    outcome: str
    status: int
    #: The kind of the evidence, by the requested enforcement; "" is for all others.
    kinds: dict
    budget: str = BUDGET
    options: tuple = ()
    before: str = ""
    beside: str = ""

    def case(self, tier, is_root=True):
        """Returns this death under an enforcement, as root or as a user without a cgroup."""
        lacks_cgroup = tier == "auto" and not is_root
        effect = "watchdog" if lacks_cgroup else tier
        script = run(self.command, "--budget", self.budget, "--enforce", tier, *self.options,
                     is_root=is_root)
        expectation = Ending(self.outcome, self.status,
                             self.kinds.get(effect, self.kinds.get("")), IN_FORCE[effect],
                             lacks_cgroup)
        return Case(f"{self.name}.{tier}" + ("" if is_root else ".user"), script, expectation,
                    self.before, self.beside)


OVER = {"auto": ["watchdog", "cgroup"], "cgroup": ["cgroup"], "watchdog": ["watchdog"],
        "rlimit": ["allocation_refused"], "off": ["exact_peak"]}
#: The whole tree is killed; a shell that survives its child would print so.
TREE = ["sh", "-c", f"{SELFTEST} sleep 60000 & {SELFTEST} grow 0 --limit 64; echo survived"]
WAIT = f"until pidof {SELFTEST} > /dev/null; do usleep 20000; done"
KILL = f"{WAIT}; kill -9 $(pidof {SELFTEST})"
#: A signal that stops the harness is passed on.
STOP = f"{WAIT}; kill -TERM $(pidof membudget)"

DEATHS = [
    Death("within", [SELFTEST, "touch", "16"], "completed", 0, {"": ["exited"]}),
    Death("over", [SELFTEST, "grow", "0", "--limit", "64"], "over_budget", 123, OVER),
    Death("tree", TREE, "over_budget", 123, OVER),
    # Large enough that the kernel doesn't kill the harness, which is below the same limit.
    Death("ancestor", [SELFTEST, "touch", "160"], "killed_externally", 137,
          {"auto": ["environment"], "cgroup": ["environment"], "": ["foreign_kill"]},
          budget="192MiB", before='echo 128M > "$group/memory.max"; echo 0 > "$group/memory.swap.max"'),
    Death("outside", [SELFTEST, "sleep", "60000"], "killed_externally", 137,
          {"": ["foreign_kill"]}, beside=KILL),
    Death("stopped", [SELFTEST, "sleep", "60000"], "killed_externally", 143,
          {"": ["foreign_kill"]}, beside=STOP),
    Death("crash", [SELFTEST, "segv"], "crashed", 139, {"": ["signal"]}),
    Death("status", [SELFTEST, "exit", "3"], "failed", 3, {"": ["exit_code"]}),
    Death("timeout", [SELFTEST, "ignore-term", "60000"], "timed_out", 124, {"": ["deadline"]},
          options=("--timeout", "1s")),
    Death("refused", [SELFTEST, "refuse-small", "64"], "over_budget", 123, OVER),
]
#: The trial's own group gets a `memory.high` far below its current size; the harness is in another group,
#: so it isn't slowed down.
SLOWED = """\
for attempt in $(seq 600); do
    trial="$(echo "$group"/membudget-*-1)"
    if [ "$(cat "$trial/memory.current")" -gt 12000000 ]; then
        echo 8M > "$trial/memory.high"
        break
    fi
    usleep 50000
done 2> /dev/null"""
#: Without a group for its trial, the command enters one itself.
SLOW = 'mkdir "$group+slow"; echo 16M > "$group+slow/memory.high"'
ENTERS_SLOW = ["sh", "-c", f'echo 0 > "$group+slow/cgroup.procs"; exec {SELFTEST} touch 24']
#: The last 10 s decide, and under emulation with few processors it takes long to stand still.
DEADLINE = ("--timeout", "20s")
STALLED = [Death("stalled", [SELFTEST, "grow", "8", "--limit", "24"], "stalled", 124,
                 {"": ["memory_pressure"]}, options=DEADLINE, beside=SLOWED).case(tier)
           for tier in ("auto", "cgroup")]
SLOW_AND_UNSEEN = [Death("stalled", ENTERS_SLOW, "timed_out", 124, {"": ["deadline"]},
                         options=DEADLINE, before=SLOW).case(tier)
                   for tier in ("watchdog", "rlimit", "off")]


def peak(threads, pages, is_released, *options, name=None):
    """Returns threads that each hold this many pages, either until the end or until shortly before."""
    release = ["--release", "1"] if is_released else []
    name = name or ("released" if is_released else "live")
    return Case(f"peak.{name}.{threads}x{pages}",
                run([SELFTEST, "peak", f"{threads}", f"{pages}", *release], *options),
                Peak(threads, is_released))


def idle_threads(tier):
    """Returns idle threads that each hold so little that a kernel may not have counted any of it."""
    return Case(f"idle-threads.{tier}",
                run([SELFTEST, "peak", "64", "60", "--hold-ms", "60000"], "--budget", "8MiB",
                    "--enforce", tier),
                Ending("over_budget", 123, OVER[tier], IN_FORCE[tier]))


def autopsy(tier):
    """Returns a profile of a command that goes over its budget while it allocates."""
    measured = run([SELFTEST, "sites", "8", "8", "8"], "--budget", "12MiB", "--enforce", tier,
                   is_profiled=True)
    report = 'membudget profile "$out/folder" --format json > "$out/profile"'
    return Case(f"autopsy.{tier}", f"{measured}\n{report}", Autopsy())


def from_shell(name, lines, expectation):
    """Returns lines of a shell that is in the case's group, like that of an interactive user."""
    script = f"cat > \"$out/shell\" <<'EOF'\necho 0 > \"$group/cgroup.procs\"\n{lines}\nEOF\n"
    return Case(name, script + 'sh "$out/shell" > "$out/stdout" 2> "$out/stderr"', expectation)


def taken():
    """Returns a case in which a harness in a shared group uses --take-cgroup and leaves nothing behind."""
    measured = f"membudget run {{}} --budget {BUDGET} --json \"$out/json\" -- {{}}\n" \
               'echo $? > "$out/status"'
    killed = ("membudget run --take-cgroup --budget 32MiB -- sleep 60 & harness=$!\n"
              "until ls -d $group/*-1 > /dev/null 2>&1; do usleep 100000; done\n"
              "kill -9 $harness; wait $harness; sleep 1\n")
    return [
        from_shell("taken", measured.format("--take-cgroup --enforce cgroup", f"{SELFTEST} touch 64"),
                   Ending("over_budget", 123, OVER["cgroup"], IN_FORCE["cgroup"])),
        from_shell("untaken", measured.format("--enforce cgroup", f"{SELFTEST} touch 64"),
                   Refusal(125, "--take-cgroup")),
        from_shell("taken.killed", killed + measured.format("--enforce auto", "true"),
                   Ending("completed", 0, ["exited"], IN_FORCE["watchdog"], lacks_tier=True)),
    ]


#: Shared memory is charged, and remains charged after its process has ended.
SHARED = Case("container", run([SELFTEST, "shmem", "64"], "--metric", "container", "--budget", "16MiB"),
              KilledCharge("shmem_bytes", 12 << 20))
DOCTOR = Case("doctor", "measure membudget doctor", Doctor(is_root=True))
DOCTOR_OF_USER = Case("doctor.user", "measure_as_user membudget doctor", Doctor(is_root=False))


def refusal_to_user():
    """Returns a case in which a user without a cgroup requires one, so nothing must be run."""
    return Case("cgroup-required.user",
                run([SELFTEST, "touch", "1"], "--budget", BUDGET, "--enforce", "cgroup",
                    is_root=False),
                Refusal(125, "cgroup limit is unavailable"))


def alone(cases):
    """Returns batches of one case each."""
    return [[case] for case in cases]


def matrix():
    """Returns batches of cases: every death under every enforcement."""
    every = [death.case(tier) for death in DEATHS for tier in TIERS]
    of_user = [death.case(tier, is_root=False) for death in DEATHS
               for tier in TIERS if tier != "cgroup"]
    # The standstill is measured, which other cases would disturb.
    return [*alone([DOCTOR, DOCTOR_OF_USER, *every, *STALLED]), SLOW_AND_UNSEEN,
            *alone([idle_threads(tier) for tier in ("auto", "cgroup", "watchdog")]),
            *alone([autopsy(tier) for tier in TIERS]), *alone([*taken(), SHARED]),
            *alone([refusal_to_user(), *of_user])]


def peaks():
    """Returns batches of cases: peaks of few and many threads, held or released at the end."""
    sizes = [(1, 60), (1, 4000), (4, 1000), (16, 250), (64, 4), (64, 60)]
    every = [peak(*size, is_released) for is_released in (False, True) for size in sizes]
    # The threads of the program leave the processor that they are pinned to.
    return alone([*every, peak(16, 250, True, "--cpus", "1", name="moved")])


def quick():
    """Returns six cases, to run for every change."""
    over, tree, ancestor = DEATHS[1], DEATHS[2], DEATHS[3]
    return alone([DOCTOR, over.case("auto"), tree.case("cgroup"), ancestor.case("cgroup"),
                  over.case("watchdog", is_root=False), peak(8, 250, is_released=True)])

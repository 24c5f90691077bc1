#!/usr/bin/env python3
"""Counts the files that an addition changes.

Adds a dummy of each kind to a copy of the repository, builds it and checks that the program shows each one.
Fails if one changes more files than its limit; tests and documents don't count.

The copy and its .build are kept, so that only the first run builds everything.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Callable

import trial

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@dataclass
class Addition:
    """A dummy of one kind."""
    kind: str
    files_max: int
    #: A function that returns whether the built program shows it.
    is_shown: Callable[["Program"], bool]
    #: New files: their texts by path.
    files: dict = field(default_factory=dict)
    #: Insertions: the path, the preceding line (without indentation), and the new text.
    lines: list = field(default_factory=list)

    def apply(self, tree):
        for path, text in self.files.items():
            path = os.path.join(tree, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "x", encoding="utf-8") as file:
                file.write(text)
        for path, anchor, text in self.lines:
            insert(os.path.join(tree, path), anchor, text)


def insert(path, anchor, text):
    """Inserts text after the only line that is equal to `anchor`."""
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    places = [index for index, line in enumerate(lines) if line.strip() == anchor]
    if len(places) != 1:
        sys.exit(f"{path}: {len(places)} lines are '{anchor}' instead of one; adapt {__file__}")
    lines.insert(places[0] + 1, text)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)


class Program:
    """The built copy, and a run of the dummy strategy with it."""

    def __init__(self, products, scratch):
        self.products = products
        self.scratch = scratch
        self.run_directory = os.path.join(scratch, "run")
        self.scenario = os.path.join(scratch, "additions.yaml")
        with open(self.scenario, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        self.output("bench", self.scenario, "--run-dir", self.run_directory, "--dummy")

    def finished(self, *arguments):
        """Runs a command to its end."""
        return subprocess.run(
            [os.path.join(self.products, "membudget"), *arguments], stdin=subprocess.DEVNULL,
            env={**os.environ, "MEMBUDGET_LIBEXEC": self.products}, cwd=self.scratch,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def output(self, *arguments):
        """Returns the standard output of a command that must succeed."""
        finished = self.finished(*arguments)
        if finished.returncode != 0:
            sys.exit(f"membudget {' '.join(arguments)}: exit status {finished.returncode}\n"
                     f"{finished.stdout}{finished.stderr}")
        return finished.stdout

    def record(self):
        with open(os.path.join(self.run_directory, "run.json"), encoding="utf-8") as file:
            return json.load(file)

    def cells(self):
        return self.record()["scenarios"][0]["cells"]


def shows_strategy(program):
    return [cell["verdict"] for cell in program.cells()] == ["within"]


def shows_dataset_kind(program):
    return "Empty lines" in program.output("list") and "dummy" in program.output(
        "generate", "dummy", "--scale", "3", "--output", "dummy-data", "--quiet")


def shows_renderer(program):
    """Every command that shows runs must offer and use it."""
    run = program.run_directory
    helps = [" ".join(program.output(command, "--help").split())
             for command in ["report", "bench", "compare"]]
    texts = [
        program.output("report", run, "--format", "dummy"),
        program.output("compare", run, run, "--format", "dummy"),
        program.output("bench", program.scenario, "--run-dir", run, "--dummy", "--resume",
                       "--format", "dummy"),
    ]
    offers = ["dummy.txt", "json or dummy.", "json or dummy."]
    return (all(offer in help for offer, help in zip(offers, helps))
            and texts == ["additions\n", "two runs\n", "additions\n"])


def shows_enforcement(program):
    """`doctor` must probe it, and it must stop a command that would run for a minute."""
    is_tried = any(line.startswith("yes") and line.split()[1] == "dummy"
                   for line in program.output("doctor").splitlines())
    command = [sys.executable, "-c", "import time; x = b'x' * (256 << 20); time.sleep(60)"]
    killed = trial.run(
        program.products, command, "--enforce", "dummy", "--require-enforcement", "dummy",
        "--budget", "64MiB")
    return (is_tried and killed["outcome"] == "over_budget"
            and killed["enforcement"]["tiers"] == ["dummy"])


def shows_flag(program):
    """It must be recorded with the run, which can't be resumed without it."""
    settings = program.record()["plan"]["scenarios"][0]["settings"]
    resumed = program.finished(
        "bench", program.scenario, "--run-dir", program.run_directory, "--resume")
    return ("--dummy" in program.output("bench", "--help") and settings.get("dummy") == "on"
            and resumed.returncode == 64 and "dummy is off, not on" in resumed.stderr)


def shows_json_key(program):
    """It must be null in a run that was recorded without it."""
    recorded = os.path.join(ROOT, "Tests", "RecordedRuns", "bench")
    old = json.loads(program.output("report", recorded, "--format", "json"))
    cells = old["scenarios"][0]["cells"]
    old_values = {old_trial["dummy_bytes"] for cell in cells for old_trial in cell["trials"]}
    return program.cells()[0]["trials"][0]["dummy_bytes"] == 4096 and old_values == {None}


SCENARIO = """\
scenario: additions
about: The dummy strategy, once
pipeline: csv-ingest
dataset: { kind: csv-rows, seed: 1 }
scales: [100]
budget: { peak-rss: 1GiB }
trials: 1
allocator: system
strategies: { dummy: {} }
"""

ADDITIONS = [
    Addition(
        "strategy", 2, shows_strategy,
        files={"Sources/Pipelines/CSVIngest/Strategies/Dummy.swift": """\
import PipelineKit

/// Rows one by one, under another name.
struct Dummy: IngestStrategy {
    let name = "dummy"
    let about = "does what row-by-row does"

    func ingest(_ context: TrialContext, into store: RowStore) throws {
        try RowByRow().ingest(context, into: store)
    }
}
"""},
        lines=[(
            "Sources/Pipelines/CSVIngest/CSVIngest.swift",
            "package var strategies: [any Strategy] {",
            "        [Dummy()] +\n")]),
    Addition(
        "dataset kind", 2, shows_dataset_kind,
        files={"Sources/Datasets/Dummy/DummyGenerator.swift": """\
import MemoryBudget

/// The kind `dummy`: empty lines.
struct DummyGenerator: DatasetGenerator {
    static let kind = DatasetKind(name: "dummy", about: "Empty lines", unit: "lines")
    static let dataName = "lines.txt"
    static let version = 1

    let seed: UInt64
    let parameters: [String: String]

    init(seed: UInt64, parameters: [String: String]) {
        self.seed = seed
        self.parameters = parameters
    }

    func estimatedBytes(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): scale.units
        case .bytes(let count): count.bytes
        }
    }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let output = try OutputFile(creating: "\\(directory)/\\(Self.dataName)")
        while output.byteCount < estimatedBytes(of: size) {
            output.position.pointee = UInt8(ascii: "\\n")
            output.advance(to: output.position + 1)
        }
        try output.finish()
        return DatasetManifest(
            kind: Self.kind.name, generatorVersion: Self.version, seed: seed,
            units: output.byteCount,
            expected: ExpectedOutcome(rows: output.byteCount, rowsFailed: 0, digest: ""),
            bytes: output.byteCount, file: Self.dataName, columns: [])
    }
}
"""},
        lines=[(
            "Sources/Datasets/Kinds/DatasetKinds.swift",
            "private static let generators: [any DatasetGenerator.Type] = [",
            "        DummyGenerator.self,\n")]),
    Addition(
        "renderer", 2, shows_renderer,
        files={"Sources/Reports/Dummy/DummyReport.swift": """\
package import Judging
package import RunStore

/// The names of a run's scenarios.
package struct DummyReport: FileRenderer, ConsoleRenderer {
    package let name = "dummy"
    package let medium = Medium.text
    package let fileNames = ["dummy.txt"]

    package func files(of source: ReportSource) -> [ReportFile] {
        file(names(of: source.run))
    }

    package func text(of run: RunRecord, style: Style) -> String { names(of: run) }

    package func text(of comparison: RunComparison, style: Style) -> String { "two runs\\n" }

    private func names(of run: RunRecord) -> String {
        run.scenarios.map { $0.name + "\\n" }.joined()
    }
}
"""},
        lines=[(
            "Sources/Reports/Renderer/Renderers.swift", "BenchmarkActionReport(),",
            "        DummyReport(),\n")]),
    Addition(
        "enforcement", 2, shows_enforcement,
        files={"Sources/Harness/Enforcing/Dummy.swift": """\
import MemoryBudget

/// The watchdog, under another name.
struct Dummy: EnforcementMechanism {
    let tier = EnforcementTier.dummy
    let request = Enforcement(rawValue: "dummy")
    let title = "dummy"

    func probe() -> Capability? {
        Capability(
            .enforcement(tier), name: title, isAvailable: true,
            finding: "reads as the watchdog does")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        request == self.request ? EnforcementDemand(limitBytes: budget.limit.bytes) : nil
    }

    func arm(_ demand: EnforcementDemand, for limits: TrialLimits) -> (any ArmedEnforcement)? {
        ArmedDummy(watchedBudget: limits.budget)
    }
}

/// The dummy of one trial; its evidence is the watchdog's.
struct ArmedDummy: ArmedEnforcement {
    let tier = EnforcementTier.dummy
    let watchedBudget: Budget?

    func evidence() -> any EnforcementEvidence { ArmedWatchdog(watchedBudget: watchedBudget) }
}

extension EnforcementTier {
    fileprivate static let dummy = EnforcementTier(rawValue: "dummy")
}
"""},
        lines=[(
            "Sources/Harness/Enforcing/EnforcementMechanisms.swift", "DataLimit(),",
            "            Dummy(),\n")]),
    Addition(
        "flag", 2, shows_flag,
        lines=[
            (
                "Sources/Bench/Settings/MeasurementSettings.swift", "package var need = true",
                "    /// Whether nothing changes. Default false.\n    package var dummy = false\n"),
            (
                "Sources/membudget/Options/MeasureOptions.swift", "var allocator: Allocator?",
                "\n    @Flag(help: \"Change nothing.\")\n    var dummy = false\n"),
            (
                "Sources/membudget/Options/MeasureOptions.swift", "settings.need = !skipsNeed",
                "        settings.dummy = dummy\n"),
        ]),
    Addition(
        "JSON key", 3, shows_json_key,
        lines=[
            (
                "Sources/MemoryBudget/Measurement/Observation.swift",
                "package var stderrTail: String?",
                "    /// A size that is always the same.\n    package var dummyBytes: Int?\n"),
            (
                "Sources/MemoryBudget/Measurement/Observation.swift",
                "case stderrTail = \"stderr_tail\"",
                "        case dummyBytes = \"dummy_bytes\"\n"),
            (
                "Sources/Harness/Trials/RawTrial+Observation.swift", "fillMemory(&observation)",
                "        observation.dummyBytes = 4096\n"),
        ]),
]


def git(tree, *arguments):
    identity = ["-c", "user.name=additions", "-c", "user.email=additions@localhost"]
    return subprocess.run(
        ["git", "-C", tree, *identity, *arguments], check=True, stdout=subprocess.PIPE,
        text=True).stdout


def commit(tree):
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--allow-empty", "--message", "step")


def copy_tree(copy):
    """Updates the copy to the state of the repository; unchanged files keep their times."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    paths = {path for path in listed.split("\0") if os.path.isfile(os.path.join(ROOT, path))}
    if not os.path.isdir(os.path.join(copy, ".git")):
        os.makedirs(copy)
        git(copy, "init", "--quiet")
    for path in set(git(copy, "ls-files", "-z").split("\0")) - paths - {""}:
        os.remove(os.path.join(copy, path))
    for path in paths:
        update(os.path.join(ROOT, path), os.path.join(copy, path))
    copy_dependencies(copy)
    commit(copy)


def update(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, "rb") as file:
        data = file.read()
    if os.path.exists(target):
        with open(target, "rb") as file:
            if file.read() == data:
                return
    shutil.copy2(source, target)


def copy_dependencies(copy):
    """Copies the fetched packages, so that nothing is fetched again."""
    resolved = os.path.join(ROOT, "Package.resolved")
    if os.path.exists(resolved):
        shutil.copy2(resolved, copy)
    for name in ["repositories", "checkouts", "workspace-state.json"]:
        source, target = (os.path.join(tree, ".build", name) for tree in (ROOT, copy))
        if os.path.exists(target) or not os.path.exists(source):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)


def touched(copy):
    """Returns the files that differ from the last commit, apart from tests and documents."""
    lines = git(copy, "status", "--porcelain", "--untracked-files=all").splitlines()
    paths = [line[3:] for line in lines]
    return [path for path in paths
            if not path.startswith(("Tests/", "Documentation/")) and not path.endswith(".md")]


def count_files(copy):
    """Applies every addition to the copy; returns the number of files that each changed."""
    counts = []
    for addition in ADDITIONS:
        addition.apply(copy)
        counts.append(len(touched(copy)))
        commit(copy)
    return counts


def shown_additions(copy):
    """Builds the copy; returns whether it shows each addition."""
    for product in ["membudget", "membudget-worker"]:
        if subprocess.run(["swift", "build", "--product", product], cwd=copy).returncode != 0:
            sys.exit(f"{product} doesn't build with the additions")
    with tempfile.TemporaryDirectory() as scratch:
        program = Program(os.path.join(copy, ".build", "debug"), scratch)
        return [addition.is_shown(program) for addition in ADDITIONS]


def main(copy, files_max):
    copy_tree(copy)
    counts = count_files(copy)
    limits = [addition.files_max if files_max is None else files_max for addition in ADDITIONS]
    is_over = any(count > limit for count, limit in zip(counts, limits))
    # The build may stop early if it can't change the result.
    shown = [] if is_over else shown_additions(copy)
    words = ["yes" if is_shown else "NO" for is_shown in shown] or ["not built"] * len(counts)
    print()
    kinds = [addition.kind for addition in ADDITIONS]
    trial.show(
        ["addition", "files", "at most", "shown"],
        [list(row) for row in zip(kinds, counts, limits, words)])
    if is_over:
        sys.exit("an addition changes too many files")
    if not all(shown):
        sys.exit("the program doesn't show an addition")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "copy", nargs="?", default=os.path.join(ROOT, ".build", "additions"),
        help="folder of the copy (default: .build/additions)")
    parser.add_argument(
        "--files-max", type=int, metavar="N",
        help="maximum number of files of any addition, instead of its own limit")
    arguments = parser.parse_args()
    main(os.path.abspath(arguments.copy), arguments.files_max)

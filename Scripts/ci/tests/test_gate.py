"""The gate of a step, with a program that records its calls."""

from ci.tests.support import ScriptTest

# `gate` writes a run and exits with STATUS; `report` writes the reports that a step shows.
PROGRAM = """#!/bin/sh
folder=$(dirname "$0")
echo "$*" >> "$folder/calls"
env > "$folder/environment-$1"
case $1 in
gate)
    while [ "$1" != --run-dir ]; do shift; done
    if [ ! -e "$folder/measures-nothing" ]; then mkdir -p "$2"; echo '{}' > "$2/run.json"; fi
    exit "$(cat "$folder/status")" ;;
report)
    if [ -e "$folder/no-report" ]; then exit 73; fi
    while [ "$1" != --output ]; do shift; done
    mkdir -p "$2"
    printf '::error file=a::more\\nother\\n' > "$2/annotations.txt"
    echo summary > "$2/summary.md" ;;
esac
"""


class GateTests(ScriptTest):
    """A head with a scenario in a subfolder, and a base."""

    def setUp(self):
        """Creates both trees and the program."""
        super().setUp()
        self.program = self.write("bin/membudget", PROGRAM, 0o755)
        self.head = self.folder / "head"
        self.git("init", "-q", self.head)
        self.write("head/app/Scenarios/import.yaml", "")
        self.write("base/app/Scenarios/import.yaml", "")

    def gate(self, status=0, base=True, **variables):
        """Runs the step."""
        self.write("bin/status", str(status))
        return self.run_script(
            "gate.sh", self.program, self.folder / "memory",
            *([self.folder / "base"] if base else []), cwd=self.head / "app",
            GITHUB_OUTPUT=str(self.folder / "outputs"),
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"), **variables)

    def calls(self):
        """Returns the arguments of every call of the program."""
        return (self.folder / "bin/calls").read_text().splitlines()

    def test_call(self):
        """The root of the base and all options of the workflow are passed."""
        result = self.gate(MEMBUDGET_SCENARIOS="import", MEMBUDGET_OPTIONS="--trials 5")
        self.assertEqual(result.returncode, 0, result.stderr)
        memory = f"{self.folder}/memory"
        self.assertEqual(self.calls(), [
            f"gate import --against {self.folder}/base --run-dir {memory}/run --trials 5",
            f"report {memory}/run --format markdown,html,svg,junit,sarif,github"
            f" --output {memory}/report"])
        self.assertEqual((self.folder / "outputs").read_text(), f"report={memory}\n")
        self.assertEqual((self.folder / "summary").read_text(), "summary\n")
        self.assertEqual(result.stdout, "::error file=a::more\n")

    def test_status(self):
        """The step exits like the gate, after writing its report."""
        for status in (1, 2, 3, 70):
            self.assertEqual(self.gate(status).returncode, status)
            self.assertTrue((self.folder / "memory/report/summary.md").exists())

    def test_report_that_fails(self):
        """A report that can't be written fails a green gate; other statuses are kept."""
        self.write("bin/no-report", "")
        self.assertEqual(self.gate(0).returncode, 74)
        self.assertEqual(self.gate(2).returncode, 2)

    def test_no_run(self):
        """A gate that measured nothing has no report, and no output refers to one."""
        self.write("bin/measures-nothing", "")
        self.assertEqual(self.gate(65).returncode, 65)
        self.assertEqual(len(self.calls()), 1)
        self.assertFalse((self.folder / "outputs").exists())

    def test_new_scenarios(self):
        """A base without any of the scenarios is not compared with, which is reported."""
        (self.folder / "base/app/Scenarios/import.yaml").unlink()
        result = self.gate(MEMBUDGET_SCENARIOS="Scenarios/import.yaml")
        self.assertEqual(result.returncode, 0)
        self.assertNotIn("--against", self.calls()[0])
        self.assertIn("only budgets and rules are judged", result.stderr)

    def test_no_base(self):
        """The same holds for a run without a base."""
        self.assertEqual(self.gate(base=False).returncode, 0)
        self.assertNotIn("--against", self.calls()[0])

    def test_prepare(self):
        """Both trees are built, each in its own folder; a failed build ends the step."""
        self.gate(MEMBUDGET_PREPARE="pwd > built\ntrue")
        for tree in ("head", "base"):
            self.assertEqual((self.folder / tree / "app/built").read_text(),
                             f"{self.folder}/{tree}/app\n")
        result = self.gate(MEMBUDGET_PREPARE="false\ntrue")
        self.assertEqual(result.returncode, 1)
        self.assertIn("the build of the head ('prepare') failed", result.stderr)
        broken = self.gate(MEMBUDGET_PREPARE="case $PWD in */head/*) ;; *) exit 3 ;; esac")
        self.assertIn("build of the base", broken.stderr)

    def test_environment(self):
        """Neither the build nor the measured programs get a token or a file of the engine."""
        secrets = {name: "secret" for name in (
            "GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "CI_JOB_TOKEN", "MEMBUDGET_TOKEN")}
        self.gate(MEMBUDGET_PREPARE="env > environment", **secrets)
        for file in ("head/app/environment", "bin/environment-gate"):
            text = (self.folder / file).read_text()
            self.assertNotIn("secret", text)
            self.assertNotIn("GITHUB_OUTPUT", text)
            self.assertIn("PATH=", text)

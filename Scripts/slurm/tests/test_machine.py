"""The interface to the machine: packages, control groups, processes, output of Slurm."""

import contextlib
import importlib.util
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid
from unittest import mock

from slurm import cluster, groups, packages, processes

SCRIPT = pathlib.Path(__file__).parents[2] / "test-slurm.py"
JOBS = """\
JobId=5 ArrayJobId=3 ArrayTaskId=1 JobName=memory-bench JobState=RUNNING Reason=None Requeue=1 Restarts=1 BatchFlag=2 ExitCode=0:0 NodeList=mb1 BatchHost=mb1 Command=/mnt/x y=z
JobId=3 ArrayJobId=3 ArrayTaskId=2-3 JobName=memory-bench JobState=PENDING Reason=Resources Requeue=1 Restarts=0 ExitCode=0:0
"""


class Temporary(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def path(self, name, text=None):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if text is not None:
            pathlib.Path(path).write_text(text, encoding="utf-8")
        return path

    def text(self, name):
        return pathlib.Path(self.path(name)).read_text(encoding="utf-8")


class GroupTests(Temporary):
    def test_version_1_is_made_below_our_own_group_of_memory(self):
        self.assertEqual(groups.candidates("9:cpu:/c\n4:memory:/a/b\n0::/\n", "/r"),
                         ["/r/memory/a/b", "/r/memory"])

    def test_version_2_is_made_below_our_own_group_or_one_above(self):
        self.assertEqual(groups.candidates("0::/a/b\n", "/r"), ["/r/a/b", "/r/a", "/r"])

    def test_a_machine_without_groups_has_none(self):
        self.assertEqual(groups.candidates("9:cpu:/c\n", "/r"), [])
        self.assertIsNone(groups.make("x", self.folder, self.path("own", "0::/absent\n")))

    def test_a_group_that_does_not_count_memory_is_not_kept(self):
        self.assertIsNone(groups.make("x", self.folder, self.path("own", "0::/\n")))
        self.assertEqual(os.listdir(self.folder), ["own"])

    def test_a_limit_is_one_without_swap_in_either_version(self):
        for memory, swap, swap_limit in (("memory.max", "memory.swap.max", "0"),
                                         ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes",
                                          "4096")):
            for name in (memory, swap):
                self.path(f"{memory}-group/{name}", "")
            groups.Group(self.path(f"{memory}-group")).limit(4096)
            self.assertEqual(self.text(f"{memory}-group/{memory}"), "4096")
            self.assertEqual(self.text(f"{memory}-group/{swap}"), swap_limit)

    def test_a_kernel_that_does_not_account_swap_is_no_error(self):
        self.path("group/memory.max", "")
        groups.Group(self.path("group")).limit(4096)
        self.assertEqual(os.listdir(self.path("group")), ["memory.max"])

    def test_removing_takes_the_groups_below_with_it(self):
        os.makedirs(self.path("group/below/deeper"))
        groups.Group(self.path("group")).remove()
        self.assertEqual(os.listdir(self.folder), [])


class PackageTests(Temporary):
    def test_no_daemon_may_start_while_packages_are_installed_and_the_policy_goes_again(self):
        policy = self.path("policy-rc.d")
        with packages.daemons_forbidden(policy):
            self.assertEqual(subprocess.run([policy]).returncode, 101)
        self.assertFalse(os.path.exists(policy))

    def test_a_policy_that_was_there_stays(self):
        policy = self.path("policy-rc.d", "own")
        with packages.daemons_forbidden(policy):
            pass
        self.assertEqual(self.text("policy-rc.d"), "own")

    def test_what_is_missing_is_named_by_package(self):
        with mock.patch.dict(os.environ, PATH=self.folder):
            self.assertEqual(packages.missing(), sorted(set(packages.PACKAGES.values())))

    def test_a_machine_without_apt_says_so(self):
        with mock.patch.dict(os.environ, PATH=self.folder):
            with self.assertRaisesRegex(packages.Unavailable, "no apt-get"):
                packages.provide()


    def provide(self, apt):
        """Returns the message of `provide` with an apt-get that is this script, and none of the programs."""
        os.chmod(self.path("apt-get", f"#!/bin/sh\n{apt}\n"), 0o755)
        errors, policy = io.StringIO(), self.path("policy-rc.d")
        forbidden = packages.daemons_forbidden
        with (mock.patch.dict(os.environ, PATH=self.folder),
              mock.patch.object(packages, "daemons_forbidden", lambda: forbidden(policy)),
              contextlib.redirect_stderr(errors)):
            try:
                packages.provide()
            except packages.Unavailable as reason:
                return str(reason), errors.getvalue()
        return "", errors.getvalue()

    def test_what_is_missing_is_installed_and_only_the_command_is_shown(self):
        programs = " ".join(os.path.join(self.folder, program) for program in packages.PACKAGES)
        reason, shown = self.provide(
            f'echo many lines; for path in {programs}; do echo > "$path"; /bin/chmod +x "$path"; done')
        self.assertEqual(reason, "")
        self.assertRegex(shown, "^test-slurm: running: apt-get -q install .* munge .*slurmd.*\n$")

    def test_lists_are_updated_once_and_a_failure_is_shown(self):
        reason, shown = self.provide('echo "no such package"; exit 100')
        self.assertIn("can't install", reason)
        self.assertEqual(shown.count("running: apt-get -q update"), 1)
        self.assertEqual(shown.count("running: apt-get -q install"), 2)
        self.assertEqual(shown.count("no such package"), 1)


class ProcessTests(unittest.TestCase):
    def test_a_process_with_a_mark_is_found_until_it_has_ended(self):
        mark = str(uuid.uuid4())
        process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
                                   env={**os.environ, "MARK": mark})
        self.addCleanup(process.stdin.close)
        self.assertEqual([line.split()[0] for line in processes.marked(mark.encode())],
                         [f"{process.pid}"])
        process.kill()
        process.wait()
        self.assertEqual(processes.marked(mark.encode()), [])


class SlurmTests(unittest.TestCase):
    def test_jobs_are_read_by_their_task(self):
        jobs = cluster.read_jobs(JOBS)
        self.assertEqual(jobs[1], cluster.Job(1, "RUNNING", 1, "0:0", "mb1"))
        self.assertEqual(jobs[-1], cluster.Job(-1, "PENDING", 0, "0:0", ""))
        self.assertFalse(jobs[1].has_ended or jobs[-1].has_ended)

    def test_a_job_that_is_no_array_is_task_0(self):
        jobs = cluster.read_jobs("JobId=4 JobState=COMPLETED Restarts=0 ExitCode=0:0 BatchHost=mb2\n")
        self.assertTrue(jobs[0].has_ended)


class CommandLineTests(Temporary):
    """Without root, nothing runs, and the message says what to run."""

    def call(self, *words):
        described = importlib.util.spec_from_file_location("test_slurm", SCRIPT)
        script = importlib.util.module_from_spec(described)
        described.loader.exec_module(script)
        output, errors = io.StringIO(), io.StringIO()
        with (mock.patch.object(sys, "argv", ["test-slurm.py", *words]),
              mock.patch.object(os, "geteuid", return_value=1000),
              mock.patch.dict(os.environ, PATH=self.folder),
              mock.patch.object(packages, "FOLDERS", []),
              contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors)):
            try:
                status = script.main()
            except SystemExit as end:
                status = end.code
        return status, output.getvalue(), errors.getvalue()

    def build(self):
        """Creates a folder of programs, which are never started."""
        for program in ("membudget", "membudget-worker", "membudget-selftest"):
            self.path(f"products/{program}", "")

    def test_without_root_and_sudo_the_command_is_printed(self):
        self.build()
        status, _, errors = self.call(self.path("products"))
        self.assertEqual(status, 1)
        self.assertRegex(errors, "as root, run: .*test-slurm.py .*/products\n")

    def test_with_sudo_the_script_runs_itself_as_root_and_says_so(self):
        self.build()
        os.chmod(self.path("sudo", "#!/bin/sh\n"), 0o755)
        with mock.patch.object(os, "execvp", side_effect=SystemExit(0)) as execute:
            status, _, errors = self.call(self.path("products"))
        self.assertEqual(status, 0)
        self.assertIn("running: sudo ", errors)
        name, words = execute.call_args.args
        self.assertEqual((name, words[0], words[-1]), ("sudo", "sudo", self.path("products")))

    def test_an_optional_test_is_skipped_which_is_no_failure(self):
        self.build()
        status, output, _ = self.call(self.path("products"), "--optional")
        self.assertEqual(status, 0)
        self.assertIn("test-slurm is skipped: ", output)

    def test_without_programs_it_says_what_to_type(self):
        status, _, _ = self.call(self.path("products"), "--optional")
        self.assertIn("run 'make build' first", str(status))


if __name__ == "__main__":
    unittest.main()

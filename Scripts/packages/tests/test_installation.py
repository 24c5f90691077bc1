"""Installing fake files below a temporary root."""

import pathlib
import tempfile
import unittest

from packages.installation import Installation, Record
from packages.tree import Build, Item


def listed(root):
    """Returns all files and folders below a root."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


class InstallationTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.root = self.folder / "root"
        (self.root / "usr/local/bin").mkdir(parents=True)
        (self.root / "usr/local/bin/other").write_text("of somebody else")
        self.installation = Installation("/usr/local", self.root)

    def item(self, target, is_program=False):
        source = self.folder / "sources" / target
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("#!/bin/sh\n")
        return Item(source, target, is_program)

    def test_removing_leaves_what_was_there_before_and_nothing_else(self):
        before = listed(self.root)
        self.installation.install([self.item("bin/tool", True), self.item("share/man/man1/tool.1")])
        self.assertIn("usr/local/share/man/man1/tool.1", listed(self.root))
        self.assertEqual(self.installation.remove(), [])
        self.assertEqual(listed(self.root), before)

    def test_a_folder_that_was_there_stays_though_it_is_empty(self):
        (self.root / "usr/local/share/man/man1").mkdir(parents=True)
        before = listed(self.root)
        self.installation.install([self.item("share/man/man1/tool.1")])
        self.installation.remove()
        self.assertEqual(listed(self.root), before)

    def test_files_of_others_in_our_folders_stay_and_their_folder_is_named(self):
        self.installation.install([self.item("share/tool/Scenarios/a.yaml")])
        own = self.root / "usr/local/share/tool/Scenarios/own.yaml"
        own.write_text("scenario: own\n")
        left = self.installation.remove()
        self.assertTrue(own.exists())
        self.assertIn("/usr/local/share/tool/Scenarios", left)

    def test_another_version_takes_away_what_it_no_longer_has(self):
        before = listed(self.root)
        self.installation.install([self.item("bin/tool", True), self.item("share/old/a")])
        self.installation.install([self.item("bin/tool", True), self.item("share/new/a")])
        self.assertNotIn("usr/local/share/old/a", listed(self.root))
        self.assertEqual(self.installation.remove(), [])
        self.assertEqual(listed(self.root), before)

    def test_programs_can_be_run_and_texts_can_not(self):
        self.installation.install([self.item("bin/tool", True), self.item("share/doc/tool")])
        mode = (self.root / "usr/local/bin/tool").stat().st_mode
        self.assertEqual(mode & 0o777, 0o755)
        self.assertEqual((self.root / "usr/local/share/doc/tool").stat().st_mode & 0o777, 0o644)

    def test_without_a_record_nothing_is_removed(self):
        with self.assertRaisesRegex(SystemExit, "nothing is installed below /usr/local"):
            self.installation.remove()

    def test_a_package_has_no_record(self):
        self.installation.install([self.item("bin/tool", True)], keeps_record=False)
        self.assertFalse(self.installation.record.exists())

    def test_a_record_names_nothing_outside(self):
        record = Record("file /usr/../etc/passwd\nfile relative\nfile /usr/bin/a b\nfolder /usr/x\n")
        self.assertEqual([str(path) for path in record.files], ["/usr/bin/a b"])
        self.assertEqual([str(path) for path in record.folders], ["/usr/x"])


class TreeTests(unittest.TestCase):
    def test_what_was_not_built_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "tool").write_text("")
            build = Build(root, root, ("tool",), ("helper",), root / "share")
            self.assertEqual(build.missing(), root / "helper")

    def test_everything_of_a_folder_is_installed_but_what_python_leaves(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("Scenarios/a.yaml", "Scenarios/x/b.py", "Scenarios/x/__pycache__/b.pyc",
                         "Documentation/c.md", "reports/d.md", "made/share/man/man1/tool.1"):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text("")
            build = Build(root, root, ("tool",), ("helper",), root / "made")
            targets = [item.target for item in build.items()]
        self.assertIn("share/membudget/Scenarios/x/b.py", targets)
        self.assertIn("share/man/man1/tool.1", targets)
        self.assertEqual([name for name in targets if "pycache" in name], [])
        self.assertEqual(targets[:2], ["bin/tool", "libexec/membudget/helper"])


if __name__ == "__main__":
    unittest.main()

"""Archives of small folders."""

import os
import pathlib
import tarfile
import tempfile
import unittest

from packages import archive


class ArchiveTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)

    def folder(self, name, order, time_seconds, mask):
        folder = self.root / name
        for file in order:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file)
            path.chmod(0o777 & ~mask if file.startswith("bin") else 0o666 & ~mask)
            os.utime(path, (time_seconds, time_seconds))
        return folder

    def test_the_same_files_are_the_same_bytes_whoever_made_them_and_when(self):
        names = ["bin/tool", "share/a", "share/b"]
        packed = []
        for name, order, time, mask in [("x", names, 100, 0o22), ("y", names[::-1], 999, 0o77)]:
            path = self.root / f"{name}.tar.xz"
            archive.write(path, self.folder(name, order, time, mask), "tool-1", 1_700_000_000)
            packed.append(path.read_bytes())
        self.assertEqual(packed[0], packed[1])

    def test_all_is_roots_and_programs_can_be_run(self):
        path = self.root / "z.tar.xz"
        archive.write(path, self.folder("z", ["bin/tool", "share/a"], 5, 0o77), "tool-1", 1234)
        with tarfile.open(path) as read:
            entries = {entry.name: entry for entry in read}
        self.assertEqual(list(entries), ["tool-1", "tool-1/bin", "tool-1/bin/tool", "tool-1/share",
                                         "tool-1/share/a"])
        self.assertEqual({(e.uid, e.gid, e.uname, e.mtime) for e in entries.values()},
                         {(0, 0, "root", 1234)})
        self.assertEqual(entries["tool-1/bin/tool"].mode, 0o755)
        self.assertEqual(entries["tool-1/share/a"].mode, 0o644)

    def test_two_names_of_one_file_are_two_files(self):
        folder = self.folder("w", ["share/a"], 5, 0o22)
        os.link(folder / "share/a", folder / "share/b")
        archive.write(self.root / "w.tar.xz", folder, "tool-1", 1234)
        with tarfile.open(self.root / "w.tar.xz") as read:
            self.assertEqual(read.extractfile("tool-1/share/b").read(), b"share/a")


if __name__ == "__main__":
    unittest.main()

"""Installs a build below a prefix, and removes it again.

Installed files and created folders are recorded in `share/membudget/installed-files`, so that a later version
or `make uninstall` removes only these.
"""

import os
import pathlib
import shutil

from packages import elf

RECORD = "share/membudget/installed-files"


class Installation:
    """The files below a prefix, which is staged below a root that stands for `/`."""

    def __init__(self, prefix, root=""):
        """Sets the place; reads and writes nothing yet."""
        self.root = pathlib.Path(root or "/")
        self.prefix = pathlib.PurePosixPath("/", prefix)
        self.record = self.place(self.prefix / RECORD)

    def place(self, path):
        """Returns the local path for a path of the target system."""
        return self.root / pathlib.PurePosixPath(path).relative_to("/")

    def install(self, items, keeps_record=True):
        """Copies all items, programs without debug information, and replaces an older version."""
        before = self.recorded()
        folders = set(before.folders)
        files = []
        for item in items:
            path = self.prefix / item.target
            self.make_folder(path.parent, folders)
            copy(item, self.place(path))
            files.append(path)
        if keeps_record:
            self.make_folder(self.prefix / "share/membudget", folders)
            self.write_record(files, folders)
        for path in set(before.files) - set(files):
            self.place(path).unlink(missing_ok=True)

    def make_folder(self, path, made):
        """Creates a folder and those above it, and records which are new."""
        place = self.place(path)
        if place.is_dir() and not place.is_symlink():
            return
        if path != path.parent:
            self.make_folder(path.parent, made)
        if not place.is_dir():
            place.mkdir(mode=0o755)
            place.chmod(0o755)
            made.add(path)

    def write_record(self, files, folders):
        """Writes the record, under a temporary name first."""
        lines = [f"file {path}" for path in sorted(files)]
        lines += [f"folder {path}" for path in sorted(folders)]
        new = self.record.with_suffix(".new")
        new.write_text("\n".join(lines) + "\n")
        new.chmod(0o644)
        os.replace(new, self.record)

    def recorded(self):
        """Returns the record of an installation; empty if there is none."""
        try:
            return Record(self.record.read_text())
        except FileNotFoundError:
            return Record("")

    def remove(self):
        """Removes the installed files; returns the folders that contain other files.

        Without a record, nothing is removed and the script ends.
        """
        if not self.record.is_file():
            raise SystemExit(f"uninstall: nothing is installed below {self.prefix}: there is no"
                             f" {self.record}")
        record = self.recorded()
        for path in record.files:
            self.place(path).unlink(missing_ok=True)
        self.record.unlink()
        left = []
        for path in sorted(record.folders, key=lambda path: len(path.parts), reverse=True):
            try:
                self.place(path).rmdir()
            except FileNotFoundError:
                pass
            except OSError:
                left.append(str(path))
        return left


class Record:
    """The lines of a record, without those that lead outside."""

    def __init__(self, text):
        """Parses `file PATH` and `folder PATH` lines."""
        entries = [line.split(" ", 1) for line in text.splitlines() if " " in line]
        paths = [(kind, pathlib.PurePosixPath(path)) for kind, path in entries]
        good = [(kind, path) for kind, path in paths if path.is_absolute() and ".." not in path.parts]
        self.files = [path for kind, path in good if kind == "file"]
        self.folders = [path for kind, path in good if kind == "folder"]


def copy(item, place):
    """Copies a file under a new name and renames it, so that a running program keeps the old file."""
    new = place.with_name(f".{place.name}.new")
    is_executable = item.is_program or os.access(item.source, os.X_OK)
    if item.is_program and elf.is_program(item.source):
        elf.strip(item.source, new)
    else:
        shutil.copyfile(item.source, new)
    new.chmod(0o755 if is_executable else 0o644)
    os.replace(new, place)

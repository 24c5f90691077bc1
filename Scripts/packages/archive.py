"""Archives that are the same bytes whenever the same files are packed."""

import lzma
import stat
import tarfile

# Workers hold the same libraries, one after another in the archive. A dictionary that reaches from one
# of them to the next keeps one copy; reading takes as much memory.
DICTIONARY_BYTES = 128 << 20

FILTERS = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": DICTIONARY_BYTES},
]


def write(path, folder, prefix, time_seconds):
    """Packs a folder's contents as `path`, a .tar.xz, below `prefix`.

    All belongs to root and has the one time; the order is that of the names.
    """
    with lzma.open(path, "wb", filters=FILTERS) as compressed:
        with tarfile.open(fileobj=compressed, mode="w|", format=tarfile.GNU_FORMAT) as archive:
            archive.addfile(member(archive, folder, prefix, time_seconds))
            for file in sorted(folder.rglob("*")):
                name = f"{prefix}/{file.relative_to(folder).as_posix()}"
                add(archive, member(archive, file, name, time_seconds), file)


def add(archive, entry, file):
    """Adds a file with its contents, or a folder or link."""
    if entry.isreg():
        with open(file, "rb") as contents:
            archive.addfile(entry, contents)
    else:
        archive.addfile(entry)


def member(archive, file, name, time_seconds):
    """A file's entry, without what differs from machine to machine."""
    entry = archive.gettarinfo(file, arcname=name)
    # Two names of one file are two files: the second could not be unpacked alone.
    if entry.islnk():
        entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", file.stat().st_size
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = time_seconds
    entry.mode = 0o755 if entry.isdir() or entry.mode & stat.S_IXUSR else 0o644
    return entry

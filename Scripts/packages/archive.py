"""Archives that have the same bytes for the same files."""

import lzma
import stat
import tarfile

# Workers contain the same libraries, one after another in the archive. A dictionary that reaches from one to
# the next stores them once; reading takes as much memory as the dictionary.
DICTIONARY_BYTES = 128 << 20

FILTERS = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": DICTIONARY_BYTES},
]


def write(path, folder, prefix, time_seconds):
    """Packs the contents of a folder as `path`, a .tar.xz, below `prefix`.

    All entries belong to root, have the same time, and are sorted by name.
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
    """Returns the entry of a file, without anything that differs between machines."""
    entry = archive.gettarinfo(file, arcname=name)
    # Hard links are stored as two files, because the second could not be unpacked alone.
    if entry.islnk():
        entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", file.stat().st_size
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = time_seconds
    entry.mode = 0o755 if entry.isdir() or entry.mode & stat.S_IXUSR else 0o644
    return entry

"""Debian packages: their dependencies, control files, and archives."""

import gzip
import hashlib
import pathlib
import re
import tempfile

from packages import archive, elf

MAINTAINER = "The membudget authors <membudget@localhost>"

# Preloaded rather than linked: the shipped scenarios measure with it.
REQUIRED = ("libjemalloc2",)
# libunwind is loaded to read stacks, and curl is the client of measured servers.
RECOMMENDED = ("libunwind8", "curl")
# Large packages that only some commands need: names in profiles, a server to export from.
SUGGESTED = ("llvm", "postgresql")

DESCRIPTION = """\
measures how much memory jobs need, and tests them against a budget
 membudget runs every way of doing an import, export or sync job in a fresh
 process under a hard memory budget. It reports how much each needs, which
 ones were killed by the budget and how far they got, and how fast each is.
 .
 The recommended packages are for some of the shipped jobs: libpq for exports
 from PostgreSQL, libxlsxwriter and minizip for workbooks, curl for servers.
 Without them everything else works, and 'membudget list' shows which
 strategies can't run and why."""

DEBUG_DESCRIPTION = """\
debug information of membudget
 With it, profiles of the programs of membudget name files and lines."""


def link_dependencies(required, optional):
    """Returns the dependencies of programs found by dpkg-shlibdeps: the fields Depends and Recommends.

    A library that a required program needs is not recommended again.
    """
    with tempfile.TemporaryDirectory() as folder:
        control = pathlib.Path(folder, "debian", "control")
        control.parent.mkdir()
        control.write_text("Source: membudget\n\nPackage: membudget\nArchitecture: any\n")
        command = ["dpkg-shlibdeps", "-O", "--warnings=0"]
        for field, programs in (("Depends", required), ("Recommends", optional)):
            command += [f"-d{field}"] + [f"-e{program.resolve()}" for program in programs]
        return fields_of(elf.output(command, folder=folder))


def fields_of(substitutions):
    """Returns the fields of `shlibs:Depends=a, b` lines, as lists."""
    found = {"Depends": [], "Recommends": []}
    for name, text in re.findall(r"^shlibs:(\w+)=(.*)$", substitutions, flags=re.MULTILINE):
        found[name] = [item.strip() for item in text.split(",") if item.strip()]
    return found


def control(version, architecture, installed_bytes, dependencies):
    """Returns the control file of the package."""
    required = dependencies["Depends"] + list(REQUIRED)
    recommended = dependencies["Recommends"] + list(RECOMMENDED)
    return paragraph({
        **identity("membudget", version, architecture, installed_bytes),
        "Depends": ", ".join(sorted(required)),
        "Recommends": ", ".join(sorted(recommended)),
        "Suggests": ", ".join(SUGGESTED),
        "Section": "devel",
        "Priority": "optional",
        "Description": DESCRIPTION,
    })


def debug_control(version, architecture, installed_bytes, build_ids):
    """Returns the control file of the package with debug information."""
    return paragraph({
        **identity("membudget-dbgsym", version, architecture, installed_bytes),
        "Depends": f"membudget (= {version})",
        "Section": "debug",
        "Priority": "optional",
        "Auto-Built-Package": "debug-symbols",
        "Build-Ids": " ".join(sorted(build_ids)),
        "Description": DEBUG_DESCRIPTION,
    })


def identity(package, version, architecture, installed_bytes):
    """Returns the fields that every package begins with."""
    return {
        "Package": package,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(-(-installed_bytes // 1024)),
    }


def paragraph(fields):
    """Returns fields in the format of a control file."""
    return "".join(f"{name}: {text}\n" for name, text in fields.items() if text)


def arrange(folder):
    """Moves the files of an installation in /usr to Debian's places: pages are compressed, and zsh completions
        of packages have their own folder."""
    usr = folder / "usr"
    for page in sorted(usr.glob("share/man/man*/*.[0-9]")):
        # Without a name and a time, so that the same page gives the same file.
        packed = page.with_name(f"{page.name}.gz")
        packed.write_bytes(gzip.compress(page.read_bytes(), mtime=0))
        page.unlink()
    completions = usr / "share/zsh/site-functions"
    if completions.is_dir():
        completions.rename(usr / "share/zsh/vendor-completions")


def size_bytes(folder):
    """Returns the total size of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def checksums(folder):
    """Returns the file md5sums of a package's contents, with which `dpkg --verify` finds changes."""
    lines = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest = hashlib.md5(file.read_bytes()).hexdigest()
        lines.append(f"{digest}  {file.relative_to(folder).as_posix()}\n")
    return "".join(lines)


def write(path, folder, control_text, time_seconds):
    """Writes a package with the contents of a folder.

    dpkg-deb isn't used, because its largest dictionary doesn't reach from one worker to the next.
    """
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        files = scratch / "control"
        files.mkdir()
        (files / "control").write_text(control_text)
        (files / "md5sums").write_text(checksums(folder))
        archive.write(scratch / "control.tar.xz", files, ".", time_seconds)
        archive.write(scratch / "data.tar.xz", folder, ".", time_seconds)
        (scratch / "debian-binary").write_text("2.0\n")
        members = [scratch / name for name in ("debian-binary", "control.tar.xz", "data.tar.xz")]
        write_ar(path, members, time_seconds)


def write_ar(path, members, time_seconds):
    """Writes an archive in the format of ar(5), owned by root."""
    with open(path, "wb") as written:
        written.write(b"!<arch>\n")
        for member in members:
            contents = member.read_bytes()
            header = f"{member.name:<16}{time_seconds:<12}{0:<6}{0:<6}{100644:<8}{len(contents):<10}`\n"
            written.write(header.encode("ascii") + contents + b"\n" * (len(contents) % 2))

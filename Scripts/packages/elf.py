"""Properties of built programs: required versions of libraries, the build id, debug information."""

import re
import subprocess

MAGIC = b"\x7fELF"

# The oldest systems that packages support: Ubuntu 22.04 and Debian 12. A program that uses newer symbols
# doesn't start there.
NEWEST_VERSIONS = {"GLIBC": (2, 35), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13), "GCC": (12, 0, 0)}


def is_program(path):
    """Returns whether a file is a program or library rather than a script or text."""
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def build_id(path):
    """Returns the build id in hexadecimal, by which debug information is found."""
    found = re.search(r"Build ID: ([0-9a-f]{4,})", output(["readelf", "-n", path]))
    if not found:
        raise SystemExit(f"dist: {path} has no build id, so that its debug information can't be found;"
                         " link it with -Wl,--build-id")
    return found[1]


def too_new(symbols):
    """Returns the symbols of `objdump -T` that the oldest systems lack: pairs of a version and a name."""
    found = set()
    for library, version, name in re.findall(
            r"\*UND\*.*?\(?([A-Z]+)_([0-9.]+)\)?\s+(\S+)$", symbols, flags=re.MULTILINE):
        newest = NEWEST_VERSIONS.get(library)
        if newest and tuple(map(int, version.split("."))) > newest:
            found.add((f"{library}_{version}", name))
    return sorted(found)


def check_versions(path):
    """Ends the script if `path` would not start on the oldest systems."""
    # objdump reports that a static program has no such table.
    symbols = subprocess.run(["objdump", "-T", path], capture_output=True, text=True, check=False)
    found = too_new(symbols.stdout)
    if found:
        listed = ", ".join(f"{name} ({version})" for version, name in found)
        raise SystemExit(f"dist: {path} would not start on Debian 12 or Ubuntu 22.04: it needs {listed}."
                         " Build on one of these systems, with only their packages")


def strip(source, target):
    """Copies a program without debug information; the symbol table is kept for names in profiles."""
    run(["strip", "--strip-debug", "-o", target, source])


def keep_debug(source, target):
    """Copies only the debug information of a program."""
    run(["objcopy", "--only-keep-debug", "--compress-debug-sections", source, target])


def has_debug(path):
    """Returns whether a program contains debug information."""
    return ".debug_info" in output(["readelf", "-SW", path])


def links_libraries(path):
    """Returns whether a program loads libraries, unlike static ones."""
    return "(NEEDED)" in output(["readelf", "-dW", path])


def output(command, folder=None):
    """Returns the standard output of a command that must succeed; its errors are shown if it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    if ended.returncode != 0:
        words = " ".join(map(str, command))
        raise SystemExit(f"'{words}' failed with status {ended.returncode}:\n{ended.stderr}")
    return ended.stdout


def run(command):
    """Runs a command that must succeed."""
    subprocess.run(command, check=True)

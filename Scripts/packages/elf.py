"""What programs of a build need and bear: versions of libraries, a build id, debug information."""

import re
import subprocess

MAGIC = b"\x7fELF"

# The oldest systems that a package is for: Ubuntu 22.04 and Debian 12. Newer symbols would keep a
# program from starting there.
NEWEST_VERSIONS = {"GLIBC": (2, 35), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13), "GCC": (12, 0, 0)}


def is_program(path):
    """Tells programs and libraries from scripts and texts."""
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def build_id(path):
    """The build id in hexadecimal, by which debug information is found."""
    found = re.search(r"Build ID: ([0-9a-f]{4,})", output(["readelf", "-n", path]))
    if not found:
        raise SystemExit(f"dist: {path} has no build id, so that its debug information can't be found;"
                         " link it with -Wl,--build-id")
    return found[1]


def too_new(symbols):
    """The symbols of `objdump -T` that the oldest systems don't have: pairs of a version and a name."""
    found = set()
    for library, version, name in re.findall(
            r"\*UND\*.*?\(?([A-Z]+)_([0-9.]+)\)?\s+(\S+)$", symbols, flags=re.MULTILINE):
        newest = NEWEST_VERSIONS.get(library)
        if newest and tuple(map(int, version.split("."))) > newest:
            found.add((f"{library}_{version}", name))
    return sorted(found)


def check_versions(path):
    """Ends the program if `path` would not start on the oldest systems."""
    # A static program says that it has no such table, and needs nothing.
    symbols = subprocess.run(["objdump", "-T", path], capture_output=True, text=True, check=False)
    found = too_new(symbols.stdout)
    if found:
        listed = ", ".join(f"{name} ({version})" for version, name in found)
        raise SystemExit(f"dist: {path} would not start on Debian 12 or Ubuntu 22.04: it needs {listed}."
                         " Build on one of them, with their packages alone")


def strip(source, target):
    """Copies a program without its debug information; the symbol table stays, for names in profiles."""
    run(["strip", "--strip-debug", "-o", target, source])


def keep_debug(source, target):
    """Copies the debug information of a program alone."""
    run(["objcopy", "--only-keep-debug", "--compress-debug-sections", source, target])


def has_debug(path):
    """Tells whether a program has debug information of its own."""
    return ".debug_info" in output(["readelf", "-SW", path])


def links_libraries(path):
    """Tells programs that load libraries from static ones."""
    return "(NEEDED)" in output(["readelf", "-dW", path])


def output(command, folder=None):
    """The standard output of a command that has to succeed; what else it says is shown if it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    if ended.returncode != 0:
        words = " ".join(map(str, command))
        raise SystemExit(f"'{words}' failed with status {ended.returncode}:\n{ended.stderr}")
    return ended.stdout


def run(command):
    """Runs a command that has to succeed."""
    subprocess.run(command, check=True)

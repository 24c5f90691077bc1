#!/usr/bin/env python3
"""Packs a finished build: a tarball and a Debian package, each with separate debug information.

    Scripts/dist.py --output .build/dist --products …

The same build gives the same bytes. Their times are SOURCE_DATE_EPOCH, or else the time of the commit.
Programs that would not start on Debian 12 and Ubuntu 22.04 are refused.
"""

import concurrent.futures
import hashlib
import os
import pathlib
import platform
import shutil
import tempfile

from packages import archive, arguments, debian, debug, elf, generated, when
from packages.installation import Installation

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = {"dpkg-shlibdeps": "dpkg-dev", "dpkg": "dpkg", "strip": "binutils", "objcopy": "binutils"}
# Without these libraries, only some strategies and exports to workbooks don't work.
OPTIONAL = ("membudget-worker-postgres", "membudget-worker-xlsx", "membudget-serve")


def main():
    parser = arguments.parser(__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    given = parser.parse_args()
    for tool, package in TOOLS.items():
        if not shutil.which(tool):
            raise SystemExit(f"dist: there is no {tool}; as root, run: apt-get install -y {package}")
    build = arguments.build(given, ROOT)
    missing = build.missing()
    if missing:
        raise SystemExit(f"dist: no {missing}; run 'make build' first")
    programs = [build.products / name for name in build.programs + build.helpers]
    for program in filter(elf.is_program, programs):
        elf.check_versions(program)
    shutil.rmtree(given.output, ignore_errors=True)
    given.output.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=given.output.parent) as scratch:
        pack(build, programs, pathlib.Path(scratch), given.output)
    publish(given.output)


def pack(build, programs, scratch, output):
    """Writes all four archives, two at a time."""
    version = generated.version_of(build.products / "membudget")
    machine = platform.machine()
    architecture = elf.output(["dpkg", "--print-architecture"]).strip()
    time_seconds = when.source_time_seconds(ROOT)
    files, symbols = scratch / "files", scratch / "symbols"
    Installation("/usr", files).install(build.items(), keeps_record=False)
    # The same files under the names that Debian uses.
    debian_files = scratch / "debian"
    shutil.copytree(files, debian_files, copy_function=os.link)
    debian.arrange(debian_files)
    ids = debug.split(programs, symbols / "usr")
    control = debian.control(
        version, architecture, debian.size_bytes(debian_files), dependencies(programs))
    debug_control = debian.debug_control(
        version, architecture, debian.size_bytes(symbols), ids)
    name = f"membudget-{version}-{machine}-linux"
    jobs = [
        (debian.write, output / f"membudget_{version}_{architecture}.deb", debian_files, control),
        (archive.write, output / f"{name}.tar.xz", files / "usr", f"membudget-{version}"),
        (debian.write, output / f"membudget-dbgsym_{version}_{architecture}.deb", symbols,
         debug_control),
        (archive.write, output / f"{name}-debug.tar.xz", symbols / "usr",
         f"membudget-{version}-debug"),
    ]
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        for job in [pool.submit(*job, time_seconds) for job in jobs]:
            job.result()


def dependencies(programs):
    """Returns the packages of the libraries that programs link: the required and the optional ones."""
    linked = [p for p in programs if elf.is_program(p) and elf.links_libraries(p)]
    required = [program for program in linked if program.name not in OPTIONAL]
    return debian.link_dependencies(required, [p for p in linked if p not in required])


def publish(output):
    """Writes the checksums next to the archives, and lists the archives."""
    lines = []
    for file in sorted(output.iterdir()):
        lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")
        print(f"{file.stat().st_size / 2**20:8.1f} MiB  {file}")
    (output / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Type-checks the examples in the docstrings of the libraries: blocks between ```swift and ```.

Each example may use declarations of its own module, Foundation, and the modules that it imports. Run
`swift build --build-tests` first, because the modules are taken from that build.

    Scripts/check-examples.py [--sources DIR] [MODULE…]
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build/debug"
EXAMPLE = re.compile(r"^ *///[ ]*```swift\n(?P<body>(?:^ *///.*\n)*?)^ *///[ ]*```$", re.MULTILINE)
IMPORT = re.compile(r"^import \w+$")


def module_of(path):
    """Returns the module of a source file, given its path below the sources."""
    return path.parts[1] if path.parts[0] == "Pipelines" else path.parts[0]


def examples(path):
    """Yields the line number and the code of each example in a file."""
    text = path.read_text()
    for match in EXAMPLE.finditer(text):
        lines = [re.sub(r"^ *///[ ]?", "", line) for line in match["body"].splitlines()]
        yield text.count("\n", 0, match.start()) + 2, lines


def function(number, path, line, code):
    """Returns a function with an example; errors refer to the lines of the docstring."""
    place = f'#sourceLocation(file: "Sources/{path}", line: {line})'
    return [f"func example{number}() async throws {{", place, *code, "#sourceLocation()", "}"]


def source(found):
    """Returns a source file with all examples of a module."""
    imports, functions = {"import Foundation"}, []
    for number, (path, line, code) in enumerate(found):
        imports.add(f"@testable import {module_of(path)}")
        imports.update(line for line in code if IMPORT.match(line))
        # A blank line replaces each import, so that line numbers stay the same.
        body = ["" if IMPORT.match(line) else line for line in code]
        functions += function(number, path, line, body)
    return "\n".join([*sorted(imports), *functions, ""])


def package_name():
    """Returns the name that the compiler uses for this package, derived from its folder."""
    commands = (ROOT / ".build/debug.yaml").read_text()
    return re.search(r'"-module-name","MemoryBudget".*?"-package-name","(\w+)"', commands)[1]


def module_maps():
    """Returns the module maps of C libraries, of this package and of its dependencies."""
    maps = [*ROOT.glob("Sources/C*/include/module.modulemap"), *BUILD.glob("*.build/module.modulemap")]
    maps += ROOT.glob(".build/checkouts/*/Sources/*/include/module.modulemap")
    maps += ROOT.glob(".build/checkouts/*/Sources/*/module.modulemap")
    maps += ROOT.glob("Sources/C*/module.modulemap")
    return [option for path in maps for option in ("-Xcc", f"-fmodule-map-file={path}")]


def library_flags():
    """Returns the compiler flags of the system libraries that are installed, from pkg-config."""
    names = re.findall(r'pkgConfig: "([^"]+)"', (ROOT / "Package.swift").read_text())
    found = [subprocess.run(["pkg-config", "--cflags", name], capture_output=True, text=True)
             for name in names]
    return [option for each in found for flag in each.stdout.split() for option in ("-Xcc", flag)]


def compiler():
    """Returns the command that checks a source file, without the file."""
    return ["swiftc", "-typecheck", "-swift-version", "6", "-suppress-warnings", "-package-name",
            package_name(), "-I", BUILD / "Modules", *module_maps(), *library_flags()]


def check(found, command):
    """Prints the errors in the examples of one module, and returns whether there were none."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "examples.swift")
        file.write_text(source(found))
        return subprocess.run([*command, file], cwd=ROOT).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=pathlib.Path, default=ROOT / "Sources", metavar="DIR",
                        help="folder of modules (default: Sources)")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="modules to check (default: all)")
    options = parser.parse_args()
    found = {}
    for file in sorted(options.sources.glob("**/*.swift")):
        path = file.relative_to(options.sources)
        for line, code in examples(file):
            found.setdefault(module_of(path), []).append((path, line, code))
    chosen = options.modules or sorted(found)
    bare = [module for module in chosen if module not in found]
    if bare or not chosen:
        sys.exit(f"no example in {', '.join(bare) or options.sources}")
    command = compiler()
    failed = [module for module in chosen if not check(found[module], command)]
    print(f"{sum(len(found[module]) for module in chosen)} examples in {len(chosen)} modules")
    sys.exit(f"do not compile: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()

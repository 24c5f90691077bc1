"""Files that are generated from the programs: manual pages, completions, licenses, descriptions of workers."""

import json
import pathlib
import re
import time

from packages import elf, licenses, manual

# The completion file of `membudget` for each shell, below the prefix.
COMPLETIONS = {
    "bash": "bash-completion/completions/membudget",
    "zsh": "zsh/site-functions/_membudget",
    "fish": "fish/vendor_completions.d/membudget.fish",
}

SERVICES = {
    "membudget-serve": "serve uploads of CSV files and exports of tickets over HTTP",
    "membudget-sync": "keep a table equal to a paged HTTP source, as a service",
}


def write(prefix, products, root, time_seconds):
    """Writes all files below a folder that stands for the prefix."""
    folder = prefix / "share"
    program = products / "membudget"
    edition = manual.Edition(version_of(program), time.strftime("%Y-%m-%d", time.gmtime(time_seconds)))
    description = json.loads(elf.output([program, "--experimental-dump-help"]))
    pages = manual.pages(description, edition)
    for name, abstract in SERVICES.items():
        usage = elf.output([products / name, "--help"])
        pages[f"{name}.1"] = manual.service_page(name, abstract, usage, edition)
    for name, text in pages.items():
        put(folder / "man/man1" / name, text)
    for shell, path in COMPLETIONS.items():
        script = elf.output([program, "--generate-completion-script", shell])
        put(folder / path, CHANGES.get(shell, str)(script))
    put(folder / "doc/membudget/copyright", licenses.text(root))
    # A worker without its libraries can't describe itself, so its description is stored.
    for worker in sorted(products.glob("membudget-worker*")):
        if worker.is_file() and "." not in worker.name:
            described = elf.output([worker, "describe"])
            put(prefix / "libexec/membudget" / f"{worker.name}.json", described)


def for_older_fish(script):
    """Returns the script for fish 3.3 too, as in Ubuntu 22.04, which supports `(command)` but not `"$(command)"`.

        Both are the same if the command prints one line or, for `test -z`, none.
    """
    return re.sub(r'"([^"$()]*)\$(\([^()]*\))"', r"\1\2", script)


def without_interpreter(script):
    """Returns the script without its first line, because shells read the script rather than run it."""
    return script.split("\n", 1)[1] if script.startswith("#!") else script


def for_bash(script):
    """Returns the script for bash, in which file names are offered if no completion matches."""
    return without_interpreter(script).replace(
        "complete -o filenames -F", "complete -o filenames -o default -F")


# Changes to the completions of a shell.
CHANGES = {"bash": for_bash, "fish": for_older_fish}


def version_of(program):
    """Returns the version of a program, without the commit."""
    return elf.output([program, "--version"]).split()[0]


def put(path, text):
    """Writes a text to a file, and creates the folders above it."""
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

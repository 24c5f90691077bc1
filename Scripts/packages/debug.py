"""Debug information in separate files, where debuggers and symbolizers look for it."""

from packages import elf

FOLDER = "lib/debug/.build-id"


def split(programs, folder):
    """Copies the debug information of programs to a folder; returns their build ids."""
    found = []
    for program in programs:
        if not elf.is_program(program) or not elf.has_debug(program):
            continue
        name = elf.build_id(program)
        target = folder / FOLDER / name[:2] / f"{name[2:]}.debug"
        target.parent.mkdir(parents=True, exist_ok=True)
        elf.keep_debug(program, target)
        target.chmod(0o644)
        found.append(name)
    return found

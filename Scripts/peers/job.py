"""What is compared: a job, the programs that do it, and how each one's result is read back.

Commands are lists of words with placeholders in braces, which `places` of the run fill in:
{products} the folder of membudget's programs, {python} the peers' interpreter, {programs} the folder
of the peers' programs, {input} and {output}, and {previous} where a dataset has one.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Program:
    """One way to do a job."""

    name: str
    command: tuple[str, ...]
    # Prints {"rows": …, "digest": …} of the result as JSON; empty where results can't be compared.
    check: tuple[str, ...] = ()
    # What has to be there: packages of the virtual environment, and a program on the PATH.
    packages: tuple[str, ...] = ()
    tool: str = ""
    is_ours: bool = False
    # In a few words, what it does otherwise than the others, or why its result isn't compared.
    remark: str = ""
    # A sentence about where its time is saved, for the case that it is faster than membudget.
    why_faster: str = ""


@dataclass(frozen=True)
class Dataset:
    """What `membudget generate` makes."""

    kind: str
    units: int
    quick_units: int
    settings: tuple[str, ...] = ()
    # The input within its folder; empty for the folder of a source that is served.
    file: str = ""

    def scale(self, is_quick):
        return self.quick_units if is_quick else self.units


@dataclass(frozen=True)
class Job:
    """A job with everything that does it; the first program is membudget's, the one to beat."""

    name: str
    about: str
    unit: str
    dataset: Dataset
    programs: tuple[Program, ...]
    # What has to run beside it, and is not measured: "" or "source" or "postgresql".
    service: str = ""
    latency_milliseconds: int = 0


@dataclass
class Measurement:
    """What the runs of one program came to."""

    program: Program
    wall_seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)
    # Rows and digest of the first run's result; None where it wasn't read.
    result: tuple | None = None
    # Why there are no figures, in a sentence; empty if there are.
    missing: str = ""

"""The definitions of comparisons: jobs, the programs that do them, and how their results are read back.

Commands are lists of words with placeholders in braces, which `places` of the run fill in:
{products} the folder of membudget's programs, {python} the peers' interpreter, {programs} the folder
of the peers' programs, {input} and {output}, and {previous} where a dataset has one.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Program:
    """A program that does a job."""

    name: str
    command: tuple[str, ...]
    # Prints {"rows": …, "digest": …} of the result as JSON; empty if results can't be compared.
    check: tuple[str, ...] = ()
    # The requirements: packages of the virtual environment, and a program in the PATH.
    packages: tuple[str, ...] = ()
    tool: str = ""
    is_ours: bool = False
    # A short note about differences from the others, or about the reason that its result isn't compared.
    remark: str = ""
    # A sentence about the reason, if it is faster than membudget.
    why_faster: str = ""


@dataclass(frozen=True)
class Dataset:
    """A dataset of `membudget generate`."""

    kind: str
    units: int
    quick_units: int
    settings: tuple[str, ...] = ()
    # The input in its folder; empty for the folder of a served source.
    file: str = ""

    def scale(self, is_quick):
        return self.quick_units if is_quick else self.units


@dataclass(frozen=True)
class Job:
    """A job with all programs that do it; the first is membudget's, which the others are compared with."""

    name: str
    about: str
    unit: str
    dataset: Dataset
    programs: tuple[Program, ...]
    # The unmeasured service that the job needs: "", "source" or "postgresql".
    service: str = ""
    latency_milliseconds: int = 0


@dataclass
class Measurement:
    """The results of one program's runs."""

    program: Program
    wall_seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)
    # Rows and digest of the first run's result; None if it wasn't read.
    result: tuple | None = None
    # The reason that there are no figures, as a sentence; empty if there are.
    missing: str = ""

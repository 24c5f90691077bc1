"""Command lines that several jobs share, with placeholders."""

from peers.job import Program

RESULTS = ("{python}", "{programs}/../results.py")


def ours(strategy, pipeline, kind, worker, check, *options):
    """Returns a strategy of membudget."""
    return Program(
        strategy,
        (f"{{products}}/{worker}", "run", "--pipeline", pipeline, "--strategy", strategy,
         "--dataset-kind", kind, "--input", "{input}", "--output", "{output}", *options),
        check=check, is_ours=True)


def python(name, program, *arguments, check=(), packages=(), remark="", why_faster=""):
    """Returns a program in Scripts/peers/programs; by default, it takes an input and an output."""
    return Program(
        name,
        ("{python}", f"{{programs}}/{program}.py", *(arguments or ("{input}", "{output}"))),
        check=check, packages=packages, remark=remark, why_faster=why_faster)


def sqlite_check(*queries):
    return (*RESULTS, "sqlite", "{output}", *queries)


CSV_CHECK = (*RESULTS, "csv", "{output}")

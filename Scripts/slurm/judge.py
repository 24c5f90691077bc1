"""Decides over runs that a cluster has measured: each function lists what is wrong with them."""

import collections

from slurm.runs import identity

MIB = 1 << 20
#: Peaks of equal trials lie as far apart: noise, and what the kernel's counters can hide.
TOLERANCE_BYTES = 2 * MIB
#: The status of `membudget bench` on a run that another one writes.
IN_USE_STATUS = 73
#: Of one kind; the number of the others is said.
NAMED_ERRORS_MAX = 3


def sharded_errors(shards, before, merged, whole):
    """Of the journals of shards by number, of those right after their interruption, of the merged run
    and of one run without shards."""
    errors = journal_errors("merged", merged)
    for number, shard in shards.items():
        errors += journal_errors(f"shard {number}", shard)
    for number, journal in before.items():
        errors += interruption_errors(f"shard {number}", journal, shards[number])
    if errors or not merged.lines:
        return errors or ["merged: there is no merged run"]
    return joined_errors(shards.values(), merged, whole) + result_errors(merged, whole)


def journal_errors(name, journal):
    """Of a journal that was written to its end: torn lines and doubled trials."""
    errors = [f"{name}: the last line is torn: {journal.torn[:60]}"] if journal.torn else []
    try:
        counts = collections.Counter(journal.identities())
    except ValueError as error:
        return errors + [f"{name}: a line is not JSON: {error}"]
    return errors + [f"{name}: {named(trial)} is there {count} times"
                     for trial, count in counts.items() if count > 1]


def interruption_errors(name, before, after):
    """Of a journal after an interruption: what was stored stays as it was, and the rest was measured.

    An interruption before the first trial, or after the last one, proves nothing.
    """
    errors = [f"{name}: line {position + 1}, stored before the interruption, is gone or changed"
              for position, line in enumerate(before.lines)
              if after.lines[position:position + 1] != [line]]
    if not before.lines:
        errors.append(f"{name}: no trial was stored when it was interrupted")
    if len(after.lines) <= len(before.lines):
        errors.append(f"{name}: no trial was added after the interruption")
    return errors


def joined_errors(shards, merged, whole):
    """Of the journal of a merged run: exactly the trials of its shards, and those of one run."""
    parts = collections.Counter(line for shard in shards for line in shard.lines)
    lines = collections.Counter(merged.lines)
    expected, found = set(whole.identities()), set(merged.identities())
    return (few(f"merged: a trial of a shard is missing: {line[:120]}" for line in parts - lines)
            + few(f"merged: a trial that no shard has: {line[:120]}" for line in lines - parts)
            + few(f"merged: {named(trial)} is lost" for trial in sorted(expected - found))
            + few(f"merged: {named(trial)} is not in the unsharded run"
                  for trial in sorted(found - expected)))


def result_errors(merged, whole):
    """Trials that ended otherwise, or with another result, than those of one run."""
    expected = {identity(trial): result(trial) for trial in whole.trials}
    return few(f"merged: {named(identity(trial))} gave {result(trial)},"
               f" and {expected[identity(trial)]} in the unsharded run"
               for trial in merged.trials
               if result(trial) != expected.get(identity(trial), result(trial)))


def result(trial):
    """How a trial ended, and what a completed one made."""
    made = (trial["units_done"], trial["digest"]) if trial["outcome"] == "completed" else ()
    return (trial["outcome"], *made)


def few(errors):
    """The first errors of a kind, and how many more there are."""
    errors = list(errors)
    more = len(errors) - NAMED_ERRORS_MAX
    return errors[:NAMED_ERRORS_MAX] + ([f"… and {more} more like it"] if more > 0 else [])


def named(trial_identity):
    scenario, strategy, scale, kind, index, _ = trial_identity
    return f"{scenario} {strategy} {scale} {kind} {index}"


def table_errors(merged, whole):
    """Rows of the tables of two runs, given as their `run.json`, that differ by more than noise."""
    found, expected = rows(merged), rows(whole)
    if not expected:
        return ["table: the unsharded run has no rows"]
    errors = few(f"table: {' '.join(place)} is in one of the runs only"
                 for place in sorted(found.keys() ^ expected.keys()))
    for place in sorted(found.keys() & expected.keys()):
        errors += row_errors(f"table: {' '.join(place)}", found[place], expected[place])
    return errors


def rows(record):
    return {(scenario["name"], cell["strategy"], cell["scale"]["label"]): cell
            for scenario in record["scenarios"] for cell in scenario["cells"]}


def row_errors(name, cell, expected):
    # A trial that is killed has come across some of the rejected rows only.
    keys = ["verdict", "role", "budget", "result_checked"]
    keys += ["rejected"] if expected["verdict"] == "within" else []
    errors = [f"{name}: {key} is {cell.get(key)}, and {expected.get(key)} in the unsharded run"
              for key in keys if cell.get(key) != expected.get(key)]
    for key, found, wanted in (
            ("floor", cell.get("floor_rss_bytes"), expected.get("floor_rss_bytes")),
            ("peak", peak(cell), peak(expected))):
        if not are_near(found, wanted):
            errors.append(f"{name}: the {key} is {found} bytes, and {wanted} in the unsharded run")
    return errors


def peak(cell):
    """The median peak in bytes; None of a row that was killed, which has a lower bound only."""
    statistics = (cell.get("summary") or {}).get("peak_rss_bytes")
    return statistics["median"] if statistics else None


def are_near(found, wanted):
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= TOLERANCE_BYTES


def task_errors(name, jobs, interrupted):
    """Of a job's tasks by index: all succeed, and only those that were interrupted were queued again."""
    errors = [f"{name}: task {task} ended as {job.state} with {job.exit_code}"
              for task, job in jobs.items() if (job.state, job.exit_code) != ("COMPLETED", "0:0")]
    return errors + [
        f"{name}: task {task} was queued again {job.restarts} times, and not"
        f" {int(task in interrupted)}"
        for task, job in jobs.items() if job.restarts != int(task in interrupted)]


def ended_early_errors(name, jobs):
    """Of a job that was told to end by SIGTERM: it ends by itself, with the status that says so."""
    return [f"{name}: task {task} ended as {job.state} with {job.exit_code}, and not 143:0"
            for task, job in jobs.items() if job.exit_code != "143:0"]


def refusal_errors(status, message, before, after):
    """Of an attempt to resume a run whose first harness lives: it is refused, and changes nothing."""
    errors = [] if status == IN_USE_STATUS else [
        f"a second harness on a run in use ended with {status}, and not {IN_USE_STATUS}: {message}"]
    if (before.lines, before.torn) != (after.lines, after.torn):
        errors.append("a second harness on a run in use changed its journal")
    return errors


def full_node_errors(name, journal, record):
    """Of a run on a node without enough memory: it ended from outside, and nothing is said of budgets."""
    outcomes = {trial["outcome"] for trial in journal.trials if trial["kind"] == "measured"}
    errors = [] if outcomes == {"killed_externally"} else [
        f"{name}: trials ended as {sorted(outcomes) or 'nothing'}, and not as killed_externally"]
    verdicts = {cell["verdict"] for cell in rows(record).values()} or {"missing"}
    return errors + [f"{name}: the verdict is {verdict}" for verdict in sorted(verdicts)
                     if verdict in ("over", "within", "missing")]

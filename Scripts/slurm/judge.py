"""Judges the runs that a cluster has measured: each function lists the errors in them."""

import collections

from slurm.runs import identity

MIB = 1 << 20
#: The differences between peaks of equal trials: noise, and the amount that the kernel's counters can hide.
TOLERANCE_BYTES = 2 * MIB
#: The status of `membudget bench` for a run that another process writes.
IN_USE_STATUS = 73
#: The maximum number of errors of one kind to list; the others are counted.
NAMED_ERRORS_MAX = 3


def sharded_errors(shards, before, merged, whole):
    """Returns the errors of sharded runs: of the journals of shards by number, of those right after their
        interruption, of the merged run, and of one run without shards."""
    errors = journal_errors("merged", merged)
    for number, shard in shards.items():
        errors += journal_errors(f"shard {number}", shard)
    for number, journal in before.items():
        errors += interruption_errors(f"shard {number}", journal, shards[number])
    if errors or not merged.lines:
        return errors or ["merged: there is no merged run"]
    return joined_errors(shards.values(), merged, whole) + result_errors(merged, whole)


def journal_errors(name, journal):
    """Returns the errors of a complete journal: torn lines and duplicate trials."""
    errors = [f"{name}: the last line is torn: {journal.torn[:60]}"] if journal.torn else []
    try:
        counts = collections.Counter(journal.identities())
    except ValueError as error:
        return errors + [f"{name}: a line is not JSON: {error}"]
    return errors + [f"{name}: {named(trial)} is there {count} times"
                     for trial, count in counts.items() if count > 1]


def interruption_errors(name, before, after):
    """Returns the errors of a journal after an interruption: stored lines must stay, and the rest be measured.

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
    """Returns the errors of the journal of a merged run: it must have the trials of its shards, and of one run."""
    parts = collections.Counter(line for shard in shards for line in shard.lines)
    lines = collections.Counter(merged.lines)
    expected, found = set(whole.identities()), set(merged.identities())
    return (few(f"merged: a trial of a shard is missing: {line[:120]}" for line in parts - lines)
            + few(f"merged: a trial that no shard has: {line[:120]}" for line in lines - parts)
            + few(f"merged: {named(trial)} is lost" for trial in sorted(expected - found))
            + few(f"merged: {named(trial)} is not in the unsharded run"
                  for trial in sorted(found - expected)))


def result_errors(merged, whole):
    """Returns the trials that ended differently, or with another result, than those of one run."""
    expected = {identity(trial): result(trial) for trial in whole.trials}
    return few(f"merged: {named(identity(trial))} gave {result(trial)},"
               f" and {expected[identity(trial)]} in the unsharded run"
               for trial in merged.trials
               if result(trial) != expected.get(identity(trial), result(trial)))


def result(trial):
    """Returns how a trial ended, and the result of a completed one."""
    made = (trial["units_done"], trial["digest"]) if trial["outcome"] == "completed" else ()
    return (trial["outcome"], *made)


def few(errors):
    """Returns the first errors of a kind, and the number of the others."""
    errors = list(errors)
    more = len(errors) - NAMED_ERRORS_MAX
    return errors[:NAMED_ERRORS_MAX] + ([f"… and {more} more like it"] if more > 0 else [])


def named(trial_identity):
    scenario, strategy, scale, kind, index, _ = trial_identity
    return f"{scenario} {strategy} {scale} {kind} {index}"


def table_errors(merged, whole):
    """Returns the rows of the tables of two runs, given as their `run.json`, that differ by more than noise."""
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
    # A killed trial has seen only some of the rejected rows.
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
    """Returns the median peak in bytes; None for a killed row, which has only a lower bound."""
    statistics = (cell.get("summary") or {}).get("peak_rss_bytes")
    return statistics["median"] if statistics else None


def are_near(found, wanted):
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= TOLERANCE_BYTES


def task_errors(name, jobs, interrupted):
    """Returns the errors of a job's tasks by index: all must succeed, and only interrupted ones be requeued."""
    errors = [f"{name}: task {task} ended as {job.state} with {job.exit_code}"
              for task, job in jobs.items() if (job.state, job.exit_code) != ("COMPLETED", "0:0")]
    return errors + [
        f"{name}: task {task} was requeued {job.restarts} times, not"
        f" {int(task in interrupted)}"
        for task, job in jobs.items() if job.restarts != int(task in interrupted)]


def ended_early_errors(name, jobs):
    """Returns the errors of a job after SIGTERM: it must end by itself, with the right status."""
    return [f"{name}: task {task} ended as {job.state} with {job.exit_code}, not 143:0"
            for task, job in jobs.items() if job.exit_code != "143:0"]


def refusal_errors(status, message, before, after):
    """Returns the errors of resuming a run whose harness is alive: it must be refused and change nothing."""
    errors = [] if status == IN_USE_STATUS else [
        f"a second harness on a run in use ended with {status}, not {IN_USE_STATUS}: {message}"]
    if (before.lines, before.torn) != (after.lines, after.torn):
        errors.append("a second harness on a run in use changed its journal")
    return errors


def full_node_errors(name, journal, record):
    """Returns the errors of a run on a node without enough memory: it must end from outside, without a verdict."""
    outcomes = {trial["outcome"] for trial in journal.trials if trial["kind"] == "measured"}
    errors = [] if outcomes == {"killed_externally"} else [
        f"{name}: trials ended as {sorted(outcomes) or 'nothing'}, not as killed_externally"]
    verdicts = {cell["verdict"] for cell in rows(record).values()} or {"missing"}
    return errors + [f"{name}: the verdict is {verdict}" for verdict in sorted(verdicts)
                     if verdict in ("over", "within", "missing")]

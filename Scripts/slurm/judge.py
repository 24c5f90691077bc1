"""Decides over runs that a cluster has measured: each function lists what is wrong with them."""

import collections
import json

MIB = 1 << 20
#: Peaks of equal trials lie as far apart: noise, and what the kernel's counters can hide.
TOLERANCE_BYTES = 2 * MIB
#: `membudget bench` on a run that another one writes.
IN_USE_STATUS = 73


class Journal:
    """The text of a `trials.jsonl`, taken apart."""

    def __init__(self, text):
        self.lines = text.split(b"\n")
        #: What follows the last newline: a line that was not written to its end.
        self.torn = self.lines.pop()

    @property
    def trials(self):
        return [json.loads(line) for line in self.lines]

    def identities(self):
        return [identity(trial) for trial in self.trials]


def identity(trial):
    """What makes two lines the same trial."""
    parameters = json.dumps(trial.get("parameters"), sort_keys=True)
    return (trial["scenario"], trial["strategy"], trial["scale"]["label"], trial["kind"],
            trial["index"], parameters)


def name_of(identity_of_trial):
    scenario, strategy, scale, kind, index, _ = identity_of_trial
    return f"{scenario} {strategy} {scale} {kind} {index}"


def journal_errors(name, journal):
    """Of one that was written to its end: torn lines and doubled trials."""
    errors = [f"{name}: its last line is torn: {journal.torn[:60]}"] if journal.torn else []
    try:
        counts = collections.Counter(journal.identities())
    except ValueError as error:
        return errors + [f"{name}: a line is not JSON: {error}"]
    return errors + [f"{name}: {name_of(trial)} is there {count} times"
                     for trial, count in counts.items() if count > 1]


def kept_errors(name, before, after):
    """Of a journal after an interruption: what was stored stays, byte for byte, and at its place."""
    changed = [position for position, line in enumerate(before.lines)
               if after.lines[position:position + 1] != [line]]
    return [f"{name}: line {position + 1}, stored before the interruption, is gone or changed"
            for position in changed]


def progress_errors(name, before, after):
    """An interruption that came before the first trial, or after the last one, proves nothing."""
    if not before.lines:
        return [f"{name}: no trial was stored when it was interrupted"]
    if len(after.lines) <= len(before.lines):
        return [f"{name}: no trial was missing when it was interrupted"]
    return []


def joined_errors(shards, merged, whole):
    """Of the journal of a merged run: exactly the trials of its shards, and those of one run."""
    parts = collections.Counter(line for shard in shards for line in shard.lines)
    lines = collections.Counter(merged.lines)
    errors = [f"merged: a trial of a shard is missing: {line[:120]}" for line in parts - lines]
    errors += [f"merged: a trial that no shard has: {line[:120]}" for line in lines - parts]
    expected, found = set(whole.identities()), set(merged.identities())
    errors += [f"merged: {name_of(trial)} is lost" for trial in sorted(expected - found)]
    return errors + [f"merged: {name_of(trial)} is in no unsharded run"
                     for trial in sorted(found - expected)]


def result_errors(merged, whole):
    """Trials that ended otherwise, or with another result, than those of one run."""
    expected = {identity(trial): results(trial) for trial in whole.trials}
    return [f"merged: {name_of(identity(trial))} gave {results(trial)},"
            f" and {expected[identity(trial)]} in one run"
            for trial in merged.trials
            if results(trial) != expected.get(identity(trial), results(trial))]


def results(trial):
    is_whole = trial["outcome"] == "completed"
    return (trial["outcome"], *((trial["units_done"], trial["digest"]) if is_whole else ()))


def table_errors(merged, whole):
    """Rows of the tables of two runs, given as their `run.json`, that differ by more than noise."""
    found, expected = rows(merged), rows(whole)
    if not expected:
        return ["the unsharded run has no rows"]
    errors = []
    for place in sorted({*found, *expected}):
        if place not in found or place not in expected:
            errors.append(f"table: {' '.join(place)} is only in"
                          f" {'the merged' if place in found else 'the unsharded'} run")
        else:
            errors += row_errors(" ".join(place), found[place], expected[place])
    return errors


def rows(record):
    return {(scenario["name"], cell["strategy"], cell["scale"]["label"]): cell
            for scenario in record["scenarios"] for cell in scenario["cells"]}


def row_errors(name, cell, expected):
    errors = [f"table: {name}: {key} is {cell.get(key)}, and {expected.get(key)} in one run"
              for key in ("verdict", "role", "budget", "result_checked", "rejected")
              if cell.get(key) != expected.get(key)]
    for key, found, wanted in (("floor", cell.get("floor_rss_bytes"),
                                expected.get("floor_rss_bytes")),
                               ("peak", peak(cell), peak(expected))):
        if (found is None) != (wanted is None) or (
                found is not None and abs(found - wanted) > TOLERANCE_BYTES):
            errors.append(f"table: {name}: the {key} is {found} bytes, and {wanted} in one run")
    return errors


def peak(cell):
    """The median peak in bytes; None of a row that was killed, which has a lower bound only."""
    statistics = (cell.get("summary") or {}).get("peak_rss_bytes")
    return statistics["median"] if statistics else None


def task_errors(jobs, interrupted):
    """Of the tasks of an array: all succeed, and those that were interrupted were queued again, once."""
    errors = [f"task {task} ended as {job.state} with {job.exit_code}"
              for task, job in sorted(jobs.items()) if (job.state, job.exit_code) != ("COMPLETED", "0:0")]
    return errors + [
        f"task {task} was queued again {job.restarts} times, and not {int(task in interrupted)}"
        for task, job in sorted(jobs.items()) if job.restarts != int(task in interrupted)]


def refusal_errors(status, message, before, after):
    """Of an attempt to resume a run whose first harness still lives."""
    errors = [] if status == IN_USE_STATUS else [
        f"a second harness on a run in use ended with {status}, and not {IN_USE_STATUS}: {message}"]
    if after != before:
        errors.append("a second harness on a run in use changed its journal")
    return errors


def full_node_errors(journal, record):
    """Of a run on a node without enough memory: an end from outside, and no word about a budget."""
    outcomes = {trial["outcome"] for trial in journal.trials if trial["kind"] == "measured"}
    errors = [] if outcomes == {"killed_externally"} else [
        f"full node: trials ended as {sorted(outcomes) or 'nothing'}, and not as killed_externally"]
    verdicts = {cell["verdict"] for cell in rows(record).values()}
    return errors + [f"full node: the verdict is '{verdict}'" for verdict in sorted(verdicts)
                     if verdict in ("over", "within")]

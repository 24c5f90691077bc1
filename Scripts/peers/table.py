"""The comparison as Markdown: a table per job, and a sentence for every program that is faster."""

import statistics

MIB = 1 << 20
HEADER = ("program", "seconds", "range", "{unit}/s", "CPU s", "peak MiB", "× the time", "result")


def document(header, summary, compared):
    """Returns the whole text: header lines, a summary, then every job with its measurements."""
    return "\n\n".join([header, summary, *(section(*each) for each in compared)]) + "\n"


def section(job, units, measurements):
    lines = [f"## {job.name}", "", f"{job.about} {units:,} {job.unit}.", ""]
    lines += [row(title.format(unit=job.unit) for title in HEADER), "|---|" + "---:|" * 6 + "---|"]
    ours = measurements[0]
    lines += [row(cells(each, units, ours)) for each in measurements]
    notes = remarks(measurements) + faster(measurements) + smaller(measurements)
    return "\n".join(lines + [""] + [f"- {note}" for note in notes])


def row(cells):
    return "| " + " | ".join(cells) + " |"


def cells(measurement, units, ours):
    program = measurement.program
    name = f"**{program.name}**" if program.is_ours else program.name
    if measurement.missing or not measurement.wall_seconds:
        return [name, *["–"] * 6, "not measured"]
    seconds = median_seconds(measurement)
    low, high = min(measurement.wall_seconds), max(measurement.wall_seconds)
    spread = f"{low:.3f}–{high:.3f}" if len(measurement.wall_seconds) > 1 else "one run"
    return [
        name, f"{seconds:.3f}", spread, f"{units / seconds:,.0f}",
        f"{statistics.median(measurement.cpu_seconds):.2f}", f"{peak_mib(measurement):.1f}",
        ratio(measurement, ours), verdict(measurement, ours),
    ]


def ratio(measurement, ours):
    if not ours.wall_seconds:
        return "–"
    return f"{median_seconds(measurement) / median_seconds(ours):.2f}"


def verdict(measurement, ours):
    if not measurement.program.check:
        return "not compared"
    if measurement.result is None or ours.result is None:
        return "not read"
    rows = measurement.result[0]
    found = f"{rows:,} rows" if isinstance(rows, int) else rows
    if measurement is ours:
        return found
    return f"**differs**: {found}" if has_other_result(measurement, ours) else "the same"


def has_other_result(measurement, ours):
    both = (measurement.result, ours.result)
    return None not in both and both[0] != both[1]


def remarks(measurements):
    """Returns notes on the figures: different work, and programs that weren't measured."""
    notes = []
    for measurement in measurements:
        program = measurement.program
        if measurement.missing:
            notes.append(f"*{program.name}* was not measured: {measurement.missing}.")
        elif program.remark:
            notes.append(f"*{program.name}* {program.remark}.")
    return notes


def measured(measurements):
    """Returns the peers with figures, if membudget has some too."""
    if not measurements[0].wall_seconds:
        return []
    return [each for each in measurements if each.wall_seconds and not each.program.is_ours]


def faster(measurements):
    """Returns a sentence for every peer that takes less time than membudget's first program."""
    ours, peers = measurements[0], measured(measurements)
    if not peers:
        return []
    rivals = [each for each in peers if median_seconds(each) < median_seconds(ours)]
    return [f"**{each.program.name} is faster**: {ratio(each, ours)} of the time of"
            f" {ours.program.name}. {reason(each, ours)}" for each in rivals] or [
        f"No other program is faster than {ours.program.name}."]


def reason(measurement, ours):
    """Returns the reason that a peer is faster, from its definition."""
    if has_other_result(measurement, ours):
        return "Its result differs, so it did another job."
    return measurement.program.why_faster or "The reason is not known yet."


def smaller(measurements):
    """Returns a sentence with every peer whose peak is below that of membudget's first program."""
    ours = measurements[0]
    peaks = [f"{each.program.name} ({peak_mib(each):.1f} MiB)" for each in measured(measurements)
             if peak_mib(each) < peak_mib(ours)]
    if not peaks:
        return []
    return [f"Smaller peaks than that of {ours.program.name} ({peak_mib(ours):.1f} MiB):"
            f" {', '.join(peaks)}."]


def median_seconds(measurement):
    return statistics.median(measurement.wall_seconds)


def peak_mib(measurement):
    return statistics.median(measurement.peak_bytes) / MIB

"""The files of a run's folder."""

import json


class Journal:
    """The parsed text of a `trials.jsonl`."""

    def __init__(self, text):
        self.lines = text.split(b"\n")
        #: The text after the last newline: an incomplete line.
        self.torn = self.lines.pop()

    @property
    def trials(self):
        """Returns the trials; raises `ValueError` if a line is not JSON."""
        return [json.loads(line) for line in self.lines]

    def identities(self):
        return [identity(trial) for trial in self.trials]


def identity(trial):
    """Returns the identity of a trial, which is the same in two lines about it."""
    parameters = json.dumps(trial.get("parameters"), sort_keys=True)
    return (trial["scenario"], trial["strategy"], trial["scale"]["label"], trial["kind"],
            trial["index"], parameters)


def journal(run):
    """Returns the journal of a run's folder; an empty one if it has none yet."""
    try:
        with open(f"{run}/trials.jsonl", "rb") as file:
            return Journal(file.read())
    except FileNotFoundError:
        return Journal(b"")


def record(run):
    """Returns the `run.json` of a run's folder; one without scenarios if it has none."""
    try:
        with open(f"{run}/run.json", encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"scenarios": []}

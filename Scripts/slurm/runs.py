"""The files of a run directory."""

import json


class Journal:
    """The text of a `trials.jsonl`, taken apart."""

    def __init__(self, text):
        self.lines = text.split(b"\n")
        #: What follows the last newline: a line that was not written to its end.
        self.torn = self.lines.pop()

    @property
    def trials(self):
        """Raises `ValueError` if a line is not JSON."""
        return [json.loads(line) for line in self.lines]

    def identities(self):
        return [identity(trial) for trial in self.trials]


def identity(trial):
    """What makes two lines the same trial."""
    parameters = json.dumps(trial.get("parameters"), sort_keys=True)
    return (trial["scenario"], trial["strategy"], trial["scale"]["label"], trial["kind"],
            trial["index"], parameters)


def journal(run):
    """The journal of a run directory; an empty one if it has none yet."""
    try:
        with open(f"{run}/trials.jsonl", "rb") as file:
            return Journal(file.read())
    except FileNotFoundError:
        return Journal(b"")


def record(run):
    """The `run.json` of a run directory; one without scenarios if it has none."""
    try:
        with open(f"{run}/run.json", encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"scenarios": []}

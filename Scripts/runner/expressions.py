"""The expressions of a workflow, `${{ … }}`: the part of the language that our files use."""

import re

WHOLE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")


class Unknown(Exception):
    """An expression that this runner doesn't support; it never guesses."""


def fill(text, contexts):
    """Returns a text with expressions replaced by their values."""
    return WHOLE.sub(lambda match: as_text(value(match[1], contexts)), text)


def holds(condition, contexts):
    """Returns whether a step or job with an `if` runs, if nothing was cancelled."""
    match = WHOLE.fullmatch(condition.strip())
    return bool(value(match[1] if match else condition, contexts))


def value(expression, contexts):
    """Returns the value of an expression."""
    text = expression.strip()
    parts = text.split("&&")
    if len(parts) > 1:
        return all(value(part, contexts) for part in parts)
    for sign, is_equal in (("==", True), ("!=", False)):
        if sign in text:
            left, right = (as_text(value(side, contexts)) for side in text.split(sign))
            return (left == right) == is_equal
    if text == "!cancelled()":
        return True
    if text == "success()":
        return contexts["success"]
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    if not NAME.match(text):
        raise Unknown(f"the runner doesn't support the expression '{text}'")
    return look_up(text.split("."), contexts)


def look_up(names, contexts):
    """Returns a value by its path; a missing one is empty, as on GitHub."""
    found = contexts
    if names[0] not in contexts:
        raise Unknown(f"the runner has no context '{names[0]}'")
    for name in names:
        found = found.get(name, "") if isinstance(found, dict) else ""
    return found


def as_text(found):
    """Returns a value as text."""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)

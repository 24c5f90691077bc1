"""The expressions of a workflow, `${{ … }}`: as much of the language as our files use."""

import re

WHOLE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")


class Unknown(Exception):
    """An expression that this runner doesn't know; nothing is guessed."""


def fill(text, contexts):
    """A text with values in place of expressions."""
    return WHOLE.sub(lambda match: as_text(value(match[1], contexts)), text)


def holds(condition, contexts):
    """Whether a step or job with an `if` runs, when nothing was cancelled."""
    match = WHOLE.fullmatch(condition.strip())
    return bool(value(match[1] if match else condition, contexts))


def value(expression, contexts):
    """The value of an expression."""
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
        raise Unknown(f"the runner doesn't know the expression '{text}'")
    return look_up(text.split("."), contexts)


def look_up(names, contexts):
    """A value by its path; what isn't there is empty, as it is on GitHub."""
    found = contexts
    if names[0] not in contexts:
        raise Unknown(f"the runner has no context '{names[0]}'")
    for name in names:
        found = found.get(name, "") if isinstance(found, dict) else ""
    return found


def as_text(found):
    """A value as text."""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)

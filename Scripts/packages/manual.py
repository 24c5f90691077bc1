"""Manual pages, generated from the program's own description: `membudget --experimental-dump-help`.

Swift Argument Parser has a plugin for this, but it drops the examples of a discussion and must be built, so
the pages are written here, from the same description.
"""

import itertools
import re
from dataclasses import dataclass

# Its page would add nothing: `man membudget` lists the commands.
HIDDEN_COMMANDS = {"help"}
# A line of a discussion such as `70  a trial crashed`.
STATUS = re.compile(r"(\d+(?: \+ n)?)  (.*)")


@dataclass(frozen=True)
class Edition:
    """The text in the margins of every page."""

    version: str
    date: str  # 2026-11-27


def pages(description, edition):
    """Returns the text of each page by file name, from the described command line."""
    command = description["command"]
    found = {f"{command['commandName']}.1": main_page(command, edition)}
    for subcommand in shown_commands(command):
        name = f"{command['commandName']}-{subcommand['commandName']}"
        found[f"{name}.1"] = command_page(name, subcommand, edition)
    return found


def shown_commands(command):
    """Returns the subcommands that have their own page."""
    return [
        subcommand
        for subcommand in command.get("subcommands", [])
        if subcommand.get("shouldDisplay", True)
        and subcommand["commandName"] not in HIDDEN_COMMANDS
    ]


def main_page(command, edition):
    """Returns the page of the program itself, which lists its commands."""
    name = command["commandName"]
    lines = heading(name, command, edition)
    lines += [".SH SYNOPSIS", f".B {escaped(name)}", r"\fICOMMAND\fR [\fIOPTION\fR]..."]
    lines += description_of(command)
    lines.append(".SH COMMANDS")
    for subcommand in shown_commands(command):
        page = f"{name}-{subcommand['commandName']}"
        lines += [".TP", rf"\fB{escaped(page)}\fR(1)", escaped(subcommand.get("abstract", ""))]
    lines += options_of(command)
    lines += [
        ".SH FILES",
        *tagged("Scenarios/", "Scenarios that commands find by name, in the current folder."),
        *tagged(".membudget/", "Runs, in the current folder."),
        ".SH ENVIRONMENT",
        *tagged("MEMBUDGET_CACHE", "Folder of generated data."),
        *tagged("MEMBUDGET_LIBEXEC", "Folder of other workers to use."),
        *tagged("NO_COLOR", "If set, output has no colors."),
    ]
    return finished(lines + see_also(f"{name}-{c['commandName']}" for c in shown_commands(command)))


def command_page(name, command, edition):
    """Returns the page of a subcommand."""
    lines = heading(name, command, edition)
    lines += [".SH SYNOPSIS", rf"\fB{escaped(name.replace('-', ' ', 1))}\fR {usage(command)}"]
    lines += description_of(command) + arguments_of(command) + options_of(command)
    lines += examples_of(command)
    return finished(lines + see_also([name.split("-", 1)[0]]))


def service_page(name, abstract, usage_text, edition):
    """Returns the page of a program that is described only by its usage: a line `usage: …` for each of its
    commands, and indented lines about it."""
    lines = usage_text.rstrip().splitlines()
    marker = "usage: "
    synopses = [line.removeprefix(marker) for line in lines if line.startswith(marker)]
    page = heading(name, {"abstract": abstract}, edition) + [".SH SYNOPSIS"]
    for synopsis in synopses:
        page += [escaped(synopsis), ".br"]
    page += [".SH DESCRIPTION"]
    for line in lines:
        if line.startswith(marker):
            page += [".TP", f".B {escaped(line.removeprefix(marker))}"]
        else:
            page += [escaped(line.strip()), ".br"]
    return finished(page + see_also(["membudget"]))


def heading(name, command, edition):
    """Returns the title, and the line that `apropos` finds."""
    abstract = command.get("abstract", "").rstrip(".")
    return [
        f'.TH "{escaped(name.upper())}" 1 "{edition.date}" "membudget {escaped(edition.version)}"'
        ' "membudget manual"',
        # Don't hyphenate or justify, so that options can be copied.
        ".ad l",
        ".nh",
        ".SH NAME",
        f"{escaped(name)} \\- {escaped(abstract[:1].lower() + abstract[1:])}",
    ]


def description_of(command):
    """Returns the description of a command; its indented examples are a separate section."""
    paragraphs, _ = parts(command.get("discussion", ""))
    if not paragraphs:
        paragraphs = [command.get("abstract", "")]
    lines = [".SH DESCRIPTION"]
    for index, paragraph in enumerate(paragraphs):
        lines += ([".PP"] if index else []) + described(paragraph)
    return lines


def described(paragraph):
    """Returns a paragraph; its lines that begin with an exit status are a list."""
    lines = []
    for is_list, group in itertools.groupby(paragraph, key=lambda line: bool(STATUS.match(line))):
        if is_list:
            lines += [part for line in group for part in tagged(*STATUS.match(line).groups())]
        else:
            lines += ([".PP"] if lines else []) + [escaped(" ".join(group))]
    return lines


def examples_of(command):
    """Returns the examples of a discussion, as they are typed."""
    _, examples = parts(command.get("discussion", ""))
    if not examples:
        return []
    return [".SH EXAMPLES", ".nf", *map(escaped, examples), ".fi"]


def parts(discussion):
    """Returns the paragraphs and the lines of examples, which are indented."""
    paragraphs, examples = [], []
    for block in re.split(r"\n\s*\n", discussion or ""):
        prose = [line.strip() for line in block.splitlines() if not line.startswith("  ")]
        examples += [line.strip() for line in block.splitlines() if line.startswith("  ")]
        if any(prose):
            paragraphs.append([line for line in prose if line])
    return paragraphs, examples


def shown(command, *kinds):
    """Returns the described arguments of these kinds that the help shows."""
    return [
        argument
        for argument in command.get("arguments", [])
        if argument["kind"] in kinds and argument.get("shouldDisplay", True)
    ]


def usage(command):
    """Returns the synopsis after the command's name."""
    words = [r"[\fIOPTION\fR]..."] if shown(command, "option", "flag") else []
    for argument in shown(command, "positional"):
        word = rf"\fI{escaped(argument['valueName'].upper())}\fR"
        word = f"[{word}]" if argument.get("isOptional") else word
        if argument.get("parsingStrategy") == "postTerminator":
            words.append(r"\-\-")
        words.append(word + ("..." if argument.get("isRepeating") else ""))
    return " ".join(words)


def arguments_of(command):
    """Returns the positional arguments."""
    lines = []
    for argument in shown(command, "positional"):
        lines += [".TP", rf"\fI{escaped(argument['valueName'].upper())}\fR", explained(argument)]
    return [".SH ARGUMENTS", *lines] if lines else []


def options_of(command):
    """Returns options and flags, in the order of the help."""
    lines = []
    for option in shown(command, "option", "flag"):
        names = ", ".join(rf"\fB{escaped(spelled(name))}\fR" for name in option["names"])
        if option["kind"] == "option":
            names += rf" \fI{escaped(option['valueName'].upper())}\fR"
        lines += [".TP", names, explained(option)]
    return [".SH OPTIONS", *lines] if lines else []


def spelled(name):
    """Returns a name as it is typed: `--budget`, `-h`."""
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def explained(argument):
    """Returns the meaning of an argument, its values and its default."""
    text = " ".join(filter(None, [argument.get("abstract"), argument.get("discussion")]))
    values = argument.get("allValues")
    if values and not all(value in text for value in values):
        text += f" One of {', '.join(values)}."
    default = argument.get("defaultValue")
    if default and "default" not in text:
        text += f" The default is {default}."
    return escaped(" ".join(text.split()))


def tagged(name, text):
    """Returns a name in bold and its description."""
    return [".TP", rf"\fB{escaped(name)}\fR", escaped(text)]


def see_also(names):
    """Returns the list of related pages."""
    listed = ", ".join(rf"\fB{escaped(name)}\fR(1)" for name in names)
    return [".SH SEE ALSO", listed]


def finished(lines):
    """Returns the text of the page."""
    return "\n".join(lines) + "\n"


def escaped(text):
    """Returns text that roff shows unchanged: no line of it is a request, and hyphens can be copied."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)

"""Manual pages of a fake command line."""

import unittest

from packages import manual
from packages.manual import Edition, escaped, pages, parts, service_page

EDITION = Edition("1.2.3", "2026-01-31")


def described(**settings):
    run = {
        "commandName": "run",
        "abstract": "Measure any command.",
        "discussion": "The first.\n\nThe second\ngoes on.\n\n  tool run -- a\n  tool run -- b",
        "arguments": [
            {"kind": "positional", "valueName": "command", "isRepeating": True,
             "isOptional": True, "abstract": "The command."},
            {"kind": "option", "valueName": "metric", "names": [{"kind": "long", "name": "metric"}],
             "abstract": "What is limited.", "allValues": ["rss", "pss"], "defaultValue": "rss"},
            {"kind": "flag", "names": [{"kind": "short", "name": "q"},
                                       {"kind": "long", "name": "quiet"}], "abstract": "Silent."},
            {"kind": "flag", "names": [{"kind": "long", "name": "secret"}], "shouldDisplay": False},
        ],
        **settings,
    }
    return {"command": {"commandName": "tool", "abstract": "Measures.", "arguments": [],
                        "subcommands": [run, {"commandName": "help"}]}}


class ManualTests(unittest.TestCase):
    def setUp(self):
        self.pages = pages(described(), EDITION)
        self.run_page = self.pages["tool-run.1"]

    def test_every_command_but_help_has_a_page(self):
        self.assertEqual(sorted(self.pages), ["tool-run.1", "tool.1"])
        self.assertIn("\\fBtool\\-run\\fR(1)\nMeasure any command.", self.pages["tool.1"])

    def test_a_page_has_its_title_its_line_for_apropos_and_its_synopsis(self):
        self.assertIn('.TH "TOOL\\-RUN" 1 "2026-01-31" "membudget 1.2.3"', self.run_page)
        self.assertIn("tool\\-run \\- measure any command\n", self.run_page)
        self.assertIn("\\fBtool run\\fR [\\fIOPTION\\fR]... [\\fICOMMAND\\fR]...", self.run_page)

    def test_options_have_all_names_their_value_and_what_they_mean(self):
        self.assertIn("\\fB\\-q\\fR, \\fB\\-\\-quiet\\fR\nSilent.", self.run_page)
        self.assertIn("\\fB\\-\\-metric\\fR \\fIMETRIC\\fR\nWhat is limited. One of rss, pss."
                      " The default is rss.", self.run_page)

    def test_what_help_hides_is_hidden(self):
        self.assertNotIn("secret", self.run_page)

    def test_paragraphs_stay_apart_and_examples_are_typed_as_they_are(self):
        self.assertIn(".SH DESCRIPTION\nThe first.\n.PP\nThe second goes on.\n", self.run_page)
        self.assertIn(".SH EXAMPLES\n.nf\ntool run \\-\\- a\ntool run \\-\\- b\n.fi", self.run_page)

    def test_exit_statuses_are_a_list(self):
        lines = manual.described(["Exit status:", "0  all is well", "128 + n  signal n", "The end."])
        self.assertEqual(lines, ["Exit status:", ".TP", r"\fB0\fR", "all is well",
                                 ".TP", r"\fB128 + n\fR", "signal n", ".PP", "The end."])

    def test_a_discussion_of_examples_alone_has_no_paragraph(self):
        self.assertEqual(parts("  tool run"), ([], ["tool run"]))
        self.assertEqual(parts(None), ([], []))

    def test_no_line_of_text_is_a_request_of_roff(self):
        self.assertEqual(escaped(".so /etc/passwd\n'x\\n"), "\\&.so /etc/passwd\n\\&'x\\en")

    def test_a_program_without_a_description_has_its_usage(self):
        usage = "usage: tool-serve a\n  Serves a.\nusage: tool-serve b\n  Serves b.\n"
        page = service_page("tool-serve", "Serves.", usage, EDITION)
        self.assertIn(".SH SYNOPSIS\ntool\\-serve a\n.br\ntool\\-serve b\n.br\n.SH DESCRIPTION\n", page)
        self.assertIn(".TP\n.B tool\\-serve b\nServes b.\n", page)
        self.assertNotIn("usage:", page)


if __name__ == "__main__":
    unittest.main()

"""Properties of programs, from output of binutils and from a program of this machine."""

import pathlib
import sys
import unittest

from packages import elf

SYMBOLS = """
0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.35) hypot
0000000000000000      DF *UND*  0000000000000000  GLIBC_2.36  arc4random
0000000000000000      DF *UND*  0000000000000000 (GLIBCXX_3.4.31) _ZSt3new
0000000000000000  w   D  *UND*  0000000000000000  Base        __gmon_start__
0000000000001234 g    DF .text  0000000000000010  GLIBC_2.99  ours
"""


class ELFTests(unittest.TestCase):
    def test_only_symbols_that_the_oldest_systems_lack_are_too_new(self):
        self.assertEqual(elf.too_new(SYMBOLS),
                         [("GLIBCXX_3.4.31", "_ZSt3new"), ("GLIBC_2.36", "arc4random")])

    def test_versions_are_numbers_not_texts(self):
        self.assertEqual(elf.too_new("  DF *UND*  00 (GLIBC_2.9) old\n"), [])

    def test_a_command_that_fails_is_named_with_what_it_said(self):
        with self.assertRaisesRegex(SystemExit, "(?s)exit 3' failed with status 3:.*why"):
            elf.output(["sh", "-c", "echo why >&2; exit 3"])

    def test_a_program_is_told_from_a_script(self):
        self.assertTrue(elf.is_program(pathlib.Path(sys.executable).resolve()))
        self.assertFalse(elf.is_program(__file__))


if __name__ == "__main__":
    unittest.main()

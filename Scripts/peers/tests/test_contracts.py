"""The contract parser of the comparison, tested against the documented rules."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "programs"))

from contract_parser import Parser, mean  # noqa: E402
from contracts_python import merge  # noqa: E402

HEADER = "{CCON}\nN:AAA:120:7:X:1:H:44:1:20250603:20260605\n{/CCON}\n"


def parsed(text, is_contract=True):
    parser = Parser()
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode() if isinstance(text, str) else text)
        file.flush()
        parser.parse(file.name, is_contract)
    return parser


class ContractTests(unittest.TestCase):
    def test_days_are_summed_up_and_kept_by_month(self):
        parser = parsed(HEADER + "{CNIN}\n20250630:20250702:DBL:ST:1:(0,2)(,)(7,3)\n{/CNIN}\n")
        self.assertEqual(parser.rejected, 0)
        self.assertEqual(parser.rows["Inventory"],
                         [(120, 7, 20250630, 20250702, "DBL", "ST", "1", 3, 5)])
        self.assertEqual(parser.months, {(44, "DBL", "ST", 202506): [1 << 29, None, 0, 0],
                                         (44, "DBL", "ST", 202507): [1 << 1, None, 0, 0]})

    def test_amounts_have_a_lowest_a_highest_and_a_mean(self):
        parser = parsed(HEADER + "{CNCT}\n20250601:20250602:DBL:ST:::"
                        "(Y,0.0,0.0,0,FB,10.005)(Y,0.0,0.0,0,FB,-1)\n{/CNCT}\n")
        self.assertEqual(parser.rows["Cost"][0][-4:], (2, -1.0, 10.005, 4.503))
        self.assertEqual(parser.months[44, "DBL", "ST", 202506], [0, -1000, 9005, 2])

    def test_means_are_rounded_away_from_zero(self):
        self.assertEqual([mean(3, 2), mean(-3, 2), mean(1, 3)], [0.002, -0.002, 0.0])

    def test_bad_records_are_counted_and_left_out(self):
        for record in ("20250601:20250602:DBL:ST:1:(0,2)", "20250602:20250601:DBL:ST:1:(0,2)",
                       "20250601:20250601:DBL:ST:1:(0,x)", "20250601:20250601:DBL:ST:1:(0)",
                       "20250601:20250631:DBL:ST:1:(0,2)", "20250601:20250601::ST:1:(0,2)"):
            parser = parsed(HEADER + "{CNIN}\n" + record + "\n{/CNIN}\n")
            self.assertEqual((parser.rejected, parser.rows["Inventory"]), (1, []), record)

    def test_marks_that_do_not_fit_and_text_outside_are_counted(self):
        self.assertEqual(parsed("text\n{CNTA}\n{CNTA}\n{/CNHA}\n").rejected, 4)

    def test_records_need_a_contract_and_bad_headers_are_none(self):
        self.assertEqual(parsed("{CNTA}\nA:B\n{/CNTA}\n").rejected, 1)
        text = HEADER.replace(":7:", "::") + "{CNTA}\nA:B\n{/CNTA}\n"
        self.assertEqual(parsed(text).rejected, 2)
        self.assertEqual(parsed(text.replace("N:AAA", "Y:AAA")).rows["Rate"], [(120, None, "A", "B")])

    def test_unknown_sections_are_kept_as_they_are(self):
        self.assertEqual(parsed(HEADER + "{ZZZZ}\na:b\n{/ZZZZ}\n").rows["OtherRecord"],
                         [(120, 7, "ZZZZ", "a:b")])
        self.assertEqual(parsed("{ZZZZ}\na\n{/ZZZZ}\n", is_contract=False).rows["OtherRecord"],
                         [(None, None, "ZZZZ", "a")])

    def test_months_of_several_files_are_merged(self):
        months = {"a": [1, 5, 12, 2]}
        merge(months, {"a": [2, 3, 7, 2], "b": [4, None, 0, 0]})
        self.assertEqual(months, {"a": [3, 3, 19, 4], "b": [4, None, 0, 0]})

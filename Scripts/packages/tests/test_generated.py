"""Files generated from fake programs."""

import pathlib
import tempfile
import unittest

from packages import generated

PROGRAM = """#!/bin/sh
case $1 in
--version) echo "1.2.3 (b9bcf3bd10f2)" ;;
--experimental-dump-help) echo '{"command": {"commandName": "membudget", "abstract": "Measures."}}' ;;
--generate-completion-script) echo "completions of $2" ;;
--help) echo "usage: $0" ;;
describe) echo '{"schema": "1"}' ;;
*) exit 64 ;;
esac
"""


class GeneratedTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)
        for name in ("membudget", "membudget-serve", "membudget-sync", "membudget-worker-xlsx"):
            (self.root / name).write_text(PROGRAM)
            (self.root / name).chmod(0o755)
        # Leftovers of a build next to its programs.
        (self.root / "membudget-worker.product").mkdir()
        (self.root / "LICENSE").write_text("ours")
        (self.root / "Package.resolved").write_text('{"pins": []}')

    def test_pages_completions_licenses_and_records_of_workers_are_written(self):
        made = self.root / "made"
        generated.write(made, self.root, self.root, 86400)
        files = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())
        self.assertEqual(files, [
            "libexec/membudget/membudget-worker-xlsx.json",
            "share/bash-completion/completions/membudget",
            "share/doc/membudget/copyright",
            "share/fish/vendor_completions.d/membudget.fish",
            "share/man/man1/membudget-serve.1",
            "share/man/man1/membudget-sync.1",
            "share/man/man1/membudget.1",
            "share/zsh/site-functions/_membudget",
        ])
        page = (made / "share/man/man1/membudget.1").read_text()
        self.assertIn('"1970-01-02" "membudget 1.2.3"', page)
        zsh = (made / "share/zsh/site-functions/_membudget").read_text()
        self.assertEqual(zsh, "completions of zsh\n")

    def test_completions_are_for_older_fish_too(self):
        self.assertEqual(
            generated.for_older_fish('set -ql "_flag_$(string replace -a - _ -- $name)"; test "$x"'),
            'set -ql _flag_(string replace -a - _ -- $name); test "$x"')
        self.assertEqual(generated.for_older_fish('test -z "$(tokens -t)"'), "test -z (tokens -t)")

    def test_completions_of_bash_are_no_program(self):
        self.assertEqual(generated.without_interpreter("#!/bin/bash\n# a\n"), "# a\n")
        self.assertEqual(generated.without_interpreter("# a\n"), "# a\n")

    def test_bash_offers_files_where_nothing_else_fits(self):
        self.assertEqual(
            generated.for_bash("complete -o filenames -F _membudget membudget\n"),
            "complete -o filenames -o default -F _membudget membudget\n")


if __name__ == "__main__":
    unittest.main()

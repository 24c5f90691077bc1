"""Control files, dependencies and the archive of a package, without a build."""

import gzip
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from packages import debian, licenses

DEPENDENCIES = {"Depends": ["libsqlite3-0 (>= 3.34)", "libc6 (>= 2.35)"], "Recommends": ["libpq5"]}


class ControlTests(unittest.TestCase):
    def test_what_is_linked_by_some_programs_only_is_recommended(self):
        text = debian.control("1.2.3", "amd64", 2049, DEPENDENCIES)
        self.assertIn("\nDepends: libc6 (>= 2.35), libjemalloc2, libsqlite3-0 (>= 3.34)\n", text)
        self.assertIn("\nRecommends: curl, libpq5, libunwind8\n", text)
        self.assertIn("\nInstalled-Size: 3\n", text)

    def test_every_line_of_a_description_but_the_first_is_indented(self):
        text = debian.control("1.2.3", "amd64", 1, DEPENDENCIES)
        lines = text[text.index("Description: "):].splitlines()[1:]
        self.assertTrue(lines and all(line.startswith(" ") for line in lines))

    def test_debug_information_is_of_one_version_and_found_by_build_id(self):
        text = debian.debug_control("1.2.3", "amd64", 1, ["ffee", "aabb"])
        self.assertIn("\nDepends: membudget (= 1.2.3)\n", text)
        self.assertIn("\nBuild-Ids: aabb ffee\n", text)

    def test_fields_of_dpkg_shlibdeps_are_lists(self):
        found = debian.fields_of("shlibs:Depends=a (>= 1), b\nshlibs:Recommends=c\n")
        self.assertEqual(found, {"Depends": ["a (>= 1)", "b"], "Recommends": ["c"]})
        self.assertEqual(debian.fields_of("shlibs:Depends=a\n")["Recommends"], [])


class PackageTests(unittest.TestCase):
    def test_pages_are_compressed_and_zsh_finds_its_completion(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("share/man/man1/tool.1", "share/zsh/site-functions/_tool", "bin/tool"):
                (root / "usr" / name).parent.mkdir(parents=True, exist_ok=True)
                (root / "usr" / name).write_text(name)
            debian.arrange(root)
            left = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
            page = gzip.decompress((root / "usr/share/man/man1/tool.1.gz").read_bytes())
        self.assertEqual(left, ["usr/bin/tool", "usr/share/man/man1/tool.1.gz",
                                "usr/share/zsh/vendor-completions/_tool"])
        self.assertEqual(page, b"share/man/man1/tool.1")

    @unittest.skipUnless(shutil.which("dpkg-deb"), "no dpkg-deb")
    def test_dpkg_reads_what_is_written_and_finds_every_file(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "files/usr/bin").mkdir(parents=True)
            (folder / "files/usr/bin/tool").write_text("#!/bin/sh\n")
            (folder / "files/usr/bin/tool").chmod(0o755)
            written = []
            for name in ("a.deb", "b.deb"):
                control = debian.control("1.2.3", "amd64", 10, DEPENDENCIES)
                debian.write(folder / name, folder / "files", control, 1_700_000_000)
                written.append((folder / name).read_bytes())
            self.assertEqual(written[0], written[1])
            read = subprocess.run(["dpkg-deb", "--contents", folder / "a.deb"], check=True,
                                  capture_output=True, text=True).stdout
            self.assertRegex(read, r"-rwxr-xr-x root/root +10 .* ./usr/bin/tool\n")
            version = subprocess.run(["dpkg-deb", "--field", folder / "a.deb", "Version"], check=True,
                                     capture_output=True, text=True).stdout
            self.assertEqual(version, "1.2.3\n")

    def test_checksums_name_files_from_the_root_of_the_system(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "a").write_text("")
            self.assertEqual(debian.checksums(pathlib.Path(folder)),
                             "d41d8cd98f00b204e9800998ecf8427e  a\n")


class LicenseTests(unittest.TestCase):
    def test_a_license_is_there_once_with_all_that_it_is_of(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            pins = [{"identity": name, "location": f"https://example.org/{name}.git",
                     "state": {"version": "1.0"}} for name in ("swift-a", "swift-b", "absent")]
            texts = {"LICENSE": "ours", ".build/checkouts/swift-a/LICENSE.txt": "Apache",
                     ".build/checkouts/swift-b/LICENSE.txt": "Apache\n",
                     ".build/checkouts/swift-b/NOTICE.txt": "thanks",
                     "Package.resolved": json.dumps({"pins": pins})}
            for name, text in texts.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            text = licenses.text(root)
        self.assertIn("membudget\n\nours\n", text)
        self.assertIn("swift-a 1.0, swift-b 1.0\n\nApache\n", text)
        self.assertIn("swift-b 1.0\n\nthanks\n", text)
        self.assertEqual(text.count("Apache\n"), 1)

    def test_a_checkout_is_named_by_the_address_of_its_package(self):
        self.assertEqual(licenses.checkout_name("https://example.org/a/swift-log.git"), "swift-log")
        self.assertEqual(licenses.checkout_name("https://example.org/a/GRDB.swift"), "GRDB.swift")


if __name__ == "__main__":
    unittest.main()

"""Installing a tarball: by path, URL and version."""

import hashlib
import subprocess

from ci.tests.support import ScriptTest

PROGRAM = "#!/bin/sh\necho 0.2.0\n"


class InstallTests(ScriptTest):
    """Tarballs like those of `make dist`, with a script as the program."""

    def tarball(self, name="membudget.tar.xz", program=PROGRAM):
        """Packs a tarball; returns its path."""
        self.write("packed/membudget-0.2.0/bin/membudget", program, 0o755)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["tar", "-cJf", path, "-C", self.folder / "packed", "membudget-0.2.0"],
                       check=True)
        return path

    def digest(self, path):
        """Its SHA-256."""
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def install(self, **variables):
        """Installs in a new folder."""
        return self.run_script("install.sh", self.folder / "to", **variables)

    def test_path(self):
        """A file is unpacked, and the path of its program is printed and passed to later steps."""
        outputs = self.folder / "outputs"
        result = self.install(MEMBUDGET_PATH=str(self.tarball()), GITHUB_OUTPUT=str(outputs))
        program = f"{self.folder}/to/bin/membudget"
        self.assertEqual((result.returncode, result.stdout), (0, program + "\n"), result.stderr)
        self.assertEqual(outputs.read_text(), f"program={program}\n")
        self.assertIn("membudget 0.2.0 in ", result.stderr)

    def test_digest(self):
        """A wrong digest installs nothing."""
        tarball = self.tarball()
        right = self.install(MEMBUDGET_PATH=str(tarball), MEMBUDGET_SHA256=self.digest(tarball))
        self.assertEqual(right.returncode, 0, right.stderr)
        wrong = self.run_script("install.sh", self.folder / "other", MEMBUDGET_PATH=str(tarball),
                                MEMBUDGET_SHA256="0" * 64)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("nothing was installed", wrong.stderr)
        self.assertFalse((self.folder / "other").exists())

    def test_address(self):
        """A URL is downloaded."""
        result = self.install(MEMBUDGET_URL=self.tarball().as_uri())
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_version(self):
        """A version selects a release, with the digest from its SHA256SUMS."""
        machine = subprocess.run(["uname", "-m"], text=True, check=True,
                                 capture_output=True).stdout.strip()
        name = f"membudget-0.2.0-{machine}-linux.tar.xz"
        release = "forge/owner/budget/releases/download/v0.2.0"
        tarball = self.tarball(f"{release}/{name}")
        action = f"{self.folder}/_actions/owner/budget/v1"
        variables = {"MEMBUDGET_VERSION": "v0.2.0", "GITHUB_ACTION_PATH": action,
                     "GITHUB_SERVER_URL": f"file://{self.folder}/forge"}
        self.write(f"{release}/SHA256SUMS", f"{self.digest(tarball)}  {name}\n")
        self.assertEqual(self.install(**variables).returncode, 0)
        self.write(f"{release}/SHA256SUMS", f"{'1' * 64}  {name}\n")
        self.assertIn("nothing was installed", self.install(**variables).stderr)
        self.write(f"{release}/SHA256SUMS", "")
        self.assertIn("has no digest of", self.install(**variables).stderr)

    def test_nothing(self):
        """Without a tarball, or with a missing one, the reason is reported."""
        self.assertIn("give a version", self.install().stderr)
        absent = self.install(MEMBUDGET_PATH="/nowhere.tar.xz")
        self.assertEqual(absent.returncode, 66)
        self.assertIn("there is no tarball /nowhere.tar.xz", absent.stderr)
        place = self.install(MEMBUDGET_VERSION="0.2.0")
        self.assertIn("to the source of the tarball", place.stderr)

    def test_program_that_does_not_start(self):
        """Missing packages are reported, below the message of the loader."""
        program = "#!/bin/sh\necho libsqlite3.so.0: cannot open >&2\nexit 127\n"
        result = self.install(MEMBUDGET_PATH=str(self.tarball(program=program)))
        self.assertEqual(result.returncode, 1)
        self.assertIn("libsqlite3.so.0: cannot open", result.stderr)
        self.assertIn("apt-get install", result.stderr)

"""The commit that a change is compared with."""

from ci.tests.support import ScriptTest


class BaseTests(ScriptTest):
    """An origin with a main branch and a change, and clones of it."""

    def setUp(self):
        """Creates the origin: main has two commits, the first of which the change has too."""
        super().setUp()
        self.origin = self.folder / "origin"
        self.git("init", "-q", "-b", "main", self.origin)
        self.git("config", "uploadpack.allowAnySHA1InWant", "true", cwd=self.origin)
        self.first = self.commit("first")
        self.git("checkout", "-q", "-b", "change", cwd=self.origin)
        self.commit("change")
        self.git("checkout", "-q", "main", cwd=self.origin)
        self.second = self.commit("second")
        self.git("checkout", "-q", "change", cwd=self.origin)

    def commit(self, name):
        """Adds a file and commits it; returns the commit."""
        self.write(f"origin/{name}", name)
        self.git("add", ".", cwd=self.origin)
        self.git("commit", "-q", "-m", name, cwd=self.origin)
        return self.git("rev-parse", "HEAD", cwd=self.origin)

    def base(self, target, *options):
        """Clones the change and checks out its base."""
        self.git("clone", "-q", "-b", "change", *options, self.origin.as_uri(), "head")
        return self.run_script("base.sh", self.folder / "base", cwd=self.folder / "head",
                               MEMBUDGET_BASE=target)

    def found(self):
        """Returns the commit that was checked out."""
        return self.git("rev-parse", "HEAD", cwd=self.folder / "base")

    def test_branch(self):
        """For a branch, the base is its newest commit that the change has too."""
        result = self.base("main")
        self.assertEqual((result.returncode, result.stdout), (0, f"{self.folder}/base\n"),
                         result.stderr)
        self.assertEqual(self.found(), self.first)
        self.assertIn("first", result.stderr)

    def test_commit(self):
        """The same holds for a commit, as named by the event of a pull request."""
        self.assertEqual(self.base(self.second).returncode, 0)
        self.assertEqual(self.found(), self.first)

    def test_merge(self):
        """The base of a merge of both, which GitHub checks out, is the target itself."""
        self.git("merge", "-q", "-m", "merge", "main", cwd=self.origin)
        self.assertEqual(self.base("main").returncode, 0)
        self.assertEqual(self.found(), self.second)

    def test_shallow(self):
        """Commits missing in a shallow clone are fetched."""
        self.assertEqual(self.base(self.second, "--depth", "1").returncode, 0)
        self.assertEqual(self.found(), self.first)

    def test_no_base(self):
        """'none' means no comparison; a missing or unknown target is an error."""
        none = self.base("none")
        self.assertEqual((none.returncode, none.stdout), (0, ""))
        head = self.folder / "head"
        for target, words in (("", "not a pull request"), ("f" * 40, "fetch-depth: 0")):
            result = self.run_script("base.sh", self.folder / "base", cwd=head,
                                     MEMBUDGET_BASE=target)
            self.assertEqual(result.returncode, 1)
            self.assertIn(words, result.stderr)
        self.assertFalse((self.folder / "base").exists())

"""The commit that a change is compared with."""

from ci.tests.support import ScriptTest


class BaseTests(ScriptTest):
    """An origin with a main branch and a change, and clones of it."""

    def setUp(self):
        """Makes the origin: main has two commits, of which the change has the first."""
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
        """Clones the change and checks its base out."""
        self.git("clone", "-q", "-b", "change", *options, self.origin.as_uri(), "head")
        return self.run_script("base.sh", self.folder / "base", cwd=self.folder / "head",
                               MEMBUDGET_BASE=target)

    def found(self):
        """The commit that was checked out."""
        return self.git("rev-parse", "HEAD", cwd=self.folder / "base")

    def test_branch(self):
        """A branch's base is the newest commit that the change has of it."""
        result = self.base("main")
        self.assertEqual((result.returncode, result.stdout), (0, f"{self.folder}/base\n"),
                         result.stderr)
        self.assertEqual(self.found(), self.first)
        self.assertIn("first", result.stderr)

    def test_commit(self):
        """So is a commit's, as the event of a pull request names it."""
        self.assertEqual(self.base(self.second).returncode, 0)
        self.assertEqual(self.found(), self.first)

    def test_merge(self):
        """A merge of both, as GitHub checks it out, has the target itself for a base."""
        self.git("merge", "-q", "-m", "merge", "main", cwd=self.origin)
        self.assertEqual(self.base("main").returncode, 0)
        self.assertEqual(self.found(), self.second)

    def test_shallow(self):
        """What a shallow clone lacks is fetched."""
        self.assertEqual(self.base(self.second, "--depth", "1").returncode, 0)
        self.assertEqual(self.found(), self.first)

    def test_no_base(self):
        """'none' compares with nothing; no target, or one that nobody has, is an error."""
        none = self.base("none")
        self.assertEqual((none.returncode, none.stdout), (0, ""))
        head = self.folder / "head"
        for target, words in (("", "this is no pull request"), ("f" * 40, "fetch-depth: 0")):
            result = self.run_script("base.sh", self.folder / "base", cwd=head,
                                     MEMBUDGET_BASE=target)
            self.assertEqual(result.returncode, 1)
            self.assertIn(words, result.stderr)
        self.assertFalse((self.folder / "base").exists())

import Testing

@Suite("Links between documents")
struct LinksTests {
    private let index = "Documentation/README.md"

    @Test("Every relative link leads to a file and a heading that exist")
    func links() throws {
        let files = try SourceTree.files()
        let documents = files.filter { $0.path.hasSuffix(".md") }
        expectNone(documents.flatMap { Links.broken(in: $0, among: files) })
    }

    @Test("The index of the documentation lists every document")
    func complete() throws {
        let files = try SourceTree.files()
        let index = try #require(files.first { $0.path == self.index })
        let linked = Set(Links.targets(in: index).map(\.target))
        let documents = files.map(\.path).filter {
            $0.hasPrefix("Documentation/") && $0.hasSuffix(".md") && $0 != index.path
        }
        let missing = documents.filter { !linked.contains(String($0.dropFirst(14))) }
        #expect(missing.isEmpty)
    }

    @Test("A link to a missing file or heading is found; links in code are ignored")
    func broken() {
        let page = SourceFile(
            path: "a/page.md",
            text: """
                # The title, `of` it
                [here](#the-title-of-it) [there](../other.md#a-b-1) [no](#nowhere)
                [gone](gone.md) [out](https://example.org/x) [folder](../a)
                ```
                [code](code.md)
                ```
                """)
        let other = SourceFile(path: "other.md", text: "## A b\n## A b\n")
        let findings = Links.broken(in: page, among: [page, other])
        #expect(
            findings.map(\.description) == [
                "a/page.md:2: no heading '#nowhere' in a/page.md",
                "a/page.md:3: no file 'a/gone.md'",
            ])
    }
}

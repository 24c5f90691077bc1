import TestSupport
import Testing

@Suite("Tables of keys")
struct KeyTablesTests {
    @Test("Links in types and in 'The keys of' are followed; other tables are not read")
    func keys() {
        let tables = KeyTables(
            """
            ## A whole
            The keys of [a base](#a-base), and:
            | Key | Type | Meaning |
            | :-- | :-- | :-- |
            | `parts` | array of [parts](#a-part) | in order |
            | `main` | [part](#a-part) | see [elsewhere](#nowhere) |
            | `main.extra` | string | |
            ### Words
            | `word` | meaning |
            ### A part
            | `name` | string | |
            ## A base
            | `schema` | string | |
            """)
        let expected: Set = [
            "schema", "parts", "parts[].name", "main", "main.name", "main.extra",
        ]
        #expect(tables.keys(of: "A whole") == expected)
    }

    @Test("The keys of an encoded value have the same paths")
    func encoded() throws {
        let json = #"{"a": [{"b": null}, {"c": {"d": 1}}], "parameters": {"batch": "1"}}"#
        let expected: Set = ["a", "a[].b", "a[].c", "a[].c.d", "parameters"]
        #expect(try KeyTables.keys(encoded: json.utf8) == expected)
    }
}

import MemoryBudget
import Testing

@Suite("Splitting of a command line without a shell")
struct ShellWordReaderTests {
    @Test(
        "Quotes and backslashes are interpreted as in a shell",
        arguments: [
            ("python3 a.py {input}", ["python3", "a.py", "{input}"]),
            ("  a\t b  ", ["a", "b"]), ("", []), ("''", [""]), ("a'b c'd", ["ab cd"]),
            (#"a "b \"c\" \$d" e"#, ["a", #"b "c" $d"#, "e"]), (#"a\ b"#, ["a b"]),
            (#"'a\b' "a\b""#, [#"a\b"#, #"a\b"#]), (#"$'a\tb\x41\n'"#, ["a\tbA\n"]),
            ("awk '{ print $1 }'", ["awk", "{ print $1 }"]), ("--x=*.csv", ["--x=*.csv"]),
            ("é 'ü ö'", ["é", "ü ö"]), ("a\\\nb", ["ab"]),
        ])
    func words(line: String, words: [String]) throws {
        #expect(try ShellWordReader.words(of: line) == words)
    }

    @Test(
        "A line that can't be split is reported with the position",
        arguments: [
            ("a 'b c", 3, "not closed"), (#"a "b"#, 3, "not closed"), ("a $'b", 3, "not closed"),
            (#"a b\"#, 4, "backslash"), ("a < b", 3, "shell"), ("a | b", 3, "shell"),
            ("a > b", 3, "shell"), ("a; b", 2, "shell"), ("a && b", 3, "shell"),
            ("a $HOME", 3, "shell"), ("a \"$HOME\"", 4, "shell"), ("a `b`", 3, "shell"),
            ("a ~/b", 3, "shell"), ("(a)", 1, "shell"), (#"$'\xg'"#, 5, "two digits"),
        ])
    func mistakes(line: String, column: Int, reason: String) throws {
        let mistake = try #require(throws: ShellWordReader.Mistake.self) {
            try ShellWordReader.words(of: line)
        }
        #expect(mistake.column == column, "\(mistake)")
        #expect(mistake.message.contains(reason), "\(mistake)")
    }

    @Test("A line quoted for a shell splits back into the same words")
    func roundTrip() throws {
        let words = ["a b", "it's", "", "\u{1B}[31m", "é", "$x", "a\\b", "{input}", "\n", "~"]
        #expect(try ShellWordReader.words(of: shellWords(words)) == words)
    }
}

import Testing

@testable import Bench

@Suite("Command words that init turns into a scenario")
struct CommandWordsTests {
    private static let files = CommandWords.FileLookup(
        isFile: {
            [
                "import.py", "src/load.py", "orders.csv", "data/orders.csv", "rates.csv", "out.db",
                "go",
            ]
            .contains(CommandWords.plain($0))
        },
        hasRecords: { path in
            path.hasSuffix(".csv") ? true : path.hasSuffix(".db") ? false : nil
        })

    /// Returns the words after all replacements of `init`.
    private func words(_ line: String, input: String? = nil) -> [String] {
        var words = CommandWords(line.split(separator: " ").map(String.init), files: Self.files)
        if let path = input ?? words.dataFiles.first { _ = words.replaceInput(path) }
        words.replaceOutput()
        words.anchorFiles(at: "{here}/..")
        return words.words
    }

    @Test(
        "Data becomes {input}, the result {output}, and scripts are found from any folder",
        arguments: [
            ("python3 import.py orders.csv out.db", "python3 {here}/../import.py {input} {output}"),
            (
                "python3 ./import.py ./orders.csv new.bin",
                "python3 {here}/../import.py {input} {output}"
            ),
            ("./go --in=orders.csv -o out.db", "{here}/../go --in={input} -o {output}"),
            ("./go --in orders.csv --output=new", "{here}/../go --in {input} --output={output}"),
            ("python3 src/load.py data/orders.csv", "python3 {here}/../src/load.py {input}"),
            ("python3 import.py {input} x.db", "python3 {here}/../import.py {input} {output}"),
            ("python3 import.py orders.csv 3.14", "python3 {here}/../import.py {input} 3.14"),
            ("python3 import.py orders.csv --fast", "python3 {here}/../import.py {input} --fast"),
            ("wc -l orders.csv", "wc -l {input}"), ("/bin/cat /etc/hosts", "/bin/cat /etc/hosts"),
            ("sleep 1", "sleep 1"), ("go build", "go build"),
            ("./go {output} orders.csv", "{here}/../go {output} {input}"),
        ])
    func replacing(line: String, expected: String) {
        #expect(words(line).joined(separator: " ") == expected)
    }

    @Test("The file that grows is the one with records, or the one that the user names")
    func choosing() {
        let words = CommandWords(
            ["import", "orders.csv", "rates.csv", "out.db", "orders.csv"], files: Self.files)
        #expect(words.dataFiles == ["orders.csv", "rates.csv"])
        #expect(
            self.words("./go orders.csv rates.csv", input: "rates.csv")
                == ["{here}/../go", "{here}/../orders.csv", "{input}"])
    }
}

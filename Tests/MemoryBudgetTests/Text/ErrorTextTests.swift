import MemoryBudget
import Testing

@Suite("The line of standard error that names the error")
struct ErrorTextTests {
    private static let python = """
        Traceback (most recent call last):
          File "import.py", line 3, in <module>
            load(sys.argv[1])
        ValueError: bad row 7
        """
    private static let node = """
        /srv/import.js:3
            throw new TypeError("no rows");
            ^

        TypeError: no rows
            at load (/srv/import.js:3:11)
            at node:internal/main/run_main_module:23:47

        Node.js v18.19.0
        """
    private static let java = """
        Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
            at java.base/java.util.Arrays.copyOf(Arrays.java:3537)
            at Import.main(Import.java:9)
        """

    @Test(
        "It is the last line, or the head of the last stack trace",
        arguments: [
            (python, "ValueError: bad row 7"), (node, "TypeError: no rows"),
            (java, "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"),
            ("warning: x\nerror: no such file\n\n", "error: no such file"),
            (
                java + "\nretrying\nretrying again\ngave up after 3 attempts\n",
                "gave up after 3 attempts"
            ),
        ])
    func line(text: String, line: String) {
        #expect(ErrorText.line(of: text) == line)
        #expect(ErrorText.tail(of: text).contains(line))
    }

    @Test("Nothing written is no line, and a long text keeps the line and its end")
    func ends() {
        #expect(ErrorText.line(of: " \n\n") == nil && ErrorText.tail(of: "") == "")
        let frames = (0..<50).map { "    at frame \($0)" }.joined(separator: "\n")
        let tail = ErrorText.tail(of: "TypeError: x\n\(frames)\n")
        #expect(tail.hasPrefix("TypeError: x\n") && tail.hasSuffix("at frame 49"))
        #expect(tail.split(separator: "\n").count == 12)
    }
}

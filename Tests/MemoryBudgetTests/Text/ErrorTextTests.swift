import MemoryBudget
import Testing

@Suite("The line of standard error that states the error")
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

    private static let go = """
        loading orders.csv
        panic: runtime error: index out of range [5] with length 3

        goroutine 1 [running]:
        main.main()
        \t/srv/main.go:8 +0x1d
        exit status 2
        """
    private static let rust = """
        thread 'main' panicked at src/main.rs:2:5:
        index out of bounds: the len is 3 but the index is 99
        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
        """
    private static let ruby = """
        import.rb:3:in `load': no rows (RuntimeError)
        \tfrom import.rb:9:in `<main>'
        """
    private static let ownException = """
        Traceback (most recent call last):
          File "import.py", line 3, in <module>
            load(sys.argv[1])
            ^^^^^^^^^^^^^^^^^
        shop.orders.BadRow: row 7
        closing the database
        removing /tmp/orders
        """

    @Test(
        "The line is the last one that looks like an error, or else the last one",
        arguments: [
            (python, "ValueError: bad row 7"), (node, "TypeError: no rows"),
            (java, "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"),
            ("warning: x\nerror: no such file\n\n", "error: no such file"),
            (
                java + (1...12).map { "\nattempt \($0)" }.joined() + "\ngave up\n", "gave up"
            ),
            (go, "panic: runtime error: index out of range [5] with length 3"),
            (ruby, "import.rb:3:in `load': no rows (RuntimeError)"),
            (ownException, "shop.orders.BadRow: row 7"),
            (
                "cp: missing file operand\nTry 'cp --help' for more information.\n",
                "cp: missing file operand"
            ),
            ("fatal: row 7 is short\nclosing the database\n", "fatal: row 7 is short"),
            ("x.py:3: DeprecationWarning: an error in 4.0\nbad row 7\n", "bad row 7"),
            ("read 7 rows, 0 errors\nbad row 8\n", "bad row 8"),
            ("  usage\n  import FILE\n", "  import FILE"), ("Try --help\n", "Try --help"),
        ])
    func line(text: String, line: String) {
        #expect(ErrorText.line(of: text) == line)
        #expect(ErrorText.tail(of: text).contains(line))
    }

    @Test("A line that ends with a colon is joined with its message")
    func joined() {
        let line = "thread 'main' panicked at src/main.rs:2:5: index out of bounds: the len is 3"
        #expect(ErrorText.line(of: Self.rust)?.hasPrefix(line) == true)
        #expect(ErrorText.line(of: "error:\n") == "error:")
    }

    @Test("An empty text has no line, and a long text keeps the error line and its end")
    func ends() {
        #expect(ErrorText.line(of: " \n\n") == nil && ErrorText.tail(of: "") == "")
        let frames = (0..<50).map { "    at frame \($0)" }.joined(separator: "\n")
        let tail = ErrorText.tail(of: "TypeError: x\n\(frames)\n")
        #expect(tail.hasPrefix("TypeError: x\n") && tail.hasSuffix("at frame 49"))
        #expect(tail.split(separator: "\n").count == 12)
    }
}

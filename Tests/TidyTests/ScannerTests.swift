import Testing

@Suite("Scanning of source text")
struct ScannerTests {
    private func swift(_ text: String) -> SourceFile {
        SourceFile(path: "Sample.swift", text: text)
    }

    @Test(
        "Comments and literals are replaced by spaces, and code is kept",
        arguments: [
            ("a // b { c\nd", "a\nd"),
            ("a /* { /* } */ */ b", "a b"),
            (#"a "}" b"#, "a b"),
            (#"a "\"}" b"#, "a b"),
            (#"a "x\(f("}") + g { 1 })y" b"#, "a (f( ) + g { 1 }) b"),
            (##"a #"" } \( "# b"##, "a b"),
            (##"a #"x\#(c)y"# b"##, "a (c) b"),
            ("a \"\"\"\n } \" {\n\"\"\" b", "a\n\n b"),
            ("a \"open\nb", "a\nb"),
        ])
    func blanking(_ text: String, _ expected: String) {
        let code = CodeScanner.code(of: swift(text))
        #expect(squeezed(code) == squeezed(expected))
        #expect(code.utf8.count == text.utf8.count)
    }

    private func squeezed(_ text: String) -> [[Substring]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.split(separator: " ")
        }
    }

    @Test("C's characters and comments are replaced by spaces, and its comments don't nest")
    func blankingC() {
        let text = "a '{' '\\'' b /* /* */ c"
        let code = CodeScanner.code(of: SourceFile(path: "sample.c", text: text))
        #expect(squeezed(code) == squeezed("a b c"))
    }

    @Test("With code replaced by spaces, the text of comments and literals remains")
    func words() {
        let file = SourceFile(path: "a.swift", text: #"f("a\n\(b) c") // d"#)
        #expect(CodeScanner.words(of: file) == "   a       c   // d")
    }

    @Test("A parameter without a label after the first is found, whatever precedes it")
    func unlabelledParameters() {
        let text = """
            func a<T: P>(_ b: [T: (Int, Int)], _ c: (A, _: B) -> Void, d: G<Int, Int>, _ e: Int)
            init(
                f: Int = g(1, 2), _ h: @escaping () -> Int
            ) {}
            let closure = { (_ i: Int, _ j: Int) in X.init(1, 2) }
            deinit { k(1, 2) }
            """
        let found = ParameterScanner.unlabelled(in: SourceFile(path: "a.swift", text: text))
        #expect(found.map(\.name) == ["c", "e", "h"])
        #expect(found.map(\.line) == [1, 1, 3])
    }

    @Test("A Swift function ends at its last brace, whatever its strings and defaults contain")
    func swiftFunctions() {
        let text = """
            struct S {
                init(_ body: () -> Void = { print("}") }) {
                    self.init()
                }
                func outer() -> String {
                    func inner() {}
                    // }
                    return "}"
                }
                subscript(index: Int) -> Int { index }
            }
            """
        let expected = [("init", 2, 3), ("outer", 5, 5), ("inner", 6, 1), ("subscript", 10, 1)]
        expect(FunctionScanner.functions(of: swift(text)), are: expected)
    }

    @Test("A protocol requirement has no body")
    func requirements() {
        let text = """
            protocol P {
                func first()
                init()
                var value: Int { get }
                func last() async throws -> Int
            }
            func after() {
            }
            """
        expect(FunctionScanner.functions(of: swift(text)), are: [("after", 7, 2)])
    }

    @Test("A C function is a brace after parentheses at the outermost level")
    func cFunctions() {
        let text = """
            int declared(void);
            static const struct row rows[] = {
                {"}", run(1)},
            };
            struct s { int x; };
            __attribute__((constructor)) static void first(int a) {
                if (a) {
                }
            }
            int second(void) { return '}'; }
            """
        let file = SourceFile(path: "sample.c", text: text)
        #expect(FunctionScanner.functions(of: file).map(\.line) == [6, 10])
        #expect(FunctionScanner.functions(of: file).map(\.length) == [4, 1])
    }

    private func expect(
        _ functions: [FunctionScanner.Function], are expected: [(String, Int, Int)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let wanted = expected.map {
            FunctionScanner.Function(name: $0.0, line: $0.1, length: $0.2)
        }
        #expect(functions == wanted, sourceLocation: sourceLocation)
    }
}

/// A scanner that finds the functions of a file by their braces.
enum FunctionScanner {
    struct Function: Equatable {
        let name: String
        /// The number of the first line, from 1.
        let line: Int
        /// The number of lines from the one with the name to the one with the last brace.
        let length: Int
    }

    /// Returns the functions of a file, including nested ones.
    static func functions(of file: SourceFile) -> [Function] {
        let tokens = Token.tokens(of: CodeScanner.code(of: file))
        return file.isSwift ? swiftFunctions(tokens) : cFunctions(tokens)
    }

    // MARK: Swift

    private static let introducers: Set<String> = ["func", "init", "deinit", "subscript"]
    /// The keywords that end a declaration without a body, such as a protocol requirement.
    private static let ends: Set<String> = [
        "}", "func", "init", "deinit", "subscript", "var", "let", "case", "associatedtype",
        "typealias", "static", "struct", "class", "enum", "extension",
    ]

    private static func swiftFunctions(_ tokens: [Token]) -> [Function] {
        tokens.indices.compactMap { index in
            let isDeclaration =
                introducers.contains(tokens[index].text)
                && (index == 0 || tokens[index - 1].text != ".")
            guard isDeclaration, let open = bodyStart(tokens, after: index) else { return nil }
            let isNamed = tokens[index].text == "func" && index + 1 < tokens.count
            let name = isNamed ? tokens[index + 1].text : tokens[index].text
            return function(name, tokens, from: index, open: open)
        }
    }

    /// Returns the brace that opens the body; parameters may contain braces too.
    private static func bodyStart(_ tokens: [Token], after index: Int) -> Int? {
        var depth = 0
        for position in tokens.indices.dropFirst(index + 1) {
            switch tokens[position].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return position
            case let text where depth == 0 && ends.contains(text): return nil
            default: break
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    // MARK: C

    /// In C, a body is a brace at the outermost level after a closing parenthesis.
    private static func cFunctions(_ tokens: [Token]) -> [Function] {
        var functions: [Function] = []
        var depth = 0
        var start: Int?
        for index in tokens.indices {
            switch tokens[index].text {
            case "(" where depth == 0 && start == nil && index > 0: start = index - 1
            case "{":
                let isBody = depth == 0 && index > 0 && tokens[index - 1].text == ")"
                if isBody, let start {
                    let name = tokens[start].text
                    functions.append(function(name, tokens, from: start, open: index))
                }
                depth += 1
            case "}":
                depth -= 1
                start = nil
            case ";" where depth == 0: start = nil
            default: break
            }
        }
        return functions
    }

    private static func function(
        _ name: String, _ tokens: [Token], from start: Int, open: Int
    ) -> Function {
        var depth = 0
        var last = open
        for position in tokens.indices.dropFirst(open) {
            if tokens[position].text == "{" { depth += 1 }
            if tokens[position].text == "}" { depth -= 1 }
            last = position
            if depth == 0 { break }
        }
        let line = tokens[start].line
        return Function(name: name, line: line, length: tokens[last].line - line + 1)
    }
}

/// A scanner that finds parameters without a label, after the first, in functions and initializers.
enum ParameterScanner {
    struct Parameter: Equatable {
        let name: String
        let line: Int
    }

    static func unlabelled(in file: SourceFile) -> [Parameter] {
        guard file.isSwift else { return [] }
        let tokens = Token.tokens(of: CodeScanner.code(of: file))
        return tokens.indices.flatMap { index -> [Parameter] in
            let isDeclaration =
                ["func", "init"].contains(tokens[index].text)
                && (index == 0 || tokens[index - 1].text != ".")
            guard isDeclaration else { return [] }
            return starts(in: tokens, after: index).dropFirst().compactMap { start in
                guard tokens[start].text == "_", start + 1 < tokens.count else { return nil }
                let name = tokens[start + 1]
                return Parameter(name: name.text, line: name.line)
            }
        }
    }

    /// Returns the start of each parameter in the list after a name and its generic clause.
    private static func starts(in tokens: [Token], after index: Int) -> [Int] {
        guard let open = tokens[index...].firstIndex(where: { "({}".contains($0.text) }),
            tokens[open].text == "("
        else { return [] }
        var starts = [open + 1]
        var depth = 0
        scan: for position in open..<tokens.count {
            switch tokens[position].text {
            case "(", "[", "{", "<": depth += 1
            // The head of an arrow doesn't close a bracket.
            case ">" where tokens[position - 1].text == "-": break
            case ")", "]", "}", ">": depth -= 1
            case "," where depth == 1: starts.append(position + 1)
            default: break
            }
            if depth == 0 { break scan }
        }
        return starts
    }
}

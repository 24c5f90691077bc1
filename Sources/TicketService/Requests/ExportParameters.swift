import MemoryBudget
import PipelineKit

/// The parameters of a request, each known, valid and given once.
struct ExportParameters {
    private var values: [String: String] = [:]

    /// Parses the part of a URL after `?`.
    ///
    /// - Throws: ``Refusal`` with status 400.
    init(query: Substring, for parameters: [Parameter]) throws(Refusal) {
        for assignment in query.split(separator: "&") {
            let parts = assignment.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0])
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let names = parameters.map(\.name).joined(separator: ", ")
                throw Refusal(
                    400,
                    sentence: "this export has no parameter '\(name)'; choose from \(names)")
            }
            let value = parts.count > 1 ? try Self.decoded(parts[1]) : ""
            if let expected = parameter.kind.objection(to: value) {
                throw Refusal(400, sentence: "parameter '\(name)' is '\(value)', not \(expected)")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Refusal(400, sentence: "parameter '\(name)' is given more than once")
            }
        }
    }

    /// Returns the value of a parameter; `nil` if it wasn't given.
    func text(_ name: String) -> String? { values[name] }

    /// Returns the value of an integer parameter; `nil` if it wasn't given.
    func integer(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    /// Decodes percent escapes.
    private static func decoded(_ text: Substring) throws(Refusal) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = code(rest.prefix(2)) else {
                throw Refusal(
                    400, sentence: "'\(text)' has a '%' without two hexadecimal digits after it")
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(400, sentence: "'\(text)' is not UTF-8")
        }
        return decoded
    }

    private static func code(_ digits: Substring.UTF8View) -> UInt8? {
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(digits) ?? "", radix: 16)
    }
}

/// Names of C++ cut down to the function: without parameters, what is in angle brackets, the type that a
/// template returns, and anonymous namespaces.
enum CXXName {
    /// What a lambda is called that has no name of its own.
    static let lambda = "lambda"

    /// The short name, `shop::Store::put`, `lambda #1 in main`.
    ///
    /// - Parameter name: As a demangler wrote it, without what stood in angle brackets.
    static func short(_ name: String) -> String {
        var name = name
        for part in noise { name = name.replacing(part, with: "") }
        if let lambda = lambdaName(name) { return lambda }
        name = withoutParameters(name[...])
        let operators = name.firstRange(of: "operator")
        let end = operators.map(\.lowerBound) ?? name.endIndex
        guard let blank = name[..<end].lastIndex(of: " ") else { return name }
        return String(name[name.index(after: blank)...])
    }

    private static let noise = [
        "(anonymous namespace)::", "[abi:cxx11]", "non-virtual thunk to ", "virtual thunk to ",
    ]

    /// `main::{lambda(int)#2}::operator()(int) const` is `lambda #2 in main`.
    private static func lambdaName(_ name: String) -> String? {
        guard let start = name.firstRange(of: "::{lambda("),
            let number = name[start.upperBound...].firstRange(of: ")#"),
            let end = name[number.upperBound...].firstIndex(of: "}")
        else { return nil }
        let outer = short(String(name[..<start.lowerBound]))
        return "\(lambda) #\(name[number.upperBound..<end]) in \(outer)"
    }

    /// Up to the first parenthesis that isn't a part of `operator()`.
    private static func withoutParameters(_ name: Substring) -> String {
        var rest = name
        if let call = name.firstRange(of: "operator()") { rest = name[call.upperBound...] }
        guard let start = rest.firstIndex(of: "("), start > name.startIndex else {
            return String(name)
        }
        return String(name[..<start])
    }
}

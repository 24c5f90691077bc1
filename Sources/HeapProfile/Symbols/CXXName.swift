/// Shortening of C++ names to the function: without parameters, template arguments, return types
/// and anonymous namespaces.
enum CXXName {
    /// The name used for lambdas that have none.
    static let lambda = "lambda"

    /// Returns the short name, such as `shop::Store::put` or `lambda #1 in main`.
    ///
    /// - Parameter name: The demangled name, without angle brackets and their content.
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

    /// Returns `lambda #2 in main` for `main::{lambda(int)#2}::operator()(int) const`.
    private static func lambdaName(_ name: String) -> String? {
        guard let start = name.firstRange(of: "::{lambda("),
            let number = name[start.upperBound...].firstRange(of: ")#"),
            let end = name[number.upperBound...].firstIndex(of: "}")
        else { return nil }
        let outer = short(String(name[..<start.lowerBound]))
        return "\(lambda) #\(name[number.upperBound..<end]) in \(outer)"
    }

    /// Returns the name up to the first parenthesis that isn't part of `operator()`.
    private static func withoutParameters(_ name: Substring) -> String {
        var rest = name
        if let call = name.firstRange(of: "operator()") { rest = name[call.upperBound...] }
        guard let start = rest.firstIndex(of: "("), start > name.startIndex else {
            return String(name)
        }
        return String(name[..<start])
    }
}

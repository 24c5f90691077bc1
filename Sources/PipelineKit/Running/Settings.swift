import MemoryBudget

/// The checked values of a pipeline's parameters.
///
/// ```swift
/// let trim = Parameter(name: "trim", default: "false", about: "Trim values", kind: .flag)
/// let settings = try Settings([(name: "trim", value: "true")], for: [trim])
/// let isTrimming = settings.flag("trim")
/// ```
///
/// Values are checked when the command line is parsed, so an invalid one is refused before the job
/// starts, even if the strategy wouldn't use it. Reading an undeclared parameter, or one of another
/// type, is a programming error and traps.
package struct Settings: Hashable, Sendable {
    private let parameters: [Parameter]
    private let values: [String: String]

    /// Checks the given values against the parameters; the others get their defaults.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting`, naming the setting and its valid values.
    package init(
        _ assignments: [(name: String, value: String)] = [], for parameters: [Parameter]
    ) throws(WorkerError) {
        var values = Dictionary(
            parameters.map { ($0.name, $0.defaultValue) }, uniquingKeysWith: { first, _ in first })
        for (name, value) in assignments {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw Self.unknown(name, parameters: parameters)
            }
            if let expected = parameter.kind.objection(to: value) {
                throw WorkerError(.badSetting, "setting '\(name)' is '\(value)', not \(expected)")
            }
            values[name] = value
        }
        self.parameters = parameters
        self.values = values
    }

    private static func unknown(_ name: String, parameters: [Parameter]) -> WorkerError {
        let names = parameters.map(\.name)
        let hint =
            nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? (names.isEmpty ? "there are none" : "choose from \(names.joined(separator: ", "))")
        return WorkerError(.badSetting, "there is no setting '\(name)'; \(hint)")
    }

    /// Returns the value of an integer parameter.
    package func integer(_ name: String) -> Int {
        guard case .integer = kind(of: name), let value = Int(text(name)) else {
            preconditionFailure("setting '\(name)' is not declared as an integer")
        }
        return value
    }

    /// Returns the values of a parameter that is a list of integers.
    package func integers(_ name: String) -> [Int] {
        guard case .integers = kind(of: name) else {
            preconditionFailure("setting '\(name)' is not declared as integers")
        }
        return ParameterKind.integers(in: text(name)).compactMap(\.self)
    }

    /// Returns the value of a flag.
    package func flag(_ name: String) -> Bool {
        guard case .flag = kind(of: name) else {
            preconditionFailure("setting '\(name)' is not declared as a flag")
        }
        return text(name) == "true"
    }

    /// Returns the value of any parameter, as text.
    package func text(_ name: String) -> String {
        guard let value = values[name] else {
            preconditionFailure("setting '\(name)' is not declared")
        }
        return value
    }

    private func kind(of name: String) -> Parameter.Kind? {
        parameters.first { $0.name == name }?.kind
    }
}

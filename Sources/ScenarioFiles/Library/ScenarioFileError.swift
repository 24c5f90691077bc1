/// Why a scenario could not be found or read; mistakes *in* a file are an ``InvalidScenario``.
package struct ScenarioFileError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    package let code: Code
    /// The name or path that was asked for.
    package let request: String
    /// What failed, where, and what to do, in one sentence.
    package let message: String

    /// The kinds of failure; more may come.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// No scenario has that name, or there is no such file.
        package static let notFound = Code(name: "not found")
        /// Several files have that name.
        package static let ambiguous = Code(name: "ambiguous")
        /// The file or a folder is there and can't be read.
        package static let unreadable = Code(name: "unreadable")
    }
}

extension ScenarioFileError: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}

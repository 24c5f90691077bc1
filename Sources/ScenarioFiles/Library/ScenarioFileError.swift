/// An error of finding or reading a scenario; mistakes *in* a file are an ``InvalidScenario``.
package struct ScenarioFileError: Error, Hashable, Sendable {
    /// The kind of error.
    package let code: Code
    /// The requested name or path.
    package let request: String
    /// One sentence: the problem, its place, and a way to fix it.
    package let message: String

    /// A kind of error; more may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// No scenario has that name, or the file does not exist.
        package static let notFound = Code(name: "not found")
        /// Several files have that name.
        package static let ambiguous = Code(name: "ambiguous")
        /// The file or folder exists, but can't be read.
        package static let unreadable = Code(name: "unreadable")
    }
}

extension ScenarioFileError: CustomStringConvertible {
    /// The same as ``message``.
    package var description: String { message }
}

/// Why a scenario could not be found or read; mistakes *in* a file are an ``InvalidScenario``.
public struct ScenarioFileError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// The name or path that was asked for.
    public let request: String
    /// What failed, where, and what to do, in one sentence.
    public let message: String

    /// The kinds of failure; more may come.
    public struct Code: Hashable, Sendable {
        private let name: String

        /// No scenario has that name, or there is no such file.
        public static let notFound = Code(name: "not found")
        /// Several files have that name.
        public static let ambiguous = Code(name: "ambiguous")
        /// The file or a folder is there and can't be read.
        public static let unreadable = Code(name: "unreadable")
    }
}

extension ScenarioFileError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

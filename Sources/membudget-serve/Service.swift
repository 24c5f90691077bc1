/// A service that users start.
protocol Service: Sendable {
    /// The name of the subcommand.
    static var name: String { get }
    /// The options, as help shows them after the program's name.
    static var usage: String { get }
    /// A description and an example, as lines of help.
    static var about: [String] { get }

    /// Parses the options.
    ///
    /// - Throws: ``WorkerError``.
    init(_ words: [String]) throws

    /// Serves until the process is asked to stop.
    func run() async throws
}

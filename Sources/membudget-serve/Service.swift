/// A service that people start.
protocol Service: Sendable {
    /// The subcommand.
    static var name: String { get }
    /// Its options, as help shows them behind the program's name.
    static var usage: String { get }
    /// A description and an example, in lines for help.
    static var about: [String] { get }

    /// Reads its options.
    ///
    /// - Throws: ``WorkerError``.
    init(_ words: [String]) throws

    /// Serves until the process is asked to stop.
    func run() async throws
}

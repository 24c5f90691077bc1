/// A generator of tickets; the kinds differ in the format the rows are written in.
protocol TicketGenerator: DatasetGenerator {
    /// The rows.
    var content: TicketContent { get }

    /// Creates a generator of these rows.
    init(content: TicketContent)
}

extension TicketGenerator {
    static var version: Int { TicketContent.version }

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        self.init(content: try TicketContent(seed: seed, parameters: parameters))
    }

    var seed: UInt64 { content.seed }
    var parameters: [String: String] { content.shares.parameters }
}

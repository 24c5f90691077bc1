/// A kind of dataset that holds the tickets: kinds differ in what the rows are written to.
protocol TicketGenerator: DatasetGenerator {
    /// The rows.
    var content: TicketContent { get }

    /// Makes a generator of these rows.
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

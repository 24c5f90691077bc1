/// The task of a child, as passed in its arguments.
struct FuzzOrder {
    static let mark = "--child"

    var target: String
    var seed: UInt64
    /// The number of the first input.
    var first: UInt64
    var nanoseconds: Int
    var repository: String
    /// The folder that the child may write to, which also holds the record of its current input.
    var folder: String

    var arguments: [String] {
        [Self.mark, target, "\(seed)", "\(first)", "\(nanoseconds)", repository, folder]
    }
}

extension FuzzOrder {
    /// Parses the arguments of a child; `nil` for other arguments.
    init?(arguments: [String]) {
        guard arguments.count == 7, arguments[0] == Self.mark, let seed = UInt64(arguments[2]),
            let first = UInt64(arguments[3]), let nanoseconds = Int(arguments[4])
        else { return nil }
        self.init(
            target: arguments[1], seed: seed, first: first, nanoseconds: nanoseconds,
            repository: arguments[5], folder: arguments[6])
    }
}

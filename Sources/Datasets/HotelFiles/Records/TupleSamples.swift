/// Samples of a section's daily tuples: a valid one, and invalid ones whose record is rejected.
struct TupleSamples: Sendable {
    /// A valid tuple.
    let plain: String
    /// Tuples with too few values.
    let short: [String]
    /// Tuples with a value of the wrong type. Empty values would be valid.
    let mistyped: [[UInt8]]

    private init(plain: String, short: [String], mistyped: [String], bytes: [[UInt8]] = []) {
        self.plain = plain
        self.short = short
        self.mistyped = mistyped.map { Array($0.utf8) } + bytes
    }

    static let inventory = TupleSamples(
        plain: "(0,8)", short: ["()", "(0)"],
        mistyped: ["(x,8)", "(0,8.5)", "(0,1e2)", "(0, 8)", "(0,--8)", "(0,1234567890123456789)"])

    static let externalInventory = TupleSamples(
        plain: "(0,365,4)", short: ["()", "(0,365)"],
        mistyped: ["(0,365,many)", "(0.0,365,1)", "(0,365,+1)"])

    static let cost = TupleSamples(
        plain: "(N,0.000,0.000,0,RO,171.610)",
        short: ["()", "(N,171.610)", "(N,0.000,0.000,0,RO)"],
        mistyped: [
            "(X,0.000,0.000,0,RO,171.610)", "(N,free,0.000,0,RO,171.610)",
            "(N,0.000,0.0001,0,RO,171.610)", "(N,0.000,0.000,x,RO,171.610)",
            "(N,0.000,0.000,0,RO,N/A)", "(N,0.000,0.000,0,RO,171.)", "(y,0.000,0.000,0,RO,1.000)",
        ],
        bytes: [Array("(N,0.000,0.000,0,".utf8) + [0xFF] + Array(",171.610)".utf8)])

    static let externalCost = TupleSamples(
        plain: "(0.000,0.000,425.880)", short: ["()", "(425.880)", "(0.000,0.000)"],
        mistyped: ["(0.000,0.000,1.2345)", "(-,0.000,425.880)", "(0.000,1234567890123.0,1.000)"])
}

/// The random numbers of one row: SplitMix64, seeded with the dataset's seed and the row's index.
///
/// The standard library's generator can't be seeded, and the results of its ranges may change
/// between versions, which would change the datasets.
struct RowRandom {
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var state: UInt64

    init(seed: UInt64, row: Int) {
        state = Self.mixed(seed &+ Self.mixed(UInt64(row) &+ Self.increment))
    }

    /// Returns 64 random bits.
    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
    }

    /// Returns a number below `bound`, biased by less than 2⁻³² for the small bounds used here.
    @inline(__always)
    mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Returns a number in 0..<1, from 53 random bits.
    @inline(__always)
    mutating func nextShare() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Returns one of several values, each equally likely.
    mutating func choice<Element>(of choices: [Element]) -> Element {
        choices[next(below: choices.count)]
    }

    /// Returns a geometrically distributed number from 0 with the given mean, without floating
    /// point, which can differ between machines.
    mutating func nextGeometric(meanHundredths: Int, max: Int) -> Int {
        var count = 0
        while count < max && next(below: 100 + meanHundredths) >= 100 { count += 1 }
        return count
    }
}

import MemoryBudget

/// Random numbers that depend on a seed and keys, but not on the order of use.
struct KeyedRandom {
    private var generator: SplitMix64

    /// Creates the random numbers of the thing identified by `keys`.
    init(seed: UInt64, keys: UInt64...) {
        var mixed = SplitMix64(seed: seed)
        for key in keys { mixed = SplitMix64(seed: mixed.next() ^ key) }
        generator = SplitMix64(seed: mixed.next())
    }

    /// Returns a number below `bound`, biased by less than 2⁻³² for the small bounds used here.
    mutating func next(below bound: Int) -> Int {
        Int(generator.next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Returns one of several values, each equally likely.
    mutating func choice<Element>(of choices: [Element]) -> Element {
        choices[next(below: choices.count)]
    }
}

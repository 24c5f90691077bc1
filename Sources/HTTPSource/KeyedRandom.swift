import MemoryBudget

/// Random numbers that depend on a seed and on what they are for, in any order of asking.
struct KeyedRandom {
    private var generator: SplitMix64

    /// Starts the numbers of one thing, named by `keys`.
    init(seed: UInt64, keys: UInt64...) {
        var mixed = SplitMix64(seed: seed)
        for key in keys { mixed = SplitMix64(seed: mixed.next() ^ key) }
        generator = SplitMix64(seed: mixed.next())
    }

    /// A number below `bound`, biased by less than 2⁻³² for the small bounds used here.
    mutating func next(below bound: Int) -> Int {
        Int(generator.next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// One of several, each as likely.
    mutating func choice<Element>(of choices: [Element]) -> Element {
        choices[next(below: choices.count)]
    }
}

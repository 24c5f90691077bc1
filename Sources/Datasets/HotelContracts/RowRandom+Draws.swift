extension RowRandom {
    /// One of several, each as likely.
    mutating func choice<Element>(of choices: [Element]) -> Element {
        choices[next(below: choices.count)]
    }

    /// A number from 0 on with the given mean and a long tail, drawn without floating point, which
    /// is not the same on every machine.
    mutating func nextGeometric(meanHundredths: Int, max: Int) -> Int {
        var count = 0
        while count < max && next(below: 100 + meanHundredths) >= 100 { count += 1 }
        return count
    }
}

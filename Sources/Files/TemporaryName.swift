/// Names that nobody can guess, so that nobody can be there first.
package enum TemporaryName {
    /// The number of characters of the random part; 36 to that power are 2 to the 62.
    private static let characterCount = 12
    /// The number that earlier versions used, by mkdtemp.
    private static let earlierCharacterCount = 6
    private static let characters = Array("abcdefghijklmnopqrstuvwxyz0123456789")

    /// Letters and digits from the kernel's random numbers.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            (0..<characterCount).map { _ in
                characters[Int.random(in: characters.indices, using: &generator)]
            })
    }

    /// Whether a part of a name may be a random one, of this version or an earlier one.
    package static func isRandom(_ part: some StringProtocol) -> Bool {
        guard [characterCount, earlierCharacterCount].contains(part.utf8.count) else {
            return false
        }
        return part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
    }

    /// Tries random names until one is free.
    ///
    /// - Parameter make: Makes something under that name; false if the name is taken.
    /// - Returns: The name.
    package static func unused<Failure: Error>(
        _ make: (String) throws(Failure) -> Bool
    ) throws(Failure) -> String {
        while true {
            let name = random()
            if try make(name) { return name }
        }
    }
}

/// Unpredictable names, so that nobody can create a file under one beforehand.
package enum TemporaryName {
    /// The number of random characters; 36 to this power is about 2 to the 62.
    private static let characterCount = 12
    /// The number of random characters in earlier versions, from `mkdtemp`.
    private static let earlierCharacterCount = 6
    private static let characters = Array("abcdefghijklmnopqrstuvwxyz0123456789")

    /// Returns random letters and digits from the kernel's random numbers.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            (0..<characterCount).map { _ in
                characters[Int.random(in: characters.indices, using: &generator)]
            })
    }

    /// Returns whether a part of a name may be a random one, of this or an earlier version.
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
    /// - Parameter make: Creates something under the name; returns false if the name is taken.
    /// - Returns: The name that was free.
    package static func unused<Failure: Error>(
        _ make: (String) throws(Failure) -> Bool
    ) throws(Failure) -> String {
        while true {
            let name = random()
            if try make(name) { return name }
        }
    }
}

#if XLSX
    /// A text of at most eight bytes, which is written by one store.
    struct ShortText: Equatable {
        /// The bytes, the first one lowest, followed by zeros.
        private(set) var word: UInt64 = 0
        private(set) var byteCount = 0

        /// Creates a text of at most eight bytes of ASCII markup.
        init(_ markup: StaticString) {
            for index in 0..<markup.utf8CodeUnitCount { append(markup.utf8Start[index]) }
        }

        /// Creates the decimal of a number from 0 to 99,999,999.
        init(_ number: Int) {
            precondition((0...99_999_999).contains(number), "at most eight digits fit in a word")
            var rest = UInt64(number)
            repeat {
                word = word << 8 | (UInt64(UInt8(ascii: "0")) + rest % 10)
                rest /= 10
                byteCount += 1
            } while rest > 0
        }

        /// Adds a byte, for which there must be room.
        @inline(__always)
        mutating func append(_ byte: UInt8) {
            word |= UInt64(byte) << UInt64(byteCount * 8)
            byteCount += 1
        }
    }
#endif

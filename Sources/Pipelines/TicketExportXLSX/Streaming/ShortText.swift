#if XLSX
    /// At most eight bytes of text, which are written by one store.
    struct ShortText: Equatable {
        /// The bytes, the first of them lowest; zeros follow.
        private(set) var word: UInt64 = 0
        private(set) var byteCount = 0

        /// Takes ASCII markup of at most eight bytes.
        init(_ markup: StaticString) {
            for index in 0..<markup.utf8CodeUnitCount { append(markup.utf8Start[index]) }
        }

        /// Takes a number from 0 to 99,999,999 as a decimal.
        init(_ number: Int) {
            precondition((0...99_999_999).contains(number), "eight digits are a word")
            var rest = UInt64(number)
            repeat {
                word = word << 8 | (UInt64(UInt8(ascii: "0")) + rest % 10)
                rest /= 10
                byteCount += 1
            } while rest > 0
        }

        /// Adds a byte; there must be room for it.
        @inline(__always)
        mutating func append(_ byte: UInt8) {
            word |= UInt64(byte) << UInt64(byteCount * 8)
            byteCount += 1
        }
    }
#endif

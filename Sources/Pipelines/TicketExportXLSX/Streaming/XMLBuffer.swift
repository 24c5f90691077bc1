#if XLSX
    /// A buffer of XML for the current part of an archive.
    final class XMLBuffer {
        private static let capacity = 64 << 10
        /// The maximum bytes that one byte of text becomes: `_x000D_`.
        private static let escapeByteCountMax = 7
        /// The maximum length of a decimal.
        private static let digitCountMax = 20

        /// The bytes written to the archive since this was last set to 0.
        var byteCount = 0
        private let archive: any ArchiveOutput
        private let memory: UnsafeMutablePointer<UInt8>
        private var used = 0

        init(_ archive: any ArchiveOutput) {
            self.archive = archive
            memory = .allocate(capacity: Self.capacity)
        }

        deinit {
            memory.deallocate()
        }

        /// Adds markup, which must be much shorter than the buffer.
        @inline(__always)
        func append(_ markup: StaticString) throws {
            try makeRoom(markup.utf8CodeUnitCount)
            (memory + used).update(from: markup.utf8Start, count: markup.utf8CodeUnitCount)
            used += markup.utf8CodeUnitCount
        }

        /// Adds a few bytes of markup.
        @inline(__always)
        func append(_ text: ShortText) throws {
            try makeRoom(MemoryLayout<UInt64>.size)
            putWord(text.word, byteCount: text.byteCount)
        }

        /// Adds a number as a decimal without leading zeros.
        @inline(__always)
        func append(_ number: Int64) throws {
            try makeRoom(Self.digitCountMax)
            if number < 0 { put(UInt8(ascii: "-")) }
            var rest = number.magnitude
            var bound: UInt64 = 10
            var digitCount = 1
            while rest >= bound, digitCount < 19 {
                bound *= 10
                digitCount += 1
            }
            for place in stride(from: used + digitCount - 1, through: used, by: -1) {
                memory[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            used += digitCount
        }

        /// Adds text, escaping what has a meaning in XML or isn't allowed in it.
        ///
        /// Most texts have nothing to escape, so they are checked and copied eight bytes at a time.
        @inline(__always)
        func append(escaping text: UnsafeRawBufferPointer) throws {
            let wordSize = MemoryLayout<UInt64>.size
            var rest = text
            while rest.count >= wordSize {
                try makeRoom(wordSize * Self.escapeByteCountMax)
                let word = rest.loadUnaligned(as: UInt64.self)
                if isPlain(word) {
                    putWord(word, byteCount: wordSize)
                } else {
                    for byte in rest.prefix(wordSize) { putEscaped(byte) }
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[wordSize...])
            }
            try makeRoom(wordSize * Self.escapeByteCountMax)
            for byte in rest { putEscaped(byte) }
        }

        @inline(__always)
        private func putEscaped(_ byte: UInt8) {
            if byte > UInt8(ascii: ">") { put(byte) } else { putSpecial(byte) }
        }

        private func putSpecial(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;")
            case UInt8(ascii: "<"): put("&lt;")
            case UInt8(ascii: ">"): put("&gt;")
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"), 0x20...: put(byte)
            default:
                // The escape of workbooks for what XML can't hold, or reads as a line feed.
                put("_x00")
                put(UInt8(ascii: "0") + byte >> 4)
                put(UInt8(ascii: byte & 15 < 10 ? "0" : "7") + byte & 15)
                put(UInt8(ascii: "_"))
            }
        }

        /// Writes the buffered bytes to the archive.
        func flush() throws {
            guard used > 0 else { return }
            try archive.write(UnsafeRawBufferPointer(start: memory, count: used))
            byteCount += used
            used = 0
        }

        @inline(__always)
        private func makeRoom(_ count: Int) throws {
            if used + count > Self.capacity { try flush() }
        }

        @inline(__always)
        private func put(_ byte: UInt8) {
            memory[used] = byte
            used += 1
        }

        /// Adds the lowest bytes of a word; there must be room for all eight.
        @inline(__always)
        private func putWord(_ word: UInt64, byteCount: Int) {
            UnsafeMutableRawPointer(memory + used)
                .storeBytes(of: word.littleEndian, as: UInt64.self)
            used += byteCount
        }

        private func put(_ markup: StaticString) {
            (memory + used).update(from: markup.utf8Start, count: markup.utf8CodeUnitCount)
            used += markup.utf8CodeUnitCount
        }
    }

    /// Returns whether none of eight bytes is a control character, `&`, `<` or `>`.
    @inline(__always)
    private func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // `<` and `>` differ in one bit, which is set in both here.
        let brackets = (word | ones &* 2) ^ (ones &* UInt64(UInt8(ascii: ">")))
        let ampersands = word ^ (ones &* UInt64(UInt8(ascii: "&")))
        // A byte's high bit is set if it is zero, or less than a space. A carry can also mark the
        // next byte, which then costs only a second look.
        let found =
            (brackets &- ones) & ~brackets | (ampersands &- ones) & ~ampersands
            | (word &- ones &* UInt64(UInt8(ascii: " "))) & ~word
        return found & (ones << 7) == 0
    }
#endif

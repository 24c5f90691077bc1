#if XLSX
    /// Whether a text can be a cell, and how.
    enum CellText: Equatable {
        /// As it is.
        case plain
        /// Something in it looks like an escape, which has to be escaped: this, with its NUL.
        case escaped([CChar])
        /// Not at all.
        case rejected(CellRejection)

        /// Judges a text: eight bytes at a time as long as they are what most texts are.
        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer) {
            if bytes.count <= SheetLimits.textUnitCountMax, isOrdinary(bytes) {
                self = .plain
            } else {
                self = Self.judge(bytes)
            }
        }

        private static func judge(_ bytes: UnsafeRawBufferPointer) -> CellText {
            let isValid = bytes.withMemoryRebound(to: UInt8.self) { bytes in
                (try? UTF8Span(validating: bytes.span)) != nil
            }
            guard isValid else { return .rejected(.notUTF8) }
            if hasForbidden(bytes) { return .rejected(.character) }
            let isShort = bytes.count <= SheetLimits.textUnitCountMax
            if isShort, !bytes.contains(UInt8(ascii: "_")) { return .plain }
            return judge(String(decoding: bytes, as: UTF8.self))
        }

        /// Judges what is long, or has an underscore.
        private static func judge(_ text: String) -> CellText {
            // By scalars: to a reader an underscore stays one, whatever mark follows it.
            let escape = /_(?=x[0-9A-Fa-f]{4}_)/.matchingSemantics(.unicodeScalar)
            let escaped = text.replacing(escape, with: "_x005F_")
            // The library counts what it is given, so that an escape has to fit as well.
            let count = escaped.utf16.count
            guard count <= SheetLimits.textUnitCountMax else { return .rejected(.tooLong(count)) }
            return escaped == text ? .plain : .escaped(Array(escaped.utf8CString))
        }

        /// Whether there is a NUL, which would end the text, or U+FFFE or U+FFFF, which no XML can
        /// hold, even escaped.
        private static func hasForbidden(_ bytes: UnsafeRawBufferPointer) -> Bool {
            bytes.indices.contains { index in
                bytes[index] == 0
                    || bytes[index] == 0xBF && index + 1 < bytes.count && bytes[index + 1] >= 0xBE
                        && index > 0 && bytes[index - 1] == 0xEF
            }
        }
    }

    /// Whether all bytes are ASCII, none of them NUL or an underscore.
    @inline(__always)
    private func isOrdinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let underscores = ones &* UInt64(UInt8(ascii: "_"))
        var found: UInt64 = 0
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // The high bit of a byte is set if it is zero, an underscore, or not ASCII; a carry from
            // a byte so found can mark the next one, which only costs a second look.
            found |= (word &- ones) | ((word ^ underscores) &- ones) | word
            offset += 8
        }
        while offset < bytes.count {
            let byte = bytes[offset]
            let isOrdinary = byte != 0 && byte != UInt8(ascii: "_") && byte < 0x80
            found |= isOrdinary ? 0 : 0x80
            offset += 1
        }
        return found & (ones << 7) == 0
    }
#endif

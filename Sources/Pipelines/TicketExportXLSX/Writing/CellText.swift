#if XLSX
    /// The form in which a text can be written to a cell.
    enum CellText: Equatable {
        /// Unchanged.
        case plain
        /// With escapes, because something in the text looks like one; ends with a NUL.
        case escaped([CChar])
        /// Not at all, for this reason.
        case rejected(CellRejection)

        /// Classifies a text, eight bytes at a time while it is ordinary.
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

        /// Classifies a text that is long or contains an underscore.
        private static func judge(_ text: String) -> CellText {
            // By scalars: readers see an underscore even if a combining mark follows it.
            let escape = /_(?=x[0-9A-Fa-f]{4}_)/.matchingSemantics(.unicodeScalar)
            let escaped = text.replacing(escape, with: "_x005F_")
            // The library counts what it gets, so the escapes count as well.
            let count = escaped.utf16.count
            guard count <= SheetLimits.textUnitCountMax else { return .rejected(.tooLong(count)) }
            return escaped == text ? .plain : .escaped(Array(escaped.utf8CString))
        }

        /// Returns whether bytes contain a NUL, which would end the text, or U+FFFE or U+FFFF,
        /// which XML can't hold even when escaped.
        private static func hasForbidden(_ bytes: UnsafeRawBufferPointer) -> Bool {
            bytes.indices.contains { index in
                bytes[index] == 0
                    || bytes[index] == 0xBF && index + 1 < bytes.count && bytes[index + 1] >= 0xBE
                        && index > 0 && bytes[index - 1] == 0xEF
            }
        }
    }

    /// Returns whether all bytes are ASCII, and none is a NUL or an underscore.
    @inline(__always)
    private func isOrdinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let underscores = ones &* UInt64(UInt8(ascii: "_"))
        var found: UInt64 = 0
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // A byte's high bit is set if it is zero, an underscore, or not ASCII. A carry can also
            // mark the next byte, which then costs only a second look.
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

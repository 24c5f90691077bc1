/// Returns whether a text has the form `2026-03-14T18:30:00Z`.
@inlinable
package func isTimestamp(_ text: some Collection<UInt8>) -> Bool {
    let form: StaticString = "0000-00-00T00:00:00Z"
    return form.withUTF8Buffer { form in
        text.count == form.count
            && zip(text, form).allSatisfy { byte, mark in
                mark == UInt8(ascii: "0")
                    ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == mark
            }
    }
}

import TestSupport
import Testing

@Suite("Comparison of documented with actual output")
struct TranscriptTests {
    private func mismatch(_ documented: [String], printed actual: String) -> String? {
        Transcript.mismatch(documented: documented, actual: actual)
    }

    @Test("Figures, their units, signs, rules and line breaks may differ, but words may not")
    func words() {
        let row = "  streamed   18.1  18.0–18.4   17.5  0.96×   831.5  ✓ within  0.09×  17.5×"
        let other = "  streamed  \n 9.3   ≥ 9.1    17.5  12×   1.2 k  ✓ within"
        #expect(mismatch([row], printed: other) == nil)
        #expect(mismatch([row], printed: other.replacing("✓ within", with: "✗ over")) != nil)
        #expect(mismatch([row], printed: other.replacing("streamed", with: "load-all")) != nil)
        #expect(mismatch(["──── peak RSS, MiB ────"], printed: "─ peak RSS, MiB ─") == nil)
        #expect(mismatch(["took 1.2 s at 9 rows/s"], printed: "took 30 ms at 1.1 k rows/s") == nil)
        #expect(mismatch(["32.0 MiB: 160k rows"], printed: "960 KiB: 2M rows") == nil)
        #expect(mismatch(["within 3 MiB"], printed: "over 3 MiB") != nil)
    }

    @Test("Without a gap, all output must be documented")
    func whole() {
        #expect(mismatch(["a", "b"], printed: "a\nb\n") == nil)
        #expect(mismatch(["a"], printed: "a\nb\n") == "it also prints 'b'")
        #expect(mismatch([], printed: "b\n") == "it also prints 'b'")
        #expect(mismatch(["a", "b"], printed: "a\n") == "it doesn't print 'a b'")
        #expect(mismatch([], printed: "") == nil)
    }

    @Test("A gap stands for any number of lines")
    func gaps() {
        #expect(mismatch(["a", "…", "d"], printed: "a\nb\nc\nd\n") == nil)
        #expect(mismatch(["a", "…", "d"], printed: "a\nd\n") == nil)
        #expect(mismatch(["…", "d"], printed: "a\nb\nd\n") == nil)
        #expect(mismatch(["…"], printed: "") == nil)
        #expect(mismatch(["a … c", "d"], printed: "a b c\nd\n") == nil)
        #expect(mismatch(["a (…) c"], printed: "a b c\n") != nil)
        #expect(mismatch(["a", "…"], printed: "a\nb\n") == nil)
        #expect(mismatch(["b", "…"], printed: "a\nb\n") == "it doesn't print 'b'")
        #expect(mismatch(["…", "b"], printed: "a\nb\nc\n") == "it doesn't end with 'b'")
        #expect(
            mismatch(["…", "c", "…", "b", "…"], printed: "a\nb\nc\n") == "it doesn't print 'b'")
    }
}

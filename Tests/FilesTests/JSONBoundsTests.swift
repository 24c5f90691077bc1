import Testing

@testable import Files

@Suite("Limits of JSON from other sources")
struct JSONBoundsTests {
    private func violation(_ text: String) -> JSONBounds.Violation? {
        do throws(JSONBounds.Violation) {
            try JSONBounds.check(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Figures within the limits pass, and so does anything left to the decoder",
        arguments: [
            #"{"a":9007199254740992,"b":-9007199254740992,"c":1.5e3,"d":[1,2,{"e":0}]}"#,
            #"{"seed":18446744073709551615,"variance":1e29}"#, "", "{", "\"", "\"\\", "-", "1e",
            "[1,2", #"{"text":"99999999999999999999 [[[[ \" 1e400"}"#, "tru", "\u{0}",
        ])
    func within(_ text: String) {
        #expect(violation(text) == nil)
    }

    @Test(
        "A figure above its limit is named with its key and line",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "1e308", "-1e308", "1e999",
            "9007199254740994", "99999999999999999999999999",
        ])
    func beyond(_ figure: String) {
        let found = violation("{\n  \"peak_rss_bytes\" : \(figure)\n}")
        #expect(found?.line == 2)
        #expect(found?.reason.hasPrefix("'peak_rss_bytes' is \(figure.prefix(40)), above") == true)
        #expect(violation("{\"values\":[1,\(figure)]}") != nil)
    }

    @Test("Too deep nesting and too many values are refused before decoding")
    func large() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(violation(deep)?.reason == "more than 64 levels of nested objects and arrays")
        #expect(violation(String(repeating: "[", count: 64)) == nil)
        let many = "[" + String(repeating: "0,", count: 4_000_001)
        #expect(violation(many)?.reason == "more than 4000000 values")
    }
}

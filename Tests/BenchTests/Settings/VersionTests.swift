import Testing

@testable import Bench

@Suite("The version")
struct VersionTests {
    @Test("The version ends with the commit, if the build has one")
    func commit() {
        #expect(Version.text(commit: "b9bcf3bd10f2-dirty").hasSuffix(" (b9bcf3bd10f2-dirty)"))
        #expect(Version.text(commit: "") == Version.current)
    }
}

import Testing

@testable import Bench

@Suite("The version")
struct VersionTests {
    @Test("It ends with the commit, where the build was told one")
    func commit() {
        #expect(Version.text(commit: "b9bcf3bd10f2-dirty").hasSuffix(" (b9bcf3bd10f2-dirty)"))
        #expect(Version.text(commit: "") == Version.current)
    }
}

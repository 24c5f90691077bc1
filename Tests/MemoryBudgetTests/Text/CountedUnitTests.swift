import MemoryBudget
import Testing

@Suite("Counts with their units")
struct CountedUnitTests {
    @Test(
        "A count of one is singular, and a name that is not an English plural is unchanged",
        arguments: [
            (1, "rows", "1 row"), (0, "rows", "0 rows"), (20_000, "rows", "20,000 rows"),
            (1, "opportunities", "1 opportunity"), (1, "ties", "1 tie"), (1, "mass", "1 mass"),
            (1, "名前", "1 名前"), (2, "files", "2 files"),
        ])
    func counting(count: Int, unit: String, text: String) {
        #expect(counted(count, of: unit) == text)
    }
}

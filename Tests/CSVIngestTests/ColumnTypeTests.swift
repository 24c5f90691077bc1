import Foundation
import MemoryBudget
import SQLiteStore
import Testing

@testable import CSVIngest

@Suite("Column types")
struct ColumnTypeTests {
    private static let products = TableSchema.products.columns

    @Test(
        "The feed's columns accept their canonical text and nothing else",
        arguments: [
            ("id", ["1", "42", "9223372036854775807"]),
            ("stock", ["0", "7", "2147483647"]),
            ("price", ["0.00", "0.05", "1.10", "999999999.99"]),
            ("created_at", ["2024-02-29", "2000-02-29", "2023-12-31", "0001-01-01"]),
            ("sku", ["x", " ", "é"]),
            ("description", ["", "anything"]),
        ])
    func accepted(column: String, texts: [String]) throws {
        let type = try #require(Self.products.first { $0.name == column }?.type)
        for text in texts { #expect(type.accepts(text), "\(column) \(text)") }
    }

    @Test(
        "The feed's columns reject text that is nearly right",
        arguments: [
            (
                "id",
                [
                    "", "0", "-1", "+1", "01", "1.0", " 1", "1 ", "9223372036854775808",
                    "99999999999999999999", "1e3", "٣",
                ]
            ),
            ("stock", ["", "2147483648", "-0", "00", "1,0"]),
            (
                "price",
                [
                    "", ".50", "1", "1.5", "1.234", "01.00", "-1.00", "1000000000.00", "1.0a",
                    "1,00", "00.10", "0,50", "a.00",
                ]
            ),
            (
                "updated_at",
                [
                    "", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31",
                    "2024-4-30", "2024-04-00", "20240430", "2024/04/30", "2024-04-3x",
                ]
            ),
            ("category", [""]),
        ])
    func refused(column: String, texts: [String]) throws {
        let type = try #require(Self.products.first { $0.name == column }?.type)
        for text in texts { #expect(!type.accepts(text), "\(column) \(text)") }
    }

    @Test("A price is the double that the C library reads, and prints back unchanged")
    func prices() throws {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let hundredths = Int.random(in: 0..<100_000_000_000, using: &generator)
            let shifted = hundredths >> Int.random(in: 0...36, using: &generator)
            let text = String(format: "%d.%02d", shifted / 100, shifted % 100)
            let value = Array(text.utf8).withUnsafeBytes { ColumnType.price.value($0) }
            guard case .real(let price) = value else {
                Issue.record("\(text) was refused")
                continue
            }
            #expect(price == strtod(text, nil))
        }
    }

    @Test("Names from a header become unique, regardless of case")
    func names() {
        #expect(
            TableSchema.uniqueNames(["a", "", "A", "a", "", "a_2", "b"])
                == ["a", "column_2", "A_2", "a_3", "column_5", "a_2_2", "b"])
    }
}

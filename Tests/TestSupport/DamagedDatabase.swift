package import Foundation

/// Returns the bytes of a database with two pages of a table exchanged, so that its ids don't rise.
/// Copying a file while a program writes to it can cause this.
///
/// - Returns: `nil` if the table at page 2 has no inner page with enough pages below it.
package func withPagesExchanged(_ database: Data) -> Data? {
    var bytes = [UInt8](database)
    func number(at offset: Int, byteCount: Int) -> Int {
        bytes[offset..<offset + byteCount].reduce(0) { $0 << 8 | Int($1) }
    }
    let pageByteCount = number(at: 16, byteCount: 2)
    let page = pageByteCount
    let innerTablePage = 5
    guard bytes.count > 2 * pageByteCount, bytes[page] == innerTablePage,
        number(at: page + 3, byteCount: 2) > 4
    else { return nil }
    // The list of cells begins after the header of 12 bytes; a cell begins with its page number.
    let cells = [1, 2].map { page + number(at: page + 12 + 2 * $0, byteCount: 2) }
    let first = Array(bytes[cells[0]..<cells[0] + 4])
    bytes.replaceSubrange(cells[0]..<cells[0] + 4, with: bytes[cells[1]..<cells[1] + 4])
    bytes.replaceSubrange(cells[1]..<cells[1] + 4, with: first)
    return Data(bytes)
}

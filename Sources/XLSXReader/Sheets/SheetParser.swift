/// A parser that collects a sheet's cells into rows and passes the rows on.
final class SheetParser: XMLReceiver {
    typealias Body = (SheetRow) throws -> Void

    private enum Stored { case number, shared, inline, other }

    /// The maximum number of columns of a sheet.
    private static let columnCountMax = 16_384

    private let sharedStrings: SharedStrings
    private let broken: (String) -> BrokenWorkbook
    private let body: Body
    private var rowNumber = 0
    private var cells: [CellBounds] = []
    private var bytes: [UInt8] = []
    private var column = -1
    private var stored = Stored.number
    private var cellStart = 0
    private var isInValue = false

    init(
        _ sharedStrings: SharedStrings, broken: @escaping (String) -> BrokenWorkbook,
        body: @escaping Body
    ) {
        self.sharedStrings = sharedStrings
        self.broken = broken
        self.body = body
    }

    func begin(_ name: XMLText, attributes: XMLAttributes) throws {
        if name == "c" {
            try beginCell(attributes)
        } else if name == "v" || name == "t" {
            isInValue = true
        } else if name == "row" {
            try beginRow(attributes)
        }
    }

    func end(_ name: XMLText) throws {
        if name == "c" {
            try endCell()
        } else if name == "v" || name == "t" {
            isInValue = false
        } else if name == "row" {
            try endRow()
        }
    }

    func text(_ text: UnsafeRawBufferPointer) {
        if isInValue { bytes.append(contentsOf: text) }
    }

    // MARK: Rows

    private func beginRow(_ attributes: XMLAttributes) throws {
        let number = attributes["r"].map(\.number) ?? rowNumber + 1
        guard let number, number > rowNumber else {
            throw broken("row \(rowNumber) is followed by a row whose number is not greater")
        }
        rowNumber = number
        column = -1
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    private func endRow() throws {
        try cells.withUnsafeBufferPointer { cells in
            try bytes.withUnsafeBytes { bytes in
                try body(SheetRow(number: rowNumber, cells: cells, bytes: bytes))
            }
        }
    }

    // MARK: Cells

    private func beginCell(_ attributes: XMLAttributes) throws {
        let next = try attributes["r"].map(columnIndex) ?? column + 1
        guard next > column, next < Self.columnCountMax else {
            throw broken("the cells of row \(rowNumber) are not in order")
        }
        while cells.count <= next { cells.append(CellBounds()) }
        column = next
        cellStart = bytes.count
        isInValue = false
        stored = attributes["t"].map(Self.stored) ?? .number
    }

    private static func stored(_ type: XMLText) -> Stored {
        if type == "s" { return .shared }
        if type == "inlineStr" { return .inline }
        return type == "n" ? .number : .other
    }

    /// Returns the column of a reference such as `AB12`, from 0.
    private func columnIndex(_ reference: XMLText) throws -> Int {
        var column = 0
        var place = reference.start
        while (65...90).contains(place.pointee), column < Self.columnCountMax {
            column = column * 26 + Int(place.pointee) - 64
            place += 1
        }
        guard XMLText(start: place).number == rowNumber, column > 0 else {
            throw broken("row \(rowNumber) has a cell with the invalid reference '\(reference)'")
        }
        return column - 1
    }

    private func endCell() throws {
        guard cells.indices.contains(column), cellStart <= bytes.count else {
            throw broken("a cell contains a row")
        }
        let kind: CellBounds.Kind
        switch stored {
        case .number: kind = bytes.count == cellStart ? .empty : .number
        case .other: kind = .other
        case .inline:
            decodeEscapes(in: &bytes, from: cellStart)
            kind = .text
        case .shared:
            try insertSharedString()
            kind = .text
        }
        cells[column] = CellBounds(kind: kind, start: cellStart, end: bytes.count)
    }

    /// Replaces the number of a shared string by the string.
    private func insertSharedString() throws {
        let digits = String(decoding: bytes[cellStart...], as: UTF8.self)
        guard let text = Int(digits).flatMap({ sharedStrings[$0] }) else {
            throw broken("row \(rowNumber) refers to unknown shared string '\(digits)'")
        }
        bytes.replaceSubrange(cellStart..., with: text)
    }
}

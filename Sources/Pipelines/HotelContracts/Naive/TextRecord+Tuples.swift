extension TextRecord {
    /// Adds the tuples, and the fields that they come to; says what is wrong with them if anything is.
    mutating func addTuples(_ text: String, _ layout: TupleLayout) -> String? {
        guard let days = days(from: fields["from_date"] ?? "", to: fields["to_date"] ?? "") else {
            return "no period of up to 4000 days"
        }
        guard let values = tupleValues(text) else { return "malformed tuples" }
        guard values.count == days.count else {
            return "\(values.count) tuples for \(days.count) days"
        }
        for values in values {
            guard values.count >= layout.values.count else { return "a tuple is too short" }
            var tuple = [String: String](minimumCapacity: layout.values.count)
            for (column, value) in zip(layout.values, values) where !value.isEmpty {
                guard column.type.accepts(value) else {
                    return "a tuple has no valid \(column.name)"
                }
                tuple[column.name] = value
            }
            tuples.append(tuple)
        }
        fields["days"] = String(days.count)
        return layout.kind == .inventory ? addAllotment() : addAmounts()
    }

    private mutating func addAllotment() -> String? {
        var sum: Int64 = 0
        for tuple in tuples {
            let added = sum.addingReportingOverflow(Int64(tuple["allotment"] ?? "0") ?? 0)
            guard !added.overflow else { return "the allotments are too large" }
            sum = added.partialValue
        }
        fields["allotment"] = String(sum)
        return nil
    }

    private mutating func addAmounts() -> String? {
        let amounts = tuples.compactMap { $0["amount"] }.map { thousandths(of: $0) }
        guard let lowest = amounts.min(), let highest = amounts.max() else { return nil }
        let total = amounts.reduce(0, +)
        let count = Int64(amounts.count)
        let mean = (2 * abs(total) + count) / (2 * count) * (total < 0 ? -1 : 1)
        fields["lowest_amount"] = decimalText(lowest)
        fields["highest_amount"] = decimalText(highest)
        fields["mean_amount"] = decimalText(mean)
        return nil
    }
}

/// The values of `(0,8)(0,10)`, a list a tuple; nil if text lies outside or one is not closed.
private func tupleValues(_ text: String) -> [[String]]? {
    var tuples = text.utf8.split(separator: UInt8(ascii: ")"), omittingEmptySubsequences: false)
    guard tuples.popLast()?.isEmpty == true else { return nil }
    var values: [[String]] = []
    for tuple in tuples {
        let inner = tuple.dropFirst()
        guard tuple.first == UInt8(ascii: "("), !inner.contains(UInt8(ascii: "(")) else {
            return nil
        }
        values.append(
            inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(Substring($0)) })
    }
    return values
}

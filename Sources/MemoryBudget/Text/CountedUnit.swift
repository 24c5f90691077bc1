/// Formats a count with its unit, such as `1 row` or `20,000 rows`.
///
/// - Parameter unit: The name of the unit in the plural, as given by scenarios and pipelines.
package func counted(_ count: Int, of unit: String) -> String {
    "\(grouped(count)) \(named(unit, for: count))"
}

/// Returns the form of a unit's name for a count: the singular for 1, otherwise the plural.
package func named(_ unit: String, for count: Int) -> String {
    count == 1 ? singular(of: unit) : unit
}

/// Returns the singular of a unit's name, such as `ticket` for `tickets` and `opportunity` for
/// `opportunities`.
///
/// A name that doesn't end like an English plural is returned unchanged.
package func singular(of unit: String) -> String {
    if unit.hasSuffix("ies"), unit.count > 4 { return unit.dropLast(3) + "y" }
    if unit.hasSuffix("s"), !unit.hasSuffix("ss") { return String(unit.dropLast()) }
    return unit
}

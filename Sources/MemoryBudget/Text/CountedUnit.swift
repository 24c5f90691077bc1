/// A count and what is counted, `1 row` or `20,000 rows`.
///
/// - Parameter unit: The name in the plural, as scenarios and pipelines give it.
package func counted(_ count: Int, of unit: String) -> String {
    "\(grouped(count)) \(named(unit, for: count))"
}

/// The name of a unit as it stands behind a count: the singular behind one, or else the plural.
package func named(_ unit: String, for count: Int) -> String {
    count == 1 ? singular(of: unit) : unit
}

/// One of what is counted: `ticket`, of `tickets`, and `opportunity`, of `opportunities`.
///
/// A name that doesn't end like an English plural stays as it is.
package func singular(of unit: String) -> String {
    if unit.hasSuffix("ies"), unit.count > 4 { return unit.dropLast(3) + "y" }
    if unit.hasSuffix("s"), !unit.hasSuffix("ss") { return String(unit.dropLast()) }
    return unit
}

/// A key of a mapping with its value, and the names of all the keys above it.
struct Field {
    /// The key alone, `kind`.
    let name: String
    /// With the keys above it, `dataset.kind`; how messages name it.
    let path: String
    /// Of the key.
    let position: Position
    let value: YAMLNode

    var locatedName: Located<String> { Located(value: name, position: position) }
}

/// The keys of one mapping, without duplicates.
struct Fields {
    /// How messages name the mapping: `the scenario` or `'dataset'`.
    let title: String
    /// Where the mapping starts.
    let position: Position
    /// In the file's order.
    let all: [Field]

    subscript(name: String) -> Field? {
        all.first { $0.name == name }
    }
}

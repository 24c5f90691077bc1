/// A key of a mapping with its value, and the keys above it.
struct Field {
    /// The key alone, such as `kind`.
    let name: String
    /// The key with those above it, such as `dataset.kind`, as shown in messages.
    let path: String
    /// The position of the key.
    let position: Position
    let value: YAMLNode

    var locatedName: Located<String> { Located(value: name, position: position) }
}

/// The keys of one mapping, without duplicates.
struct Fields {
    /// The name of the mapping in messages: `the scenario` or `'dataset'`.
    let title: String
    /// The start of the mapping.
    let position: Position
    /// The fields, in the order of the file.
    let all: [Field]

    subscript(name: String) -> Field? {
        all.first { $0.name == name }
    }
}

import Foundation

/// The programs that the Makefile builds, for tests that run them.
package enum Products {
    /// The variable that names the directory to look in.
    package static let variable = "MEMBUDGET_TEST_PRODUCTS"

    /// `$MEMBUDGET_TEST_PRODUCTS`; without it, where the running test program lies.
    package static var directory: String {
        if let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty {
            return URL(fileURLWithPath: named).path
        }
        return debugDirectory
    }

    /// The directory of the running test program, in which `swift test` builds every program for
    /// debugging.
    package static var debugDirectory: String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return program.deletingLastPathComponent().path
    }

    /// The absolute path of a product, `membudget` or `libmembudget-agent.so`.
    ///
    /// Throws `MissingProduct` if it hasn't been built.
    package static func path(_ name: String) throws -> String {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            throw MissingProduct(name: name, directory: directory)
        }
        return path
    }

    /// Whether a product has been built; for `.enabled(if:)`.
    package static func isBuilt(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + name)
    }
}

/// A product that a test needs has not been built.
package struct MissingProduct: Error, CustomStringConvertible {
    /// Of the product.
    package let name: String
    /// Where it was looked for.
    package let directory: String

    /// What is missing, where, and what to do.
    package var description: String {
        "\(name) is not in \(directory): run `make build` and set \(Products.variable)"
    }
}

import Foundation

/// The programs that the Makefile builds, for tests that run them.
package enum Products {
    /// The environment variable with the folder to look in.
    package static let variable = "MEMBUDGET_TEST_PRODUCTS"

    /// The value of `$MEMBUDGET_TEST_PRODUCTS`, or else the folder of the running test program.
    package static var directory: String {
        if let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty {
            return URL(fileURLWithPath: named).path
        }
        return debugDirectory
    }

    /// The folder of the running test program, in which `swift test` builds the debug version of
    /// every program.
    package static var debugDirectory: String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return program.deletingLastPathComponent().path
    }

    /// Returns the absolute path of a product, such as `membudget` or `libmembudget-agent.so`.
    ///
    /// - Throws: `MissingProduct` if it hasn't been built.
    package static func path(_ name: String) throws -> String {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            throw MissingProduct(name: name, directory: directory)
        }
        return path
    }

    /// Returns whether a product has been built; for `.enabled(if:)`.
    package static func isBuilt(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + name)
    }
}

/// A product that a test needs has not been built.
package struct MissingProduct: Error, CustomStringConvertible {
    /// The name of the product.
    package let name: String
    /// The folder that was searched.
    package let directory: String

    /// The missing product, the folder, and a way to fix it.
    package var description: String {
        "\(name) is not in \(directory): run `make build` and set \(Products.variable)"
    }
}

import Glibc

/// A library of the system that is loaded when it is needed, so that it is no part of the floor of
/// jobs that don't need it. It stays loaded.
struct LoadedLibrary {
    private let handle: UnsafeMutableRawPointer

    /// Loads a library by its name; nil if the machine hasn't got it.
    init?(_ name: String) {
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
        self.handle = handle
    }

    /// A function of the library; nil if it has none of that name.
    ///
    /// - Parameter type: The type of the C function that has this name.
    func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
}

import Glibc

/// A system library that is loaded on demand, and stays loaded.
///
/// It isn't part of the floor of jobs that don't need it.
struct LoadedLibrary {
    private let handle: UnsafeMutableRawPointer

    /// Loads a library by its name; `nil` if it is not installed.
    init?(_ name: String) {
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
        self.handle = handle
    }

    /// Returns a function of the library; `nil` if there is none with that name.
    ///
    /// - Parameter type: The type of the C function.
    func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
}

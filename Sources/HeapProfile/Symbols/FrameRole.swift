/// Whose code a frame is. A site is named by the first frame of the user's own.
package enum FrameRole: String, Sendable, Codable {
    /// malloc and what stands for it.
    case allocator
    /// The language's own library: what served the caller.
    case runtime
    /// A library that the program uses.
    case library
    /// The program's own code.
    case user

    /// Weighs a function.
    ///
    /// - Parameters:
    ///   - name: Its name; of an empty symbol where it is not known.
    ///   - sourceFile: Where it was written; nil if that is not known.
    ///   - module: The file that holds its code.
    ///   - libraries: Swift modules and Rust crates that are known to be libraries, where the source
    ///     doesn't say it.
    init(
        _ name: FunctionName, sourceFile: String?, module: String, libraries: Set<String> = []
    ) {
        if Self.isAllocator(name.symbol) || module.hasSuffix(Self.sampler) {
            self = .allocator
        } else if Self.isRuntime(name)
            || sourceFile.map({ Self.contains(Self.runtimeFolders, $0) }) == true
        {
            self = .runtime
        } else if Self.hasPrefix(Self.systemFolders, module)
            || Interpreter.name(ofModule: module) != nil || Self.isDependency(sourceFile)
            || name.unit.map(libraries.contains) == true
        {
            self = .library
        } else {
            self = .user
        }
    }

    /// Whether a source is one that a package manager fetched.
    static func isDependency(_ sourceFile: String?) -> Bool {
        sourceFile.map { contains(dependencyFolders, $0) } == true
    }

    private static func isAllocator(_ symbol: String) -> Bool {
        allocators.contains(symbol) || hasPrefix(allocatorPrefixes, symbol)
    }

    private static func isRuntime(_ name: FunctionName) -> Bool {
        if contains(wrappings, name.full) { return true }
        switch (name.language, name.unit) {
        case (.swift, let module?): return runtimeModules.contains(module)
        case (.rust, let crate?): return rustCrates.contains(crate) || isPrimitive(crate)
        default:
            return hasPrefix(runtimePrefixes, name.symbol) || startFunctions.contains(name.symbol)
        }
    }

    private static let allocators: Set<String> = [
        "malloc", "calloc", "realloc", "reallocarray", "posix_memalign", "aligned_alloc",
        "memalign", "valloc", "pvalloc", "mallocx", "rallocx", "__rust_alloc", "__rust_realloc",
        "__rust_alloc_zeroed", "__rdl_alloc", "__rdl_realloc",
    ]
    /// The library in front of malloc in a profiled process.
    private static let sampler = "/libmembudget-sampler.so"
    /// `operator new`, jemalloc's inner functions.
    private static let allocatorPrefixes = ["_Zn", "je_"]
    /// C symbols of Swift's runtime, the C++ library, Rust's.
    private static let runtimePrefixes = [
        "swift_", "_swift_", "_ZN5swift", "_ZSt", "_ZNSt", "_ZNKSt", "_ZN9__gnu_cxx",
        "_ZNK9__gnu_cxx", "_ZN10__cxxabiv1", "_ZNSa", "_ZNSs", "_ZNKSs", "_ZZNSt", "_ZZSt",
        "$ss", "$sS", "_dispatch_", "dispatch_",
    ]
    /// Crates that are in every program of Rust's.
    private static let rustCrates: Set<String> = [
        "core", "alloc", "std", "hashbrown", "panic_unwind", "rustc_demangle", "addr2line",
        "gimli", "miniz_oxide", "__rustc",
    ]
    private static let rustPrimitives: Set<String> = [
        "bool", "char", "str", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
        "u64", "u128", "usize", "f32", "f64",
    ]

    /// Whether the first part of a path is a type of Rust's itself, `str`, `[u8]`, `&str`.
    private static func isPrimitive(_ part: String) -> Bool {
        rustPrimitives.contains(part) || part.first.map { "[(&*".contains($0) } == true
    }

    /// Swift modules that come with the language.
    private static let runtimeModules: Set<String> = [
        "Swift", "_Concurrency", "_StringProcessing", "Foundation", "FoundationEssentials",
        "Dispatch", "Synchronization",
    ]
    /// What calls `main`.
    private static let startFunctions: Set<String> = ["_start", "__libc_csu_init"]
    /// Where sources of language libraries are that compilers inline: C++'s, Rust's, the C library's checked
    /// `memset` and `read`, compilers' own.
    private static let runtimeFolders = [
        "/include/c++/", "/rustc/", "/usr/include/bits/", "-linux-gnu/bits/", "/lib/gcc/",
        "/lib/clang/",
    ]
    /// Code of Swift's compiler that serves no function.
    private static let wrappings = [
        "value witness for ", "outlined ", "metadata accessor for ", "reabstraction thunk ",
    ]
    private static let systemFolders = ["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"]
    /// Where package managers keep the sources of what a program depends on, and headers of the system.
    private static let dependencyFolders = [
        "/.build/checkouts/", "/.cargo/registry/", "/node_modules/", "/vcpkg/", "/usr/include/",
    ]

    private static func hasPrefix(_ prefixes: [String], _ text: String) -> Bool {
        prefixes.contains(where: text.hasPrefix)
    }

    private static func contains(_ parts: [String], _ text: String) -> Bool {
        parts.contains(where: text.contains)
    }
}

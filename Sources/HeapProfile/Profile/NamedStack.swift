/// A frame of a stack for display: one function, at one line.
package struct NamedFrame: Hashable, Sendable {
    /// The name of the function, or an address if it has no name.
    package var function: String
    /// The symbol as emitted by the compiler, or the address.
    package var symbol: String
    /// The path of the source file; `nil` if unknown.
    package var file: String?
    /// The 1-based line; `nil` if unknown.
    package var line: Int?
    /// The path of the file that contains the code; empty for code outside of any file.
    package var module: String
    /// The kind of code the frame belongs to.
    package var role: FrameRole
    /// Whether ``function`` is a name rather than an address.
    package var isNamed = true

    /// The name of the file that contains the code; `nil` for code outside of any file.
    package var moduleName: String? { module.split(separator: "/").last.map(String.init) }

    /// The file name and line, such as `LoadAll.swift:42`; `nil` without a line.
    package var place: String? {
        guard let file, let line else { return nil }
        return "\(file.split(separator: "/").last ?? "")" + ":\(line)"
    }
}

extension HeapProfile {
    /// Returns the stack of a site for display, innermost first. The allocator's functions are left
    /// out, inlined functions are separate frames, and thunks are merged with their functions.
    package func stack(of site: Int) -> [NamedFrame] {
        naming.stack(sites[site].stack, leavingOut: { $0.role == .allocator })
    }

    /// Returns the frame that names a site: the innermost frame of the user's own code; failing
    /// that, of any library; failing that, of all.
    package func namingFrame(of site: Int) -> NamedFrame? { stack(of: site).naming }

    /// The threads when the process was killed; `nil` if it wasn't killed.
    package var namedThreads: [NamedThread]? {
        threads.map { threads in threads.map { NamedThread($0, naming: naming) } }
    }

    var naming: FrameNaming { FrameNaming(frames: frames, modules: modules) }
}

extension [NamedFrame] {
    /// The frame that names the stack.
    var naming: NamedFrame? {
        first { $0.role == .user } ?? first { $0.role == .library } ?? first
    }
}

/// Conversion of frames for display.
struct FrameNaming {
    let frames: [HeapProfile.Frame]
    let modules: [HeapProfile.Module]

    /// Returns a stack, innermost first.
    ///
    /// - Parameters:
    ///   - indexes: The indexes of its frames.
    ///   - isLeftOut: Whether an innermost frame is left out, as is done for the allocator's
    ///     functions.
    func stack(
        _ indexes: [Int], leavingOut isLeftOut: (NamedFrame) -> Bool = { _ in false }
    ) -> [NamedFrame] {
        let kept = indexes.flatMap(named).drop(while: isLeftOut)
        return kept.reduce(into: []) { stack, frame in
            // Merges a function with its thunks and specializations, which have the same short
            // name.
            if let last = stack.last, last.function == frame.function,
                last.module == frame.module
            {
                if last.line == nil { stack[stack.count - 1] = frame }
            } else {
                stack.append(frame)
            }
        }
    }

    private func named(_ index: Int) -> [NamedFrame] {
        let frame = frames[index]
        let module = frame.module.map { modules[$0].path } ?? ""
        guard frame.functions.isEmpty else {
            return frame.functions.map {
                NamedFrame(
                    function: $0.name, symbol: $0.symbol, file: $0.file, line: $0.line,
                    module: module, role: $0.role)
            }
        }
        let address = "0x" + String(frame.address, radix: 16)
        let name = module.split(separator: "/").last.map { "\($0)+\(address)" } ?? address
        return [
            NamedFrame(
                function: name, symbol: name, module: module,
                role: FrameRole(FunctionName(symbol: ""), sourceFile: nil, module: module),
                isNamed: false)
        ]
    }
}

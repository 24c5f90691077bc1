/// A place in a stack that a reader sees: one function, at one line.
package struct NamedFrame: Hashable, Sendable {
    /// The function, or an address where it has no name.
    package var function: String
    /// As the compiler wrote it; the same where nothing is to be read in it.
    package var symbol: String
    /// The source file's path; nil if it is not known.
    package var file: String?
    /// The line, from 1; nil if it is not known.
    package var line: Int?
    /// The file that holds its code; empty for memory without a file.
    package var module: String
    /// Whose code it is.
    package var role: FrameRole
    /// Whether ``function`` is a name and no address.
    package var isNamed = true

    /// `LoadAll.swift:42`; nil without a line.
    package var place: String? {
        guard let file, let line else { return nil }
        return "\(file.split(separator: "/").last ?? "")" + ":\(line)"
    }
}

extension HeapProfile {
    /// The stack of a site, innermost first: without the allocator's functions, inlined functions by
    /// name, and thunks folded into the function that they serve.
    package func stack(of site: Int) -> [NamedFrame] {
        naming.stack(sites[site].stack, leavingOut: { $0.role == .allocator })
    }

    /// The frame that names a site: the innermost of the user's own code, or else of any library,
    /// or else the innermost of all.
    package func namingFrame(of site: Int) -> NamedFrame? { stack(of: site).naming }

    /// Where its threads were when it was killed; nil if it wasn't.
    package var namedThreads: [NamedThread]? {
        threads.map { threads in threads.map { NamedThread($0, naming: naming) } }
    }

    var naming: FrameNaming { FrameNaming(frames: frames, modules: modules) }
}

extension [NamedFrame] {
    /// The frame that names a stack.
    var naming: NamedFrame? {
        first { $0.role == .user } ?? first { $0.role == .library } ?? first
    }
}

/// Frames as a reader sees them.
struct FrameNaming {
    let frames: [HeapProfile.Frame]
    let modules: [HeapProfile.Module]

    /// A stack, innermost first.
    ///
    /// - Parameters:
    ///   - indexes: Its frames.
    ///   - isLeftOut: Which of the innermost frames are of no interest.
    func stack(
        _ indexes: [Int], leavingOut isLeftOut: (NamedFrame) -> Bool = { _ in false }
    ) -> [NamedFrame] {
        let kept = indexes.flatMap(named).drop(while: isLeftOut)
        return kept.reduce(into: []) { stack, frame in
            // The calls of a thunk, a specialization and the function itself are one.
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

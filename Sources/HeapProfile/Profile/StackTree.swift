internal import MemoryBudget

/// The stacks of a profile merged by function from their outermost frames, as shown in flame
/// graphs.
package struct StackTree: Sendable {
    /// A function with everything it called.
    package struct Node: Sendable {
        /// The function; calls from different lines are merged.
        package var frame: NamedFrame
        /// The bytes held by the function and the functions it called.
        package var bytes: Double
        /// The called functions, the largest first.
        package var children: [Node]
    }

    /// The outermost functions, the largest first.
    package let roots: [Node]
    /// The bytes held by all stacks.
    package var bytes: Double { roots.reduce(0) { $0 + $1.bytes } }

    /// Merges the stacks that held memory at a moment.
    package init(_ heap: HeapProfile, at moment: HeapMoment) {
        let stacks = heap.estimates(at: moment).map { estimate in
            Stack(
                frames: heap.stack(of: estimate.site).reversed()[...],
                bytes: estimate.bytes.estimate)
        }
        roots = Self.merged(stacks)
    }

    /// The remaining frames of a stack, outermost first, and the bytes it held.
    private struct Stack {
        var frames: ArraySlice<NamedFrame>
        var bytes: Double
    }

    private struct Key: Hashable {
        var function: String
        var module: String

        init(_ frame: NamedFrame) {
            function = frame.function
            module = frame.module
        }
    }

    private static func merged(_ stacks: [Stack]) -> [Node] {
        let named = stacks.map { stack in
            stack.frames.isEmpty ? Stack(frames: [.unknown], bytes: stack.bytes) : stack
        }
        return children(of: named)
    }

    private static func children(of stacks: [Stack]) -> [Node] {
        var groups: [Key: [Stack]] = [:]
        var firsts: [Key: NamedFrame] = [:]
        for stack in stacks {
            guard let first = stack.frames.first else { continue }
            let key = Key(first)
            firsts[key] = firsts[key] ?? first
            groups[key, default: []].append(
                Stack(frames: stack.frames.dropFirst(), bytes: stack.bytes))
        }
        let nodes = groups.compactMap { key, inner -> Node? in
            firsts[key].map { frame in
                Node(
                    frame: frame, bytes: inner.reduce(0) { $0 + $1.bytes },
                    children: children(of: inner))
            }
        }
        return nodes.sorted {
            ($0.bytes, $1.frame.function, $1.frame.module)
                > ($1.bytes, $0.frame.function, $0.frame.module)
        }
    }
}

extension NamedFrame {
    /// The placeholder for an unknown stack.
    fileprivate static let unknown = NamedFrame(
        function: "[no stack]", symbol: "", module: "", role: .library)
}

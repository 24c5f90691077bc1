/// Taking text in.
extension RecordSplitter {
    /// Lets a source write the next text straight into the splitter's memory.
    ///
    /// Everything handed out before may move: call it when ``next()`` has returned nil, and not while
    /// a field's bytes are still in use.
    /// - Parameter source: Fills the start of the memory and says how many bytes; 0 is the end.
    /// - Returns: False when the end was already known: nothing more will come of ``next()``.
    package mutating func fill<Failure: Error>(
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Bool {
        guard !isFinished else { return false }
        makeRoom()
        let room = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
        accept(try source(room))
        return true
    }

    /// Copies the start of a chunk in; to be called again with the rest once ``next()`` returns nil.
    ///
    /// - Returns: How many bytes were taken: at least one, unless the chunk is empty.
    package mutating func push(_ chunk: UnsafeRawBufferPointer) -> Int {
        precondition(!isFinished, "nothing can be pushed after the end")
        guard let source = chunk.baseAddress, chunk.count > 0 else { return 0 }
        makeRoom()
        let count = min(chunk.count, capacity - end)
        UnsafeMutableRawPointer(bytes + end).copyMemory(from: source, byteCount: count)
        accept(count)
        return count
    }

    /// Says that no more text comes: ``next()`` then hands out a last record without a line end.
    package mutating func finish() {
        accept(0)
    }

    /// The beginning of the whole text, as long as nothing of it was passed: a few bytes of it, and none
    /// while too few are there to tell anything.
    var startOfText: UnsafeRawBufferPointer {
        guard recordStart == 0, !isDropped, end >= 8 || isFinished else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: bytes, count: min(end, 64))
    }

    private mutating func accept(_ count: Int) {
        if count == 0 { isFinished = true }
        end += count
        isDrained = false
    }

    /// Makes at least one byte of room.
    private mutating func makeRoom() {
        precondition(isDrained, "take every record out before more text goes in")
        let liveByteCount = end - recordStart
        if isDropped || liveByteCount > Self.recordByteCountMax {
            drop()
        } else if recordStart >= liveByteCount {
            // At least as much was used up as has to move, so moving costs no more than reading.
            shift(by: recordStart)
        }
        if end == capacity { recordStart > 0 ? shift(by: recordStart) : grow() }
    }

    private mutating func shift(by distance: Int) {
        guard distance > 0 else { return }
        UnsafeMutableRawPointer(bytes).copyMemory(from: bytes + distance, byteCount: end - distance)
        end -= distance
        recordStart -= distance
        fieldStart -= distance
        indexedEnd -= distance
        position -= distance
    }

    /// Doubles the buffer for a long record, up to the longest one and some room behind it.
    private mutating func grow() {
        let grown = min(capacity * 2, Self.recordByteCountMax + 4096)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + Self.paddingByteCount)
        memory.update(from: bytes, count: end)
        bytes.deallocate()
        bytes = memory
        capacity = grown
    }

    /// Forgets the text of a record that is too long, but not the state it is in.
    private mutating func drop() {
        let isAtFieldStart = fieldStart == end
        // The one byte that stays tells a CR LF that is split here.
        bytes[0] = bytes[end - 1]
        isDropped = true
        end = 1
        recordStart = 0
        fieldStart = isAtFieldStart ? 1 : 0
        position = 1
        indexedEnd = 1
    }
}

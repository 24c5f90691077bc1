// Input of text.
extension RecordSplitter {
    /// Lets a source write the next text directly into the splitter's memory.
    ///
    /// Records and fields returned before become invalid: call it after ``next()`` has returned
    /// `nil`, and not while a field's bytes are in use.
    /// - Parameter source: Fills the start of memory and returns the number of bytes; 0 is the end.
    /// - Returns: `false` if the end was already known, so ``next()`` returns no more records.
    package mutating func fill<Failure: Error>(
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Bool {
        guard !isFinished else { return false }
        makeRoom()
        let room = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
        accept(try source(room))
        return true
    }

    /// Copies the start of a chunk; call it again with the rest once ``next()`` returns `nil`.
    ///
    /// - Returns: The number of bytes taken: at least one, unless the chunk is empty.
    package mutating func push(_ chunk: UnsafeRawBufferPointer) -> Int {
        precondition(!isFinished, "nothing can be pushed after the end")
        guard let source = chunk.baseAddress, chunk.count > 0 else { return 0 }
        makeRoom()
        let count = min(chunk.count, capacity - end)
        UnsafeMutableRawPointer(bytes + end).copyMemory(from: source, byteCount: count)
        accept(count)
        return count
    }

    /// Marks the end of the text: ``next()`` then returns a last record without a line end.
    package mutating func finish() {
        accept(0)
    }

    /// The first bytes of the whole text, until the first record is passed; empty while too few
    /// bytes are available to recognize a format.
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

    /// Frees or adds room for at least one byte.
    private mutating func makeRoom() {
        precondition(isDrained, "take every record out before more text goes in")
        let liveByteCount = end - recordStart
        if isDropped || liveByteCount > Self.recordByteCountMax {
            drop()
        } else if recordStart >= liveByteCount {
            // Moving costs no more than reading: at least as many bytes are used up as have to
            // move.
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

    /// Doubles the buffer for a long record, up to the maximum record and some room after it.
    private mutating func grow() {
        let grown = min(capacity * 2, Self.recordByteCountMax + 4096)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + Self.paddingByteCount)
        memory.update(from: bytes, count: end)
        bytes.deallocate()
        bytes = memory
        capacity = grown
    }

    /// Discards the text of a record that is too long, but not the parser's state.
    private mutating func drop() {
        let isAtFieldStart = fieldStart == end
        // One byte is kept, to recognize a CR LF that is split here.
        bytes[0] = bytes[end - 1]
        isDropped = true
        end = 1
        recordStart = 0
        fieldStart = isAtFieldStart ? 1 : 0
        position = 1
        indexedEnd = 1
    }
}

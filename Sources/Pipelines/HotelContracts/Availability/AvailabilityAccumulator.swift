import Glibc

/// An accumulator of parts of the summary in limited memory.
///
/// When it is full, its rows go to the table, in the order of the table's key, and it starts over.
/// All memory is taken at the start, so that a short run needs as much as a long one.
struct AvailabilityAccumulator: ~Copyable {
    private struct Entry {
        var hotel: Int64
        var textStart: UInt32
        var roomByteCount: UInt32
        var characteristicByteCount: UInt32
        var share: MonthShare
    }

    private let capacity: Int
    private let textCapacity: Int
    private let slotMask: Int
    private let entries: UnsafeMutablePointer<Entry>
    /// An entry's number plus 1, or 0 for a free slot; at least half of the slots are free.
    private let slots: UnsafeMutablePointer<UInt32>
    private let text: UnsafeMutableRawPointer
    private var count = 0
    private var textByteCount = 0

    init(rowCountMax: Int = 8192, textByteCountMax: Int = 128 << 10) {
        precondition(rowCountMax > 0, "an accumulator needs room for a row")
        capacity = rowCountMax
        textCapacity = textByteCountMax
        var slotCount = 2
        while slotCount < 2 * rowCountMax { slotCount *= 2 }
        slotMask = slotCount - 1
        entries = .allocate(capacity: rowCountMax)
        memset(entries, 0, rowCountMax * MemoryLayout<Entry>.stride)
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: 0, count: slotCount)
        text = .allocate(byteCount: max(1, textByteCountMax), alignment: 1)
        memset(text, 0, textByteCountMax)
    }

    deinit {
        entries.deallocate()
        slots.deallocate()
        text.deallocate()
    }

    /// Adds a part of a row; returns `false` if there is no room for it.
    mutating func add(_ share: MonthShare, for key: AvailabilityKey) -> Bool {
        let slot = slot(of: key, month: share.month)
        if slots[slot] > 0 {
            entries[Int(slots[slot]) - 1].share.merge(share)
            return true
        }
        guard count < capacity, let textStart = textOffset(of: key) else { return false }
        (entries + count).initialize(
            to: Entry(
                hotel: key.hotel, textStart: UInt32(truncatingIfNeeded: textStart),
                roomByteCount: UInt32(truncatingIfNeeded: key.room.count),
                characteristicByteCount: UInt32(truncatingIfNeeded: key.characteristic.count),
                share: share))
        count += 1
        slots[slot] = UInt32(truncatingIfNeeded: count)
        return true
    }

    /// Passes all rows to `body` in the order of the table's key, and removes them.
    mutating func drain(_ body: (AvailabilityRow) throws -> Void) rethrows {
        var order = Array(0..<UInt32(truncatingIfNeeded: count))
        order.sort { precedes(Int($0), Int($1)) }
        for index in order {
            let entry = entries[Int(index)]
            try body(AvailabilityRow(key: key(of: entry), share: entry.share))
        }
        slots.update(repeating: 0, count: slotMask + 1)
        count = 0
        textByteCount = 0
    }

    private func key(of entry: Entry) -> AvailabilityKey {
        let room = UnsafeRawBufferPointer(
            start: text + Int(entry.textStart), count: Int(entry.roomByteCount))
        let characteristic = UnsafeRawBufferPointer(
            start: text + Int(entry.textStart) + room.count,
            count: Int(entry.characteristicByteCount))
        return AvailabilityKey(hotel: entry.hotel, room: room, characteristic: characteristic)
    }

    /// Returns the slot of a key's month, or the free slot for it.
    private func slot(of key: AvailabilityKey, month: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(key.hotel)
        hasher.combine(bytes: key.room)
        hasher.combine(bytes: key.characteristic)
        hasher.combine(month)
        var slot = hasher.finalize() & slotMask
        while slots[slot] > 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.share.month == month, hasText(entry, of: key), entry.hotel == key.hotel {
                return slot
            }
            slot = (slot + 1) & slotMask
        }
        return slot
    }

    private func hasText(_ entry: Entry, of other: AvailabilityKey) -> Bool {
        let own = key(of: entry)
        return bytewiseOrder(own.room, other.room) == 0
            && bytewiseOrder(own.characteristic, other.characteristic) == 0
    }

    /// Stores a key's text and returns its position; a record's months come together and share it.
    private mutating func textOffset(of key: AvailabilityKey) -> Int? {
        if count > 0, hasText(entries[count - 1], of: key) {
            return Int(entries[count - 1].textStart)
        }
        let start = textByteCount
        guard start + key.textByteCount <= textCapacity else { return nil }
        UnsafeMutableRawBufferPointer(start: text + start, count: key.room.count)
            .copyMemory(from: key.room)
        UnsafeMutableRawBufferPointer(
            start: text + start + key.room.count, count: key.characteristic.count
        ).copyMemory(from: key.characteristic)
        textByteCount += key.textByteCount
        return start
    }

    private func precedes(_ one: Int, _ other: Int) -> Bool {
        let (one, other) = (entries[one], entries[other])
        if one.hotel != other.hotel { return one.hotel < other.hotel }
        let (key, otherKey) = (key(of: one), key(of: other))
        let rooms = bytewiseOrder(key.room, otherKey.room)
        if rooms != 0 { return rooms < 0 }
        let characteristics = bytewiseOrder(key.characteristic, otherKey.characteristic)
        if characteristics != 0 { return characteristics < 0 }
        return one.share.month < other.share.month
    }
}

extension MonthShare {
    /// Adds another part of the same month.
    mutating func merge(_ other: MonthShare) {
        openDays |= other.openDays
        prices.merge(other.prices)
    }
}

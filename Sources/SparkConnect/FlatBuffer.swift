/// A table of a FlatBuffer that came from outside. A slot that is absent gives its default.
struct FlatTable {
    private let bytes: ArraySlice<UInt8>
    private let position: Int
    private let slots: ArraySlice<UInt8>

    /// The root table of a buffer.
    init(rootOf bytes: ArraySlice<UInt8>) throws(Unreadable) {
        try self.init(bytes, at: Int(try bytes.read(UInt32.self, at: 0)))
    }

    private init(_ bytes: ArraySlice<UInt8>, at position: Int) throws(Unreadable) {
        let list = position - Int(try bytes.read(Int32.self, at: position))
        let size = Int(try bytes.read(UInt16.self, at: list))
        guard size >= 4 else { throw .malformed("a table without slots") }
        self.bytes = bytes
        self.position = position
        slots = try bytes.part(at: list + 4, count: size - 4)
    }

    func whole<Value: FixedWidthInteger & BitwiseCopyable>(
        _ slot: Int, default absent: Value
    ) throws(Unreadable) -> Value {
        guard let place = try place(slot) else { return absent }
        return try bytes.read(at: place)
    }

    func table(_ slot: Int) throws(Unreadable) -> FlatTable? {
        guard let place = try place(slot) else { return nil }
        return try FlatTable(bytes, at: try target(place))
    }

    func text(_ slot: Int) throws(Unreadable) -> String? {
        guard let start = try vector(slot) else { return nil }
        return try bytes.part(at: start.offset, count: start.count).text()
    }

    func tables(_ slot: Int) throws(Unreadable) -> [FlatTable] {
        guard let start = try vector(slot) else { return [] }
        // Looked at first, so that a huge count is refused before anything is made for it.
        _ = try bytes.part(at: start.offset, count: 4 * start.count)
        var tables: [FlatTable] = []
        for index in 0..<start.count {
            tables.append(try FlatTable(bytes, at: try target(start.offset + 4 * index)))
        }
        return tables
    }

    /// Structures of two 64-bit numbers each.
    func pairs(_ slot: Int) throws(Unreadable) -> [(Int64, Int64)] {
        guard let start = try vector(slot) else { return [] }
        let all = try bytes.part(at: start.offset, count: 16 * start.count)
        var pairs: [(Int64, Int64)] = []
        for index in 0..<start.count {
            pairs.append((try all.read(at: 16 * index), try all.read(at: 16 * index + 8)))
        }
        return pairs
    }

    /// Where a slot's value lies; nil where the slot is absent.
    private func place(_ slot: Int) throws(Unreadable) -> Int? {
        guard 2 * slot + 2 <= slots.count else { return nil }
        let offset = Int(try slots.read(UInt16.self, at: 2 * slot))
        return offset == 0 ? nil : position + offset
    }

    private func target(_ place: Int) throws(Unreadable) -> Int {
        place + Int(try bytes.read(UInt32.self, at: place))
    }

    private func vector(_ slot: Int) throws(Unreadable) -> (offset: Int, count: Int)? {
        guard let place = try place(slot) else { return nil }
        let start = try target(place)
        return (start + 4, Int(try bytes.read(UInt32.self, at: start)))
    }
}

/// What stands in a slot of a table that we write.
indirect enum FlatSlot {
    case absent
    case byte(UInt8)
    case short(Int16)
    case int(Int32)
    case long(Int64)
    case text(String)
    case table([FlatSlot])
    case tables([[FlatSlot]])
    case pairs([(Int64, Int64)])

    fileprivate var size: Int {
        switch self {
        case .absent: 0
        case .byte: 1
        case .short: 2
        case .long: 8
        case .int, .text, .table, .tables, .pairs: 4
        }
    }
}

/// Writes a FlatBuffer from front to back: a table, then what its slots point at.
struct FlatWriter {
    private var bytes: [UInt8] = []

    static func buffer(_ root: [FlatSlot]) -> [UInt8] {
        var writer = FlatWriter()
        writer.bytes.append(littleEndian: UInt32(0))
        let position = writer.table(root)
        writer.put(UInt32(position), at: 0)
        writer.bytes.pad(to: 8)
        return writer.bytes
    }

    /// The position of the table written.
    private mutating func table(_ slots: [FlatSlot]) -> Int {
        let (places, size) = Self.layout(slots)
        bytes.pad(to: 8)
        let list = bytes.count
        bytes.append(littleEndian: UInt16(4 + 2 * slots.count))
        bytes.append(littleEndian: UInt16(size))
        for place in places { bytes.append(littleEndian: UInt16(place)) }
        bytes.pad(to: 8)
        let position = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: size))
        put(Int32(position - list), at: position)
        for (slot, place) in zip(slots, places) { fill(slot, at: position + place) }
        return position
    }

    /// Where in a table each slot lies, and how long the table is. A table begins with four bytes
    /// that say where its list of slots is.
    private static func layout(_ slots: [FlatSlot]) -> (places: [Int], size: Int) {
        var size = 4
        let places = slots.map { slot in
            guard slot.size > 0 else { return 0 }
            let place = (size + slot.size - 1) / slot.size * slot.size
            size = place + slot.size
            return place
        }
        return (places, size)
    }

    private mutating func fill(_ slot: FlatSlot, at place: Int) {
        switch slot {
        case .absent: break
        case .byte(let value): put(value, at: place)
        case .short(let value): put(value, at: place)
        case .int(let value): put(value, at: place)
        case .long(let value): put(value, at: place)
        case .table(let slots): point(from: place, to: table(slots))
        case .text(let text):
            point(from: place, to: vector(text.utf8.count, alignedTo: 4))
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        case .pairs(let pairs):
            point(from: place, to: vector(pairs.count, alignedTo: 8))
            for (first, second) in pairs {
                bytes.append(littleEndian: first)
                bytes.append(littleEndian: second)
            }
        case .tables(let tables):
            let start = vector(tables.count, alignedTo: 4)
            point(from: place, to: start)
            bytes.append(contentsOf: repeatElement(0, count: 4 * tables.count))
            for (index, slots) in tables.enumerated() {
                point(from: start + 4 + 4 * index, to: table(slots))
            }
        }
    }

    /// Begins a vector whose elements are aligned; its position.
    private mutating func vector(_ count: Int, alignedTo alignment: Int) -> Int {
        bytes.pad(to: 4)
        if (bytes.count + 4) % alignment != 0 { bytes.append(littleEndian: UInt32(0)) }
        let position = bytes.count
        bytes.append(littleEndian: UInt32(count))
        return position
    }

    private mutating func point(from place: Int, to position: Int) {
        put(UInt32(position - place), at: place)
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value, at place: Int) {
        withUnsafeBytes(of: value.littleEndian) { raw in
            bytes.replaceSubrange(place..<place + raw.count, with: raw)
        }
    }
}

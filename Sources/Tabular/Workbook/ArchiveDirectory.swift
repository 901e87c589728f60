/// The table of contents of a ZIP archive, checked before anything is unpacked.
///
/// libzip reads the contents later; it neither refuses entries that share their bytes nor tells
/// where they stand, so the directory is read here as well.
///
/// - Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
struct ArchiveDirectory {
    struct Entry {
        var name: String
        var isEncrypted: Bool
        var method: Int
        var packedBytes: Int
        var bytes: Int
        var offset: Int
    }

    private(set) var entries: [Entry] = []

    init(_ archive: ArchiveBytes, limits: WorkbookLimits) throws(PartFailure) {
        let (start, end) = try locate(archive, limits)
        try parse(try archive.read(start, end - start), limits)
        try check(limits)
        try checkPlaces(archive, directoryStart: start)
    }

    private static let damaged = PartFailure.problem(.damagedArchive)

    /// Where the directory starts and ends.
    private func locate(
        _ archive: ArchiveBytes, _ limits: WorkbookLimits
    ) throws(PartFailure) -> (start: Int, end: Int) {
        let size = archive.count
        // The record is 22 bytes, then a comment of at most 65,535.
        let tailSize = min(size, 22 + 65_535)
        guard tailSize >= 22 else { throw Self.damaged }
        let tail = Bytes(try archive.read(size - tailSize, tailSize))
        var i = tailSize - 22
        while i >= 0 {
            if tail.word32(i) == 0x0605_4B50 && i + 22 + tail.word16(i + 20) == tailSize { break }
            i -= 1
        }
        guard i >= 0 else { throw Self.damaged }
        // Archives in several volumes are of another age.
        guard tail.word16(i + 4) == 0, tail.word16(i + 6) == 0 else { throw Self.damaged }
        guard tail.word16(i + 10) <= limits.entries else {
            throw .problem(.tooManyEntries(limit: limits.entries))
        }
        let (length, start) = (tail.word32(i + 12), tail.word32(i + 16))
        let end = start + length
        guard end <= size - tailSize + i else { throw Self.damaged }
        // 46 bytes and a name an entry: more is padding, of which a directory has none.
        guard length <= limits.entries * 1_024 else { throw Self.damaged }
        return (start, end)
    }

    private mutating func parse(
        _ data: [UInt8], _ limits: WorkbookLimits
    ) throws(PartFailure) {
        let bytes = Bytes(data)
        var i = 0
        while i < data.count {
            guard i + 46 <= data.count, bytes.word32(i) == 0x0201_4B50 else { throw Self.damaged }
            let nameLength = bytes.word16(i + 28)
            let extraLength = bytes.word16(i + 30)
            let next = i + 46 + nameLength + extraLength + bytes.word16(i + 32)
            guard next <= data.count else { throw Self.damaged }
            let name = data[(i + 46)..<(i + 46 + nameLength)]
            guard !name.contains(0) else { throw Self.damaged }
            var entry = Entry(
                name: String(decoding: name, as: UTF8.self),
                isEncrypted: bytes.word16(i + 8) & 0x41 != 0, method: bytes.word16(i + 10),
                packedBytes: bytes.word32(i + 20), bytes: bytes.word32(i + 24),
                offset: bytes.word32(i + 42))
            let extra = (i + 46 + nameLength)..<(i + 46 + nameLength + extraLength)
            try widen(&entry, bytes, extra)
            entries.append(entry)
            guard entries.count <= limits.entries else {
                throw .problem(.tooManyEntries(limit: limits.entries))
            }
            i = next
        }
    }

    /// Takes 64-bit sizes from the extra field where the 32-bit ones say to look there.
    private func widen(
        _ entry: inout Entry, _ bytes: Bytes, _ extra: Range<Int>
    ) throws(PartFailure) {
        let marker = 0xFFFF_FFFF
        guard entry.bytes == marker || entry.packedBytes == marker || entry.offset == marker else {
            return
        }
        var i = extra.lowerBound
        while i + 4 <= extra.upperBound {
            let end = i + 4 + bytes.word16(i + 2)
            guard end <= extra.upperBound else { break }
            if bytes.word16(i) == 1 {
                var field = i + 4
                for path in [\Entry.bytes, \Entry.packedBytes, \Entry.offset]
                where entry[keyPath: path] == marker {
                    guard field + 8 <= end, let value = bytes.word64(field) else { break }
                    entry[keyPath: path] = value
                    field += 8
                }
                return
            }
            i = end
        }
        throw Self.damaged
    }

    private func check(_ limits: WorkbookLimits) throws(PartFailure) {
        var names: Set<String> = []
        var total = 0
        for entry in entries {
            let shown = Excerpt.of(entry.name)
            guard !entry.isEncrypted else { throw .problem(.encryptedArchive) }
            guard !Self.isUnsafe(entry.name) else {
                throw .problem(.unsafeEntryName(entry: shown))
            }
            guard !Self.isArchive(entry.name) else { throw .problem(.nestedArchive(entry: shown)) }
            guard names.insert(entry.name.lowercased()).inserted else {
                throw .problem(.duplicateEntry(entry: shown))
            }
            // What an entry declares may be a lie; that is found out while unpacking.
            let (sum, overflow) = total.addingReportingOverflow(entry.bytes)
            guard !overflow, sum <= limits.inflatedBytes else {
                throw .problem(.inflatesTooMuch(limit: limits.inflatedBytes))
            }
            total = sum
            guard
                entry.bytes <= WorkbookLimits.ratioApplies
                    || entry.bytes / limits.ratio <= entry.packedBytes
            else { throw .problem(.inflatesTooFast(ratio: limits.ratio)) }
        }
    }

    /// Whether unpacking under this name could leave the folder unpacked to.
    private static func isUnsafe(_ name: String) -> Bool {
        if name.isEmpty || name.hasPrefix("/") || name.contains("\\") { return true }
        if name.dropFirst().hasPrefix(":") { return true }
        return name.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    }

    private static func isArchive(_ name: String) -> Bool {
        let endings = [
            ".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".ods", ".jar", ".gz", ".7z",
            ".rar",
            ".xz", ".bz2", ".tar", ".kmz",
        ]
        let name = name.lowercased()
        return endings.contains { name.hasSuffix($0) }
    }

    /// Entries that share bytes unpack to more than their archive could hold (Fifield 2019).
    private func checkPlaces(
        _ archive: ArchiveBytes, directoryStart: Int
    ) throws(PartFailure) {
        var earlier = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            guard entry.offset >= earlier else {
                throw .problem(.overlappingEntries(entry: Excerpt.of(entry.name)))
            }
            guard entry.offset <= directoryStart - 30 else { throw Self.damaged }
            let head = Bytes(try archive.read(entry.offset, 30))
            guard head.word32(0) == 0x0403_4B50 else { throw Self.damaged }
            let data = entry.offset + 30 + head.word16(26) + head.word16(28)
            let (end, overflow) = data.addingReportingOverflow(entry.packedBytes)
            guard !overflow, end <= directoryStart else { throw Self.damaged }
            earlier = end
        }
    }
}

/// Little-endian numbers in bytes.
struct Bytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func word16(_ i: Int) -> Int { Int(bytes[i]) | Int(bytes[i + 1]) << 8 }

    func word32(_ i: Int) -> Int { word16(i) | word16(i + 2) << 16 }

    /// `nil` for what no file can be as large as.
    func word64(_ i: Int) -> Int? {
        let high = word32(i + 4)
        return high < 0x4000_0000 ? word32(i) | high << 32 : nil
    }
}

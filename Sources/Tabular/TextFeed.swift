/// Bytes of a file or of memory, delivered as UTF-8 whatever they were.
///
/// UTF-8 arrives in the caller's buffer without a copy. Text that is not valid in its encoding
/// is delivered all the same, its places noted in ``faults``, so that the reader can say where
/// it stands and go on.
struct TextFeed: ~Copyable {
    private enum Origin: ~Copyable {
        case none
        case file(FileDescriptor)
        case bytes([UInt8])
    }

    private var origin = Origin.none
    private var position = 0
    private var atEnd = false
    /// Length of the byte order mark.
    private var markLength = 0
    /// Bytes taken from the origin.
    private(set) var bytesRead = 0
    /// Bytes in the origin; `nil` for a pipe.
    private(set) var totalBytes: Int?

    private(set) var encoding = TextEncoding.utf8
    /// Whether anything so far was more than ASCII; until then the encoding is open.
    private var isSettled = true
    private var mayGuess = false
    /// The encoding was guessed from bytes that are no UTF-8.
    private(set) var isGuess = false

    /// Bytes read from the origin but not yet delivered: the head looked at for the byte order
    /// mark, and what waits to be translated.
    private var pending: [UInt8] = []
    private var pendingStart = 0
    /// Where in the delivered stream text was not valid, ascending.
    var faults: [Int] = []
    private var delivered = 0
    /// Bytes of UTF-8 handed out so far.
    var deliveredBytes: Int { delivered }
    /// Bytes at the end of what was delivered that may be the start of a character (UTF-8).
    private var unfinished: [UInt8] = []

    static let chunk = 1 << 18

    /// Opens the source and looks at its head: the byte order mark settles the encoding.
    ///
    /// - Returns: The first bytes of the file, mark included.
    mutating func open(
        _ source: TabularSource, _ choice: CSVFormat.EncodingChoice
    ) throws(FileFailure) -> (head: [UInt8], problem: TabularProblem.Kind?) {
        switch source {
        case .bytes(let bytes, _):
            origin = .bytes(bytes)
            totalBytes = bytes.count
        case .file(let path):
            let file = try FileDescriptor(reading: path)
            totalBytes = try file.size()
            origin = .file(file)
        }
        var head = [UInt8](repeating: 0, count: 4_096)
        head.removeLast(head.count - (try fill(&head)))
        pending = head

        let marks: [([UInt8], TextEncoding?)] = [
            ([0xEF, 0xBB, 0xBF], .utf8),
            ([0xFF, 0xFE, 0x00, 0x00], nil), ([0x00, 0x00, 0xFE, 0xFF], nil),
            ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
        ]
        var found: TextEncoding?
        for (mark, meaning) in marks where head.starts(with: mark) {
            guard let meaning else { return (head, .unsupportedEncoding(name: "UTF-32")) }
            found = meaning
            pendingStart = mark.count
            markLength = mark.count
            break
        }
        switch choice {
        case .fixed(let told):
            encoding = told
            if let found, found != told {
                return (head, .contradictingMark(found: found, told: told))
            }
        case .marked, .guessed:
            encoding = found ?? .utf8
            mayGuess = choice == .guessed && found == nil
            isSettled = !mayGuess
        }
        return (head, nil)
    }

    /// Fills a buffer with UTF-8.
    ///
    /// - Returns: The number of bytes, 0 at the end.
    mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(FileFailure) -> Int {
        let count: Int
        switch encoding {
        case .utf8: count = try readUTF8(into: buffer)
        case .windows1251, .utf16LittleEndian, .utf16BigEndian:
            count = try translate(into: buffer)
        }
        delivered += count
        return count
    }

    // MARK: Reading at any place

    /// The place of the origin that a place of what was delivered comes from, where both are
    /// the same bytes and the origin can be read at any place; `nil` otherwise.
    func place(ofDelivered offset: Int) -> PlainBytes? {
        guard encoding == .utf8, isSettled, let totalBytes else { return nil }
        let start = markLength + offset
        switch origin {
        case .none: return nil
        case .file(let file):
            return PlainBytes(origin: .descriptor(file.number), start: start, end: totalBytes)
        case .bytes(let bytes):
            return PlainBytes(origin: .bytes(bytes), start: start, end: totalBytes)
        }
    }

    /// Goes on from a place of the origin at which a character starts.
    mutating func restart(at place: Int) throws(FileFailure) {
        switch origin {
        case .none: break
        case .file(let file): try file.seek(to: place)
        case .bytes: position = place
        }
        pending = []
        pendingStart = 0
        unfinished = []
        faults = []
        atEnd = false
        bytesRead = place
        delivered = place - markLength
    }

    // MARK: UTF-8

    private mutating func readUTF8(
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(FileFailure) -> Int {
        var count = takePending(into: buffer)
        if count < buffer.count && !atEnd {
            let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
            count += try fill(rest)
        }
        let bytes = UnsafeBufferPointer(rebasing: buffer[..<count])
        if isSettled {
            validate(bytes)
            return count
        }
        guard let base = bytes.baseAddress else { return 0 }
        let firstBeyondASCII = skipASCII(base, from: 0, to: count)
        if firstBeyondASCII == count { return count }

        // The first characters beyond ASCII settle the encoding for the whole file.
        isSettled = true
        let tail = UnsafeBufferPointer(rebasing: bytes[firstBeyondASCII...])
        let check = checkUTF8(tail)
        if !check.isInvalid && (check.validated == tail.count || !atEnd) {
            validate(bytes)
            return count
        }
        encoding = .windows1251
        isGuess = true
        pending = Array(tail) + pending[pendingStart...]
        pendingStart = 0
        if firstBeyondASCII > 0 { return firstBeyondASCII }
        return try translate(into: buffer)
    }

    private mutating func takePending(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let count = min(buffer.count, pending.count - pendingStart)
        guard count > 0 else { return 0 }
        pending.withUnsafeBufferPointer { waiting in
            buffer.baseAddress!.update(from: waiting.baseAddress! + pendingStart, count: count)
        }
        pendingStart += count
        if pendingStart == pending.count {
            pending = []
            pendingStart = 0
        }
        return count
    }

    /// Notes where the bytes, which follow those delivered before, are not UTF-8.
    private mutating func validate(_ bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        if !unfinished.isEmpty {
            // Settle the character that the last delivery cut.
            let seam = unfinished + bytes.prefix(4)
            let check = seam.withUnsafeBufferPointer(checkUTF8)
            if check.validated > 0 {
                // The cut character is whole now, so more is valid than was waiting.
                start = check.validated - unfinished.count
            } else if check.isInvalid || atEnd {
                note(delivered - unfinished.count)
                start = 0
            } else {
                unfinished = seam
                return
            }
            unfinished = []
        }
        while start < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            let check = checkUTF8(rest)
            if check.validated == rest.count { return }
            if check.isInvalid || atEnd {
                note(delivered + start + check.validated)
                start += check.validated + 1
            } else {
                unfinished = Array(rest[check.validated...])
                return
            }
        }
    }

    private mutating func note(_ place: Int) {
        // One fault per row is all a message needs; a binary file must not fill the memory.
        if faults.count < 65_536 { faults.append(place) }
    }

    // MARK: Other encodings

    private mutating func translate(
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(FileFailure) -> Int {
        // A byte or a pair of bytes becomes at most three bytes of UTF-8, a surrogate pair four.
        let wanted = buffer.count / 3
        if pending.count - pendingStart < wanted && !atEnd {
            var more = [UInt8](repeating: 0, count: wanted)
            let count = try fill(&more)
            pending.removeFirst(pendingStart)
            pendingStart = 0
            pending.append(contentsOf: more[..<count])
        }
        var writer = UTF8Writer(buffer)
        switch encoding {
        case .windows1251: translateWindows1251(wanted, &writer)
        default: translateUTF16(wanted, &writer)
        }
        return writer.count
    }

    private mutating func translateWindows1251(_ wanted: Int, _ writer: inout UTF8Writer) {
        let end = min(pending.count, pendingStart + wanted)
        for i in pendingStart..<end {
            let byte = pending[i]
            if byte < 0x80 {
                writer.put(byte)
            } else {
                let scalar = windows1251Upper[Int(byte) - 0x80]
                if scalar == 0 { note(delivered + writer.count) }
                writer.put(scalar: scalar == 0 ? 0xFFFD : UInt32(scalar))
            }
        }
        pendingStart = end
    }

    private mutating func translateUTF16(_ wanted: Int, _ writer: inout UTF8Writer) {
        let (low, high) = encoding == .utf16LittleEndian ? (0, 1) : (1, 0)
        let end = min(pending.count, pendingStart + wanted)
        let unit = { [pending] (i: Int) in UInt32(pending[i + low]) | UInt32(pending[i + high]) << 8
        }
        var i = pendingStart
        while i + 1 < end || (i < end && end == pending.count) {
            if i + 1 >= pending.count {
                // Half a unit is left. More may come, unless this is the end.
                if !atEnd { break }
                note(delivered + writer.count)
                writer.put(scalar: 0xFFFD)
                i += 1
                break
            }
            let first = unit(i)
            switch first {
            case 0xD800...0xDBFF:
                if i + 3 >= pending.count && !atEnd {
                    pendingStart = i
                    return
                }
                let second = i + 3 < pending.count ? unit(i + 2) : 0
                if (0xDC00...0xDFFF).contains(second) {
                    writer.put(scalar: 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
                    i += 4
                } else {
                    note(delivered + writer.count)
                    writer.put(scalar: 0xFFFD)
                    i += 2
                }
            case 0xDC00...0xDFFF:
                note(delivered + writer.count)
                writer.put(scalar: 0xFFFD)
                i += 2
            default:
                writer.put(scalar: first)
                i += 2
            }
        }
        pendingStart = i
    }

    // MARK: The origin

    private mutating func fill(_ array: inout [UInt8]) throws(FileFailure) -> Int {
        var span = array.mutableSpan
        return try span.withUnsafeMutableBufferPointer { buffer throws(FileFailure) in
            try fill(buffer)
        }
    }

    /// Reads until the buffer is full or the origin ends, so that decisions taken on a chunk do
    /// not depend on how a pipe happened to be cut.
    private mutating func fill(
        _ buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(FileFailure) -> Int {
        var count = 0
        while count < buffer.count && !atEnd {
            let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
            let got = try take(rest)
            if got == 0 { atEnd = true }
            count += got
        }
        bytesRead += count
        return count
    }

    private mutating func take(
        _ buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(FileFailure) -> Int {
        switch origin {
        case .file(let file):
            return try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        case .none:
            return 0
        case .bytes(let bytes):
            let count = min(buffer.count, bytes.count - position)
            guard count > 0 else { return 0 }
            bytes.withUnsafeBufferPointer { all in
                buffer.baseAddress!.update(from: all.baseAddress! + position, count: count)
            }
            position += count
            return count
        }
    }
}

/// Writes characters as UTF-8 into a buffer known to be large enough.
private struct UTF8Writer {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    mutating func put(scalar: UInt32) {
        let tail = { (shift: UInt32) in 0x80 | UInt8(scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80:
            put(UInt8(scalar))
        case ..<0x800:
            put(0xC0 | UInt8(scalar >> 6))
            put(tail(0))
        case ..<0x10000:
            put(0xE0 | UInt8(scalar >> 12))
            put(tail(6))
            put(tail(0))
        default:
            put(0xF0 | UInt8(scalar >> 18))
            put(tail(12))
            put(tail(6))
            put(tail(0))
        }
    }
}

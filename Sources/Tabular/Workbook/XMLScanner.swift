/// A strict, streaming scanner of the XML that workbooks are made of.
///
/// Elements, attributes, text, CDATA, comments and processing instructions in UTF-8. A document
/// type declaration is refused outright, so there are no entities but the five of XML itself and
/// character references: nothing can expand, and nothing outside can be asked for. Names are
/// given without their namespace prefix.
///
/// Memory is one chunk plus the longest tag.
struct XMLScanner: ~Copyable {
    enum Token {
        case start, end, text, endOfDocument
    }

    private var part: Archive.Part
    private let name: String
    private let depthLimit: Int

    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16
    private var cursor = 0
    /// Bytes known to be whole characters.
    private var end = 0
    /// Bytes read; those past `end` are the start of a character.
    private var filled = 0
    private var isAtEnd = false

    /// Names of the open elements, one after another, and where each starts.
    private var openNames: [UInt8] = []
    private var openStarts: [Int] = []
    private var sawRoot = false
    /// `<a/>` is a start and an end.
    private var pendingEnd = false

    /// The name of the element that started or ended, prefix removed.
    private var nameRange = 0..<0
    private var attributes: [(fullName: Range<Int>, name: Range<Int>, value: Range<Int>)] = []
    /// The text of a ``Token/text`` token, references resolved.
    private(set) var text: [UInt8] = []

    init(_ part: consuming Archive.Part, named name: String, depthLimit: Int) {
        self.part = part
        self.name = name
        self.depthLimit = depthLimit
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    var depth: Int { openStarts.count }

    private var malformed: PartFailure { .problem(.malformedXML(part: Excerpt.of(name))) }

    // MARK: Looking at a tag

    /// Whether the element that started or ended has this name.
    @inline(__always)
    func isNamed(_ wanted: StaticString) -> Bool { equals(nameRange, wanted) }

    /// The value of an attribute of the element that started, references resolved.
    func attribute(_ wanted: StaticString) throws(PartFailure) -> String? {
        for attribute in attributes where equals(attribute.name, wanted) {
            let value = attribute.value
            var text: [UInt8] = []
            text.reserveCapacity(value.count)
            try decode(value, into: &text)
            return String(decoding: text, as: UTF8.self)
        }
        return nil
    }

    /// The bytes of an attribute as they stand, valid inside `body` only.
    @inline(__always)
    func withAttribute<Result>(
        _ wanted: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        for attribute in attributes where equals(attribute.name, wanted) {
            let value = attribute.value
            let bytes = UnsafeBufferPointer(start: buffer + value.lowerBound, count: value.count)
            return body(bytes)
        }
        return nil
    }

    @inline(__always)
    private func equals(_ range: Range<Int>, _ wanted: StaticString) -> Bool {
        guard range.count == wanted.utf8CodeUnitCount else { return false }
        let start = wanted.utf8Start
        let own = buffer + range.lowerBound
        for i in 0..<range.count where own[i] != start[i] { return false }
        return true
    }

    // MARK: Going through the document

    /// The next start tag, end tag or piece of text. Text may come in several pieces.
    mutating func next() throws(PartFailure) -> Token {
        if pendingEnd {
            pendingEnd = false
            closeElement()
            return .end
        }
        while true {
            if cursor == end {
                guard try refill(keepingFrom: cursor) else {
                    guard depth == 0, sawRoot else { throw malformed }
                    return .endOfDocument
                }
            }
            if buffer[cursor] != 0x3C {
                if try scanText() { return .text }
                continue
            }
            guard let second = try byte(at: 1) else { throw malformed }
            switch second {
            case 0x3F: try scanInstruction()
            case 0x21: if try scanDeclaration() { return .text }
            case 0x2F:
                try scanEndTag()
                return .end
            default:
                try scanStartTag()
                return .start
            }
        }
    }

    /// Goes past the end of the element that just started.
    mutating func skipElement() throws(PartFailure) {
        let outside = depth - 1
        while depth > outside {
            if case .endOfDocument = try next() { throw malformed }
        }
    }

    /// The byte at `cursor + offset`, reading on if need be.
    private mutating func byte(at offset: Int) throws(PartFailure) -> UInt8? {
        while cursor + offset >= end {
            guard try refill(keepingFrom: cursor) else { return nil }
        }
        return buffer[cursor + offset]
    }

    /// - Returns: Whether there was text that counts: between elements of the top level only
    ///   blanks may stand.
    private mutating func scanText() throws(PartFailure) -> Bool {
        text.removeAll(keepingCapacity: true)
        while true {
            var i = cursor
            while i < end && buffer[i] != 0x3C && buffer[i] != 0x26 && buffer[i] >= 0x20 { i &+= 1 }
            if i > cursor {
                text.append(
                    contentsOf: UnsafeBufferPointer(start: buffer + cursor, count: i - cursor))
                cursor = i
            }
            if text.count > WorkbookLimits.tokenBytes { throw malformed }
            if cursor == end {
                if try refill(keepingFrom: cursor) { continue }
                break
            }
            let byte = buffer[cursor]
            if byte == 0x3C { break }
            if byte == 0x26 {
                let length = try referenceLength()
                var decoded: [UInt8] = []
                try decode(cursor..<(cursor + length), into: &decoded)
                text.append(contentsOf: decoded)
                cursor += length
            } else {
                guard Self.isBlank(byte) else { throw malformed }
                // Line ends are given as LF (XML 1.0, 2.11).
                if byte != 0x0D {
                    text.append(byte)
                } else if try self.byte(at: 1) != 0x0A {
                    text.append(0x0A)
                }
                cursor += 1
            }
        }
        if depth > 0 { return true }
        // A byte order mark is no text.
        if !sawRoot && text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        guard text.allSatisfy(Self.isBlank) else { throw malformed }
        return false
    }

    /// The length of the reference at `cursor`, `&` and `;` included.
    private mutating func referenceLength() throws(PartFailure) -> Int {
        var length = 1
        while true {
            guard length < 12, let byte = try byte(at: length) else { throw malformed }
            length += 1
            if byte == 0x3B { return length }
        }
    }

    /// Resolves references in a range of the buffer.
    private func decode(_ range: Range<Int>, into text: inout [UInt8]) throws(PartFailure) {
        var i = range.lowerBound
        while i < range.upperBound {
            let byte = buffer[i]
            guard byte == 0x26 else {
                text.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte)
                i += 1
                continue
            }
            var j = i + 1
            while j < range.upperBound && buffer[j] != 0x3B { j += 1 }
            guard j < range.upperBound else { throw malformed }
            let name = UnsafeBufferPointer(start: buffer + i + 1, count: j - i - 1)
            try resolve(name, into: &text)
            i = j + 1
        }
    }

    private func resolve(
        _ name: UnsafeBufferPointer<UInt8>, into text: inout [UInt8]
    ) throws(PartFailure) {
        let known: [(StaticString, UInt8)] = [
            ("lt", 0x3C), ("gt", 0x3E), ("amp", 0x26), ("quot", 0x22), ("apos", 0x27),
        ]
        for (word, byte) in known where name.count == word.utf8CodeUnitCount {
            if name.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: name.count)) {
                text.append(byte)
                return
            }
        }
        guard name.first == 0x23 else { throw malformed }
        let isHexadecimal = name.count > 1 && name[1] == 0x78
        let digits = String(decoding: name.dropFirst(isHexadecimal ? 2 : 1), as: UTF8.self)
        guard digits.utf8.first.map({ $0 != 0x2B && $0 != 0x2D }) ?? false,
            let value = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(value),
            value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D,
            value != 0xFFFE, value != 0xFFFF
        else { throw malformed }
        text.append(contentsOf: String(scalar).utf8)
    }

    // MARK: Tags

    private mutating func scanStartTag() throws(PartFailure) {
        let length = try tagLength()
        let stop = cursor + length - 1
        var i = cursor + 1
        let fullName = try scanName(&i, stop)
        if depth == 0 && sawRoot { throw malformed }
        attributes.removeAll(keepingCapacity: true)
        var isEmpty = false
        while true {
            let blanks = skipBlanks(&i, stop)
            if i == stop { break }
            if buffer[i] == 0x2F {
                guard i + 1 == stop else { throw malformed }
                isEmpty = true
                break
            }
            guard blanks > 0 else { throw malformed }
            try scanAttribute(&i, stop)
        }
        guard depth < depthLimit else {
            throw .problem(.xmlTooDeep(part: Excerpt.of(name), limit: depthLimit))
        }
        sawRoot = true
        openStarts.append(openNames.count)
        openNames.append(contentsOf: bytes(fullName))
        nameRange = localName(fullName)
        cursor += length
        pendingEnd = isEmpty
    }

    private mutating func scanAttribute(_ i: inout Int, _ stop: Int) throws(PartFailure) {
        let attribute = try scanName(&i, stop)
        _ = skipBlanks(&i, stop)
        guard i < stop, buffer[i] == 0x3D else { throw malformed }
        i += 1
        _ = skipBlanks(&i, stop)
        guard i < stop, buffer[i] == 0x22 || buffer[i] == 0x27 else { throw malformed }
        let quote = buffer[i]
        i += 1
        let start = i
        while i < stop && buffer[i] != quote {
            guard buffer[i] != 0x3C, buffer[i] >= 0x20 || Self.isBlank(buffer[i]) else {
                throw malformed
            }
            i += 1
        }
        guard i < stop else { throw malformed }
        let value = start..<i
        i += 1
        for earlier in attributes where bytes(earlier.fullName).elementsEqual(bytes(attribute)) {
            throw malformed
        }
        guard attributes.count < 256 else { throw malformed }
        attributes.append((attribute, localName(attribute), value))
    }

    private mutating func scanEndTag() throws(PartFailure) {
        let length = try tagLength()
        let stop = cursor + length - 1
        var i = cursor + 2
        let fullName = try scanName(&i, stop)
        _ = skipBlanks(&i, stop)
        guard i == stop, let start = openStarts.last else { throw malformed }
        guard openNames[start...].elementsEqual(bytes(fullName)) else { throw malformed }
        nameRange = localName(fullName)
        attributes.removeAll(keepingCapacity: true)
        cursor += length
        closeElement()
    }

    private mutating func closeElement() {
        let start = openStarts.removeLast()
        openNames.removeLast(openNames.count - start)
    }

    /// The length of the tag at `cursor`, both brackets included, all of it in the buffer.
    private mutating func tagLength() throws(PartFailure) -> Int {
        var length = 1
        var quote: UInt8 = 0
        while true {
            while cursor + length < end {
                let byte = buffer[cursor + length]
                length += 1
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == 0x3E {
                    return length
                } else if byte == 0x22 || byte == 0x27 {
                    quote = byte
                }
            }
            guard length <= WorkbookLimits.tokenBytes, try refill(keepingFrom: cursor) else {
                throw malformed
            }
        }
    }

    private func scanName(_ i: inout Int, _ stop: Int) throws(PartFailure) -> Range<Int> {
        let start = i
        while i < stop, Self.isNameByte(buffer[i]) { i &+= 1 }
        guard i > start, i - start <= 512, !(0x2D...0x39).contains(buffer[start]) else {
            throw malformed
        }
        return start..<i
    }

    private func skipBlanks(_ i: inout Int, _ stop: Int) -> Int {
        let start = i
        while i < stop && Self.isBlank(buffer[i]) { i &+= 1 }
        return i - start
    }

    private func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: buffer + range.lowerBound, count: range.count)
    }

    private func localName(_ range: Range<Int>) -> Range<Int> {
        var i = range.upperBound
        while i > range.lowerBound && buffer[i - 1] != 0x3A { i -= 1 }
        return i..<range.upperBound
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    @inline(__always)
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x3A, 0x2D, 0x2E, 0x5F, 0x80...: true
        default: false
        }
    }

    // MARK: Instructions, comments, CDATA

    private mutating func scanInstruction() throws(PartFailure) {
        let isDeclaration = try startsHere("<?xml") && !sawRoot
        let length = try length(to: "?>", from: 2)
        if isDeclaration {
            let text = String(decoding: bytes(cursor..<(cursor + length)), as: UTF8.self)
            if let encoding = text.lowercased().split(separator: "encoding").dropFirst().first {
                let words = encoding.split { "= \t\r\n\"'?".contains($0) }
                guard words.first == "utf-8" || words.first == "us-ascii" else {
                    throw .problem(.partNotUTF8(part: Excerpt.of(name)))
                }
            }
        }
        cursor += length
    }

    /// - Returns: Whether it was text (CDATA).
    private mutating func scanDeclaration() throws(PartFailure) -> Bool {
        if try startsHere("<!--") {
            cursor += try length(to: "-->", from: 4)
            return false
        }
        if try startsHere("<![CDATA[") {
            guard depth > 0 else { throw malformed }
            let length = try length(to: "]]>", from: 9)
            text.removeAll(keepingCapacity: true)
            text.append(contentsOf: bytes((cursor + 9)..<(cursor + length - 3)))
            guard text.allSatisfy({ $0 >= 0x20 || Self.isBlank($0) }) else { throw malformed }
            cursor += length
            return true
        }
        if try startsHere("<!DOCTYPE") { throw .problem(.documentType(part: Excerpt.of(name))) }
        throw malformed
    }

    private mutating func startsHere(_ wanted: StaticString) throws(PartFailure) -> Bool {
        for i in 0..<wanted.utf8CodeUnitCount {
            guard try byte(at: i) == wanted.utf8Start[i] else { return false }
        }
        return true
    }

    /// The length up to and with an ending, searched for from `offset` on.
    private mutating func length(
        to ending: StaticString, from offset: Int
    ) throws(PartFailure) -> Int {
        let count = ending.utf8CodeUnitCount
        var length = offset
        while true {
            while cursor + length + count <= end {
                let here = UnsafeBufferPointer(start: buffer + cursor + length, count: count)
                if here.elementsEqual(UnsafeBufferPointer(start: ending.utf8Start, count: count)) {
                    return length + count
                }
                length += 1
            }
            guard length <= WorkbookLimits.tokenBytes, try refill(keepingFrom: cursor) else {
                throw malformed
            }
        }
    }

    // MARK: The buffer

    /// Reads more behind what is kept, which moves to the front.
    ///
    /// - Returns: Whether there is more.
    private mutating func refill(keepingFrom start: Int) throws(PartFailure) -> Bool {
        if isAtEnd { return false }
        let isHead = filled == 0
        if start > 0 {
            buffer.update(from: buffer + start, count: filled - start)
            end -= start
            filled -= start
            cursor -= start
        }
        if filled > capacity / 2 {
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            grown.update(from: buffer, count: filled)
            buffer.deallocate()
            (buffer, capacity) = (grown, capacity * 2)
        }
        while true {
            let room = UnsafeMutableRawBufferPointer(
                start: buffer + filled, count: capacity - filled)
            let count = try part.read(into: room)
            if count == 0 {
                isAtEnd = true
                if filled > end { throw .problem(.partNotUTF8(part: Excerpt.of(name))) }
                return false
            }
            filled += count
            if isHead && filled >= 4 && buffer[0] == 0x50 && buffer[1] == 0x4B && buffer[2] == 3 {
                throw .problem(.nestedArchive(entry: Excerpt.of(name)))
            }
            let fresh = UnsafeBufferPointer(start: buffer + end, count: filled - end)
            let check = checkUTF8(fresh)
            if check.isInvalid { throw .problem(.partNotUTF8(part: Excerpt.of(name))) }
            end += check.validated
            if check.validated > 0 { return true }
        }
    }
}

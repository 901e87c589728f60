/// Makes ZIP archives, good ones and bad ones, byte by byte.
struct ArchiveBuilder {
    struct Entry {
        var name: String
        var data: [UInt8]
        /// What `data` unpacks to, where it is packed.
        var method: UInt16 = 0
        var checksum: UInt32 = 0
        var declaredBytes: Int
        var flags: UInt16 = 0
        /// Stand on the bytes of the entry with this index instead of having any.
        var sharesBytesOf: Int?
    }

    var entries: [Entry] = []
    var comment: [UInt8] = []

    mutating func store(_ name: String, _ data: [UInt8]) {
        entries.append(
            Entry(name: name, data: data, checksum: crc32(data), declaredBytes: data.count))
    }

    mutating func store(_ name: String, _ text: String) { store(name, Array(text.utf8)) }

    /// An entry that unpacks to `head` and then one byte over and over.
    mutating func bomb(
        _ name: String, head: String = "", filler: UInt8 = 0x20, count: Int, declaring: Int? = nil
    ) {
        entries.append(
            Entry(
                name: name, data: deflated(Array(head.utf8), filler: filler, count: count),
                method: 8, declaredBytes: declaring ?? head.utf8.count + count))
    }

    func bytes() -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        var offsets: [Int] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let common =
                word(20) + word(entry.flags) + word(entry.method) + word(0) + word(0x21)
                + long(entry.checksum) + long(UInt32(entry.data.count))
                + long(UInt32(truncatingIfNeeded: entry.declaredBytes)) + word(UInt16(name.count))
                + word(0)
            if let shared = entry.sharesBytesOf {
                offsets.append(offsets[shared])
            } else {
                offsets.append(out.count)
                out += [0x50, 0x4B, 3, 4] + common + name + entry.data
            }
            directory += [0x50, 0x4B, 1, 2] + word(20) + common + word(0) + word(0) + word(0)
            directory += long(0) + long(UInt32(offsets.last!)) + name
        }
        let start = out.count
        out += directory
        out += [0x50, 0x4B, 5, 6] + word(0) + word(0)
        let count = UInt16(clamping: entries.count)
        out += word(count) + word(count) + long(UInt32(directory.count)) + long(UInt32(start))
        out += word(UInt16(comment.count)) + comment
        return out
    }

    private func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

    private func long(_ value: UInt32) -> [UInt8] {
        word(UInt16(value & 0xFFFF)) + word(UInt16(value >> 16))
    }

    /// A DEFLATE stream with fixed codes: literals, then runs of 258 bytes at distance 1, 13 bits
    /// each, which is 159 : 1.
    private func deflated(_ head: [UInt8], filler: UInt8, count: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.put(0b1, 1)
        bits.put(0b01, 2)
        for byte in head + [filler] { bits.putLiteral(byte) }
        var left = count - 1
        while left >= 258 {
            bits.putCode(0b1100_0101, 8)
            bits.putCode(0, 5)
            left -= 258
        }
        for _ in 0..<max(0, left) { bits.putLiteral(filler) }
        bits.putCode(0, 7)
        return bits.finish()
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        var pending: UInt64 = 0
        var count = 0

        mutating func put(_ value: UInt64, _ width: Int) {
            pending |= value << UInt64(count)
            count += width
            while count >= 8 {
                bytes.append(UInt8(pending & 0xFF))
                pending >>= 8
                count -= 8
            }
        }

        /// Codes are packed from their highest bit on.
        mutating func putCode(_ code: UInt64, _ width: Int) {
            for i in stride(from: width - 1, through: 0, by: -1) { put(code >> UInt64(i) & 1, 1) }
        }

        mutating func putLiteral(_ byte: UInt8) {
            if byte < 144 {
                putCode(0x30 + UInt64(byte), 8)
            } else {
                putCode(0x190 + UInt64(byte) - 144, 9)
            }
        }

        mutating func finish() -> [UInt8] {
            if count > 0 { bytes.append(UInt8(pending & 0xFF)) }
            return bytes
        }
    }
}

private let crcTable: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
}

func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
}

/// A small workbook, part by part.
struct WorkbookBuilder {
    var parts: [(name: String, text: String)] = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
        ),
        ("_rels/.rels", Self.links([("rId1", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/_rels/workbook.xml.rels",
            Self.links([
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "styles", "/xl/styles.xml"),
                ("rId3", "sharedStrings", "sharedStrings.xml"),
            ])
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>"
                + "</sheets></workbook>"
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
                + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>"
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>shared</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ]

    init() {}

    /// A workbook with these rows of the sheet.
    init(rows: String, after: String = "") {
        self["xl/worksheets/sheet1.xml"] =
            "<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>"
    }

    subscript(name: String) -> String? {
        get { parts.first { $0.name == name }?.text }
        set {
            let index = parts.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let text?): parts[index].text = text
            case (let index?, nil): parts.remove(at: index)
            case (nil, let text?): parts.append((name, text))
            case (nil, nil): break
            }
        }
    }

    func archive() -> ArchiveBuilder {
        var builder = ArchiveBuilder()
        for part in parts { builder.store(part.name, part.text) }
        return builder
    }

    static func links(_ links: [(id: String, kind: String, target: String)]) -> String {
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships>"
            + links.map { link in
                "<Relationship Id=\"\(link.id)\" Type=\"\(type)\(link.kind)\" "
                    + "Target=\"\(link.target)\"/>"
            }.joined() + "</Relationships>"
    }
}

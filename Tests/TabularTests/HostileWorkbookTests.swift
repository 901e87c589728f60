import Foundation
import Tabular
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Archives made to do harm, and damaged ones: each is refused by name, soon, and without a look
/// at anything outside (RELIABILITY C5).
@Suite("Hostile workbooks")
struct HostileWorkbookTests {
    /// What reading everything in the workbook meets first.
    private func refusal(
        _ bytes: [UInt8], limits: WorkbookLimits = WorkbookLimits()
    ) throws -> TabularProblem.Kind? {
        let started = ContinuousClock.now
        defer {
            // A second in the release build; the debug build of the tests is some ten times slower.
            #expect(ContinuousClock.now - started < .seconds(5))
        }
        do {
            let workbook = try Workbook(opening: .bytes(bytes, name: "h.xlsx"), limits: limits)
            for sheet in workbook.sheets {
                var reader = try workbook.reader(of: sheet)
                while try reader.advance() {}
                if let problem = reader.report.problems.first { return problem.kind }
            }
            return nil
        } catch let problem as TabularProblem {
            return problem.kind
        }
    }

    private func refusal(_ builder: ArchiveBuilder) throws -> TabularProblem.Kind? {
        try refusal(builder.bytes())
    }

    /// A workbook with this sheet.
    private func refusal(sheet: String) throws -> TabularProblem.Kind? {
        var builder = WorkbookBuilder()
        builder["xl/worksheets/sheet1.xml"] = sheet
        return try refusal(builder.archive())
    }

    private let sheetPart = "xl/worksheets/sheet1.xml"

    @Test("the small workbook the others are made from is fine")
    func sound() throws {
        #expect(try refusal(WorkbookBuilder().archive()) == nil)
    }

    // MARK: Bombs

    @Test("a part that unpacks to far more than its size, declared or not")
    func ratio() throws {
        for declared in [nil, 1_000] {
            var builder = WorkbookBuilder()
            builder[sheetPart] = nil
            var archive = builder.archive()
            archive.bomb(sheetPart, head: "<worksheet>", count: 200 << 20, declaring: declared)
            #expect(try refusal(archive) == .inflatesTooFast(ratio: 100))
        }
    }

    @Test("a bomb in a part nobody reads is refused as well")
    func unreadBomb() throws {
        var archive = WorkbookBuilder().archive()
        archive.bomb("xl/media/image1.png", count: 200 << 20)
        #expect(try refusal(archive) == .inflatesTooFast(ratio: 100))
    }

    @Test("parts that unpack to too much together")
    func total() throws {
        let limits = WorkbookLimits(inflatedBytes: 10_000_000, ratio: 200)
        for declared in [nil, 1_000] {
            var builder = WorkbookBuilder()
            builder[sheetPart] = nil
            var archive = builder.archive()
            archive.bomb(sheetPart, head: "<worksheet>", count: 11 << 20, declaring: declared)
            #expect(
                try refusal(archive.bytes(), limits: limits) == .inflatesTooMuch(limit: 10_000_000))
        }
    }

    @Test("entries that share their bytes")
    func overlap() throws {
        var archive = WorkbookBuilder().archive()
        let last = archive.entries.count - 1
        for i in 0..<5_000 {
            var entry = archive.entries[last]
            entry.name = "xl/worksheets/copy\(i).xml"
            entry.sharesBytesOf = last
            archive.entries.append(entry)
        }
        guard case .overlappingEntries? = try refusal(archive) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("an entry that reaches into the next one")
    func partialOverlap() throws {
        var archive = WorkbookBuilder().archive()
        archive.store("a", [UInt8](repeating: 7, count: 100))
        var bytes = archive.bytes()
        // The first entry's packed size in both of its headers, made larger.
        let name = Array("[Content_Types].xml".utf8)
        for start in bytes.indices where bytes[start...].starts(with: name) {
            let isLocal = bytes[(start - 30)...].starts(with: [0x50, 0x4B, 3, 4])
            let field = start - (isLocal ? 12 : 26)
            bytes[field] &+= 40
            bytes[field + 4] &+= 40
        }
        guard case .overlappingEntries? = try refusal(bytes) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("too many entries")
    func entries() throws {
        var archive = WorkbookBuilder().archive()
        for i in 0..<10_000 { archive.store("xl/\(i)", []) }
        #expect(try refusal(archive) == .tooManyEntries(limit: 10_000))
    }

    @Test("too many cells, written or merged")
    func cells() throws {
        let limits = WorkbookLimits(cells: 100_000)
        let row = { (i: Int) in "<row r=\"\(i)\"><c r=\"A\(i)\"><v>1</v></c></row>" }
        let written = WorkbookBuilder(rows: (1...100_001).map(row).joined())
        #expect(
            try refusal(written.archive().bytes(), limits: limits) == .tooManyCells(limit: 100_000))
        let merged = WorkbookBuilder(
            rows: (1...1_000).map(row).joined(),
            after: "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>")
        #expect(
            try refusal(merged.archive().bytes(), limits: limits) == .tooManyCells(limit: 100_000))
    }

    @Test("too much shared text")
    func sharedText() throws {
        var builder = WorkbookBuilder()
        builder["xl/sharedStrings.xml"] =
            "<sst>"
            + String(
                repeating: "<si><t>\(String(repeating: "a", count: 1_000))</t></si>", count: 1_100)
            + "</sst>"
        let limits = WorkbookLimits(sharedTextBytes: 1 << 20)
        #expect(
            try refusal(builder.archive().bytes(), limits: limits)
                == .inflatesTooMuch(limit: 1 << 20))
    }

    // MARK: Names

    @Test(
        "names that lead out of the archive",
        arguments: [
            "../evil", "xl/../../evil", "/etc/passwd", "..", "xl\\..\\evil", "C:/evil",
            "\\\\host\\x",
        ])
    func names(name: String) throws {
        var archive = WorkbookBuilder().archive()
        archive.store(name, [1])
        #expect(try refusal(archive) == .unsafeEntryName(entry: name))
    }

    @Test(
        "links that lead out are not followed",
        arguments: [
            "../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/sheet.xml",
        ])
    func targets(target: String) throws {
        var builder = WorkbookBuilder()
        builder["_rels/.rels"] = WorkbookBuilder.links([("rId1", "officeDocument", target)])
        let kind = try refusal(builder.archive())
        switch kind {
        case .missingPart, .notAWorkbook: break
        default: Issue.record("\(String(describing: kind))")
        }
    }

    @Test("an archive in the archive")
    func nested() throws {
        var archive = WorkbookBuilder().archive()
        archive.store("xl/inner.zip", WorkbookBuilder().archive().bytes())
        #expect(try refusal(archive) == .nestedArchive(entry: "xl/inner.zip"))
        var builder = WorkbookBuilder()
        builder[sheetPart] = nil
        var disguised = builder.archive()
        disguised.store(sheetPart, WorkbookBuilder().archive().bytes())
        #expect(try refusal(disguised) == .nestedArchive(entry: sheetPart))
    }

    @Test("two parts of one name")
    func duplicate() throws {
        var archive = WorkbookBuilder().archive()
        archive.store("XL/Workbook.xml", "<workbook/>")
        #expect(try refusal(archive) == .duplicateEntry(entry: "XL/Workbook.xml"))
    }

    // MARK: XML

    @Test("a thousand million laughs")
    func laughs() throws {
        var text = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">"
        for i in 1...9 {
            text += "<!ENTITY l\(i) \"" + String(repeating: "&l\(i - 1);", count: 10) + "\">"
        }
        #expect(
            try refusal(sheet: text + "]><worksheet>&l9;</worksheet>")
                == .documentType(part: sheetPart))
        #expect(
            try refusal(sheet: "<worksheet>&l9;</worksheet>") == .malformedXML(part: sheetPart))
    }

    @Test("an entity that points to a file or to a server: neither is touched")
    func externalEntity() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Opening a pipe that nobody writes to would never return.
        let canary = folder.appending(path: "canary").path
        #expect(mkfifo(canary, 0o600) == 0)
        let listener = try Listener()
        for target in ["file://" + canary, "http://127.0.0.1:\(listener.port)/x"] {
            for part in ["xl/workbook.xml", "xl/styles.xml", "_rels/.rels", sheetPart] {
                var builder = WorkbookBuilder()
                builder[part] =
                    "<!DOCTYPE a [<!ENTITY e SYSTEM \"\(target)\">]>" + (builder[part] ?? "")
                #expect(try refusal(builder.archive()) == .documentType(part: part))
                builder[part] = "<!DOCTYPE a SYSTEM \"\(target)\"><a/>"
                #expect(try refusal(builder.archive()) == .documentType(part: part))
            }
        }
        #expect(!listener.wasCalled)
    }

    /// Waits on a port of this machine.
    private final class Listener {
        let port: UInt16
        private let descriptor: Int32

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let number = descriptor
            let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(number, $0, length) == 0 && listen(number, 4) == 0
                        && getsockname(number, $0, &length) == 0
                }
            }
            try #require(isOpen)
            port = UInt16(bigEndian: address.sin_port)
        }

        var wasCalled: Bool {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&waiting, 1, 50) != 0
        }

        deinit { close(descriptor) }
    }

    @Test("XML nested too deep")
    func depth() throws {
        let nest = { (n: Int) in
            String(repeating: "<a>", count: n) + String(repeating: "</a>", count: n)
        }
        #expect(try refusal(sheet: nest(100)) == nil)
        #expect(try refusal(sheet: nest(101)) == .xmlTooDeep(part: sheetPart, limit: 100))
        #expect(try refusal(sheet: nest(100_000)) == .xmlTooDeep(part: sheetPart, limit: 100))
    }

    @Test(
        "XML that is not well-formed",
        arguments: [
            "", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a b></a>", "<a b=c/>",
            "<a b='1' b='2'/>",
            "<a b='<'/>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&amp</a>",
            "<a>&#x110000;</a>",
            "<a>\u{1}</a>", "<a b='\u{1}'/>", "<a/>text", "<a><!-- </a>", "<a><![CDATA[ </a>",
            "<![CDATA[x]]><a/>",
            "<1a/>", "<a", "<a b='", "<!doctype a><a/>", "<!ELEMENT a><a/>", "<a>&#+65;</a>",
            "< a/>", "<a/ >",
            "<a></a b='1'>",
            "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row r=\"1\"/><row r=\"1\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row r=\"1048577\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row r=\"99999999999999999999\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row><c r=\"B1\"><v>1</v></c><c r=\"A1\"/></row></sheetData></worksheet>",
            "<worksheet><sheetData><row><c r=\"A2\"/></row></sheetData></worksheet>",
            "<worksheet><sheetData><row><c r=\"XFE1\"/></row></sheetData></worksheet>",
            "<worksheet><sheetData><row><c r=\"\"/></row></sheetData></worksheet>",
            "<worksheet><mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells></worksheet>",
            "<worksheet><mergeCells><mergeCell ref=\"A1\"/></mergeCells></worksheet>",
        ])
    func malformed(sheet: String) throws {
        #expect(try refusal(sheet: sheet) == .malformedXML(part: sheetPart))
    }

    @Test("XML in another encoding")
    func encodings() throws {
        let declared = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><worksheet/>"
        #expect(try refusal(sheet: declared) == .partNotUTF8(part: sheetPart))
        for bytes in [
            [0xFF, 0xFE] + BadFiles.utf16("<worksheet/>"),
            Array("<worksheet>".utf8) + [0xC0, 0xAF],
            Array("<worksheet>".utf8) + [0xD0],
        ] {
            var builder = WorkbookBuilder()
            builder[sheetPart] = nil
            var archive = builder.archive()
            archive.store(sheetPart, bytes)
            #expect(try refusal(archive) == .partNotUTF8(part: sheetPart))
        }
    }

    // MARK: Damage

    @Test("a workbook cut short anywhere is refused")
    func truncated() throws {
        let whole = try [UInt8](Data(contentsOf: Snapshot.corpus("xlsx/openpyxl.xlsx")))
        for length in stride(from: 4, to: whole.count, by: 37) {
            #expect(try refusal(Array(whole[..<length])) == .damagedArchive, "\(length)")
        }
        #expect(try refusal([]) == .emptyFile)
    }

    @Test("one altered byte anywhere is found, or changes nothing that is read", arguments: 0..<8)
    func altered(seed: Int) throws {
        let whole = try [UInt8](Data(contentsOf: Snapshot.corpus("xlsx/openpyxl.xlsx")))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            var bytes = whole
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
            // What matters is that it ends, with or without a refusal.
            _ = try refusal(bytes)
        }
    }

    @Test("a packed part with a wrong checksum is refused")
    func checksum() throws {
        var archive = WorkbookBuilder().archive()
        let last = archive.entries.count - 1
        archive.entries[last].checksum ^= 1
        #expect(try refusal(archive) == .damagedArchive)
    }

    @Test("a password, of the archive or of the office program")
    func encrypted() throws {
        var archive = WorkbookBuilder().archive()
        archive.entries[0].flags = 1
        #expect(try refusal(archive) == .encryptedArchive)
        var compound = [UInt8](repeating: 0, count: 2_048)
        compound.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        compound[30] = 9
        #expect(try refusal(compound) == .notAWorkbook(looksLike: .oldWorkbook))
        compound[48] = 1
        compound.replaceSubrange(1_152..<1_184, with: BadFiles.utf16("EncryptedPackage"))
        #expect(try refusal(compound) == .encryptedArchive)
    }

    @Test(
        "other files under the name of a workbook",
        arguments: [
            ("place,value\n", TabularProblem.FileForm.text), ("%PDF-1.7", .pdf),
            ("<html></html>", .html), ("\u{1}\u{2}", .unknown),
        ])
    func otherForms(text: String, form: TabularProblem.FileForm) throws {
        #expect(try refusal(Array(text.utf8)) == .notAWorkbook(looksLike: form))
    }

    @Test("other archives under the name of a workbook")
    func otherArchives() throws {
        var plain = ArchiveBuilder()
        plain.store("readme.txt", "hello")
        #expect(try refusal(plain) == .notAWorkbook(looksLike: .zip))
        var openDocument = ArchiveBuilder()
        openDocument.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        openDocument.store("content.xml", "<a/>")
        #expect(try refusal(openDocument) == .notAWorkbook(looksLike: .openDocument))
        var binary = WorkbookBuilder()
        binary["_rels/.rels"] = WorkbookBuilder.links([
            ("rId1", "officeDocument", "xl/workbook.bin")
        ])
        #expect(try refusal(binary.archive()) == .notAWorkbook(looksLike: .binaryWorkbook))
    }

    @Test(
        "each part that is needed is missed by name",
        arguments: [
            "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
            "xl/sharedStrings.xml",
            "xl/worksheets/sheet1.xml",
        ])
    func missing(part: String) throws {
        var builder = WorkbookBuilder()
        builder[part] = nil
        #expect(try refusal(builder.archive()) == .missingPart(part: part))
    }

    @Test("a file that isn't there, a folder and a pipe")
    func noFile() throws {
        let folder = FileManager.default.temporaryDirectory.path
        for (path, reason) in [
            (folder + "/no/such.xlsx", FileFailure.Reason.notFound), (folder, .isDirectory),
        ] {
            let problem = #expect(throws: TabularProblem.self) {
                _ = try Workbook(opening: .file(path: path))
            }
            #expect(problem?.kind == .cannotRead(reason))
        }
    }
}

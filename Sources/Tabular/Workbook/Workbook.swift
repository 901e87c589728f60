/// A workbook (.xlsx, .xlsm) open for reading, every limit of RELIABILITY C5 kept.
///
///     let workbook = try Workbook(opening: .file(path: "regions.xlsx"))
///     var reader = try workbook.reader(ofSheet: "2021")
///     while try reader.advance() {
///         let place = reader.text(at: 0)
///         let value = reader.number(at: 3)
///     }
///     guard reader.report.isClean else { … }
///
/// Sheets are streamed; the texts they share are held in memory. Macros, links to other files
/// and embedded objects are never looked at.
public final class Workbook {
    /// The file's name, for messages.
    public let name: String
    /// The sheets with cells, in the order of their tabs. Chart sheets are left out.
    public let sheets: [Sheet]

    let archive: Archive
    let startsIn1904: Bool
    let texts: SharedTexts
    /// What each cell style shows its numbers as.
    let displays: [SerialDate.Display]

    /// A sheet's tab.
    public struct Sheet: Hashable, Sendable {
        public let name: String
        /// Hidden by the author; its cells are read like any other's.
        public let isHidden: Bool
        let part: String
    }

    /// Opens a workbook: checks its archive, reads the list of sheets, formats and shared texts.
    ///
    /// - Throws: ``TabularProblem`` with the first thing that forbids reading, or
    ///   `CancellationError`.
    public init(opening source: TabularSource, limits: WorkbookLimits = WorkbookLimits()) throws {
        name = source.name
        do throws(PartFailure) {
            archive = try Archive(source, limits: limits)
            let main = try Self.mainPart(of: archive)
            let outline = try Outline(archive, part: main)
            startsIn1904 = outline.startsIn1904
            sheets = outline.sheets
            displays = try Self.displays(archive, part: outline.styles)
            texts = try SharedTexts(archive, part: outline.sharedTexts)
        } catch {
            throw Self.edge(error, name: source.name)
        }
    }

    /// A reader of the sheet with this name, compared without regard to case.
    ///
    /// - Throws: ``TabularProblem`` where there is no such sheet or it can't be read, or
    ///   `CancellationError`.
    public func reader(ofSheet sheetName: String) throws -> SheetReader {
        let wanted = sheetName.lowercased()
        guard let sheet = sheets.first(where: { $0.name.lowercased() == wanted }) else {
            throw TabularProblem(
                .noSuchSheet(
                    name: Excerpt.of(sheetName), found: sheets.map { Excerpt.of($0.name) }),
                at: .init(file: name))
        }
        return try reader(of: sheet)
    }

    /// A reader of one of ``sheets``.
    public func reader(of sheet: Sheet) throws -> SheetReader {
        do throws(PartFailure) {
            return try SheetReader(self, sheet)
        } catch {
            throw Self.edge(error, name: name, sheet: Excerpt.of(sheet.name))
        }
    }

    static func edge(
        _ failure: PartFailure, name: String, sheet: String? = nil
    ) -> any Error {
        switch failure {
        case .problem(let kind): TabularProblem(kind, at: .init(file: name, sheet: sheet))
        case .cancelled: CancellationError()
        }
    }

    // MARK: The parts

    private static func mainPart(of archive: Archive) throws(PartFailure) -> String {
        let names = Set(archive.directory.entries.map(\.name))
        if !names.contains("_rels/.rels") {
            if names.contains("content.xml") && names.contains("mimetype") {
                throw .problem(.notAWorkbook(looksLike: .openDocument))
            }
            if !names.contains("[Content_Types].xml") {
                throw .problem(.notAWorkbook(looksLike: .zip))
            }
        }
        let links = try Relationship.all(archive, part: "_rels/.rels", base: "")
        guard let main = links.first(where: { $0.kind == "officeDocument" })?.target else {
            throw .problem(.notAWorkbook(looksLike: .zip))
        }
        if main.hasSuffix(".bin") { throw .problem(.notAWorkbook(looksLike: .binaryWorkbook)) }
        return main
    }

    private static func displays(
        _ archive: Archive, part: String?
    ) throws(PartFailure) -> [SerialDate.Display] {
        guard let part else { return [] }
        var scanner = try archive.scanner(part)
        var codes: [Int: SerialDate.Display] = [:]
        var displays: [SerialDate.Display] = []
        var isInCellStyles = false
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("numFmt"):
                guard let id = try scanner.attribute("numFmtId").flatMap({ Int($0) }) else {
                    continue
                }
                codes[id] = SerialDate.display(
                    ofCode: try scanner.attribute("formatCode") ?? "General")
            case .start where scanner.isNamed("cellXfs"): isInCellStyles = true
            case .end where scanner.isNamed("cellXfs"): isInCellStyles = false
            case .start where isInCellStyles && scanner.isNamed("xf"):
                let id = try scanner.attribute("numFmtId").flatMap { Int($0) } ?? 0
                displays.append(codes[id] ?? SerialDate.display(ofBuiltIn: id))
                guard displays.count <= 65_536 else {
                    throw .problem(.malformedXML(part: Excerpt.of(part)))
                }
            case .endOfDocument: return displays
            default: break
            }
        }
    }
}

extension Archive {
    func scanner(_ name: String) throws(PartFailure) -> XMLScanner {
        XMLScanner(try part(name), named: name, depthLimit: limits.xmlDepth)
    }
}

/// A link from one part of a workbook to another.
struct Relationship {
    let id: String
    /// The last word of its type, such as `worksheet`: the rest differs between the two editions
    /// of the standard.
    let kind: String
    let target: String

    static func all(
        _ archive: Archive, part: String, base: String
    ) throws(PartFailure) -> [Relationship] {
        var scanner = try archive.scanner(part)
        var links: [Relationship] = []
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("Relationship"):
                // Links that leave the workbook are not followed.
                if try scanner.attribute("TargetMode") == "External" { continue }
                guard let id = try scanner.attribute("Id"),
                    let type = try scanner.attribute("Type"),
                    let target = try scanner.attribute("Target"),
                    let path = resolve(target, base: base)
                else { continue }
                let kind = type.split(separator: "/").last.map(String.init) ?? ""
                links.append(Relationship(id: id, kind: kind, target: path))
            case .endOfDocument: return links
            default: break
            }
        }
    }

    /// A target as a name in the archive; `nil` where it leads out.
    static func resolve(_ target: String, base: String) -> String? {
        var parts = target.hasPrefix("/") ? [] : base.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            switch step {
            case ".": continue
            case "..":
                guard !parts.isEmpty else { return nil }
                parts.removeLast()
            default: parts.append(String(step))
            }
        }
        return parts.joined(separator: "/")
    }
}

/// What a workbook's main part says: its sheets, and where the rest is.
private struct Outline {
    var sheets: [Workbook.Sheet] = []
    var startsIn1904 = false
    var styles: String?
    var sharedTexts: String?

    init(_ archive: Archive, part: String) throws(PartFailure) {
        let folder = part.split(separator: "/").dropLast().joined(separator: "/")
        let file = part.split(separator: "/").last.map(String.init) ?? part
        let linksPart = (folder.isEmpty ? "" : folder + "/") + "_rels/" + file + ".rels"
        let links = try Relationship.all(archive, part: linksPart, base: folder)
        styles = links.first { $0.kind == "styles" }?.target
        sharedTexts = links.first { $0.kind == "sharedStrings" }?.target
        let targets = Dictionary(
            links.filter { $0.kind == "worksheet" }.map { ($0.id, $0.target) },
            uniquingKeysWith: { first, _ in first })
        var scanner = try archive.scanner(part)
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("workbookPr"):
                let flag = try scanner.attribute("date1904")
                startsIn1904 = flag == "1" || flag == "true"
            case .start where scanner.isNamed("sheet"):
                guard let name = try scanner.attribute("name"),
                    let id = try scanner.attribute("id"), let target = targets[id]
                else { continue }
                guard archive.has(target) else {
                    throw .problem(.missingPart(part: Excerpt.of(target)))
                }
                let state = try scanner.attribute("state") ?? "visible"
                sheets.append(
                    Workbook.Sheet(name: name, isHidden: state != "visible", part: target))
            case .endOfDocument: return
            default: break
            }
        }
    }
}

/// The texts that sheets refer to by number, one after another in one buffer.
struct SharedTexts {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// - Parameter part: `nil` for a workbook without shared texts.
    init(_ archive: Archive, part: String?) throws(PartFailure) {
        guard let part else { return }
        var scanner = try archive.scanner(part)
        let limit = archive.limits.sharedTextBytes
        while true {
            switch try scanner.next() {
            case .start where scanner.isNamed("si"):
                try RichText.read(&scanner, into: &bytes)
                ends.append(bytes.count)
                guard bytes.count + ends.count * 8 <= limit else {
                    throw .problem(.inflatesTooMuch(limit: limit))
                }
            case .endOfDocument: return
            default: break
            }
        }
    }

    /// `nil` where there is no text of this number.
    subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        let start = index == 0 ? 0 : ends[index - 1]
        return String(decoding: bytes[start..<ends[index]], as: UTF8.self)
    }
}

/// A text in pieces of different look: `<si>` and `<is>`.
enum RichText {
    /// Reads up to the end of the element that just started, adding its text. Readings aids
    /// (`<rPh>`) are left out.
    static func read(
        _ scanner: inout XMLScanner, into bytes: inout [UInt8]
    ) throws(PartFailure) {
        let outside = scanner.depth - 1
        let start = bytes.count
        var isText = false
        while scanner.depth > outside {
            switch try scanner.next() {
            case .start where scanner.isNamed("rPh"): try scanner.skipElement()
            case .start: isText = scanner.isNamed("t")
            case .end: isText = false
            case .text: if isText { bytes.append(contentsOf: scanner.text) }
            case .endOfDocument: return
            }
        }
        unescape(&bytes, from: start)
    }

    /// Undoes `_x000D_`, by which workbooks write characters that XML has no way to write.
    static func unescape(_ bytes: inout [UInt8], from start: Int) {
        guard bytes[start...].contains(0x5F) else { return }
        var result: [UInt8] = []
        var i = start
        while i < bytes.count {
            let digits = bytes[(i + 1)...].prefix(6)
            if bytes[i] == 0x5F, digits.count == 6, digits.first == 0x78, digits.last == 0x5F,
                let value = hexadecimal(digits.dropFirst().prefix(4)),
                let scalar = Unicode.Scalar(value)
            {
                result.append(contentsOf: String(scalar).utf8)
                i += 7
            } else {
                result.append(bytes[i])
                i += 1
            }
        }
        bytes.replaceSubrange(start..., with: result)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(digit - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}

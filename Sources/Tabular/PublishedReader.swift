/// How an office publishes figures in a file for machines.
public enum PublishedForm: Sendable, CaseIterable {
    /// Eurostat's TSV: dimensions in the first column, a column for each year, flags after the
    /// figures.
    case eurostat
    /// SDMX-CSV: a row for each figure, its status in `OBS_STATUS` or `OBS_FLAG`, whether it may be
    /// shown in `CONF_STATUS`.
    case sdmx
    /// The single file of the Quarterly Census of Employment and Wages (United States): several
    /// figures in a row, hidden ones written as 0 beside the disclosure code N.
    case qcew
}

/// A published file, record by record: one for each figure of Eurostat's wide table, one a row of
/// the others.
///
/// To the columns of the file two are added, ``statusHeading`` with the letter of the SDMX list
/// CL_OBS_STATUS and ``flagsHeading`` with the flags as they stand. A figure that is hidden is
/// read as suppressed where its cell is empty or has 0; another number is shown all the same.
///
/// - Source: Eurostat, Flags and special values; SDMX 3.0, Guidelines for CL_OBS_STATUS and
///   CL_CONF_STATUS; BLS, QCEW Field Layouts.
public struct PublishedReader: ~Copyable, RecordReader {
    public static let valueHeading = "OBS_VALUE"
    public static let timeHeading = "TIME_PERIOD"
    public static let statusHeading = "STATUS"
    public static let flagsHeading = "FLAGS"

    private let form: PublishedForm
    private var source: CSVReader
    /// Of the file, and for Eurostat's of the records made from it.
    private var headings: [String] = []
    private var years: [String] = []
    private var cells: [String] = []
    /// Of the record's cells those that are hidden or cannot be.
    private var states: [Int: CellReading] = [:]
    /// The next cell of Eurostat's row, 0 where the next row is to be read.
    private var next = 0
    /// What the first record has in `LAST UPDATE`: when the figures were last changed.
    public private(set) var lastUpdate: String?
    /// Of Eurostat's row.
    private var dimensions: [String] = []

    public init(_ file: TabularSource, form: PublishedForm) {
        self.form = form
        source = CSVReader(
            file,
            format: CSVFormat(
                delimiter: form == .eurostat ? .tab : form == .qcew ? .comma : nil,
                encoding: .guessed, removesFormulaGuard: false))
    }

    public var name: String { source.name }
    public var report: ProblemReport {
        get { source.report }
        set { source.report = newValue }
    }
    public var row: Int { source.row }
    public var cellCount: Int { cells.count }

    public func text(at index: Int) -> String { cells[index] }

    public func number(at index: Int, format: NumberFormat, words: StateWords) -> CellReading {
        if let state = states[index] { return state }
        return NumberCell.read(cells[index], format: format, words: words)
    }

    public func fault(at index: Int) -> TabularProblem.Kind? { nil }

    public func place(ofCell index: Int?, named columnName: String?) -> TabularProblem.Place {
        guard form == .eurostat, let index, !years.isEmpty else {
            return source.place(ofCell: index, named: columnName)
        }
        // What a figure is about stands in the first column, the figure in that of its year.
        guard index >= headings.count - 3, next > 1 else {
            return source.place(ofCell: 0, named: columnName)
        }
        return source.place(ofCell: next - 1, named: years[next - 2])
    }

    public mutating func advance() throws(CancellationError) -> Bool {
        switch form {
        case .eurostat: try advanceWide()
        case .sdmx, .qcew: try advanceLong()
        }
    }

    // MARK: A row for each figure

    private mutating func advanceLong() throws(CancellationError) -> Bool {
        while try source.advance() {
            let texts = source.texts()
            guard !headings.isEmpty else {
                headings = texts
                cells = texts + [Self.statusHeading, Self.flagsHeading]
                return true
            }
            guard texts.count == headings.count else {
                source.report.add(
                    .raggedRow(found: texts.count, expected: headings.count),
                    at: source.place(ofCell: nil, named: nil))
                continue
            }
            if lastUpdate == nil, let place = place(of: "LAST UPDATE") {
                lastUpdate = PublishedFlags.trimmed(texts[place])
            }
            states = [:]
            let found = form == .qcew ? disclosure(texts) : observation(texts)
            cells = texts + [found.status, found.flags]
            return true
        }
        cells = []
        return false
    }

    private func place(of heading: String) -> Int? {
        headings.firstIndex { $0.uppercased() == heading }
    }

    private mutating func observation(_ texts: [String]) -> (status: String, flags: String) {
        func text(_ heading: String) -> String {
            place(of: heading).map { PublishedFlags.trimmed(texts[$0]) } ?? ""
        }
        let secrecy = text("CONF_STATUS")
        let letters = text("OBS_STATUS")
        var flags = PublishedFlags(text("OBS_FLAG"))
        // Of several letters, or of small ones, the list is Eurostat's.
        let isPlain = letters.count == 1 && letters == letters.uppercased()
        if !isPlain { flags.add(letters) }
        if let value = place(of: Self.valueHeading) {
            let shown = PublishedFlags.trimmed(texts[value])
            let isHidden =
                letters == "Q" || flags.isHidden || (!secrecy.isEmpty && secrecy != "F")
            let isZero = isHidden && Double(shown) == 0
            if shown.isEmpty || shown == ":" || shown.lowercased() == "nan" || isZero {
                states[value] =
                    isHidden
                    ? .suppressed
                    : letters == "M" || flags.cannotBe ? .notApplicable : .missing
                return ("", [flags.text, secrecy].filter { !$0.isEmpty }.joined(separator: " "))
            }
        }
        let remark = secrecy == "F" ? "" : secrecy
        return (
            isPlain ? letters : flags.status,
            [flags.text, remark].filter { !$0.isEmpty }.joined(separator: " ")
        )
    }

    /// Figures that would show one enterprise are written as 0.
    private mutating func disclosure(_ texts: [String]) -> (status: String, flags: String) {
        var flags: [String] = []
        for prefix in ["", "lq_", "oty_"] {
            guard let place = headings.firstIndex(of: prefix + "disclosure_code"),
                PublishedFlags.trimmed(texts[place]) == "N"
            else { continue }
            flags.append(prefix + "N")
            for (index, heading) in headings.enumerated() where index > place {
                // Establishments are counted whatever they pay.
                guard !heading.contains("estabs"), !heading.hasSuffix("disclosure_code") else {
                    continue
                }
                let isOwn =
                    prefix.isEmpty
                    ? !heading.hasPrefix("lq_") && !heading.hasPrefix("oty_")
                    : heading.hasPrefix(prefix)
                if isOwn { states[index] = .suppressed }
            }
        }
        return ("", flags.joined(separator: " "))
    }

    // MARK: A row for many figures

    private mutating func advanceWide() throws(CancellationError) -> Bool {
        guard !headings.isEmpty else { return try takeHeading() }
        while next == 0 || next >= source.cellCount {
            next = 0
            guard try source.advance() else {
                cells = []
                return false
            }
            guard source.cellCount == years.count + 1 else {
                source.report.add(
                    .raggedRow(found: source.cellCount, expected: years.count + 1),
                    at: source.place(ofCell: nil, named: nil))
                continue
            }
            dimensions = Self.pieces(source.text(at: 0))
            guard dimensions.count == headings.count - 4 else {
                source.report.add(
                    .raggedRow(found: dimensions.count, expected: headings.count - 4),
                    at: source.place(ofCell: 0, named: nil))
                continue
            }
            next = 1
        }
        takeFigure(source.text(at: next), of: years[next - 1])
        next += 1
        return true
    }

    /// `freq,nace_r2,geo\TIME_PERIOD`, then the years.
    private mutating func takeHeading() throws(CancellationError) -> Bool {
        guard try source.advance() else { return false }
        let texts = source.texts().map(PublishedFlags.trimmed)
        var named = Self.pieces(texts.first ?? "")
        if let last = named.last, let slash = last.firstIndex(of: "\\") {
            named[named.count - 1] = String(last[..<slash])
        }
        headings =
            named + [Self.timeHeading, Self.valueHeading, Self.statusHeading, Self.flagsHeading]
        years = Array(texts.dropFirst())
        cells = headings
        return true
    }

    private mutating func takeFigure(_ text: String, of year: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        let value = parts.first.map(String.init) ?? ""
        let flags = PublishedFlags(parts.dropFirst().joined())
        cells = dimensions + [year, value, "", flags.text]
        states = [:]
        if value.isEmpty || value == ":" {
            states[dimensions.count + 1] = flags.state
        } else {
            cells[dimensions.count + 2] = flags.status
        }
    }

    private static func pieces(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map {
            PublishedFlags.trimmed(String($0))
        }
    }
}

/// Eurostat's letters after a figure, which other offices use too.
public struct PublishedFlags: Sendable {
    public private(set) var text: String

    public init(_ text: String) { self.text = Self.trimmed(text) }

    mutating func add(_ more: String) { text += more }

    var isHidden: Bool { text.contains("c") }
    var cannotBe: Bool { text.contains("z") }

    /// What they say of a figure that is not there.
    public var state: CellReading {
        isHidden ? .suppressed : cannotBe ? .notApplicable : .missing
    }

    /// The letter that says most, in CL_OBS_STATUS; a letter that is none of Eurostat's stands for
    /// itself, so that it is reported.
    public var status: String {
        let known = text.compactMap { letter in
            Self.letters.firstIndex { $0.flag == letter }
        }
        if known.count < text.count,
            let strange = text.first(where: { letter in
                !Self.letters.contains { $0.flag == letter }
            })
        {
            return String(strange)
        }
        return known.min().map { Self.letters[$0].status } ?? ""
    }

    /// The gravest first. A revised figure, and one that is shown though its table has hidden ones,
    /// is a normal one.
    private static let letters: [(flag: Character, status: String)] = [
        ("b", "B"), ("d", "D"), ("u", "U"), ("n", "N"), ("f", "F"), ("e", "E"), ("s", "E"),
        ("i", "I"), ("p", "P"), ("r", ""), ("c", ""), ("z", ""),
    ]

    static func trimmed(_ text: String) -> String {
        var view = Substring(text)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}

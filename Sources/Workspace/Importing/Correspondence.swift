import Tabular
import Wording

/// Which activities of one classification answer to those of another, and with which shares.
struct Correspondence: Sendable {
    struct Target: Hashable, Sendable {
        let code: String
        /// Of the source's figure.
        let share: Double
    }

    enum Fault: Error, Hashable {
        case unknown
        /// Shares do not add up to one; where finer activities do not split, those.
        case splits(into: [String], finer: [String])
    }

    /// One list of pairs. The first that knows an activity says what answers to it.
    struct List: Sendable {
        fileprivate(set) var targets: [String: [(code: String, share: Double?)]] = [:]
        /// What to take instead of an activity that splits.
        fileprivate(set) var finer: [String: [String]] = [:]
        /// Whether codes are looked up without their classification: `51` for `naics:51`.
        fileprivate(set) var isPlain = false

        mutating func add(_ from: String, _ to: String, share: Double?) {
            targets[from, default: []].append((to, share))
        }

        fileprivate func key(_ code: String) -> String {
            isPlain ? Correspondence.plain(code) : code
        }
    }

    private let lists: [List]

    init(_ lists: [List]) { self.lists = lists }

    func targets(of code: String) -> Result<[Target], Fault> {
        for list in lists {
            let key = list.key(code)
            if let found = list.targets[key] {
                // A lone correspondent takes all of it.
                let all = found.map { pair in
                    Target(code: pair.code, share: pair.share ?? (found.count == 1 ? 1 : .nan))
                }
                let sum = all.reduce(0) { $0 + $1.share }
                guard abs(sum - 1) <= 1e-6 else {
                    return .failure(.splits(into: found.map(\.code), finer: list.finer[key] ?? []))
                }
                return .success(all)
            }
        }
        return .failure(.unknown)
    }

    /// What a target is made of besides the activities that there are.
    func lacking(of target: String, besides present: [String]) -> [String] {
        let codes = Set(present.map(Self.plain))
        return sources(of: target).filter { source in
            let code = Self.plain(source)
            // Neither the parts of one that is there, nor the whole of parts that are.
            return !codes.contains(code) && finer(than: code).isDisjoint(with: codes)
                && codes.allSatisfy { !finer(than: $0).contains(code) }
        }.sorted()
    }

    /// Of activities one that is part of another.
    func doubled(in present: [String]) -> (whole: String, part: String)? {
        for whole in present {
            let parts = finer(than: Self.plain(whole))
            if let part = present.first(where: { parts.contains(Self.plain($0)) }) {
                return (whole, part)
            }
        }
        return nil
    }

    private func finer(than code: String) -> Set<String> {
        Set(lists.flatMap { $0.finer[code] ?? [] })
    }

    /// The activities that a target is made of: of those that split, what is finer stands for them.
    private func sources(of target: String) -> Set<String> {
        var known: Set<String> = []
        var sources: Set<String> = []
        for list in lists {
            for (source, targets) in list.targets where !known.contains(source) {
                guard targets.contains(where: { $0.code == target }) else { continue }
                let isWhole = (try? self.targets(of: source).get()) != nil
                if isWhole || list.finer[source]?.isEmpty != false { sources.insert(source) }
            }
            known.formUnion(list.targets.keys)
        }
        return sources
    }

    private static func plain(_ code: String) -> String {
        code.lastIndex(of: ":").map { String(code[code.index(after: $0)...]) } ?? code
    }

    // MARK: Where lists are from

    /// The workspace's own table `correspondences`.
    ///
    /// - Parameter classification: Of the targets; nil for all.
    static func list(_ contents: Contents?, to classification: String?) -> List {
        var list = List()
        guard let contents else { return list }
        let hasShare = contents.has("share")
        for row in contents.rows {
            guard let from = contents.text(row, "from"), let to = contents.text(row, "to"),
                isOf(classification, to)
            else { continue }
            list.add(from, to, share: hasShare ? contents.number(row, "share") : nil)
        }
        return list
    }

    /// A file with the columns `from`, `to` and, where activities split, `share`.
    static func list(
        file path: String, to classification: String?
    ) throws(CancellationError) -> (List, ProblemReport, [ImportProblem]) {
        var list = List()
        var reader = CSVReader(.file(path: path), format: CSVFormat(encoding: .guessed))
        guard try reader.advance() else { return (list, reader.report, []) }
        let headings = reader.texts().map {
            $0.split { $0.isWhitespace }.joined(separator: " ").lowercased()
        }
        guard let from = headings.firstIndex(of: "from"), let to = headings.firstIndex(of: "to")
        else {
            let lacking = headings.contains("from") ? "to" : "from"
            return (
                list, reader.report,
                [
                    ImportProblem(
                        .noSuchHeading(
                            lacking, found: headings.map { Excerpt.of($0) }, suggestion: nil),
                        file: reader.name, row: 1)
                ]
            )
        }
        let share = headings.firstIndex(of: "share")
        var problems: [ImportProblem] = []
        while try reader.advance() {
            guard reader.cellCount == headings.count else {
                reader.report.add(
                    .raggedRow(found: reader.cellCount, expected: headings.count),
                    at: reader.place(ofCell: nil, named: nil))
                continue
            }
            let (source, target) = (reader.text(at: from), reader.text(at: to))
            var part: Double?
            if let share {
                let place = reader.place(ofCell: share, named: "share")
                switch reader.number(at: share) {
                case .number(let value) where value > 0 && value <= 1: part = value
                case .missing: break
                case .problem(let kind): reader.report.add(kind, at: place)
                default:
                    problems.append(
                        ImportProblem(
                            .shareOutOfRange, file: reader.name, row: place.row, column: "share",
                            value: reader.text(at: share)))
                }
            }
            if source.isEmpty || target.isEmpty {
                reader.report.add(
                    .emptyCell,
                    at: source.isEmpty
                        ? reader.place(ofCell: from, named: "from")
                        : reader.place(ofCell: to, named: "to"))
            } else if isOf(classification, target) {
                list.add(source, target, share: part)
            }
        }
        return (list, reader.report, problems)
    }

    private static func isOf(_ classification: String?, _ code: String) -> Bool {
        classification.map { code.hasPrefix($0 + ":") } ?? true
    }

    /// Names of the lists that the program has.
    static let known = ["sections", "naics2022"]

    /// - Parameter classification: That of the targets, which are sections: `okved2`, `nace_r2`,
    ///   `isic4`.
    static func list(named name: String, to classification: String) -> List? {
        var list = List()
        list.isPlain = true
        switch name {
        case "sections":
            for letter in "ABCDEFGHIJKLMNOPQRSTU" {
                list.add(String(letter), "\(classification):\(letter)", share: nil)
            }
        case "naics2022":
            for (section, codes) in NAICS.sections {
                for code in codes { list.add(code, "\(classification):\(section)", share: nil) }
            }
            for (code, sections, finer) in NAICS.split {
                for section in sections {
                    list.add(code, "\(classification):\(section)", share: nil)
                }
                list.finer[code] = finer
            }
        default: return nil
        }
        return list
    }
}

/// Sectors of the North American Industry Classification System of 2022, and sections of ISIC Rev. 4
/// (which NACE Rev. 2 and OKVED 2 share) that they answer to by what most of them is.
///
/// - Source: US Census Bureau, 2022 NAICS Manual; United Nations, ISIC Rev. 4 and its correspondence
///   with NAICS 2012. Our reading where an industry answers to parts of several classes.
enum NAICS {
    /// Activities that answer to one section; none is part of another.
    static let sections: [(section: String, codes: [String])] = [
        ("A", ["11"]), ("B", ["21"]), ("C", ["31-33", "8113"]), ("D", ["2211", "2212"]),
        ("E", ["2213", "562"]), ("F", ["23"]), ("G", ["42", "44-45", "8111"]), ("H", ["48-49"]),
        ("I", ["72"]), ("J", ["512", "513", "516", "517", "518", "51929", "5415"]),
        ("K", ["52", "551111", "551112"]), ("L", ["531"]),
        (
            "M",
            ["5411", "5412", "5413", "5414", "5416", "5417", "5418", "5419", "551114"]
        ),
        ("N", ["532", "533", "561"]), ("O", ["92"]), ("P", ["61"]), ("Q", ["62"]),
        ("R", ["51921", "71"]), ("S", ["8114", "812", "813"]), ("T", ["814"]),
    ]

    /// Activities that answer to several sections, and the finer ones that do not.
    static let split: [(code: String, sections: [String], finer: [String])] = [
        ("22", ["D", "E"], ["2211", "2212", "2213"]),
        ("221", ["D", "E"], ["2211", "2212", "2213"]),
        ("51", ["J", "R"], ["512", "513", "516", "517", "518", "51921", "51929"]),
        ("519", ["J", "R"], ["51921", "51929"]), ("5192", ["J", "R"], ["51921", "51929"]),
        ("53", ["L", "N"], ["531", "532", "533"]),
        (
            "54", ["M", "J"],
            ["5411", "5412", "5413", "5414", "5415", "5416", "5417", "5418", "5419"]
        ),
        (
            "541", ["M", "J"],
            ["5411", "5412", "5413", "5414", "5415", "5416", "5417", "5418", "5419"]
        ),
        ("55", ["K", "M"], ["551111", "551112", "551114"]),
        ("551", ["K", "M"], ["551111", "551112", "551114"]),
        ("56", ["N", "E"], ["561", "562"]),
        ("81", ["S", "G", "C", "T"], ["8111", "8113", "8114", "812", "813", "814"]),
        ("811", ["S", "G", "C"], ["8111", "8113", "8114"]), ("8112", ["S", "C"], []),
    ]
}

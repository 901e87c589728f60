import Wording

/// What `uklad.yaml` says of microdata that lie with an engine.
public struct MicrodataSettings: Hashable, Sendable {
    /// Where the data are: one of the two.
    public enum Location: Hashable, Sendable {
        case path(String)
        case table(String)
    }

    public let location: Location
    /// Columns by what they hold, as far as they are called otherwise.
    public let columns: [String: String]
    public let classification: String
    /// The level of places that its places are of.
    public let level: String
    /// The measure that counts establishments.
    public let enterprises: String
    /// Fewer establishments are hidden.
    public let least: Int
    /// A larger share of one establishment is hidden.
    public let largest: Double
    /// The path of a mapping for its sums.
    public let mapping: String?

    static let columns = ["establishment", "place", "activity", "year", "people", "x", "y"]
}

extension Workspace {
    /// What `uklad.yaml` says of microdata; nil where it says nothing of where they are.
    ///
    /// - Throws: ``WorkspaceFailure`` for settings that can't be used.
    public func microdata() throws(WorkspaceFailure) -> MicrodataSettings? {
        guard case .file(let path) = root.locate(Settings.fileName),
            let bytes = WorkspaceFolder.bytes(of: path, limit: 1 << 20),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        var findings = Findings()
        let settings = Settings(parsing: text, findings: &findings)
        if let problem = findings.report(absences: []).problems.first {
            throw WorkspaceFailure(message: problem, exitCode: 65)
        }
        func value(_ name: String) -> String? { settings.values["microdata.\(name)"] }
        let location: MicrodataSettings.Location
        switch (value("path"), value("table")) {
        case (nil, nil): return nil
        case (let path?, nil): location = .path(absolute(path))
        case (nil, let table?): location = .table(table)
        case (_?, let table?):
            throw .microdata(
                "table", table,
                LocalizedText(
                    en: "microdata.path or microdata.table.",
                    ru: "microdata.path или microdata.table."))
        }
        return MicrodataSettings(
            location: location,
            columns: Dictionary(
                uniqueKeysWithValues: MicrodataSettings.columns.compactMap { name in
                    value(name).map { (name, $0) }
                }),
            classification: value("classification") ?? "microdata",
            level: settings.level,
            enterprises: settings.values["measures.enterprises"] ?? "enterprises",
            least: try number("least", value("least"), or: 3, within: 1...1_000_000) {
                Int($0)
            },
            largest: try number("largest", value("largest"), or: 0.85, within: 0...1) {
                Double($0)
            },
            mapping: value("mapping").map(absolute))
    }

    /// A path in the settings is meant from the workspace; an address of a store stays as it is.
    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") || path.contains("://") ? path : "\(root.path)/\(path)"
    }

    private func number<Number: Comparable>(
        _ name: String, _ text: String?, or preset: Number, within range: ClosedRange<Number>,
        _ read: (String) -> Number?
    ) throws(WorkspaceFailure) -> Number {
        guard let text else { return preset }
        guard let number = read(text), range.contains(number) else {
            throw .microdata(
                name, text,
                LocalizedText(
                    en: "a number from \(range.lowerBound) to \(range.upperBound).",
                    ru: "число от \(range.lowerBound) до \(range.upperBound)."))
        }
        return number
    }
}

extension WorkspaceFailure {
    fileprivate static func microdata(
        _ name: String, _ value: String, _ expected: LocalizedText
    ) -> WorkspaceFailure {
        WorkspaceFailure(
            message: Message(
                what: LocalizedText(
                    en: "\"\(value)\" can't be used for microdata.\(name).",
                    ru: "«\(value)» не годится для microdata.\(name)."),
                place: LocalizedText(en: Settings.fileName, ru: Settings.fileName),
                expected: expected,
                remedy: LocalizedText(
                    en: "Correct the setting.", ru: "Исправьте настройку.")),
            exitCode: 65)
    }
}

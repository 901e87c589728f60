import Tabular
import Yams

/// The settings of `uklad.yaml`, flattened: `specialisation.reference` → `all`.
struct Settings: Sendable {
    static let fileName = "uklad.yaml"

    private(set) var values: [String: String] = [:]
    private var isReadable = true
    /// Keys with values that are of no use, about which a problem was reported.
    private var damaged: Set<String> = []

    var region: String? { values["region"] }
    var level: String { values["level"] ?? "region" }

    /// Reads the settings of a text, adding what is wrong to the findings.
    init(parsing text: String, findings: inout Findings) {
        let place = WorkspaceProblem.Place(file: Self.fileName)
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            isReadable = false
            findings.add(.settingsUnreadable(UnreadableReason(yaml: error)), at: place)
            return
        }
        guard let node, !Self.isEmpty(node) else { return }
        guard case .mapping(let mapping) = node else {
            isReadable = false
            findings.add(.settingsUnreadable(.noPairs), at: place)
            return
        }
        flatten(mapping, prefix: "", depth: 0, findings: &findings)
    }

    init() {}

    /// Whether a setting is plainly not there, rather than there and wrong.
    func saysNothingOf(_ name: String) -> Bool {
        isReadable && values[name] == nil && !damaged.contains(name)
    }

    /// Those that a run depends on. Where microdata lie is none: their sums stand in the tables.
    var ofRun: Settings {
        var settings = self
        settings.values = values.filter { !$0.key.hasPrefix("microdata.") }
        return settings
    }

    private static func isEmpty(_ node: Node) -> Bool {
        if case .scalar(let scalar) = node { scalar.string.isEmpty } else { false }
    }

    private mutating func flatten(
        _ mapping: Node.Mapping, prefix: String, depth: Int, findings: inout Findings
    ) {
        for (key, value) in mapping {
            let row = key.mark?.line
            let name = prefix + (key.string ?? "?")
            let place = WorkspaceProblem.Place(file: Self.fileName, row: row, column: name)
            switch value {
            case .scalar(let scalar):
                guard Self.isKnown(name) else {
                    findings.add(.unknownSetting(suggestion: Self.suggestion(for: name)), at: place)
                    continue
                }
                if !scalar.string.isEmpty && scalar.string != "~" && scalar.string != "null" {
                    values[name] = scalar.string
                }
            case .mapping(let inner) where depth < 4:
                flatten(inner, prefix: name + ".", depth: depth + 1, findings: &findings)
            default:
                damaged.insert(name)
                findings.add(.settingNotText, at: place)
            }
        }
    }
}

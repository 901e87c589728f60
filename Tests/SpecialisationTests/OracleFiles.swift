import Foundation
import Region
import Specialisation
import Support
import Testing
import Wording

/// A table of the oracle folder by headings.
struct OracleTable {
    let rows: [[String: String]]

    init(_ path: String) throws {
        let folder = try #require(Oracles.folder)
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { OracleTable.fields($0) }
        let heading = try #require(lines.first)
        rows = lines.dropFirst().map {
            Dictionary(zip(heading, $0), uniquingKeysWith: { first, _ in first })
        }
    }
}

extension OracleTable {
    /// The fields of a line; commas stand inside quotes, quotes do not.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

/// Employment in 17 industries of the 16 German states, 2015.
enum GermanStates {
    static func context() throws -> SpecialisationContext {
        let table = try OracleTable("lq_concentration/german_states_2015_17_industries.csv")
        let states = Set(table.rows.compactMap { $0["region_code"] }).sorted()
        let industries = Set(table.rows.compactMap { $0["ind_code"] }).sorted()
        var panel = Panel(
            measure: Toy.jobs, classification: "wz08",
            places: states.map {
                Place(
                    code: PlaceCode(rawValue: $0), name: LocalizedText(en: $0, ru: $0),
                    level: "region")
            },
            activities: industries.map {
                Activity(
                    code: ActivityCode(rawValue: $0), classification: "wz08",
                    name: LocalizedText(en: $0, ru: $0))
            }, years: [2015])
        for row in table.rows {
            let place = try #require(states.firstIndex(of: row["region_code"] ?? ""))
            let activity = try #require(industries.firstIndex(of: row["ind_code"] ?? ""))
            let value = try #require(Double(row["emp_all"] ?? ""))
            panel[place, activity, 0] = Cell(value: value, state: value == 0 ? .zero : .value)
        }
        return SpecialisationContext(panel: panel)
    }
}

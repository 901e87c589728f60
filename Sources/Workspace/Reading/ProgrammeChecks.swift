import Region
import Tabular

/// Checks of the tables that a programme is chosen from.
struct ProgrammeChecks {
    let contents: [String: Contents]

    func check(_ findings: inout Findings) {
        for (order, schema) in TableSchema.all.enumerated() {
            guard let table = contents[schema.name] else { continue }
            findings.order = order + 1
            switch schema.name {
            case "activities", "mode_maps": checkModes(table, &findings)
            case "projects": checkLengths(table, &findings)
            case "project_flows": checkUnits(table, &findings)
            case "precedence": checkCircles(table, &findings)
            case "compatibility": checkPairs(table, &findings)
            case "synergies": checkMembers(table, &findings)
            case "programme": checkFrames(table, &findings)
            case "judgements": checkInverses(table, &findings)
            default: break
            }
        }
    }

    private func frames(_ kind: ProgrammeFrame.Kind) -> [(code: String, year: Year?, unit: Unit?)] {
        guard let table = contents["programme"] else { return [] }
        return table.rows.compactMap { row in
            guard table.text(row, "kind") == kind.rawValue, let code = table.text(row, "code")
            else { return nil }
            return (
                code, table.has("year") ? table.integer(row, "year") : nil,
                table.has("unit") ? table.text(row, "unit").flatMap { Unit($0) } : nil
            )
        }
    }

    /// Modes are parts of an activity.
    private func checkModes(_ table: Contents, _ findings: inout Findings) {
        let columns = (3...6).map { "mode_\($0)" }.filter { table.has($0) }
        for row in table.rows {
            let shares = columns.map { table.figure(row, $0) ?? 0 }
            let sum = shares.reduce(0, +)
            guard sum > 1 + 1e-9, let largest = shares.indices.max(by: { shares[$0] < shares[$1] })
            else { continue }
            findings.add(
                .modesOverOne(sum: sum),
                at: table.place(
                    row: row, column: columns[largest], value: "\(shares[largest])"))
        }
    }

    /// Who says that one thing counts three times another says that the other counts a third of it.
    private func checkInverses(_ table: Contents, _ findings: inout Findings) {
        struct Pair: Hashable {
            let expert, survey, first, second: String
            let round: Int
        }
        guard ["expert", "survey", "first", "second", "value"].allSatisfy({ table.has($0) }) else {
            return
        }
        var seen: [Pair: (row: Int, value: Double)] = [:]
        for row in table.rows {
            guard let expert = table.text(row, "expert"), let survey = table.text(row, "survey"),
                let first = table.text(row, "first"), let second = table.text(row, "second"),
                let value = table.figure(row, "value"), value > 0
            else { continue }
            let round = table.has("round") ? table.integer(row, "round") ?? 1 : 1
            let turned = Pair(
                expert: expert, survey: survey, first: second, second: first, round: round)
            if let other = seen[turned], abs(value * other.value - 1) > 0.05 {
                findings.add(
                    .notReciprocal(
                        first: first, second: second, other: other.value,
                        row: table.number(ofRow: other.row)),
                    at: table.place(
                        row: row, column: "value", value: NumberText.shortest(value)))
            }
            seen[
                Pair(expert: expert, survey: survey, first: first, second: second, round: round)
            ] = (row, value)
        }
    }

    /// What is built longer than the programme lasts never comes to work in it.
    private func checkLengths(_ table: Contents, _ findings: inout Findings) {
        let horizon = frames(.horizon)
        guard let first = horizon.first(where: { $0.code == "first" })?.year,
            let last = horizon.first(where: { $0.code == "last" })?.year, table.has("build_years")
        else { return }
        for row in table.rows {
            guard let years = table.integer(row, "build_years"), years > last - first else {
                continue
            }
            findings.add(
                .longerThanProgramme(years: last - first + 1),
                at: table.place(row: row, column: "build_years", value: "\(years)"))
        }
    }

    /// Flows of one code, and what the programme says of it, are of one dimension.
    private func checkUnits(_ table: Contents, _ findings: inout Findings) {
        guard table.has("kind"), table.has("code"), table.has("unit") else { return }
        let kinds: [(flows: [ProjectFlow.Kind], frames: [ProgrammeFrame.Kind])] = [
            ([.funding], [.budget]), ([.labour], [.labour]),
            ([.input, .output, .waste], [.stock, .inflow, .capacity, .imports, .demand]),
            ([.emission], [.limit, .base]), ([.service, .indicator], [.target]),
        ]
        for (flows, framed) in kinds {
            var units: [String: Unit] = [:]
            for frame in framed.flatMap(frames) where units[frame.code] == nil {
                units[frame.code] = frame.unit
            }
            let words = flows.map(\.rawValue)
            for row in table.rows where words.contains(table.text(row, "kind") ?? "") {
                guard let code = table.text(row, "code"),
                    let unit = table.text(row, "unit").flatMap({ Unit($0) })
                else { continue }
                guard let common = units[code] else {
                    units[code] = unit
                    continue
                }
                guard !unit.isCommensurable(with: common) else { continue }
                findings.add(
                    .incommensurable(measureUnit: common.symbol),
                    at: table.place(row: row, column: "unit", value: unit.symbol))
            }
        }
    }

    /// Projects that wait for each other can never start; a choice of alternatives may still.
    private func checkCircles(_ table: Contents, _ findings: inout Findings) {
        var needs: [String: [(before: Set<String>, row: Int)]] = [:]
        var choices: [[String]: (before: Set<String>, row: Int)] = [:]
        for row in table.rows {
            guard let before = table.text(row, "before"), let after = table.text(row, "after")
            else { continue }
            if table.has("alternative"), let word = table.text(row, "alternative") {
                choices[[after, word], default: ([], row)].before.insert(before)
            } else {
                needs[after, default: []].append(([before], row))
            }
        }
        for (key, choice) in choices { needs[key[0], default: []].append(choice) }
        var waiting = Set(needs.keys)
        while true {
            let free = waiting.filter { project in
                (needs[project] ?? []).allSatisfy { !$0.before.isSubset(of: waiting) }
            }
            if free.isEmpty { break }
            waiting.subtract(free)
        }
        // From any of them back along what it waits for, until one comes again.
        guard var project = waiting.min() else { return }
        var path: [String] = []
        while !path.contains(project) {
            path.append(project)
            guard
                let next = (needs[project] ?? []).first(where: { $0.before.isSubset(of: waiting) })?
                    .before.min()
            else { return }
            project = next
        }
        let circle = Array(path.drop { $0 != project })
        guard
            let row = needs[circle[0]]?.first(where: { $0.before.isSubset(of: waiting) })?.row
        else { return }
        findings.add(
            .precedenceCircle((circle + [project]).reversed()),
            at: table.place(row: row, column: "before", value: table.text(row, "before")))
    }

    /// What goes together is a code of the two tables that the kind of the row names.
    private func checkPairs(_ table: Contents, _ findings: inout Findings) {
        let tables: [ProjectCompatibility.Kind: (String, String)] = [
            .objectMethod: ("objects", "methods"),
            .methodProduct: ("methods", "project_products"),
            .objectProduct: ("objects", "project_products"),
        ]
        let offers = contents.filter {
            ["objects", "methods", "project_products"].contains($0.key)
        }.mapValues(CodeList.init)
        for row in table.rows {
            guard let word = table.text(row, "kind"),
                let kind = ProjectCompatibility.Kind(rawValue: word), let pair = tables[kind]
            else { continue }
            for (column, name) in [("first", pair.0), ("second", pair.1)] {
                guard let code = table.text(row, column), let offered = offers[name],
                    !offered.contains(code)
                else { continue }
                findings.add(
                    .unknownCode(table: name, suggestion: offered.suggestion(for: code)),
                    at: table.place(row: row, column: column, value: code))
            }
        }
    }

    private func checkMembers(_ table: Contents, _ findings: inout Findings) {
        for row in table.rows {
            let members = ["first", "second", "third"].compactMap {
                table.has($0) ? table.text(row, $0) : nil
            }
            guard Set(members).count < members.count else { continue }
            findings.add(
                .synergyWithItself,
                at: table.place(row: row, column: "second", value: members[1]))
        }
    }

    private func checkFrames(_ table: Contents, _ findings: inout Findings) {
        guard table.has("kind"), table.has("code") else { return }
        let banned = Set(frames(.ban).map(\.code))
        for row in table.rows {
            guard let word = table.text(row, "kind"),
                let kind = ProgrammeFrame.Kind(rawValue: word),
                let code = table.text(row, "code")
            else { continue }
            let year = table.has("year") ? table.integer(row, "year") : nil
            if kind == .budget || kind == .horizon, year == nil {
                findings.add(
                    .yearRequired, at: table.place(row: row, column: "year", value: nil))
            }
            if kind == .must, banned.contains(code) {
                findings.add(
                    .requiredAndBanned, at: table.place(row: row, column: "code", value: code))
            }
        }
    }
}

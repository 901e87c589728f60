private import Foundation
internal import Numerics
public import Region
internal import Wording

/// Theil's index of the specialisation of a region against the reference (индекс Тейла).
///
///     T_r = Σ s_ri ln(s_ri / x_i)
///
/// 0 where the region mirrors the reference; for a region within the reference at most ln(X / X_r).
///
/// - Parameters: as for ``specialisationCoefficient``.
/// - Throws: `emptyRegion`; `zeroReference` also where the region has an industry that the
///   reference lacks; `notAQuantity`.
/// - Complexity: O(I).
/// - Source: Theil (1967), Economics and Information Theory; Cutrini (2009); METHODS 1.8.
public func relativeTheilIndex(
    industriesInRegion: [Double], region: Double, industriesInReference: [Double], reference: Double
) throws(Undefined) -> Double {
    let structure = try RegionStructure(
        industriesInRegion, region: region, reference: industriesInReference, total: reference)
    try structure.checkReference()
    return try Quantities.finite(structure.sum(relativeEntropy))
}

/// The overall Theil index of a table, or a part of its decomposition by groups.
///
///     Σ (m / X) ln( (m / X) / (a / X · b / c) )
///
/// | part | m | a | b | c |
/// |---|---|---|---|---|
/// | overall | cells | region | industry | everything |
/// | between groups of regions | industry in group | group | industry | everything |
/// | within groups of regions | cells | region | industry in group | group |
/// | between groups of industries | group in region | region | group | everything |
/// | within groups of industries | cells | group in region | industry | group |
///
/// Between and within add up to the overall index, which is the mean of the regions' indices
/// weighted by mass and the mutual information of regions and industries.
///
/// - Parameters:
///   - masses: m. The lists go side by side, all in one unit.
///   - rows: a.
///   - columns: b.
///   - wholes: c.
///   - total: X.
/// - Throws: `zeroReference` where X is 0 or something is present where nothing is expected;
///   `notAQuantity`; `insufficientData` for no mass.
/// - Complexity: O(number of masses).
/// - Source: Theil (1967); Cutrini (2009), Using entropy measures to disentangle regional from
///   national localization patterns; METHODS 1.8.
public func theilIndex(
    masses: [Double], rows: [Double], columns: [Double], wholes: [Double], total: Double
) throws(Undefined) -> Double {
    for (symbol, list) in [("m", masses), ("a", rows), ("b", columns), ("c", wholes)] {
        try Quantities.check(symbol, list)
        try Quantities.checkLengths(masses.count, list.count)
    }
    try Quantities.check(["X": total])
    guard total > 0 else { throw .zeroReference }
    var sum = CompensatedSum()
    for index in masses.indices where masses[index] > 0 {
        guard wholes[index] > 0 else { throw .zeroReference }
        let expected = rows[index] / total * columns[index] / wholes[index]
        guard expected > 0 else { throw .zeroReference }
        sum.add(relativeEntropy(masses[index] / total, expected))
    }
    return try Quantities.finite(sum.value)
}

private func relativeEntropy(_ share: Double, _ base: Double) -> Double {
    share == 0 ? 0 : share * log(share / base)
}

struct TheilIndex: YearMethod {
    let subjects: [Subject] = [.place, .whole, .whole, .whole, .whole, .whole]

    let method = Method(
        id: "theil-index",
        name: LocalizedText(en: "Theil index", ru: "Индекс Тейла"),
        section: "1.8",
        components: [
            Method.Component(
                name: LocalizedText(en: "Theil index of the place", ru: "индекс Тейла места"),
                formula: Expression("sum(xlogy(e / X_r; (e / X_r) / (X_i / X)))")),
            whole("overall", LocalizedText(en: "overall index", ru: "общий индекс")),
            whole(
                "betweenPlaces",
                LocalizedText(en: "between groups of places", ru: "между группами мест")),
            whole(
                "withinPlaces",
                LocalizedText(en: "within groups of places", ru: "внутри групп мест")),
            whole(
                "betweenActivities",
                LocalizedText(en: "between groups of activities", ru: "между группами отраслей")),
            whole(
                "withinActivities",
                LocalizedText(en: "within groups of activities", ru: "внутри групп отраслей")),
        ],
        symbols: Letters.masses + [
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "masses of activities in places, or of groups of them",
                    ru: "массы отраслей в местах или их групп")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "mass of the place, of its group or of the group of activities in it",
                    ru: "масса места, его группы или группы отраслей в нём")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "mass of the activity, of its group or of it in the group of places",
                    ru: "масса отрасли, её группы или её же в группе мест")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "mass of everything, or of the group", ru: "масса всего или группы")),
        ],
        reading: LocalizedText(
            en:
                "0 mirrors the reference. The overall index is the mean of the places' weighted by mass; between and within groups add up to it.",
            ru:
                "0 — структура как в базе сравнения. Общий индекс — среднее индексов мест, взвешенное по массе; межгрупповая и внутригрупповая части дают его в сумме."
        ),
        literature: [
            "Theil (1967), Economics and Information Theory",
            "Cutrini (2009), Using entropy measures to disentangle regional from national localization patterns",
        ],
        paperTag: "P-char")

    private static func whole(_ id: String, _ name: LocalizedText) -> Method.Component {
        Method.Component(
            id, name: name,
            formula: Expression("sum(xlogy(m / X; (m / X) / (a / X * b / c)))"))
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [ResultTable.Parameter("reference", Reference.all.rawValue)]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        switch component {
        case 0: try figures.structureInputs(place: spot.place)
        case 1:
            try figures.theilInputs(
                TheilGroups(figures.places.map { $0 }, of: .all), isWithin: false)
        case 2, 3:
            try figures.theilInputs(try figures.groupsOfPlaces(), isWithin: component == 3)
        default:
            try figures.theilInputs(try figures.groupsOfActivities(), isWithin: component == 5)
        }
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        component == 0
            ? try relativeTheilIndex(
                industriesInRegion: inputs.list("e"), region: inputs["X_r"],
                industriesInReference: inputs.list("X_i"), reference: inputs["X"])
            : try theilIndex(
                masses: inputs.list("m"), rows: inputs.list("a"), columns: inputs.list("b"),
                wholes: inputs.list("c"), total: inputs["X"])
    }
}

/// Groups of places or of activities, by a number for each.
private struct TheilGroups {
    enum Kind { case all, places, activities }
    let numbers: [Int]
    let kind: Kind

    init(_ numbers: [Int], of kind: Kind) {
        self.numbers = numbers
        self.kind = kind
    }

    /// Numbers for names, in order of appearance.
    init(names: [String], of kind: Kind) {
        var known: [String: Int] = [:]
        numbers = names.map { name in
            let number = known[name] ?? known.count
            known[name] = number
            return number
        }
        self.kind = kind
    }
}

extension YearFigures {
    fileprivate func groupsOfPlaces() throws(Undefined) -> TheilGroups {
        guard !context.groups.isEmpty else { throw .missing("g") }
        // A place without a group is a group of its own.
        return TheilGroups(
            names: panel.places.map { context.groups[$0.code] ?? "place \($0.code)" }, of: .places)
    }

    fileprivate func groupsOfActivities() throws(Undefined) -> TheilGroups {
        guard panel.activities.contains(where: { $0.parent != nil }) else { throw .missing("g") }
        return TheilGroups(
            names: panel.activities.map { ($0.parent ?? $0.code).rawValue }, of: .activities)
    }

    fileprivate func theilInputs(_ groups: TheilGroups, isWithin: Bool) throws(Undefined) -> Inputs
    {
        var cells: [TheilCell] = []
        for place in places where exists(place: place) {
            for activity in activities where exists(activity: activity) {
                guard let mass = try term(place, activity) else { continue }
                cells.append(
                    TheilCell(
                        place: place, activity: activity, mass: mass,
                        placeTotal: try placeTotals[place].get(),
                        activityTotal: try activityTotals[activity].get()))
            }
        }
        guard !cells.isEmpty else { throw .missing("e") }
        let everything = try total.get()
        var rows = TheilRows()
        switch (groups.kind, isWithin) {
        case (.all, _):
            for cell in cells {
                rows.add(cell.mass, cell.placeTotal, cell.activityTotal, everything, [cell])
            }
        case (.places, _):
            let sizes = try sums(placeTotals, by: groups.numbers)
            let parts = TheilCell.grouped(cells) { [groups.numbers[$0.place], $0.activity] }
            if isWithin {
                for part in parts {
                    for cell in part.cells {
                        rows.add(
                            cell.mass, cell.placeTotal, part.mass,
                            sizes[groups.numbers[cell.place]], [cell])
                    }
                }
            } else {
                for part in parts {
                    rows.add(
                        part.mass, sizes[groups.numbers[part.cells[0].place]],
                        part.cells[0].activityTotal, everything, part.cells)
                }
            }
        case (.activities, _):
            let sizes = try sums(activityTotals, by: groups.numbers)
            let parts = TheilCell.grouped(cells) { [$0.place, groups.numbers[$0.activity]] }
            if isWithin {
                for part in parts {
                    for cell in part.cells {
                        rows.add(
                            cell.mass, part.mass, cell.activityTotal,
                            sizes[groups.numbers[cell.activity]], [cell])
                    }
                }
            } else {
                for part in parts {
                    rows.add(
                        part.mass, part.cells[0].placeTotal,
                        sizes[groups.numbers[part.cells[0].activity]], everything, part.cells)
                }
            }
        }
        var inputs = Inputs()
        let unit = panel.measure.unit
        inputs.add("m", rows.masses, from: rows.cells.map { .sum($0) }, unit: unit)
        inputs.add(
            "a", rows.rows,
            from: rows.rows.map { _ in
                .note(LocalizedText(en: "mass of a place or group", ru: "масса места или группы"))
            }, unit: unit)
        inputs.add(
            "b", rows.columns,
            from: rows.columns.map { _ in
                .note(
                    LocalizedText(
                        en: "mass of an activity or group", ru: "масса отрасли или группы"))
            }, unit: unit)
        inputs.add(
            "c", rows.wholes,
            from: rows.wholes.map { _ in
                .note(
                    LocalizedText(
                        en: "mass of everything or of a group", ru: "масса всего или группы"))
            }, unit: unit)
        try addTotal(to: &inputs)
        return inputs
    }

    /// Sums of totals by group.
    private func sums(_ readings: [Reading], by numbers: [Int]) throws(Undefined) -> [Interval] {
        var sums = Array(repeating: [Interval](), count: (numbers.max() ?? -1) + 1)
        for (index, number) in numbers.enumerated() {
            sums[number].append(try readings[index].get())
        }
        return sums.map { $0.sum() }
    }
}

private struct TheilCell {
    let place: Int
    let activity: Int
    let mass: Interval
    let placeTotal: Interval
    let activityTotal: Interval

    /// Cells by key with the sum of their masses, in order of first appearance.
    static func grouped(
        _ cells: [TheilCell], by key: (TheilCell) -> [Int]
    ) -> [(mass: Interval, cells: [TheilCell])] {
        var positions: [[Int]: Int] = [:]
        var parts: [[TheilCell]] = []
        for cell in cells {
            let name = key(cell)
            if let position = positions[name] {
                parts[position].append(cell)
            } else {
                positions[name] = parts.count
                parts.append([cell])
            }
        }
        return parts.map { ($0.map(\.mass).sum(), $0) }
    }
}

/// The lists of the formula, side by side.
private struct TheilRows {
    var masses: [Interval] = []
    var rows: [Interval] = []
    var columns: [Interval] = []
    var wholes: [Interval] = []
    var cells: [[Spot]] = []

    mutating func add(
        _ mass: Interval, _ row: Interval, _ column: Interval, _ whole: Interval,
        _ cells: [TheilCell]
    ) {
        masses.append(mass)
        rows.append(row)
        columns.append(column)
        wholes.append(whole)
        self.cells.append(cells.map { Spot(place: $0.place, activity: $0.activity) })
    }
}

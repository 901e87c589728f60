internal import Numerics
public import Region
internal import Wording

/// The value from which the top share of regions is reached: the k-th largest, k = share · n
/// rounded down, and at least 1. Regions that tie with it are all in.
///
/// - Parameters:
///   - values: one a region, 0 or more.
///   - topShare: above 0, at most 1. Under 10 regions only the first counts.
/// - Returns: The cut; where fewer than k regions have anything, the smallest of those that have.
/// - Throws: `insufficientData` for no region, `emptyIndustry` where all are 0, `notAQuantity`.
/// - Complexity: O(n log n).
/// - Source: Lindqvist (2009), Disentangling clusters; METHODS 1.12.
public func starCutOff(_ values: [Double], topShare: Double) throws(Undefined) -> Double {
    try Quantities.check("y", values)
    guard topShare > 0, topShare <= 1 else { throw .notAQuantity(symbol: "share") }
    guard !values.isEmpty else { throw .insufficientData(have: 0, need: 1) }
    let present = values.filter { $0 > 0 }.sorted(by: >)
    guard let least = present.last else { throw .emptyIndustry }
    let rank = starRank(regions: values.count, topShare: topShare)
    return rank <= present.count ? present[rank - 1] : least
}

private func starRank(regions: Int, topShare: Double) -> Int {
    // Ten per cent of 30 regions are 3, whatever the last digit of 0.1 · 30 says.
    regions < leastRegionsForRanks ? 1 : max(1, Int(topShare * Double(regions) + 1e-9))
}

private let leastRegionsForRanks = 10

/// The stars of clusters and the data of the strategic diagram: quotient, growth, mass, stars.
struct ClusterStars: YearMethod {
    private enum Part: Int, CaseIterable {
        case stars, sizeShare, quotient, focusShare, growth
        case size, specialisation, focus, dynamics
    }

    let subjects: [Subject] = Part.allCases.map { _ in .cell }

    let method = Method(
        id: "cluster-stars",
        name: LocalizedText(
            en: "Cluster stars and strategic diagram",
            ru: "«Звёзды» кластера и стратегическая диаграмма"),
        section: "1.12",
        components: [
            Method.Component(
                name: LocalizedText(en: "stars", ru: "звёзды"), formula: Expression("sum(t)")),
            Method.Component(
                "sizeShare", name: LocalizedText(en: "share in the activity", ru: "доля в отрасли"),
                formula: Expression("e / X_i")),
            Method.Component(
                "locationQuotient",
                name: LocalizedText(en: "location quotient", ru: "коэффициент локализации"),
                formula: Expression("(e / X_r) / (X_i / X)")),
            Method.Component(
                "focusShare", name: LocalizedText(en: "share in the place", ru: "доля в месте"),
                formula: Expression("e / X_r")),
            Method.Component(
                "growth",
                name: LocalizedText(en: "growth since the first year", ru: "рост с первого года"),
                formula: Expression("e / e_0 - 1")),
            Method.Component(
                "size", name: LocalizedText(en: "star for size", ru: "звезда за размер"),
                formula: Expression("atLeast(e / X_i; c) * atLeast(e; m)")),
            Method.Component(
                "specialisation",
                name: LocalizedText(en: "star for specialisation", ru: "звезда за специализацию"),
                formula: Expression("atLeast((e / X_r) / (X_i / X); c) * atLeast(e; m)")),
            Method.Component(
                "focus", name: LocalizedText(en: "star for focus", ru: "звезда за фокус"),
                formula: Expression("atLeast(e / X_r; c) * atLeast(e; m)")),
            Method.Component(
                "dynamics", name: LocalizedText(en: "star for growth", ru: "звезда за рост"),
                formula: Expression("atLeast(e / e_0; c) * atLeast(e; m)")),
        ],
        symbols: Letters.masses + [
            Method.Symbol(
                "e_0",
                LocalizedText(
                    en: "mass of the activity in the first year", ru: "масса отрасли в первый год")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "cut-off: of the top places, or of the quotient",
                    ru: "порог: лидирующих мест или коэффициента")),
            Method.Symbol(
                "m", LocalizedText(en: "least mass for a star", ru: "наименьшая масса для звезды")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en: "the stars for size, specialisation, focus and growth",
                    ru: "звёзды за размер, специализацию, фокус и рост")),
        ],
        reading: LocalizedText(
            en:
                "A star each for size, specialisation, focus and growth, so 0 to 4. Two and more say that statistics see a cluster; they do not say that its firms work together.",
            ru:
                "По звезде за размер, специализацию, фокус и рост: от 0 до 4. Две и больше — статистика видит кластер; о связях между предприятиями звёзды не говорят."
        ),
        literature: [
            "Lindqvist (2009), Disentangling clusters: agglomeration and proximity effects",
            "European Cluster Observatory (2011), methodology of cluster mapping",
        ],
        paperTag: "P-char")

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        let parameters = context.parameters
        return [
            ResultTable.Parameter("reference", Reference.all.rawValue),
            ResultTable.Parameter("starLocationQuotient", "\(parameters.starLocationQuotient)"),
            ResultTable.Parameter("starTopShare", "\(parameters.starTopShare)"),
            ResultTable.Parameter(
                "starMinimumMass", parameters.starMinimumMass.map { "\($0)" } ?? "none"),
        ]
    }

    func key(_ component: Int, at spot: Spot, in figures: YearFigures) -> ResultKey {
        var key = ResultKey(
            place: spot.place.map { figures.panel.places[$0].code },
            activity: spot.activity.map { figures.panel.activities[$0].code },
            year: figures.year, component: method.components[component].id)
        if component == Part.growth.rawValue || component == Part.dynamics.rawValue {
            key.from = figures.panel.years.first
        }
        return key
    }

    /// The cut-offs of a year by activity, and the first year.
    struct Cuts: Sendable {
        var size: [Result<Interval, Undefined>] = []
        var focus: [Result<Interval, Undefined>] = []
        var growth: [Result<Interval, Undefined>] = []
        var ranked: [Int] = []
        let first: YearFigures?
    }

    func prepare(_ figures: YearFigures) -> Cuts {
        var cuts = Cuts(
            first: figures.position == 0 ? nil : YearFigures(figures.context, position: 0))
        let share = figures.parameters.starTopShare
        for activity in figures.activities {
            var sizes: [Interval] = []
            var focuses: [Interval] = []
            var growths: [Interval] = []
            var reason: Undefined?
            for place in figures.places {
                do throws(Undefined) {
                    guard let own = try figures.term(place, activity) else { continue }
                    sizes.append(own / (try figures.activityTotals[activity].get()))
                    if figures.exists(place: place) {
                        focuses.append(own / (try figures.placeTotals[place].get()))
                    }
                    guard let first = cuts.first, let start = try first.term(place, activity),
                        start.high > 0
                    else { continue }
                    growths.append(own / start)
                } catch {
                    reason = error
                }
            }
            cuts.ranked.append(sizes.count)
            if let reason {
                cuts.size.append(.failure(reason))
                cuts.focus.append(.failure(reason))
                cuts.growth.append(.failure(reason))
            } else {
                cuts.size.append(sizes.cutOff(topShare: share))
                cuts.focus.append(focuses.cutOff(topShare: share))
                cuts.growth.append(growths.cutOff(topShare: share))
            }
        }
        return cuts
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ cuts: Cuts
    ) throws(Undefined) -> Inputs {
        guard let part = Part(rawValue: component), let activity = spot.activity else {
            return Inputs()
        }
        if part == .stars { return try starInputs(at: spot, in: figures, cuts) }
        var inputs = Inputs()
        try figures.addCell(spot, to: &inputs)
        switch part {
        case .sizeShare, .size: try figures.addActivityTotal(activity, to: &inputs)
        case .focusShare, .focus: try figures.addPlaceTotal(spot.place, to: &inputs)
        case .quotient, .specialisation: inputs = try figures.cellInputs(spot)
        case .growth, .dynamics: try addStart(at: spot, in: figures, cuts, to: &inputs)
        case .stars: break
        }
        let note = LocalizedText(en: "ranking of the places", ru: "ранжирование мест")
        switch part {
        case .size: inputs.add("c", try cuts.size[activity].get(), from: .note(note))
        case .focus: inputs.add("c", try cuts.focus[activity].get(), from: .note(note))
        case .dynamics: inputs.add("c", try cuts.growth[activity].get(), from: .note(note))
        case .specialisation:
            inputs.add(
                "c", figures.parameters.starLocationQuotient,
                from: .reference(.parameter("specialisation.starLocationQuotient")))
        default: return inputs
        }
        inputs.add(
            "m", figures.parameters.starMinimumMass ?? 0,
            from: .reference(.parameter("specialisation.starMinimumMass")),
            unit: figures.panel.measure.unit)
        return inputs
    }

    private func addStart(
        at spot: Spot, in figures: YearFigures, _ cuts: Cuts, to inputs: inout Inputs
    ) throws(Undefined) {
        guard let first = cuts.first, let place = spot.place, let activity = spot.activity else {
            throw .insufficientData(have: 1, need: 2)
        }
        let start = try first.cell(place, activity)
        guard start.high > 0 else { throw .entry }
        inputs.add(
            "e_0", start,
            from: .reference(
                .figure(
                    figures.panel.measure.code, figures.panel.places[place].code,
                    figures.panel.activities[activity].code, first.year)),
            unit: figures.panel.measure.unit)
    }

    /// The stars that can be given; a new activity has no growth, and so no star for it.
    private func starInputs(
        at spot: Spot, in figures: YearFigures, _ cuts: Cuts
    ) throws(Undefined) -> Inputs {
        var stars: [Interval] = []
        var sources: [InputSource] = []
        for part in [Part.size, .specialisation, .focus, .dynamics] {
            switch outcome(part.rawValue, at: spot, in: figures, cuts).1 {
            case .value(let star): stars.append(Interval(star))
            case .range(let low, let high): stars.append(Interval(low, high))
            case .undefined(.suppressed) where part == .dynamics: stars.append(Interval(0, 1))
            case .undefined where part == .dynamics: continue
            case .undefined(let reason): throw reason
            }
            sources.append(
                .reference(
                    .result(method: method.id, key(part.rawValue, at: spot, in: figures))))
        }
        var inputs = Inputs()
        inputs.add("t", stars, from: sources)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        guard let part = Part(rawValue: component) else { throw .notApplicable("t") }
        switch part {
        case .stars: return inputs.list("t").compensatedSum()
        case .sizeShare, .size:
            try Quantities.check(["e": inputs["e"], "X_i": inputs["X_i"]])
            guard inputs["X_i"] > 0 else { throw .emptyIndustry }
            return try star(inputs["e"] / inputs["X_i"], inputs, isStar: part == .size)
        case .focusShare, .focus:
            try Quantities.check(["e": inputs["e"], "X_r": inputs["X_r"]])
            guard inputs["X_r"] > 0 else { throw .emptyRegion }
            return try star(inputs["e"] / inputs["X_r"], inputs, isStar: part == .focus)
        case .quotient, .specialisation:
            let quotient = try locationQuotient(
                industryInRegion: inputs["e"], region: inputs["X_r"],
                industryInReference: inputs["X_i"], reference: inputs["X"])
            return try star(quotient, inputs, isStar: part == .specialisation)
        case .growth, .dynamics:
            try Quantities.check(["e": inputs["e"], "e_0": inputs["e_0"]])
            guard inputs["e_0"] > 0 else { throw .entry }
            let growth = inputs["e"] / inputs["e_0"]
            return part == .growth
                ? try Quantities.finite(growth - 1) : try star(growth, inputs, isStar: true)
        }
    }

    private func star(_ value: Double, _ inputs: Inputs, isStar: Bool) throws(Undefined) -> Double {
        guard isStar else { return try Quantities.finite(value) }
        return value >= inputs["c"] && inputs["e"] >= inputs["m"] ? 1 : 0
    }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ cuts: Cuts
    ) -> YearFigures.Remark {
        var remark = figures.remark(of: inputs, at: spot)
        guard let place = spot.place, let activity = spot.activity else { return remark }
        remark.join(figures.remark(place, activity))
        if cuts.ranked[activity] < leastRegionsForRanks { remark.marks.insert(.fewRegions) }
        if let least = figures.parameters.starMinimumMass,
            let mass = try? figures.cell(place, activity), mass.high < least
        {
            remark.marks.insert(.belowMinimumMass)
        }
        return remark
    }
}

extension [Interval] {
    /// The range of the cut-off of ranges: an order statistic rises with each of its numbers.
    fileprivate func cutOff(topShare: Double) -> Result<Interval, Undefined> {
        guard !isEmpty else { return .failure(.insufficientData(have: 0, need: 1)) }
        guard allSatisfy(\.isFinite) else { return .failure(.suppressed("c")) }
        do throws(Undefined) {
            let high = try starCutOff(map(\.high), topShare: topShare)
            if allSatisfy(\.isPoint) { return .success(Interval(high)) }
            let rank = starRank(regions: count, topShare: topShare)
            let lows = map(\.low).sorted(by: >)
            return .success(Interval(Swift.min(lows[rank - 1], high), high))
        } catch {
            return .failure(error)
        }
    }
}

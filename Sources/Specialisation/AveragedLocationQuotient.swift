internal import Numerics
public import Region
internal import Wording

/// The mean of an industry's location quotients over a window of years (средний коэффициент
/// локализации за период): one unusual year does not make a specialisation.
///
///     (LQ_1 + … + LQ_T) / T
///
/// - Parameter quotients: one a year, 0 or more.
/// - Throws: `insufficientData` for no year, `notAQuantity`, `outOfRange`.
/// - Complexity: O(T).
/// - Source: Isard (1960); the practice of cluster observatories.
public func averagedLocationQuotient(_ quotients: [Double]) throws(Undefined) -> Double {
    try Quantities.check("q", quotients)
    guard let mean = quotients.mean else { throw .insufficientData(have: 0, need: 1) }
    return try Quantities.finite(mean)
}

struct AveragedLocationQuotient: YearMethod {
    let subjects: [Subject] = [.cell]
    let usesReference = true

    let method = Method(
        id: "averaged-location-quotient",
        name: LocalizedText(
            en: "Location quotient averaged over years",
            ru: "Средний коэффициент локализации за период"),
        section: "1.1",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "mean location quotient", ru: "средний коэффициент локализации"),
                formula: Expression("mean(q)"))
        ],
        symbols: [
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "location quotients of the years", ru: "коэффициенты локализации по годам"))
        ],
        reading: LocalizedText(
            en: "As the location quotient, less moved by a single year.",
            ru: "Как коэффициент локализации, но меньше зависит от одного года."),
        literature: ["Isard (1960), Methods of Regional Analysis"],
        paperTag: "P-spec")

    private func window(_ figures: YearFigures) -> ClosedRange<Int>? {
        let width = figures.parameters.averagingYears
        let first = figures.position - width + 1
        return width > 0 && first >= 0 ? first...figures.position : nil
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [ResultTable.Parameter("averagingYears", "\(context.parameters.averagingYears)")]
    }

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        let need = context.parameters.averagingYears
        guard need < 1 || context.panel.years.count < need else { return nil }
        return LocalizedText(
            en: "Needs figures of \(need) years.", ru: "Нужны данные за годы: \(need).")
    }

    func covers(_ figures: YearFigures) -> Bool { window(figures) != nil }

    func key(_ component: Int, at spot: Spot, in figures: YearFigures) -> ResultKey {
        ResultKey(
            place: spot.place.map { figures.panel.places[$0].code },
            activity: spot.activity.map { figures.panel.activities[$0].code },
            year: figures.year, from: window(figures).map { figures.panel.years[$0.lowerBound] })
    }

    /// The figures of the years of the window.
    func prepare(_ figures: YearFigures) -> [YearFigures] {
        (window(figures) ?? figures.position...figures.position).map {
            $0 == figures.position ? figures : YearFigures(figures.context, position: $0)
        }
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ years: [YearFigures]
    ) throws(Undefined) -> Inputs {
        let quotient = LocationQuotient()
        var quotients: [Interval] = []
        var sources: [InputSource] = []
        for year in years {
            quotients.append(try quotient.interval(at: spot, in: year))
            sources.append(
                .reference(
                    .result(
                        method: quotient.method.id, quotient.key(0, at: spot, in: year))))
        }
        var inputs = Inputs()
        inputs.add("q", quotients, from: sources)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    { try averagedLocationQuotient(inputs.list("q")) }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ years: [YearFigures]
    ) -> YearFigures.Remark {
        let quotient = LocationQuotient()
        return years.reduce(into: YearFigures.Remark()) { joined, year in
            let found = try? quotient.inputs(0, at: spot, in: year, ())
            joined.join(year.remark(of: found, at: spot))
        }
    }
}

extension YearMethod where Preparation == Void {
    /// The result of the first component, as a number or a range.
    func interval(at spot: Spot, in figures: YearFigures) throws(Undefined) -> Interval {
        switch outcome(0, at: spot, in: figures, ()).1 {
        case .value(let number): return Interval(number)
        case .range(let low, let high): return Interval(low, high)
        case .undefined(let reason): throw reason
        }
    }
}

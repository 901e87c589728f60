private import Foundation
internal import Numerics
public import Region
internal import Wording

/// Which scale location quotients are standardised on.
public enum QuotientScale: Sendable {
    case logarithmic
    case linear
}

/// The standardised location quotients of one industry (стандартизованные коэффициенты
/// локализации).
///
///     z_r = (ln LQ_r − mean) / sd,  or with LQ_r in place of ln LQ_r
///
/// How many standard deviations (n − 1) a region stands from the mean of the regions that have
/// the industry.
///
/// - Parameter quotients: the location quotients of the regions that have the industry, above 0.
/// - Throws: `insufficientData` for fewer than 2, `constantInput` where all are equal,
///   `notAQuantity` for a quotient that is not above 0.
/// - Complexity: O(R).
/// - Source: O'Donoghue and Gleave (2004), A note on methods for measuring industrial
///   agglomeration; METHODS 1.6.
public func standardisedLocationQuotients(
    _ quotients: [Double], on scale: QuotientScale
) throws(Undefined) -> [Double] {
    guard quotients.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw .notAQuantity(symbol: "LQ")
    }
    let numbers = scale == .linear ? quotients : quotients.map { log($0) }
    guard let mean = numbers.mean, let deviation = numbers.standardDeviation(.sample) else {
        throw .insufficientData(have: quotients.count, need: 2)
    }
    // Equal quotients may leave a rounding error of a deviation.
    let size = numbers.map(abs).max() ?? 0
    guard mean.isFinite, deviation.isFinite else { throw .outOfRange }
    guard deviation > 4 * size * .ulpOfOne else { throw .constantInput }
    var standardised: [Double] = []
    for number in numbers {
        standardised.append(try Quantities.finite((number - mean) / deviation))
    }
    return standardised
}

/// The cut-off over which a standardised quotient counts as high, after Tian: the mean over
/// bootstrap samples of the regions of the 95th percentile of z.
///
/// - Parameters:
///   - standardised: z of the regions.
///   - replicates: the number of samples, 1 or more.
///   - seed: of the random numbers.
/// - Returns: The cut-off and its simulation's standard error.
/// - Throws: `insufficientData` for fewer than 8 regions or no replicate, `notAQuantity`.
/// - Complexity: O(B · R).
/// - Source: Tian (2013), Measuring agglomeration using the standardized location quotient with a
///   bootstrap method; METHODS 1.6.
public func bootstrapCutOff(
    _ standardised: [Double], replicates: Int, seed: UInt64
) throws(Undefined) -> (cutOff: Double, standardError: Double) {
    guard standardised.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "z") }
    guard standardised.count >= leastRegionsForSignificance else {
        throw .insufficientData(have: standardised.count, need: leastRegionsForSignificance)
    }
    guard replicates > 0 else { throw .insufficientData(have: 0, need: 1) }
    let found = bootstrapQuantile(
        ofSorted: standardised.sorted(), probability: 0.95, replicates: replicates, seed: seed)
    return (
        try Quantities.finite(found.mean), try Quantities.finite(found.standardError)
    )
}

/// Fewer regions than this say nothing of significance.
private let leastRegionsForSignificance = 8
/// Fewer regions than this are marked.
private let wantedRegions = 20

struct StandardisedLocationQuotient: YearMethod {
    private enum Part: Int {
        case chosen, logarithmic, linear, significant
        case cutOff, cutOffError, scale, shapiroLogarithmic, shapiroLinear
    }

    let subjects: [Subject] = [
        .cell, .cell, .cell, .cell, .activity, .activity, .activity, .activity, .activity,
    ]
    let usesReference = true

    private static let logarithmic: Region.Expression = Expression(
        "(ln(q) - mean(ln(Q))) / sd(ln(Q))")
    private static let linear: Region.Expression = Expression("(q - mean(Q)) / sd(Q)")
    private static let shapiro: Region.Expression = Expression(
        "sum(a * x)^2 / sum((x - mean(x))^2)")

    let method = Method(
        id: "standardised-location-quotient",
        name: LocalizedText(
            en: "Standardised location quotient", ru: "Стандартизованный коэффициент локализации"),
        section: "1.6",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "standardised quotient on the scale nearer to normal",
                    ru: "стандартизованный коэффициент на более нормальной шкале"),
                formula: logarithmic),
            Method.Component(
                "logarithmic",
                name: LocalizedText(en: "on the logarithmic scale", ru: "на логарифмической шкале"),
                formula: logarithmic),
            Method.Component(
                "linear", name: LocalizedText(en: "on the linear scale", ru: "на линейной шкале"),
                formula: linear),
            Method.Component(
                "significant",
                name: LocalizedText(
                    en: "over the cut-off (1) or not (0)", ru: "выше порога (1) или нет (0)"),
                formula: Expression("1 - atLeast(c; z)")),
            Method.Component(
                "cutOff", name: LocalizedText(en: "bootstrap cut-off", ru: "порог по бутстрепу"),
                formula: Expression("c")),
            Method.Component(
                "cutOffError",
                name: LocalizedText(
                    en: "standard error of the cut-off", ru: "стандартная ошибка порога"),
                formula: Expression("d")),
            Method.Component(
                "scale",
                name: LocalizedText(
                    en: "scale: 1 logarithmic, 0 linear", ru: "шкала: 1 логарифмическая, 0 линейная"
                ), formula: Expression("atLeast(W_ln; W_lin)")),
            Method.Component(
                "shapiroLogarithmic",
                name: LocalizedText(
                    en: "Shapiro–Wilk W of logarithms", ru: "W Шапиро–Уилка для логарифмов"),
                formula: shapiro),
            Method.Component(
                "shapiroLinear",
                name: LocalizedText(
                    en: "Shapiro–Wilk W of quotients", ru: "W Шапиро–Уилка для коэффициентов"),
                formula: shapiro),
        ],
        symbols: [
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "location quotient of the place", ru: "коэффициент локализации места")),
            Method.Symbol(
                "Q",
                LocalizedText(
                    en: "location quotients of the places that have the activity",
                    ru: "коэффициенты локализации мест, где есть отрасль")),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "standardised location quotient",
                    ru: "стандартизованный коэффициент локализации")),
            Method.Symbol(
                "c",
                LocalizedText(
                    en: "mean of the 95th percentiles of z in bootstrap samples of the places",
                    ru: "среднее 95-х процентилей z в бутстреп-выборках мест")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "standard deviation of these percentiles over √B",
                    ru: "стандартное отклонение этих процентилей, делённое на √B")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "weights of Shapiro and Wilk", ru: "веса критерия Шапиро–Уилка")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "quotients or their logarithms in ascending order",
                    ru: "коэффициенты или их логарифмы по возрастанию")),
            Method.Symbol(
                "W_ln", LocalizedText(en: "W of the logarithms", ru: "W логарифмов")),
            Method.Symbol(
                "W_lin", LocalizedText(en: "W of the quotients", ru: "W коэффициентов")),
        ],
        reading: LocalizedText(
            en:
                "Standard deviations from the mean of the places that have the activity, on the scale that is nearer to a normal distribution. Over the cut-off, the specialisation stands out from what resampling the places gives. Under 20 places read with care; under 8 there is no cut-off.",
            ru:
                "Отклонение от среднего по местам, где есть отрасль, в стандартных отклонениях, на шкале, более близкой к нормальной. Выше порога специализация выделяется на фоне повторных выборок мест. Меньше 20 мест — с осторожностью; меньше 8 — порог не определяется."
        ),
        literature: [
            "O'Donoghue and Gleave (2004), A note on methods for measuring industrial agglomeration",
            "Tian (2013), Measuring agglomeration using the standardized location quotient with a bootstrap method",
            "Royston (1995), AS R94: a remark on algorithm AS 181",
        ],
        paperTag: "P-char")

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [
            ResultTable.Parameter(
                "bootstrapReplicates", "\(context.parameters.bootstrapReplicates)"),
            ResultTable.Parameter("seed", "\(context.parameters.seed)"),
            ResultTable.Parameter("generator", RandomStream.algorithmVersion),
        ]
    }

    /// The quotients of an activity in the places that have it.
    struct Column: Sendable {
        let places: [Int]
        let quotients: [Double]
        let sources: [InputSource]
        let scale: QuotientScale
        let shapiro: (logarithmic: ShapiroWilk?, linear: ShapiroWilk?)
        let remark: YearFigures.Remark

        init(_ activity: Int, in figures: YearFigures) throws(Undefined) {
            let quotient = LocationQuotient()
            var places: [Int] = []
            var quotients: [Double] = []
            var sources: [InputSource] = []
            var remark = YearFigures.Remark()
            if figures.activityTotals[activity] == .success(Interval(0)) { throw .emptyIndustry }
            for place in figures.places {
                let spot = Spot(place: place, activity: activity)
                let (inputs, outcome) = quotient.outcome(0, at: spot, in: figures, ())
                switch outcome {
                case .value(let number) where number > 0:
                    places.append(place)
                    quotients.append(number)
                    sources.append(
                        .reference(
                            .result(
                                method: quotient.method.id,
                                quotient.key(0, at: spot, in: figures))))
                    remark.join(figures.remark(of: inputs, at: spot))
                case .range: throw .suppressed("Q")
                case .undefined(.suppressed) where figures.parameters.suppressed != .exclude:
                    throw .suppressed("Q")
                default: continue
                }
            }
            guard !quotients.isEmpty else { throw .missing("Q") }
            shapiro = (ShapiroWilk(quotients.map { log($0) }), ShapiroWilk(quotients))
            // Without a test, with two places, the logarithm is the rule.
            scale =
                (shapiro.logarithmic?.statistic ?? 1) >= (shapiro.linear?.statistic ?? 0)
                ? .logarithmic : .linear
            self.places = places
            self.quotients = quotients
            self.sources = sources
            self.remark = remark
        }

        func standardised(on scale: QuotientScale) throws(Undefined) -> [Double] {
            try standardisedLocationQuotients(quotients, on: scale)
        }
    }

    struct Year: Sendable {
        var columns: [Result<Column, Undefined>]
        var cutOffs: [Result<CutOff, Undefined>]
    }

    struct CutOff: Sendable {
        let value: Double
        let error: Double
    }

    func prepare(_ figures: YearFigures) throws(CancellationError) -> Year {
        var year = Year(columns: [], cutOffs: [])
        for activity in figures.activities {
            if Task.isCancelled { throw CancellationError() }
            do throws(Undefined) {
                let column = try Column(activity, in: figures)
                year.columns.append(.success(column))
                do throws(Undefined) {
                    let found = try bootstrapCutOff(
                        column.standardised(on: column.scale),
                        replicates: figures.parameters.bootstrapReplicates,
                        seed: seed(
                            figures.parameters.seed, for: method.id,
                            figures.panel.activities[activity].code.rawValue, "\(figures.year)"))
                    year.cutOffs.append(
                        .success(CutOff(value: found.cutOff, error: found.standardError)))
                } catch {
                    year.cutOffs.append(.failure(error))
                }
            } catch {
                year.columns.append(.failure(error))
                year.cutOffs.append(.failure(error))
            }
        }
        return year
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ year: Year
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let activity = spot.activity, let part = Part(rawValue: component) else {
            return inputs
        }
        if spot.place != nil { _ = try figures.cell(spot.place ?? 0, activity) }
        let column = try year.columns[activity].get()
        let simulation = InputSource.note(
            LocalizedText(en: "bootstrap of the places", ru: "бутстреп по местам"))
        switch part {
        case .chosen, .logarithmic, .linear:
            guard let place = spot.place, let row = column.places.firstIndex(of: place) else {
                throw .notApplicable("q")
            }
            inputs.add("q", column.quotients[row], from: column.sources[row])
            inputs.add("Q", column.quotients.map { Interval($0) }, from: column.sources)
        case .significant:
            guard let place = spot.place, let row = column.places.firstIndex(of: place) else {
                throw .notApplicable("z")
            }
            inputs.add(
                "z", try column.standardised(on: column.scale)[row],
                from: .reference(
                    .result(method: method.id, key(Part.chosen.rawValue, at: spot, in: figures))))
            inputs.add(
                "c", try year.cutOffs[activity].get().value,
                from: .reference(
                    .result(
                        method: method.id,
                        key(Part.cutOff.rawValue, at: Spot(activity: activity), in: figures))))
        case .cutOff: inputs.add("c", try year.cutOffs[activity].get().value, from: simulation)
        case .cutOffError: inputs.add("d", try year.cutOffs[activity].get().error, from: simulation)
        case .scale:
            let tests = try column.tests()
            for (symbol, test, part) in [
                ("W_ln", tests.logarithmic, Part.shapiroLogarithmic),
                ("W_lin", tests.linear, .shapiroLinear),
            ] {
                inputs.add(
                    symbol, test.statistic,
                    from: .reference(
                        .result(method: method.id, key(part.rawValue, at: spot, in: figures))))
            }
        case .shapiroLogarithmic, .shapiroLinear:
            _ = try column.tests()
            let order = column.quotients.indices.sorted {
                column.quotients[$0] < column.quotients[$1]
            }
            let weights = ShapiroWilk.weights(count: order.count) ?? []
            inputs.add(
                "a", weights.map { Interval($0) },
                from: weights.map { _ in .note(LocalizedText(en: "AS R94", ru: "AS R94")) })
            inputs.add(
                "x",
                order.map {
                    Interval(
                        part == .shapiroLinear
                            ? column.quotients[$0] : log(column.quotients[$0]))
                }, from: order.map { column.sources[$0] })
        }
        return inputs
    }

    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Region.Expression
    {
        guard component == Part.chosen.rawValue, let inputs,
            let logarithmic = ShapiroWilk(inputs.list("Q").map { log($0) }),
            let linear = ShapiroWilk(inputs.list("Q")), linear.statistic > logarithmic.statistic
        else { return method.components[component].formula }
        return Self.linear
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        guard let part = Part(rawValue: component) else { throw .notApplicable("z") }
        switch part {
        case .chosen:
            let isLinear = formula(component, of: inputs, in: figures) == Self.linear
            return try standardised(inputs, on: isLinear ? .linear : .logarithmic)
        case .logarithmic: return try standardised(inputs, on: .logarithmic)
        case .linear: return try standardised(inputs, on: .linear)
        case .significant: return inputs["z"] > inputs["c"] ? 1 : 0
        case .cutOff: return inputs["c"]
        case .cutOffError: return inputs["d"]
        case .scale: return inputs["W_ln"] >= inputs["W_lin"] ? 1 : 0
        case .shapiroLogarithmic, .shapiroLinear:
            guard let test = ShapiroWilk(inputs.list("x")) else { throw .constantInput }
            return test.statistic
        }
    }

    private func standardised(_ inputs: Inputs, on scale: QuotientScale) throws(Undefined) -> Double
    {
        let quotients = inputs.list("Q")
        let row = quotients.firstIndex(of: inputs["q"]) ?? 0
        return try standardisedLocationQuotients(quotients, on: scale)[row]
    }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ year: Year
    ) -> YearFigures.Remark {
        guard let activity = spot.activity, case .success(let column) = year.columns[activity]
        else {
            return figures.remark(of: nil, at: spot)
        }
        var remark = column.remark
        if column.places.count < wantedRegions { remark.marks.insert(.fewRegions) }
        return remark
    }
}

extension StandardisedLocationQuotient.Column {
    fileprivate func tests() throws(Undefined) -> (logarithmic: ShapiroWilk, linear: ShapiroWilk) {
        guard quotients.count >= 3 else {
            throw .insufficientData(have: quotients.count, need: 3)
        }
        guard let logarithmic = shapiro.logarithmic, let linear = shapiro.linear else {
            throw .constantInput
        }
        return (logarithmic, linear)
    }
}

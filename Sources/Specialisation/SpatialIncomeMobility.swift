public import Numerics
public import Region
internal import Wording

/// The test of whether chains conditioned on something are one and the same chain.
public struct HomogeneityTest: Hashable, Sendable {
    /// Pearson's χ².
    public var chiSquared: Double
    /// The likelihood ratio.
    public var likelihoodRatio: Double
    public var degreesOfFreedom: Int

    public var chiSquaredPValue: Double? {
        Distributions.chiSquaredUpperTail(chiSquared, degreesOfFreedom: Double(degreesOfFreedom))
    }

    public var likelihoodRatioPValue: Double? {
        Distributions.chiSquaredUpperTail(
            likelihoodRatio, degreesOfFreedom: Double(degreesOfFreedom))
    }
}

/// Whether several chains over the same classes differ (проверка однородности цепей Маркова).
///
///     χ² = Σ n_i^m (p_ij^m − p_ij)² / p_ij,  df = Σ_i (a_i − 1)(b_i − 1)
///
/// summed over chains m, over classes i that chain m left and j with p_ij > 0; p_ij of all chains
/// together, a_i the number of p_ij above 0, b_i the number of chains that left class i.
///
/// A small p-value says that how regions move depends on what the chains are told apart by. With
/// few moves in many cells the test finds too much.
///
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer than two chains, chains of
///   different size, or no degree of freedom; `notAQuantity`.
/// - Complexity: O(m k²).
/// - Source: Anderson and Goodman (1957); Bickenbach and Bode (2003), equation 6.
public func homogeneityTest(_ counts: [Matrix]) throws(Undefined) -> HomogeneityTest {
    guard let first = counts.first, counts.count >= 2,
        counts.allSatisfy({ $0.rows == first.rows && $0.columns == first.columns })
    else { throw .insufficientData(have: counts.count, need: 2) }
    for chain in counts { _ = try MarkovChain(counts: chain) }
    let cells = HomogeneityCells(counts)
    guard cells.degreesOfFreedom > 0 else { throw .insufficientData(have: 0, need: 1) }
    let chiSquared = cells.cells.map { cell in
        cell.departures * ((cell.own - cell.pooled) * (cell.own - cell.pooled)) / cell.pooled
    }.compensatedSum()
    let likelihood = cells.cells.filter { $0.count > 0 }.map { cell in
        cell.count * Elementary.logarithm(cell.own / cell.pooled)
    }.compensatedSum()
    guard chiSquared.isFinite, likelihood.isFinite else { throw .outOfRange }
    return HomogeneityTest(
        // Rounding may leave a little less than nothing where all chains are one.
        chiSquared: max(0, chiSquared), likelihoodRatio: max(0, 2 * likelihood),
        degreesOfFreedom: cells.degreesOfFreedom)
}

/// The terms of the test of homogeneity.
struct HomogeneityCells: Sendable {
    struct Cell: Sendable {
        let chain: Int
        let from: Int
        let to: Int
        let count: Double
        let departures: Double
        let own: Double
        let pooled: Double
    }

    private(set) var cells: [Cell] = []
    /// `a_i` and `b_i` of the classes that any chain left.
    private(set) var reached: [Double] = []
    private(set) var leaving: [Double] = []

    init(_ counts: [Matrix]) {
        guard let first = counts.first else { return }
        for from in 0..<first.rows {
            let pooled = (0..<first.columns).map { to in
                counts.map { $0[from, to] }.compensatedSum()
            }
            let all = pooled.compensatedSum()
            guard all > 0 else { continue }
            let departures = counts.map { $0.row(from).compensatedSum() }
            reached.append(Double(pooled.count { $0 > 0 }))
            leaving.append(Double(departures.count { $0 > 0 }))
            for chain in counts.indices where departures[chain] > 0 {
                for to in 0..<first.columns where pooled[to] > 0 {
                    cells.append(
                        Cell(
                            chain: chain, from: from, to: to, count: counts[chain][from, to],
                            departures: departures[chain],
                            own: counts[chain][from, to] / departures[chain],
                            pooled: pooled[to] / all))
                }
            }
        }
    }

    var degreesOfFreedom: Int {
        Int(zip(reached, leaving).map { ($0 - 1) * ($1 - 1) }.reduce(0, +))
    }
}

/// Markov chains of regional income, a chain for each income class of the neighbours.
public struct SpatialIncomeMobility: IndexMethod {
    public init() {}

    public var method: Method { SpatialIncomeMobility.description(classes: 5) }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try Task.checkCancellation()
        guard let run = SpatialMobilityRun(context) else {
            let table = IncomePerHead.emptyTable(of: method, in: context)
            guard context.weights == nil else { return [table] }
            return [table.filled(with: [], notice: .needsWeights)]
        }
        let method = SpatialIncomeMobility.description(classes: run.own.classes)
        let income = run.own.income
        var rows: [ResultRow] = []
        for place in income.places.indices {
            try Task.checkCancellation()
            for year in income.years {
                let remarks = income.remarks(of: run.neighbours(place, year).places, in: [year])
                for component in SpatialMobilityRun.placeComponents {
                    rows.append(
                        ResultRow(
                            key: ResultKey(
                                place: income.places[place].code, year: year, component: component),
                            outcome: run.outcome(of: component, place: place, year: year),
                            quality: remarks.quality, marks: remarks.marks.subtracting(.lowCoverage)
                        )
                    )
                }
            }
        }
        let remarks = run.own.remarks
        for component in method.components.map(\.id)
        where !SpatialMobilityRun.placeComponents.contains(component) {
            rows.append(
                ResultRow(
                    key: ResultKey(
                        year: run.span.last, from: run.span.first, component: component),
                    outcome: run.outcome(of: component), coverage: remarks.coverage,
                    quality: remarks.quality, marks: remarks.marks))
        }
        return [
            run.own.table(
                of: method, rows: rows, in: context,
                more: [ResultTable.Parameter("weights", run.rule)])
        ]
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        guard let run = SpatialMobilityRun(context) else { return keys.map { _ in nil } }
        let method = SpatialIncomeMobility.description(classes: run.own.classes)
        let finder = Finder(context.panel)
        return keys.map { key in
            guard let component = method.component(key.component), key.activity == nil,
                let year = key.year
            else { return nil }
            let isOfPlace = SpatialMobilityRun.placeComponents.contains(component.id)
            if let code = key.place {
                guard isOfPlace, key.from == nil, run.own.income.years.contains(year),
                    let place = finder.places[code]
                else { return nil }
                return Derivation(
                    method: method, key: key, formula: component.formula,
                    bindings: run.placeBindings(component.id, place: place, year: year),
                    outcome: run.outcome(of: component.id, place: place, year: year),
                    notices: run.own.income.notices)
            }
            guard !isOfPlace, key.from == run.span.first, year == run.span.last else { return nil }
            return Derivation(
                method: method, key: key, formula: component.formula,
                bindings: run.chainBindings(component.id, key: key),
                outcome: run.outcome(of: component.id), notices: run.own.income.notices)
        }
    }

    /// The usual number of classes, described once: the texts are many.
    private static let withFiveClasses = describe(classes: 5)

    static func description(classes: Int) -> Method {
        classes == 5 ? withFiveClasses : describe(classes: classes)
    }

    private static func describe(classes: Int) -> Method {
        Method(
            id: "spatial-income-mobility",
            name: LocalizedText(
                en: "Mobility of regional income by the neighbours' income",
                ru: "Мобильность доходов регионов в зависимости от доходов соседей"),
            section: "1.13",
            components: [
                Method.Component(
                    "neighbourIncome",
                    name: LocalizedText(
                        en: "relative income of the neighbours",
                        ru: "относительный доход соседей"),
                    formula: Expression("sum(w * r_s) / sum(w)")),
                Method.Component(
                    "neighbourClass",
                    name: LocalizedText(en: "class of the neighbours", ru: "класс соседей"),
                    formula: Expression("1 + count(limit) - sum(atLeast(limit, r))")),
            ] + components(classes: classes) + tests,
            symbols: MobilityRun.symbols + letters,
            reading: LocalizedText(
                en: """
                    One chain for the regions whose neighbours are poor, and so on to the rich. A \
                    p-value of the test under 0.05: how a region moves depends on its neighbours. \
                    Many cells with few moves make the test find too much.
                    """,
                ru: """
                    Своя цепь для регионов с бедными соседями и так далее до богатых. p-значение \
                    проверки меньше 0,05: движение региона зависит от соседей. Если во многих \
                    клетках мало переходов, проверка находит зависимость слишком легко.
                    """),
            literature: [
                "Rey (2001), Spatial empirics for economic growth and convergence",
                "Bickenbach and Bode (2003), Evaluating the Markov property",
            ],
            paperTag: "P-dyn")
    }

    private static let letters: [Method.Symbol] = [
        ("w", "weights of the neighbours", "веса соседей"),
        ("r_s", "relative incomes of the neighbours", "относительные доходы соседей"),
        ("c", "classes of the neighbours before each move", "классы соседей до каждого перехода"),
        ("h", "the class of neighbours that is counted", "учитываемый класс соседей"),
        ("p_m", "probabilities of each chain", "вероятности каждой цепи"),
        (
            "n_m", "moves out of each class in each chain",
            "переходы из каждого класса в каждой цепи"
        ),
        ("q", "numbers of classes reached", "число достигнутых классов"),
        ("v", "numbers of chains that left the class", "число цепей, покидавших класс"),
        ("x", "statistic of the test", "статистика проверки"),
        ("df", "degrees of freedom", "степени свободы"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }

    private static let tests = [
        Method.Component(
            "chiSquared", name: LocalizedText(en: "χ² of homogeneity", ru: "χ² однородности"),
            formula: Expression("sum(n_m * ((p_m - p)^2) / p)")),
        Method.Component(
            "likelihoodRatio",
            name: LocalizedText(en: "likelihood ratio", ru: "отношение правдоподобия"),
            formula: Expression("2 * sum(n * ln(p_m / p))")),
        Method.Component(
            "degreesOfFreedom",
            name: LocalizedText(en: "degrees of freedom", ru: "степени свободы"),
            formula: Expression("sum((q - 1) * (v - 1))")),
        Method.Component(
            "chiSquaredPValue",
            name: LocalizedText(en: "p-value of χ²", ru: "p-значение χ²"),
            formula: Expression("chiSquaredUpper(x, df)")),
        Method.Component(
            "likelihoodRatioPValue",
            name: LocalizedText(
                en: "p-value of the likelihood ratio", ru: "p-значение отношения правдоподобия"),
            formula: Expression("chiSquaredUpper(x, df)")),
    ]

    /// Component ids carry the neighbours' class, then classes, from 1: `probability.3.1.2`.
    private static func components(classes: Int) -> [Method.Component] {
        let numbers = 1...max(1, classes)
        let limit = Expression("low + f * (high - low)")
        let moves = Expression(
            """
            sum(atLeast(c, h) * atLeast(h, c) * atLeast(a, i) * atLeast(i, a) \
            * atLeast(b, j) * atLeast(j, b))
            """)
        let probability = Expression("n / sum(n_i)")
        let share = Expression("sum(pi * p)")
        var components = numbers.dropLast().map { number in
            Method.Component(
                "limit.\(number)",
                name: LocalizedText(
                    en: "upper limit of the neighbours' class \(number)",
                    ru: "верхняя граница класса соседей \(number)"),
                formula: limit)
        }
        for chain in numbers {
            for from in numbers {
                for to in numbers {
                    components.append(
                        Method.Component(
                            "transitions.\(chain).\(from).\(to)",
                            name: LocalizedText(
                                en: "moves from class \(from) to \(to), neighbours in \(chain)",
                                ru: "переходы из класса \(from) в \(to), соседи в \(chain)"),
                            formula: moves))
                }
            }
        }
        for chain in numbers {
            for from in numbers {
                for to in numbers {
                    components.append(
                        Method.Component(
                            "probability.\(chain).\(from).\(to)",
                            name: LocalizedText(
                                en:
                                    "probability of moving from \(from) to \(to), neighbours in \(chain)",
                                ru:
                                    "вероятность перехода из \(from) в \(to), соседи в \(chain)"),
                            formula: probability))
                }
            }
        }
        for chain in numbers {
            for number in numbers {
                components.append(
                    Method.Component(
                        "steadyState.\(chain).\(number)",
                        name: LocalizedText(
                            en:
                                "share of class \(number) in the steady state, neighbours in \(chain)",
                            ru:
                                "доля класса \(number) в стационарном распределении, соседи в \(chain)"
                        ),
                        formula: share))
            }
        }
        return components
    }
}

/// The chains of a context by the neighbours' class, and how each of their numbers came about.
struct SpatialMobilityRun: Sendable {
    static let placeComponents = ["neighbourIncome", "neighbourClass"]

    let own: MobilityRun
    let span: (first: Year, last: Year)
    let rule: String
    private let neighbourhoods: [[(place: Int, weight: Double)]]
    private let lags: [Year: [Outcome]]
    private let pooled: [(value: Double, place: Int, year: Year)]
    let limits: Result<[Double], Undefined>
    /// A chain a class of neighbours.
    let chains: Result<[MarkovChain], Undefined>

    /// Nil where the context lacks incomes of two years, or weights.
    init?(_ context: SpecialisationContext) {
        guard let income = IncomePerHead(context), let span = income.span,
            let weights = context.weights
        else { return nil }
        self.span = span
        rule = weights.rule
        let own = MobilityRun(income: income, classes: context.parameters.markovClasses)
        self.own = own
        let neighbourhoods = weights.neighbourhoods(of: income.places.map(\.code))
        self.neighbourhoods = neighbourhoods
        var lags: [Year: [Outcome]] = [:]
        for year in income.years {
            lags[year] = neighbourhoods.map { all in
                Outcome { () throws(Undefined) in
                    guard !all.isEmpty else { throw .noNeighbour }
                    let known = SpatialMobilityRun.known(all, own.relative[year] ?? [])
                    guard !known.isEmpty else { throw .missing("r_s") }
                    return known.map { $0.weight * $0.income }.compensatedSum()
                        / known.map(\.weight).compensatedSum()
                }
            }
        }
        self.lags = lags
        let pooled = MobilityRun.pool(lags, years: income.years)
        self.pooled = pooled
        let limits = Result<[Double], Undefined> { () throws(Undefined) in
            _ = try own.limits.get()
            return try quantileLimits(of: pooled.map(\.value), classes: own.classes)
        }
        self.limits = limits
        chains = Result { () throws(Undefined) in
            let lagLimits = try limits.get()
            let ownLimits = try own.limits.get()
            var counts = Array(
                repeating: Matrix(rows: own.classes, columns: own.classes), count: own.classes)
            for move in own.moves {
                guard let lag = lags[move.year]?[move.place].value else { continue }
                let chain = classNumber(of: lag, limits: lagLimits)
                let from = classNumber(of: move.from, limits: ownLimits)
                counts[chain][from, classNumber(of: move.to, limits: ownLimits)] += 1
            }
            var chains: [MarkovChain] = []
            for matrix in counts { chains.append(try MarkovChain(counts: matrix)) }
            return chains
        }
    }

    /// The neighbours that have an income.
    private static func known(
        _ neighbours: [(place: Int, weight: Double)], _ incomes: [Outcome]
    ) -> [(place: Int, weight: Double, income: Double)] {
        neighbours.compactMap { neighbour in
            guard incomes.indices.contains(neighbour.place),
                let income = incomes[neighbour.place].value
            else { return nil }
            return (neighbour.place, neighbour.weight, income)
        }
    }

    /// The places that a place's neighbours' income rests on.
    func neighbours(_ place: Int, _ year: Year) -> (
        places: [Int], weights: [Double], incomes: [Double]
    ) {
        let known = SpatialMobilityRun.known(neighbourhoods[place], own.relative[year] ?? [])
        return (known.map(\.place), known.map(\.weight), known.map(\.income))
    }

    // MARK: - Outcomes

    func outcome(of component: String, place: Int, year: Year) -> Outcome {
        guard let lag = lags[year]?[place] else { return .undefined(.missing("r_s")) }
        guard component == "neighbourClass", let value = lag.value else { return lag }
        return Outcome { () throws(Undefined) in
            Double(classNumber(of: value, limits: try limits.get()) + 1)
        }
    }

    func outcome(of component: String) -> Outcome {
        let (name, numbers) = MobilityRun.parts(of: component)
        return Outcome { () throws(Undefined) in
            switch name {
            case "limit": return try limits.get()[numbers[0] - 1]
            case "transitions":
                return try chains.get()[numbers[0] - 1].counts[numbers[1] - 1, numbers[2] - 1]
            case "probability":
                return try chains.get()[numbers[0] - 1].probability(
                    from: numbers[1] - 1, to: numbers[2] - 1)
            case "steadyState":
                return try chains.get()[numbers[0] - 1].steadyState()[numbers[1] - 1]
            default: break
            }
            let test = try homogeneityTest(try chains.get().map(\.counts))
            switch name {
            case "chiSquared": return test.chiSquared
            case "likelihoodRatio": return test.likelihoodRatio
            case "degreesOfFreedom": return Double(test.degreesOfFreedom)
            default:
                let p =
                    name == "chiSquaredPValue" ? test.chiSquaredPValue : test.likelihoodRatioPValue
                guard let p else { throw .outOfRange }
                return p
            }
        }
    }

    // MARK: - Bindings

    private func result(_ component: String, key: ResultKey) -> InputReference {
        var part = key
        part.component = component
        return .result(method: "spatial-income-mobility", part)
    }

    private func relativeIncome(_ place: Int, _ year: Year) -> InputReference {
        .result(
            method: "income-mobility",
            ResultKey(
                place: own.income.places[place].code, year: year, component: "relativeIncome"))
    }

    func placeBindings(_ component: String, place: Int, year: Year) -> [Derivation.Binding] {
        guard let lag = outcome(of: "neighbourIncome", place: place, year: year).value else {
            return []
        }
        if component == "neighbourClass" {
            guard let limits = try? limits.get() else { return [] }
            let key = ResultKey(year: span.last, from: span.first)
            let own = ResultKey(place: own.income.places[place].code, year: year)
            return [
                Derivation.Binding(
                    "limit", .list(limits),
                    from: limits.indices.map { result("limit.\($0 + 1)", key: key) }),
                Derivation.Binding("r", lag, from: result("neighbourIncome", key: own)),
            ]
        }
        let known = neighbours(place, year)
        return [
            Derivation.Binding(
                "w", .list(known.weights), from: known.places.map { _ in .parameter("weights") }),
            Derivation.Binding(
                "r_s", .list(known.incomes), from: known.places.map { relativeIncome($0, year) }),
        ]
    }

    func chainBindings(_ component: String, key: ResultKey) -> [Derivation.Binding] {
        let (name, numbers) = MobilityRun.parts(of: component)
        guard let chains = try? chains.get() else { return [] }
        func list(_ symbol: String, _ values: [Double], _ ids: [String]) -> Derivation.Binding {
            Derivation.Binding(symbol, .list(values), from: ids.map { result($0, key: key) })
        }
        let all = 1...own.classes
        switch name {
        case "limit":
            return MobilityRun.limitBindings(numbers[0], of: own.classes, pooled: pooled) { entry in
                result(
                    "neighbourIncome",
                    key: ResultKey(
                        place: own.income.places[entry.place].code, year: entry.year))
            }
        case "transitions": return moveBindings(numbers)
        case "probability":
            let ids = all.map { "transitions.\(numbers[0]).\(numbers[1]).\($0)" }
            let row = Array(chains[numbers[0] - 1].counts.row(numbers[1] - 1))
            return [
                list("n_i", row, ids),
                Derivation.Binding(
                    "n", row[numbers[2] - 1], from: result(ids[numbers[2] - 1], key: key)),
            ]
        case "steadyState":
            let chain = chains[numbers[0] - 1]
            guard let shares = try? chain.steadyState(), let p = try? chain.probabilities() else {
                return []
            }
            return [
                list("pi", shares, all.map { "steadyState.\(numbers[0]).\($0)" }),
                list(
                    "p", p.column(numbers[1] - 1),
                    all.map { "probability.\(numbers[0]).\($0).\(numbers[1])" }),
            ]
        case "chiSquaredPValue", "likelihoodRatioPValue":
            let statistic = name == "chiSquaredPValue" ? "chiSquared" : "likelihoodRatio"
            return [("x", statistic), ("df", "degreesOfFreedom")].compactMap { symbol, id in
                outcome(of: id).value.map {
                    Derivation.Binding(symbol, $0, from: result(id, key: key))
                }
            }
        default: return testBindings(name, chains: chains, key: key)
        }
    }

    private func testBindings(
        _ name: String, chains: [MarkovChain], key: ResultKey
    ) -> [Derivation.Binding] {
        let terms = HomogeneityCells(chains.map(\.counts))
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        if name == "degreesOfFreedom" {
            let reached = note("classes reached from a class", "классы, достигнутые из класса")
            let leaving = note("chains that left a class", "цепи, покидавшие класс")
            return [
                Derivation.Binding(
                    "q", .list(terms.reached), from: terms.reached.map { _ in reached }),
                Derivation.Binding(
                    "v", .list(terms.leaving), from: terms.leaving.map { _ in leaving }),
            ]
        }
        let cells = name == "chiSquared" ? terms.cells : terms.cells.filter { $0.count > 0 }
        let pooled = note("probability over all chains", "вероятность по всем цепям")
        let departures = note(
            "moves out of the class in the chain", "переходы из класса в этой цепи")
        func id(_ cell: HomogeneityCells.Cell, _ name: String) -> InputReference {
            result("\(name).\(cell.chain + 1).\(cell.from + 1).\(cell.to + 1)", key: key)
        }
        return [
            Derivation.Binding(
                "p_m", .list(cells.map(\.own)), from: cells.map { id($0, "probability") }),
            Derivation.Binding("p", .list(cells.map(\.pooled)), from: cells.map { _ in pooled }),
            name == "chiSquared"
                ? Derivation.Binding(
                    "n_m", .list(cells.map(\.departures)), from: cells.map { _ in departures })
                : Derivation.Binding(
                    "n", .list(cells.map(\.count)), from: cells.map { id($0, "transitions") }),
        ]
    }

    private func moveBindings(_ numbers: [Int]) -> [Derivation.Binding] {
        guard let limits = try? limits.get() else { return [] }
        let moves = own.moves.compactMap { move in
            lags[move.year]?[move.place].value.map { (move: move, lag: $0) }
        }
        let counted = LocalizedText(en: "the class that is counted", ru: "учитываемый класс")
        return own.moveBindings(of: moves.map(\.move), from: numbers[1], to: numbers[2]) + [
            Derivation.Binding(
                "c", .list(moves.map { Double(classNumber(of: $0.lag, limits: limits) + 1) }),
                from: moves.map {
                    result(
                        "neighbourClass",
                        key: ResultKey(
                            place: own.income.places[$0.move.place].code, year: $0.move.year))
                }),
            Derivation.Binding("h", Double(numbers[0]), from: .note(counted)),
        ]
    }
}

extension LocalizedText {
    static let needsWeights = LocalizedText(
        en: "Needs weights of neighbourhood between the places.",
        ru: "Нужны веса соседства мест.")
}

public import Numerics
public import Region
internal import Wording

/// A Markov chain counted from movements between classes (цепь Маркова).
///
///     p_ij = n_ij / Σ_j n_ij
///
/// Classes are numbered from 0 here and from 1 in results.
public struct MarkovChain: Hashable, Sendable {
    /// `n_ij`: how often a region was in class i one year and in class j the next.
    public let counts: Matrix

    /// - Throws: ``Region/Undefined``: `notAQuantity` for a count under 0, NaN or infinite;
    ///   `insufficientData` for a matrix that is not square, or is empty.
    public init(counts: Matrix) throws(Undefined) {
        guard counts.rows == counts.columns, counts.rows > 0 else {
            throw .insufficientData(have: counts.columns, need: max(1, counts.rows))
        }
        guard counts.elements.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw .notAQuantity(symbol: "n")
        }
        self.counts = counts
    }

    public var classes: Int { counts.rows }

    /// `p_ij`. Throws `insufficientData` where no region ever was in class i.
    public func probability(from: Int, to: Int) throws(Undefined) -> Double {
        let departures = counts.row(from).compensatedSum()
        guard departures > 0 else { throw .insufficientData(have: 0, need: 1) }
        return counts[from, to] / departures
    }

    /// All of `p_ij`.
    public func probabilities() throws(Undefined) -> Matrix {
        var result = counts
        for from in 0..<classes {
            for to in 0..<classes { result[from, to] = try probability(from: from, to: to) }
        }
        return result
    }

    /// The shares of the classes that reproduce themselves: `π_j = Σ_i π_i p_ij`.
    ///
    /// This is where the movements of the past would lead if they went on for ever; it is no
    /// forecast.
    ///
    /// - Throws: ``Region/Undefined``: `singular` where more than one set of classes is never left,
    ///   so that the end depends on the start; `insufficientData` where a class was never left.
    /// - Complexity: O(k³). Each share has a relative error of about 2 k² · 2⁻⁵³.
    public func steadyState() throws(Undefined) -> [Double] {
        let probabilities = try probabilities()
        let reaches = reachability(counts)
        let isRecurrent = (0..<classes).map { state in
            (0..<classes).allSatisfy { !reaches[state][$0] || reaches[$0][state] }
        }
        let recurrent = (0..<classes).filter { isRecurrent[$0] }
        guard let first = recurrent.first, recurrent.allSatisfy({ reaches[first][$0] }) else {
            throw .singular
        }
        var inner = Matrix(rows: recurrent.count, columns: recurrent.count)
        for (row, from) in recurrent.enumerated() {
            for (column, to) in recurrent.enumerated() {
                inner[row, column] = probabilities[from, to]
            }
        }
        var shares = [Double](repeating: 0, count: classes)
        for (position, share) in stationaryDistribution(inner).enumerated() {
            guard share.isFinite else { throw .outOfRange }
            shares[recurrent[position]] = share
        }
        return shares
    }

    /// Steps a region stays in a class on average: `1 / (1 − p_ii)`.
    ///
    /// - Throws: `outOfRange` where the class is never left; `insufficientData` where it is empty.
    public func sojourn(in state: Int) throws(Undefined) -> Double {
        let leaving = 1 - (try probability(from: state, to: state))
        guard leaving > 0 else { throw .outOfRange }
        return 1 / leaving
    }

    /// Steps until a region of class i first is in class j, on average; on the diagonal, until it
    /// returns: `m_ij = 1 + Σ_{k ≠ j} p_ik m_kj`.
    ///
    /// - Throws: ``Region/Undefined``: `singular` where not every class reaches every other.
    /// - Source: Kemeny and Snell (1976), chapter 4.
    public func firstPassage() throws(Undefined) -> Matrix {
        let probabilities = try probabilities()
        guard reachability(counts).allSatisfy({ $0.allSatisfy { $0 } }) else { throw .singular }
        var result = Matrix(rows: classes, columns: classes)
        for target in 0..<classes {
            var system = Matrix.identity(classes)
            for from in 0..<classes {
                for through in 0..<classes where through != target {
                    system[from, through] -= probabilities[from, through]
                }
            }
            let steps: [Double]
            do {
                steps = try system.solve([Double](repeating: 1, count: classes))
            } catch {
                throw .singular
            }
            guard steps.allSatisfy({ $0.isFinite && $0 >= 1 - 1e-9 }) else { throw .singular }
            for from in 0..<classes { result[from, target] = steps[from] }
        }
        return result
    }
}

/// The upper limits of the classes but the last: quantiles at equal steps (type 7).
///
/// - Throws: ``Region/Undefined``: `insufficientData` for fewer values or fewer than two classes,
///   `constantInput` where ties would leave a class empty, `notAQuantity`.
public func quantileLimits(of values: [Double], classes: Int) throws(Undefined) -> [Double] {
    guard classes >= 2 else { throw .insufficientData(have: classes, need: 2) }
    guard values.count >= classes else {
        throw .insufficientData(have: values.count, need: classes)
    }
    guard values.allSatisfy(\.isFinite) else { throw .notAQuantity(symbol: "r") }
    let sorted = values.sorted()
    let limits = (1..<classes).map { step in
        sorted.quantileOfSorted(Double(step) / Double(classes)) ?? 0
    }
    let occupied = Set(values.map { classNumber(of: $0, limits: limits) })
    guard occupied.count == classes else { throw .constantInput }
    return limits
}

/// The class of a value, from 0: how many limits it is above.
func classNumber(of value: Double, limits: [Double]) -> Int {
    limits.count { value > $0 }
}

/// Markov chain of gross regional product per head relative to the mean of the regions.
public struct IncomeMobility: IndexMethod {
    public init() {}

    public var method: Method { IncomeMobility.description(classes: 5) }

    public func results(in context: SpecialisationContext) throws -> [ResultTable] {
        try Task.checkCancellation()
        guard let income = IncomePerHead(context), let span = income.span else {
            return [IncomePerHead.emptyTable(of: method, in: context)]
        }
        let run = MobilityRun(income: income, classes: context.parameters.markovClasses)
        let method = IncomeMobility.description(classes: run.classes)
        var rows: [ResultRow] = []
        for place in income.places.indices {
            try Task.checkCancellation()
            for year in income.years {
                let remarks = income.remarks(of: [place], in: [year])
                for component in ["relativeIncome", "class"] {
                    rows.append(
                        ResultRow(
                            key: ResultKey(
                                place: income.places[place].code, year: year, component: component),
                            outcome: run.outcome(of: component, place: place, year: year),
                            quality: remarks.quality, marks: remarks.marks))
                }
            }
        }
        rows += run.chainRows(method: method, span: span, skipping: ["relativeIncome", "class"])
        return [run.table(of: method, rows: rows, in: context)]
    }

    public func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(
        of keys: [ResultKey], in context: SpecialisationContext
    ) -> [Derivation?] {
        guard let income = IncomePerHead(context), let span = income.span else {
            return keys.map { _ in nil }
        }
        let run = MobilityRun(income: income, classes: context.parameters.markovClasses)
        let method = IncomeMobility.description(classes: run.classes)
        let finder = Finder(context.panel)
        return keys.map { key in
            guard let component = method.component(key.component), key.activity == nil,
                let year = key.year
            else { return nil }
            let isOfPlace = ["relativeIncome", "class"].contains(component.id)
            if let code = key.place {
                guard isOfPlace, key.from == nil, income.years.contains(year),
                    let place = finder.places[code]
                else { return nil }
                return Derivation(
                    method: method, key: key, formula: component.formula,
                    bindings: run.placeBindings(component.id, place: place, year: year),
                    outcome: run.outcome(of: component.id, place: place, year: year),
                    notices: income.notices)
            }
            guard !isOfPlace, key.from == span.first, year == span.last else { return nil }
            return Derivation(
                method: method, key: key, formula: component.formula,
                bindings: run.chainBindings(component.id, key: key),
                outcome: run.outcome(of: component.id), notices: income.notices)
        }
    }

    /// The usual number of classes, described once: the texts are many.
    private static let withFiveClasses = describe(classes: 5)

    static func description(classes: Int) -> Method {
        classes == 5 ? withFiveClasses : describe(classes: classes)
    }

    private static func describe(classes: Int) -> Method {
        Method(
            id: "income-mobility",
            name: LocalizedText(
                en: "Mobility of regional income", ru: "Мобильность доходов регионов"),
            section: "1.13",
            components: [
                Method.Component(
                    "relativeIncome",
                    name: LocalizedText(
                        en: "income per head over the mean of the regions",
                        ru: "доход на душу к среднему по регионам"),
                    formula: Expression("(G / N) / mean(G_s / N_s)")),
                Method.Component(
                    "class", name: LocalizedText(en: "income class", ru: "класс по доходу"),
                    formula: Expression("1 + count(limit) - sum(atLeast(limit, r))")),
            ] + components(classes: classes),
            symbols: MobilityRun.symbols,
            reading: LocalizedText(
                en: """
                    Classes run from the poorest, 1, to the richest; their limits are quantiles of \
                    all years together. High probabilities on the diagonal: regions stay where they \
                    are. Steady state: where the movements of these years would lead if they went \
                    on for ever, which is no forecast.
                    """,
                ru: """
                    Классы идут от самого бедного, 1, к самому богатому; их границы — квантили всех \
                    лет вместе. Большие вероятности на диагонали: регионы остаются на местах. \
                    Стационарное распределение — к чему привели бы движения этих лет, если бы \
                    длились всегда; это не прогноз.
                    """),
            literature: [
                "Quah (1993), Empirical cross-section dynamics in economic growth",
                "Rey (2001), Spatial empirics for economic growth and convergence",
            ],
            paperTag: "P-dyn")
    }

    /// Component ids carry classes from 1: `probability.2.3`.
    private static func components(classes: Int) -> [Method.Component] {
        let numbers = 1...max(1, classes)
        let limit = Expression("low + f * (high - low)")
        let moves = Expression("sum(atLeast(a, i) * atLeast(i, a) * atLeast(b, j) * atLeast(j, b))")
        let probability = Expression("n / sum(n_i)")
        let share = Expression("sum(pi * p)")
        let sojourn = Expression("1 / (1 - p)")
        let passage = Expression("1 + sum(p * m)")
        var components = numbers.dropLast().map { number in
            Method.Component(
                "limit.\(number)",
                name: LocalizedText(
                    en: "upper limit of class \(number)", ru: "верхняя граница класса \(number)"),
                formula: limit)
        }
        for from in numbers {
            for to in numbers {
                components.append(
                    Method.Component(
                        "transitions.\(from).\(to)",
                        name: LocalizedText(
                            en: "moves from class \(from) to \(to)",
                            ru: "переходы из класса \(from) в \(to)"),
                        formula: moves))
            }
        }
        for from in numbers {
            for to in numbers {
                components.append(
                    Method.Component(
                        "probability.\(from).\(to)",
                        name: LocalizedText(
                            en: "probability of moving from class \(from) to \(to)",
                            ru: "вероятность перехода из класса \(from) в \(to)"),
                        formula: probability))
            }
        }
        for number in numbers {
            components.append(
                Method.Component(
                    "steadyState.\(number)",
                    name: LocalizedText(
                        en: "share of class \(number) in the steady state",
                        ru: "доля класса \(number) в стационарном распределении"),
                    formula: share))
        }
        for number in numbers {
            components.append(
                Method.Component(
                    "sojourn.\(number)",
                    name: LocalizedText(
                        en: "steps spent in class \(number)", ru: "шагов в классе \(number)"),
                    formula: sojourn))
        }
        for from in numbers {
            for to in numbers {
                components.append(
                    Method.Component(
                        "firstPassage.\(from).\(to)",
                        name: LocalizedText(
                            en: "steps from class \(from) until first in \(to)",
                            ru: "шагов из класса \(from) до первого попадания в \(to)"),
                        formula: passage))
            }
        }
        return components
    }
}

/// The classes and the chain of a context, and how each of their numbers came about.
struct MobilityRun: Sendable {
    let income: IncomePerHead
    let classes: Int
    /// Calendar years between two observations of a movement.
    let step: Int
    /// Relative incomes: by year, by place.
    let relative: [Year: [Outcome]]
    let limits: Result<[Double], Undefined>
    /// All relative incomes in ascending order, with where each is from.
    let pooled: [(value: Double, place: Int, year: Year)]
    let chain: Result<MarkovChain, Undefined>

    init(income: IncomePerHead, classes: Int) {
        self.income = income
        self.classes = min(12, max(2, classes))
        step = zip(income.years, income.years.dropFirst()).map { $1 - $0 }.min() ?? 1
        var relative: [Year: [Outcome]] = [:]
        for year in income.years {
            relative[year] = MobilityRun.relativeIncomes(income, year: year)
        }
        self.relative = relative
        let pooled = MobilityRun.pool(relative, years: income.years)
        var hidden: Undefined?
        for year in income.years where income.policy == .bounds {
            for case .undefined(.suppressed(let symbol)) in relative[year] ?? [] {
                hidden = .suppressed(symbol)
            }
        }
        self.pooled = pooled
        let count = self.classes
        let limits = Result<[Double], Undefined> { () throws(Undefined) in
            if let hidden { throw hidden }
            return try quantileLimits(of: pooled.map(\.value), classes: count)
        }
        self.limits = limits
        let moves = MobilityRun.moves(relative, years: income.years, step: step)
        chain = Result { () throws(Undefined) in
            let limits = try limits.get()
            var counts = Matrix(rows: count, columns: count)
            for move in moves {
                let from = classNumber(of: move.from, limits: limits)
                let to = classNumber(of: move.to, limits: limits)
                counts[from, to] += 1
            }
            return try MarkovChain(counts: counts)
        }
    }

    /// The numbers of all years in ascending order. Equal ones stay in the order of years and
    /// places.
    static func pool(
        _ outcomes: [Year: [Outcome]], years: [Year]
    ) -> [(value: Double, place: Int, year: Year)] {
        var pooled: [(value: Double, place: Int, year: Year)] = []
        for year in years {
            for (place, outcome) in (outcomes[year] ?? []).enumerated() {
                if let value = outcome.value { pooled.append((value, place, year)) }
            }
        }
        return pooled.sorted { ($0.value, $0.year, $0.place) < ($1.value, $1.year, $1.place) }
    }

    /// Every place's income over the mean of the places that have one.
    private static func relativeIncomes(_ income: IncomePerHead, year: Year) -> [Outcome] {
        do throws(Undefined) {
            let sample = try income.sample(in: [year])
            guard let mean = sample.incomes[0].mean, mean > 0, mean.isFinite else {
                throw .outOfRange
            }
            return income.places.indices.map { place in
                Outcome { () throws(Undefined) in
                    try income.value(place: place, year: year) / mean
                }
            }
        } catch {
            return income.places.map { _ in .undefined(error) }
        }
    }

    struct Move: Sendable {
        let place: Int
        let year: Year
        let from: Double
        let to: Double
    }

    /// Pairs of incomes of a place, one step apart.
    private static func moves(_ relative: [Year: [Outcome]], years: [Year], step: Int) -> [Move] {
        years.flatMap { year -> [Move] in
            guard let now = relative[year], let next = relative[year + step] else { return [] }
            return now.indices.compactMap { place in
                guard let from = now[place].value, let to = next[place].value else { return nil }
                return Move(place: place, year: year, from: from, to: to)
            }
        }
    }

    var moves: [Move] { MobilityRun.moves(relative, years: income.years, step: step) }

    // MARK: - Outcomes

    func outcome(of component: String, place: Int, year: Year) -> Outcome {
        guard let own = relative[year]?[place] else { return .undefined(.missing("G")) }
        guard component == "class", let value = own.value else { return own }
        return Outcome { () throws(Undefined) in
            Double(classNumber(of: value, limits: try limits.get()) + 1)
        }
    }

    func outcome(of component: String) -> Outcome {
        let (name, numbers) = MobilityRun.parts(of: component)
        return Outcome { () throws(Undefined) in
            switch name {
            case "limit": return try limits.get()[numbers[0] - 1]
            case "transitions": return try chain.get().counts[numbers[0] - 1, numbers[1] - 1]
            case "probability":
                return try chain.get().probability(from: numbers[0] - 1, to: numbers[1] - 1)
            case "steadyState": return try chain.get().steadyState()[numbers[0] - 1]
            case "sojourn": return try chain.get().sojourn(in: numbers[0] - 1)
            default: return try chain.get().firstPassage()[numbers[0] - 1, numbers[1] - 1]
            }
        }
    }

    /// `probability.2.3` is the name and the numbers 2 and 3.
    static func parts(of component: String) -> (name: String, numbers: [Int]) {
        let parts = component.split(separator: ".").map(String.init)
        return (parts.first ?? "", parts.dropFirst().compactMap { Int($0) })
    }

    /// Coverage, marks and quality of what rests on all years.
    var remarks: (coverage: Double, marks: Marks, quality: Quality) {
        var remarks: (coverage: Double, marks: Marks, quality: Quality) = (1, [], .computed)
        for year in income.years {
            let sampled = (try? income.sample(in: [year]).places) ?? []
            let yearly = income.remarks(of: sampled, in: [year])
            remarks.coverage = min(remarks.coverage, yearly.coverage)
            remarks.marks.formUnion(yearly.marks)
            remarks.quality = max(remarks.quality, yearly.quality)
        }
        if income.places.count < 5 * classes { remarks.marks.insert(.fewRegions) }
        return remarks
    }

    func chainRows(
        method: Method, span: (first: Year, last: Year), skipping: Set<String>
    ) -> [ResultRow] {
        let remarks = remarks
        return method.components.map(\.id).filter { !skipping.contains($0) }.map { component in
            ResultRow(
                key: ResultKey(year: span.last, from: span.first, component: component),
                outcome: outcome(of: component), coverage: remarks.coverage,
                quality: remarks.quality, marks: remarks.marks)
        }
    }

    func table(
        of method: Method, rows: [ResultRow], in context: SpecialisationContext,
        more: [ResultTable.Parameter] = []
    ) -> ResultTable {
        ResultTable(
            method: method, measure: income.product.measure,
            classification: context.panel.classification,
            parameters: [
                ResultTable.Parameter("markovClasses", "\(classes)"),
                ResultTable.Parameter("yearsAStep", "\(step)"),
            ] + more,
            rows: rows, notices: income.notices)
    }

    // MARK: - Bindings

    static let symbols: [Method.Symbol] = [
        ("G", "gross regional product of the place", "ВРП места"),
        ("N", "population of the place", "население места"),
        ("G_s", "gross regional product of every place", "ВРП каждого места"),
        ("N_s", "population of every place", "население каждого места"),
        ("r", "income relative to the mean", "доход относительно среднего"),
        ("limit", "upper limits of the classes", "верхние границы классов"),
        ("low", "pooled income below the limit", "доход из общего ряда ниже границы"),
        ("high", "pooled income above the limit", "доход из общего ряда выше границы"),
        ("f", "fraction of the way from one to the other", "доля пути между ними"),
        ("a", "classes before each move", "классы до каждого перехода"),
        ("b", "classes after each move", "классы после каждого перехода"),
        ("i", "the class that is left", "класс, из которого переходят"),
        ("j", "the class that is reached", "класс, в который переходят"),
        ("n", "moves counted", "число переходов"),
        ("n_i", "all moves out of the class", "все переходы из класса"),
        ("p", "probabilities of moving", "вероятности перехода"),
        ("pi", "shares in the steady state", "доли в стационарном распределении"),
        ("m", "steps from the other classes", "шаги из других классов"),
    ].map { Method.Symbol($0.0, LocalizedText(en: $0.1, ru: $0.2)) }

    private func result(_ component: String, key: ResultKey) -> InputReference {
        var part = key
        part.component = component
        return .result(method: "income-mobility", part)
    }

    func placeBindings(_ component: String, place: Int, year: Year) -> [Derivation.Binding] {
        let own = outcome(of: "relativeIncome", place: place, year: year)
        guard let value = own.value else { return [] }
        if component == "class" {
            guard let limits = try? limits.get(), let span = income.span else { return [] }
            let key = ResultKey(year: span.last, from: span.first)
            return [
                Derivation.Binding(
                    "limit", .list(limits),
                    from: limits.indices.map { result("limit.\($0 + 1)", key: key) }),
                Derivation.Binding(
                    "r", value,
                    from: result(
                        "relativeIncome",
                        key: ResultKey(place: income.places[place].code, year: year))),
            ]
        }
        let sampled = (try? income.sample(in: [year]).places) ?? []
        let single = income.bindings(of: [place], year: year, product: "G", population: "N").map {
            Derivation.Binding(
                $0.symbol, .number($0.value.elements[0]), unit: $0.unit, from: $0.references)
        }
        return single
            + income.bindings(of: sampled, year: year, product: "G_s", population: "N_s")
    }

    func chainBindings(_ component: String, key: ResultKey) -> [Derivation.Binding] {
        let (name, numbers) = MobilityRun.parts(of: component)
        guard let chain = try? chain.get() else { return [] }
        func list(_ symbol: String, _ values: [Double], _ ids: [String]) -> Derivation.Binding {
            Derivation.Binding(symbol, .list(values), from: ids.map { result($0, key: key) })
        }
        let all = 1...classes
        switch name {
        case "limit":
            return MobilityRun.limitBindings(numbers[0], of: classes, pooled: pooled) { entry in
                result(
                    "relativeIncome",
                    key: ResultKey(place: income.places[entry.place].code, year: entry.year))
            }
        case "transitions": return moveBindings(of: moves, from: numbers[0], to: numbers[1])
        case "probability":
            let ids = all.map { "transitions.\(numbers[0]).\($0)" }
            let row = Array(chain.counts.row(numbers[0] - 1))
            return [
                list("n_i", row, ids),
                Derivation.Binding(
                    "n", row[numbers[1] - 1], from: result(ids[numbers[1] - 1], key: key)),
            ]
        case "steadyState":
            guard let shares = try? chain.steadyState(), let p = try? chain.probabilities() else {
                return []
            }
            return [
                list("pi", shares, all.map { "steadyState.\($0)" }),
                list(
                    "p", p.column(numbers[0] - 1), all.map { "probability.\($0).\(numbers[0])" }),
            ]
        case "sojourn":
            guard let p = try? chain.probability(from: numbers[0] - 1, to: numbers[0] - 1) else {
                return []
            }
            let id = "probability.\(numbers[0]).\(numbers[0])"
            return [Derivation.Binding("p", p, from: result(id, key: key))]
        default:
            guard let steps = try? chain.firstPassage(), let p = try? chain.probabilities() else {
                return []
            }
            let others = all.filter { $0 != numbers[1] }
            return [
                list(
                    "p", others.map { p[numbers[0] - 1, $0 - 1] },
                    others.map { "probability.\(numbers[0]).\($0)" }),
                list(
                    "m", others.map { steps[$0 - 1, numbers[1] - 1] },
                    others.map { "firstPassage.\($0).\(numbers[1])" }),
            ]
        }
    }

    /// The two numbers beside a limit and the fraction of the way between them.
    static func limitBindings(
        _ number: Int, of classes: Int, pooled: [(value: Double, place: Int, year: Year)],
        reference: ((value: Double, place: Int, year: Year)) -> InputReference
    ) -> [Derivation.Binding] {
        guard !pooled.isEmpty else { return [] }
        let position = Double(number) / Double(classes) * Double(pooled.count - 1)
        let below = Int(position.rounded(.down))
        let beside = [("low", pooled[below]), ("high", pooled[min(below + 1, pooled.count - 1)])]
        let fraction = LocalizedText(
            en: "fraction of the way between two ranks", ru: "доля пути между двумя рангами")
        return beside.map { symbol, entry in
            Derivation.Binding(symbol, entry.value, from: reference(entry))
        } + [Derivation.Binding("f", position - Double(below), from: .note(fraction))]
    }

    func moveBindings(of moves: [Move], from: Int, to: Int) -> [Derivation.Binding] {
        guard let limits = try? limits.get() else { return [] }
        func list(_ symbol: String, _ income: (Move) -> Double, yearsLater: Int)
            -> Derivation.Binding
        {
            Derivation.Binding(
                symbol,
                .list(moves.map { Double(classNumber(of: income($0), limits: limits) + 1) }),
                from: moves.map {
                    result(
                        "class",
                        key: ResultKey(
                            place: self.income.places[$0.place].code, year: $0.year + yearsLater))
                })
        }
        let counted = LocalizedText(en: "the class that is counted", ru: "учитываемый класс")
        return [
            list("a", \.from, yearsLater: 0), list("b", \.to, yearsLater: step),
            Derivation.Binding("i", Double(from), from: .note(counted)),
            Derivation.Binding("j", Double(to), from: .note(counted)),
        ]
    }
}

internal import InputOutput
internal import Numerics
internal import Region
internal import Wording

/// How sure the effects of a project are, as far as the ranges behind them say (METHODS 7.1, 8.4).
struct EffectRangeMethod: FindingMethod {
    typealias Context = EffectContext

    let scope = MethodScope.regions

    private static let quantiles = [("P10", 0.1), ("P50", 0.5), ("P90", 0.9)]

    private static let outcomes = [
        (
            "valueAdded",
            LocalizedText(
                en: "value added, own and suppliers', millions a year",
                ru: "добавленная стоимость, своя и поставщиков, млн в год")
        ),
        (
            "jobs",
            LocalizedText(en: "jobs, own and suppliers'", ru: "рабочие места, свои и поставщиков")
        ),
        (
            "tax",
            LocalizedText(en: "tax to the region, millions a year", ru: "налоги региону, млн в год")
        ),
    ]

    let method = Method(
        id: "effect-ranges", version: 2,
        name: LocalizedText(en: "Ranges of effects", ru: "Диапазоны эффектов"),
        section: "8.4",
        components: outcomes.flatMap { id, name in
            quantiles.map { suffix, share in
                Method.Component(
                    id + suffix,
                    name: LocalizedText(
                        en: "\(name.english): \(Int(share * 100)) of 100 are under",
                        ru: "\(name.russian): ниже — \(Int(share * 100)) случаев из 100"),
                    formula: Expression("q"))
            }
        },
        symbols: [
            Method.Symbol(
                "q",
                LocalizedText(
                    en:
                        "of all draws: sales, or amounts and prices of goods, or sales for investment, and wages, pay and tax from their ranges (PERT where no distribution is named), δ anywhere within 0.1 of its value",
                    ru:
                        "по всем случаям: продажи (или объёмы и цены продукции, или отношение продаж к инвестициям), доля оплаты, стоимость места и налоги — из своих диапазонов (PERT, если не названо иное распределение), δ — в пределах 0,1 от значения"
                ))
        ],
        reading: LocalizedText(
            en:
                "Half of the draws are on either side of the middle one, eight of ten between the outer two. A range is only as good as those it is drawn from; what no range says, as whether the plant is built at all or finds buyers, is not in it.",
            ru:
                "Половина случаев — по каждую сторону от среднего, восемь из десяти — между крайними. Диапазон не лучше тех, из которых он разыгран; того, о чём диапазоны не говорят, — построят ли завод, найдёт ли он сбыт, — в нём нет."
        ),
        literature: [
            "Malcolm, Roseboom, Clark and Fazar (1959), PERT",
            "Saltelli et al. (2008), Global sensitivity analysis",
        ],
        paperTag: "P-econ")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let model = context.model() else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        findings.parameters = [
            .init("draws", "\(context.parameters.draws)"),
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        let ladder = DeltaLadder(model)
        let shared = SharedRanges(context)
        for (index, project) in context.projects.enumerated() {
            if Task.isCancelled { throw CancellationError() }
            let card = ProjectCard(project, model, context)
            guard let outcome = EffectOutcome(card, ladder, shared) else { continue }
            let note = LocalizedText(
                en: "\(context.parameters.draws) draws", ru: "случаев: \(context.parameters.draws)")
            for ((id, _), values) in zip(Self.outcomes, outcome.draws(project: index)) {
                guard let values else { continue }
                for (suffix, share) in Self.quantiles {
                    findings.list.append(
                        Finding(
                            method, card.key(id + suffix),
                            bindings: [
                                Derivation.Binding(
                                    "q", values.quantileOfSorted(share) ?? 0, from: .note(note))
                            ], quality: .assumption))
                }
            }
        }
        if findings.list.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs projects with an activity and an investment or sales (projects.csv).",
                    ru:
                        "Нужны проекты с видом деятельности и инвестициями или продажами (projects.csv)."
                ))
        }
        return findings
    }
}

/// Multipliers of value added at some δ around its value; between them they are taken as straight.
struct DeltaLadder: Sendable {
    /// From δ less 0.1 to δ more 0.1; one where the table has no δ.
    private let steps: [[Double]]
    /// The same of jobs by figures.
    private let jobs: [[Double]]?

    init(_ model: EffectModel) {
        var models = [model.economy.model]
        if let delta = model.economy.delta {
            let around = [-0.1, -0.05, 0, 0.05, 0.1].compactMap {
                try? model.economy.model(atDelta: delta + $0)
            }
            if around.count == 5 { models = around }
        }
        steps = models.map { $0.multipliers(of: model.added) }
        jobs = model.accounts.first { $0.account.measure.account == .employment }.map { account in
            let unit = account.account.measure.unit.factor
            return models.map { $0.multipliers(of: account.perOutput).map { $0 * unit } }
        }
    }

    /// - Parameter place: 0 at the lower end, 1 at the upper.
    func valueAdded(_ industry: Int, at place: Double) -> Double {
        Self.value(steps, industry, place)
    }

    func jobs(_ industry: Int, at place: Double) -> Double? {
        jobs.map { Self.value($0, industry, place) }
    }

    private static func value(_ steps: [[Double]], _ industry: Int, _ place: Double) -> Double {
        let position = place * Double(steps.count - 1)
        let below = min(steps.count - 1, Int(position))
        let above = min(steps.count - 1, below + 1)
        let part = position - Double(below)
        return steps[below][industry] * (1 - part) + steps[above][industry] * part
    }
}

/// A number that the effects of a project rest on.
enum EffectInput: Hashable, Sendable {
    /// What is sold a year, or what is sold for what is invested.
    case sales
    /// Where δ is between its ends.
    case delta
    case wageShare, meanPay, taxShare, exchangeRate
    case price(of: String)
    case amount(of: String)

    var code: String {
        switch self {
        case .sales: "sales"
        case .delta: "delta"
        case .wageShare: Assumption.Name.wageShare.rawValue
        case .meanPay: Assumption.Name.meanPay.rawValue
        case .taxShare: Assumption.Name.regionalTaxShare.rawValue
        case .exchangeRate: Assumption.Name.exchangeRate.rawValue
        case .price(let product): "price:\(product)"
        case .amount(let product): "amount:\(product)"
        }
    }

    /// Those that the effects of all projects rest on, in the order of the draws.
    static let shared = [sales, delta, wageShare, meanPay, taxShare]
}

/// The numbers behind ``EffectInput/shared``, with the ratio of sales to investment for projects
/// that state no sales.
struct SharedRanges {
    let numbers: UncertainNumbers
    let exchangeRate: Uncertain

    init(_ context: EffectContext) {
        func range(_ name: Assumption.Name) -> Uncertain {
            context.flows.assumptions[name]?.range.distribution ?? .certain(1)
        }
        numbers = UncertainNumbers([
            range(.outputToInvestment), .uniform(low: 0, high: 1), range(.wageShare),
            range(.meanPay), range(.regionalTaxShare),
        ])
        exchangeRate = range(.exchangeRate)
    }
}

/// How the sales of a project follow from what is drawn.
struct UncertainSales: Sendable {
    private struct Part: Sendable {
        /// Millions for a product of ones.
        let worth: Double
        /// Places among the numbers.
        let factors: [Int]
    }

    let inputs: [EffectInput]
    let numbers: UncertainNumbers
    private let parts: [Part]

    init(_ card: ProjectCard, sales: Double, _ shared: SharedRanges) {
        guard !card.goods.isEmpty else {
            let stated = card.areSalesAssumed ? nil : card.project.outputRange.distribution
            let expected =
                card.areSalesAssumed
                ? card.context.flows.assumptions[.outputToInvestment]?.value ?? 1
                : card.project.output ?? 1
            inputs = EffectInput.shared
            numbers =
                card.areSalesAssumed
                ? shared.numbers : shared.numbers.replacing(0, with: stated ?? .certain(expected))
            parts = [Part(worth: expected == 0 ? 0 : sales / expected, factors: [0])]
            return
        }
        var inputs = EffectInput.shared
        var more: [Uncertain] = []
        func place(_ input: EffectInput, _ distribution: Uncertain?) -> Int {
            if let known = inputs.firstIndex(of: input) { return known }
            inputs.append(input)
            more.append(distribution ?? .certain(0))
            return inputs.count - 1
        }
        var parts: [Part] = []
        for good in card.goods {
            var factors = [
                place(.price(of: good.product), good.price.distribution),
                place(.amount(of: good.product), good.amount.distribution),
            ]
            if good.isAtRate { factors.append(place(.exchangeRate, shared.exchangeRate)) }
            parts.append(Part(worth: good.worth * card.scale, factors: factors))
        }
        self.inputs = inputs
        self.parts = parts
        numbers = shared.numbers.replacing(0, with: .certain(1)).appending(more)
    }

    /// Millions a year.
    func callAsFunction(_ values: UnsafeBufferPointer<Double>) -> Double {
        parts.reduce(0) { sum, part in
            sum + part.factors.reduce(part.worth) { $0 * values[$1] }
        }
    }

    /// What moves them.
    var moving: [EffectInput] {
        Set(parts.flatMap(\.factors)).sorted().map { inputs[$0] }
    }
}

/// The effects of a project as a function of what they rest on.
struct EffectOutcome: Sendable {
    enum Effect: String, CaseIterable {
        case valueAdded, jobs, tax
    }

    /// What one draw comes to; nil where nothing is known.
    struct Values {
        let added: Double
        let jobs: Double?
        let tax: Double?

        subscript(effect: Effect) -> Double? {
            switch effect {
            case .valueAdded: added
            case .jobs: jobs
            case .tax: tax
            }
        }
    }

    let sales: UncertainSales
    private let parameters: EffectParameters
    private let ladder: DeltaLadder
    private let position: Int
    private let (wageShare, payValue): (Double, Double)
    private let own: Double
    private let addedMultiplier: Double
    /// Jobs of a million of the project's own output and of final demand.
    private let jobs: (own: Double, all: Double, isCounted: Bool)?
    private let ownJobs: Double?
    /// Tax of a million of final demand, and whether it is counted and not assumed.
    private let tax: (rate: Double, isCounted: Bool)?

    /// - Returns: nil for a project without sales in an industry of the region.
    init?(_ card: ProjectCard, _ ladder: DeltaLadder, _ shared: SharedRanges) {
        guard let sales = card.sales, let position = card.position else { return nil }
        let assumptions = card.context.flows.assumptions
        self.sales = UncertainSales(card, sales: sales * card.scale, shared)
        parameters = card.context.parameters
        self.ladder = ladder
        self.position = position
        wageShare = assumptions[.wageShare]?.value ?? 1
        payValue = assumptions[.meanPay]?.value ?? 1
        own = card.model.added[position]
        addedMultiplier = card.model.addedMultipliers[position]
        jobs = card.jobs.map { jobs in
            (jobs.own[position], jobs.multipliers[position], jobs.account != nil)
        }
        ownJobs = card.project.jobs
        tax = card.taxes.map { ($0.multipliers[position], $0.account != nil) }
    }

    func isKnown(_ effect: Effect) -> Bool {
        switch effect {
        case .valueAdded: true
        case .jobs: jobs != nil
        case .tax: tax != nil
        }
    }

    /// What an effect is reckoned from.
    func inputs(of effect: Effect) -> [EffectInput] {
        let common = sales.moving + [.delta]
        return switch effect {
        case .valueAdded: common
        case .jobs: jobs?.isCounted == true ? common : common + [.wageShare, .meanPay]
        case .tax: tax?.isCounted == true ? common : common + [.taxShare]
        }
    }

    /// - Parameter values: In the order of the inputs of ``sales``.
    func callAsFunction(_ values: UnsafeBufferPointer<Double>) -> Values {
        let money = sales(values)
        let multiplier = ladder.valueAdded(position, at: values[1])
        let people = jobs.map { jobs in
            var (first, all) = (jobs.own, jobs.all)
            if jobs.isCounted {
                all = ladder.jobs(position, at: values[1]) ?? all
            } else {
                first *= (values[2] / wageShare) / (values[3] / payValue)
                all = first * multiplier / own
            }
            return ownJobs.map { $0 + money * (all - first) } ?? money * all
        }
        let budget = tax.map { tax in
            tax.isCounted
                ? money * (tax.rate * multiplier / addedMultiplier)
                : money * (values[4] * multiplier)
        }
        return Values(added: money * multiplier, jobs: people, tax: budget)
    }

    /// Each effect in many draws, in ascending order; nil for what is not known.
    ///
    /// - Parameter project: Keeps the random numbers of one project apart from another's.
    func draws(project: Int) -> [[Double]?] {
        var drawn: [Values] = []
        for draw in 0..<parameters.draws {
            var random = RandomStream(
                seed: parameters.seed, stream: UInt64(project) << 32 | UInt64(draw))
            drawn.append(sales.numbers.draw(&random).withUnsafeBufferPointer { self($0) })
        }
        return Effect.allCases.map { effect in
            isKnown(effect) ? drawn.compactMap { $0[effect] }.sorted() : nil
        }
    }
}

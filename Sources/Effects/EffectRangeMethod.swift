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
        id: "effect-ranges",
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
                        "of all draws: sales, or sales for investment where they are not stated, wages, pay and tax from their ranges (PERT), δ anywhere within 0.1 of its value",
                    ru:
                        "по всем случаям: продажи (если не названы — отношение продаж к инвестициям), доля оплаты, стоимость места и налогов — из своих диапазонов (PERT), δ — в пределах 0,1 от значения"
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
        let tables = EffectTables(context)
        for (index, project) in context.projects.enumerated() {
            if Task.isCancelled { throw CancellationError() }
            let card = ProjectCard(project, model, context)
            guard let draws = EffectDraws(card, ladder, tables, project: index) else { continue }
            let note = LocalizedText(
                en: "\(context.parameters.draws) draws", ru: "случаев: \(context.parameters.draws)")
            for ((id, _), values) in zip(Self.outcomes, draws.outcomes) {
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
struct DeltaLadder {
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

/// Quantiles of what all projects rest on, worked out once.
struct EffectTables {
    let ratio: QuantileTable?
    let wage: QuantileTable?
    let pay: QuantileTable?
    let tax: QuantileTable?

    init(_ context: EffectContext) {
        func table(_ name: Assumption.Name) -> QuantileTable? {
            context.flows.assumptions[name].map { found in
                QuantileTable(
                    RangedNumber(low: found.low, middle: found.value, high: found.high)
                        .distribution ?? .certain(found.value))
            }
        }
        ratio = table(.outputToInvestment)
        wage = table(.wageShare)
        pay = table(.meanPay)
        tax = table(.regionalTaxShare)
    }
}

extension ProjectCard {
    /// Quantiles of the sales that the project states; nil where it gives no range of them.
    fileprivate var statedSales: QuantileTable? {
        guard priced == nil, let output = project.output, output > 0,
            let distribution = RangedNumber(
                low: project.outputLow, middle: output, high: project.outputHigh
            ).distribution, !distribution.isCertain
        else { return nil }
        return QuantileTable(distribution)
    }
}

/// Draws of a project's effects, each outcome in ascending order.
struct EffectDraws {
    /// Value added, jobs, tax; nil where nothing is known.
    let outcomes: [[Double]?]

    /// - Parameter project: Keeps the random numbers of one project apart from another's.
    /// - Returns: nil for a project without sales in an industry of the region.
    init?(_ card: ProjectCard, _ ladder: DeltaLadder, _ tables: EffectTables, project: Int) {
        guard let sales = card.sales, let position = card.position else { return nil }
        let assumptions = card.context.flows.assumptions
        let ratio = card.areSalesAssumed ? tables.ratio : card.statedSales
        let expected =
            card.areSalesAssumed
            ? assumptions[.outputToInvestment]?.value ?? 1 : card.project.output ?? 1
        let (wage, pay, tax) = (tables.wage, tables.pay, tables.tax)
        let wageShare = assumptions[.wageShare]?.value ?? 1
        let payValue = assumptions[.meanPay]?.value ?? 1
        let taxShare = assumptions[.regionalTaxShare]?.value ?? 1
        let (jobs, taxes) = (card.jobs, card.taxes)
        let own = card.model.added[position]
        let parameters = card.context.parameters
        let source = CorrelatedDraws(independent: 5)
        var added: [Double] = []
        var people: [Double] = []
        var budgets: [Double] = []
        for draw in 0..<parameters.draws {
            var random = RandomStream(
                seed: parameters.seed, stream: UInt64(project) << 32 | UInt64(draw))
            let normals = source.draw(&random)
            let money =
                sales * card.scale
                * (ratio.map { $0.value(atNormal: normals[0]) / expected } ?? 1)
            let place = Distributions.normalCumulative(normals[1]) ?? 0.5
            let multiplier = ladder.valueAdded(position, at: place)
            added.append(money * multiplier)
            let wages = (wage?.value(atNormal: normals[2]) ?? wageShare) / wageShare
            if let jobs {
                var (first, all) = (jobs.own[position], jobs.multipliers[position])
                if jobs.account == nil {
                    let rate = wages / ((pay?.value(atNormal: normals[3]) ?? payValue) / payValue)
                    first *= rate
                    all = first * multiplier / own
                } else {
                    all = ladder.jobs(position, at: place) ?? all
                }
                people.append(
                    card.project.jobs.map { $0 + money * (all - first) } ?? money * all)
            }
            if let taxes {
                let rate =
                    taxes.account == nil
                    ? (tax?.value(atNormal: normals[4]) ?? taxShare) * multiplier
                    : taxes.multipliers[position] * multiplier
                        / card.model.addedMultipliers[position]
                budgets.append(money * rate)
            }
        }
        outcomes = [
            added.sorted(), people.isEmpty ? nil : people.sorted(),
            budgets.isEmpty ? nil : budgets.sorted(),
        ]
    }
}

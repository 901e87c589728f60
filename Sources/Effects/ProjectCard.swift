internal import InputOutput
internal import Numerics
internal import Region
internal import Wording

/// A project beside the region's economy.
struct ProjectCard {
    let project: Project
    let model: EffectModel
    let context: EffectContext
    /// In the unit of the investment.
    let investment: Double?
    let sales: Double?
    let areSalesAssumed: Bool
    /// Goods at their prices, where the sales follow from them.
    let goods: [PricedGood]
    /// The place of its industry among those of the region.
    let position: Int?
    let money: Unit

    init(_ project: Project, _ model: EffectModel, _ context: EffectContext) {
        self.project = project
        self.model = model
        self.context = context
        let money = project.investmentUnit ?? project.outputUnit ?? .one
        self.money = money
        investment = project.investmentUnit == nil ? nil : project.investment
        position = project.activity.flatMap { context.industries[$0] }.flatMap(model.position)
        if let output = project.output, let unit = project.outputUnit,
            let converted = unit.convert(output, to: money)
        {
            (sales, areSalesAssumed, goods) = (converted, false, [])
        } else if let goods = PricedGood.all(of: project, in: money, context) {
            let rate = context.flows.assumptions[.exchangeRate]?.value ?? 1
            let worth = goods.map { good in
                good.worth * (good.amount.central ?? 0) * (good.price.central ?? 0)
                    * (good.isAtRate ? rate : 1)
            }
            (sales, areSalesAssumed, self.goods) = (worth.compensatedSum(), false, goods)
        } else if let investment, position != nil,
            let ratio = context.flows.assumptions[.outputToInvestment]
        {
            (sales, areSalesAssumed, goods) = (investment * ratio.value, true, [])
        } else {
            (sales, areSalesAssumed, goods) = (nil, false, [])
        }
    }

    /// The goods by name, where the sales follow from them.
    private var priced: LocalizedText? {
        guard !goods.isEmpty else { return nil }
        let names = goods.map(\.product).joined(separator: ", ")
        return LocalizedText(
            en: "goods at their prices: \(names) (project_flows.csv, prices.csv)",
            ru: "продукция по ценам: \(names) (project_flows.csv, prices.csv)")
    }

    /// Millions in the project's unit of money.
    var scale: Double { money.factor / 1e6 }

    /// Years from the first of building to the last.
    var buildYears: Int {
        max(
            1,
            project.buildYears
                ?? project.startYear.flatMap { start in project.endYear.map { $0 - start + 1 } }
                ?? 2)
    }

    /// What the project takes or gives of a kind, in a common unit, in a year at full work.
    ///
    /// - Returns: nothing for amounts of other dimensions; the check of the workspace names them.
    func flows(_ kind: ProjectFlow.Kind, in unit: Unit) -> [(flow: ProjectFlow, amount: Double)] {
        context.projectFlows.filter { $0.project == project.code && $0.kind == kind }
            .compactMap { flow in
                guard let central = flow.amount.central,
                    let amount = flow.unit.convert(central, to: unit)
                else { return nil }
                return (flow, amount)
            }
    }

    /// Jobs that a million of output, and of final demand, takes, by industry of the region: by
    /// figures where there are any, else by wages over what a job costs.
    var jobs: JobRates? {
        if let account = model.accounts.first(where: { $0.account.measure.account == .employment }),
            account.account.money.isCommensurable(with: money)
        {
            let unit = account.account.measure.unit.factor
            return JobRates(
                own: account.perOutput.map { $0 * unit },
                multipliers: account.multipliers.map { $0 * unit }, account: account)
        }
        guard let pay = context.flows.assumptions[.meanPay], pay.value > 0,
            (money / pay.unit).isCommensurable(with: Unit("persons") ?? .one)
        else { return nil }
        let rate = 1e6 / (pay.value * pay.unit.factor)
        return JobRates(
            own: model.wages.map { $0 * rate },
            multipliers: model.wageMultipliers.map { $0 * rate },
            account: nil)
    }

    struct JobRates {
        let own: [Double]
        let multipliers: [Double]
        /// nil where jobs follow from pay.
        let account: RegionalAccount?
    }

    /// Tax to the region's budgets a unit of output and of final demand.
    var taxes: (own: [Double], multipliers: [Double], account: RegionalAccount?)? {
        if let account = model.accounts.first(where: { $0.account.measure.account == .tax }),
            account.account.measure.unit.isCommensurable(with: money),
            account.account.money.isCommensurable(with: money)
        {
            let unit = account.account.measure.unit.factor / 1e6
            return (
                account.perOutput.map { $0 * unit }, account.multipliers.map { $0 * unit }, account
            )
        }
        guard let share = context.flows.assumptions[.regionalTaxShare]?.value else { return nil }
        return (model.added.map { $0 * share }, model.addedMultipliers.map { $0 * share }, nil)
    }

    /// Final demand that the project brings to each industry of the region, year by year, in
    /// millions.
    func demand(years: Int) -> [[Double]]? {
        guard investment != nil || (sales != nil && position != nil) else { return nil }
        let building = buildYears
        return (1...max(1, years)).map { year in
            var demand = [Double](repeating: 0, count: model.added.count)
            if year <= building {
                for industry in demand.indices {
                    demand[industry] =
                        (investment ?? 0) * scale * model.investmentShares[industry]
                        * model.localShares[industry] / Double(building)
                }
            } else if let sales, let position {
                demand[position] = sales * scale
            }
            return demand
        }
    }
}

/// What a project puts out a year of a product, and the price of it.
struct PricedGood: Sendable {
    let product: String
    let amount: RangedNumber
    let price: RangedNumber
    /// Whether the price is in the money of the world: prices of metals are.
    let isAtRate: Bool
    /// One unit at a price, and a rate, of one, in the money of the project.
    let worth: Double

    /// - Returns: nil where the project puts out nothing, or where the price of a good is not known.
    static func all(
        of project: Project, in money: Unit, _ context: EffectContext
    ) -> [PricedGood]? {
        let flows = context.projectFlows.filter {
            $0.project == project.code && $0.kind == .output && $0.age == nil
        }
        guard !flows.isEmpty else { return nil }
        var goods: [PricedGood] = []
        for flow in flows {
            guard flow.amount.isKnown, let price = context.prices[flow.code], price.price.isKnown
            else { return nil }
            var unit = flow.unit * price.unit
            var isAtRate = false
            if !unit.isCommensurable(with: money),
                let rate = context.flows.assumptions[.exchangeRate]
            {
                unit = unit * rate.unit
                isAtRate = true
            }
            guard let worth = unit.convert(1, to: money) else { return nil }
            goods.append(
                PricedGood(
                    product: flow.code, amount: flow.amount, price: price.price,
                    isAtRate: isAtRate, worth: worth))
        }
        return goods
    }
}

// MARK: References and bindings

extension ProjectCard {
    func key(_ component: String, of part: String? = nil) -> ResultKey {
        let object = part.map { ObjectCode(rawValue: "\(project.code.rawValue)/\($0)") }
        return ResultKey(
            place: project.place, object: object ?? project.code, component: component)
    }

    func entry(_ column: String) -> InputReference {
        .entry(table: "projects", key: [project.code.rawValue], column: column)
    }

    func entry(_ name: Assumption.Name) -> InputReference {
        .entry(table: "assumptions", key: [name.rawValue], column: "value")
    }

    func own(_ component: String, of part: String? = nil) -> InputReference {
        .result(method: "project-effects", key(component, of: part))
    }

    func multiplier(_ position: Int, _ component: String) -> InputReference {
        let economy = model.economy
        return .result(
            method: "io-multipliers",
            ResultKey(
                place: context.flows.region,
                activity: economy.table.activities[economy.industries[position]],
                year: economy.table.year, component: component))
    }

    /// A result of the account of an industry.
    func account(
        _ account: RegionalAccount, _ position: Int, _ component: String
    ) -> InputReference {
        let economy = model.economy
        return .result(
            method: "environmental-extension",
            ResultKey(
                place: context.flows.region,
                activity: economy.table.activities[economy.industries[position]],
                object: ObjectCode(rawValue: account.account.measure.code.rawValue),
                year: account.account.year, component: component))
    }

    var scaleBinding: Derivation.Binding {
        Derivation.Binding(
            "k", scale, from: .note(LocalizedText(en: money.symbol, ru: money.symbol)))
    }

    /// Sales, with where they are from; nil where the project has none that an industry answers to.
    var output: Derivation.Binding? {
        guard let sales, position != nil else { return nil }
        return Derivation.Binding(
            "O", sales, unit: money,
            from: areSalesAssumed
                ? entry(.outputToInvestment) : priced.map { .note($0) } ?? entry("output"))
    }

    /// Of what rests on the sales.
    var salesQuality: Quality {
        areSalesAssumed ? .assumption : max(project.quality, .estimate)
    }
}

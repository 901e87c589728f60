public import InputOutput
internal import Numerics
public import Region
public import Wording

/// A change of one final use of an industry's goods: `wiod35:c2 exports -10%`.
public struct DemandShock: Hashable, Sendable, RawRepresentable {
    public let rawValue: String
    /// The code of the industry, or words of its name.
    public let industry: String
    public let use: FlowTable.FinalUse.Kind
    /// −0.1 for ten percent less.
    public let change: Double

    /// - Parameter rawValue: An industry, a final use and a change in percent.
    public init?(rawValue: String) {
        let words = rawValue.split(separator: " ").map(String.init)
        guard words.count >= 3, let use = Self.use(words[words.count - 2]),
            let last = words.last, last.hasSuffix("%"),
            let percent = Double(
                last.dropLast().replacing("−", with: "-").replacing("+", with: "")),
            percent.isFinite, percent >= -100
        else { return nil }
        self.rawValue = rawValue
        self.use = use
        industry = words.dropLast(2).joined(separator: " ")
        change = percent / 100
    }

    private static func use(_ word: String) -> FlowTable.FinalUse.Kind? {
        switch word.lowercased() {
        case "households", "consumption": .households
        case "government": .government
        case "investment": .investment
        case "exports": .exports
        default: FlowTable.FinalUse.Kind(rawValue: word)
        }
    }

    public static let expectation = LocalizedText(
        en:
            "an industry, a final use (exports, households, government, investment) and a change: wiod35:c2 exports -10%",
        ru:
            "отрасль, конечный спрос (exports, households, government, investment) и изменение: wiod35:c2 exports -10%"
    )
}

/// Settings of the methods on effects.
public struct EffectParameters: Hashable, Sendable {
    /// Years that are looked ahead.
    public var years = 15
    public var shock: DemandShock?
    /// Draws of the simulation.
    public var draws = 10_000
    public var seed: UInt64 = 20_180_101

    public init() {}
}

/// What the methods on effects look at.
public struct EffectContext: Sendable {
    public var flows: FlowContext
    public var projects: [Project]
    /// What projects take and give besides their sales.
    public var projectFlows: [ProjectFlow]
    /// The place in the flow table of the industry that each project's activity belongs to.
    public var industries: [ActivityCode: Int]
    /// The latest price of each product.
    public var prices: [String: ProductPrice]
    public var parameters: EffectParameters

    public init(
        flows: FlowContext, projects: [Project], projectFlows: [ProjectFlow] = [],
        industries: [ActivityCode: Int], prices: [String: ProductPrice] = [:],
        parameters: EffectParameters = .init()
    ) {
        self.flows = flows
        self.projects = projects
        self.projectFlows = projectFlows
        self.industries = industries
        self.prices = prices
        self.parameters = parameters
    }

    static let withoutProjects = LocalizedText(
        en: "Needs candidate projects (projects.csv).",
        ru: "Нужны проекты-кандидаты (projects.csv).")

    static let lacking = LocalizedText(
        en:
            "Needs a flow table with value added and investment (input_output.csv), figures of its year, and wage_share and consumption_share (assumptions.csv).",
        ru:
            "Нужны таблица «затраты — выпуск» с добавленной стоимостью и инвестициями (input_output.csv), данные её года, wage_share и consumption_share (assumptions.csv)."
    )

    /// The economy with everything that effects need.
    func model() -> EffectModel? {
        guard let economy = try? flows.economy() else { return nil }
        return EffectModel(economy, flows)
    }
}

/// Multipliers of a region, ready for projects.
struct EffectModel {
    let economy: RegionalEconomy
    /// v, value added a unit of output.
    let added: [Double]
    let wages: [Double]
    let spending: [Double]
    /// Value added of type I and II, wages of type I, a unit of final demand.
    let addedMultipliers: [Double]
    let inducedMultipliers: [Double]
    let wageMultipliers: [Double]
    let investmentShares: [Double]
    let localShares: [Double]
    /// The economy with δ higher and lower by 0.1: less and more is had in the region.
    let band: (low: LeontiefModel, high: LeontiefModel)?
    /// Emissions, people and whatever else production takes or gives.
    let accounts: [RegionalAccount]

    init?(_ economy: RegionalEconomy, _ context: FlowContext) {
        guard let added = economy.valueAddedShares, let wages = economy.wages(context),
            let spending = economy.householdSpending(context),
            let goods = economy.investmentGoods,
            let closed = try? ClosedModel(
                economy.model, columns: [spending], rows: [wages],
                inner: Matrix(rows: 1, columns: 1))
        else { return nil }
        self.economy = economy
        self.added = added
        self.wages = wages
        self.spending = spending
        let model = economy.model
        addedMultipliers = model.multipliers(of: added)
        wageMultipliers = model.multipliers(of: wages)
        inducedMultipliers = Array(
            closed.model.multipliers(of: added + [0]).prefix(model.count))
        (investmentShares, localShares) = (goods.shares, goods.local)
        if let delta = economy.delta, let fewer = try? economy.model(atDelta: delta + 0.1),
            let more = try? economy.model(atDelta: delta - 0.1)
        {
            band = (fewer, more)
        } else {
            band = nil
        }
        accounts = context.accounts.compactMap { RegionalAccount($0, economy) }
    }

    /// The place among the industries of the region.
    func position(_ industry: Int) -> Int? { economy.industries.firstIndex(of: industry) }
}

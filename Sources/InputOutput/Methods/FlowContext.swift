internal import Numerics
public import Region
private import Synchronization
public import Wording

/// How a country's table is brought to a region.
public enum RegionalRule: String, Hashable, Sendable, CaseIterable {
    case simple
    case crossIndustry
    case flegg
    case augmentedFlegg
}

/// Settings of the methods on flow tables.
public struct FlowParameters: Hashable, Sendable {
    public var rule = RegionalRule.flegg
    /// δ of Flegg's rule; nil where it is to be found from known imports, and is 0.3 without them.
    public var delta: Double?

    public init() {}
}

/// What the methods on flow tables look at.
public struct FlowContext: Sendable {
    /// The country's table, or the region's own.
    public var table: FlowTable?
    public var region: PlaceCode
    /// How large each industry of the table is in the region and in the country; nil where no
    /// panel says.
    public var sizes: [Size?]
    public var names: [ActivityCode: LocalizedText]
    /// Goods that came from other regions.
    public var inflow: Inflow?
    public var assumptions: [Assumption.Name: Assumption]
    /// What production takes or gives off besides money.
    public var accounts: [ProductionAccount]
    public var series: IncomeSeries?
    public var parameters: FlowParameters
    private var memory: Memory?

    private final class Memory: Sendable {
        let economy = Mutex<Result<RegionalEconomy, Undefined>?>(nil)
    }

    /// The mass that the region and the country have in the activities of a panel that an industry
    /// answers to.
    public struct Size: Hashable, Sendable {
        public let region: [Double]
        public let country: [Double]
        public let regionSources: [InputReference]
        public let countrySources: [InputReference]

        public init(
            region: [Double], country: [Double], regionSources: [InputReference],
            countrySources: [InputReference]
        ) {
            self.region = region
            self.country = country
            self.regionSources = regionSources
            self.countrySources = countrySources
        }
    }

    /// Goods from other regions beside the region's product of the same year, in one unit.
    public struct Inflow: Hashable, Sendable {
        public let value: Double
        public let product: Double
        public let year: Year
        /// The industries of the table that make goods.
        public let goods: Set<ActivityCode>
        public let source: InputReference
        public let productSource: InputReference

        public init(
            value: Double, product: Double, year: Year, goods: Set<ActivityCode>,
            source: InputReference, productSource: InputReference
        ) {
            self.value = value
            self.product = product
            self.year = year
            self.goods = goods
            self.source = source
            self.productSource = productSource
        }
    }

    /// Yearly income, consumption and investment of the region, in one unit.
    public struct IncomeSeries: Hashable, Sendable {
        public let years: [Year]
        /// Those of income, consumption and investment.
        public let measures: [MeasureCode]
        public let income: [Double]
        public let consumption: [Double]
        public let investment: [Double]

        public init(
            years: [Year], measures: [MeasureCode], income: [Double], consumption: [Double],
            investment: [Double]
        ) {
            self.years = years
            self.measures = measures
            self.income = income
            self.consumption = consumption
            self.investment = investment
        }
    }

    public init(
        table: FlowTable?, region: PlaceCode, sizes: [Size?] = [],
        names: [ActivityCode: LocalizedText] = [:], inflow: Inflow? = nil,
        assumptions: [Assumption.Name: Assumption] = [:], accounts: [ProductionAccount] = [],
        series: IncomeSeries? = nil, parameters: FlowParameters = .init()
    ) {
        self.series = series
        self.accounts = accounts
        self.table = table
        self.region = region
        self.sizes = sizes
        self.names = names
        self.inflow = inflow
        self.assumptions = assumptions
        self.parameters = parameters
    }

    /// The name of an industry, its code where it has none.
    func name(of code: ActivityCode) -> LocalizedText {
        names[code] ?? LocalizedText(en: code.rawValue, ru: code.rawValue)
    }

    /// One note an industry that the region has, to say which each number of a list is of.
    public func notes(of economy: RegionalEconomy) -> [InputReference] {
        economy.industries.map { .note(name(of: economy.table.activities[$0])) }
    }

    static let lacking = LocalizedText(
        en:
            "Needs a flow table (input_output.csv), and figures by activity for its year that its industries answer to (observations.csv, correspondences.csv).",
        ru:
            "Нужны таблица «затраты — выпуск» (input_output.csv) и данные её года по видам деятельности, которым отвечают её отрасли (observations.csv, correspondences.csv)."
    )

    /// The same, working its economy out once; nothing of it may be changed after.
    public func remembering() -> FlowContext {
        var copy = self
        copy.memory = Memory()
        return copy
    }

    /// The region's economy.
    ///
    /// - Throws: what stands in its way.
    public func economy() throws(Undefined) -> RegionalEconomy {
        guard let memory else { return try RegionalEconomy(self) }
        let found = memory.economy.withLock { known in
            if let known { return known }
            let made = Result { () throws(Undefined) in try RegionalEconomy(self) }
            known = made
            return made
        }
        return try found.get()
    }
}

/// The economy of a region as a country's flow table and the region's structure say.
public struct RegionalEconomy: Sendable {
    public let table: FlowTable
    /// The industries of the table that are in the region, by their place in the table.
    public let industries: [Int]
    public let structure: RegionalStructure
    /// x_r of every industry of the table, in its unit.
    public let output: [Double]
    /// A of the country, domestic.
    let national: Matrix
    public let regional: RegionalCoefficients
    public let model: LeontiefModel
    /// δ, and where it is from; nil where the rule has none.
    public let delta: Double?
    public let calibration: DeltaCalibration?
    /// What the region is known to buy of goods elsewhere for its production.
    public let knownImports: Double?
    /// Whether the table is the region's own.
    public let isOwnTable: Bool
    let rule: RegionalisationRule

    init(_ context: FlowContext) throws(Undefined) {
        guard let table = context.table else { throw .missing("Z") }
        self.table = table
        let count = table.activities.count
        isOwnTable = table.place == context.region
        var national = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count where table.output[column] > 0 {
                national[row, column] = max(0, table.deliveries[row][column] / table.output[column])
            }
        }
        self.national = national
        let shares: [Double]
        if isOwnTable {
            shares = [Double](repeating: 1, count: count)
        } else {
            guard context.sizes.count == count, context.sizes.contains(where: { $0 != nil }) else {
                throw .missing("e")
            }
            shares = context.sizes.map { size in
                guard let size else { return 0 }
                let whole = size.country.compensatedSum()
                return whole > 0 ? size.region.compensatedSum() / whole : 0
            }
        }
        output = zip(table.output, shares).map { max(0, $0) * $1 }
        structure = try RegionalStructure(region: output, country: table.output.map { max(0, $0) })

        // What came from other regions, in the money and year of the table: by its relation to
        // the region's product; and of it what is bought for production.
        var known: Double?
        if let inflow = context.inflow, let added = table.valueAdded, inflow.product > 0 {
            let product = zip(added, shares).map { $0 * $1 }.compensatedSum()
            let goods = table.activities.indices.filter {
                inflow.goods.contains(table.activities[$0])
            }
            let made = goods.map { good in table.deliveries[good].compensatedSum() }
                .compensatedSum()
            let used =
                goods.map { good in
                    table.output[good] - (table.use(.exports)?.domestic[good] ?? 0)
                }.compensatedSum()
            if !goods.isEmpty && used > 0 {
                known = inflow.value / inflow.product * product * made / used
            }
        }
        knownImports = known
        var found: DeltaCalibration?
        var delta: Double?
        let kind = context.parameters.rule
        if kind == .flegg || kind == .augmentedFlegg {
            delta = context.parameters.delta ?? 0.3
            if context.parameters.delta == nil, !isOwnTable, let known, let inflow = context.inflow
            {
                var goods = national
                for row in 0..<count where !inflow.goods.contains(table.activities[row]) {
                    for column in 0..<count { goods[row, column] = 0 }
                }
                let plain: RegionalisationRule =
                    kind == .flegg ? .flegg(delta: 0) : .augmentedFlegg(delta: 0)
                let calibrated = try DeltaCalibration(
                    national: goods, structure: structure, output: output, rule: plain,
                    knownImports: known)
                found = calibrated
                if calibrated.finding == .found { delta = calibrated.delta }
            }
        }
        calibration = found
        rule =
            switch kind {
            case .simple: .simple
            case .crossIndustry: .crossIndustry
            case .flegg: .flegg(delta: delta ?? 0.3)
            case .augmentedFlegg: .augmentedFlegg(delta: delta ?? 0.3)
            }
        self.delta = isOwnTable ? nil : delta
        regional = RegionalCoefficients(
            national: national,
            shares: isOwnTable
                ? Matrix(rows: count, columns: count, repeating: 1) : structure.shares(rule))
        model = try Self.model(regional.coefficients, output)
        industries = model.industries
    }

    private static func model(
        _ coefficients: Matrix, _ output: [Double]
    ) throws(Undefined) -> LeontiefModel {
        var flows = coefficients
        for row in 0..<flows.rows {
            for column in 0..<flows.columns { flows[row, column] *= output[column] }
        }
        return try LeontiefModel(flows: flows, output: output)
    }

    /// The same economy with another δ; nil where the rule has none.
    public func model(atDelta delta: Double) throws(Undefined) -> LeontiefModel? {
        guard self.delta != nil else { return nil }
        let shares = structure.shares(rule.with(delta: min(1, max(0, delta))))
        return try Self.model(
            RegionalCoefficients(national: national, shares: shares).coefficients, output)
    }

    /// Value added a unit of output, of the industries in the region; nil where the table does not
    /// say.
    public var valueAddedShares: [Double]? {
        table.valueAdded.map { added in
            industries.map { added[$0] / table.output[$0] }
        }
    }

    /// What households spend in the region on each industry's goods, a unit of wages.
    ///
    /// - Returns: nil where the table has no households or no share is assumed.
    public func householdSpending(_ context: FlowContext) -> [Double]? {
        guard let use = table.use(.households),
            let share = context.assumptions[.consumptionShare]?.value
        else { return nil }
        let whole = (use.domestic + use.imported).map { max(0, $0) }.compensatedSum()
        guard whole > 0 else { return nil }
        // Households buy in the region what its structure allows, as for purchases of industry.
        return industries.map {
            let local = isOwnTable ? 1 : min(1, structure.quotients[$0])
            return share * max(0, use.domestic[$0]) / whole * local
        }
    }

    /// What a unit of investment buys of each industry's goods in the region; nil where the table
    /// has no investment.
    ///
    /// - Returns: of the industries in the region: the share of it in all investment, and the share
    ///   of that had in the region.
    public var investmentGoods: (shares: [Double], local: [Double])? {
        guard let use = table.use(.investment) else { return nil }
        let whole = (use.domestic + use.imported).map { max(0, $0) }.compensatedSum()
        guard whole > 0 else { return nil }
        return (
            industries.map { max(0, use.domestic[$0]) / whole },
            industries.map { isOwnTable ? 1 : min(1, structure.quotients[$0]) }
        )
    }

    /// Wages a unit of output, of the industries in the region.
    public func wages(_ context: FlowContext) -> [Double]? {
        guard let shares = valueAddedShares, let wage = context.assumptions[.wageShare]?.value
        else { return nil }
        return shares.map { max(0, $0) * wage }
    }
}

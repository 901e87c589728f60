/// A number that the workspace assumes, because no source has it.
public struct Assumption: Hashable, Sendable {
    /// What may be assumed.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// Wages in value added.
        case wageShare = "wage_share"
        /// What households spend of a unit of wages on goods and services.
        case consumptionShare = "consumption_share"
        /// Capital goods bought in a year for a unit of growth of output of the year before.
        case accelerator
        /// Yearly output a unit of what was invested, where a project does not state its output.
        case outputToInvestment = "output_to_investment"
        /// The yearly rate at which money to come is discounted, at constant prices.
        case discountRate = "discount_rate"
        case profitTax = "profit_tax"
        case propertyTax = "property_tax"
        case extractionTax = "extraction_tax"
        /// How much of a year's profit losses of earlier years may set off.
        case lossOffset = "loss_offset"
        /// Years over which investment is written off.
        case writeOffYears = "write_off_years"
        /// Years over which deposits are looked at.
        case horizonYears = "horizon_years"
        /// Money of the deposits for a unit of the money of prices.
        case exchangeRate = "exchange_rate"
        /// What a hectare of land that is set free is worth, in the money of the deposits.
        case landValue = "land_value"
        /// What is saved a tonne of waste that need not be stored.
        case avoidedPayment = "avoided_payment"
        /// The damage that a tonne emitted to the air does.
        case emissionDamage = "emission_damage"
        /// What a job costs a year, where employment by industry is not known.
        case meanPay = "mean_pay"
        /// Of value added, what comes to the region's budgets as tax.
        case regionalTaxShare = "regional_tax_share"
        /// How much the value of a plant moves a year, and how long one may wait with it.
        case valueVolatility = "value_volatility"
        case waitYears = "wait_years"
        /// The yearly rate without risk.
        case riskFreeRate = "risk_free_rate"
    }

    public let name: Name
    public let value: Double
    public let range: RangedNumber
    public let unit: Unit

    public init(
        name: Name, value: Double, low: Double? = nil, high: Double? = nil,
        named: NamedDistribution? = nil, unit: Unit
    ) {
        self.name = name
        self.value = value
        range = RangedNumber(low: low, middle: value, high: high, named: named)
        self.unit = unit
    }
}

/// A heap, dump or pond of waste.
public struct WasteDeposit: Hashable, Sendable {
    public let code: ObjectCode
    public let place: PlaceCode?
    public let kind: String?
    /// In tonnes; nil where not known.
    public let stock: Double?
    public let inflow: Double?
    public let areaInHectares: Double?
    public let year: Year?
    public let quality: Quality

    public init(
        code: ObjectCode, place: PlaceCode?, kind: String?, stock: Double?, inflow: Double?,
        areaInHectares: Double?, year: Year?, quality: Quality
    ) {
        self.code = code
        self.place = place
        self.kind = kind
        self.stock = stock
        self.inflow = inflow
        self.areaInHectares = areaInHectares
        self.year = year
        self.quality = quality
    }
}

/// The grade of a component in a deposit, as a fraction of its mass.
public struct Assay: Hashable, Sendable {
    public let deposit: ObjectCode
    public let component: String
    public let grade: RangedNumber
    /// Whether the grade counts only what can be recovered.
    public let isRecoverable: Bool
    public let unit: Unit
    /// The values of the key in its table.
    public let key: [String]
    public let quality: Quality

    public init(
        deposit: ObjectCode, component: String, grade: RangedNumber, isRecoverable: Bool,
        unit: Unit, key: [String], quality: Quality
    ) {
        self.deposit = deposit
        self.component = component
        self.grade = grade
        self.isRecoverable = isRecoverable
        self.unit = unit
        self.key = key
        self.quality = quality
    }
}

/// A way to work up waste.
public struct WasteProcess: Hashable, Sendable {
    /// What a share of the input becomes.
    public struct Transfer: Hashable, Sendable {
        public let to: String
        public let component: String?
        public let share: RangedNumber
        public let payability: Double
        public let key: [String]
        public let quality: Quality

        public init(
            to: String, component: String?, share: RangedNumber, payability: Double,
            key: [String], quality: Quality
        ) {
            self.to = to
            self.component = component
            self.share = share
            self.payability = payability
            self.key = key
            self.quality = quality
        }
    }

    public let code: ObjectCode
    /// A deposit, or a kind of deposits.
    public let input: String
    /// Tonnes a year.
    public let capacity: Double?
    public let cost: RangedNumber
    public let costUnit: Unit?
    public let investment: RangedNumber
    public let investmentUnit: Unit?
    public let buildYears: Int
    public let transfers: [Transfer]
    public let quality: Quality

    public init(
        code: ObjectCode, input: String, capacity: Double?, cost: RangedNumber, costUnit: Unit?,
        investment: RangedNumber, investmentUnit: Unit?, buildYears: Int, transfers: [Transfer],
        quality: Quality
    ) {
        self.code = code
        self.input = input
        self.capacity = capacity
        self.cost = cost
        self.costUnit = costUnit
        self.investment = investment
        self.investmentUnit = investmentUnit
        self.buildYears = buildYears
        self.transfers = transfers
        self.quality = quality
    }
}

/// The price of a product, in the latest year known.
public struct ProductPrice: Hashable, Sendable {
    public let product: String
    public let year: Year
    public let price: RangedNumber
    public let unit: Unit
    /// Whether the price is in money of its year rather than of one base year.
    public let isCurrent: Bool
    public let quality: Quality

    public init(
        product: String, year: Year, price: RangedNumber, unit: Unit, isCurrent: Bool = false,
        quality: Quality
    ) {
        self.isCurrent = isCurrent
        self.product = product
        self.year = year
        self.price = price
        self.unit = unit
        self.quality = quality
    }
}

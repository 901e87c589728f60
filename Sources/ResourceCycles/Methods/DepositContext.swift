internal import Numerics
public import Region
private import Synchronization
internal import Wording

/// Settings of the methods on deposits.
public struct DepositParameters: Hashable, Sendable {
    /// Draws of the simulation.
    public var draws = 10_000
    public var seed: UInt64 = 20_180_101

    public init() {}
}

/// What the methods on deposits look at.
public struct DepositContext: Sendable {
    public var deposits: [WasteDeposit]
    public var assays: [Assay]
    public var processes: [WasteProcess]
    public var prices: [String: ProductPrice]
    public var assumptions: [Assumption.Name: Assumption]
    public var region: PlaceCode
    /// Inputs that move together, by their names: `price-Ga`.
    public var correlations: [(first: String, second: String, value: Double)]
    public var parameters: DepositParameters
    private var memory: Memory?

    private final class Memory: Sendable {
        let cards = Mutex<[DepositCard]?>(nil)
    }

    public init(
        deposits: [WasteDeposit], assays: [Assay], processes: [WasteProcess],
        prices: [String: ProductPrice], assumptions: [Assumption.Name: Assumption],
        region: PlaceCode,
        correlations: [(first: String, second: String, value: Double)] = [],
        parameters: DepositParameters = .init()
    ) {
        self.correlations = correlations
        self.deposits = deposits
        self.assays = assays
        self.processes = processes
        self.prices = prices
        self.assumptions = assumptions
        self.region = region
        self.parameters = parameters
    }

    /// The same, working its cards out once; nothing of it may be changed after.
    public func remembering() -> DepositContext {
        var copy = self
        copy.memory = Memory()
        return copy
    }

    /// Every deposit with every process that takes it.
    var cards: [DepositCard] {
        guard let memory else { return made }
        return memory.cards.withLock { known in
            if let known { return known }
            let cards = made
            known = cards
            return cards
        }
    }

    private var made: [DepositCard] {
        deposits.flatMap { deposit in
            processes.filter {
                $0.input == deposit.code.rawValue || $0.input == deposit.kind
            }.map { DepositCard(deposit, $0, self) }
        }
    }
}

/// A deposit and a process that takes it: what there is, and what is lacking.
struct DepositCard: Sendable {
    let source: WasteDeposit
    let process: WasteProcess
    /// What is worth something, in the order of ``Deposit/components``.
    let parts: [Part]
    /// nil where something is lacking.
    let deposit: Deposit?
    let money: Unit
    let lacking: [LocalizedText]
    let notices: [LocalizedText]
    /// Inputs that are ranges.
    let uncertainties: [DepositRisk.Uncertainty]
    let quality: Quality

    /// A component with where its numbers are from.
    struct Part: Sendable {
        let component: String
        let assay: Assay
        let transfer: WasteProcess.Transfer
        let price: ProductPrice
        /// Recovery that is reckoned with: 1 where the grade counts what can be recovered.
        let recovery: Double
    }

    var object: ObjectCode {
        ObjectCode(rawValue: "\(source.code.rawValue)/\(process.code.rawValue)")
    }

    init(_ source: WasteDeposit, _ process: WasteProcess, _ context: DepositContext) {
        self.source = source
        self.process = process
        var lacking: [LocalizedText] = []
        var notices: [LocalizedText] = []
        var quality = max(source.quality, process.quality)
        func need(_ english: String, _ russian: String) {
            lacking.append(LocalizedText(en: english, ru: russian))
        }
        let money = process.investmentUnit ?? .one
        self.money = money
        let rate = context.assumptions[.exchangeRate]

        /// A price in the deposit's money a tonne.
        func converted(_ value: Double, _ unit: Unit) -> Double? {
            let goal = money / .tonne
            if let same = unit.convert(value, to: goal) { return same }
            guard let rate else { return nil }
            return (unit * rate.unit).convert(value * rate.value, to: goal)
        }

        var parts: [Part] = []
        var components: [Deposit.Component] = []
        var uncertainties: [DepositRisk.Uncertainty] = []
        for assay in context.assays where assay.deposit == source.code {
            guard
                let transfer = process.transfers.first(where: { $0.component == assay.component })
            else { continue }
            guard let price = context.prices[transfer.to], let middle = price.price.central,
                let value = converted(middle, price.unit)
            else {
                need(
                    "the price of \(transfer.to) (prices.csv)",
                    "цена \(transfer.to) (prices.csv)")
                continue
            }
            if price.isCurrent {
                notices.append(
                    LocalizedText(
                        en:
                            "The price of \(price.product) is a current one and the discount rate is real: it is taken as of \(price.year) for all years (prices.csv).",
                        ru:
                            "Цена \(price.product) — текущая, а ставка дисконта реальная: цена \(price.year) года взята для всех лет (prices.csv)."
                    ))
            }
            guard let grade = assay.grade.central else { continue }
            let recovery = assay.isRecoverable ? 1 : transfer.share.central ?? 0
            if assay.grade.high == nil && assay.grade.middle == nil && assay.grade.named == nil {
                notices.append(
                    LocalizedText(
                        en:
                            "\(source.code.rawValue), \(assay.component): \"at least\"; the lower end is reckoned with.",
                        ru:
                            "\(source.code.rawValue), \(assay.component): «не менее»; взята нижняя граница."
                    ))
            }
            let index = parts.count
            parts.append(
                Part(
                    component: assay.component, assay: assay, transfer: transfer, price: price,
                    recovery: recovery))
            components.append(
                .init(
                    code: assay.component, grade: grade, recovery: recovery, price: value,
                    payability: transfer.payability))
            quality = max(quality, assay.quality, transfer.quality, price.quality)
            func add(_ input: DepositRisk.Input, _ range: RangedNumber) {
                guard let distribution = range.distribution, !distribution.isCertain else { return }
                uncertainties.append(.init(input, distribution))
            }
            add(.grade(index), assay.grade)
            if !assay.isRecoverable { add(.recovery(index), transfer.share) }
            add(.price(index), price.price.scaled(by: converted(1, price.unit) ?? 1))
        }
        if parts.isEmpty {
            need(
                "a grade, a recovery and a price of one component (assays.csv, transfers.csv, prices.csv)",
                "содержание, извлечение и цена хоть одного компонента (assays.csv, transfers.csv, prices.csv)"
            )
        }
        if source.stock == nil {
            need("the stock of the deposit (deposits.csv)", "запас месторождения (deposits.csv)")
        }
        if process.capacity == nil {
            need(
                "the capacity of the process (processes.csv)", "мощность технологии (processes.csv)"
            )
        }
        func cost(_ value: Double) -> Double? {
            process.costUnit.flatMap { converted(value, $0) }
        }
        if process.cost.central.flatMap(cost) == nil {
            need("the cost of the process (processes.csv)", "затраты технологии (processes.csv)")
        }
        if process.investment.central == nil || process.investmentUnit == nil {
            need("the investment (processes.csv)", "инвестиции (processes.csv)")
        }
        for name in [Assumption.Name.discountRate, .horizonYears]
        where context.assumptions[name] == nil {
            need("\(name.rawValue) (assumptions.csv)", "\(name.rawValue) (assumptions.csv)")
        }
        self.parts = parts
        self.lacking = lacking
        guard lacking.isEmpty, let stock = source.stock, let capacity = process.capacity,
            let unitCost = process.cost.central.flatMap(cost),
            let investment = process.investment.central
        else {
            deposit = nil
            self.notices = notices
            self.uncertainties = []
            self.quality = quality
            return
        }
        func assumed(_ name: Assumption.Name) -> Double? {
            guard let found = context.assumptions[name] else { return nil }
            quality = max(quality, .assumption)
            return found.value
        }
        let years = max(1, process.buildYears)
        let horizon = Int(assumed(.horizonYears) ?? 20) + years - 1
        var avoided = 0.0
        if let payment = context.assumptions[.avoidedPayment],
            let value = converted(payment.value, payment.unit)
        {
            avoided = value
            quality = .assumption
            let range = payment.range.scaled(by: converted(1, payment.unit) ?? 1)
            if let distribution = range.distribution, !distribution.isCertain {
                uncertainties.append(.init(.avoided, distribution))
            }
        }
        if let distribution = process.cost.scaled(by: cost(1) ?? 1).distribution,
            !distribution.isCertain
        {
            uncertainties.append(.init(.cost, distribution))
        }
        if let distribution = process.investment.scaled(by: 1 / investment).distribution,
            !distribution.isCertain
        {
            uncertainties.append(.init(.investment, distribution))
        }
        let taxes = Deposit.TaxRegime(
            profit: assumed(.profitTax) ?? 0, royalty: assumed(.extractionTax) ?? 0,
            property: assumed(.propertyTax) ?? 0, writeOff: Int(assumed(.writeOffYears) ?? 10),
            lossOffset: assumed(.lossOffset) ?? 0)
        var own = Deposit(
            stock: stock, inflow: source.inflow ?? 0, components: components, capacity: capacity,
            rampUp: [Double](repeating: 0, count: years - 1), cost: unitCost, avoided: avoided,
            investment: [Double](repeating: investment / Double(years), count: years),
            taxes: taxes, rate: assumed(.discountRate) ?? 0.1, horizon: horizon)
        // Land is free only once the heap is gone.
        if let area = source.areaInHectares, let worth = context.assumptions[.landValue],
            let value = worth.unit.convert(worth.value, to: money / (Unit("ha") ?? .one)),
            let life = own.life, life <= Double(horizon - years + 1)
        {
            own.land = area * value
        } else if source.areaInHectares == nil {
            notices.append(
                LocalizedText(
                    en:
                        "\(source.code.rawValue): land that is set free is not counted, its area is not known (deposits.csv).",
                    ru:
                        "\(source.code.rawValue): освобождаемая земля не учтена, площадь неизвестна (deposits.csv)."
                ))
        }
        deposit = own
        self.notices = notices
        self.uncertainties = uncertainties
        self.quality = quality
    }
}

internal import Numerics
public import Region
internal import Wording

/// The coefficient of regional marketability of a product (коэффициент межрайонной, региональной
/// товарности).
///
///     K_mt = V / Q
///
/// The share of the product that leaves the region, to other regions and abroad; over one half the
/// industry is an export base. More than 1 says that stocks or transit left with it.
///
/// - Parameters:
///   - shipments: `V`, deliveries out of the region, or abroad alone, or less re-exports.
///   - production: `Q`, in the same unit, or less what went to stock.
/// - Returns: A finite number, 0 or more.
/// - Throws: `transit` where something is shipped and nothing produced, `zeroReference` where
///   neither, `notAQuantity`, `outOfRange`.
/// - Complexity: O(1). Relative rounding error at most 2⁻⁵³.
/// - Source: Kistanov and Kopylov (2002); METHODS 1.3; paper tag P-spec.
public func regionalMarketability(
    shipments: Double, production: Double
) throws(Undefined) -> Double {
    try Quantities.check(["V": shipments, "Q": production])
    guard production > 0 else {
        if shipments > 0 { throw .transit }
        throw .zeroReference
    }
    return try Quantities.finite(shipments / production, vanishesWith: shipments)
}

/// The marketability of a region's product against the country's.
///
///     (V / Q) / (ΣV / ΣQ)
///
/// At 1 and above, a larger part leaves the region than leaves the average region.
///
/// - Throws: as ``regionalMarketability``; `zeroReference` where nothing is shipped anywhere.
/// - Source: METHODS 1.3d.
public func relativeMarketability(
    shipments: Double, production: Double, shipmentsOfAll: Double, productionOfAll: Double
) throws(Undefined) -> Double {
    let own = try regionalMarketability(shipments: shipments, production: production)
    let country = try regionalMarketability(
        shipments: shipmentsOfAll, production: productionOfAll)
    guard country > 0 else { throw .zeroReference }
    return try Quantities.finite(own / country, vanishesWith: own)
}

/// The method over the balances of products; the key's activity is the code of the product.
struct RegionalMarketability: IndexMethod {
    let scope = MethodScope.regions

    enum Variant: Int, CaseIterable {
        case all, abroad, net, stockCorrected, relative
    }

    let method = Method(
        id: "regional-marketability",
        name: LocalizedText(
            en: "Coefficient of regional marketability",
            ru: "Коэффициент региональной товарности"),
        section: "1.3",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "share that leaves the region", ru: "доля вывоза в производстве"),
                formula: Expression("V / Q")),
            Method.Component(
                "abroad",
                name: LocalizedText(en: "share that goes abroad", ru: "доля экспорта"),
                formula: Expression("V_exp / Q")),
            Method.Component(
                "netOfReexport",
                name: LocalizedText(
                    en: "share without re-export", ru: "доля вывоза без реэкспорта"),
                formula: Expression("(V - V_re) / Q")),
            Method.Component(
                "stockCorrected",
                name: LocalizedText(
                    en: "share corrected for stocks", ru: "доля вывоза с учётом запасов"),
                formula: Expression("V / (Q - S)")),
            Method.Component(
                "relative",
                name: LocalizedText(
                    en: "relative to all regions", ru: "относительно всех регионов"),
                formula: Expression("(V / Q) / (sum(V_s) / sum(Q_s))")),
        ],
        symbols: [
            Method.Symbol(
                "V",
                LocalizedText(
                    en: "deliveries to other regions and abroad",
                    ru: "вывоз в другие регионы и за рубеж")),
            Method.Symbol("Q", LocalizedText(en: "production", ru: "производство")),
            Method.Symbol("V_exp", LocalizedText(en: "deliveries abroad", ru: "вывоз за рубеж")),
            Method.Symbol("V_re", LocalizedText(en: "re-export", ru: "реэкспорт")),
            Method.Symbol(
                "S", LocalizedText(en: "change of stocks", ru: "изменение запасов")),
            Method.Symbol(
                "V_s", LocalizedText(en: "deliveries of each region", ru: "вывоз каждого региона")),
            Method.Symbol(
                "Q_s",
                LocalizedText(en: "production of each region", ru: "производство каждого региона")),
        ],
        reading: LocalizedText(
            en:
                "The share of the product that leaves the place; over 0.5 an export base. Over 1, stocks or transit left too.",
            ru:
                "Доля продукции, вывозимая из места; больше 0,5 — экспортная база. Больше 1 — вывезены также запасы или транзит."
        ),
        literature: ["Kistanov and Kopylov (2002), Regional economy of Russia"],
        paperTag: "P-spec")

    func results(in context: SpecialisationContext) throws -> [ResultTable] {
        let balances = context.marketBalances
        var rows: [ResultRow] = []
        for balance in balances.ordered {
            try Task.checkCancellation()
            for variant in Variant.allCases {
                rows.append(row(variant, of: balance, among: balances))
            }
        }
        var notices: [LocalizedText] = []
        if balances.ordered.isEmpty {
            notices.append(
                LocalizedText(
                    en: "Needs production and shipments of products.",
                    ru: "Нужны производство и вывоз продукции."))
        } else {
            notices.append(Self.boundNotice)
        }
        return [
            ResultTable(
                method: method,
                measure: Measure(
                    code: "shipments",
                    name: LocalizedText(en: "shipments", ru: "вывоз продукции"), unit: .one,
                    kind: .ratio),
                classification: "products",
                parameters: [
                    ResultTable.Parameter(
                        "suppressed", context.parameters.suppressed.rawValue)
                ], rows: rows, notices: notices)
        ]
    }

    private static let boundNotice = LocalizedText(
        en: "Hidden shipments are taken to lie between exports, or 0, and production.",
        ru: "Скрытый вывоз принимается между экспортом (или нулём) и производством.")

    private func key(_ variant: Variant, of balance: ProductBalance) -> ResultKey {
        ResultKey(
            place: balance.place, activity: ActivityCode(rawValue: balance.product),
            year: balance.year, component: method.components[variant.rawValue].id)
    }

    func row(
        _ variant: Variant, of balance: ProductBalance, among balances: MarketBalances
    ) -> ResultRow {
        let outcome = outcome(variant, of: balance, among: balances).1
        var marks: Marks = []
        var quality = Quality.computed
        for cell in variant.cells(of: balance) {
            marks.formUnion(cell.marks)
            quality = max(quality, cell.quality)
        }
        if variant == .relative {
            for other in balances.peers(of: balance) {
                for cell in [other.shipments, other.production] {
                    marks.formUnion(cell.marks)
                    quality = max(quality, cell.quality)
                }
            }
            if balances.lacksPeers(of: balance) { marks.insert(.lowCoverage) }
        }
        if variant != .relative, case .value(let share) = outcome, share > 1 {
            marks.insert(.exceedsProduction)
        }
        return ResultRow(
            key: key(variant, of: balance), outcome: outcome, quality: quality, marks: marks)
    }

    private func outcome(
        _ variant: Variant, of balance: ProductBalance, among balances: MarketBalances
    ) -> (Inputs?, Outcome) {
        do throws(Undefined) {
            let inputs = try variant.inputs(of: balance, among: balances)
            if inputs.arePoints {
                return (inputs, .finite(try variant.number(from: inputs)))
            }
            let formula = method.components[variant.rawValue].formula
            if case .number(let range)? = try? formula.evaluate(over: inputs.ranges),
                range.isFinite
            {
                return (
                    inputs,
                    range.isPoint
                        ? .finite(range.low)
                        : .range(low: range.low == 0 ? 0 : range.low, high: range.high)
                )
            }
            return (inputs, .undefined(.suppressed(inputs.hiddenSymbol ?? "V")))
        } catch {
            return (nil, .undefined(error))
        }
    }

    func derivation(of key: ResultKey, in context: SpecialisationContext) -> Derivation? {
        let balances = context.marketBalances
        guard let balance = balances.ordered.first(where: { self.key(.all, of: $0) == key.total }),
            let variant = Variant.allCases.first(where: { self.key($0, of: balance) == key })
        else { return nil }
        let (inputs, outcome) = outcome(variant, of: balance, among: balances)
        return Derivation(
            method: method, key: key, formula: method.components[variant.rawValue].formula,
            bindings: inputs?.bindings ?? [], outcome: outcome, notices: [Self.boundNotice])
    }
}

extension ResultKey {
    /// The same key with the component of one value.
    fileprivate var total: ResultKey {
        var key = self
        key.component = ""
        return key
    }
}

extension RegionalMarketability.Variant {
    func cells(of balance: ProductBalance) -> [Cell] {
        switch self {
        case .all, .relative: [balance.shipments, balance.production]
        case .abroad: [balance.exports, balance.production]
        case .net: [balance.shipments, balance.reexports, balance.production]
        case .stockCorrected: [balance.shipments, balance.stockChange, balance.production]
        }
    }

    func inputs(
        of balance: ProductBalance, among balances: MarketBalances
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        let isBounding = balances.policy == .bounds
        let production = try balance.production.number("Q")
        func add(_ symbol: String, _ value: Interval, _ measure: MeasureCode) {
            inputs.add(
                symbol, value, from: balance.source(measure), unit: balance.unit)
        }
        if self == .abroad {
            add("V_exp", try balance.exportRange("V_exp", isBounding: isBounding), "exports")
        } else {
            add("V", try balance.shipmentRange("V", isBounding: isBounding), "shipments")
        }
        add("Q", Interval(production), "production")
        switch self {
        case .all, .abroad: break
        case .net:
            add("V_re", try balance.reexportRange("V_re", isBounding: isBounding), "reexports")
        case .stockCorrected:
            add("S", Interval(try balance.stockChange.signedNumber("S")), "stock_change")
        case .relative:
            let peers = balances.peers(of: balance)
            guard peers.count > 1 else { throw .insufficientData(have: peers.count, need: 2) }
            var shipments: [Interval] = []
            for peer in peers {
                shipments.append(try peer.shipmentRange("V_s", isBounding: isBounding))
            }
            inputs.add(
                "V_s", shipments, from: peers.map { $0.source("shipments") }, unit: balance.unit)
            inputs.add(
                "Q_s", peers.map { Interval($0.production.value) },
                from: peers.map { $0.source("production") }, unit: balance.unit)
        }
        return inputs
    }

    func number(from inputs: Inputs) throws(Undefined) -> Double {
        let production = inputs["Q"]
        switch self {
        case .all:
            return try regionalMarketability(shipments: inputs["V"], production: production)
        case .abroad:
            return try regionalMarketability(shipments: inputs["V_exp"], production: production)
        case .net:
            let net = inputs["V"] - inputs["V_re"]
            guard net >= 0 else { throw .notAQuantity(symbol: "V - V_re") }
            return try regionalMarketability(shipments: net, production: production)
        case .stockCorrected:
            let delivered = production - inputs["S"]
            guard delivered >= 0 else { throw .notAQuantity(symbol: "Q - S") }
            return try regionalMarketability(shipments: inputs["V"], production: delivered)
        case .relative:
            return try relativeMarketability(
                shipments: inputs["V"], production: production,
                shipmentsOfAll: inputs.list("V_s").compensatedSum(),
                productionOfAll: inputs.list("Q_s").compensatedSum())
        }
    }
}

/// The balances of products with those of the same product and year side by side.
struct MarketBalances {
    let ordered: [ProductBalance]
    let policy: SuppressedPolicy
    private let byProduct: [ProductYear: [ProductBalance]]

    private struct ProductYear: Hashable {
        let product: String
        let year: Year
    }

    init(_ balances: [ProductBalance], policy: SuppressedPolicy) {
        ordered = balances.sorted {
            ($0.product, $0.year, $0.place) < ($1.product, $1.year, $1.place)
        }
        self.policy = policy
        byProduct = Dictionary(grouping: ordered) {
            ProductYear(product: $0.product, year: $0.year)
        }
    }

    private func all(of balance: ProductBalance) -> [ProductBalance] {
        byProduct[ProductYear(product: balance.product, year: balance.year)] ?? []
    }

    /// The places of which production and shipments are known, or hidden shipments may be bounded.
    func peers(of balance: ProductBalance) -> [ProductBalance] {
        all(of: balance).filter {
            $0.production.state.isKnown && $0.unit == balance.unit
                && ($0.shipments.state.isKnown
                    || ($0.shipments.state == .suppressed && policy != .exclude))
        }
    }

    func lacksPeers(of balance: ProductBalance) -> Bool {
        peers(of: balance).count < all(of: balance).count
    }
}

extension SpecialisationContext {
    var marketBalances: MarketBalances {
        MarketBalances(balances, policy: parameters.suppressed)
    }
}

extension ProductBalance {
    func source(_ measure: MeasureCode) -> InputSource {
        .reference(.figure(measure, place, ActivityCode(rawValue: product), year))
    }

    /// `V`: hidden, it lies between what is known to go abroad and what is produced.
    func shipmentRange(_ symbol: String, isBounding: Bool) throws(Undefined) -> Interval {
        guard shipments.state == .suppressed, isBounding, production.state.isKnown else {
            return Interval(try shipments.number(symbol))
        }
        let least = exports.state.isKnown ? exports.value : 0
        return Interval(least, max(least, production.value))
    }

    fileprivate func exportRange(_ symbol: String, isBounding: Bool) throws(Undefined) -> Interval {
        guard exports.state == .suppressed, isBounding else {
            return Interval(try exports.number(symbol))
        }
        let most = try shipmentRange("V", isBounding: true).high
        return Interval(0, most)
    }

    fileprivate func reexportRange(
        _ symbol: String, isBounding: Bool
    ) throws(Undefined) -> Interval {
        guard reexports.state == .suppressed, isBounding else {
            return Interval(try reexports.number(symbol))
        }
        // With both hidden nothing ties the one to the other.
        guard shipments.state.isKnown else { throw .suppressed(symbol) }
        return Interval(0, shipments.value)
    }
}

extension Cell {
    /// The number of a known cell.
    func number(_ symbol: String) throws(Undefined) -> Double {
        let number = try signedNumber(symbol)
        guard number >= 0 else { throw .notAQuantity(symbol: symbol) }
        return number
    }

    /// The number of a known cell that may be negative.
    func signedNumber(_ symbol: String) throws(Undefined) -> Double {
        guard state.isKnown else { throw state.reason(symbol) }
        guard value.isFinite else { throw .notAQuantity(symbol: symbol) }
        return value
    }
}

extension Inputs {
    /// Bindings of inputs that carry their references with them.
    fileprivate var bindings: [Derivation.Binding] {
        entries.map { entry in
            let references = entry.sources.compactMap { source -> InputReference? in
                if case .reference(let reference) = source { reference } else { nil }
            }
            let isKnown = entry.values.elements.allSatisfy(\.isPoint)
            func value(_ end: (Interval) -> Double) -> Expression.Value {
                switch entry.values {
                case .number(let number): .number(end(number))
                case .list(let list): .list(list.map(end))
                }
            }
            return Derivation.Binding(
                entry.symbol, value(\.low), upTo: isKnown ? nil : value(\.high), unit: entry.unit,
                from: references)
        }
    }
}

internal import Numerics
public import Region
internal import Wording

/// Whether an industry is one in which the region specialises for the market (отрасль рыночной
/// специализации).
///
///     K_l ≥ 1  and  K_d ≥ 1  and  K_mt ≥ K_mt of the country
///
/// All three have to hold: an industry may be over-represented because the region makes little
/// else, or high a head because the region is rich, or sell outside without either.
///
/// - Parameters:
///   - localisation: `K_l`, the coefficient of localisation.
///   - perCapita: `K_d`, the coefficient of per-capita production.
///   - relativeMarketability: `K_mt` over that of the country.
/// - Throws: `notAQuantity`.
/// - Source: Nekrasov (1978); Kistanov and Kopylov (2002); METHODS 1.1; paper tag P-spec.
public func isMarketSpecialisation(
    localisation: Double, perCapita: Double, relativeMarketability: Double
) throws(Undefined) -> Bool {
    try Quantities.check(["K_l": localisation, "K_d": perCapita, "K_mt": relativeMarketability])
    return localisation >= 1 && perCapita >= 1 && relativeMarketability >= 1
}

struct MarketSpecialisation: YearMethod {
    let subjects: [Subject] = [.cell]
    let usesReference = true

    let method = Method(
        id: "market-specialisation",
        version: 2,
        name: LocalizedText(en: "Market specialisation", ru: "Отрасль рыночной специализации"),
        section: "1.1",
        components: [
            Method.Component(
                name: LocalizedText(
                    en: "market specialisation: 1 yes, 0 no",
                    ru: "рыночная специализация: 1 — да, 0 — нет"),
                formula: Expression("atLeast(K_l; 1) * atLeast(K_d; 1) * atLeast(K_mt; 1)"))
        ],
        symbols: [
            Method.Symbol(
                "K_l", LocalizedText(en: "location quotient", ru: "коэффициент локализации")),
            Method.Symbol(
                "K_d",
                LocalizedText(
                    en: "coefficient of per-capita production",
                    ru: "коэффициент душевого производства")),
            Method.Symbol(
                "K_mt",
                LocalizedText(
                    en: "marketability against all regions, the largest of the activity's products",
                    ru:
                        "товарность относительно всех регионов, наибольшая среди продуктов отрасли")
            ),
        ],
        reading: LocalizedText(
            en:
                "1 only where localisation and per-capita production reach 1 and marketability reaches that of all regions. Where one of the first two is below 1, that decides, whatever the marketability.",
            ru:
                "1 — только если локализация и душевое производство не ниже 1, а товарность не ниже средней по регионам. Если один из первых двух ниже 1, это решает при любой товарности."
        ),
        literature: [
            "Nekrasov (1978), Regional economics",
            "Kistanov and Kopylov (2002), Regional economy of Russia",
        ],
        paperTag: "P-spec")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        if let lacking = PerCapitaProduction().obstacle(in: context) { return lacking }
        return context.balances.contains { $0.activity != nil }
            ? nil
            : LocalizedText(
                en: "Needs shipments of products whose activity is known.",
                ru: "Нужен вывоз продукции, отрасль которой известна.")
    }

    /// The relative marketability of the products of each activity, by place.
    struct Products: Sendable {
        let relative: [Spot: [(key: ResultKey, outcome: Outcome)]]
    }

    func prepare(_ figures: YearFigures) -> Products {
        let balances = figures.context.marketBalances
        let marketability = RegionalMarketability()
        var relative: [Spot: [(key: ResultKey, outcome: Outcome)]] = [:]
        for balance in balances.ordered where balance.year == figures.year {
            guard let code = balance.activity,
                let place = figures.panel.position(of: balance.place),
                let activity = figures.panel.position(of: code)
            else { continue }
            let row = marketability.row(.relative, of: balance, among: balances)
            relative[Spot(place: place, activity: activity), default: []].append(
                (row.key, row.outcome))
        }
        return Products(relative: relative)
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ products: Products
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        let quotient = LocationQuotient()
        let perCapita = PerCapitaProduction()
        inputs.add(
            "K_l", try quotient.interval(at: spot, in: figures),
            from: .reference(
                .result(method: quotient.method.id, quotient.key(0, at: spot, in: figures))))
        inputs.add(
            "K_d", try perCapita.interval(at: spot, in: figures),
            from: .reference(
                .result(method: perCapita.method.id, perCapita.key(0, at: spot, in: figures))))
        let marketability = RegionalMarketability().method.id
        var best: (range: Interval, key: ResultKey)?
        var reason: Undefined?
        for (key, outcome) in products.relative[spot] ?? [] {
            let range: Interval
            switch outcome {
            case .value(let number): range = Interval(number)
            case .range(let low, let high): range = Interval(low, high)
            case .undefined(let why):
                reason = why
                continue
            }
            if let found = best {
                let joined = Interval(
                    max(found.range.low, range.low), max(found.range.high, range.high))
                best = (joined, found.range.high >= range.high ? found.key : key)
            } else {
                best = (range, key)
            }
        }
        if let best {
            inputs.add(
                "K_mt", best.range, from: .reference(.result(method: marketability, best.key)))
        } else if inputs.values(of: "K_l").contains(where: { $0.high >= 1 })
            && inputs.values(of: "K_d").contains(where: { $0.high >= 1 })
        {
            throw reason ?? .missing("K_mt")
        }
        return inputs
    }

    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Expression {
        guard let inputs, !inputs.has("K_mt") else { return method.components[component].formula }
        // All three have to hold, so one that fails decides without the third.
        return Expression("atLeast(K_l; 1) * atLeast(K_d; 1)")
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        try isMarketSpecialisation(
            localisation: inputs["K_l"], perCapita: inputs["K_d"],
            relativeMarketability: inputs.has("K_mt") ? inputs["K_mt"] : 0) ? 1 : 0
    }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ products: Products
    ) -> YearFigures.Remark {
        var remark = figures.remark(of: nil, at: spot)
        if let found = try? PerCapitaProduction().inputs(0, at: spot, in: figures, ()) {
            remark.join(figures.remark(of: found, at: spot))
        }
        if let found = try? LocationQuotient().inputs(0, at: spot, in: figures, ()) {
            remark.join(figures.remark(of: found, at: spot))
        }
        return remark
    }
}

private import Foundation
internal import Numerics
public import Region
internal import Wording

/// Williamson's coefficient of inequality between regions (коэффициент Уильямсона): the
/// coefficient of variation of product a head, weighted by population.
///
///     √( Σ (y_r − ȳ)² N_r / N ) / ȳ,  y_r = G_r / N_r,  ȳ = G / N
///
/// 0 where all regions produce the same a head.
///
/// - Parameters:
///   - products: `G_r`, gross product of each region.
///   - populations: `N_r`, persons; a region without people is an error of the data.
/// - Throws: `insufficientData` for fewer than two regions, `zeroReference` where nothing is
///   produced or a population is 0, `notAQuantity`, `outOfRange`.
/// - Complexity: O(R).
/// - Source: Williamson (1965), Regional inequality and the process of national development.
public func williamsonIndex(products: [Double], populations: [Double]) throws(Undefined) -> Double {
    let heads = try ProductPerHead(products: products, populations: populations)
    let squares = zip(heads.relative, heads.weights).map { ($0 - 1) * ($0 - 1) * $1 }
    return try Quantities.finite(squares.compensatedSum().squareRoot())
}

/// Atkinson's index of inequality between regions (индекс Аткинсона), weighted by population.
///
///     1 − ( Σ w_r (y_r / ȳ)^(1−ε) )^(1/(1−ε));  for ε = 1: 1 − exp Σ w_r ln(y_r / ȳ)
///
/// The share of the product that could be given up, were the rest spread evenly, without loss to
/// a society whose aversion to inequality is ε.
///
/// - Parameter aversion: `ε`, greater than 0. From 1 on, a region without product makes it 1.
/// - Throws: as ``williamsonIndex``; `notAQuantity` for an aversion that is not positive.
/// - Complexity: O(R).
/// - Source: Atkinson (1970), On the measurement of inequality.
public func atkinsonIndex(
    products: [Double], populations: [Double], aversion: Double
) throws(Undefined) -> Double {
    guard aversion.isFinite, aversion > 0 else { throw .notAQuantity(symbol: "ε") }
    let heads = try ProductPerHead(products: products, populations: populations)
    if aversion >= 1, heads.relative.contains(0) { return 1 }
    if aversion == 1 {
        let mean = zip(heads.relative, heads.weights).map { $1 * log($0) }.compensatedSum()
        return try Quantities.finite(1 - exp(mean))
    }
    let power = 1 - aversion
    let mean = zip(heads.relative, heads.weights).map { $1 * pow($0, power) }.compensatedSum()
    return try Quantities.finite(1 - pow(mean, 1 / power))
}

/// Product a head against the mean, `y_r / ȳ`, and shares of population.
private struct ProductPerHead {
    let relative: [Double]
    let weights: [Double]

    init(products: [Double], populations: [Double]) throws(Undefined) {
        try Quantities.check("G_r", products)
        try Quantities.check("N_r", populations)
        guard products.count == populations.count, products.count > 1 else {
            throw .insufficientData(have: min(products.count, populations.count), need: 2)
        }
        let product = products.compensatedSum()
        let population = populations.compensatedSum()
        guard product > 0, populations.allSatisfy({ $0 > 0 }) else { throw .zeroReference }
        weights = populations.map { $0 / population }
        relative = zip(products, weights).map { $0 / product / $1 }
        guard relative.allSatisfy(\.isFinite) else { throw .outOfRange }
    }
}

struct RegionalInequality: YearMethod {
    let subjects: [Subject] = [.whole, .whole]

    let method = Method(
        id: "regional-inequality",
        name: LocalizedText(
            en: "Inequality between places", ru: "Межрегиональное неравенство"),
        section: "1.8",
        components: [
            Method.Component(
                "williamson",
                name: LocalizedText(en: "Williamson coefficient", ru: "коэффициент Уильямсона"),
                formula: Expression(
                    "sqrt(sum((G_r / N_r / (sum(G_r) / sum(N_r)) - 1)^2 * N_r) / sum(N_r))")),
            Method.Component(
                "atkinson",
                name: LocalizedText(en: "Atkinson index", ru: "индекс Аткинсона"),
                formula: Expression(
                    "1 - (sum((G_r / N_r / (sum(G_r) / sum(N_r)))^(1 - ε) * N_r) / sum(N_r))^(1 / (1 - ε))"
                )),
        ],
        symbols: [
            Letters.product[0], Letters.population[0],
            Method.Symbol(
                "ε", LocalizedText(en: "aversion to inequality", ru: "неприятие неравенства")),
        ],
        reading: LocalizedText(
            en:
                "0 where all places have the same product a head. Atkinson: the share of product that even spreading would be worth.",
            ru:
                "0 — одинаковый ВРП на душу во всех местах. Аткинсон: доля ВРП, которой стоило бы равное распределение."
        ),
        literature: [
            "Williamson (1965), Regional inequality and the process of national development",
            "Atkinson (1970), On the measurement of inequality",
        ],
        paperTag: "P-char")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.population == nil || context.grossRegionalProduct == nil
            ? LocalizedText(
                en: "Needs the population and the gross regional product of the places.",
                ru: "Нужны население и валовой региональный продукт мест.") : nil
    }

    func measure(in context: SpecialisationContext) -> Measure {
        context.grossRegionalProduct?.measure ?? context.panel.measure
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [ResultTable.Parameter("atkinsonAversion", "\(context.parameters.atkinsonAversion)")]
    }

    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Region.Expression
    {
        component == 1 && figures.parameters.atkinsonAversion == 1
            ? Expression(
                "1 - exp(sum(N_r * ln(G_r / N_r / (sum(G_r) / sum(N_r)))) / sum(N_r))")
            : method.components[component].formula
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        guard let product = figures.context.grossRegionalProduct,
            let population = figures.context.population
        else { throw .missing("G_r") }
        var products: [Interval] = []
        var populations: [Interval] = []
        var taken: [Int] = []
        // A place of which neither is known is left out; one alone is a gap in the data.
        for place in figures.places {
            let code = figures.panel.places[place].code
            let own = product[code, figures.year]
            let people = population[code, figures.year]
            if own.state == .missing, people.state == .missing { continue }
            products.append(Interval(try own.number("G_r")))
            populations.append(Interval(try people.number("N_r")))
            taken.append(place)
        }
        guard taken.count > 1 else { throw .insufficientData(have: taken.count, need: 2) }
        var inputs = Inputs()
        inputs.add(
            "G_r", products, from: taken.map { .series(product, $0) }, unit: product.measure.unit)
        inputs.add(
            "N_r", populations, from: taken.map { .series(population, $0) },
            unit: population.measure.unit)
        if component == 1 {
            inputs.add(
                "ε", figures.parameters.atkinsonAversion,
                from: .reference(.parameter("specialisation.atkinsonAversion")))
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        component == 0
            ? try williamsonIndex(products: inputs.list("G_r"), populations: inputs.list("N_r"))
            : try atkinsonIndex(
                products: inputs.list("G_r"), populations: inputs.list("N_r"),
                aversion: inputs["ε"])
    }
}

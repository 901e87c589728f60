import Region
import Specialisation
import Testing

/// RELIABILITY A1: no function over plain numbers lets NaN, infinity or a negative zero out.
@Suite("Hostile numbers")
struct HostileInputTests {
    static let hostile: [Double] = [
        0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1, 3.5, 1e308,
        .greatestFiniteMagnitude, .nan, .infinity, -.infinity, -1,
    ]

    private func check(
        _ name: String, _ arguments: [Double], _ body: () throws(Undefined) -> Double
    ) {
        do throws(Undefined) {
            let number = try body()
            if !number.isFinite || (number == 0 && number.sign == .minus) {
                Issue.record("\(name) \(arguments): \(number)")
            }
        } catch {}
    }

    @Test("functions of four numbers, all combinations")
    func fourNumbers() {
        typealias Four = (Double, Double, Double, Double) throws(Undefined) -> Double
        let functions: [(String, Four)] = [
            (
                "locationQuotient",
                { (a, b, c, d) throws(Undefined) in
                    try locationQuotient(
                        industryInRegion: a, region: b, industryInReference: c, reference: d)
                }
            ),
            (
                "perCapita",
                { (a, b, c, d) throws(Undefined) in
                    try perCapitaProductionCoefficient(
                        industryInRegion: a, industryInReference: b, population: c,
                        populationOfReference: d)
                }
            ),
            (
                "massPerHead",
                { (a, b, c, d) throws(Undefined) in
                    try relativeMassPerHead(
                        region: a, reference: b, population: c, populationOfReference: d)
                }
            ),
            (
                "specialisationIndex",
                { (a, b, c, d) throws(Undefined) in
                    try specialisationIndex(
                        industryInRegion: a, industryInReference: b, grossProduct: c,
                        grossProductOfReference: d)
                }
            ),
            (
                "normalised",
                { (a, b, c, d) throws(Undefined) in
                    try normalisedComparativeAdvantage(
                        industryInRegion: a, region: b, industryInReference: c, reference: d)
                }
            ),
            (
                "additive",
                { (a, b, c, d) throws(Undefined) in
                    try additiveComparativeAdvantage(
                        industryInRegion: a, region: b, industryInReference: c, reference: d)
                }
            ),
            (
                "variance",
                { (a, b, c, d) throws(Undefined) in
                    try locationQuotientVariance(
                        industryInRegion: a, region: b, industryInReference: c, reference: d)
                }
            ),
            (
                "interval",
                { (a, b, c, d) throws(Undefined) in
                    try locationQuotientInterval(
                        industryInRegion: a, region: b, industryInReference: c, reference: d
                    ).upperBound
                }
            ),
            (
                "relativeMarketability",
                { (a, b, c, d) throws(Undefined) in
                    try relativeMarketability(
                        shipments: a, production: b, shipmentsOfAll: c, productionOfAll: d)
                }
            ),
            (
                "krugman",
                { (a, b, c, d) throws(Undefined) in
                    try krugmanIndex(
                        industriesInRegion: [a, b], region: c, industriesInReference: [b, d],
                        reference: a)
                }
            ),
            (
                "specialisationCoefficient",
                { (a, b, c, d) throws(Undefined) in
                    try specialisationCoefficient(
                        industriesInRegion: [a, b], region: c, industriesInReference: [b, d],
                        reference: a)
                }
            ),
            (
                "quotientSum",
                { (a, b, c, d) throws(Undefined) in
                    try quotientSum(
                        industriesInRegion: [a, b], region: c, industriesInReference: [b, d],
                        reference: a)
                }
            ),
            (
                "hachman",
                { (a, b, c, d) throws(Undefined) in
                    try hachmanIndex(
                        industriesInRegion: [a, b], region: c, industriesInReference: [b, d],
                        reference: a)
                }
            ),
            (
                "relativeTheil",
                { (a, b, c, d) throws(Undefined) in
                    try relativeTheilIndex(
                        industriesInRegion: [a, b], region: c, industriesInReference: [b, d],
                        reference: a)
                }
            ),
            (
                "theil",
                { (a, b, c, d) throws(Undefined) in
                    try theilIndex(
                        masses: [a, b], rows: [b, c], columns: [c, d], wholes: [d, a], total: b)
                }
            ),
            (
                "hoover",
                { (a, b, c, d) throws(Undefined) in
                    try hooverIndex(
                        industryByRegion: [a, b], industry: c, regions: [b, d], total: a)
                }
            ),
            (
                "gini",
                { (a, b, c, d) throws(Undefined) in
                    try locationalGini(
                        industryByRegion: [a, b], industry: c, regions: [b, d], total: a)
                }
            ),
            (
                "williamson",
                { (a, b, c, d) throws(Undefined) in
                    try williamsonIndex(products: [a, b], populations: [c, d])
                }
            ),
            (
                "atkinson",
                { (a, b, c, d) throws(Undefined) in
                    try atkinsonIndex(products: [a, b], populations: [c, 1], aversion: d)
                }
            ),
            (
                "ellisonGlaeser",
                { (a, b, c, d) throws(Undefined) in
                    try PlantConcentration(
                        industryByRegion: [a, b], regions: [c, d], total: a, plants: [b, c]
                    ).ellisonGlaeser
                }
            ),
            (
                "maurelSedillot",
                { (a, b, c, d) throws(Undefined) in
                    try PlantConcentration(
                        industryByRegion: [a, b], regions: [c, d], total: a, plants: [b, c]
                    ).maurelSedillot
                }
            ),
            (
                "relocation",
                { (a, b, c, d) throws(Undefined) in
                    try relocationProbability(
                        industryByRegion: [a, b], regions: [c, d], plants: [a, b], replicates: 3,
                        seed: 1
                    ).probability
                }
            ),
            (
                "focal",
                { (a, b, c, d) throws(Undefined) in
                    try focalLocationQuotient(
                        weights: [a, 1], industryByRegion: [b, c], regions: [c, d],
                        industryInReference: d, reference: a)
                }
            ),
            (
                "clusterIndex",
                { (a, b, c, d) throws(Undefined) in
                    try clusterIndex(
                        industryInRegion: a, industryInReference: b, area: c, areaOfReference: d,
                        population: b, populationOfReference: a, plants: d, plantsOfReference: c)
                }
            ),
            (
                "standardised",
                { (a, b, c, d) throws(Undefined) in
                    try standardisedLocationQuotients([a, b, c], on: .logarithmic)[0]
                        + standardisedLocationQuotients([b, c, d], on: .linear)[1]
                }
            ),
            (
                "bootstrap",
                { (a, b, c, d) throws(Undefined) in
                    try bootstrapCutOff(
                        [a, b, c, d, a, b, c, d], replicates: 2, seed: 1
                    ).cutOff
                }
            ),
            (
                "herfindahl",
                { (a, b, c, _) throws(Undefined) in
                    try herfindahlIndex(industries: [a, b], region: c)
                }
            ),
            (
                "normalisedHerfindahl",
                { (a, b, c, _) throws(Undefined) in
                    try normalisedHerfindahlIndex(industries: [a, b], region: c)
                }
            ),
            (
                "entropy",
                { (a, b, c, _) throws(Undefined) in
                    try structureEntropy(industries: [a, b], region: c)
                }
            ),
            (
                "zeroBound",
                { (a, b, c, _) throws(Undefined) in
                    try locationQuotientUpperBoundForZero(
                        region: a, industryInReference: b, reference: c)
                }
            ),
            (
                "starCutOff",
                { (a, b, c, d) throws(Undefined) in try starCutOff([a, b, c], topShare: d) }
            ),
            (
                "averaged",
                { (a, b, c, _) throws(Undefined) in try averagedLocationQuotient([a, b, c]) }
            ),
            (
                "marketability",
                { (a, b, _, _) throws(Undefined) in
                    try regionalMarketability(shipments: a, production: b)
                }
            ),
            (
                "ceiling",
                { (a, b, _, _) throws(Undefined) in
                    try locationQuotientCeiling(region: a, reference: b)
                }
            ),
            (
                "symmetric",
                { (a, _, _, _) throws(Undefined) in try symmetricComparativeAdvantage(a) }
            ),
        ]
        for (name, function) in functions {
            for a in Self.hostile {
                for b in Self.hostile {
                    for c in Self.hostile {
                        for d in Self.hostile {
                            check(name, [a, b, c, d]) { () throws(Undefined) in
                                try function(a, b, c, d)
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("lists of none or of different lengths have a reason")
    func lengths() {
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try krugmanIndex(
                industriesInRegion: [], region: 1, industriesInReference: [], reference: 1)
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try hooverIndex(industryByRegion: [1], industry: 1, regions: [1, 2], total: 3)
        }
        #expect(throws: Undefined.self) {
            try theilIndex(masses: [], rows: [], columns: [], wholes: [], total: 1)
        }
    }

    @Test(
        "panels full of hostile numbers give finite numbers or reasons",
        arguments: Specialisation
            .methods.map(\.method.id))
    func panels(_ id: String) throws {
        for first in Self.hostile {
            for second in Self.hostile {
                let context = Toy.context([
                    [[first, 2], [second, 1], [1, first]], [[second, 2], [first, 1], [1, 1]],
                ])
                for (key, outcome) in try Toy.outcomes(id, in: context) {
                    let numbers: [Double] =
                        switch outcome {
                        case .value(let number): [number]
                        case .range(let low, let high): [low, high]
                        case .undefined: []
                        }
                    for number in numbers {
                        if !number.isFinite || (number == 0 && number.sign == .minus) {
                            Issue.record("\(id) \(first) \(second) \(key): \(number)")
                        }
                    }
                }
            }
        }
    }
}

internal import Numerics
public import Region
internal import Wording

/// How concentrated an industry is beyond what its few large plants would bring about
/// (индекс Эллисона–Глейзера и индекс Мореля–Седийо).
///
///     H = Σ z_p²,  G = Σ (y_r − x_r)²
///     γ  = (G / (1 − Σ x_r²) − H) / (1 − H)
///     γ' = ((Σ y_r² − Σ x_r²) / (1 − Σ x_r²) − H) / (1 − H)
///
/// γ under 0.02 is low, over 0.05 strong; it may be negative, where plants avoid each other.
public struct PlantConcentration: Hashable, Sendable {
    /// `H`, the Herfindahl index of plant sizes.
    public let plantHerfindahl: Double
    /// `G`, the raw concentration.
    public let rawConcentration: Double
    /// `γ` of Ellison and Glaeser.
    public let ellisonGlaeser: Double
    /// `γ'` of Maurel and Sédillot.
    public let maurelSedillot: Double

    /// The indices of an industry.
    ///
    /// - Parameters:
    ///   - industryByRegion: the industry in each region, in any unit; shares are taken of its sum.
    ///   - regions: `X_r`, everything in each region, in one order with the industry.
    ///   - total: `X`.
    ///   - plants: the sizes of the industry's plants, above 0, in any unit.
    /// - Throws: `monopoly` for one plant or one region, `emptyIndustry`, `zeroReference`,
    ///   `notAQuantity`, `insufficientData` for no region or plant, `outOfRange`.
    /// - Complexity: O(R + P).
    /// - Source: Ellison and Glaeser (1997); Maurel and Sédillot (1999); METHODS 1.9.
    public init(
        industryByRegion: [Double], regions: [Double], total: Double, plants: [Double]
    ) throws(Undefined) {
        try Quantities.check("z", plants)
        guard !plants.isEmpty else { throw .insufficientData(have: 0, need: 1) }
        let size = plants.compensatedSum()
        guard size > 0 else { throw .emptyIndustry }
        guard size.isFinite else { throw .outOfRange }
        try self.init(
            industryByRegion: industryByRegion, regions: regions, total: total,
            plantHerfindahl: plants.map { ($0 / size) * ($0 / size) }.compensatedSum())
    }

    /// The indices of an industry whose plants are known by their Herfindahl index alone, as from a
    /// register that does not leave its house.
    ///
    /// - Parameter plantHerfindahl: `H`, Σ (z / Σ z)² over the industry's plants.
    /// - Throws: as above.
    public init(
        industryByRegion: [Double], regions: [Double], total: Double, plantHerfindahl: Double
    ) throws(Undefined) {
        let location = try IndustryLocation(
            industryByRegion, industry: industryByRegion.compensatedSum(), regions: regions,
            total: total)
        let base = location.base.map { $0 * $0 }.compensatedSum()
        self.plantHerfindahl = try Quantities.finite(plantHerfindahl)
        rawConcentration = try Quantities.finite(
            zip(location.shares, location.base).map { ($0 - $1) * ($0 - $1) }.compensatedSum())
        let own = location.shares.map { $0 * $0 }.compensatedSum()
        // One plant, or one region, up to rounding.
        guard 1 - plantHerfindahl > 4 * .ulpOfOne, 1 - base > 4 * .ulpOfOne else {
            throw .monopoly
        }
        ellisonGlaeser = try Quantities.finite(
            (rawConcentration / (1 - base) - plantHerfindahl) / (1 - plantHerfindahl))
        maurelSedillot = try Quantities.finite(
            ((own - base) / (1 - base) - plantHerfindahl) / (1 - plantHerfindahl))
    }
}

/// The probability that plants thrown at random over the regions are as concentrated as observed.
///
///     p = (b + 1) / (B + 1),  b replicates of B with G at least as large
///
/// - Parameters: as for ``PlantConcentration``; every plant falls into region r with probability
///   `X_r / ΣX_r`.
/// - Returns: b and p. The standard error of p is √(p (1 − p) / B).
/// - Throws: as ``PlantConcentration``; `insufficientData` for no replicate.
/// - Complexity: O(B · P log R).
/// - Source: Davison and Hinkley (1997) for p; METHODS 1.9.
public func relocationProbability(
    industryByRegion: [Double], regions: [Double], plants: [Double], replicates: Int, seed: UInt64
) throws(Undefined) -> (atLeastAsConcentrated: Int, probability: Double) {
    let total = regions.compensatedSum()
    let observed = try PlantConcentration(
        industryByRegion: industryByRegion, regions: regions, total: total, plants: plants)
    guard replicates > 0 else { throw .insufficientData(have: 0, need: 1) }
    let size = plants.compensatedSum()
    let hits = relocationsAtLeast(
        observed.rawConcentration, sizes: plants.map { $0 / size },
        shares: regions.map { $0 / total }, replicates: replicates, seed: seed)
    return (hits, Double(hits + 1) / Double(replicates + 1))
}

struct EllisonGlaeser: YearMethod {
    private enum Part: Int { case gamma, maurelSedillot, plants, raw, probability }

    let subjects: [Subject] = [.activity, .activity, .activity, .activity, .activity]

    let method = Method(
        id: "ellison-glaeser",
        name: LocalizedText(en: "Ellison–Glaeser index", ru: "Индекс Эллисона–Глейзера"),
        section: "1.9",
        components: [
            Method.Component(
                name: LocalizedText(en: "Ellison–Glaeser γ", ru: "γ Эллисона–Глейзера"),
                formula: Expression(
                    "(sum((P / sum(P) - X_r / X)^2) / (1 - sum((X_r / X)^2)) - sum((z / sum(z))^2)) / (1 - sum((z / sum(z))^2))"
                )),
            Method.Component(
                "maurelSedillot",
                name: LocalizedText(en: "Maurel–Sédillot γ", ru: "γ Мореля–Седийо"),
                formula: Expression(
                    "((sum((P / sum(P))^2) - sum((X_r / X)^2)) / (1 - sum((X_r / X)^2)) - sum((z / sum(z))^2)) / (1 - sum((z / sum(z))^2))"
                )),
            Method.Component(
                "plantHerfindahl",
                name: LocalizedText(
                    en: "Herfindahl index of plant sizes",
                    ru: "индекс Херфиндаля размеров предприятий"),
                formula: Expression("sum((z / sum(z))^2)")),
            Method.Component(
                "rawConcentration",
                name: LocalizedText(en: "raw concentration G", ru: "исходная концентрация G"),
                formula: Expression("sum((P / sum(P) - X_r / X)^2)")),
            Method.Component(
                "probability",
                name: LocalizedText(
                    en: "probability under random location",
                    ru: "вероятность при случайном размещении"),
                formula: Expression("(b + 1) / (B + 1)")),
        ],
        symbols: [
            Method.Symbol(
                "P",
                LocalizedText(
                    en: "plants' mass in each place", ru: "масса предприятий в каждом месте")),
            Method.Symbol(
                "X_r",
                LocalizedText(
                    en: "mass of all activities in each place",
                    ru: "масса всех отраслей в каждом месте")),
            Letters.total,
            Method.Symbol(
                "z", LocalizedText(en: "size of each plant", ru: "размер каждого предприятия")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "relocations with G at least as large",
                    ru: "случайных размещений с G не меньше")),
            Method.Symbol(
                "B", LocalizedText(en: "relocations", ru: "случайных размещений")),
        ],
        reading: LocalizedText(
            en:
                "Concentration beyond that of a few large plants: under 0.02 low, over 0.05 strong, negative where plants avoid each other. The probability says how often plants thrown at random are as concentrated.",
            ru:
                "Концентрация сверх той, что вызвана немногими крупными предприятиями: меньше 0,02 — слабая, больше 0,05 — сильная, отрицательная — предприятия избегают друг друга. Вероятность показывает, как часто случайно размещённые предприятия столь же концентрированы."
        ),
        literature: [
            "Ellison and Glaeser (1997), Geographic concentration in U.S. manufacturing industries",
            "Maurel and Sédillot (1999), A measure of the geographic concentration in French manufacturing industries",
            "Davison and Hinkley (1997), Bootstrap Methods and their Application",
        ],
        paperTag: "P-type")

    func obstacle(in context: SpecialisationContext) -> LocalizedText? {
        context.plants.isEmpty
            ? LocalizedText(
                en: "Needs the plants of the activities.", ru: "Нужны предприятия отраслей.") : nil
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [
            ResultTable.Parameter(
                "simulationReplicates", "\(context.parameters.simulationReplicates)"),
            ResultTable.Parameter("seed", "\(context.parameters.seed)"),
            ResultTable.Parameter("generator", RandomStream.algorithmVersion),
        ]
    }

    func prepare(_ figures: YearFigures) -> PlantsOfYear { PlantsOfYear(figures) }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ plants: PlantsOfYear
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let activity = spot.activity, let part = Part(rawValue: component) else {
            return inputs
        }
        let listed = plants.plants[activity]
        guard !listed.isEmpty else {
            throw figures.exists(activity: activity) ? .missing("z") : .emptyIndustry
        }
        var masses = Array(repeating: CompensatedSum(), count: figures.places.count)
        for plant in listed { masses[plant.place].add(plant.size) }
        var totals: [Interval] = []
        var located: [Double] = []
        var taken: [Int] = []
        for place in figures.places where figures.exists(place: place) || masses[place].value > 0 {
            totals.append(try figures.placeTotals[place].get())
            located.append(masses[place].value)
            taken.append(place)
        }
        let register = LocalizedText(en: "register of plants", ru: "реестр предприятий")
        let unit = figures.panel.measure.unit
        if part == .probability {
            guard totals.allSatisfy(\.isPoint) else { throw .suppressed("X_r") }
            let replicates = figures.parameters.simulationReplicates
            let found = try relocationProbability(
                industryByRegion: located, regions: totals.map(\.low),
                plants: listed.map(\.size), replicates: replicates,
                seed: seed(
                    figures.parameters.seed, for: method.id,
                    figures.panel.activities[activity].code.rawValue, "\(figures.year)"))
            inputs.add(
                "b", Double(found.atLeastAsConcentrated),
                from: .note(
                    LocalizedText(
                        en: "random relocation of the plants",
                        ru: "случайное размещение предприятий")))
            inputs.add(
                "B", Double(replicates),
                from: .reference(.parameter("specialisation.simulationReplicates")))
            return inputs
        }
        if part != .plants {
            inputs.add(
                "P", located.map { Interval($0) }, from: taken.map { _ in .note(register) },
                unit: unit)
            inputs.add("X_r", totals, from: taken.map { .placeTotal($0) }, unit: unit)
            try figures.addTotal(to: &inputs)
        }
        if part != .raw {
            inputs.add(
                "z", listed.map { Interval($0.size) }, from: listed.map { _ in .note(register) },
                unit: unit)
        }
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        switch Part(rawValue: component) {
        case .probability: return (inputs["b"] + 1) / (inputs["B"] + 1)
        case .plants:
            let sizes = inputs.list("z")
            return try herfindahlIndex(industries: sizes, region: sizes.compensatedSum())
        case .raw:
            let location = try IndustryLocation(
                inputs.list("P"), industry: inputs.list("P").compensatedSum(),
                regions: inputs.list("X_r"), total: inputs["X"])
            return try Quantities.finite(
                zip(location.shares, location.base).map { ($0 - $1) * ($0 - $1) }.compensatedSum())
        case .maurelSedillot: return try concentration(inputs).maurelSedillot
        default: return try concentration(inputs).ellisonGlaeser
        }
    }

    private func concentration(_ inputs: Inputs) throws(Undefined) -> PlantConcentration {
        try PlantConcentration(
            industryByRegion: inputs.list("P"), regions: inputs.list("X_r"), total: inputs["X"],
            plants: inputs.list("z"))
    }

    func remark(
        of inputs: Inputs?, at spot: Spot, in figures: YearFigures, _ plants: PlantsOfYear
    ) -> YearFigures.Remark {
        var remark = figures.remark(of: inputs, at: spot)
        guard let activity = spot.activity else { return remark }
        if plants.areGrouped[activity] { remark.marks.insert(.approximate) }
        let listed = plants.plants[activity].map(\.size).compensatedSum()
        if case .success(let total) = figures.activityTotals[activity], listed < 0.9 * total.low {
            remark.marks.insert(.lowCoverage)
        }
        return remark
    }
}

internal import Numerics
internal import Region
internal import Wording

/// Whether the plants of an industry stand nearer than chance would have them: a curve over
/// distance against curves by chance (METHODS 3.3, 3.4). The object of a result is the industry.
struct CurveMethod: FindingMethod {
    typealias Context = SettlementContext

    /// What the curve counts, and what stands for chance.
    enum Kind: Sendable {
        /// K-density of Duranton and Overman against draws from all sites.
        case density
        /// M of Marcon and Puech against labels dealt out anew.
        case concentration
        /// L of Ripley against points strewn evenly.
        case linear
    }

    let kind: Kind
    let method: Method
    let scope = MethodScope.regions

    /// Distances from 0, or from the first step, to the greatest.
    static let steps = 20
    /// Fewer plants than this make no curve.
    static let leastPlants = 10

    static let kilometres = Unit("km") ?? .one

    private var firstStep: Int { kind == .density ? 0 : 1 }

    func findings(in context: SettlementContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("replicates", "\(context.parameters.replicates)"),
            .init("seed", "\(context.parameters.seed)"),
        ]
        let plants = PlantMap(context.plants)
        let industries = plants.industries.filter { $0.value.count >= Self.leastPlants }
        guard !industries.isEmpty else {
            findings.notices = [PlantMap.lackingIndustry]
            return findings
        }
        if kind == .concentration, plants.people == nil {
            findings.notices = [
                LocalizedText(
                    en:
                        "Plants count one each: not all have people employed (column headcount of establishments.csv).",
                    ru:
                        "Предприятия считаются поровну: не у всех есть численность (столбец headcount таблицы establishments.csv)."
                )
            ]
        }
        let reach = reach(of: plants)
        for (industry, own) in industries.sorted(by: { $0.key < $1.key }) {
            if Task.isCancelled { throw CancellationError() }
            findings.list += list(industry, own, plants, reach, context)
        }
        return findings
    }

    /// The greatest distance looked at.
    private func reach(of plants: PlantMap) -> Result<Double, Undefined> {
        Result { () throws(Undefined) in
            switch kind {
            case .density, .concentration:
                let median = try DistanceDensity(plants.points).medianDistance
                guard median > 0 else { throw .constantInput }
                return median
            case .linear:
                // Beyond a quarter of the shorter side the border hides more than is seen.
                let (low, high) = plants.window
                let side = min(high.x - low.x, high.y - low.y)
                guard side > 0 else { throw .emptyRegion }
                return side / 4
            }
        }
    }

    private struct Curve {
        let envelope: Envelope
        let bandwidth: Double?
    }

    private func curve(
        _ own: [Int], _ plants: PlantMap, _ reach: Double, _ parameters: SpaceParameters
    ) throws -> Curve {
        let grid = (firstStep...Self.steps).map { reach * Double($0) / Double(Self.steps) }
        let (replicates, seed) = (parameters.replicates, parameters.seed)
        switch kind {
        case .density:
            let density = try DistanceDensity(own.map { plants.points[$0] })
            return Curve(
                envelope: try Envelope(
                    densityOf: own, among: plants.points, at: grid, replicates: replicates,
                    seed: seed), bandwidth: density.bandwidth)
        case .concentration:
            let members = Set(own)
            return Curve(
                envelope: try Envelope(
                    concentrationOf: plants.points.indices.map(members.contains),
                    among: plants.points,
                    weights: plants.people ?? plants.points.map { _ in 1 }, at: grid,
                    replicates: replicates, seed: seed), bandwidth: nil)
        case .linear:
            return Curve(
                envelope: try Envelope(
                    linearFunctionOf: own.map { plants.points[$0] }, in: plants.window, at: grid,
                    replicates: replicates, seed: seed), bandwidth: nil)
        }
    }

    private func list(
        _ industry: ObjectCode, _ own: [Int], _ plants: PlantMap,
        _ reach: Result<Double, Undefined>, _ context: SettlementContext
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(place: context.region, object: industry, component: component)
        }
        let names = InputReference.note(
            LocalizedText(
                en: "establishments.csv: \(own.count)", ru: "establishments.csv: \(own.count)"))
        let plantsFinding = Finding(
            method, key("plants"),
            bindings: [Derivation.Binding("n", Double(own.count), from: names)])
        let curve: Curve
        do {
            curve = try self.curve(own, plants, reach.get(), context.parameters)
        } catch {
            let reason = error as? Undefined ?? .constantInput
            return [
                Finding(method, key("verdict"), bindings: [], undefined: reason), plantsFinding,
            ]
        }
        let envelope = curve.envelope
        let draws = InputReference.note(
            LocalizedText(
                en: "\(envelope.replicates) curves by chance, \(own.count) plants each",
                ru: "случайных кривых: \(envelope.replicates), по \(own.count) предприятий"))
        let verdict: Double =
            switch envelope.verdict {
            case .localised: 1
            case .dispersed: -1
            case .asByChance: 0
            }
        var list = [
            Finding(
                method, key("verdict"), bindings: [Derivation.Binding("v", verdict, from: draws)]),
            reachFinding(envelope, verdict, key), plantsFinding,
        ]
        if let bandwidth = curve.bandwidth {
            list.append(
                Finding(
                    method, key("bandwidth"),
                    bindings: [
                        Derivation.Binding("h", bandwidth, unit: Self.kilometres, from: names)
                    ]))
        }
        for (position, value) in envelope.observed.enumerated() {
            let step = firstStep + position
            list += [
                Finding(
                    method, key("distance.\(step)"),
                    bindings: [
                        Derivation.Binding(
                            "d_max", envelope.grid.last ?? 0, unit: Self.kilometres,
                            from: .note(
                                LocalizedText(
                                    en: "plants of all industries",
                                    ru: "предприятия всех отраслей"))),
                        Derivation.Binding(
                            "k", Double(step), from: .note(LocalizedText(en: "step", ru: "шаг"))),
                    ]),
                Finding(
                    method, key("\(valueName).\(step)"),
                    bindings: [Derivation.Binding(letter, value, from: names)]),
                Finding(
                    method, key("lower.\(step)"),
                    bindings: [
                        Derivation.Binding("l", envelope.global.lower[position], from: draws)
                    ]),
                Finding(
                    method, key("upper.\(step)"),
                    bindings: [
                        Derivation.Binding("u", envelope.global.upper[position], from: draws)
                    ]),
            ]
        }
        return list
    }

    /// How far the curve lies above the band.
    private func reachFinding(
        _ envelope: Envelope, _ verdict: Double, _ key: (String) -> ResultKey
    ) -> Finding {
        let steps = envelope.grid.indices.map { firstStep + $0 }
        return Finding(
            method, key("reach"),
            bindings: [
                Derivation.Binding(
                    "d", .list(envelope.grid), unit: Self.kilometres,
                    from: steps.map { .result(method: method.id, key("distance.\($0)")) }),
                Derivation.Binding(
                    "m", .list(envelope.localisation.map { $0 > 0 ? 1.0 : 0 }),
                    from: steps.map { .result(method: method.id, key("upper.\($0)")) }),
            ], undefined: verdict == 1 ? nil : .notApplicable("m"))
    }
}

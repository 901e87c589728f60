internal import Numerics
internal import Region

/// Makes programmes that look like real ones, for tests and benchmarks.
///
/// Objects (heaps, sites, plants) have up to three variants each; a third of them work up waste or
/// clean, and come first; money of the region is short and may be kept for later, people are short
/// in the early years, ash runs out.
public struct ProgrammeGenerator: Hashable, Sendable {
    public var projects: Int
    public var years: Int
    public var synergies: Int
    public var seed: UInt64
    /// Of all that every project together would cost, what there is.
    public var money = 0.45
    /// Whether everything is short in every year and no money may be kept: the hardest to choose
    /// from, and not how regions live.
    public var isTight = false
    /// Whether the tiers of the programme have to follow each other.
    public var isOrdered = false

    public init(projects: Int, years: Int, synergies: Int, seed: UInt64) {
        self.projects = projects
        self.years = years
        self.synergies = synergies
        self.seed = seed
    }

    public func make() -> ProgrammeData {
        var random = RandomStream(seed: seed, stream: 71)
        func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.unit() }
        func whole(_ low: Int, _ high: Int) -> Int {
            min(high, low + Int(random.unit() * Double(high - low + 1)))
        }
        var candidates: [Candidate] = []
        var object = 0
        while candidates.count < projects {
            object += 1
            let variants = min(projects - candidates.count, whole(1, 3))
            let tier = whole(1, 4)
            let size = between(0.3, 3) * between(0.3, 3)
            for variant in 0..<variants {
                let scale = size * between(0.6, 1.4)
                let build = min(whole(0, 3), max(0, years - 2))
                let cost = (100 * scale * between(0.7, 1.3)).rounded()
                let yearly = cost * between(0.08, 0.35)
                func ramp(_ value: Double) -> Profile {
                    Profile([Double](repeating: 0, count: build) + [0.6 * value], lasting: value)
                }
                func spread(_ share: Double) -> Profile {
                    let parts = build + 1
                    return Profile(
                        [Double](repeating: (cost * share / Double(parts)).rounded(), count: parts))
                }
                let regional = between(0.1, 0.6)
                var candidate = Candidate(
                    ObjectCode(rawValue: "p\(object)-\(variant)"),
                    group: variants > 1 ? ObjectCode(rawValue: "o\(object)") : nil,
                    buildYears: build,
                    effects: [
                        ramp(yearly), ramp((yearly * between(0.2, 2)).rounded()),
                        ramp(tier == 1 ? yearly * between(0.2, 1) : -yearly * between(0, 0.2)),
                        ramp(yearly * between(0.1, 0.8)),
                    ],
                    funding: ["regional": spread(regional), "business": spread(1 - regional)],
                    labour: [
                        "builders": Profile(
                            [Double](repeating: (cost * 0.4).rounded(), count: build + 1)),
                        "skilled": ramp((yearly * between(0.5, 1.5)).rounded()),
                    ],
                    emissions: ["air": ramp(between(-0.2, 1) * scale)],
                    indicators: ["jobs": ramp((yearly * between(0.5, 1.5)).rounded())],
                    tax: ramp(yearly * 0.12), tier: tier)
                if tier == 1 { candidate.inputs["ash"] = (scale * 4).rounded() }
                if tier == 1 && variant == 0 { candidate.outputs["filler"] = (scale * 2).rounded() }
                if tier == 2 && random.unit() < 0.3 { candidate.inputs["filler"] = scale.rounded() }
                candidates.append(candidate)
            }
        }
        var data = ProgrammeData(
            years: Array(2027..<(2027 + years)), candidates: candidates, rate: 0.08)
        func total(_ source: String) -> Double {
            candidates.map { $0.funding[source]?.values.reduce(0, +) ?? 0 }.reduce(0, +)
        }
        for source in ["regional", "business"] {
            let yearly = (money * total(source) / Double(years) / 1.6).rounded()
            data.budgets[source] = .init(
                (0..<years).map { _ in (yearly * between(0.7, 1.3)).rounded() },
                carriesOver: source == "regional" || !isTight, interest: 0)
        }
        data.reinvestment = .init(0.3, into: "regional")
        let builders = candidates.compactMap { $0.labour["builders"]?[0] }.reduce(0, +)
        let skilled = candidates.compactMap { $0.labour["skilled"]?.lasting }.reduce(0, +)
        data.labour = [
            "builders": [Double](
                repeating: (builders * money * (isTight ? 2.5 : 5) / Double(years)).rounded(),
                count: years),
            "skilled": (0..<years).map { year in
                (skilled * ((isTight ? 0.15 : 0.3) + 0.35 * Double(year) / Double(years))).rounded()
            },
        ]
        data.resources = [
            "ash": .init(stock: Double(projects) * 2, inflow: Double(projects) * 0.3),
            "filler": .init(inflow: Double(projects) * 0.1),
        ]
        data.limits = [
            "air": .init(
                base: 100,
                most: [Double](
                    repeating: 100 + Double(projects) * (isTight ? 0.12 : 0.25), count: years))
        ]
        data.startsAYear = max(2, projects * 2 / years)
        let early = candidates.indices.filter { (candidates[$0].tier ?? 4) < 3 }
        for (index, candidate) in candidates.enumerated()
        where candidate.tier == 3 && !early.isEmpty && random.unit() < 0.4 {
            let needed = Set((0..<whole(1, 2)).map { _ in early[whole(0, early.count - 1)] })
            data.precedences.append(
                Precedence(index, needs: needed.sorted(), lag: whole(0, 2)))
        }
        var pairs: Set<[Int]> = []
        var tries = 0
        while pairs.count < synergies && tries < 50 * synergies {
            tries += 1
            let members = [whole(0, projects - 1), whole(0, projects - 1)].sorted()
            guard members[0] != members[1],
                candidates[members[0]].group == nil
                    || candidates[members[0]].group != candidates[members[1]].group,
                pairs.insert(members).inserted
            else { continue }
            let size = members.map { candidates[$0].effects[0].lasting }.min() ?? 0
            let sign = random.unit() < 0.85 ? 1.0 : -1
            data.synergies.append(
                Synergy(
                    members,
                    FourEffects(
                        economic: sign * size * between(0.05, 0.2),
                        indirect: sign * size * between(0, 0.1))))
        }
        if isOrdered { data.tierThresholds = [1: 1, 2: 1, 3: 1] }
        return data
    }
}

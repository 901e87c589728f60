import Numerics
import Programme

/// Every plan of a small programme, tried one after the other.
struct Enumeration {
    let data: ProgrammeData
    private(set) var feasible: [(plan: Plan, evaluation: PlanEvaluation)] = []

    init(_ data: ProgrammeData) {
        self.data = data
        var starts = [Int?](repeating: nil, count: data.candidates.count)
        visit(0, &starts)
    }

    private mutating func visit(_ index: Int, _ starts: inout [Int?]) {
        guard index < data.candidates.count else {
            let plan = Plan(starts)
            let evaluation = PlanEvaluation(plan, data)
            if evaluation.breaches.isEmpty { feasible.append((plan, evaluation)) }
            return
        }
        for start in [nil] + data.startYears(of: index).map(Optional.init) {
            starts[index] = start
            visit(index + 1, &starts)
        }
        starts[index] = nil
    }

    func best(_ weights: FourEffects) -> Double? {
        feasible.map { data.objective($0.evaluation, weights) }.max()
    }

    /// The effects of plans that no other beats.
    var front: [[Double]] {
        var kept: [[Double]] = []
        for (_, evaluation) in feasible {
            let own = evaluation.effects.values
            func isNoWorse(_ one: [Double], _ other: [Double]) -> Bool {
                zip(one, other).allSatisfy { $0 >= $1 - 1e-6 * max(1, abs($1)) }
            }
            if kept.contains(where: { isNoWorse($0, own) }) { continue }
            kept.removeAll { isNoWorse(own, $0) }
            kept.append(own)
        }
        return kept.sorted { $1.lexicographicallyPrecedes($0) }
    }

    /// A programme of few projects with every kind of rule, some of them in the way.
    static func small(_ seed: UInt64) -> ProgrammeData {
        var random = RandomStream(seed: seed, stream: 72)
        let projects = 3 + Int(random.unit() * 3)
        let years = projects > 4 ? 3 : 4
        var generator = ProgrammeGenerator(
            projects: projects, years: years, synergies: 3, seed: seed)
        generator.money = 1 + 3 * random.unit()
        generator.isOrdered = random.unit() < 0.3
        var data = generator.make()
        data.labour["builders"] = data.labour["builders"]?.map { $0 * (1 + 3 * random.unit()) }
        data.labour["skilled"] = data.labour["skilled"]?.map { $0 * (1.5 + 2 * random.unit()) }
        data.limits["air"]?.most = (0..<years).map { _ in 100 + 4 * random.unit() }
        data.resources["ash"]?.stock = 60 * random.unit()
        data.startsAYear = 1 + Int(random.unit() * 3)
        if random.unit() < 0.3 {
            data.coFunding = .init("regional", atLeast: 0.2 * random.unit(), of: "business")
        }
        if random.unit() < 0.4 {
            let most = data.candidates.map { $0.indicators["jobs"]?.lasting ?? 0 }.reduce(0, +)
            data.targets["jobs"] = .init(
                base: 0,
                least: (0..<years).map {
                    $0 == years - 1 ? most * 0.3 * random.unit() : -.infinity
                },
                penalty: random.unit() < 0.5 ? 5 * random.unit() : nil)
        }
        if random.unit() < 0.3 { data.candidates[0].isRequired = true }
        if random.unit() < 0.2 { data.candidates[1].isBanned = true }
        if random.unit() < 0.1 {
            data.candidates[2].isRequired = true
            data.candidates[2].buildYears = years
        }
        if random.unit() < 0.3 { data.candidates[1].life = 1 }
        if projects > 3, random.unit() < 0.5 {
            data.precedences.append(Precedence(2, needs: [0, 1], lag: 1))
        }
        if random.unit() < 0.3 {
            data.synergies.append(
                Synergy([0, 1, 2], FourEffects(economic: 20 * (random.unit() - 0.5), social: 3)))
        }
        return data
    }
}

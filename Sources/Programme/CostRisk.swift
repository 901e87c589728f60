internal import Numerics
public import Region

/// What projects may cost instead of what is planned.
public struct CostRanges: Sendable {
    /// By candidate, the pieces of its funding.
    public let pieces: [[Piece]]

    public struct Piece: Sendable {
        public let source: String
        /// 0 in the year of the start; nil for every year at work.
        public let age: Int?
        public let planned: Double
        public let range: RangedNumber

        public init(source: String, age: Int?, planned: Double, range: RangedNumber) {
            self.source = source
            self.age = age
            self.planned = planned
            self.range = range
        }
    }

    public init(pieces: [[Piece]]) { self.pieces = pieces }

    public var isEmpty: Bool {
        pieces.allSatisfy { $0.allSatisfy { $0.range.distribution?.isCertain ?? true } }
    }

    /// How much more each candidate may cost at most, by source and age.
    public func overruns(_ data: ProgrammeData) -> [[String: Profile]] {
        zip(pieces, data.candidates).map { own, candidate in
            var result: [String: Profile] = [:]
            for piece in own {
                guard let high = piece.range.high ?? piece.range.ends?.upperBound,
                    high > piece.planned
                else { continue }
                var profile =
                    result[piece.source]
                    ?? Profile(
                        [Double](repeating: 0, count: data.years.count))
                for age in profile.values.indices
                where piece.age.map({ $0 == age }) ?? candidate.works(atAge: age) {
                    profile.values[age] += high - piece.planned
                }
                result[piece.source] = profile
            }
            return result
        }
    }

    /// In which share of draws a plan overdraws some budget in some year.
    ///
    /// All costs of a project move together, those of different projects apart.
    public func chanceOfOverdraft(
        _ plan: Plan, _ data: ProgrammeData, draws: Int, seed: UInt64
    ) -> Double {
        let count = data.years.count
        let sources = data.budgets.keys.sorted()
        // Money that comes back is as planned: only costs are drawn.
        var open = data
        open.reserve = nil
        let left = PlanEvaluation(plan, open).remaining
        struct Drawn {
            let source: Int
            let years: [Int]
            let planned: Double
            let table: QuantileTable
        }
        let chosen = plan.starts.enumerated().compactMap { index, start in
            start.map { (index, $0) }
        }
        let drawn = chosen.map { index, start in
            pieces[index].compactMap { piece -> Drawn? in
                guard let source = sources.firstIndex(of: piece.source),
                    let distribution = piece.range.distribution, !distribution.isCertain
                else { return nil }
                let years = (start..<count).filter { year in
                    piece.age.map { $0 == year - start }
                        ?? data.candidates[index].works(atAge: year - start)
                }
                return Drawn(
                    source: source, years: years, planned: piece.planned,
                    table: QuantileTable(distribution))
            }
        }
        let independent = CorrelatedDraws(independent: 1)
        var over = 0
        for draw in 0..<draws {
            var more = [[Double]](
                repeating: [Double](repeating: 0, count: count), count: sources.count)
            for (place, own) in drawn.enumerated() {
                var random = RandomStream(
                    seed: seed, stream: UInt64(chosen[place].0) << 32 | UInt64(draw))
                let normal = independent.draw(&random)[0]
                for piece in own {
                    let value = piece.table.value(atNormal: normal) - piece.planned
                    for year in piece.years { more[piece.source][year] += value }
                }
            }
            if overdraws(more, sources, left, data) { over += 1 }
        }
        return Double(over) / Double(max(1, draws))
    }

    private func overdraws(
        _ more: [[Double]], _ sources: [String], _ left: [String: [Double]],
        _ data: ProgrammeData
    ) -> Bool {
        for (place, source) in sources.enumerated() {
            guard let budget = data.budgets[source], let left = left[source] else { continue }
            var missing = 0.0
            for year in left.indices {
                // What costs more in one year is missing in the later ones, where money is kept.
                missing = budget.carriesOver ? missing * (1 + budget.interest) : 0
                missing += more[place][year]
                if missing > left[year] + 1e-6 * max(1, budget.amounts[year]) { return true }
            }
        }
        return false
    }
}

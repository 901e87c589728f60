internal import Numerics
public import Optimisation

/// How the benefit of working together is shared (дележ выгоды).
///
/// Coalitions are bit sets: player i takes part in S where bit i of S is 1.
///
/// - Source: METHODS 9.4, 16.14, 16.15.
public struct CooperativeGame: Hashable, Sendable {
    public let players: Int
    /// v(S), for S from 0 to 2^n − 1; v(∅) = 0.
    public let values: [Double]

    /// - Throws: nothing; a precondition holds values to 2^n numbers.
    public init(players: Int, values: [Double]) {
        precondition((1...20).contains(players) && values.count == 1 << players)
        precondition(values[0] == 0)
        self.players = players
        self.values = values
    }

    public var whole: Double { values[values.count - 1] }

    /// φ_i = Σ_S |S|! (n − |S| − 1)! / n! [v(S ∪ i) − v(S)] (вектор Шепли).
    ///
    /// - Source: Shapley (1953).
    /// - Complexity: O(n 2^n).
    public var shapley: [Double] {
        // The weight of a coalition of s players before one joins.
        var weights = [Double](repeating: 0, count: players)
        for size in 0..<players {
            var weight = 1 / Double(players)
            for step in 0..<size { weight *= Double(step + 1) / Double(players - 1 - step) }
            weights[size] = weight
        }
        return (0..<players).map { player in
            let bit = 1 << player
            var sum = CompensatedSum()
            for coalition in values.indices where coalition & bit == 0 {
                let gain = values[coalition | bit] - values[coalition]
                sum.add(weights[coalition.nonzeroBitCount] * gain)
            }
            return sum.value
        }
    }

    /// Σ_{i∈S} x_i for every coalition.
    func sums(_ shares: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: values.count)
        for coalition in 1..<values.count {
            let lowest = coalition.trailingZeroBitCount
            sums[coalition] = sums[coalition & (coalition - 1)] + shares[lowest]
        }
        return sums
    }

    /// v(S) − x(S) of every coalition but the empty one and the whole; what is over 0 is better off
    /// alone.
    public func excesses(of shares: [Double]) -> [Int: Double] {
        let sums = sums(shares)
        var result: [Int: Double] = [:]
        for coalition in 1..<(values.count - 1) {
            result[coalition] = values[coalition] - sums[coalition]
        }
        return result
    }

    /// Coalitions that would be better off alone, the one with the largest excess first.
    public func blocking(_ shares: [Double], tolerance: Double = 1e-9) -> [Int] {
        let size = max(1, abs(whole))
        return excesses(of: shares).filter { $0.value > tolerance * size }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// Whether each player does no worse in any coalition than before: v(S ∪ T) ≥ v(S) + v(T).
    public var isSuperadditive: Bool {
        let size = max(1, values.map(abs).max() ?? 1)
        for coalition in values.indices {
            var part = (coalition - 1) & coalition
            while part > 0 {
                if values[part] + values[coalition ^ part] > values[coalition] + 1e-9 * size {
                    return false
                }
                part = (part - 1) & coalition
            }
        }
        return true
    }
}

/// Shares by random orders, where there are too many players for all coalitions.
public struct SampledShapley: Hashable, Sendable {
    public let shares: [Double]
    /// Standard errors of the shares.
    public let standardErrors: [Double]
    public let orders: Int

    /// - Parameters:
    ///   - orders: Pairs of an order and its reverse.
    ///   - value: v of a coalition, the players in ascending order.
    /// - Source: Castro, Gómez and Tejada (2009); antithetic pairs.
    public init(players: Int, orders: Int, seed: UInt64, value: (Set<Int>) -> Double) {
        precondition(players > 0 && orders > 1)
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: players)
        var squares = sums
        for index in 0..<orders {
            var random = RandomStream(seed: seed, stream: UInt64(index))
            var order = Array(0..<players)
            for place in stride(from: players - 1, to: 0, by: -1) {
                order.swapAt(place, Int(random.unit() * Double(place + 1)))
            }
            var gains = [Double](repeating: 0, count: players)
            for sequence in [order, order.reversed()] {
                var members: Set<Int> = []
                var before = 0.0
                for player in sequence {
                    members.insert(player)
                    let after = value(members)
                    gains[player] += (after - before) / 2
                    before = after
                }
            }
            for player in 0..<players {
                sums[player].add(gains[player])
                squares[player].add(gains[player] * gains[player])
            }
        }
        let count = Double(orders)
        shares = sums.map { $0.value / count }
        standardErrors = zip(sums, squares).map { sum, square in
            let mean = sum.value / count
            return (max(0, square.value / count - mean * mean) / (count - 1)).squareRoot()
        }
        self.orders = orders
    }
}

/// Shares that no coalition can better for itself (C-ядро), the least core and the nucleolus.
public struct CoreSolver: ~Copyable {
    private var solver: Solver

    public init() throws(SolverError) { solver = try Solver.open() }

    /// The least ε such that every coalition gets v(S) − ε, and one such sharing; with ε of 0 or
    /// less the core is not empty.
    ///
    /// - Source: Maschler, Peleg and Shapley (1979).
    public mutating func leastCore(
        _ game: CooperativeGame
    ) throws(SolverError) -> (epsilon: Double, shares: [Double])? {
        guard game.players > 1 else { return (-.infinity, [game.whole]) }
        let (model, epsilon) = model(game, fixed: [:])
        let answer = try solve(model)
        guard let values = answer.values else { return nil }
        return (values[epsilon], Array(values.prefix(game.players)))
    }

    /// What has to be added from outside so that nobody is better off alone: the largest balanced
    /// sum less v(N); 0 where the core is not empty (цена устойчивости).
    ///
    /// - Source: Bondareva (1963); Shapley (1967).
    public mutating func subsidy(_ game: CooperativeGame) throws(SolverError) -> Double? {
        var model = LinearModel(.minimise)
        for _ in 0..<game.players { model.addVariable(from: -.infinity, cost: 1) }
        for coalition in 1..<(game.values.count - 1) {
            model.addRow(Self.members(coalition, game.players), from: game.values[coalition])
        }
        model.addRow(Self.members(game.values.count - 1, game.players), from: game.whole)
        let answer = try solve(model)
        return answer.objective.map { max(0, $0 - game.whole) }
    }

    /// The one sharing whose largest excess is least, then the next, and so on (N-ядро).
    ///
    /// - Source: Schmeidler (1969); METHODS 16.15.
    /// - Complexity: at most n programmes of 2^n rows, and one for each coalition that is tight.
    public mutating func nucleolus(_ game: CooperativeGame) throws(SolverError) -> [Double]? {
        precondition(game.players <= 12, "2^n coalitions are held as rows")
        guard game.players > 1 else { return [game.whole] }
        // The solver's tolerances are absolute: numbers of about 1 make them relative.
        let size = game.values.map(abs).max() ?? 0
        guard size > 0 else { return [Double](repeating: 0, count: game.players) }
        let scaled = CooperativeGame(
            players: game.players, values: game.values.map { $0 / size })
        var fixed: [Int: Double] = [scaled.values.count - 1: 0]
        while true {
            let (model, epsilon) = model(scaled, fixed: fixed)
            guard let values = try solve(model).values else { return nil }
            let level = values[epsilon]
            let shares = Array(values.prefix(scaled.players))
            let settled = try settled(scaled, model, epsilon, level, shares, fixed)
            for coalition in settled { fixed[coalition] = level }
            if settled.isEmpty || Self.rank(fixed.keys, scaled.players) == scaled.players {
                return shares.map { $0 * size }
            }
        }
    }

    /// Tight coalitions whose share cannot rise while all others keep this level.
    private mutating func settled(
        _ game: CooperativeGame, _ model: LinearModel, _ epsilon: Int, _ level: Double,
        _ shares: [Double], _ fixed: [Int: Double]
    ) throws(SolverError) -> [Int] {
        var held = model
        held.bound(epsilon, from: -.infinity, to: level + 1e-8)
        held.sense = .maximise
        let sums = game.sums(shares)
        var settled: [Int] = []
        for coalition in 1..<(game.values.count - 1) where fixed[coalition] == nil {
            guard game.values[coalition] - sums[coalition] > level - 1e-6 else { continue }
            held.costs = [Double](repeating: 0, count: held.variableCount)
            for term in Self.members(coalition, game.players) { held.costs[term.variable] = 1 }
            // A share without a bound can rise.
            guard let highest = try solve(held).objective else { continue }
            if highest <= game.values[coalition] - level + 1e-6 { settled.append(coalition) }
        }
        return settled
    }

    /// x(S) ≥ v(S) − ε of coalitions that are free, x(S) = v(S) − ε_S of those that are settled.
    private func model(
        _ game: CooperativeGame, fixed: [Int: Double]
    ) -> (LinearModel, Int) {
        var model = LinearModel(.minimise)
        for _ in 0..<game.players { model.addVariable(from: -.infinity) }
        let epsilon = model.addVariable(from: -.infinity, cost: 1)
        var hasFree = false
        for coalition in 1..<game.values.count {
            let members = Self.members(coalition, game.players)
            let value = game.values[coalition]
            if coalition == game.values.count - 1 {
                model.addRow(members, from: value, to: value)
            } else if let level = fixed[coalition] {
                model.addRow(members, from: value - level, to: value - level)
            } else {
                hasFree = true
                model.addRow(members + [.init(epsilon, 1)], from: value)
            }
        }
        if !hasFree { model.bound(epsilon, from: 0, to: 0) }
        return (model, epsilon)
    }

    private mutating func solve(_ model: LinearModel) throws(SolverError) -> SolverAnswer {
        try solver.solve(model, isCancelled: { false })
    }

    private static func members(_ coalition: Int, _ players: Int) -> [LinearModel.Term] {
        (0..<players).filter { coalition & (1 << $0) != 0 }.map { .init($0, 1) }
    }

    /// How many of the coalitions are independent of each other.
    private static func rank(_ coalitions: some Sequence<Int>, _ players: Int) -> Int {
        let rows = coalitions.sorted().map { coalition in
            (0..<players).map { coalition & (1 << $0) != 0 ? 1.0 : 0 }
        }
        return (try? SingularValues(Matrix(rows)))?.rank ?? 0
    }
}

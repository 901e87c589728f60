import Foundation
import Numerics
import Testing

@Suite("Numbers that are not known for sure")
struct UncertainNumbersTests {
    @Test("The nearest correlation matrix of Higham's own example")
    func nearest() throws {
        let found = try NearestCorrelation(Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
        let wanted = Matrix([
            [1, 0.760_689_9, 0.157_298_1], [0.760_689_9, 1, 0.760_689_9],
            [0.157_298_1, 0.760_689_9, 1],
        ])
        for (one, other) in zip(found.matrix.elements, wanted.elements) {
            #expect(abs(one - other) < 1e-6)
        }
        #expect(abs(found.largestChange - 0.239_310_1) < 1e-6)
        // Draws can be made with it.
        _ = try CorrelatedDraws(found.matrix)
    }

    @Test("What is possible already stays as it is")
    func possible() throws {
        let matrix = Matrix([[1, 0.6], [0.6, 1]])
        let found = try NearestCorrelation(matrix)
        #expect(found.matrix == matrix)
        #expect(found.largestChange == 0)
    }

    /// Spearman's correlation of columns without ties.
    private func rankCorrelation(_ one: [Double], _ other: [Double]) -> Double {
        func ranks(_ values: [Double]) -> [Double] {
            var ranks = values
            for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated()
            {
                ranks[index] = Double(rank)
            }
            return ranks
        }
        let (a, b) = (ranks(one), ranks(other))
        let squares = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let count = Double(one.count)
        return 1 - 6 * squares / (count * (count * count - 1))
    }

    @Test("Even draws keep one draw in each part of each range and have the wanted correlations")
    func evenDraws() throws {
        let numbers = try UncertainNumbers(
            [
                .uniform(low: 0, high: 1), .triangular(low: 2, likeliest: 4, high: 10),
                .lognormal(mean: 5, variation: 0.4),
            ],
            ranks: Matrix([[1, 0.7, -0.4], [0.7, 1, 0], [-0.4, 0, 1]]))
        let draws = try numbers.evenDraws(400, seed: 7)
        #expect(Set(draws.map { Int($0[0] * 400) }).count == 400)
        let columns = (0..<3).map { column in draws.map { $0[column] } }
        #expect(abs(rankCorrelation(columns[0], columns[1]) - 0.7) < 0.04)
        #expect(abs(rankCorrelation(columns[0], columns[2]) + 0.4) < 0.04)
        #expect(abs(rankCorrelation(columns[1], columns[2])) < 0.04)
        #expect(throws: NumericFailure.self) { try numbers.evenDraws(3, seed: 7) }
    }

    @Test("Wanted correlations that contradict each other are mended, and by how much is said")
    func mended() throws {
        let numbers = try UncertainNumbers(
            [Uncertain](repeating: .normal(mean: 0, deviation: 1), count: 3),
            ranks: Matrix([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
        #expect(numbers.largestChange > 0.1)
        var random = RandomStream(seed: 1, stream: 0)
        #expect(numbers.draw(&random).count == 3)
    }

    @Test(
        "Shapley effects of a sum of two normal numbers, as worked out by hand",
        arguments: [0.0, 0.5, -0.6, 0.95])
    func shapleyOfTwo(correlation: Double) throws {
        // Owen and Prieur (2017): φ₁ = β₁²(1 − ρ²/2) + ρβ₁β₂ + β₂²ρ²/2 with unit deviations.
        let (one, two) = (2.0, 1.0)
        let square = correlation * correlation
        let variance = one * one + two * two + 2 * correlation * one * two
        let wanted =
            (one * one * (1 - square / 2) + correlation * one * two + two * two * square / 2)
            / variance
        let found = try #require(
            try ShapleyEffects(
                correlations: Matrix([[1, correlation], [correlation, 1]]), rows: 1 << 14, seed: 3
            ) { one * $0[0] + two * $0[1] })
        #expect(abs(found.shares[0] - wanted) < 0.01)
        #expect(abs(found.shares.reduce(0, +) - 1) < 1e-12)
        #expect(abs(found.variance - variance) < 0.02 * variance)
        #expect(found.intervals[0].low < wanted && wanted < found.intervals[0].high)
    }

    @Test("Shapley effects lie between the first and the total index of independent inputs")
    func between() throws {
        // Ishigami's function by inputs uniform on (−π, π).
        let numbers = [Uncertain](repeating: .uniform(low: -.pi, high: .pi), count: 3)
        @Sendable func ishigami(_ x: UnsafeBufferPointer<Double>) -> Double {
            sin(x[0]) + 7 * sin(x[1]) * sin(x[1])
                + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
        }
        let independent = UncertainNumbers(numbers)
        guard
            case .indices(let indices)? = try independent.drivers(
                rows: 1 << 13, seed: 5, of: ishigami)
        else {
            Issue.record("no indices")
            return
        }
        // A correlation of nothing is still a correlation: the other way of sharing out.
        let correlated = try UncertainNumbers(numbers, ranks: .identity(3))
        guard
            case .effects(let effects)? = try correlated.drivers(
                rows: 1 << 15, seed: 5, of: ishigami)
        else {
            Issue.record("no effects")
            return
        }
        #expect(abs(indices.first[0] - 0.313_905) < 0.01)
        for (input, wanted) in [(0.313_905 + 0.557_589) / 2, 0.442_411, 0.243_684 / 2].enumerated()
        {
            #expect(abs(effects.shares[input] - wanted) < 0.02)
        }
    }

    @Test("Groups share a variance as their members do together")
    func groups() throws {
        let numbers = UncertainNumbers(
            [Uncertain](repeating: .normal(mean: 0, deviation: 1), count: 40))
        let groups = (0..<40).map { $0 < 10 ? 0 : 1 }
        guard
            case .indices(let found)? = try numbers.drivers(
                rows: 1 << 11, seed: 2, groups: groups,
                of: { numbers in numbers.reduce(0, +) })
        else {
            Issue.record("no indices")
            return
        }
        #expect(found.first.count == 2)
        #expect(abs(found.first[0] - 0.25) < 0.03)
        #expect(abs(found.total[1] - 0.75) < 0.03)
    }

    @Test("A result that does not vary is shared out to nobody")
    func constant() throws {
        let numbers = [Uncertain](repeating: .uniform(low: 0, high: 1), count: 2)
        #expect(try UncertainNumbers(numbers).drivers(rows: 64, seed: 1) { _ in 4 } == nil)
        #expect(
            try UncertainNumbers(numbers, ranks: .identity(2)).drivers(rows: 64, seed: 1) { _ in 4 }
                == nil)
    }

    @Test("Discrete, empirical and Brownian numbers")
    func distributions() {
        let discrete = Uncertain.discrete(values: [3, 1, 2], chances: [0.5, 0.2, 0.3])
        #expect(discrete.isValid && discrete.mean == 2.3)
        #expect([0.1, 0.2, 0.3, 0.5, 0.51, 0.99].map(discrete.quantile) == [1, 1, 2, 2, 3, 3])
        #expect(!Uncertain.discrete(values: [1], chances: [0.5]).isValid)
        let seen = Uncertain.empirical([4, 1, 3, 2])
        #expect(seen.quantile(0.5) == 2.5 && seen.mean == 2.5)
        // The mean grows by e^{μt}; the variance of the logarithm is σ²t.
        let price = Uncertain.brownian(from: 100, growth: 0.02, volatility: 0.2, years: 4)
        #expect(abs(price.mean - 108.328_706_8) < 1e-6)
        let median = price.quantile(0.5)
        #expect(abs(median - 100) < 1e-9)
    }

    @Test("the interval of a quantile holds the true one in 95 of 100 trials")
    func quantileIntervals() throws {
        let value = Uncertain.normal(mean: 3, deviation: 2)
        for share in [0.1, 0.5, 0.9] {
            var held = 0
            for trial in 0..<2_000 {
                var random = RandomStream(seed: 7, stream: UInt64(trial))
                let draws = UncertainNumbers([value])
                let sorted = (0..<400).map { _ in draws.draw(&random)[0] }.sorted()
                let interval = try #require(sorted.quantileIntervalOfSorted(share))
                if interval.contains(value.quantile(share)) { held += 1 }
            }
            // 2,000 trials: the share is known to a hundredth, twice its standard error.
            #expect(abs(Double(held) / 2_000 - 0.95) < 0.015)
        }
    }
}

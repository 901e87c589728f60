import Numerics
import Testing

@Suite("Shapiro–Wilk test")
struct ShapiroWilkTests {
    /// W and p by scipy.stats.shapiro 1.17.1, another implementation of AS R94.
    @Test(
        "agrees with another implementation",
        arguments: [
            ([1, 2, 4], 0.9642857142857142, 0.6368868450289689),
            ([2.5, 3.1, 2.2, 8.0, 4.4], 0.8287106213189306, 0.13605225107699176),
            (
                [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236], 0.7888146948631716,
                0.006703814061898823
            ),
            ((1...20).map(Double.init), 0.9603751832429884, 0.5513717457916771),
        ] as [([Double], Double, Double)])
    func oracle(_ numbers: [Double], _ statistic: Double, _ probability: Double) throws {
        let test = try #require(ShapiroWilk(numbers))
        // The peer holds its polynomials in single precision.
        #expect(abs(test.statistic - statistic) < 1e-7)
        #expect(abs(test.probability - probability) < 1e-6)
    }

    @Test("has no answer for two numbers, equal numbers or a gap")
    func edges() {
        #expect(ShapiroWilk([1, 2]) == nil)
        #expect(ShapiroWilk([3, 3, 3, 3]) == nil)
        #expect(ShapiroWilk([1, 2, .nan, 4]) == nil)
        #expect(ShapiroWilk([1, 2, .infinity, 4]) == nil)
    }

    @Test("shift and scale change nothing")
    func invariance() throws {
        let numbers = [1.0, 4, 2, 8, 5, 7, 11]
        let test = try #require(ShapiroWilk(numbers))
        let moved = try #require(ShapiroWilk(numbers.map { 3 * $0 - 20 }))
        #expect(abs(test.statistic - moved.statistic) < 1e-14)
    }

    @Test("the weights have length one and are antisymmetric", arguments: [3, 4, 5, 6, 11, 12, 50])
    func weights(_ count: Int) throws {
        let weights = try #require(ShapiroWilk.weights(count: count))
        #expect(weights.count == count)
        #expect(abs(weights.map { $0 * $0 }.compensatedSum() - 1) < 1e-12)
        for (left, right) in zip(weights, weights.reversed()) { #expect(left == -right) }
    }
}

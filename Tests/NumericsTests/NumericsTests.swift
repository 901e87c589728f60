import Numerics
import Support
import Testing

@Suite("Sums, statistics, streams")
struct NumericsTests {
    @Test("a sum keeps what cancellation would lose")
    func compensation() {
        #expect([1, 1e100, 1, -1e100].compensatedSum() == 2)
        #expect([Double]().compensatedSum() == 0)
        #expect([Double.infinity, 1].compensatedSum() == .infinity)
    }

    @Test("the order of a million terms does not change the sum's twelfth digit")
    func order() {
        var stream = RandomStream(seed: 7)
        var terms = (0..<100_000).map { _ in (stream.unit() - 0.5) * 1e6 }
        let forward = terms.compensatedSum()
        terms.shuffle(using: &stream)
        #expect(abs(terms.compensatedSum() - forward) <= 1e-9)
    }

    @Test("variance holds on data with a large mean (NIST NumAcc3: 0.01)")
    func stiff() throws {
        let data = [1_000_000.2] + (0..<500).flatMap { _ in [1_000_000.1, 1_000_000.3] }
        let deviation = try #require(data.standardDeviation(.sample))
        #expect(abs(deviation - 0.1) < 1e-9)
    }

    @Test("quantiles follow definition 7")
    func quantiles() {
        #expect([1.0, 2, 3, 4].quantile(0.25) == 1.75)
        #expect([4.0, 1, 3, 2].median == 2.5)
        #expect([Double]().median == nil)
    }

    @Test("a stream repeats itself and differs from its neighbour")
    func streams() {
        var first = RandomStream(seed: 1, stream: 4)
        var again = RandomStream(seed: 1, stream: 4)
        var next = RandomStream(seed: 1, stream: 5)
        let numbers = (0..<8).map { _ in first.next() }
        #expect(numbers == (0..<8).map { _ in again.next() })
        #expect(numbers != (0..<8).map { _ in next.next() })
    }

    @Test("indices below a bound are uniform to within five standard errors")
    func uniform() {
        var stream = RandomStream(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[stream.index(below: 7)] += 1 }
        #expect(counts.allSatisfy { abs(Double($0) - 10_000) < 5 * 92.6 })
    }
}

@Suite("Linear algebra")
struct LinearAlgebraTests {
    @Test("Longley's coefficients are certified to nine digits")
    func longley() throws {
        let rows: [[Double]] = [
            [83.0, 234289, 2356, 1590, 107608, 1947], [88.5, 259426, 2325, 1456, 108632, 1948],
            [88.2, 258054, 3682, 1616, 109773, 1949], [89.5, 284599, 3351, 1650, 110929, 1950],
            [96.2, 328975, 2099, 3099, 112075, 1951], [98.1, 346999, 1932, 3594, 113270, 1952],
            [99.0, 365385, 1870, 3547, 115094, 1953], [100.0, 363112, 3578, 3350, 116219, 1954],
            [101.2, 397469, 2904, 3048, 117388, 1955], [104.6, 419180, 2822, 2857, 118734, 1956],
            [108.4, 442769, 2936, 2798, 120445, 1957], [110.8, 444546, 4681, 2637, 121950, 1958],
            [112.6, 482704, 3813, 2552, 123366, 1959], [114.2, 502601, 3931, 2514, 125368, 1960],
            [115.7, 518173, 4806, 2572, 127852, 1961], [116.9, 554894, 4007, 2827, 130081, 1962],
        ]
        let response: [Double] = [
            60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513,
            68655, 69564, 69331, 70551,
        ]
        let certified = [
            -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
            -1.03322686717359, -0.0511041056535807, 1829.15146461355,
        ]
        let fit = try Matrix(rows.map { [1] + $0 }).leastSquares(response)
        for (ours, theirs) in zip(fit.coefficients, certified) {
            #expect(abs(ours / theirs - 1) < 1e-9)
        }
        #expect(abs(fit.residualStandardDeviation / 304.854073561965 - 1) < 1e-10)
    }

    @Test("whether columns depend on each other has nothing to do with their units")
    func rank() throws {
        let years = (1...20).map(Double.init)
        for scale in [1e-9, 1, 1e9] {
            let rows = years.map { [1, $0 * scale, $0 * $0 * scale * scale] }
            let fit = try Matrix(rows).leastSquares(years.map { 3 + 2 * $0 + $0 * $0 })
            #expect(abs(fit.coefficients[1] * scale - 2) < 1e-9)
            #expect(throws: NumericFailure.singular) {
                try Matrix(years.map { [1, $0 * scale, 2 * $0 * scale] }).leastSquares(years)
            }
        }
    }

    @Test("a system is solved, a singular one is named")
    func systems() throws {
        let solution = try Matrix([[2, 1], [1, 3]]).solve([5, 10])
        #expect(agrees(solution[0], 1) && agrees(solution[1], 3))
        #expect(throws: NumericFailure.singular) { try Matrix([[1, 2], [2, 4]]).solve([1, 2]) }
        #expect(throws: NumericFailure.notFinite) { try Matrix([[.nan]]).solve([1]) }
        #expect(throws: NumericFailure.insufficientData(have: 1, need: 2)) {
            try Matrix([[1]]).leastSquares([1])
        }
    }

    @Test("distributions agree with tables and refuse what is outside their domain")
    func distributions() throws {
        #expect(agrees(try #require(Distributions.normalCumulative(1.959963984540054)), 0.975))
        #expect(agrees(try #require(Distributions.normalQuantile(0.975)), 1.959963984540054))
        let t = Distributions.studentQuantile(0.975, degreesOfFreedom: 10)
        #expect(agrees(try #require(t), 2.2281388519649385))
        #expect(Distributions.normalQuantile(2) == nil)
        #expect(Distributions.studentCumulative(1, degreesOfFreedom: -1) == nil)
    }

    @Test("tails keep their digits where they are tiny, as scipy 1.17 has them")
    func tails() throws {
        func relative(_ value: Double?, _ expected: Double) throws -> Double {
            abs(try #require(value) / expected - 1)
        }
        let chi = Distributions.chiSquaredUpperTail(200.62372763076806, degreesOfFreedom: 60)
        #expect(try relative(chi, 4.716293240700933e-17) < 1e-10)
        let f = Distributions.fisherUpperTail(40, numeratorDegrees: 50, denominatorDegrees: 60)
        #expect(try relative(f, 5.991948978201849e-32) < 1e-10)
        let t = Distributions.studentTwoSided(-12.5, degreesOfFreedom: 30)
        #expect(try relative(t, 1.99849634939664e-13) < 1e-10)
        let both = Distributions.fisherTwoSided(1.7, numeratorDegrees: 20, denominatorDegrees: 20)
        #expect(try relative(both, 0.24397555992227163) < 1e-12)
        // The mirror image of F is 1 / F with the degrees exchanged.
        let mirror = Distributions.fisherTwoSided(
            1 / 1.7, numeratorDegrees: 20, denominatorDegrees: 20)
        #expect(try relative(mirror, 0.24397555992227163) < 1e-12)
        #expect(Distributions.chiSquaredUpperTail(1, degreesOfFreedom: 0) == nil)
        #expect(
            Distributions.fisherTwoSided(-1, numeratorDegrees: 1, denominatorDegrees: 1) == nil)
    }
}

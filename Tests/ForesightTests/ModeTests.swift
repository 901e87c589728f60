import Numerics
import Region
import Testing

@testable import Foresight

private func isClose(_ value: Double?, _ wanted: Double, _ tolerance: Double = 1e-6) -> Bool {
    value.map { abs($0 - wanted) <= tolerance * max(1, abs(wanted)) } ?? false
}

/// METHODS 8.3.
@Suite("Technological modes")
struct ModeTests {
    @Test("the worked example: Fisher and Pry")
    func fisherPry() throws {
        let curve = try #require(FisherPry([(0, 0.1), (5, 0.3)]))
        #expect(isClose(curve.rate, 0.269985))
        #expect(isClose(curve.middle, 8.138311))
        #expect(isClose(curve.share(10), 0.623077))
        #expect(isClose(curve.takeover, 16.276621))
        #expect(isClose(curve.year(of: 0.5), curve.middle, 1e-12))
        // Shares of nothing and of all are moved in, not lost.
        #expect(FisherPry([(0, 0), (5, 0.3), (9, 1)]) != nil)
        #expect(FisherPry([(0, 0.2)]) == nil)
        #expect(FisherPry([(0, 0.2), (3, 0.2)]) == nil)
    }

    @Test("the worked example: several modes at once")
    func transition() {
        let transition = ModeTransition(
            start: ModeShares([0.30, 0.50, 0.10, 0.02, 0.08]),
            rates: ModeShares([-0.06, -0.03, 0.10, 0.15, 0]))
        let wanted = [0.168603, 0.379318, 0.278366, 0.0917895, 0.08192402]
        for (found, wanted) in zip(transition.shares(10).values, wanted) {
            #expect(isClose(found, wanted))
        }
        for years in 0...60 {
            let shares = transition.shares(Double(years))
            #expect(isClose(shares.sum, 1, 1e-12))
            #expect(shares.values.allSatisfy { $0 >= 0 })
        }
    }

    @Test("rates that made a path are found from it, over a break too")
    func rates() throws {
        let made = ModeTransition(
            start: ModeShares([0.30, 0.50, 0.10, 0.02, 0.08]),
            rates: ModeShares([-0.06, -0.03, 0.10, 0.15, 0]))
        let path = (0...8).map { (year: Double($0), shares: made.shares(Double($0))) }
        let found = try #require(ModeTransition(path))
        for mode in TechnologicalMode.named {
            #expect(isClose(found.rates[mode], made.rates[mode], 1e-9))
        }
        // Another classification, which takes half of what has no mode for the fifth: the jump
        // between them is no growth.
        let moved = path.suffix(4).map { point -> (year: Double, shares: ModeShares) in
            var shares = point.shares
            shares[.third] *= 0.5
            shares[.fourth] *= 1.2
            return (point.year, shares)
        }
        let pooled = try #require(ModeTransition(pooled: [Array(path.prefix(5)), moved]))
        for mode in TechnologicalMode.named {
            #expect(isClose(pooled.rates[mode], made.rates[mode], 1e-9))
        }
        let years = try #require(found.yearsUntil([.fifth, .sixth], have: 0.5))
        let shares = (found.shares(Double(years)), found.shares(Double(years - 1)))
        #expect(shares.0[.fifth] + shares.0[.sixth] >= 0.5)
        #expect(shares.1[.fifth] + shares.1[.sixth] < 0.5)
    }

    @Test("with the growth that is lacking the aim is met in its year")
    func backcast() throws {
        let made = ModeTransition(
            start: ModeShares([0.30, 0.40, 0.10, 0.02, 0.18]),
            rates: ModeShares([-0.02, -0.01, 0.03, 0.02, 0]))
        let more = try #require(
            made.requiredRate(for: [.fifth, .sixth], share: 0.4, in: 15))
        var faster = made.rates
        faster[.fifth] += more
        faster[.sixth] += more
        let there = ModeTransition(start: made.start, rates: faster).shares(15)
        #expect(isClose(there[.fifth] + there[.sixth], 0.4, 1e-9))
    }

    @Test("the worked example: Norton and Bass")
    func generations() throws {
        let made = NortonBass(
            innovation: 0.02, imitation: 0.4, potentials: [100, 20, 10], entries: [0, 5, 12])
        for (generation, wanted) in [0.962804, 0.757747, 0.107349].enumerated() {
            #expect(isClose(made.reached(generation, 15), wanted))
        }
        let sizes = made.sizes(15)
        for (found, wanted) in zip(sizes, [23.324181, 78.652523, 10.532094]) {
            #expect(isClose(found, wanted))
        }
        let whole = sizes.reduce(0, +)
        for (found, wanted) in zip(sizes.map { $0 / whole }, [0.20731, 0.699079, 0.09361129]) {
            #expect(isClose(found, wanted, 1e-5))
        }
        let path = (1...25).map { (year: Double($0), sizes: made.sizes(Double($0))) }
        let found = try #require(NortonBass(fitting: path, entries: [0, 5, 12]))
        #expect(isClose(found.innovation, 0.02, 1e-4))
        #expect(isClose(found.imitation, 0.4, 1e-4))
        for (found, wanted) in zip(found.potentials, [100.0, 20, 10]) {
            #expect(isClose(found, wanted, 1e-3))
        }
        #expect(NortonBass(fitting: [(1, [1])], entries: [0]) == nil)
    }

    @Test("the worked example: a logistic curve; before the turn its bound is not known")
    func logistic() throws {
        let made = LogisticCurve(bound: 100, a: 9, rate: 0.3)
        #expect(isClose(made.value(10), 69.056786))
        let found = try #require(
            LogisticCurve(fitting: (0...20).map { (Double($0), made.value(Double($0))) }))
        #expect(isClose(found.bound, 100, 1e-4))
        #expect(isClose(found.rate, 0.3, 1e-4))
        // Growth without any bend tells nothing of a bound.
        let early = (0...8).map { (Double($0), Elementary.exponential(0.2 * Double($0))) }
        let unknown = try #require(LogisticCurve(fitting: early))
        #expect(unknown.boundRange == nil)
        #expect(unknown.turn > 8)
        #expect(LogisticCurve(fitting: [(1, 2), (2, 3)]) == nil)
    }

    @Test("the worked example: moves between modes")
    func markov() throws {
        let moves = Matrix([
            [0.9, 0.1, 0, 0], [0, 0.92, 0.08, 0], [0, 0, 0.95, 0.05], [0, 0, 0, 1],
        ])
        let start = [0.35, 0.5, 0.12, 0.03]
        let made = MarkovShares(moves)
        let wanted = [0.122037, 0.367187, 0.357776, 0.153]
        for (found, wanted) in zip(made.shares(start, years: 10), wanted) {
            #expect(isClose(found, wanted, 1e-5))
        }
        let path: [[Double]?] = (0...30).map { made.shares(start, years: $0) }
        let found = try #require(MarkovShares(path) { $0 == $1 || $0 + 1 == $1 })
        for row in 0..<4 {
            #expect(isClose(found.moves.row(row).reduce(0, +), 1, 1e-12))
            for column in 0..<4 {
                #expect(abs(found.moves[row, column] - moves[row, column]) < 1e-4)
            }
        }
        // A gap is no move.
        var gapped = path
        gapped[7] = nil
        let other = try #require(MarkovShares(gapped) { $0 == $1 || $0 + 1 == $1 })
        #expect(abs(other.moves[0, 1] - 0.1) < 1e-4)
        #expect(MarkovShares([start, nil, start]) == nil)
    }

    @Test("shares of an activity come from the nearest line above it")
    func maps() {
        let map = ModeMap(
            "m",
            shares: ["c": ModeShares([0.5, 0.3, 0, 0, 0.2]), "c:26": ModeShares([0, 0, 1, 0, 0])])
        let parents: [ActivityCode: ActivityCode] = ["c:26": "c", "c:26:1": "c:26", "c:10": "c"]
        #expect(map.entry(for: "c:26:1", parents: parents) == "c:26")
        #expect(map.entry(for: "c:10", parents: parents) == "c")
        #expect(map.entry(for: "k", parents: parents) == nil)
    }

    @Test("cumulative sums: the worked example of METHODS 10.2")
    func sums() {
        let sums = CumulativeSums([0.5, -0.2, 1.2, 1.4, 1.1, 1.6, 1.3])
        for (found, wanted) in zip(sums.upper, [0, 0, 0.7, 1.6, 2.2, 3.3, 4.1]) {
            #expect(isClose(found, wanted, 1e-12))
        }
        #expect(sums.lower.allSatisfy { $0 == 0 })
        #expect(sums.alarms.map(\.position) == [6])
        #expect(sums.alarms.map(\.since) == [2])
        // A missing year neither counts nor begins anew.
        let gapped = CumulativeSums([0.5, -0.2, 1.2, .nan, 1.4, 1.1, 1.6, 1.3])
        #expect(gapped.alarms.map(\.position) == [7])
        #expect(gapped.alarms.map(\.since) == [2])
    }
}

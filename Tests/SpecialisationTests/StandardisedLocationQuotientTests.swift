import Numerics
import Region
import Specialisation
import Support
import Testing

@Suite("Standardised location quotient (METHODS 1.6)")
struct StandardisedLocationQuotientTests {
    private let context = Toy.context()
    private let id = "standardised-location-quotient"

    @Test("coal on both scales")
    func golden() throws {
        let golden = try Golden(chapter: "c01")
        for (component, key) in [("logarithmic", "SLQ_log_coal"), ("linear", "SLQ_lin_coal")] {
            for (place, expected) in try golden.list(key).enumerated() {
                let value = try Toy.value(id, place, 0, component: component, in: context)
                #expect(agrees(value, expected), "\(component) \(place): \(value)")
            }
        }
    }

    @Test("the scale is the one with the larger W, and the result stands on it")
    func scale() throws {
        for activity in 0..<3 {
            let logarithmic = try Toy.value(
                id, nil, activity, component: "shapiroLogarithmic", in: context)
            let linear = try Toy.value(id, nil, activity, component: "shapiroLinear", in: context)
            let scale = try Toy.value(id, nil, activity, component: "scale", in: context)
            #expect(scale == (logarithmic >= linear ? 1 : 0))
            let chosen = try Toy.value(id, 0, activity, in: context)
            let there = try Toy.value(
                id, 0, activity, component: scale == 1 ? "logarithmic" : "linear", in: context)
            #expect(chosen == there)
        }
    }

    @Test("few regions are marked, and under 8 there is no cut-off")
    func fewRegions() throws {
        let rows = try Toy.rows(id, in: context)
        let cut = ResultKey(activity: "coal", year: 2000, component: "cutOff")
        #expect(rows[cut]?.outcome == .undefined(.insufficientData(have: 3, need: 8)))
        #expect(rows[cut]?.marks.contains(.fewRegions) == true)
    }

    @Test("a region without the industry has no z, equal quotients have none either")
    func edges() throws {
        let context = Toy.context([[[0, 5], [3, 6], [3, 7]]])
        let key = ResultKey(
            place: context.panel.places[0].code, activity: context.panel.activities[0].code,
            year: 2000)
        #expect(try Toy.outcomes(id, in: context)[key] == .undefined(.notApplicable("q")))
        #expect(throws: Undefined.constantInput) {
            try standardisedLocationQuotients([0.3, 0.3, 0.3], on: .logarithmic)
        }
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try standardisedLocationQuotients([0.3], on: .linear)
        }
    }

    /// The exact mean of the bootstrap's order statistics (Hutson and Ernst 2000), worked out with
    /// the incomplete beta function of scipy 1.17.1.
    @Test(
        "the simulated cut-off lies within four standard errors of the exact bootstrap mean",
        arguments: [
            (
                [-1.5, -1.1, -0.8, -0.6, -0.4, -0.1, 0.0, 0.2, 0.3, 0.7, 1.2, 2.1],
                1.4171152626732293
            ), ([1, 2, 3, 4, 5, 6, 7, 8], 7.245792818069457),
        ] as [([Double], Double)])
    func bootstrap(_ numbers: [Double], _ exact: Double) throws {
        for seed in UInt64(1)...5 {
            let found = try bootstrapCutOff(numbers, replicates: 9_999, seed: seed)
            #expect(found.standardError > 0)
            #expect(abs(found.cutOff - exact) < 4 * found.standardError, "seed \(seed)")
        }
    }

    @Test("the stated error covers the exact mean in 93–97 of 100 simulations")
    func coverage() throws {
        let numbers = [1.0, 2, 3, 4, 5, 6, 7, 8]
        var covered = 0
        for seed in UInt64(0)..<2_000 {
            let found = try bootstrapCutOff(numbers, replicates: 200, seed: seed)
            if abs(found.cutOff - 7.245792818069457) <= 1.96 * found.standardError { covered += 1 }
        }
        #expect((1_860...1_940).contains(covered), "\(covered) of 2000")
    }

    @Test("the same seed gives the same cut-off, another seed another, order plays no part")
    func seeds() throws {
        let numbers = [0.2, -1.5, 1.2, -0.8, 2.1, -0.4, 0.1, 0.7, -1.6]
        let one = try bootstrapCutOff(numbers, replicates: 500, seed: 7)
        #expect(try bootstrapCutOff(numbers.reversed(), replicates: 500, seed: 7) == one)
        #expect(try bootstrapCutOff(numbers, replicates: 500, seed: 8).cutOff != one.cutOff)
    }

    @Test("the variance of ln LQ and the interval of coal in A")
    func interval() throws {
        let golden = try Golden(chapter: "c01")
        let variance = try Toy.value(
            "location-quotient-interval", 0, 0, component: "variance", in: context)
        #expect(agrees(variance, try golden.number("lnLQ_var")))
        let ends = try golden.list("LQ_CI95")
        for (component, expected) in zip(["low", "high"], ends) {
            let value = try Toy.value(
                "location-quotient-interval", 0, 0, component: component, in: context)
            #expect(agrees(value, expected), "\(component) \(value)")
        }
    }

    @Test("all 27 resamples of the mean quotient of coal: least, middle, most")
    func resamples() throws {
        let quotients = try (0..<3).map {
            try Toy.value("location-quotient", $0, 0, in: context)
        }
        var means: [Double] = []
        for first in quotients {
            for second in quotients {
                for third in quotients { means.append((first + second + third) / 3) }
            }
        }
        let expected = try Golden(chapter: "c01").list("boot_mean_LQ_coal_min_med_max")
        let sorted = means.sorted()
        for (value, number) in zip([sorted[0], sorted[13], sorted[26]], expected) {
            #expect(agrees(value, number))
        }
    }

    @Test("none counted: the interval is from 0 to the Poisson bound")
    func zeroCount() throws {
        let context = Toy.context([[[0, 50], [30, 20]]])
        let high = try Toy.value(
            "location-quotient-interval", 0, 0, component: "high", in: context)
        // Expected 50 · 30 / 100 = 15; −ln 0.05 = 2.995732273553991.
        #expect(agrees(high, 2.995732273553991 / 15, within: 1e-14))
        #expect(
            try Toy.value("location-quotient-interval", 0, 0, component: "low", in: context) == 0)
    }

    @Test("for money there is no sampling interval, and the table says so")
    func notForMoney() throws {
        let panel = context.panel
        let money = Measure(
            code: "output", name: panel.measure.name, unit: try #require(Unit("RUB")))
        var other = context
        other.panel = Panel(
            measure: money, classification: panel.classification, places: panel.places,
            activities: panel.activities, years: panel.years)
        let table = try #require(
            try Toy.method("location-quotient-interval").results(in: other).first)
        #expect(table.rows.isEmpty)
        #expect(table.notices.count == 1)
    }
}

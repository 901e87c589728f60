import Numerics
import Region
import Support
import Testing

@testable import Foresight

/// METHODS 8.1 and 8.3: scenarios of markets, growth to a bound, modes as generations.
@Suite("Markets")
struct MarketTests {
    @Test("low and high courses are the means of the lowest and highest fifths of all courses")
    func courses() throws {
        let values = [100.0, 104, 101, 109, 113, 110, 118, 121, 119, 128, 131, 129]
        for model in [ForecastModel.drift, .smoothing, .holt, .theta] {
            let fit = try #require(FittedForecast(model, values))
            let years = 4
            let course = try #require(MarketCourse(fit, years: years))
            let variance = try #require(fit.variance)
            // Courses drawn from the same errors, without the closed form.
            var random = RandomStream(seed: 11, stream: 0)
            let draws = (0..<40_000).map { _ in
                let errors = (0..<years).map { _ in
                    variance.squareRoot()
                        * (Distributions.normalQuantile(max(1e-12, random.unit())) ?? 0)
                }
                return (1...years).map { ahead in
                    (1...ahead).reduce(0) { $0 + fit.weight(ahead - $1) * errors[$1 - 1] }
                        * fit.widening(ahead).squareRoot()
                }
            }
            // The fifths are those of the courses as they are, before the mean change is unsure.
            let sorted = draws.map { draw in
                (
                    mean: draw.enumerated().reduce(0) {
                        $0 + $1.element / fit.widening($1.offset + 1).squareRoot()
                    }, draw: draw
                )
            }.sorted { $0.mean < $1.mean }
            let worst = sorted.prefix(8_000)
            for ahead in 0..<years {
                let mean = worst.reduce(0) { $0 + $1.draw[ahead] } / 8_000
                // Four times what the mean of so many draws is unsure by.
                let unsure = (fit.variance(ahead + 1) ?? 0).squareRoot() / 8_000.0.squareRoot()
                #expect(abs(mean + course.spread[ahead]) < 4 * unsure)
            }
        }
    }

    @Test("a series that never errs has no scenarios")
    func straight() throws {
        let fit = try #require(FittedForecast(.drift, [1, 2, 3, 4, 5]))
        #expect(MarketCourse(fit, years: 3) == nil)
    }

    @Test("only what bends to a bound has one, and its range holds it")
    func saturation() throws {
        let found = try SaturationMethod().findings(in: ToyForesight.markets)
        func value(_ component: String) -> Double? {
            found.list.first { $0.derivation.key.component == component }?.derivation.outcome.value
        }
        #expect(Set(found.list.map(\.derivation.key.object)) == ["lines"])
        let bound = try #require(value("bound"))
        #expect((88...94).contains(bound))
        let (low, high) = (try #require(value("boundLow")), try #require(value("boundHigh")))
        #expect(low <= bound && bound <= high)
        let reached = try #require(value("reached"))
        #expect((0.9...1).contains(reached))
        #expect((2013...2017).contains(try #require(value("turn"))))
    }

    @Test("generations made by the curve give back where modes go")
    func generations() throws {
        let curve = NortonBass(
            innovation: 0.01, imitation: 0.12, potentials: [0.6, 0.3, 0.4, 0.5],
            entries: [1890, 1949, 1983, 2015])
        var context = ToyForesight.modes
        let activities: [ActivityCode] = ["a3", "a4", "a5", "a6"]
        context.figures = [
            (
                classification: "own",
                years: Dictionary(
                    uniqueKeysWithValues: (2016...2024).map { year in
                        (
                            year,
                            zip(activities, curve.sizes(Double(year))).map {
                                ModeContext.Entry(
                                    activity: $0, value: $1, quality: .reported)
                            }
                        )
                    })
            )
        ]
        context.maps = [
            ModeMap(
                "exact",
                shares: [
                    "a3": ModeShares([1, 0, 0, 0, 0]), "a4": ModeShares([0, 1, 0, 0, 0]),
                    "a5": ModeShares([0, 0, 1, 0, 0]), "a6": ModeShares([0, 0, 0, 1, 0]),
                ])
        ]
        let found = try ModeGenerationMethod().findings(in: context)
        let sizes = curve.sizes(2026)
        let whole = sizes.reduce(0, +)
        for (place, mode) in TechnologicalMode.named.enumerated() {
            let share = found.list.first {
                let key = $0.derivation.key
                return key.component == "share" && key.year == 2026
                    && key.object?.rawValue == "exact/\(mode.code)"
            }?.derivation.outcome.value
            #expect(abs(try #require(share) - sizes[place] / whole) < 0.02)
        }
        let published = try ModeShareMethod().findings(in: context).list.first {
            $0.derivation.key.component == "published"
        }
        #expect(published?.derivation.outcome.value == 0.1)
        #expect(published?.derivation.key.place == "country")
    }
}

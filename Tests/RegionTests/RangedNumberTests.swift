import Numerics
import Region
import Testing

@Suite("Ranges and named distributions")
struct RangedNumberTests {
    @Test("what a cell may say")
    func readable() {
        let cells: [(String, NamedDistribution)] = [
            ("pert", .shape(.pert)), (" Triangular ", .shape(.triangular)),
            ("uniform(80; 120)", .full(.uniform(low: 80, high: 120))),
            ("triangular(80;100;150)", .full(.triangular(low: 80, likeliest: 100, high: 150))),
            ("pert(0,8; 1; 1,5)", .full(.pert(low: 0.8, likeliest: 1, high: 1.5))),
            ("normal(100; 15)", .full(.normal(mean: 100, deviation: 15))),
            ("lognormal(120; 0.3)", .full(.lognormal(mean: 120, variation: 0.3))),
            (
                "brownian(100; 0.02; 0.25; 4)",
                .full(.brownian(from: 100, growth: 0.02, volatility: 0.25, years: 4))
            ),
            (
                "discrete(80: 0.2; 100: 0.5; 130: 0.3)",
                .full(.discrete(values: [80, 100, 130], chances: [0.2, 0.5, 0.3]))
            ),
            ("empirical(81; 95; 102)", .full(.empirical([81, 95, 102]))),
        ]
        for (text, distribution) in cells {
            #expect(NamedDistribution(text) == distribution, "\(text)")
        }
    }

    @Test(
        "what it may not",
        arguments: [
            "", "gamma(1; 2)", "normal", "normal(100)", "normal(100; -15)", "uniform(120; 80)",
            "triangular(80; 70; 150)", "lognormal(0; 0.3)", "discrete(80; 100)",
            "discrete(80: 0.2; 100: 0.5)", "discrete(80: 1.2; 100: -0.2)", "empirical()",
            "empirical(1; x)", "normal(1, 2; 3; 4)", "brownian(100; 0.02; -0.25; 4)", "normal(1; 2",
            "uniform(nan; 2)", "uniform(0; inf)", "discrete(1: 1: 1)",
        ])
    func unreadable(_ text: String) { #expect(NamedDistribution(text) == nil) }

    @Test("without a name: PERT of three numbers, uniform of two, sure of one")
    func unnamed() {
        func number(_ low: Double?, _ middle: Double?, _ high: Double?) -> RangedNumber {
            RangedNumber(low: low, middle: middle, high: high)
        }
        #expect(number(1, 2, 4).distribution == .pert(low: 1, likeliest: 2, high: 4))
        #expect(number(1, nil, 4).distribution == .uniform(low: 1, high: 4))
        #expect(number(nil, nil, 4).distribution == .certain(4))
        #expect(number(nil, nil, nil).distribution == nil)
        #expect(number(1, 2, 4).ends == 1...4)
        #expect(number(1, 2, nil).ends == nil)
    }

    @Test("a name speaks for what lies between the ends, or for itself")
    func named() throws {
        let shaped = RangedNumber(low: 1, middle: 2, high: 4, named: .shape(.triangular))
        #expect(shaped.distribution == .triangular(low: 1, likeliest: 2, high: 4))
        #expect(
            RangedNumber(low: 1, middle: 2, high: 4, named: .shape(.uniform)).distribution
                == .uniform(low: 1, high: 4))
        let full = RangedNumber(
            low: nil, middle: nil, high: nil, named: .full(.lognormal(mean: 120, variation: 0.3)))
        #expect(full.central == 120 && full.isKnown)
        let ends = try #require(full.ends)
        let distribution = try #require(full.distribution)
        #expect(ends.lowerBound == distribution.quantile(0.05))
        #expect(ends.upperBound == distribution.quantile(0.95))
    }

    @Test("in another unit every quantile is in that unit")
    func scaled() throws {
        for text in [
            "uniform(80; 120)", "triangular(80; 100; 150)", "pert(80; 100; 150)",
            "normal(100; 15)", "lognormal(120; 0.3)", "brownian(100; 0.02; 0.25; 4)",
            "discrete(80: 0.2; 100: 0.5; 130: 0.3)", "empirical(81; 95; 102)",
        ] {
            let number = RangedNumber(
                low: nil, middle: nil, high: nil, named: NamedDistribution(text))
            let own = try #require(number.distribution)
            let other = try #require(number.scaled(by: 0.25).distribution)
            for share in [0.01, 0.1, 0.5, 0.9, 0.99] {
                #expect(abs(other.quantile(share) - own.quantile(share) / 4) < 1e-9, "\(text)")
            }
            #expect(abs(other.mean - own.mean / 4) < 1e-12, "\(text)")
        }
    }
}

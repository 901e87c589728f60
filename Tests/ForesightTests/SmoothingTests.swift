import Numerics
import Region
import Testing

@testable import Foresight

/// METHODS 8.1.
private let worked = [100.0, 110, 105, 120, 130, 128]

private func isClose(_ value: Double?, _ wanted: Double, _ tolerance: Double = 1e-6) -> Bool {
    value.map { abs($0 - wanted) <= tolerance * max(1, abs(wanted)) } ?? false
}

@Suite("Exponential smoothing and theta")
struct SmoothingTests {
    @Test("the worked example: simple smoothing")
    func simple() {
        let fit = ExponentialSmoothing(worked, trend: .none, alpha: 0.5, level: 100)
        #expect(isClose(fit.level, 124.625, 1e-12))
    }

    @Test("the worked example: damped trend, its errors, forecasts and interval")
    func damped() throws {
        // The first year is the beginning; errors are of the others.
        let fit = ExponentialSmoothing(
            Array(worked.dropFirst()), trend: .damped, alpha: 0.5, gain: 0.2, damping: 0.9,
            level: 100, slope: 10)
        let wanted = [109, 117.78, 116.5416, 123.529752, 132.662577]
        for (found, wanted) in zip(fit.fitted, wanted) { #expect(isClose(found, wanted)) }
        #expect(isClose(fit.level, 130.331289))
        #expect(isClose(fit.slope, 4.965186))
        let points = (1...3).map { fit.level + fit.slope * FittedForecast.reach(fit, $0) }
        for (found, wanted) in zip(points, [134.799956, 138.821757, 142.441377]) {
            #expect(isClose(found, wanted))
        }
        let variance = fit.sumOfSquares / 5
        #expect(isClose(variance, 47.978534))
        let weight = fit.alpha + fit.gain * FittedForecast.reach(fit, 1)
        let half = 1.959_963_984_540_054 * (variance * (1 + weight * weight)).squareRoot()
        #expect(isClose(points[1] - half, 122.404346))
        #expect(isClose(points[1] + half, 155.239168))
    }

    @Test("the worked example: theta's line and its mean with smoothing")
    func theta() throws {
        let fit = try #require(FittedForecast(.theta, worked))
        let line = try #require(fit.line)
        #expect(isClose(line.slope, 6.142857))
        #expect(isClose(line.end - 6 * line.slope, 94 - 0.0))
        // With α = 0.5 from the first value on, as in the example.
        let doubled = worked.enumerated().map {
            2 * $1 - (94 + 6.142_857_142_857_143 * Double($0 + 1))
        }
        for (found, wanted) in zip(
            doubled, [99.857143, 113.714286, 97.571429, 121.428571, 135.285714, 125.142857])
        {
            #expect(isClose(found, wanted))
        }
        let smoothing = ExponentialSmoothing(doubled, trend: .none, alpha: 0.5, level: doubled[0])
        let point = 0.5 * (line.end + line.slope) + 0.5 * smoothing.level
        #expect(isClose(point, 130.671875))
    }

    @Test("what is fitted is no worse than any point of a grid")
    func fitted() throws {
        var random = RandomStream(seed: 8, stream: 1)
        for _ in 0..<40 {
            var level = 100.0
            let values = (0..<Int(8 + random.unit() * 20)).map { _ -> Double in
                level += 6 * random.unit() - 2
                return level + 8 * random.unit()
            }
            for trend in Trend.allCases {
                let fit = try #require(ExponentialSmoothing(fitting: values, trend: trend))
                for alpha in stride(from: 0.05, through: 0.95, by: 0.15) {
                    for share in stride(from: 0.05, through: 0.95, by: 0.15) {
                        for damping in [0.8, 0.86, 0.92, 0.98] {
                            let own = values.withUnsafeBufferPointer {
                                SmoothingKernel.best(
                                    $0,
                                    Smoothing(
                                        alpha: alpha, gain: trend == .none ? 0 : alpha * share,
                                        damping: trend == .damped ? damping : 1,
                                        hasTrend: trend != .none))
                            }
                            #expect(fit.sumOfSquares <= own.sum * (1 + 1e-9) + 1e-9)
                        }
                    }
                }
            }
        }
    }

    @Test("the best beginning is the best: moving it makes the errors larger")
    func beginning() {
        let values = [3.0, 5, 4, 8, 9, 12, .nan, 15, 14]
        let smoothing = Smoothing(alpha: 0.4, gain: 0.1, damping: 0.9, hasTrend: true)
        let best = values.withUnsafeBufferPointer { SmoothingKernel.best($0, smoothing) }
        func sum(_ state: SmoothingState) -> Double {
            SmoothingKernel.run(values, smoothing, from: state).errors.reduce(0) { $0 + $1 * $1 }
        }
        #expect(isClose(sum(best.state), best.sum, 1e-10))
        for (level, trend) in [(0.01, 0.0), (-0.01, 0), (0, 0.01), (0, -0.01)] {
            let moved = SmoothingState(
                level: best.state.level + level, trend: best.state.trend + trend)
            #expect(sum(moved) > best.sum)
        }
    }

    @Test("shift and scale of the values are shift and scale of the forecast")
    func affine() throws {
        for model in ForecastModel.allCases {
            let values = [12.0, 14, 13, 17, 16, 20, 22, 21, 25, 27]
            let one = try #require(FittedForecast(model, values))
            let other = try #require(FittedForecast(model, values.map { 1000 + 3 * $0 }))
            for ahead in 1...4 {
                #expect(isClose(other.point(ahead), 1000 + 3 * one.point(ahead), 1e-5), "\(model)")
            }
        }
    }

    @Test("few years: what cannot be fitted is not")
    func few() {
        #expect(FittedForecast(.damped, [1, 2, 3, 4, 5, 6, 7]) == nil)
        #expect(FittedForecast(.damped, [1, 2, 3, 4, 5, 6, 7, 9]) != nil)
        #expect(FittedForecast(.holt, [1, 2, 3, 4, 5]) == nil)
        #expect(FittedForecast(.smoothing, [1, 2, 3, 4]) == nil)
        #expect(FittedForecast(.naive, []) == nil)
        #expect(FittedForecast(.drift, [5]) == nil)
    }

    @Test("a constant series is forecast by its value, without a band")
    func constant() throws {
        for model in ForecastModel.allCases {
            let fit = try #require(FittedForecast(model, [Double](repeating: 7, count: 12)))
            #expect(fit.point(3) == 7)
            let bands = try #require(fit.bands(3, BandRule(), stream: 1))
            #expect(bands[2][1].low == 7 && bands[2][1].high == 7)
        }
    }

    @Test("three values have a wide band, thirty errors a normal one")
    func bands() throws {
        let three = try #require(FittedForecast(.drift, [10, 12, 13]))
        let wide = try #require(three.bands(1, BandRule(), stream: 1))[0][1]
        // One degree of freedom: 12.7 standard deviations either way.
        #expect(wide.high - wide.low > 20 * (three.variance ?? 0).squareRoot())
        var random = RandomStream(seed: 1, stream: 2)
        let long = (0..<60).map { _ in random.unit() }
        let fit = try #require(FittedForecast(.smoothing, long))
        let band = try #require(fit.bands(2, BandRule(), stream: 1))[1][1]
        let half = 1.959_963_984_540_054 * (fit.variance(2) ?? 0).squareRoot()
        #expect(isClose(band.high - fit.point(2), half, 1e-9))
    }

    @Test("a gap moves the state on: a trend with a gap is still the trend")
    func gap() throws {
        let fit = try #require(
            FittedForecast(.holt, [1, 2, 3, .nan, 5, 6, 7, .nan, .nan, 10, 11]))
        #expect(isClose(fit.point(1), 12, 1e-6))
        let drift = try #require(FittedForecast(.drift, [1, 2, .nan, 4, 5]))
        #expect(isClose(drift.point(2), 7, 1e-12))
        #expect(drift.errors.allSatisfy { abs($0) < 1e-12 })
    }
}

@Suite("Forecasts tried on the past")
struct BacktestTests {
    @Test("the worked example: origins 3 to 5, one year ahead")
    func origins() throws {
        let series = AnnualSeries(first: 2001, values: worked)
        #expect(Backtest.origins(worked) == [3, 4, 5])
        let test = try #require(Backtest(series, models: [.naive, .drift], horizon: 1))
        #expect(isClose(test.scores[0].meanError, 9, 1e-12))
        #expect(isClose(test.scores[1].meanError, 8.444444))
        #expect(isClose(test.scores[1].scaledError, 1.005291))
    }

    @Test("pinball loss")
    func pinball() {
        #expect(isClose(Backtest.pinball(130, 120, 0.9), 9, 1e-12))
        #expect(isClose(Backtest.pinball(120, 130, 0.9), 1, 1e-12))
    }

    @Test("a straight line is forecast by its trend, noise by the last value or not at all")
    func choice() throws {
        let line = AnnualSeries(first: 2000, values: (0..<15).map { 10 + 3 * Double($0) })
        let found = try #require(Backtest(line, horizon: 3))
        #expect(found.choice != .naive)
        #expect(found.scores.first { $0.model == found.choice }?.chance == 0)
        let flat = AnnualSeries(first: 2000, values: [Double](repeating: 4, count: 12))
        let constant = try #require(Backtest(flat, horizon: 3))
        #expect(constant.choice == .naive)
        #expect(constant.scores.allSatisfy { $0.scaledError == nil })
    }

    @Test("bands hold what they promise on random walks")
    func coverage() throws {
        var inside = [0.0, 0.0]
        var count = 0.0
        for stream in 0..<150 {
            var random = RandomStream(seed: 5, stream: UInt64(stream))
            var level = 0.0
            let values = (0..<30).map { _ -> Double in
                level += Distributions.normalQuantile(max(1e-9, random.unit())) ?? 0
                return level
            }
            let test = try #require(
                Backtest(
                    AnnualSeries(first: 1990, values: values), models: [.naive], horizon: 3,
                    stream: UInt64(stream)))
            inside[0] += test.coverage[0]
            inside[1] += test.coverage[1]
            count += 1
        }
        #expect(abs(inside[0] / count - 0.8) < 0.05)
        #expect(abs(inside[1] / count - 0.95) < 0.05)
    }

    @Test("the same series gives the same bands whatever else is computed")
    func seeds() throws {
        let series = AnnualSeries(first: 2000, values: [4, 6, 5, 8, 7, 9, 12, 11, 13, 12, 15])
        let one = Backtest(series, horizon: 2, stream: 3)
        let other = Backtest(series, horizon: 2, stream: 3)
        #expect(one == other)
    }

    @Test("a break is flagged where a course is left, growth by itself is none")
    func breaks() throws {
        func since(_ values: [Double]) throws -> Int? {
            let entry = ForecastContext.Entry(
                place: "A", series: AnnualSeries(first: 2000, values: values), quality: .reported,
                reference: { .figure("m", "A", nil, $0) })
            return try #require(Forecast(entry, ForesightParameters())).since
        }
        let steady = (0..<24).map { year -> Double in
            let wobble: Double = year % 3 == 0 ? 1 : 0
            return 100 + 5 * Double(year) + wobble
        }
        #expect(try since(steady) == nil)
        var random = RandomStream(seed: 11, stream: 4)
        var level = 100.0
        let broken = (0..<30).map { year -> Double in
            // Too late for any model to have learnt of it.
            let drift: Double = year >= 27 ? 30 : 0
            level += 2 * (random.unit() - 0.5) + drift
            return level
        }
        let found = try #require(try since(broken))
        #expect((2026...2028).contains(found))
    }

    @Test("Diebold and Mariano with few forecasts")
    func chance() {
        #expect(Backtest.chance([1, 1], [0, 0]) == nil)
        #expect(Backtest.chance([2, 2, 2], [1, 1, 1]) == 0)
        // d = 1, 2, 0, 1: mean 1, variance 0.5, t = 1/√(0.5/4)·√(3/4) = 2.4495; 3 degrees.
        let found = Backtest.chance([2, 3, 1, 2], [1, 1, 1, 1])
        #expect(isClose(found, 0.045_860_557, 1e-6))
    }
}

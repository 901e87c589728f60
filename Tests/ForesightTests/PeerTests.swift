import Foundation
import Support
import Testing

@testable import Foresight

/// Against statsmodels: `Tests/Golden/smoothing.json` says which version.
@Suite("Smoothing beside a peer")
struct PeerTests {
    private struct File: Decodable {
        struct Model: Decodable {
            let alpha: Double
            let beta: Double
            let phi: Double
            let l: Double
            let b: Double
            let sse: Double
            let forecast: [Double]
        }
        struct Series: Decodable {
            let values: [Double]
            let models: [String: Model]
        }
        let series: [Series]
    }

    private static func file() throws -> File {
        try JSONDecoder().decode(
            File.self, from: Data(contentsOf: Golden.folder.appending(path: "smoothing.json")))
    }

    @Test("with the peer's parameters and beginnings the forecasts are the same")
    func sameForecasts() throws {
        for series in try Self.file().series {
            for (name, model) in series.models {
                let trend = try #require(Trend(rawValue: name))
                let fit = ExponentialSmoothing(
                    series.values, trend: trend, alpha: model.alpha,
                    gain: trend == .none ? 0 : model.alpha * model.beta, damping: model.phi,
                    level: model.l, slope: model.b)
                #expect(abs(fit.sumOfSquares - model.sse) <= 1e-8 * model.sse)
                for (index, wanted) in model.forecast.enumerated() {
                    let found = fit.level + fit.slope * FittedForecast.reach(fit, index + 1)
                    #expect(abs(found - wanted) <= 1e-8 * max(1, abs(wanted)))
                }
            }
        }
    }

    @Test("what is fitted here is no worse than what the peer fits")
    func noWorse() throws {
        var better = 0
        for series in try Self.file().series {
            for (name, model) in series.models {
                let trend = try #require(Trend(rawValue: name))
                let fit = try #require(ExponentialSmoothing(fitting: series.values, trend: trend))
                // The peer may set α to 0 or 1 exactly.
                #expect(fit.sumOfSquares <= model.sse * 1.002, "\(name) \(series.values.count)")
                if fit.sumOfSquares < model.sse * 0.999 { better += 1 }
            }
        }
        #expect(better > 0)
    }
}

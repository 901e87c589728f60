internal import Numerics

/// What forecasts from earlier years would have been worth (METHODS 8.2).
///
/// From each origin the models are fitted to the years up to it alone and compared with what came.
///
/// - Source: Tashman (2000); Hyndman and Koehler (2006); Diebold and Mariano (1995) with the small
///   sample correction of Harvey, Leybourne and Newbold (1997).
public struct Backtest: Hashable, Sendable {
    public struct Score: Hashable, Sendable {
        public let model: ForecastModel
        /// The mean absolute error over all origins and years ahead.
        public let meanError: Double
        /// The same over the mean change of the series from year to year; nil for a constant one.
        public let scaledError: Double?
        /// Forecasts that were compared.
        public let count: Int
        /// The chance of so large a lead over the naive forecast if there were none, one-sided; nil
        /// where it cannot be told.
        public let chance: Double?
    }

    public let scores: [Score]
    /// The model to forecast with: the best, if it beats the naive one.
    public let choice: ForecastModel
    /// The best by its error, whether it beats the naive one or not.
    public let best: ForecastModel
    /// For the model chosen: the share of what came that lay within the band of each level.
    public let coverage: [Double]
    /// The mean pinball loss at the 10th, 50th and 90th percentile of the model chosen.
    public let pinball: [Double]
    public let origins: Int
    /// Forecasts that had a band.
    public let banded: Int

    public static let percentiles = [0.1, 0.5, 0.9]

    /// - Parameters:
    ///   - horizon: Years ahead that are compared.
    ///   - level: How unlikely a chance lead has to be for a model to be preferred to the naive one.
    /// - Returns: nil where no origin leaves a year to compare.
    public init?(
        _ series: AnnualSeries, models: [ForecastModel] = ForecastModel.allCases, horizon: Int,
        rule: BandRule = BandRule(), level: Double = 0.05, stream: UInt64 = 0
    ) {
        let values = series.values
        let origins = Self.origins(values)
        guard !origins.isEmpty else { return nil }
        // Errors of each model by origin and years ahead; a model that has too few years at an
        // origin takes the part of the naive one there, so that all answer the same questions.
        var fits: [[FittedForecast]] = []
        for origin in origins {
            let past = Array(values[..<origin])
            guard let naive = FittedForecast(.naive, past) else { return nil }
            var made: [ForecastModel: FittedForecast] = [:]
            fits.append(
                models.map { model in
                    // Smoothing with and without a trend is fitted once for itself and for the mean.
                    let fit =
                        model == .mean
                        ? FittedForecast(
                            meanOf: [.smoothing, .holt, .damped].compactMap { made[$0] })
                            ?? FittedForecast(.mean, past)
                        : FittedForecast(model, past)
                    if let fit { made[model] = fit }
                    return fit ?? naive
                })
        }
        var questions: [(origin: Int, ahead: Int, value: Double)] = []
        for (index, origin) in origins.enumerated() {
            for ahead in 1...horizon where origin + ahead - 1 < values.count {
                let value = values[origin + ahead - 1]
                if !value.isNaN { questions.append((index, ahead, value)) }
            }
        }
        guard !questions.isEmpty else { return nil }
        let scale = Self.scale(values)
        func losses(_ model: Int, onlyNext: Bool = false) -> [Double] {
            questions.filter { !onlyNext || $0.ahead == 1 }.map {
                abs($0.value - fits[$0.origin][model].point($0.ahead))
            }
        }
        let naive = models.firstIndex(of: .naive)
        let reference = naive.map { losses($0, onlyNext: true) }
        let scores = models.indices.map { index in
            let mean = losses(index).mean ?? .nan
            return Score(
                model: models[index], meanError: mean, scaledError: scale.map { mean / $0 },
                count: questions.count,
                chance: index == naive
                    ? nil
                    : reference.flatMap { Self.chance($0, losses(index, onlyNext: true)) })
        }
        self.scores = scores
        self.origins = origins.count
        let first = scores.indices.min { scores[$0].meanError < scores[$1].meanError } ?? 0
        best = scores[first].model
        let isBetter =
            scores[first].chance.map { $0 < level } ?? false
            && naive.map { scores[first].meanError < scores[$0].meanError } ?? true
        let chosen = isBetter ? first : naive ?? first
        choice = models[chosen]

        var inside = rule.levels.map { _ in 0.0 }
        var pinball = Self.percentiles.map { _ in 0.0 }
        var counted = 0.0
        var quantiles = rule
        // Bands of 80 % reach from the 10th to the 90th percentile.
        quantiles.levels.append(0.8)
        for index in origins.indices {
            let own = questions.filter { $0.origin == index }
            guard !own.isEmpty,
                let bands = fits[index][chosen].bands(
                    own.map(\.ahead).max() ?? 1, quantiles,
                    stream: stream &* 1000 &+ UInt64(index))
            else { continue }
            for question in own {
                let found = bands[question.ahead - 1]
                for (place, band) in found.dropLast().enumerated()
                where band.contains(question.value) {
                    inside[place] += 1
                }
                let points = [
                    found[found.count - 1].low, fits[index][chosen].point(question.ahead),
                    found[found.count - 1].high,
                ]
                for (place, share) in Self.percentiles.enumerated() {
                    pinball[place] += Self.pinball(question.value, points[place], share)
                }
                counted += 1
            }
        }
        banded = Int(counted)
        coverage = counted > 0 ? inside.map { $0 / counted } : []
        self.pinball = counted > 0 ? pinball.map { $0 / counted } : []
    }

    /// How many values each origin knows: from min(5, n/2) on, ending in a year with a value.
    static func origins(_ values: [Double]) -> [Int] {
        let known = values.indices.filter { !values[$0].isNaN }
        let least = max(1, min(5, known.count / 2))
        guard known.count > least else { return [] }
        return known[(least - 1)..<(known.count - 1)].map { $0 + 1 }
    }

    /// The mean absolute change from one year to the next.
    static func scale(_ values: [Double]) -> Double? {
        let changes = zip(values, values.dropFirst()).map { abs($1 - $0) }.filter { !$0.isNaN }
        guard let mean = changes.mean, mean > 0 else { return nil }
        return mean
    }

    /// What a forecast of a quantile costs: its share of what it is too low, the rest of what it is
    /// too high.
    public static func pinball(_ value: Double, _ forecast: Double, _ share: Double) -> Double {
        value >= forecast ? share * (value - forecast) : (1 - share) * (forecast - value)
    }

    /// The chance of a lead as large as that of the second over the first, if there were none.
    static func chance(_ reference: [Double], _ losses: [Double]) -> Double? {
        let count = Double(losses.count)
        let leads = zip(reference, losses).map { $0 - $1 }
        guard losses.count > 2, let mean = leads.mean, let variance = leads.variance(.population)
        else { return nil }
        guard variance > 1e-24 * mean * mean else { return mean > 0 ? 0 : mean < 0 ? 1 : nil }
        // For one year ahead the correction for few forecasts is (n − 1) / n.
        let statistic = mean / (variance / count).squareRoot() * ((count - 1) / count).squareRoot()
        return Distributions.studentCumulative(-statistic, degreesOfFreedom: count - 1)
    }
}

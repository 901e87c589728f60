internal import Numerics
internal import Region

/// Everything of the region as a whole that is forecast: what its markets may do together.
public struct MarketContext: Sendable {
    /// Without activities; their forecasts are those of the method `forecast`.
    public let totals: [ForecastContext]
    public let parameters: ForesightParameters

    public init(totals: [ForecastContext], parameters: ForesightParameters = .init()) {
        self.totals = totals
        self.parameters = parameters
    }

    func key(
        _ component: String, _ total: ForecastContext, _ place: PlaceCode, year: Year
    ) -> ResultKey {
        ResultKey(
            place: place, object: ObjectCode(rawValue: total.measure.code.rawValue), year: year,
            component: component)
    }
}

/// How a series goes where it stays low as a whole, and where it stays high.
///
/// Not the ends of a band, which no single course follows: the mean of those fifths of all courses
/// whose mean over the years ahead is lowest and highest. With errors that are normal numbers,
/// D_h = Σ c_{h−j} e_j is what they add in year h and A the mean of all D_h, so that the mean of D_h
/// over the upper fifth of A is cov(D_h, A) / σ_A · φ(z) / 0.2 with z = Φ⁻¹(0.8).
public struct MarketCourse: Hashable, Sendable {
    /// By years ahead; the lower fifth is as far under the forecast as the upper is over it.
    public let spread: [Double]
    /// The share of courses that the low and the high one stand for each.
    public static let share = 0.2

    /// - Returns: nil where nothing is known of errors.
    init?(_ fit: FittedForecast, years: Int) {
        guard let variance = fit.variance, variance > 0, years > 0 else { return nil }
        // D_h in the errors e_1 … e_H.
        let effects = (1...years).map { ahead in
            (1...years).map { $0 <= ahead ? fit.weight(ahead - $0) : 0 }
        }
        let mean = (0..<years).map { error in
            effects.reduce(0) { $0 + $1[error] } / Double(years)
        }
        let deviation = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard deviation > 0, variance.isFinite else { return nil }
        let z = Distributions.normalQuantile(1 - Self.share) ?? 0
        let tail = Elementary.normalDensity(z) / Self.share
        spread = effects.enumerated().map { ahead, own in
            let together = zip(own, mean).reduce(0) { $0 + $1.0 * $1.1 }
            return together / deviation * tail * (variance * fit.widening(ahead + 1)).squareRoot()
        }
    }
}

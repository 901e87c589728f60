/// What a model of exponential smoothing has beside its level.
public enum Trend: String, Hashable, Sendable, CaseIterable {
    case none, linear, damped

    /// α, β* and φ as far as there are any, with what the first state takes: l₀ and b₀.
    var parameters: Int {
        switch self {
        case .none: 2
        case .linear: 4
        case .damped: 5
        }
    }
}

/// Exponential smoothing of annual values, with parameters of the least sum of squared errors.
///
/// f = l + φb; e = y − f; l ← f + αe; b ← φb + β*e; h years ahead l + b Σ φ^i. α and β*/α lie in
/// [0.0001, 0.9999], φ in [0.8, 0.98]: below, a trend is over before it is one, above, it cannot be
/// told from one that lasts (Hyndman and Athanasopoulos 2021, 8.2). The state before the first value
/// is fitted with the rest.
///
/// - Source: Gardner and McKenzie (1985); Hyndman, Koehler, Snyder and Grose (2002).
public struct ExponentialSmoothing: Hashable, Sendable {
    public let trend: Trend
    public let alpha: Double
    /// β*, which multiplies the error itself.
    public let gain: Double
    public let damping: Double
    /// Level and slope after the last year.
    public let level: Double
    public let slope: Double
    /// Of the years with a value, one year ahead.
    public let fitted: [Double]
    public let errors: [Double]
    /// Numbers that were chosen by the values: none where parameters and beginning were given.
    public let chosen: Int

    /// With parameters and a beginning as given.
    public init(
        _ values: [Double], trend: Trend, alpha: Double, gain: Double = 0, damping: Double = 1,
        level: Double, slope: Double = 0
    ) {
        self.init(
            values, trend,
            Smoothing(alpha: alpha, gain: gain, damping: damping, hasTrend: trend != .none),
            SmoothingState(level: level, trend: slope), chosen: 0)
    }

    /// With what fits best, found from twenty starts.
    ///
    /// - Parameter values: NaN where a year is missing; the first and the last are numbers.
    public init?(fitting values: [Double], trend: Trend) {
        guard values.count(where: { !$0.isNaN }) > trend.parameters else { return nil }
        let found = Self.fit(values, trend)
        self.init(values, trend, found.smoothing, found.state, chosen: trend.parameters)
    }

    private init(
        _ values: [Double], _ trend: Trend, _ smoothing: Smoothing, _ start: SmoothingState,
        chosen: Int
    ) {
        let run = SmoothingKernel.run(values, smoothing, from: start)
        self.trend = trend
        alpha = smoothing.alpha
        gain = smoothing.gain
        damping = trend == .damped ? smoothing.damping : 1
        level = run.state.level
        slope = trend == .none ? 0 : run.state.trend
        fitted = run.fitted
        errors = run.errors
        self.chosen = chosen
    }

    public var sumOfSquares: Double { errors.reduce(0) { $0 + $1 * $1 } }

    // MARK: Fitting

    /// α, β*/α and φ as shares of the box, spread so that no two starts share a value.
    private static let starts: [SIMD4<Double>] = (0..<20).map { index in
        let place = (Double(index) + 0.5) / 20
        func spread(_ step: Double) -> Double { (place * step).truncatingRemainder(dividingBy: 1) }
        return SIMD4(place, spread(7), spread(13), 0)
    }

    private static func fit(
        _ values: [Double], _ trend: Trend
    ) -> (smoothing: Smoothing, state: SmoothingState) {
        let edge = 1e-4
        let search = BoxSearch(
            low: SIMD4(edge, edge, 0.8, 0), high: SIMD4(1 - edge, 1 - edge, 0.98, 0),
            dimensions: trend == .none ? 1 : trend == .linear ? 2 : 3)
        return values.withUnsafeBufferPointer { values in
            func smoothing(_ point: SIMD4<Double>) -> Smoothing {
                Smoothing(
                    alpha: point.x, gain: trend == .none ? 0 : point.x * point.y,
                    damping: trend == .damped ? point.z : 1, hasTrend: trend != .none)
            }
            func sum(_ point: SIMD4<Double>) -> Double {
                SmoothingKernel.best(values, smoothing(point)).sum
            }
            // The sum of squares has several valleys: every start goes down a way, and the three
            // that have come lowest go to the bottom.
            var candidates = starts.map { start in
                search.descending(30).minimum(
                    from: search.low + start * (search.high - search.low), step: 0.1, of: sum)
            }
            candidates.sort { $0.value < $1.value }
            var best = candidates[0]
            for candidate in candidates.prefix(3) {
                let bottom = search.minimum(from: candidate.point, step: 0.02, of: sum)
                if bottom.value < best.value { best = bottom }
            }
            let found = smoothing(best.point)
            return (found, SmoothingKernel.best(values, found).state)
        }
    }
}

internal import Numerics

/// The ways of forecasting a series that are compared.
public enum ForecastModel: String, Hashable, Sendable, CaseIterable {
    /// The last value.
    case naive
    /// The last value and the mean change.
    case drift
    /// Exponential smoothing of the level alone.
    case smoothing
    /// With a trend.
    case holt
    /// With a trend that wears off.
    case damped
    case theta
    /// The mean of smoothing, Holt and damped, as far as there are enough years.
    case mean = "combination"

    /// Years with a value that it takes at least.
    var least: Int {
        switch self {
        case .naive: 1
        case .drift: 2
        case .smoothing, .theta, .mean: 5
        case .holt: 6
        case .damped: 8
        }
    }
}

/// A model fitted to a series: what comes next, and how far it may be off.
public struct FittedForecast: Hashable, Sendable {
    public let model: ForecastModel
    /// Smoothing parameters, where there are any: of the θ = 2 line for theta.
    public let smoothing: ExponentialSmoothing?
    /// The straight line of theta, at the last year and a year; the mean change of drift.
    public let line: Line?
    /// The models whose mean it is.
    public let parts: [FittedForecast]
    /// Errors of one year ahead, in the order of the years that have one.
    public let errors: [Double]
    /// Numbers that were chosen by the values.
    let chosen: Int
    private let last: Double
    private let span: Int

    public struct Line: Hashable, Sendable {
        /// On the line in the last year.
        public let end: Double
        /// A year.
        public let slope: Double
    }

    /// - Parameter values: NaN where a year is missing; the first and the last are numbers.
    /// - Returns: nil where there are too few years.
    public init?(_ model: ForecastModel, _ values: [Double]) {
        let known = values.filter { !$0.isNaN }
        guard known.count >= model.least, let last = known.last else { return nil }
        switch model {
        case .naive, .drift:
            let slope =
                model == .drift ? (last - known[0]) / Double(values.count - 1) : 0
            self.init(
                model, values, last: last,
                line: model == .drift ? Line(end: last, slope: slope) : nil,
                // The error of a change over several years is that of as many single ones.
                errors: Self.changes(values).map {
                    ($0.change - slope * Double($0.years)) / Double($0.years).squareRoot()
                }, chosen: model == .drift ? 1 : 0)
        case .smoothing, .holt, .damped:
            let trend: Trend = model == .smoothing ? .none : model == .holt ? .linear : .damped
            guard let fit = ExponentialSmoothing(fitting: values, trend: trend) else { return nil }
            self.init(
                model, values, last: last, smoothing: fit, errors: fit.errors, chosen: fit.chosen)
        case .theta:
            let line = Self.line(values)
            let doubled = values.enumerated().map { index, value in
                2 * value - (line.end - line.slope * Double(values.count - 1 - index))
            }
            guard let fit = ExponentialSmoothing(fitting: doubled, trend: .none) else { return nil }
            self.init(
                model, values, last: last, smoothing: fit, line: line,
                // y is the mean of its line and of the θ = 2 line, and only the latter is off.
                errors: fit.errors.map { $0 / 2 }, chosen: fit.chosen + 1)
        case .mean:
            self.init(
                meanOf: [.smoothing, .holt, .damped].compactMap { FittedForecast($0, values) })
        }
    }

    /// The mean of models that are fitted already; nil of none.
    init?(meanOf parts: [FittedForecast]) {
        guard let first = parts.first else { return nil }
        model = .mean
        (smoothing, line, last, span) = (nil, nil, first.last, first.span)
        self.parts = parts
        errors = first.errors.indices.map { index in
            parts.reduce(0) { $0 + $1.errors[index] } / Double(parts.count)
        }
        // Of a mean of models no more is chosen than of the largest of them.
        chosen = parts.map(\.chosen).max() ?? 0
    }

    private init(
        _ model: ForecastModel, _ values: [Double], last: Double,
        smoothing: ExponentialSmoothing? = nil, line: Line? = nil, errors: [Double], chosen: Int
    ) {
        self.model = model
        self.smoothing = smoothing
        self.line = line
        parts = []
        self.errors = errors
        self.chosen = chosen
        self.last = last
        span = values.count - 1
    }

    /// So many years after the last.
    public func point(_ years: Int) -> Double {
        let ahead = Double(years)
        switch model {
        case .naive: return last
        case .drift: return last + ahead * (line?.slope ?? 0)
        case .smoothing, .holt, .damped:
            guard let smoothing else { return .nan }
            return smoothing.level + smoothing.slope * Self.reach(smoothing, years)
        case .theta:
            guard let smoothing, let line else { return .nan }
            return 0.5 * (line.end + ahead * line.slope) + 0.5 * smoothing.level
        case .mean:
            return parts.reduce(0) { $0 + $1.point(years) } / Double(parts.count)
        }
    }

    /// φ + … + φ^h, by which a slope counts.
    static func reach(_ smoothing: ExponentialSmoothing, _ years: Int) -> Double {
        var (sum, power) = (0.0, 1.0)
        for _ in 0..<max(0, years) {
            power *= smoothing.damping
            sum += power
        }
        return sum
    }

    /// What an error does to the value so many years later: c_j.
    func weight(_ years: Int) -> Double {
        guard years > 0 else { return 1 }
        switch model {
        case .naive, .drift: return 1
        case .smoothing, .theta: return smoothing?.alpha ?? 0
        case .holt, .damped:
            guard let smoothing else { return 0 }
            return smoothing.alpha + smoothing.gain * Self.reach(smoothing, years)
        case .mean:
            return parts.reduce(0) { $0 + $1.weight(years) } / Double(parts.count)
        }
    }

    /// The mean change of drift is itself only an estimate: the variance grows by this factor.
    func widening(_ years: Int) -> Double {
        model == .drift && span > 0 ? 1 + Double(years) / Double(span) : 1
    }

    /// σ² of an error of one year: what was chosen by the values costs as many of them.
    public var variance: Double? {
        let free = errors.count - chosen
        guard free > 0 else { return nil }
        return errors.reduce(0) { $0 + $1 * $1 } / Double(free)
    }

    /// The variance of the error so many years ahead: σ² (1 + Σ c_j²).
    public func variance(_ years: Int) -> Double? {
        variance.map { variance in
            (0..<years).reduce(0.0) { $0 + weight($1) * weight($1) } * variance * widening(years)
        }
    }

    private static func changes(_ values: [Double]) -> [(change: Double, years: Int)] {
        var result: [(Double, Int)] = []
        var before: Int?
        for (index, value) in values.enumerated() where !value.isNaN {
            if let before { result.append((value - values[before], index - before)) }
            before = index
        }
        return result
    }

    /// Ordinary least squares on the years that have a value.
    private static func line(_ values: [Double]) -> Line {
        var (count, years, sum) = (0.0, 0.0, 0.0)
        for (index, value) in values.enumerated() where !value.isNaN {
            count += 1
            years += Double(index)
            sum += value
        }
        let (middle, mean) = (years / count, sum / count)
        var (squares, products) = (0.0, 0.0)
        for (index, value) in values.enumerated() where !value.isNaN {
            squares += (Double(index) - middle) * (Double(index) - middle)
            products += (Double(index) - middle) * (value - mean)
        }
        let slope = squares > 0 ? products / squares : 0
        return Line(end: mean + slope * (Double(values.count - 1) - middle), slope: slope)
    }
}

/// Between what a value will lie with some probability.
public struct ForecastBand: Hashable, Sendable {
    public let low: Double
    public let high: Double

    public func contains(_ value: Double) -> Bool { value >= low && value <= high }
}

/// How bands are found.
public struct BandRule: Hashable, Sendable {
    public var levels = [0.8, 0.95]
    /// Paths that are drawn from the errors where there are few.
    public var paths = 1000
    /// From so many errors on they are taken as normal.
    public var normalFrom = 30
    public var seed: UInt64 = 20_180_101

    public init() {}
}

extension FittedForecast {
    /// For each year ahead the bands of each level; nil where nothing says how far off it may be.
    ///
    /// With thirty errors or more they are normal with the variance of the model. With fewer, paths
    /// are drawn from the errors themselves, centred and widened by what the fit has used up. With
    /// under five values no distribution is known, and Student's is taken for what it is: wide.
    ///
    /// - Parameter stream: Keeps the random numbers of one series apart from another's.
    public func bands(_ years: Int, _ rule: BandRule, stream: UInt64) -> [[ForecastBand]]? {
        guard let variance, variance.isFinite else { return nil }
        if errors.count + 1 < 5 {
            return (1...years).map { ahead in
                rule.levels.map { level in
                    let factor = Distributions.studentQuantile(
                        (1 + level) / 2, degreesOfFreedom: Double(max(1, errors.count - chosen)))
                    return band(ahead, (factor ?? .infinity))
                }
            }
        }
        if errors.count >= rule.normalFrom {
            return (1...years).map { ahead in
                rule.levels.map { band(ahead, Distributions.normalQuantile((1 + $0) / 2) ?? 0) }
            }
        }
        return drawn(years, variance, rule, stream)
    }

    private func band(_ years: Int, _ factor: Double) -> ForecastBand {
        let half = factor * (variance(years) ?? .nan).squareRoot()
        return ForecastBand(low: point(years) - half, high: point(years) + half)
    }

    private func drawn(
        _ years: Int, _ variance: Double, _ rule: BandRule, _ stream: UInt64
    ) -> [[ForecastBand]] {
        let mean = errors.reduce(0, +) / Double(errors.count)
        var centred = errors.map { $0 - mean }
        let spread = centred.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
        let scale = spread > 0 ? (variance / spread).squareRoot() : 0
        for index in centred.indices { centred[index] *= scale }
        let weights = (0..<years).map(weight)
        var random = RandomStream(seed: rule.seed, stream: stream)
        var ends = [[Double]](
            repeating: [Double](repeating: 0, count: rule.paths), count: years)
        var shocks = [Double](repeating: 0, count: years)
        for path in 0..<rule.paths {
            for year in 0..<years {
                shocks[year] = centred[random.index(below: centred.count)]
                var sum = 0.0
                for back in 0...year { sum += weights[back] * shocks[year - back] }
                ends[year][path] = sum
            }
        }
        return (0..<years).map { year in
            ends[year].sort()
            let middle = point(year + 1)
            let factor = widening(year + 1).squareRoot()
            return rule.levels.map { level in
                let low = ends[year].quantileOfSorted((1 - level) / 2) ?? 0
                let high = ends[year].quantileOfSorted((1 + level) / 2) ?? 0
                return ForecastBand(low: middle + factor * low, high: middle + factor * high)
            }
        }
    }
}

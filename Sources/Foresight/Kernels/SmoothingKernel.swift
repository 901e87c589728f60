/// How a level, and a trend where there is one, follow what is observed.
struct Smoothing: Hashable {
    /// α: what of an error goes into the level.
    var alpha = 0.5
    /// β*: what of it goes into the trend.
    var gain = 0.0
    /// φ: what is left of the trend a year later.
    var damping = 1.0
    var hasTrend = false
}

/// Level and trend before the first value that is forecast.
struct SmoothingState: Hashable {
    var level: Double
    var trend: Double
}

/// The recursion f = l + φb, e = y − f, l = f + αe, b = φb + β*e over a series.
///
/// A year without a value moves the state on and corrects nothing.
enum SmoothingKernel {
    /// The sum of squared errors with the best beginning, and that beginning.
    ///
    /// Errors are linear in the beginning (l₀, b₀): e = r − p l₀ − q b₀, where r are the errors from
    /// a beginning at the first value and p and q answer to a unit of level and of trend. One pass
    /// gives the sums from which the best beginning follows.
    static func best(
        _ values: UnsafeBufferPointer<Double>, _ smoothing: Smoothing
    ) -> (sum: Double, state: SmoothingState) {
        let (alpha, gain, damping) = (smoothing.alpha, smoothing.gain, smoothing.damping)
        let base = values[0]
        // From the first value on nothing but differences is summed: large levels keep their digits.
        var (level, trend) = (0.0, 0.0)
        var (levelOfL, trendOfL) = (1.0, 0.0)
        var (levelOfB, trendOfB) = (0.0, 1.0)
        var (rr, rp, rq, pp, pq, qq) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        if smoothing.hasTrend {
            for value in values {
                let (f, fl, fb) = (
                    level + damping * trend, levelOfL + damping * trendOfL,
                    levelOfB + damping * trendOfB
                )
                if value.isNaN {
                    (level, trend) = (f, damping * trend)
                    (levelOfL, trendOfL) = (fl, damping * trendOfL)
                    (levelOfB, trendOfB) = (fb, damping * trendOfB)
                    continue
                }
                let r = value - base - f
                rr += r * r
                rp += r * fl
                rq += r * fb
                pp += fl * fl
                pq += fl * fb
                qq += fb * fb
                level = f + alpha * r
                trend = damping * trend + gain * r
                levelOfL = fl - alpha * fl
                trendOfL = damping * trendOfL - gain * fl
                levelOfB = fb - alpha * fb
                trendOfB = damping * trendOfB - gain * fb
            }
            let determinant = pp * qq - pq * pq
            guard determinant > 1e-12 * pp * qq else {
                return (rr, SmoothingState(level: base, trend: 0))
            }
            let l = (rp * qq - rq * pq) / determinant
            let b = (rq * pp - rp * pq) / determinant
            return (max(0, rr - l * rp - b * rq), SmoothingState(level: base + l, trend: b))
        }
        for value in values where !value.isNaN {
            let r = value - base - level
            rr += r * r
            rp += r * levelOfL
            pp += levelOfL * levelOfL
            level += alpha * r
            levelOfL -= alpha * levelOfL
        }
        guard pp > 0 else { return (rr, SmoothingState(level: base, trend: 0)) }
        let l = rp / pp
        return (max(0, rr - l * rp), SmoothingState(level: base + l, trend: 0))
    }

    /// The state after the last value, with the error of each year that has one.
    static func run(
        _ values: some Sequence<Double>, _ smoothing: Smoothing, from start: SmoothingState
    ) -> (state: SmoothingState, fitted: [Double], errors: [Double]) {
        var state = start
        var (fitted, errors): ([Double], [Double]) = ([], [])
        for value in values {
            let forecast = state.level + (smoothing.hasTrend ? smoothing.damping * state.trend : 0)
            guard !value.isNaN else {
                state = SmoothingState(
                    level: forecast, trend: smoothing.damping * state.trend)
                continue
            }
            let error = value - forecast
            fitted.append(forecast)
            errors.append(error)
            state = SmoothingState(
                level: forecast + smoothing.alpha * error,
                trend: smoothing.hasTrend
                    ? smoothing.damping * state.trend + smoothing.gain * error : 0)
        }
        return (state, fitted, errors)
    }
}

/// The least value of a function of up to three numbers in a box, by the simplex of Nelder and Mead.
///
/// - Source: Nelder and Mead (1965); numbers outside the box are moved to its edge.
struct BoxSearch {
    let low: SIMD4<Double>
    let high: SIMD4<Double>
    let dimensions: Int
    var evaluations = 200
    var tolerance = 1e-12

    /// The same with so many evaluations at most.
    func descending(_ evaluations: Int) -> BoxSearch {
        var search = self
        search.evaluations = evaluations
        return search
    }

    @inline(__always)
    func minimum(
        from start: SIMD4<Double>, step: Double, of function: (SIMD4<Double>) -> Double
    ) -> (point: SIMD4<Double>, value: Double) {
        func kept(_ point: SIMD4<Double>) -> SIMD4<Double> {
            point.clamped(lowerBound: low, upperBound: high)
        }
        return withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: 4) { corners in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { heights in
                corners[0] = start
                heights[0] = function(start)
                for index in 0..<dimensions {
                    var corner = start
                    let size = step * (high[index] - low[index])
                    corner[index] += corner[index] + size > high[index] ? -size : size
                    corners[index + 1] = corner
                    heights[index + 1] = function(corner)
                }
                var used = dimensions + 1
                while used < evaluations {
                    // Ascending; four at most, so that insertion is the quickest.
                    for index in 1...dimensions {
                        var place = index
                        while place > 0, heights[place] < heights[place - 1] {
                            corners.swapAt(place, place - 1)
                            heights.swapAt(place, place - 1)
                            place -= 1
                        }
                    }
                    let last = dimensions
                    if heights[last] - heights[0] <= tolerance * abs(heights[0]) { break }
                    var middle = SIMD4<Double>.zero
                    for index in 0..<dimensions { middle += corners[index] }
                    middle /= Double(dimensions)
                    let reflected = kept(middle + (middle - corners[last]))
                    let height = function(reflected)
                    used += 1
                    if height < heights[0] {
                        let further = kept(middle + 2 * (middle - corners[last]))
                        let beyond = function(further)
                        used += 1
                        (corners[last], heights[last]) =
                            beyond < height ? (further, beyond) : (reflected, height)
                        continue
                    }
                    if dimensions > 1, height < heights[last - 1] {
                        (corners[last], heights[last]) = (reflected, height)
                        continue
                    }
                    let isOutside = height < heights[last]
                    let toward = isOutside ? reflected : corners[last]
                    let inner = middle + 0.5 * (toward - middle)
                    let depth = function(inner)
                    used += 1
                    if depth < min(height, heights[last]) {
                        (corners[last], heights[last]) = (inner, depth)
                        continue
                    }
                    for index in 1...dimensions {
                        corners[index] = corners[0] + 0.5 * (corners[index] - corners[0])
                        heights[index] = function(corners[index])
                    }
                    used += dimensions
                }
                var best = 0
                for index in 1...dimensions where heights[index] < heights[best] { best = index }
                return (corners[best], heights[best])
            }
        }
    }
}

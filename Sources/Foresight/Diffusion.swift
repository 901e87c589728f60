internal import Numerics

/// Generations of a technology, each taking over from the one before and winning its own.
///
/// F(t) = (1 − e^{−(p+q)t}) / (1 + (q/p) e^{−(p+q)t}); S₁ = F₁ m₁ (1 − F₂),
/// S₂ = F₂ (m₂ + F₁ m₁) (1 − F₃), S₃ = F₃ (m₃ + F₂ (m₂ + F₁ m₁)).
///
/// - Source: Norton and Bass (1987), A diffusion theory model of adoption and substitution for
///   successive generations of high-technology products.
public struct NortonBass: Hashable, Sendable {
    /// p: those who begin by themselves, a year.
    public let innovation: Double
    /// q: those who follow others.
    public let imitation: Double
    /// m_g: what each generation adds to the market.
    public let potentials: [Double]
    /// The year each generation comes.
    public let entries: [Double]

    public init(innovation: Double, imitation: Double, potentials: [Double], entries: [Double]) {
        precondition(potentials.count == entries.count, "one entry a generation")
        self.innovation = innovation
        self.imitation = imitation
        self.potentials = potentials
        self.entries = entries
    }

    /// F_g: the share that a generation has won so far of those it can win.
    public func reached(_ generation: Int, _ year: Double) -> Double {
        Self.reached(innovation, imitation, year - entries[generation])
    }

    private static func reached(_ p: Double, _ q: Double, _ years: Double) -> Double {
        guard years > 0 else { return 0 }
        let decay = Elementary.exponential(-(p + q) * years)
        return (1 - decay) / (1 + q / p * decay)
    }

    /// S_g in a year.
    public func sizes(_ year: Double) -> [Double] {
        Self.sizes(entries.indices.map { reached($0, year) }, potentials)
    }

    private static func sizes(_ reached: [Double], _ potentials: [Double]) -> [Double] {
        var come = 0.0
        return potentials.indices.map { generation in
            // What flows in: those of its own and all whom the generation before had.
            come = reached[generation] * (potentials[generation] + come)
            let next = generation + 1 < reached.count ? reached[generation + 1] : 0
            return come * (1 - next)
        }
    }

    /// Fitted to sizes of generations by least squares: p in (0, 0.1), q in (0, 1) from a grid of
    /// starts, and for each of them the potentials that fit best, none of them negative.
    ///
    /// - Parameters:
    ///   - points: For each year the size of each generation.
    ///   - entries: The year that each generation comes, which is not fitted.
    /// - Returns: nil with fewer numbers than are fitted.
    public init?(fitting points: [(year: Double, sizes: [Double])], entries: [Double]) {
        let generations = entries.count
        guard generations > 0, points.allSatisfy({ $0.sizes.count == generations }),
            points.count * generations > generations + 2
        else { return nil }
        func potentials(_ p: Double, _ q: Double) -> (values: [Double], error: Double) {
            // S_g is linear in the potentials: a column for each, a row for each size.
            let reached = points.map { point in
                entries.map { Self.reached(p, q, point.year - $0) }
            }
            let columns = (0..<generations).map { own in
                var unit = [Double](repeating: 0, count: generations)
                unit[own] = 1
                return reached.flatMap { Self.sizes($0, unit) }
            }
            return NonNegativeLeastSquares.solve(columns, points.flatMap(\.sizes))
        }
        let search = BoxSearch(
            low: SIMD4(1e-6, 1e-4, 0, 0), high: SIMD4(0.1, 1, 0, 0), dimensions: 2,
            evaluations: 400)
        var best = (point: SIMD4<Double>.zero, value: Double.infinity)
        for p in [0.001, 0.005, 0.02, 0.06] {
            for q in [0.05, 0.15, 0.35, 0.6, 0.9] {
                let found = search.minimum(from: SIMD4(p, q, 0, 0), step: 0.1) {
                    potentials($0.x, $0.y).error
                }
                if found.value < best.value { best = found }
            }
        }
        innovation = best.point.x
        imitation = best.point.y
        self.potentials = potentials(best.point.x, best.point.y).values
        self.entries = entries
    }
}

/// A thing that grows to a bound: K / (1 + a e^{−b t}).
public struct LogisticCurve: Hashable, Sendable {
    /// K.
    public let bound: Double
    public let a: Double
    /// b, a year.
    public let rate: Double
    /// The bounds that fit as well as the best by the usual test at 95 %; nil where there is no
    /// upper one, as before the turn.
    public let boundRange: ClosedRange<Double>?

    public init(bound: Double, a: Double, rate: Double) {
        self.bound = bound
        self.a = a
        self.rate = rate
        boundRange = nil
    }

    public func value(_ year: Double) -> Double {
        bound / (1 + a * Elementary.exponential(-rate * year))
    }

    /// When half of the bound is reached: the turn.
    public var turn: Double { Elementary.logarithm(a) / rate }

    /// Fitted with an unknown bound by its profile: for each bound the best of the rest.
    ///
    /// Before the turn many bounds fit alike; ``boundRange`` is nil then.
    /// - Returns: nil with under four positive values, or without growth.
    public init?(fitting points: [(year: Double, value: Double)]) {
        let points = points.filter { $0.value > 0 }
        guard points.count > 3, let most = points.map(\.value).max() else { return nil }
        func profile(_ bound: Double) -> (a: Double, rate: Double, error: Double)? {
            // The start from the logits; then Gauss and Newton on the values themselves.
            // A value over the bound has no logit: it starts just under it.
            let logits = points.map {
                (x: $0.year, y: Elementary.logarithm(max(1.001, bound / $0.value) - 1))
            }
            let count = Double(points.count)
            let (x, y) = (
                logits.reduce(0) { $0 + $1.x } / count, logits.reduce(0) { $0 + $1.y } / count
            )
            let squares = logits.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
            guard squares > 0 else { return nil }
            var rate = -logits.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / squares
            var offset = y + rate * x
            func error(_ offset: Double, _ rate: Double) -> Double {
                points.reduce(0) {
                    let miss =
                        $1.value - bound / (1 + Elementary.exponential(offset - rate * $1.year))
                    return $0 + miss * miss
                }
            }
            var now = error(offset, rate)
            for _ in 0..<100 {
                var (aa, ab, bb, ga, gb) = (0.0, 0.0, 0.0, 0.0, 0.0)
                for point in points {
                    let share = 1 / (1 + Elementary.exponential(offset - rate * point.year))
                    let slope = bound * share * (1 - share)
                    let (da, db) = (-slope, slope * point.year)
                    let miss = point.value - bound * share
                    aa += da * da
                    ab += da * db
                    bb += db * db
                    ga += da * miss
                    gb += db * miss
                }
                let determinant = aa * bb - ab * ab
                guard determinant > 0 else { break }
                let (sa, sb) = (
                    (ga * bb - gb * ab) / determinant, (gb * aa - ga * ab) / determinant
                )
                var step = 1.0
                var isBetter = false
                while step > 1e-6 {
                    let next = error(offset + step * sa, rate + step * sb)
                    if next < now {
                        (offset, rate) = (offset + step * sa, rate + step * sb)
                        isBetter = now - next > 1e-14 * now
                        now = next
                        break
                    }
                    step /= 2
                }
                if !isBetter { break }
            }
            return (Elementary.exponential(offset), rate, now)
        }
        // Bounds by equal ratios from somewhat under the largest value, which may be a chance one;
        // then the best is narrowed down.
        let ratios = (0...120).map { Elementary.exponential(Double($0) * 0.06) * 0.8005 }
        let profiles = ratios.compactMap { ratio in
            profile(most * ratio).map { (bound: most * ratio, found: $0) }
        }
        guard
            let least = profiles.indices.min(by: {
                profiles[$0].found.error < profiles[$1].found.error
            })
        else { return nil }
        var (low, high) = (
            profiles[max(0, least - 1)].bound,
            profiles[min(profiles.count - 1, least + 1)].bound
        )
        let golden = 0.618_033_988_749_894_8
        for _ in 0..<80 {
            let (one, two) = (high - golden * (high - low), low + golden * (high - low))
            guard let a = profile(one), let b = profile(two) else { break }
            if a.error < b.error { high = two } else { low = one }
        }
        let found = (low + high) / 2
        guard let fit = profile(found), fit.rate > 0 else { return nil }
        bound = found
        a = fit.a
        rate = fit.rate
        // Bounds whose error is not larger than chance at 95 % (F with one degree of freedom).
        let free = Double(points.count - 3)
        let factor =
            free > 0
            ? 1 + (Distributions.studentQuantile(0.975, degreesOfFreedom: free) ?? 2).squared / free
            : .infinity
        let most95 = fit.error * factor
        func isWithin(_ bound: Double) -> Bool {
            profile(bound).map { $0.error <= most95 } ?? false
        }
        /// Where the profile leaves what chance explains, between a bound within and one without.
        func end(within: Double, without: Double) -> Double {
            var (near, far) = (within, without)
            for _ in 0..<40 {
                let middle = (near + far) / 2
                if isWithin(middle) { near = middle } else { far = middle }
            }
            return near
        }
        guard let beyond = profiles.first(where: { $0.bound > found && !isWithin($0.bound) })
        else {
            boundRange = nil
            return
        }
        let smallest = most * 0.8
        let low95 =
            isWithin(smallest) ? smallest : end(within: found, without: min(found, smallest))
        boundRange = min(found, low95)...max(found, end(within: found, without: beyond.bound))
    }
}

extension Double {
    fileprivate var squared: Double { self * self }
}

/// The least squares of a few columns with no coefficient under zero.
///
/// - Source: Lawson and Hanson (1974), Solving least squares problems, chapter 23; with so few
///   columns every set of them is tried.
enum NonNegativeLeastSquares {
    static func solve(_ columns: [[Double]], _ wanted: [Double]) -> (
        values: [Double], error: Double
    ) {
        func dot(_ one: [Double], _ other: [Double]) -> Double {
            zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let whole = dot(wanted, wanted)
        let count = columns.count
        let products = columns.map { one in columns.map { dot(one, $0) } }
        let goals = columns.map { dot($0, wanted) }
        var best = (values: [Double](repeating: 0, count: count), error: whole)
        for set in 1..<(1 << count) {
            let members = (0..<count).filter { set >> $0 & 1 == 1 }
            let matrix = Matrix(members.map { row in members.map { products[row][$0] } })
            guard let found = try? matrix.solve(members.map { goals[$0] }),
                found.allSatisfy({ $0 >= 0 })
            else { continue }
            let error = whole - zip(members, found).reduce(0) { $0 + goals[$1.0] * $1.1 }
            if error < best.error {
                var values = [Double](repeating: 0, count: count)
                for (member, value) in zip(members, found) { values[member] = value }
                best = (values, max(0, error))
            }
        }
        return best
    }
}

internal import Numerics

/// Money year by year, the first now (денежный поток).
///
/// - Source: Brealey, Myers and Allen; METHODS 6.3.
public struct CashFlow: Hashable, Sendable {
    /// CF₀, CF₁, …, at constant prices where the rate is a real one.
    public let amounts: [Double]

    public init(_ amounts: [Double]) { self.amounts = amounts }

    /// Σ CF_t / (1 + r)^t (ЧДД).
    ///
    /// - Parameter isMidYear: whether money of a year comes in its middle rather than at its end;
    ///   that of the start stays at the start.
    public func netPresentValue(rate: Double, isMidYear: Bool = false) -> Double {
        amounts.enumerated().map { year, amount in
            let time = isMidYear && year > 0 ? Double(year) - 0.5 : Double(year)
            return amount / Elementary.power(1 + rate, time)
        }.compensatedSum()
    }

    /// Every rate above −100 % at which the present value is 0, in ascending order (ВНД).
    ///
    /// One where the sign changes once; none where it never does; as many as there are else, and
    /// then the modified rate says more.
    ///
    /// - Complexity: O(n²): the roots are bracketed between those of the derivative.
    public var internalRates: [Double] {
        // In terms of the discount factor d = 1 / (1 + r), 0 < d: Σ CF_t d^t = 0.
        var polynomial = amounts
        while polynomial.last == 0 { polynomial.removeLast() }
        let leading = polynomial.prefix { $0 == 0 }.count
        polynomial.removeFirst(leading)
        guard polynomial.count > 1 else { return [] }
        return PositiveRoots.of(polynomial).map { 1 / $0 - 1 }.sorted()
    }

    /// How often the sign of the money changes: there are at most so many rates (Descartes).
    public var signChanges: Int {
        let signs = amounts.filter { $0 != 0 }.map { $0 > 0 }
        return zip(signs, signs.dropFirst()).count { $0 != $1 }
    }

    /// The rate at which what is paid, at the finance rate, grows into what is got, at the
    /// reinvestment rate; nil where nothing is paid or nothing got.
    public func modifiedInternalRate(finance: Double, reinvestment: Double) -> Double? {
        let years = Double(amounts.count - 1)
        guard years > 0 else { return nil }
        let paid = -CashFlow(amounts.map { min(0, $0) }).netPresentValue(rate: finance)
        let got =
            CashFlow(amounts.map { max(0, $0) }).netPresentValue(rate: reinvestment)
            * Elementary.power(1 + reinvestment, years)
        guard paid > 0, got > 0 else { return nil }
        return Elementary.power(got / paid, 1 / years) - 1
    }

    /// What is got for a unit paid, at present value; nil where nothing is paid.
    public func profitability(rate: Double) -> Double? {
        let paid = -CashFlow(amounts.map { min(0, $0) }).netPresentValue(rate: rate)
        return paid > 0
            ? CashFlow(amounts.map { max(0, $0) }).netPresentValue(rate: rate) / paid : nil
    }

    /// Years until what was paid is back for good, within a year in proportion; nil where it never
    /// is (срок окупаемости).
    ///
    /// - Parameter rate: 0 for the plain one.
    public func payback(rate: Double = 0) -> Double? {
        var sum = CompensatedSum()
        let sums = amounts.enumerated().map { year, amount in
            sum.add(amount / Elementary.power(1 + rate, Double(year)))
            return sum.value
        }
        guard let last = sums.last, last >= 0 else { return nil }
        guard let under = sums.lastIndex(where: { $0 < 0 }) else { return 0 }
        return Double(under) - sums[under] / (sums[under + 1] - sums[under])
    }

    /// The present value of 1 a year for some years.
    public static func annuity(years: Int, rate: Double) -> Double {
        CashFlow([0] + [Double](repeating: 1, count: years)).netPresentValue(rate: rate)
    }
}

/// The positive roots of a polynomial.
///
/// Between two neighbouring roots of its derivative a polynomial is monotone, so that it has one
/// root there where its sign changes and none else.
enum PositiveRoots {
    /// - Parameter coefficients: of 1, d, d², …; the last not 0.
    static func of(_ coefficients: [Double]) -> [Double] {
        guard coefficients.count > 1 else { return [] }
        if coefficients.count == 2 {
            let root = -coefficients[0] / coefficients[1]
            return root > 0 && root.isFinite ? [root] : []
        }
        let slope = coefficients.indices.dropFirst().map { coefficients[$0] * Double($0) }
        // Cauchy's bound: no root is larger.
        let last = abs(coefficients[coefficients.count - 1])
        let bound = 1 + (coefficients.dropLast().map { abs($0) / last }.max() ?? 0)
        let marks = [0] + of(slope).filter { $0 < bound } + [bound]
        var roots: [Double] = []
        for (low, high) in zip(marks, marks.dropFirst()) where high > low {
            if let root = root(coefficients, low, high), root > 0,
                roots.last.map({ root > $0 * (1 + 1e-12) }) ?? true
            {
                roots.append(root)
            }
        }
        return roots
    }

    private static func value(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }

    private static func root(_ coefficients: [Double], _ low: Double, _ high: Double) -> Double? {
        var (low, high) = (low, high)
        let (first, last) = (value(coefficients, low), value(coefficients, high))
        // A root that touches without crossing is a root of the derivative, at an end.
        let scale = coefficients.map(abs).max() ?? 0
        if first == 0 && low > 0 { return low }
        if abs(last) <= 1e-13 * scale { return high }
        guard (first < 0) != (last < 0) else { return nil }
        for _ in 0..<200 where high - low > 1e-16 * high {
            let middle = (low + high) / 2
            if (value(coefficients, middle) < 0) == (first < 0) {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }
}

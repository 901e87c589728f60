import Region

/// Figures that look as if their unit had slipped by a factor of a thousand or a million.
enum UnitSlip {
    struct Slip: Hashable {
        /// Which figure of the series.
        let index: Int
        /// How many times its neighbour it is, or its neighbour is it.
        let factor: Double
        let neighbour: Year
    }

    /// A jump counts as a slip where it is a thousandfold or a millionfold, give or take what
    /// the figure may have grown by since its neighbour.
    ///
    /// Between two neighbours the figure is compared with their geometric mean, so that steady
    /// growth cancels and ``narrow`` is enough; at the ends of a series with one neighbour it may
    /// have grown, and ``wide`` applies.
    static let narrow = 1.25
    static let wide = 2.0

    static func find(in series: [(year: Year, value: Double)]) -> [Slip] {
        guard series.count > 1 else { return [] }
        let values = series.map { abs($0.value) }
        guard let largest = values.max(), let smallest = values.min(),
            largest >= smallest * 500
        else { return [] }
        var slips: [Slip] = []
        for index in series.indices {
            guard let (expected, neighbour, margin) = expectation(of: index, values) else {
                continue
            }
            let ratio = values[index] / expected
            for factor in [1e3, 1e6] {
                let isSlip =
                    isNear(ratio, factor, margin) || isNear(1 / ratio, factor, margin)
                guard isSlip else { continue }
                slips.append(
                    Slip(index: index, factor: factor, neighbour: series[neighbour].year))
                break
            }
        }
        return slips
    }

    private static func isNear(_ ratio: Double, _ factor: Double, _ margin: Double) -> Bool {
        ratio > factor / margin && ratio < factor * margin
    }

    private static func expectation(
        of index: Int, _ values: [Double]
    ) -> (value: Double, neighbour: Int, margin: Double)? {
        let before = index > 0 ? index - 1 : nil
        let after = index + 1 < values.count ? index + 1 : nil
        switch (before, after) {
        case (let before?, let after?):
            // Where the neighbours disagree the jump is theirs; a lasting step is named at its
            // first figure, which continues its successor.
            let quotient = values[before] / values[after]
            if quotient > 0.1 && quotient < 10 {
                return ((values[before] * values[after]).squareRoot(), before, narrow)
            }
            let own = values[index] / values[after]
            guard own > 0.1 && own < 10 else { return nil }
            // The figure before may itself be the odd one between its own neighbours.
            if before > 0 {
                let rest = values[before - 1] / values[index]
                if rest > 0.1 && rest < 10 { return nil }
            } else if values.count > 2 {
                return nil
            }
            return (values[before], before, wide)
        case (let before?, nil):
            return (values[before], before, wide)
        case (nil, let after?):
            // With two figures the later one is named.
            return values.count == 2 ? nil : (values[after], after, wide)
        default:
            return nil
        }
    }
}

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
    /// Between two neighbours that agree the figure is compared with their geometric mean, so that
    /// steady growth cancels and ``narrow`` is enough; with one neighbour it may have grown, and
    /// ``wide`` applies. A step that lasts is named at its first figure.
    static let narrow = 1.25
    static let wide = 2.0
    /// A series that varies less than this has no slip.
    static let leastJump = 1e3 / wide

    static func find(in series: [(year: Year, value: Double)]) -> [Slip] {
        let values = series.map { abs($0.value) }
        guard values.count > 1, let largest = values.max(), let smallest = values.min(),
            smallest > 0, largest >= smallest * leastJump
        else { return [] }
        // First those that stand out between two figures that agree; the others are then judged
        // without them.
        var slips: [Int: Slip] = [:]
        for index in values.indices.dropFirst().dropLast() {
            let (before, after) = (values[index - 1], values[index + 1])
            guard isLike(before, after) else { continue }
            let expected = (before * after).squareRoot()
            if let factor = slip(values[index], against: expected, margin: narrow) {
                slips[index] = Slip(
                    index: index, factor: factor, neighbour: series[index - 1].year)
            }
        }
        let sound = values.indices.filter { slips[$0] == nil }
        for (position, index) in sound.enumerated().dropFirst() {
            let before = sound[position - 1]
            guard let factor = slip(values[index], against: values[before], margin: wide) else {
                continue
            }
            // A first figure unlike all others is itself the odd one.
            let isFirstOdd =
                position == 1 && sound.count > 2 && isLike(values[index], values[sound[2]])
            let odd = isFirstOdd ? before : index
            slips[odd] = Slip(
                index: odd, factor: factor, neighbour: series[isFirstOdd ? index : before].year)
        }
        return slips.values.sorted { $0.index < $1.index }
    }

    private static func isLike(_ left: Double, _ right: Double) -> Bool {
        left > right / 10 && left < right * 10
    }

    /// The factor by which a value has slipped; nil where it has not.
    private static func slip(
        _ value: Double, against expected: Double, margin: Double
    ) -> Double? {
        let ratio = max(value / expected, expected / value)
        return [1e3, 1e6].first { ratio > $0 / margin && ratio < $0 * margin }
    }
}

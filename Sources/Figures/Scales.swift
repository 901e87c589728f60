internal import Wording

/// A way from values to places along an axis.
struct Scale: Sendable {
    enum Kind: Sendable { case linear, logarithmic }

    let kind: Kind
    let domain: ClosedRange<Double>
    /// The places of the ends of the domain.
    let from: Double
    let to: Double

    func place(_ value: Double) -> Double {
        let (low, high) = (position(domain.lowerBound), position(domain.upperBound))
        let share = high == low ? 0.5 : (position(value) - low) / (high - low)
        return from + min(1, max(0, share)) * (to - from)
    }

    private func position(_ value: Double) -> Double {
        kind == .linear ? value : Logarithm.of(max(value, 1e-300))
    }

    /// Round values to mark, about as many as asked for.
    func ticks(_ count: Int) -> [Double] {
        kind == .linear ? Scale.roundValues(domain, count) : Scale.roundPowers(domain)
    }

    /// The smallest range of round values that holds all of some values.
    static func roundDomain(_ values: [Double], including extra: [Double] = []) -> ClosedRange<
        Double
    > {
        let all = values.filter(\.isFinite) + extra
        guard var low = all.min(), var high = all.max() else { return 0...1 }
        if low == high {
            let room = low == 0 ? 1 : abs(low) * 0.1
            (low, high) = (low - room, high + room)
        }
        let step = roundStep((high - low) / 5)
        return ((low / step).rounded(.down) * step)...((high / step).rounded(.up) * step)
    }

    private static func roundValues(_ domain: ClosedRange<Double>, _ count: Int) -> [Double] {
        let step = roundStep((domain.upperBound - domain.lowerBound) / Double(max(1, count)))
        guard step > 0, step.isFinite else { return [domain.lowerBound] }
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 1000 else {
            return [domain.lowerBound, domain.upperBound]
        }
        return (0...Int(last - first)).map { (first + Double($0)) * step + 0 }
    }

    private static func roundPowers(_ domain: ClosedRange<Double>) -> [Double] {
        var ticks: [Double] = []
        let (low, high) = (max(domain.lowerBound, 1e-300), domain.upperBound)
        guard low < high else { return [high] }
        let decades = Logarithm.decades(low, high)
        // Over many decades their beginnings are enough.
        let factors: [Double] = decades.count > 8 ? [1] : [1, 2, 5]
        for exponent in decades where exponent.isMultiple(of: decades.count / 12 + 1) {
            let decade = Logarithm.power(of: exponent)
            for factor in factors where (low...high).contains(decade * factor) {
                ticks.append(decade * factor)
            }
        }
        return ticks
    }

    /// 1, 2 or 5 times a power of ten, not under a size.
    private static func roundStep(_ size: Double) -> Double {
        guard size > 1e-300, size.isFinite else { return 1 }
        let decade = Logarithm.powerOfTen(below: size)
        for factor in [1.0, 2, 5, 10] where decade * factor >= size * 0.999 {
            return decade * factor
        }
        return decade * 10
    }

    /// How ticks are written: as many decimals as their distance needs.
    static func words(_ ticks: [Double], _ language: Language) -> [String] {
        if ticks.contains(where: { NumberWording.isLong($0) }) {
            return ticks.map { NumberWording.text($0, significant: 2, in: language) }
        }
        let gaps = zip(ticks, ticks.dropFirst()).map { abs($1 - $0) }.filter { $0 > 0 }
        let smallest = gaps.min() ?? abs(ticks.first ?? 1)
        let decimals = NumberWording.decimals(for: smallest, significant: 1)
        return ticks.map { tick in
            let own = min(decimals, NumberWording.decimals(for: tick, significant: 2))
            let needed = tick == tick.rounded() && decimals > 0 && tick >= 1 ? 0 : decimals
            return NumberWording.text(
                tick, decimals: gaps.isEmpty ? own : needed, in: language)
        }
    }
}

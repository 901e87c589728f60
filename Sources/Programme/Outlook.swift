internal import Numerics
public import Region

/// How the effects of candidates may turn out: the numbers they rest on, with their ranges.
public struct Outlook: Sendable {
    public struct Input: Sendable {
        public let code: String
        public let range: RangedNumber
        public let unit: Unit
        /// Whether it moves all projects, and not one by itself.
        public let isShared: Bool
        public let reference: InputReference

        public init(
            code: String, range: RangedNumber, unit: Unit, isShared: Bool,
            reference: InputReference
        ) {
            self.code = code
            self.range = range
            self.unit = unit
            self.isShared = isShared
            self.reference = reference
        }

        /// The ends of its range.
        var ends: ClosedRange<Double>? {
            guard let low = range.low, let high = range.high, low < high else { return nil }
            return low...high
        }
    }

    public let inputs: [Input]
    /// The effects of each candidate in a year at work, with other numbers in place of some inputs.
    public let effects: @Sendable ([Int: Double]) -> [FourEffects]

    public init(inputs: [Input], effects: @escaping @Sendable ([Int: Double]) -> [FourEffects]) {
        self.inputs = inputs
        self.effects = effects
    }

    /// Effects with other numbers against those with the central ones.
    private func factors(_ values: [Int: Double], beside central: [FourEffects]) -> [FourEffects] {
        zip(effects(values), central).map { own, middle in
            FourEffects(
                zip(own.values, middle.values).map { $1 == 0 ? 1 : $0 / $1 })
        }
    }

    /// Scenarios as likely as each other, from a Latin hypercube over all inputs.
    public func scenarios(_ count: Int, seed: UInt64) -> [Scenario] {
        let central = effects([:])
        let cube = LatinHypercube(draws: count, numbers: inputs.count, seed: seed)
        return cube.points.enumerated().map { number, point in
            var values: [Int: Double] = [:]
            for (index, input) in inputs.enumerated() {
                values[index] = input.range.distribution?.quantile(point[index])
            }
            return Scenario(
                "\(number + 1)", probability: 1 / Double(count),
                factors: factors(values, beside: central))
        }
    }

    /// What happens where one input is at an end of its range and all others stay.
    ///
    /// - Parameter central: Effects with the central numbers.
    func alone(_ input: Int, at value: Double, beside central: [FourEffects]) -> Scenario {
        Scenario(
            inputs[input].code, probability: 1,
            factors: factors([input: value], beside: central))
    }
}

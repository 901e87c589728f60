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

    /// The same of a draw of all inputs.
    private func factors(
        _ draw: some Sequence<Double>, beside central: [FourEffects]
    ) -> [FourEffects] {
        factors(
            Dictionary(uniqueKeysWithValues: draw.enumerated().map { ($0, $1) }), beside: central)
    }

    /// Scenarios as likely as each other, from a Latin hypercube over all inputs.
    public func scenarios(_ count: Int, seed: UInt64) -> [Scenario] {
        let central = effects([:])
        // Independent numbers are drawn whatever their number.
        let draws = (try? numbers.evenDraws(count, seed: seed)) ?? []
        return draws.enumerated().map { number, draw in
            Scenario(
                "\(number + 1)", probability: 1 / Double(count),
                factors: factors(draw, beside: central))
        }
    }

    private var numbers: UncertainNumbers {
        UncertainNumbers(inputs.map { $0.range.distribution ?? .certain(0) })
    }

    /// Which inputs the variance of a plan's worth comes from: those that all projects share each
    /// by itself, then the projects' own numbers together.
    ///
    /// - Parameters:
    ///   - rows: Lines of the tables; each reckons the effects once an input that is shared, and
    ///     three times more.
    ///   - worth: Of a plan whose effects turn out so.
    func drivers(
        rows: Int, seed: UInt64, worth: @Sendable (Scenario) -> Double
    ) -> (codes: [String], drivers: UncertainNumbers.Drivers)? {
        let shared = inputs.indices.filter { inputs[$0].isShared }
        let places = Dictionary(
            uniqueKeysWithValues: shared.enumerated().map { ($1, $0) })
        let groups = inputs.indices.map { places[$0] ?? shared.count }
        let central = effects([:])
        let found = try? numbers.drivers(rows: rows, seed: seed, groups: groups) { draw in
            worth(
                Scenario(
                    "", probability: 1,
                    factors: factors(draw, beside: central)))
        }
        guard let drivers = found ?? nil else { return nil }
        return (shared.map { inputs[$0].code } + [Self.own], drivers)
    }

    /// The numbers of projects by themselves, as results name them.
    static let own = "own-numbers"

    /// What happens where one input is at an end of its range and all others stay.
    ///
    /// - Parameter central: Effects with the central numbers.
    func alone(_ input: Int, at value: Double, beside central: [FourEffects]) -> Scenario {
        Scenario(
            inputs[input].code, probability: 1,
            factors: factors([input: value], beside: central))
    }
}

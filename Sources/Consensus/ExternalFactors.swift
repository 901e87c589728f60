/// Something outside that may help or harm the programme.
public struct ExternalFactor: Hashable, Sendable {
    /// The six sides of a PESTLE review, with nature and place as the paper has them.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case political, economic, social, technological, legal, environmental, natural
    }

    public let code: String
    public let kind: Kind
    /// How much it counts; 1 where nothing is said.
    public let weight: Double
    /// A fraction, or 1 to 5.
    public let likelihood: Double
    /// Over zero for what helps.
    public let impact: Double
    /// What it would do to the programme, as options of `uklad what-if`: `--price coal=-20%`.
    public let shock: String?

    public init(
        code: String, kind: Kind, weight: Double = 1, likelihood: Double, impact: Double,
        shock: String? = nil
    ) {
        self.code = code
        self.kind = kind
        self.weight = weight
        self.likelihood = likelihood
        self.impact = impact
        self.shock = shock
    }

    /// Weight × likelihood × impact.
    public var score: Double { weight * likelihood * impact }
}

/// The register of outside factors.
public struct FactorRegister: Hashable, Sendable {
    public let factors: [ExternalFactor]

    public init(_ factors: [ExternalFactor]) { self.factors = factors }

    public func sum(_ kind: ExternalFactor.Kind) -> Double {
        factors.filter { $0.kind == kind }.reduce(0) { $0 + $1.score }
    }

    public var opportunities: Double { factors.reduce(0) { $0 + max(0, $1.score) } }
    public var threats: Double { factors.reduce(0) { $0 + min(0, $1.score) } }
    public var balance: Double { opportunities + threats }
}

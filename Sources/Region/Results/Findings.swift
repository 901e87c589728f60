private import Synchronization
public import Wording

/// A method with so few results that they are worked out together with their explanations:
/// settlements, agglomerations, clusters.
///
/// The formula of each result is evaluated with what its symbols stand for, so that table and
/// explanation are one computation; the room's functions, which have their own tests, are compared
/// with it there.
public protocol FindingMethod: IndexMethod {
    /// All results in the canonical order of their keys.
    func findings(in context: Context) throws(CancellationError) -> Findings
}

/// The results of a ``FindingMethod``.
public struct Findings: Sendable {
    public var measure: Measure
    public var classification: ClassificationCode
    public var list: [Finding] = []
    public var parameters: [ResultTable.Parameter] = []
    /// What the reader has to know, and what is lacking where there are no results.
    public var notices: [LocalizedText] = []

    /// - Parameter measure: nil where the results are of no measure of a panel.
    public init(measure: Measure? = nil, classification: ClassificationCode = "") {
        self.measure = measure ?? Measure(code: "", name: LocalizedText(en: "", ru: ""), unit: .one)
        self.classification = classification
    }
}

/// One result with how it came about.
public struct Finding: Sendable {
    public let derivation: Derivation
    /// The share of the wanted inputs that are known.
    public let coverage: Double
    public let quality: Quality
    public let marks: Marks

    /// A result by the formula of its component.
    ///
    /// - Parameters:
    ///   - bindings: What the formula's symbols stand for.
    ///   - undefined: Why there is no number; the formula is not evaluated then.
    public init(
        _ method: Method, _ key: ResultKey, formula: Expression? = nil,
        bindings: [Derivation.Binding], undefined: Undefined? = nil, coverage: Double = 1,
        quality: Quality = .computed, marks: Marks = []
    ) {
        guard let component = method.component(key.component) else {
            preconditionFailure("\(method.id) has no component \(key.component)")
        }
        let formula = formula ?? component.formula
        var values: [String: Expression.Value] = [:]
        for binding in bindings { values[binding.symbol] = binding.value }
        let outcome: Outcome
        if let undefined {
            outcome = .undefined(undefined)
        } else if case .number(let number)? = try? formula.evaluate(values) {
            outcome = .finite(number)
        } else {
            preconditionFailure("\(method.id): \(formula.text()) has no number")
        }
        derivation = Derivation(
            method: method, key: key, formula: formula, bindings: bindings, outcome: outcome)
        self.coverage = coverage
        self.quality = max(.computed, quality)
        self.marks = marks
    }

    var row: ResultRow {
        ResultRow(
            key: derivation.key, outcome: derivation.outcome, coverage: coverage, quality: quality,
            marks: marks)
    }
}

extension FindingMethod {
    public func results(in context: Context) throws -> [ResultTable] {
        let findings = try findings(in: context)
        return [
            ResultTable(
                method: method, measure: findings.measure,
                classification: findings.classification, parameters: findings.parameters,
                rows: findings.list.map(\.row), notices: findings.notices)
        ]
    }

    public func derivation(of key: ResultKey, in context: Context) -> Derivation? {
        derivations(of: [key], in: context)[0]
    }

    public func derivations(of keys: [ResultKey], in context: Context) -> [Derivation?] {
        keys.map(explainer(in: context))
    }

    public func explainer(in context: Context) -> @Sendable (ResultKey) -> Derivation? {
        let known = Known()
        return { key in
            known.derivations {
                guard let findings = try? findings(in: context) else { return [:] }
                return Dictionary(
                    findings.list.map { ($0.derivation.key, $0.derivation) },
                    uniquingKeysWith: { first, _ in first })
            }[key]
        }
    }
}

/// Derivations made when the first is asked for.
private final class Known: Sendable {
    private let made = Mutex<[ResultKey: Derivation]?>(nil)

    func derivations(_ make: () -> [ResultKey: Derivation]) -> [ResultKey: Derivation] {
        made.withLock { made in
            if let made { return made }
            let new = make()
            made = new
            return new
        }
    }
}

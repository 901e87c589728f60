public import Numerics
public import Wording

/// How one result came about: the formula, what its symbols stood for, and where each of those
/// numbers is from.
///
/// A derivation is not recorded during the run. It is made when somebody asks, from the same
/// inputs, and the formula evaluated with the bindings has to give the stored number: that is
/// tested for every cell of every sample.
public struct Derivation: Hashable, Sendable {
    public let method: Method
    public let key: ResultKey
    /// The formula of the key's component.
    public let formula: Expression
    public let bindings: [Binding]
    /// The result; where it is undefined the formula says what was wanted and the bindings what
    /// was there.
    public let outcome: Outcome
    public let notices: [LocalizedText]

    public init(
        method: Method, key: ResultKey, formula: Expression, bindings: [Binding],
        outcome: Outcome, notices: [LocalizedText] = []
    ) {
        self.method = method
        self.key = key
        self.formula = formula
        self.bindings = bindings
        self.outcome = outcome
        self.notices = notices
    }

    /// The formula evaluated with the bindings; nil where a symbol is not bound.
    public var recomputed: Double? {
        var values: [String: Expression.Value] = [:]
        for binding in bindings { values[binding.symbol] = binding.value }
        guard case .number(let number)? = try? formula.evaluate(values) else { return nil }
        return number
    }

    /// The range of the formula where symbols stand for ranges; nil where a symbol is not bound or
    /// the range has no bounds.
    public var recomputedRange: Interval? {
        var values: [String: Expression.Ranges] = [:]
        for binding in bindings { values[binding.symbol] = binding.ranges }
        guard case .number(let range)? = try? formula.evaluate(over: values), range.isFinite else {
            return nil
        }
        return range
    }

    /// What a symbol stood for.
    public struct Binding: Hashable, Sendable {
        public let symbol: String
        public let unit: Unit
        /// The number or numbers; the lower ends where figures are hidden.
        public let value: Expression.Value
        /// The upper ends where figures are hidden; nil where all are known.
        public let upper: Expression.Value?
        /// Where the numbers are from: one reference for a number, one an element for a list.
        public let references: [InputReference]

        public init(
            _ symbol: String, _ value: Expression.Value, upTo upper: Expression.Value? = nil,
            unit: Unit = .one, from references: [InputReference] = []
        ) {
            self.symbol = symbol
            self.unit = unit
            self.value = value
            self.upper = upper
            self.references = references
        }

        public init(
            _ symbol: String, _ number: Double, unit: Unit = .one, from reference: InputReference
        ) {
            self.init(symbol, .number(number), unit: unit, from: [reference])
        }

        /// The values as ranges.
        public var ranges: Expression.Ranges {
            let ends = upper ?? value
            return switch value {
            case .number(let low): .number(Interval(low, ends.elements.first ?? low))
            case .list(let lows): .list(zip(lows, ends.elements).map { Interval($0, $1) })
            }
        }
    }
}

/// A number that a derivation took from somewhere. The run resolves it to rows and sources.
public enum InputReference: Hashable, Sendable {
    /// One figure: of an activity, or of all activities together where none is given.
    case figure(MeasureCode, PlaceCode?, ActivityCode?, Year)
    /// `X_r`: the published total of a place, or the sum of its known activities.
    case placeTotal(MeasureCode, ClassificationCode, PlaceCode, Year)
    /// `X_i`: the published total of an activity, or the sum over the places.
    case activityTotal(MeasureCode, ClassificationCode, ActivityCode, Year)
    /// `X`: the published grand total, or the sum of the places' totals.
    case grandTotal(MeasureCode, ClassificationCode, Year)
    /// A cell of another table of the workspace: the row with these values in the key's columns.
    case entry(table: String, key: [String], column: String)
    /// The result of another method.
    case result(method: String, ResultKey)
    /// A setting of the run.
    case parameter(String)
    /// An intermediate number, in words.
    case note(LocalizedText)
}

/// A method at the front door of its stage: it fills a table, and it explains one cell of it.
///
/// Filling goes through kernels over buffers; explaining takes the formula apart for one key. The
/// two ways meet in the test that evaluates every explanation.
public protocol IndexMethod<Context>: Sendable {
    /// Everything the stage's methods may look at.
    associatedtype Context: Sendable

    var method: Method { get }

    /// What one application of the method covers.
    var scope: MethodScope { get }

    /// All results, in the canonical order of their keys.
    ///
    /// - Throws: `CancellationError` and nothing else; what cannot be computed is an outcome.
    func results(in context: Context) throws -> [ResultTable]

    /// How the result of a key came about; nil where the method has no such key.
    func derivation(of key: ResultKey, in context: Context) -> Derivation?

    /// Explanations of many results, in the order of the keys; what they share is worked out once.
    func derivations(of keys: [ResultKey], in context: Context) -> [Derivation?]

    /// Explains results one by one, and keeps what they share. Any number of threads may ask.
    func explainer(in context: Context) -> @Sendable (ResultKey) -> Derivation?
}

extension IndexMethod {
    public func derivations(of keys: [ResultKey], in context: Context) -> [Derivation?] {
        keys.map { derivation(of: $0, in: context) }
    }

    public func explainer(in context: Context) -> @Sendable (ResultKey) -> Derivation? {
        { derivation(of: $0, in: context) }
    }
}

/// What one application of a method covers.
public enum MethodScope: Sendable {
    /// A panel: the method runs once for every measure by activity.
    case panel
    /// Regions or products as wholes: the method runs once, whatever the panels.
    case regions
}

extension IndexMethod {
    public var scope: MethodScope { .panel }
}

public import Wording

/// A method of the handbook: what it is called, what it computes and how to read it.
///
/// One value serves the result table, the explanation, the methods page and the report.
public struct Method: Hashable, Sendable {
    /// The name in files and on the command line: `location-quotient`.
    public let id: String
    /// Raised whenever the numbers of the method change.
    public let version: Int
    public let name: LocalizedText
    /// The section of the methods handbook: `1.1`.
    public let section: String
    /// The values the method gives for one key; a method with one value has one component with
    /// an empty id.
    public let components: [Component]
    /// What the letters of the formulas stand for.
    public let symbols: [Symbol]
    /// How to read a result: what above and below the threshold says, and what it does not say.
    public let reading: LocalizedText
    /// Literature: `Isard (1960), Methods of Regional Analysis`.
    public let literature: [String]
    /// The tag of the paper's sentence that the method serves: `P-spec`.
    public let paperTag: String

    public init(
        id: String, version: Int = 1, name: LocalizedText, section: String,
        components: [Component], symbols: [Symbol], reading: LocalizedText,
        literature: [String], paperTag: String
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.section = section
        self.components = components
        self.symbols = symbols
        self.reading = reading
        self.literature = literature
        self.paperTag = paperTag
    }

    public func component(_ id: String) -> Component? {
        components.first { $0.id == id }
    }

    /// One of the values a method gives: `industryMix` of shift-share.
    public struct Component: Hashable, Sendable {
        public let id: String
        public let name: LocalizedText
        public let formula: Expression
        public let unit: UnitRule

        public init(
            _ id: String = "", name: LocalizedText, formula: Expression,
            unit: UnitRule = .fixed(.one)
        ) {
            self.id = id
            self.name = name
            self.formula = formula
            self.unit = unit
        }
    }

    public struct Symbol: Hashable, Sendable {
        public let name: String
        public let meaning: LocalizedText

        public init(_ name: String, _ meaning: LocalizedText) {
            self.name = name
            self.meaning = meaning
        }
    }

    /// The unit of a component's values.
    public enum UnitRule: Hashable, Sendable {
        case fixed(Unit)
        /// The unit of the measure the method was applied to.
        case measure

        public func unit(for measure: Measure) -> Unit {
            switch self {
            case .fixed(let unit): unit
            case .measure: measure.unit
            }
        }
    }
}

/// What a result is about. A part that does not apply is nil.
public struct ResultKey: Hashable, Sendable {
    public var place: PlaceCode?
    public var activity: ActivityCode?
    /// A cluster, an establishment, or the second place of two.
    public var object: ObjectCode?
    /// The year, or the last year of a span.
    public var year: Year?
    /// The first year of a span.
    public var from: Year?
    /// The component of the method.
    public var component: String

    public init(
        place: PlaceCode? = nil, activity: ActivityCode? = nil, object: ObjectCode? = nil,
        year: Year? = nil, from: Year? = nil, component: String = ""
    ) {
        self.place = place
        self.activity = activity
        self.object = object
        self.year = year
        self.from = from
        self.component = component
    }
}

/// One result of a method.
public struct ResultRow: Hashable, Sendable {
    public let key: ResultKey
    public let outcome: Outcome
    /// Known sum over published total of the inputs.
    public let coverage: Double
    public let quality: Quality
    public let marks: Marks

    public init(
        key: ResultKey, outcome: Outcome, coverage: Double = 1, quality: Quality = .computed,
        marks: Marks = []
    ) {
        self.key = key
        self.outcome = outcome
        self.coverage = coverage
        self.quality = quality
        self.marks = marks
    }
}

/// All results of one method on one measure under one classification.
public struct ResultTable: Sendable {
    public let method: Method
    public let measure: Measure
    public let classification: ClassificationCode
    public let parameters: [Parameter]
    public let rows: [ResultRow]
    /// What the reader has to know about the table as a whole.
    public let notices: [LocalizedText]

    public init(
        method: Method, measure: Measure, classification: ClassificationCode,
        parameters: [Parameter] = [], rows: [ResultRow], notices: [LocalizedText] = []
    ) {
        self.method = method
        self.measure = measure
        self.classification = classification
        self.parameters = parameters
        self.rows = rows
        self.notices = notices
    }

    /// A setting that the results depend on, as it is printed: `reference = rest`.
    public struct Parameter: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}

public import Wording

/// What stands in a cell. Five states, because a true zero, a gap, a figure the office hides and
/// a figure that cannot exist lead to different results (METHODS 0).
public enum CellState: UInt8, CaseIterable, Sendable, Codable {
    /// A number other than zero is known.
    case value
    /// The figure is known to be zero.
    case zero
    /// Nothing is known: not surveyed, not delivered, not found.
    case missing
    /// The statistical office has the figure and hides it.
    case suppressed
    /// The figure cannot exist (ships of a landlocked region).
    case notApplicable

    /// Whether the cell carries a number that may enter a sum.
    public var isKnown: Bool { self == .value || self == .zero }
}

/// The status of an observation, by the letters of the SDMX code list CL_OBS_STATUS.
public enum ObservationStatus: String, CaseIterable, Sendable, Codable {
    case normal = "A"
    case seriesBreak = "B"
    case definitionDiffers = "D"
    case estimated = "E"
    case forecast = "F"
    case experimental = "G"
    case imputed = "I"
    case notSignificant = "N"
    case provisional = "P"
    case lowReliability = "U"
    case unvalidated = "V"
    case missingHoliday = "H"
    case missingUncollected = "L"
    case missing = "O"
    case cannotExist = "M"
    case suppressed = "Q"

    /// The state a cell of this status has, given whether a number stands in it.
    ///
    /// - Returns: nil where the two contradict each other: a number under a status that says
    ///   there is none, or no number under one that says there is.
    public func cellState(for value: Double?) -> CellState? {
        switch (self, value) {
        case (.missing, nil), (.missingHoliday, nil), (.missingUncollected, nil): .missing
        case (.cannotExist, nil): .notApplicable
        case (.suppressed, nil): .suppressed
        case (.missing, _), (.missingHoliday, _), (.missingUncollected, _): nil
        case (.cannotExist, _), (.suppressed, _): nil
        case (_, nil): nil
        case (_, .some(let number)): number == 0 ? .zero : .value
        }
    }

    /// The marks that a number of this status keeps through every result.
    public var marks: Marks {
        switch self {
        case .seriesBreak: .seriesBreak
        case .definitionDiffers: .definitionDiffers
        case .estimated: .estimated
        case .forecast: .forecast
        case .imputed: .imputed
        case .provisional: .provisional
        case .experimental, .notSignificant, .lowReliability, .unvalidated: .lowReliability
        default: []
        }
    }
}

/// What a result has to say about itself and its inputs. A result carries the union of its inputs' marks.
public struct Marks: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    // Of inputs.
    public static let estimated = Marks(rawValue: 1 << 0)
    public static let provisional = Marks(rawValue: 1 << 1)
    public static let imputed = Marks(rawValue: 1 << 2)
    public static let forecast = Marks(rawValue: 1 << 3)
    public static let seriesBreak = Marks(rawValue: 1 << 4)
    public static let definitionDiffers = Marks(rawValue: 1 << 5)
    public static let lowReliability = Marks(rawValue: 1 << 6)

    // Of results.
    /// Known cells make up less than 0.9 of the published total.
    public static let lowCoverage = Marks(rawValue: 1 << 8)
    /// Worked out from grouped or rounded data.
    public static let approximate = Marks(rawValue: 1 << 9)
    /// The activity was absent at the start and is present at the end.
    public static let entry = Marks(rawValue: 1 << 10)
    /// The activity was present at the start and is absent at the end.
    public static let exit = Marks(rawValue: 1 << 11)
    /// More was shipped than produced: stocks or transit.
    public static let exceedsProduction = Marks(rawValue: 1 << 12)
    /// Fewer regions than the method wants for its cut-offs.
    public static let fewRegions = Marks(rawValue: 1 << 13)
    /// The mass is under the minimum that the rule asks for.
    public static let belowMinimumMass = Marks(rawValue: 1 << 14)

    /// The single marks with the word used in files, in the order of their bits.
    public static let named: [(mark: Marks, word: String, text: LocalizedText)] = [
        (.estimated, "estimated", LocalizedText(en: "estimated", ru: "оценка")),
        (.provisional, "provisional", LocalizedText(en: "provisional", ru: "предварительно")),
        (.imputed, "imputed", LocalizedText(en: "imputed", ru: "досчитано")),
        (.forecast, "forecast", LocalizedText(en: "forecast", ru: "прогноз")),
        (.seriesBreak, "seriesBreak", LocalizedText(en: "break in series", ru: "разрыв ряда")),
        (
            .definitionDiffers, "definitionDiffers",
            LocalizedText(en: "definition differs", ru: "иное определение")
        ),
        (
            .lowReliability, "lowReliability",
            LocalizedText(en: "low reliability", ru: "низкая надёжность")
        ),
        (.lowCoverage, "lowCoverage", LocalizedText(en: "low coverage", ru: "неполный охват")),
        (.approximate, "approximate", LocalizedText(en: "approximate", ru: "приближённо")),
        (.entry, "entry", LocalizedText(en: "entry", ru: "появление")),
        (.exit, "exit", LocalizedText(en: "exit", ru: "исчезновение")),
        (
            .exceedsProduction, "exceedsProduction",
            LocalizedText(en: "exceeds production", ru: "больше производства")
        ),
        (.fewRegions, "fewRegions", LocalizedText(en: "few regions", ru: "мало регионов")),
        (
            .belowMinimumMass, "belowMinimumMass",
            LocalizedText(en: "below minimum mass", ru: "меньше минимальной массы")
        ),
    ]

    /// The words of the marks that are set, for files: `estimated;lowCoverage`.
    public var words: [String] {
        Marks.named.filter { contains($0.mark) }.map(\.word)
    }

    /// The marks of words as they stand in files; nil where one is unknown.
    public init?(words: some Sequence<String>) {
        var result: Marks = []
        for word in words {
            guard let known = Marks.named.first(where: { $0.word == word }) else { return nil }
            result.insert(known.mark)
        }
        self = result
    }
}

/// How good a figure is; a result has the weakest quality among its inputs, the largest case.
public enum Quality: String, CaseIterable, Sendable, Codable, Comparable {
    /// The named source gives the figure.
    case reported
    /// Arithmetic on reported figures.
    case derived
    /// Worked out by a method or from coordinates.
    case computed
    /// A reading or assignment, not a measured figure.
    case estimate
    /// Assumed by us or by the user, with a reason and a range.
    case assumption

    public static func < (left: Quality, right: Quality) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .reported: 0
        case .derived: 1
        case .computed: 2
        case .estimate: 3
        case .assumption: 4
        }
    }

    public var name: LocalizedText {
        switch self {
        case .reported: LocalizedText(en: "reported", ru: "опубликовано")
        case .derived: LocalizedText(en: "derived", ru: "выведено")
        case .computed: LocalizedText(en: "computed", ru: "рассчитано")
        case .estimate: LocalizedText(en: "estimate", ru: "оценка")
        case .assumption: LocalizedText(en: "assumption", ru: "допущение")
        }
    }
}

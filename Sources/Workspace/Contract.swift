public import Region
public import Wording

/// A workspace on disk: a folder that is a Frictionless Data Package (DESIGN section 3).
public struct Workspace: Sendable {
    /// The folder, as an absolute path.
    public let folder: String

    /// The files the workspace consists of, relative to the folder, sorted: `datapackage.json`,
    /// `uklad.yaml`, tables, boundaries.
    public var files: [String] { [] }

    /// Opens the workspace of a folder, whose `datapackage.json` has to be readable.
    public init(opening folder: String) throws(WorkspaceFailure) { self.folder = folder }

    /// Makes a new workspace without figures: every table with its heading and schema, and
    /// `uklad.yaml` with its settings explained.
    public static func createEmpty(at folder: String) throws(WorkspaceFailure) -> Workspace {
        try Workspace(opening: folder)
    }

    /// Makes a new workspace from a sample's folder.
    public static func copySample(from sample: String, to folder: String) throws(WorkspaceFailure)
        -> Workspace
    { try Workspace(opening: folder) }

    /// Reads and checks everything; `data` is nil where a problem was found.
    ///
    /// - Throws: `CancellationError` soon after the task is cancelled.
    public func read() throws(CancellationError) -> Reading { fatalError() }

    /// What reading a workspace gave.
    public struct Reading: Sendable {
        public let data: RegionalData?
        public let report: CheckReport
    }
}

/// Every problem of a workspace, worst first, and what is worth knowing.
public struct CheckReport: Sendable {
    /// The messages kept, worst first; `total` counts those left out too.
    public var problems: [Message] = []
    public var total = 0
    public var notes: [Message] = []
    /// Sentences on tables that are absent and what is switched off without them.
    public var absences: [LocalizedText] = []
    public var isClean: Bool { total == 0 }
}

/// Why a workspace can't be opened, made or written.
public struct WorkspaceFailure: Worded, Hashable, Sendable {
    public let message: Message
    /// 65 bad data, 73 can't create, 74 input or output (DESIGN section 5).
    public let exitCode: Int32
}

/// The figures of a workspace, checked, in the vocabulary of the house.
public struct RegionalData: Sendable {
    public var title: LocalizedText { LocalizedText(en: "", ru: "") }
    public var places: [Place] { [] }
    public var activities: [Activity] { [] }
    public var measures: [Measure] { [] }
    public var sources: [SourceKey: Source] { [:] }
    /// Settings of `uklad.yaml` as plain text values by dotted key: `specialisation.reference`.
    public var settings: [String: String] { [:] }
    /// SHA-256 of every input file by its path within the workspace, in canonical form: the same
    /// rows in another order, or other line ends, give the same hash.
    public var fingerprints: [String: String] { [:] }

    /// The measures that have figures by activity, each with the classifications they come in.
    public var panels: [(measure: MeasureCode, classification: ClassificationCode)] { [] }

    /// A measure by place, activity and year over the places of a level that make up the
    /// reference (`in_panel`), with published totals; measures with a formula are worked out
    /// cell by cell. nil where there are no figures.
    public func panel(
        _ measure: MeasureCode, _ classification: ClassificationCode, level: String
    ) -> Panel? { nil }

    /// A measure without activities; nil where there are no figures.
    public func series(_ measure: MeasureCode) -> PlaceSeries? { nil }

    public func balances(level: String) -> [ProductBalance] { [] }
    public func plants(measure: MeasureCode) -> [Plant] { [] }
    /// The federal district (or other parent) of each place of a level.
    public func groups(level: String) -> [PlaceCode: String] { [:] }

    /// Where a number that a derivation used comes from; nil for notes, results and parameters.
    public func origin(of reference: InputReference) -> Origin? { nil }
}

import Region
import Wording

/// Something wrong with, or worth knowing about, a workspace: the facts alone. Words are made of
/// them by ``message``.
struct WorkspaceProblem: Error, Hashable, Sendable {
    let kind: Kind
    let place: Place

    init(_ kind: Kind, at place: Place) {
        self.kind = kind
        self.place = place
    }

    /// Where the problem stands. Rows count from 1, the heading being the first.
    struct Place: Hashable, Sendable {
        var table: String?
        var file: String
        var row: Int?
        var column: String?
        var value: String?

        init(
            table: String? = nil, file: String, row: Int? = nil, column: String? = nil,
            value: String? = nil
        ) {
            self.table = table
            self.file = file
            self.row = row
            self.column = column
            self.value = value
        }
    }

    /// The gravest first.
    enum Severity: Int, Comparable, CaseIterable, Sendable {
        /// The workspace, or a whole table, can't be read.
        case file
        /// A whole column, measure or setting is of no use.
        case heading
        /// Rows contradict each other.
        case row
        /// One cell does not fit.
        case cell
        /// Nothing is wrong, but a person should know.
        case note

        static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    enum Kind: Hashable, Sendable {
        // The package.
        case packageUnreadable(UnreadableReason)
        case packageMember(String, expected: String)
        case fileMissing
        case leavesFolder
        case duplicateResource
        case unknownResource(suggestion: String?)
        case notListed

        // Settings.
        case settingsUnreadable(UnreadableReason)
        case unknownSetting(suggestion: String?)
        case settingNotText
        case regionNotSet
        case unknownRegion(suggestion: String?)
        case levelHasNoPlaces(found: [String])
        case referenceWithoutRegion(level: String, regionLevel: String)
        case oneRegionOnly(level: String)

        // The figures as a whole.
        case noObservations
        case pricesMixed(measures: String, given: String)
        case pricesNotSaid
        case formula(FormulaFault)
        case formulaHasFigures

        // References.
        case tableAbsent(String)
        case unknownCode(table: String, suggestion: String?)
        case parentCycle

        // Rows against each other.
        case duplicateKey(columns: [String], firstRow: Int)
        case yearTwice(place: String, activity: String?, year: Year, measure: String, firstRow: Int)
        case classificationsMixed(
            place: String, year: Year, measure: String, first: String, second: String)
        case partsExceedTotal(
            place: String, year: Year, measure: String, parts: Double, total: Double,
            tolerance: Double)
        case placesExceedTotal(
            activity: String?, year: Year, measure: String, parts: Double, total: Double,
            tolerance: Double)
        case gradesExceedWhole(deposit: String, sum: Double)
        /// A rate with inflation in it, though money to come is reckoned without.
        case nominalRate
        /// Projects that wait for each other, each named before the one that waits for it.
        case precedenceCircle([String])
        case synergyWithItself
        /// It would come to work after the last year of the programme.
        case longerThanProgramme(years: Int)
        case modesOverOne(sum: Double)
        /// A comparison and the one turned round, by one expert, that contradict each other.
        case notReciprocal(first: String, second: String, other: Double, row: Int)
        case requiredAndBanned
        case yearRequired

        // Cells.
        case valueWithoutStatus(status: String)
        case noValueUnderStatus(status: String)
        case unknownWord([String], suggestion: String?)
        case unknownStatus
        case unreadableUnit(suggestion: String?)
        case unreadableDistribution
        /// A shape between two ends that are not there.
        case distributionWithoutRange
        case incommensurable(measureUnit: String)
        case yearOutOfRange
        case outOfRange(minimum: Double?, maximum: Double?)
        case negativeMass
        case valueRequired
        case rangeUpsideDown(low: Double, high: Double)
        case half(other: String)
        /// More comes out of a process than goes in.
        case sharesExceedWhole(process: String, component: String, sum: Double)
        /// What leaves a node of the cycles is not what enters it.
        case sharesNotWhole(node: String, variant: String, component: String, sum: Double)
        /// What enters these nodes never leaves them.
        case closedLoop(nodes: [String], variant: String)
        /// A bound at which a condition both holds and does not.
        case equalBounds

        // Worth knowing.
        case partsDiffer(
            place: String, year: Year, measure: String, parts: Double, total: Double)
        case placesDiffer(
            activity: String?, year: Year, measure: String, parts: Double, total: Double)
        /// What an industry sells, or buys and adds, is not its output, and so of others.
        case flowsDiffer(
            activity: String, year: Year, isSold: Bool, sum: Double, output: Double, others: Int)
        /// An industry buys more of the others than it puts out.
        case purchasesExceedOutput(
            activity: String, year: Year, purchases: Double, output: Double, others: Int)
        /// What an industry sold from the stocks of earlier years is more than it added to them.
        case stocksDrawnDown(activity: String, year: Year, value: Double, others: Int)
        /// An industry of a flow table that puts out nothing.
        case noOutput(activity: String, year: Year, others: Int)
        /// A price with inflation in it beside a rate without.
        case currentPrice(year: Year, others: Int)
        /// A grade that does not say what it counts.
        case basisNotSaid
        case nestedActivities(measure: String, parent: String, child: String)
        case unitSlip(measure: String, factor: Double, neighbour: Year)
        /// Coordinates that would lie near the place they belong to if they changed sides.
        case coordinatesSwapped(place: String, kilometres: Double)
        case farFromPlace(String, kilometres: Double)
        case everyPlaceInPanel
        case furtherNotes(count: Int)
    }

    /// What is wrong with a measure's formula.
    enum FormulaFault: Hashable, Sendable {
        case syntax(offset: Int)
        case unknownMeasure(String, suggestion: String?)
        case circular([String])
        case dimensions(String, String)
        case notCommensurable(result: String, declared: String)
        case prices(String, String)
        case resultPrices(String, declared: String)
        case notPlain(String)
        case listFunction(String)
    }

    var severity: Severity { kind.severity }
}

extension WorkspaceProblem.Kind {
    var severity: WorkspaceProblem.Severity {
        switch self {
        case .packageUnreadable, .packageMember, .fileMissing, .leavesFolder, .duplicateResource,
            .settingsUnreadable, .noObservations:
            .file
        case .unknownSetting, .settingNotText, .regionNotSet, .unknownRegion, .levelHasNoPlaces,
            .referenceWithoutRegion, .oneRegionOnly, .pricesMixed, .pricesNotSaid, .formula,
            .formulaHasFigures, .tableAbsent:
            .heading
        case .unknownCode, .parentCycle, .duplicateKey, .yearTwice, .classificationsMixed,
            .partsExceedTotal, .placesExceedTotal, .gradesExceedWhole, .sharesExceedWhole,
            .sharesNotWhole, .closedLoop, .nominalRate, .precedenceCircle, .synergyWithItself,
            .requiredAndBanned, .yearRequired:
            .row
        case .valueWithoutStatus, .noValueUnderStatus, .unknownWord, .unknownStatus,
            .unreadableUnit, .unreadableDistribution, .distributionWithoutRange, .incommensurable,
            .yearOutOfRange, .outOfRange, .negativeMass,
            .valueRequired, .rangeUpsideDown, .half, .equalBounds, .modesOverOne:
            .cell
        case .unknownResource, .notListed, .partsDiffer, .placesDiffer, .flowsDiffer,
            .purchasesExceedOutput, .stocksDrawnDown, .noOutput, .currentPrice,
            .longerThanProgramme, .notReciprocal, .basisNotSaid,
            .nestedActivities, .unitSlip, .coordinatesSwapped, .farFromPlace, .everyPlaceInPanel,
            .furtherNotes:
            .note
        }
    }

    /// The name of the kind without its facts.
    var name: String { String(String(describing: self).prefix { $0 != "(" }) }
}

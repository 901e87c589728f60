public import Region

/// The figures of a workspace, checked, in the vocabulary of the house.
public struct RegionalData: Sendable {
    let storage: Storage

    /// Everything read, shared by all copies.
    final class Storage: Sendable {
        let vocabulary: Vocabulary
        let store: ObservationStore
        let indexes: [MeasureIndex]
        let settings: Settings
        let contents: [String: Contents]
        let fingerprints: [String: String]

        init(
            vocabulary: Vocabulary, store: ObservationStore, settings: Settings,
            contents: [String: Contents], fingerprints: [String: String]
        ) {
            self.vocabulary = vocabulary
            self.store = store
            indexes = MeasureIndex.index(store, vocabulary)
            self.settings = settings
            self.contents = contents
            self.fingerprints = fingerprints
        }
    }

    var vocabulary: Vocabulary { storage.vocabulary }
    var store: ObservationStore { storage.store }

    /// The places in the order of their codes.
    public var places: [Place] { vocabulary.places }
    /// The activities in the order of their codes.
    public var activities: [Activity] { vocabulary.activities }
    /// The measures in the order of their codes.
    public var measures: [Measure] { vocabulary.measures.map(\.measure) }
    public var sources: [SourceKey: Source] { vocabulary.sources }
    /// Settings of `uklad.yaml` as plain text values by dotted key: `specialisation.reference`.
    public var settings: [String: String] { storage.settings.values }
    /// SHA-256 of every input file by its path within the workspace, in canonical form: the same
    /// rows in another order, or other line ends, give the same hash.
    public var fingerprints: [String: String] { storage.fingerprints }

    /// The formula of a measure as its table has it; nil for one with figures of its own.
    public func formula(of measure: MeasureCode) -> String? {
        vocabulary.position(of: measure).flatMap { vocabulary.measures[$0].formulaText }
    }

    /// The measures that have figures by activity, each with the classifications they come in.
    public var panels: [(measure: MeasureCode, classification: ClassificationCode)] {
        vocabulary.measures.indices.flatMap { measure in
            classifications(of: measure).sorted().map {
                (vocabulary.measures[measure].measure.code, $0)
            }
        }
    }

    /// The place whose figures stand for all places of a level together: the country.
    public func whole(level: String) -> PlaceCode? {
        vocabulary.whole(of: vocabulary.panelPlaces(level: level)).map { places[$0].code }
    }

    /// The federal district (or other parent) of each place of a level.
    public func groups(level: String) -> [PlaceCode: String] {
        var groups: [PlaceCode: String] = [:]
        for place in places where place.level == level {
            if let parent = place.parent { groups[place.code] = parent.rawValue }
        }
        return groups
    }

    /// The classifications in which a measure, or the inputs of its formula, has figures.
    func classifications(of measure: Int, depth: Int = 0) -> Set<ClassificationCode> {
        guard let formula = vocabulary.measures[measure].formula else {
            return Set(storage.indexes[measure].activities.keys)
        }
        guard depth < 32 else { return [] }
        // Inputs that come by activity have to come in the same classification.
        var common: Set<ClassificationCode>?
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input] else { return [] }
            let own = classifications(of: position, depth: depth + 1)
            if own.isEmpty { continue }
            common = common?.intersection(own) ?? own
        }
        return common ?? []
    }
}

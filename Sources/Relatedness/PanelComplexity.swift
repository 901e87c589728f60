public import Numerics
public import Region
public import Specialisation

/// One year of a panel through all of relatedness: what is present where, how near activities are,
/// how near places are to what they lack, how complex both are.
///
/// - Source: METHODS 2.0–2.3.
public struct PanelComplexity: Sendable {
    public let presence: Presence
    /// I × I.
    public let similarity: Matrix
    /// R × I; NaN in the columns of activities that nothing is related to.
    public let density: Matrix
    /// The largest part of the table that some activity connects.
    public let component: Presence.Core.Component?
    /// Complexity of that part, its places and activities in the order of ``component``; why there
    /// is none where there is none.
    public let complexity: Result<EconomicComplexity, Undefined>

    /// - Parameters:
    ///   - quotients: `SparseIndices.locationQuotients` of the panel.
    ///   - year: The position of the year.
    /// - Complexity: O(I² R / 64 + R Ī I), on both cores.
    public init(
        _ panel: SparsePanel, quotients: [Double], year: Int, threshold: Double = 1,
        similarity kind: Similarity = .proximity, threads: Threads = .all
    ) {
        precondition(quotients.count == panel.values.count)
        let presence = Presence(panel, quotients: quotients, year: year, threshold: threshold)
        self.presence = presence
        similarity = relatedness(cooccurrence(presence, threads: threads), by: kind)
        density = relatednessDensity(presence, similarity: similarity, threads: threads)
        let component = presence.core.components.first
        self.component = component
        complexity = Result { () throws(Undefined) in
            guard let component else { throw .insufficientData(have: 0, need: 3) }
            let isWhole =
                component.places.count == presence.places
                && component.activities.count == presence.activities
            return try EconomicComplexity(
                isWhole
                    ? presence : presence.restricted(to: component.places, component.activities))
        }
    }
}

extension Presence {
    /// Presence in one year of a panel, from the cells above zero alone.
    init(_ panel: SparsePanel, quotients: [Double], year: Int, threshold: Double) {
        var byPlace = BitRows(rows: panel.placeCount, columns: panel.activityCount)
        var byActivity = BitRows(rows: panel.activityCount, columns: panel.placeCount)
        for place in 0..<panel.placeCount {
            for cell in panel.cells(place: place, year: year) where quotients[cell] >= threshold {
                let activity = Int(panel.activities[cell])
                byPlace.set(place, activity)
                byActivity.set(activity, place)
            }
        }
        self.init(byPlace: byPlace, byActivity: byActivity)
    }
}

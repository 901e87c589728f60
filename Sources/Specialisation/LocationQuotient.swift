public import Region
internal import Wording

/// The location quotient of one industry in one region (коэффициент локализации).
///
///     LQ = (e / X_r) / (X_i / X)
///
/// Above 1, the region is more specialised in the industry than the reference economy.
/// All four arguments share one measure and one unit, which cancel; nothing is
/// rounded, clamped or replaced by a default.
///
/// - Parameters:
///   - industryInRegion: `e`, the industry in the region. Zero is a true zero.
///   - region: `X_r`, all industries in the region.
///   - industryInReference: `X_i`, the industry in the reference economy.
///   - reference: `X`, all industries in the reference economy.
/// - Returns: A finite number, 0 or more; exactly 0 only where `e` is 0.
/// - Throws: ``Region/Undefined``, naming the first quantity that leaves the quotient undefined.
/// - Complexity: O(1). Relative rounding error at most 3 · 2⁻⁵³ to first order.
/// - Source: Florence (1939); METHODS 1.1; paper tag P-spec.
public func locationQuotient(
    industryInRegion: Double, region: Double, industryInReference: Double, reference: Double
) throws(Undefined) -> Double {
    try Quantities.check([
        "e": industryInRegion, "X_r": region, "X_i": industryInReference, "X": reference,
    ])
    guard region > 0 else { throw .emptyRegion }
    guard industryInReference > 0 else { throw .emptyIndustry }
    guard reference > 0 else { throw .zeroReference }
    return try Quantities.finite(
        (industryInRegion / region) / (industryInReference / reference),
        vanishesWith: industryInRegion)
}

/// The largest location quotient that a region which is part of the reference can reach.
///
///     X / X_r
///
/// - Throws: `emptyRegion` where `X_r` is 0, `notAQuantity`, `outOfRange`.
/// - Source: METHODS 1.1.
public func locationQuotientCeiling(region: Double, reference: Double) throws(Undefined) -> Double {
    try Quantities.check(["X_r": region, "X": reference])
    guard region > 0 else { throw .emptyRegion }
    return try Quantities.finite(reference / region, vanishesWith: reference)
}

struct LocationQuotient: YearMethod {
    /// For those who ask cell by cell.
    static let shared = LocationQuotient()

    let subjects: [Subject] = [.cell, .place]
    let usesReference = true

    let method = Method(
        id: "location-quotient",
        name: LocalizedText(en: "Location quotient", ru: "Коэффициент локализации"),
        section: "1.1",
        components: [
            Method.Component(
                name: LocalizedText(en: "location quotient", ru: "коэффициент локализации"),
                formula: Expression("(e / X_r) / (X_i / X)")),
            Method.Component(
                "ceiling",
                name: LocalizedText(
                    en: "largest possible quotient", ru: "наибольший возможный коэффициент"),
                formula: Expression("X / X_r")),
        ],
        symbols: Letters.masses,
        reading: LocalizedText(
            en:
                "Above 1, the place is more specialised in the activity than the reference economy. A place within the reference cannot exceed the ceiling X / X_r. It says nothing of the size of the activity.",
            ru:
                "Больше 1 — место специализируется на отрасли сильнее, чем база сравнения. Место, входящее в базу, не может превысить потолок X / X_r. О величине отрасли коэффициент не говорит."
        ),
        literature: [
            "Florence (1939), Report on the location of industry",
            "Isard (1960), Methods of Regional Analysis",
            "Kistanov and Kopylov (2002), Regional economy of Russia",
            "Granberg (2000), Foundations of regional economics",
        ],
        paperTag: "P-spec")

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        if component == 0 { return try figures.cellInputs(spot) }
        // The rest of the country sets no ceiling.
        guard figures.parameters.reference == .all else { throw .notApplicable("X") }
        var inputs = Inputs()
        try figures.addPlaceTotal(spot.place, to: &inputs)
        try figures.addTotal(to: &inputs)
        return inputs
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        if component == 1 {
            return try locationQuotientCeiling(region: inputs["X_r"], reference: inputs["X"])
        }
        let masses = inputs.reference(figures.parameters.reference)
        return try locationQuotient(
            industryInRegion: inputs["e"], region: inputs["X_r"],
            industryInReference: masses.industry, reference: masses.whole)
    }
}

extension Inputs {
    /// `X_i` and `X` of the reference: of all places, or of the others.
    func reference(_ reference: Reference) -> (industry: Double, whole: Double) {
        switch reference {
        case .all: (self["X_i"], self["X"])
        case .rest: (self["X_i"] - self["e"], self["X"] - self["X_r"])
        }
    }

    /// `X_i` as a list and `X` of the reference.
    func structure(of reference: Reference) -> (industries: [Double], whole: Double) {
        switch reference {
        case .all: (list("X_i"), self["X"])
        case .rest: (zip(list("X_i"), list("e")).map(-), self["X"] - self["X_r"])
        }
    }
}

extension YearFigures {
    /// The location quotient of a cell, for stages that build on it.
    package func locationQuotient(place: Int, activity: Int) -> Outcome {
        LocationQuotient.shared.outcome(
            0, at: Spot(place: place, activity: activity), in: self, ()
        ).1
    }

    /// Where a result of the location quotient stands.
    package func locationQuotientReference(place: Int, activity: Int) -> InputSource {
        let method = LocationQuotient.shared
        return .reference(
            .result(
                method: method.method.id,
                method.key(0, at: Spot(place: place, activity: activity), in: self)))
    }
}

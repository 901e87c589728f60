internal import Numerics
internal import Region

/// The shares of a region's industries and of the reference's, side by side: `s_ri` and `x_i`.
struct RegionStructure {
    let shares: [Double]
    let reference: [Double]

    init(
        _ industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) {
        try Quantities.check("e", industries)
        try Quantities.check(["X_r": region])
        try Quantities.check("X_i", reference)
        try Quantities.check(["X": total])
        try Quantities.checkLengths(industries.count, reference.count)
        guard region > 0 else { throw .emptyRegion }
        guard total > 0 else { throw .zeroReference }
        shares = industries.map { $0 / region }
        self.reference = reference.map { $0 / total }
    }

    /// The sum of a term over the industries, in any order.
    func sum(_ term: (_ share: Double, _ reference: Double) -> Double) -> Double {
        zip(shares, reference).map(term).compensatedSum()
    }

    /// Throws where the region has an industry that the reference lacks.
    func checkReference() throws(Undefined) {
        for (share, base) in zip(shares, reference) where share > 0 && base == 0 {
            throw .zeroReference
        }
    }
}

/// A method that compares the structure of a place with that of the reference: one number a place.
protocol StructureMethod: YearMethod where Preparation == Void {
    func number(
        of industries: [Double], region: Double, reference: [Double], total: Double
    ) throws(Undefined) -> Double
}

extension StructureMethod {
    var subjects: [Subject] { [.place] }
    var usesReference: Bool { true }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ preparation: Void
    ) throws(Undefined) -> Inputs {
        try figures.structureInputs(place: spot.place)
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        let reference =
            usesReference
            ? inputs.structure(of: figures.parameters.reference)
            : inputs.structure(of: .all)
        return try number(
            of: inputs.list("e"), region: inputs["X_r"], reference: reference.industries,
            total: reference.whole)
    }
}

internal import Numerics
internal import Region
internal import Wording

/// The inputs that many methods share.
extension YearFigures {
    private var unit: Unit { panel.measure.unit }

    func addCell(_ spot: Spot, to inputs: inout Inputs) throws(Undefined) {
        guard let place = spot.place, let activity = spot.activity else { return }
        inputs.add(
            "e", try cell(place, activity), from: .cell(place, activity), unit: unit)
    }

    func addPlaceTotal(_ place: Int?, to inputs: inout Inputs) throws(Undefined) {
        guard let place else { return }
        inputs.add("X_r", try placeTotals[place].get(), from: .placeTotal(place), unit: unit)
    }

    func addActivityTotal(_ activity: Int?, to inputs: inout Inputs) throws(Undefined) {
        guard let activity else { return }
        inputs.add(
            "X_i", try activityTotals[activity].get(), from: .activityTotal(activity), unit: unit)
    }

    func addTotal(to inputs: inout Inputs) throws(Undefined) {
        inputs.add("X", try total.get(), from: .total, unit: unit)
    }

    /// `e`, `X_r`, `X_i` and `X` of a cell.
    func cellInputs(_ spot: Spot) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        try addCell(spot, to: &inputs)
        try addPlaceTotal(spot.place, to: &inputs)
        try addActivityTotal(spot.activity, to: &inputs)
        try addTotal(to: &inputs)
        return inputs
    }

    /// `e` and `X_i` as lists over the activities of a place that are known and exist in the
    /// reference, and `X_r` and `X`.
    func structureInputs(place: Int?, withReference: Bool = true) throws(Undefined) -> Inputs {
        guard let place else { return Inputs() }
        var inputs = Inputs()
        try addPlaceTotal(place, to: &inputs)
        var cells: [Interval] = []
        var totals: [Interval] = []
        var taken: [Int] = []
        for activity in activities where exists(activity: activity) {
            guard let cell = try term(place, activity) else { continue }
            cells.append(cell)
            if withReference { totals.append(try activityTotals[activity].get()) }
            taken.append(activity)
        }
        guard !taken.isEmpty else { throw lacking(place: place) }
        inputs.add("e", cells, from: taken.map { .cell(place, $0) }, unit: unit)
        if withReference {
            inputs.add("X_i", totals, from: taken.map { .activityTotal($0) }, unit: unit)
            try addTotal(to: &inputs)
        }
        return inputs
    }

    /// `e` and `X_r` as lists over the places that are known and not empty, and `X_i` and `X`.
    func locationInputs(activity: Int?) throws(Undefined) -> Inputs {
        guard let activity else { return Inputs() }
        var inputs = Inputs()
        try addActivityTotal(activity, to: &inputs)
        var cells: [Interval] = []
        var totals: [Interval] = []
        var taken: [Int] = []
        for place in places where exists(place: place) {
            guard let cell = try term(place, activity) else { continue }
            cells.append(cell)
            totals.append(try placeTotals[place].get())
            taken.append(place)
        }
        guard !taken.isEmpty else {
            throw exists(activity: activity) ? .missing("e") : .emptyIndustry
        }
        inputs.add("e", cells, from: taken.map { .cell($0, activity) }, unit: unit)
        inputs.add("X_r", totals, from: taken.map { .placeTotal($0) }, unit: unit)
        try addTotal(to: &inputs)
        return inputs
    }

    private func lacking(place: Int) -> Undefined {
        exists(place: place) ? .missing("e") : .emptyRegion
    }

    /// A measure of a place without activities, and its sum over the places.
    func addSeries(
        _ series: PlaceSeries?, place: Int?, symbols: (own: String, all: String),
        to inputs: inout Inputs
    ) throws(Undefined) {
        guard let place else { return }
        guard let series else { throw .missing(symbols.own) }
        let cell = series[panel.places[place].code, year]
        guard cell.state.isKnown else { throw cell.state.reason(symbols.own) }
        inputs.add(
            symbols.own, cell.value, from: .series(series, place), unit: series.measure.unit)
        inputs.add(
            symbols.all, try sum(of: series, symbol: symbols.all), from: .series(series, nil),
            unit: series.measure.unit)
    }
}

/// The letters of the formulas, as METHODS has them.
enum Letters {
    static let e = Method.Symbol(
        "e", LocalizedText(en: "mass of the activity in the place", ru: "масса отрасли в месте"))
    static let placeTotal = Method.Symbol(
        "X_r",
        LocalizedText(en: "mass of all activities in the place", ru: "масса всех отраслей в месте"))
    static let activityTotal = Method.Symbol(
        "X_i",
        LocalizedText(
            en: "mass of the activity in all places", ru: "масса отрасли во всех местах"))
    static let total = Method.Symbol(
        "X",
        LocalizedText(
            en: "mass of all activities in all places", ru: "масса всех отраслей во всех местах"))
    static let masses = [e, placeTotal, activityTotal, total]
    static let population = [
        Method.Symbol(
            "N_r", LocalizedText(en: "population of the place", ru: "население места")),
        Method.Symbol(
            "N", LocalizedText(en: "population of all places", ru: "население всех мест")),
    ]
    static let product = [
        Method.Symbol(
            "G_r",
            LocalizedText(
                en: "gross regional product of the place", ru: "валовой региональный продукт места")
        ),
        Method.Symbol(
            "G",
            LocalizedText(
                en: "gross regional product of all places",
                ru: "валовой региональный продукт всех мест")),
    ]
}

internal import Numerics
internal import Region

/// What is known of one input of a method.
enum Figure: Hashable, Sendable {
    case known(Double)
    /// Hidden by the statistical office, and bounded by published totals.
    case hidden(low: Double, high: Double)
    case unknown(Undefined)
}

/// The masses that compare an activity of a region with the reference at two times.
///
/// Where the reference is the rest of the economy, the region is already taken out of
/// ``industry`` and ``whole``.
struct Masses: Hashable, Sendable {
    /// `e`, the activity in the region.
    var activity: Change
    /// `X_r`, all activities in the region.
    var region: Change
    /// `X_i`, the activity in the reference.
    var industry: Change
    /// `X`, all activities in the reference.
    var whole: Change
    /// `s`, the activity in the neighbours, weighted; where the method compares with them.
    var neighbours: Change?
}

/// Which of the masses a method needs; the others may stay unknown.
struct MassKinds: OptionSet, Sendable {
    let rawValue: Int
    static let region = MassKinds(rawValue: 1)
    static let industry = MassKinds(rawValue: 2)
    static let whole = MassKinds(rawValue: 4)
}

/// One year of the panel as methods of change ask for it: figures with the symbols of the start or
/// of the end.
struct YearOfMasses: Sendable {
    let figures: YearFigures
    /// Whether `X` is a sum that hidden or missing cells are absent from.
    let isWholeIncomplete: Bool

    init(_ context: SpecialisationContext, position: Int) {
        figures = YearFigures(context, position: position)
        isWholeIncomplete =
            context.panel.publishedGrandTotals[position] == nil
            && figures.table.placeTotals.contains { $0.isIncomplete }
    }

    var table: MassTable { figures.table }

    /// `e`.
    func activity(_ place: Int, _ activity: Int, symbol: String) -> Figure {
        do throws(Undefined) {
            let range = try figures.cell(place, activity)
            return range.isPoint ? .known(range.low) : .hidden(low: range.low, high: range.high)
        } catch {
            return .unknown(error.about(symbol))
        }
    }

    /// `X_r`.
    func region(_ place: Int, symbol: String) -> Figure {
        total(figures.placeTotals[place], symbol: symbol)
    }

    /// `X_i`.
    func industry(_ activity: Int, symbol: String) -> Figure {
        total(figures.activityTotals[activity], symbol: symbol)
    }

    /// `X`.
    func whole(symbol: String) -> Figure {
        total(figures.total, symbol: symbol)
    }

    /// A total that hidden cells leave open is not followed through quotients of totals: it counts
    /// as hidden.
    private func total(_ reading: YearFigures.Reading, symbol: String) -> Figure {
        switch reading {
        case .success(let range) where range.isPoint || range.low.isNaN: .known(range.low)
        case .success: .unknown(.suppressed(symbol))
        case .failure(let reason): .unknown(reason.about(symbol))
        }
    }
}

extension Undefined {
    /// The reason with another symbol for the input it is about.
    fileprivate func about(_ symbol: String) -> Undefined {
        switch self {
        case .missing: .missing(symbol)
        case .suppressed: .suppressed(symbol)
        case .notApplicable: .notApplicable(symbol)
        default: self
        }
    }
}

/// The inputs of a cell over a span.
enum CellInputs {
    case known(Masses)
    /// The masses at the corners of the box of hidden figures.
    case hidden(corners: [Masses], isStartHidden: Bool, symbol: String)
    case unknown(Undefined)
}

/// Everything that methods of change ask about a span of years.
struct SpanInputs: Sendable {
    let span: Span
    let panel: Panel
    let reference: Reference
    let policy: SuppressedPolicy
    let start: YearOfMasses
    let end: YearOfMasses
    /// The neighbours of each place: positions and weights, without the place itself.
    private let neighbourhoods: [[(place: Int, weight: Double)]]

    init(_ span: Span, in context: SpecialisationContext) {
        let panel = context.panel
        self.span = span
        self.panel = panel
        reference = context.parameters.reference
        policy = context.parameters.suppressed
        start = YearOfMasses(context, position: span.start)
        end = YearOfMasses(context, position: span.end)
        neighbourhoods = context.weights?.neighbourhoods(of: panel.places.map(\.code)) ?? []
    }

    /// The masses of a cell, as far as the method needs them.
    func inputs(place: Int, activity: Int, needs: MassKinds) -> CellInputs {
        let first = start.activity(place, activity, symbol: "e_0")
        let last = end.activity(place, activity, symbol: "e_1")
        for figure in [first, last] {
            if case .unknown(let reason) = figure { return .unknown(reason) }
        }
        var totals = Masses(
            activity: Change(from: 0, to: 0), region: Change(from: 0, to: 0),
            industry: Change(from: 0, to: 0), whole: Change(from: 0, to: 0))
        do throws(Undefined) {
            // The rest of the economy is the whole less the region.
            if needs.contains(.region) || (reference == .rest && needs.contains(.whole)) {
                totals.region = try change(
                    start.region(place, symbol: "X_r0"), end.region(place, symbol: "X_r1"))
            }
            if needs.contains(.industry) {
                totals.industry = try change(
                    start.industry(activity, symbol: "X_i0"), end.industry(activity, symbol: "X_i1")
                )
            }
            if needs.contains(.whole) {
                totals.whole = try change(
                    start.whole(symbol: "X_0"), end.whole(symbol: "X_1"))
            }
        } catch {
            return .unknown(error)
        }
        let corners = first.ends.flatMap { from in
            last.ends.map { to in
                masses(totals, activity: Change(from: from, to: to))
            }
        }
        if corners.count == 1 { return .known(corners[0]) }
        let isStartHidden = first.ends.count > 1
        return .hidden(
            corners: corners, isStartHidden: isStartHidden, symbol: isStartHidden ? "e_0" : "e_1")
    }

    private func masses(_ totals: Masses, activity: Change) -> Masses {
        var masses = totals
        masses.activity = activity
        if reference == .rest {
            masses.industry = Change(
                from: totals.industry.start - activity.start,
                to: totals.industry.end - activity.end)
            masses.whole = Change(
                from: totals.whole.start - totals.region.start,
                to: totals.whole.end - totals.region.end)
        }
        return masses
    }

    private func change(_ first: Figure, _ last: Figure) throws(Undefined) -> Change {
        switch (first, last) {
        case (.known(let from), .known(let to)): return Change(from: from, to: to)
        case (.unknown(let reason), _), (_, .unknown(let reason)): throw reason
        default: throw .suppressed("X")
        }
    }

    /// The activity in the neighbours of a place that are known at both times.
    func neighbours(place: Int, activity: Int) throws(Undefined) -> Neighbours {
        let all = neighbourhoods.isEmpty ? [] : neighbourhoods[place]
        guard !all.isEmpty else { throw .noNeighbour }
        var known = Neighbours()
        for neighbour in all {
            let first = start.activity(neighbour.place, activity, symbol: "s_0")
            let last = end.activity(neighbour.place, activity, symbol: "s_1")
            switch (first, last) {
            case (.known(let from), .known(let to)):
                known.places.append(neighbour.place)
                known.weights.append(neighbour.weight)
                known.starts.append(from)
                known.ends.append(to)
            case (.unknown(.suppressed(let symbol)), _) where policy == .bounds,
                (_, .unknown(.suppressed(let symbol))) where policy == .bounds:
                throw .suppressed(symbol)
            case (.hidden, _): throw .suppressed("s_0")
            case (_, .hidden): throw .suppressed("s_1")
            default: known.isIncomplete = true
            }
        }
        guard !known.places.isEmpty else { throw .missing("s") }
        return known
    }

    /// Whether figures of neighbours are missing, so that the rest stand for all.
    func lacksNeighbours(place: Int, activity: Int) -> Bool {
        (try? neighbours(place: place, activity: activity))?.isIncomplete ?? false
    }

    /// Known sum over published total, the least of the totals that the method uses.
    func coverage(place: Int, activity: Int, needs: MassKinds) -> Double {
        [start, end].flatMap { year -> [Double] in
            var coverages: [Double] = []
            if needs.contains(.region) { coverages.append(year.table.placeTotals[place].coverage) }
            if needs.contains(.industry) {
                coverages.append(year.table.activityTotals[activity].coverage)
            }
            return coverages
        }.min() ?? 1
    }

    /// Marks of the cell's inputs and of how much of them is known.
    func remarks(place: Int, activity: Int, needs: MassKinds) -> (marks: Marks, quality: Quality) {
        var remark = YearFigures.Remark()
        for figures in [start.figures, end.figures] {
            remark.join(figures.remark(place, activity))
            if needs.contains(.region) { remark.join(figures.remark(place: place)) }
            if needs.contains(.industry) { remark.join(figures.remark(activity: activity)) }
            if needs.contains(.whole) { remark.join(figures.remarkOfWhole) }
        }
        var marks = remark.marks
        if coverage(place: place, activity: activity, needs: needs) < 0.9 {
            marks.insert(.lowCoverage)
        }
        if hasGaps(place: place, activity: activity, needs: needs) { marks.insert(.lowCoverage) }
        let masses = [start, end].map { $0.activity(place, activity, symbol: "e") }
        if case .known(let from) = masses[0], case .known(let to) = masses[1] {
            if from == 0, to > 0 { marks.insert(.entry) }
            if from > 0, to == 0 { marks.insert(.exit) }
        }
        return (marks, max(.computed, remark.quality))
    }

    /// Whether a total that the method uses is a sum with gaps, which nothing published fills.
    private func hasGaps(place: Int, activity: Int, needs: MassKinds) -> Bool {
        [start, end].contains { year in
            (needs.contains(.region) && year.table.placeTotals[place].isIncomplete)
                || (needs.contains(.industry) && year.table.activityTotals[activity].isIncomplete)
                || (needs.contains(.whole) && year.isWholeIncomplete)
        }
    }

    /// The bindings of a formula's symbols for one cell. A hidden figure is bound to its range; one
    /// that is not known stays unbound. One may be taken at a given value instead.
    func bindings(
        for formula: Expression, place: Int, activity: Int, taking chosen: Change? = nil
    ) -> [Derivation.Binding] {
        formula.symbols.compactMap { symbol in
            if let binding = neighbourBinding(symbol, place: place, activity: activity) {
                return binding
            }
            let year = symbol.hasSuffix("0") ? start : end
            let measure = panel.measure.code
            let classification = panel.classification
            let placeCode = panel.places[place].code
            let activityCode = panel.activities[activity].code
            let figure: Figure
            let reference: InputReference
            switch symbol.dropLast() {
            case "e_":
                figure =
                    chosen.map { .known(symbol == "e_0" ? $0.start : $0.end) }
                    ?? year.activity(place, activity, symbol: symbol)
                reference = .figure(measure, placeCode, activityCode, year.table.year)
            case "X_r":
                figure = year.region(place, symbol: symbol)
                reference = .placeTotal(measure, classification, placeCode, year.table.year)
            case "X_i":
                figure = year.industry(activity, symbol: symbol)
                reference = .activityTotal(measure, classification, activityCode, year.table.year)
            case "X_":
                figure = year.whole(symbol: symbol)
                reference = .grandTotal(measure, classification, year.table.year)
            default: return nil
            }
            let unit = panel.measure.unit
            switch figure {
            case .known(let number):
                return Derivation.Binding(symbol, number, unit: unit, from: reference)
            case .hidden(let low, let high):
                // Arithmetic over ranges is exact for a symbol that stands once.
                guard formula.occurrences(of: symbol) == 1 else { return nil }
                return Derivation.Binding(
                    symbol, .number(low), upTo: .number(high), unit: unit, from: [reference])
            case .unknown: return nil
            }
        }
    }
}

/// The activity in the neighbours of a place: weights and masses in one order.
struct Neighbours: Sendable {
    var places: [Int] = []
    var weights: [Double] = []
    var starts: [Double] = []
    var ends: [Double] = []
    var isIncomplete = false

    /// The weighted sums at the start and at the end.
    var masses: Change {
        Change(
            from: zip(weights, starts).map(*).compensatedSum(),
            to: zip(weights, ends).map(*).compensatedSum())
    }
}

extension SpanInputs {
    fileprivate func neighbourBinding(
        _ symbol: String, place: Int, activity: Int
    ) -> Derivation.Binding? {
        guard ["w", "s_0", "s_1"].contains(symbol),
            let neighbours = try? neighbours(place: place, activity: activity)
        else { return nil }
        if symbol == "w" {
            return Derivation.Binding(
                "w", .list(neighbours.weights),
                from: neighbours.weights.map { _ in .parameter("weights") })
        }
        let year = symbol == "s_0" ? start : end
        let values = symbol == "s_0" ? neighbours.starts : neighbours.ends
        return Derivation.Binding(
            symbol, .list(values), unit: panel.measure.unit,
            from: neighbours.places.map {
                .figure(
                    panel.measure.code, panel.places[$0].code, panel.activities[activity].code,
                    year.table.year)
            })
    }
}

extension SpatialWeights {
    /// The neighbours of each of a list of places, by positions in that list; a place that the
    /// weights do not know has none.
    func neighbourhoods(of codes: [PlaceCode]) -> [[(place: Int, weight: Double)]] {
        let rows = Dictionary(
            places.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return codes.map { code in
            guard let row = rows[code] else { return [] }
            return codes.enumerated().compactMap { position, other in
                guard other != code, let column = rows[other] else { return nil }
                let weight = weights[row, column]
                return weight > 0 && weight.isFinite ? (position, weight) : nil
            }
        }
    }
}

extension Expression {
    func occurrences(of symbol: String) -> Int {
        switch self {
        case .number: 0
        case .symbol(let name): name == symbol ? 1 : 0
        case .negated(let inner): inner.occurrences(of: symbol)
        case .binary(_, let left, let right):
            left.occurrences(of: symbol) + right.occurrences(of: symbol)
        case .call(_, let arguments):
            arguments.map { $0.occurrences(of: symbol) }.reduce(0, +)
        }
    }
}

extension Total {
    /// Whether it is a sum with gaps.
    var isIncomplete: Bool { published == nil && (hasMissing || hasSuppressed) }
}

extension Figure {
    /// The number, or the ends of its range.
    var ends: [Double] {
        switch self {
        case .known(let number): [number]
        case .hidden(let low, let high): [low, high]
        case .unknown: []
        }
    }
}

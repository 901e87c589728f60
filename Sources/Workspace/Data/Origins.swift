public import Region

extension RegionalData {
    /// Where a number that a derivation used comes from; nil for notes, results and parameters.
    ///
    /// A figure of no place is the figure of the place that contains those of the level in the
    /// settings. A total that is not published is a sum over the known cells; all of them stand
    /// among the inputs under the symbol of the measure. A sum of more than
    /// ``RegionalData/longestSum`` cells leaves its inputs out.
    public func origin(of reference: InputReference) -> Origin? {
        let level = storage.settings.level
        switch reference {
        case .figure(let measure, let place, let activity, let year):
            guard let measure = vocabulary.position(of: measure) else { return nil }
            let placePosition =
                place.map { vocabulary.position(of: $0) }
                ?? vocabulary.whole(of: vocabulary.panelPlaces(level: level))
            guard let placePosition else { return nil }
            guard let activity else {
                return origin(measure, placePosition, -1, year)
            }
            return vocabulary.position(of: activity).flatMap {
                origin(measure, placePosition, $0, year)
            }
        case .placeTotal(let measure, let classification, let place, let year):
            guard let measure = vocabulary.position(of: measure),
                let place = vocabulary.position(of: place)
            else { return nil }
            return placeTotal(measure, classification, place, year)?.origin
        case .activityTotal(let measure, let classification, let activity, let year):
            guard let measure = vocabulary.position(of: measure),
                let activity = vocabulary.position(of: activity)
            else { return nil }
            let places = vocabulary.panelPlaces(level: level)
            if let whole = vocabulary.whole(of: places),
                let row = publishedRow(measure, whole, activity, year)
            {
                return origin(ofRow: row)
            }
            _ = classification
            return sum(measure, places.map { ($0, activity) }, year)?.origin
        case .grandTotal(let measure, let classification, let year):
            guard let measure = vocabulary.position(of: measure) else { return nil }
            let places = vocabulary.panelPlaces(level: level)
            if let whole = vocabulary.whole(of: places),
                let row = publishedRow(measure, whole, -1, year)
            {
                return origin(ofRow: row)
            }
            let totals = places.compactMap { placeTotal(measure, classification, $0, year) }
            return sum(measure, totals)?.origin
        case .entry(let table, let key, let column):
            return entry(table, key, column)
        case .result, .parameter, .note:
            return nil
        }
    }

    /// The longest sum whose cells are listed one by one.
    public static let longestSum = 20_000

    private typealias Part = (value: Double, origin: Origin)

    private func publishedRow(_ measure: Int, _ place: Int, _ activity: Int, _ year: Year) -> Int? {
        guard vocabulary.measures[measure].formula == nil,
            let row = store.find(measure: measure, place: place, activity: activity, year: year),
            store.state(row).isKnown
        else { return nil }
        return row
    }

    private func placeTotal(
        _ measure: Int, _ classification: ClassificationCode, _ place: Int, _ year: Year
    ) -> Part? {
        if let row = publishedRow(measure, place, -1, year) {
            return (store.converted(row), origin(ofRow: row))
        }
        return sum(measure, activities(of: measure, classification).map { (place, $0) }, year)
    }

    private func sum(_ measure: Int, _ cells: [(place: Int, activity: Int)], _ year: Year) -> Part?
    {
        let parts = cells.compactMap { place, activity -> Part? in
            guard
                let cell = cell(measure: measure, place: place, activity: activity, year: year),
                cell.state.isKnown, let origin = origin(measure, place, activity, year)
            else { return nil }
            return (cell.value, origin)
        }
        return sum(measure, parts)
    }

    private func sum(_ measure: Int, _ parts: [Part]) -> Part? {
        guard !parts.isEmpty else { return nil }
        let entry = vocabulary.measures[measure].measure
        let symbol = entry.code.rawValue
        let inputs = parts.map {
            Origin.Input(symbol: symbol, value: $0.value, unit: entry.unit, origin: $0.origin)
        }
        let formula = Region.Expression.call(.sum, [.symbol(symbol)])
        let bindings: [String: Region.Expression.Value] = [symbol: .list(parts.map(\.value))]
        guard case .number(let total)? = try? formula.evaluate(bindings) else { return nil }
        let listed = parts.count <= Self.longestSum ? inputs : []
        return (total, .formula(formula, inputs: listed))
    }

    private func origin(
        _ measure: Int, _ place: Int, _ activity: Int, _ year: Year, depth: Int = 0
    ) -> Origin? {
        guard let formula = vocabulary.measures[measure].formula else {
            return store.find(measure: measure, place: place, activity: activity, year: year)
                .map(origin(ofRow:))
        }
        guard depth < 32 else { return nil }
        var inputs: [Origin.Input] = []
        for input in formula.inputs {
            guard let position = vocabulary.measurePositions[input] else { return nil }
            let own = classifications(of: position).isEmpty ? -1 : activity
            guard let cell = cell(measure: position, place: place, activity: own, year: year),
                let origin = origin(position, place, own, year, depth: depth + 1)
            else { return nil }
            inputs.append(
                Origin.Input(
                    symbol: input, value: cell.value,
                    unit: vocabulary.measures[position].measure.unit, origin: origin))
        }
        return .formula(formula.expression, inputs: inputs)
    }

    /// A row; where its unit is not that of the measure, the conversion of the row.
    private func origin(ofRow row: Int) -> Origin {
        let isKnown = store.state(row).isKnown
        let source = Int(store.sources[row])
        let note = Int(store.notes[row])
        let plain = Origin.row(
            table: "observations", row: Int(store.rows[row]),
            value: isKnown ? store.values[row] : nil, status: store.status(row),
            sources: source < 0 ? [] : SourceKey.list(store.sourceTexts[source]),
            note: note < 0 ? "" : store.noteTexts[note])
        let entry = vocabulary.measures[Int(store.measures[row])].measure
        guard isKnown, let own = store.unitValues[Int(store.units[row])],
            own.factor != entry.unit.factor
        else { return plain }
        let symbol = entry.code.rawValue
        let input = Origin.Input(
            symbol: symbol, value: store.values[row], unit: own, origin: plain)
        return .formula(
            .binary(.multiply, .symbol(symbol), .number(own.factor / entry.unit.factor)),
            inputs: [input])
    }
}

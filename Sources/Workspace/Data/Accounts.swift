public import Region

extension RegionalData {
    /// The measures that count something of production: people, emissions, waste.
    public var accountMeasures: [Measure] {
        vocabulary.measures.map(\.measure).filter { $0.account != nil }
    }

    /// The latest figures by activity that a place has of a measure, one set a classification.
    public func latestFigures(
        of measure: MeasureCode, in place: PlaceCode
    ) -> [(classification: ClassificationCode, year: Year, cells: [ActivityCode: Cell])] {
        guard let position = vocabulary.position(of: measure),
            let row = vocabulary.position(of: place)
        else { return [] }
        return classifications(of: position).sorted().compactMap { classification in
            let members = activities(of: position, classification)
            for year in years(of: position, classification: classification).reversed() {
                var cells: [ActivityCode: Cell] = [:]
                for activity in members {
                    guard
                        let cell = cell(
                            measure: position, place: row, activity: activity, year: year),
                        cell.state.isKnown
                    else { continue }
                    cells[self.activities[activity].code] = cell
                }
                if !cells.isEmpty { return (classification, year, cells) }
            }
            return nil
        }
    }

    /// A figure, in the unit of its measure; nil where none is known.
    public func figure(
        _ measure: MeasureCode, _ place: PlaceCode, _ activity: ActivityCode, _ year: Year
    ) -> Cell? {
        guard let position = vocabulary.position(of: measure),
            let row = vocabulary.position(of: place),
            let column = vocabulary.position(of: activity)
        else { return nil }
        let found = cell(measure: position, place: row, activity: column, year: year)
        return found.flatMap { $0.state.isKnown ? $0 : nil }
    }
}

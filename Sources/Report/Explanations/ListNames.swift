internal import Region
internal import Wording

/// Short names for the elements of a list of figures: only the part in which they differ.
enum ListNames {
    enum Name {
        case place(PlaceCode)
        case activity(ActivityCode)
        case year(Year)
        case text(String)
    }

    /// nil where the figures differ in nothing or are of different kinds.
    static func short(
        _ references: [InputReference], label: (InputReference) -> String
    ) -> [Name]? {
        guard references.count > 1 else { return nil }
        let parts = references.map { Parts($0) }
        let places = Set(parts.map(\.place))
        let activities = Set(parts.map(\.activity))
        let years = Set(parts.map(\.year))
        let varies = [places.count > 1, activities.count > 1, years.count > 1].filter { $0 }.count
        guard varies == 1 else { return nil }
        let names = parts.map { part -> Name? in
            if places.count > 1 { return part.place.map { .place($0) } }
            if activities.count > 1 { return part.activity.map { .activity($0) } }
            return part.year.map { .year($0) }
        }
        guard names.allSatisfy({ $0 != nil }) else { return nil }
        return names.compactMap { $0 }
    }

    /// A list of figures of places and years as a table, read downwards, column by column.
    struct Grid {
        let places: [PlaceCode]
        let years: [Year]
        /// The position in the list at `place + places.count * year`; nil where the list has none.
        let positions: [Int?]
    }

    /// nil where the figures are not those of several places in several years, in that order of
    /// years and within a year in one order of places.
    static func grid(_ references: [InputReference]) -> Grid? {
        var places: [PlaceCode] = []
        var years: [Year] = []
        var placeRow: [PlaceCode: Int] = [:]
        var spots: [(place: Int, year: Int)] = []
        for reference in references {
            let part = Parts(reference)
            guard part.activity == nil, let place = part.place, let year = part.year else {
                return nil
            }
            if years.last != year {
                guard years.last.map({ $0 < year }) ?? true else { return nil }
                years.append(year)
            }
            if placeRow[place] == nil {
                placeRow[place] = places.count
                places.append(place)
            }
            spots.append((placeRow[place] ?? 0, years.count - 1))
        }
        guard years.count > 1, places.count > 1 else { return nil }
        // A place that appears late stands last, so the rows go by code and have to agree.
        let order = places.indices.sorted { places[$0] < places[$1] }
        var row = [Int](repeating: 0, count: places.count)
        for (position, place) in order.enumerated() { row[place] = position }
        var positions = [Int?](repeating: nil, count: places.count * years.count)
        var last = -1
        for (position, spot) in spots.enumerated() {
            let cell = row[spot.place] + places.count * spot.year
            guard cell > last else { return nil }
            last = cell
            positions[cell] = position
        }
        return Grid(places: order.map { places[$0] }, years: years, positions: positions)
    }

    private struct Parts {
        var place: PlaceCode?
        var activity: ActivityCode?
        var year: Year?

        init(_ reference: InputReference) {
            switch reference {
            case .figure(_, let place, let activity, let year):
                (self.place, self.activity, self.year) = (place, activity, year)
            case .placeTotal(_, _, let place, let year): (self.place, self.year) = (place, year)
            case .activityTotal(_, _, let activity, let year):
                (self.activity, self.year) = (activity, year)
            case .grandTotal(_, _, let year): self.year = year
            case .result(_, let key):
                (place, activity, year) = (key.place, key.activity, key.year)
            case .entry, .parameter, .note: break
            }
        }
    }
}

/// Words for the states and statuses of figures.
enum StatusWords {
    static func text(_ status: ObservationStatus) -> LocalizedText {
        switch status {
        case .normal: LocalizedText(en: "normal value", ru: "обычное значение")
        case .seriesBreak: LocalizedText(en: "break in series", ru: "разрыв ряда")
        case .definitionDiffers: LocalizedText(en: "definition differs", ru: "иное определение")
        case .estimated: LocalizedText(en: "estimate", ru: "оценка")
        case .forecast: LocalizedText(en: "forecast", ru: "прогноз")
        case .experimental: LocalizedText(en: "experimental", ru: "экспериментально")
        case .imputed: LocalizedText(en: "imputed", ru: "досчитано")
        case .notSignificant: LocalizedText(en: "not significant", ru: "незначимо")
        case .provisional: LocalizedText(en: "provisional", ru: "предварительно")
        case .lowReliability: LocalizedText(en: "low reliability", ru: "низкая надёжность")
        case .unvalidated: LocalizedText(en: "not validated", ru: "не проверено")
        case .missingHoliday, .missingUncollected, .missing:
            LocalizedText(en: "no data", ru: "нет данных")
        case .cannotExist: LocalizedText(en: "cannot exist", ru: "не может существовать")
        case .suppressed: LocalizedText(en: "confidential", ru: "конфиденциально")
        }
    }

    static func text(_ state: CellState) -> LocalizedText {
        switch state {
        case .value: LocalizedText(en: "known", ru: "известно")
        case .zero: LocalizedText(en: "zero", ru: "ноль")
        case .missing: LocalizedText(en: "no data", ru: "нет данных")
        case .suppressed: LocalizedText(en: "confidential", ru: "конфиденциально")
        case .notApplicable: LocalizedText(en: "not applicable", ru: "неприменимо")
        }
    }

    /// A cell's number with a mark, or its state in words.
    static func cell(_ cell: Cell, _ language: Language, number: (Double) -> String) -> String {
        guard cell.state.isKnown else { return text(cell.state)[language] }
        return number(cell.value) + (cell.isEstimate ? "\u{A0}≈" : "")
    }
}

extension Cell {
    /// Whether the figure is a reading or an assumption, and has to be shown as one.
    var isEstimate: Bool {
        quality >= .estimate || !marks.isDisjoint(with: [.estimated, .imputed, .forecast])
    }
}

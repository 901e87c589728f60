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
            case .parameter, .note: break
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

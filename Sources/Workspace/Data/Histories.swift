public import Region

extension RegionalData {
    /// What the table of activities, and each further map, say of technological modes, in the order
    /// of the tables. Activities without any number are left out.
    public var modeAssignments: [ModeAssignment] {
        assignments("activities", of: "code") + assignments("mode_maps", of: "activity")
    }

    private func assignments(_ table: String, of column: String) -> [ModeAssignment] {
        rows(of: table) { contents, row in
            let shares = (3...6).map { contents.figure(row, "mode_\($0)") }
            guard let activity = contents.text(row, column), shares.contains(where: { $0 != nil })
            else { return nil }
            return ModeAssignment(
                map: table == "activities" ? "" : contents.text(row, "map") ?? "",
                activity: ActivityCode(rawValue: activity), shares: shares.map { $0 ?? 0 },
                quality: contents.quality(row))
        }
    }

    /// The known figures by activity that a place has of a measure, one set a classification, year
    /// by year.
    public func figures(
        of measure: MeasureCode, in place: PlaceCode
    ) -> [(classification: ClassificationCode, years: [Year: [ActivityCode: Cell]])] {
        guard let position = vocabulary.position(of: measure),
            let row = vocabulary.position(of: place)
        else { return [] }
        return classifications(of: position).sorted().map { classification in
            let members = activities(of: position, classification)
            var years: [Year: [ActivityCode: Cell]] = [:]
            for year in self.years(of: position, classification: classification) {
                for activity in members {
                    guard
                        let cell = cell(
                            measure: position, place: row, activity: activity, year: year),
                        cell.state.isKnown
                    else { continue }
                    years[year, default: [:]][activities[activity].code] = cell
                }
            }
            return (classification, years)
        }
    }

    /// A planned value of an indicator.
    public struct PlannedValue: Hashable, Sendable {
        public let indicator: String
        public let year: Year
        public let value: Double
        public let unit: Unit
        public let isMoreBetter: Bool
        /// The value before the programme.
        public let base: Double?
    }

    /// The table `plan`.
    public var planned: [PlannedValue] {
        rows(of: "plan") { contents, row in
            guard let indicator = contents.text(row, "indicator"),
                let year = contents.year(row, "year"), let value = contents.figure(row, "value"),
                let unit = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            return PlannedValue(
                indicator: indicator, year: year, value: value, unit: unit,
                isMoreBetter: contents.word(row, "better") != "less",
                base: contents.figure(row, "base"))
        }
    }

    /// A row of the table `indicators`.
    public struct IndicatorRow: Hashable, Sendable {
        public let code: String
        public let pillar: Pillar?
        public let role: IndicatorRole?
        public let worst: Double?
        public let best: Double?
        public let weight: Double
    }

    /// The table `indicators`, in its order.
    public var indicatorRows: [IndicatorRow] {
        rows(of: "indicators") { contents, row in
            contents.text(row, "code").map { code in
                IndicatorRow(
                    code: code, pillar: contents.word(row, "pillar").flatMap(Pillar.init),
                    role: contents.word(row, "role").flatMap(IndicatorRole.init),
                    worst: contents.figure(row, "worst"), best: contents.figure(row, "best"),
                    weight: contents.figure(row, "weight") ?? 1)
            }
        }
    }

    /// A row of the table `progress`.
    public struct ProgressRow: Hashable, Sendable {
        public let project: ObjectCode
        public let year: Year
        public let planned: Double?
        public let done: Double?
        public let spent: Double?
        public let unit: Unit?
        public let quality: Quality
    }

    /// The table `progress`, in its order.
    public var progressRows: [ProgressRow] {
        rows(of: "progress") { contents, row in
            guard let project = contents.text(row, "project"),
                let year = contents.year(row, "year")
            else { return nil }
            return ProgressRow(
                project: ObjectCode(rawValue: project), year: year,
                planned: contents.figure(row, "planned"), done: contents.figure(row, "done"),
                spent: contents.figure(row, "spent"),
                unit: contents.word(row, "spent_unit").flatMap { Unit($0) },
                quality: contents.quality(row))
        }
    }

    /// An indicator of a place over the years.
    public struct History: Sendable {
        public let indicator: String
        public let place: PlaceCode
        public let unit: Unit
        public let points: [(year: Year, value: Double, quality: Quality)]
    }

    /// Indicators of a place from the table `facts`, in the order of their names.
    public func histories(of place: PlaceCode) -> [History] {
        struct Point {
            let indicator: String
            let unit: Unit
            let year: Year
            let value: Double
            let quality: Quality
        }
        let points = rows(of: "facts") { contents, row -> Point? in
            guard let name = contents.text(row, "indicator"),
                contents.word(row, "place") == place.rawValue,
                let year = contents.year(row, "year"), let value = contents.figure(row, "value"),
                let unit = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            return Point(
                indicator: name, unit: unit, year: year, value: value,
                quality: contents.quality(row))
        }
        return Dictionary(grouping: points, by: \.indicator).sorted { $0.key < $1.key }
            .compactMap { name, points in
                guard let unit = points.first?.unit else { return nil }
                return History(
                    indicator: name, place: place, unit: unit,
                    points: points.compactMap { point in
                        point.unit.convert(point.value, to: unit).map {
                            (point.year, $0, point.quality)
                        }
                    })
            }
    }
}

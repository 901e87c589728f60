import Assessment
import Foundation
import Region
import Wording
import Workspace

/// Names of the places and activities of a run.
struct ReferenceNames {
    private var places: [PlaceCode: LocalizedText] = [:]
    private var activities: [ActivityCode: LocalizedText] = [:]
    private var measures: [MeasureCode: Measure] = [:]
    private var objects: [ObjectCode: LocalizedText] = [:]

    /// Names stand in the run's own copy of its inputs; without it the codes stand for themselves.
    init(_ run: Run) {
        guard let data = try? run.inputs().read().data else { return }
        for place in data.places { places[place.code] = place.name }
        for activity in data.activities { activities[activity.code] = activity.name }
        for measure in data.measures { measures[measure.code] = measure }
        objects = data.objectNames
    }

    func name(_ place: PlaceCode, _ language: Language) -> String {
        places[place]?[language] ?? place.rawValue
    }

    func name(_ activity: ActivityCode, _ language: Language) -> String {
        activities[activity]?[language] ?? activity.rawValue
    }

    func name(_ object: ObjectCode, _ language: Language) -> String {
        object.name(among: objects)[language]
    }

    func measure(_ code: MeasureCode) -> Measure? { measures[code] }
}

/// Results of one table, arranged for a person or for a program.
struct ResultView {
    let table: ResultTable
    let rows: [ResultRow]
    let names: ReferenceNames
    let language: Language
    let top: Int?
    /// The leading parts that all objects share: they stand in the title, not in every line.
    private let sharedObject: ObjectCode?

    init(
        table: ResultTable, rows: [ResultRow], names: ReferenceNames, language: Language, top: Int?
    ) {
        self.table = table
        self.rows = rows
        self.names = names
        self.language = language
        self.top = top
        sharedObject = Self.shared(among: rows)
    }

    // MARK: For programs

    /// One row a result, with everything known about it.
    func long() -> Listing {
        var listing = Listing(columns: [
            .init("method", "method"), .init("measure", "measure"),
            .init("classification", "classification"), .init("place", "place"),
            .init("activity", "activity"), .init("object", "object"),
            .init("from", "from", isNumeric: true),
            .init("year", "year", isNumeric: true), .init("component", "component"),
            .init("value", "value", isNumeric: true), .init("low", "low", isNumeric: true),
            .init("high", "high", isNumeric: true), .init("reason", "reason"),
            .init("coverage", "coverage", isNumeric: true), .init("quality", "quality"),
            .init("marks", "marks"),
        ])
        listing.rows = ranked(rows).map(cells)
        return listing
    }

    private func cells(_ row: ResultRow) -> [Listing.Cell] {
        var numbers: [Listing.Cell] = [.nothing(""), .nothing(""), .nothing(""), .text("")]
        switch row.outcome {
        case .value(let value): numbers[0] = number(value)
        case .range(let low, let high): (numbers[1], numbers[2]) = (number(low), number(high))
        case .undefined(let reason): numbers[3] = .text(reason.word)
        }
        let key = row.key
        return [
            .text(table.method.id), .text(table.measure.code.rawValue),
            .text(table.classification.rawValue), .text(key.place?.rawValue ?? ""),
            .text(key.activity?.rawValue ?? ""), .text(key.object?.rawValue ?? ""),
            key.from.map { .whole($0) } ?? .nothing(""),
            key.year.map { .whole($0) } ?? .nothing(""), .text(key.component),
        ] + numbers + [
            number(row.coverage), .text(row.quality.rawValue),
            .text(row.marks.words.joined(separator: ";")),
        ]
    }

    private func number(_ value: Double) -> Listing.Cell {
        .number(value, shown: NumberText.exact(value, in: language))
    }

    /// The largest first where a number of them is asked for.
    private func ranked(_ rows: [ResultRow]) -> [ResultRow] {
        guard let top else { return rows }
        return Array(
            rows.sorted {
                ($0.outcome.value ?? -.infinity, $1.key) > ($1.outcome.value ?? -.infinity, $0.key)
            }.prefix(top))
    }

    // MARK: For people

    /// A line a place or activity; across it the components of the last year, or the years.
    func compact() -> Listing {
        let components = unique(rows.map(\.key.component))
        let periods = unique(rows.map { Period($0.key) }).sorted()
        let crossesComponents = components.count > 1
        // Years from now are read from the first on, those of the calendar to the last.
        let isFromNow = periods.allSatisfy { ($0.year ?? 0) < 1000 }
        if isFromNow && crossesComponents && periods.count > 1
            && Set(rows.map { Line($0.key) }).count == 1
        {
            return path(components, Array(periods.prefix(16)))
        }
        let shownPeriods = Array(
            crossesComponents
                ? periods.suffix(1) : isFromNow ? periods.prefix(15) : periods.suffix(8))
        let wanted = rows.filter { shownPeriods.contains(Period($0.key)) }
        var lines: [Line: [String: ResultRow]] = [:]
        for row in wanted {
            let across = crossesComponents ? row.key.component : Period(row.key).text
            lines[Line(row.key), default: [:]][across] = row
        }
        let across = crossesComponents ? components : shownPeriods.map(\.text)
        let hasSeveralPlaces = Set(lines.keys.map(\.place)).count > 1
        let hasActivities = lines.keys.contains { $0.activity != nil }
        let hasObjects = lines.keys.contains { $0.object != nil }
        let shows = Headings(
            place: hasSeveralPlaces || !(hasActivities || hasObjects), object: hasObjects,
            activity: hasActivities)
        var listing = Listing(columns: headings(across, shows))
        listing.title = title(wanted, hasSeveralPlaces, crossesComponents ? shownPeriods : [])
        // Ranks, counts and codes are whole; a column of them has no decimals.
        let wholeColumns = Set(
            across.filter { name in
                lines.values.compactMap { $0[name]?.outcome.value }
                    .allSatisfy { $0 == $0.rounded() }
            })
        if crossesComponents && components.count > 4 && lines.count <= 3 {
            stand(&listing, across, sorted(lines, by: ""), lines, shows, wholeColumns)
        } else {
            for line in sorted(lines, by: across.last ?? "") {
                listing.rows.append(
                    cells(line, lines[line] ?? [:], across, shows, wholeColumns))
            }
        }
        let hidden = periods.count - shownPeriods.count
        if hidden > 0 && !crossesComponents {
            listing.notes.append(
                language == .russian
                    ? "Показаны последние годы; ещё лет: \(hidden) (--year, --format csv)."
                    : "The last years are shown; \(hidden) more with --year or --format csv.")
        }
        listing.notes += table.notices.map { $0[language] }
        listing.notes.append(table.method.reading[language])
        return listing
    }

    /// One thing over years from now: a row a component, a column a year.
    private func path(_ components: [String], _ periods: [Period]) -> Listing {
        var found: [String: [Period: ResultRow]] = [:]
        for row in rows { found[row.key.component, default: [:]][Period(row.key)] = row }
        var listing = Listing(
            columns: [.init("component", language == .russian ? "Показатель" : "Component")]
                + periods.map { .init("year\($0.text)", $0.text, isNumeric: true) })
        listing.title = title(rows, false, [])
        if sharedObject == nil, let object = rows.first?.key.object {
            listing.title = (listing.title ?? "") + " · " + names.name(object, language)
        }
        listing.rows = components.map { name in
            let numbers = periods.map { found[name]?[$0]?.outcome.value }
            let isWhole = numbers.compactMap(\.self).allSatisfy { $0 == $0.rounded() }
            return [.text(table.method.component(name)?.name[language] ?? name)]
                + periods.map { period in
                    found[name]?[period].map { shown($0, isWhole: isWhole) } ?? .nothing("")
                }
        }
        listing.notes = table.notices.map { $0[language] } + [table.method.reading[language]]
        return listing
    }

    /// Many components of few things: a row a component, a column a thing.
    private func stand(
        _ listing: inout Listing, _ components: [String], _ order: [Line],
        _ lines: [Line: [String: ResultRow]], _ shows: Headings, _ wholeColumns: Set<String>
    ) {
        let heads = order.map { line in
            cells(line, [:], [], shows, []).map(\.shown).filter { !$0.isEmpty }
                .joined(separator: " · ")
        }
        listing.columns =
            [.init("component", language == .russian ? "Показатель" : "Component")]
            + heads.enumerated().map { .init("value\($0)", $1, isNumeric: true) }
        listing.rows = components.map { name in
            let isWhole = wholeColumns.contains(name)
            return [.text(table.method.component(name)?.name[language] ?? name)]
                + order.map { line in
                    lines[line]?[name].map { shown($0, isWhole: isWhole) } ?? .nothing("")
                }
        }
    }

    private struct Line: Hashable {
        let place: PlaceCode?
        let activity: ActivityCode?
        let object: ObjectCode?

        init(_ key: ResultKey) {
            (place, activity, object) = (key.place, key.activity, key.object)
        }

        var order: (String, String, String) {
            (place?.rawValue ?? "", object.map(Self.inOrder) ?? "", activity?.rawValue ?? "")
        }

        /// 200 before 1000, where a code ends in a number of its own.
        private static func inOrder(_ object: ObjectCode) -> String {
            let parts = object.rawValue.split(separator: "/")
            guard let last = parts.last, Int(last) != nil else { return object.rawValue }
            let zeros = String(repeating: "0", count: max(0, 20 - last.count))
            return (parts.dropLast() + [Substring(zeros + last)]).joined(separator: "/")
        }
    }

    private struct Period: Hashable, Comparable {
        let from: Year?
        let year: Year?

        init(_ key: ResultKey) { (from, year) = (key.from, key.year) }

        var text: String {
            guard let year else { return "" }
            guard let from, from != year else { return "\(year)" }
            return "\(from)–\(year)"
        }

        static func < (left: Period, right: Period) -> Bool {
            (left.year ?? 0, -(left.from ?? 0)) < (right.year ?? 0, -(right.from ?? 0))
        }
    }

    /// What stands at the beginning of a line.
    private struct Headings {
        let place: Bool
        let object: Bool
        let activity: Bool
    }

    private func headings(_ across: [String], _ shows: Headings) -> [Listing.Column] {
        var columns: [Listing.Column] = []
        if shows.place {
            columns.append(.init("place", language == .russian ? "Место" : "Place"))
        }
        if shows.object {
            columns.append(.init("object", language == .russian ? "Объект" : "Object"))
        }
        if shows.activity {
            columns.append(.init("activity", language == .russian ? "Деятельность" : "Activity"))
        }
        for name in across {
            let title = table.method.component(name)?.name[language] ?? name
            columns.append(.init(name, title, isNumeric: true))
        }
        return columns
    }

    private func title(_ rows: [ResultRow], _ hasPlaces: Bool, _ periods: [Period]) -> String {
        var parts = [table.method.name[language]]
        if let measure = names.measure(table.measure.code) {
            let unit = table.method.components.contains { $0.unit == .measure }
            parts.append(
                measure.name[language]
                    + (unit ? ", " + UnitWording.text(measure.unit.symbol, in: language) : ""))
        }
        if !hasPlaces, let place = rows.first?.key.place {
            parts.append(names.name(place, language))
        }
        if let shared = sharedObject { parts.append(names.name(shared, language)) }
        parts += periods.map(\.text).filter { !$0.isEmpty }
        return parts.joined(separator: " · ")
    }

    private static func shared(among rows: [ResultRow]) -> ObjectCode? {
        let objects = Set(rows.compactMap(\.key.object)).map {
            $0.rawValue.split(separator: "/")
        }
        guard objects.count > 1, var shared = objects.first?.dropLast() else { return nil }
        for object in objects {
            let own = object.dropLast()
            shared = shared.prefix(zip(shared, own).prefix { $0 == $1 }.count)
        }
        return shared.isEmpty ? nil : ObjectCode(rawValue: shared.joined(separator: "/"))
    }

    /// What of an object is not in the title.
    private func part(_ object: ObjectCode) -> ObjectCode {
        guard let shared = sharedObject else { return object }
        return ObjectCode(rawValue: String(object.rawValue.dropFirst(shared.rawValue.count + 1)))
    }

    private func sorted(_ lines: [Line: [String: ResultRow]], by column: String) -> [Line] {
        let ordered = lines.keys.sorted { $0.order < $1.order }
        guard let top else { return ordered }
        let value = { (line: Line) in lines[line]?[column]?.outcome.value ?? -.infinity }
        return Array(ordered.sorted { value($0) > value($1) }.prefix(top))
    }

    private func cells(
        _ line: Line, _ found: [String: ResultRow], _ across: [String], _ shows: Headings,
        _ wholeColumns: Set<String>
    ) -> [Listing.Cell] {
        var cells: [Listing.Cell] = []
        if shows.place {
            cells.append(.text(line.place.map { names.name($0, language) } ?? ""))
        }
        if shows.object {
            cells.append(.text(line.object.map { names.name(part($0), language) } ?? ""))
        }
        if shows.activity {
            let code = line.activity.map { $0.rawValue.split(separator: ":").last ?? "" } ?? ""
            let all = language == .russian ? "Все виды деятельности" : "All activities"
            let name = line.activity.map { names.name($0, language) } ?? all
            cells.append(.text(code.isEmpty || name == code ? name : "\(code) \(name)"))
        }
        for name in across {
            let isWhole = wholeColumns.contains(name)
            cells.append(found[name].map { shown($0, isWhole: isWhole) } ?? .nothing(""))
        }
        return cells
    }

    private func shown(_ row: ResultRow, isWhole: Bool) -> Listing.Cell {
        switch row.outcome {
        case .value(let value):
            .number(
                value,
                shown: isWhole
                    ? NumberWording.text(value, decimals: 0, in: language)
                    : NumberWording.text(value, significant: 3, in: language))
        case .range(let low, let high):
            .nothing(
                NumberWording.text(low, significant: 3, in: language) + "–"
                    + NumberWording.text(high, significant: 3, in: language))
        case .undefined(let reason):
            .nothing(reason.text(in: language))
        }
    }

    private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

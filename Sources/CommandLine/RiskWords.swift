import Region
import Wording
import Workspace

/// What uncertainty does to the programme, as people read it.
struct RiskWords {
    private let language: Language
    private let names: [ObjectCode: LocalizedText]

    init(_ data: RegionalData, _ language: Language) {
        self.language = language
        names = data.objectNames
    }

    private var isRussian: Bool { language == .russian }

    private func value(_ rows: [ResultRow], _ component: String, _ code: ObjectCode?) -> Double? {
        rows.first { $0.key.component == component && $0.key.object == code }?.outcome.value
    }

    private func text(_ value: Double) -> String {
        abs(value) >= 100
            ? NumberWording.text(value, decimals: 0, in: language)
            : NumberWording.text(value, significant: 3, in: language)
    }

    /// A line for each thing, a column for each component.
    private func listing(
        _ title: String, _ first: String, _ rows: [ResultRow], _ codes: [ObjectCode],
        _ columns: [(component: String, name: String)]
    ) -> Listing {
        var listing = Listing(
            columns: [.init("of", first)]
                + columns.map { .init($0.component, $0.name, isNumeric: true) })
        listing.title = title
        for code in codes {
            listing.rows.append(
                [.text(code.name(among: names)[language])]
                    + columns.map { component, _ in
                        value(rows, component, code).map {
                            component == "projects"
                                ? .whole(Int($0)) : .number($0, shown: text($0))
                        } ?? .nothing("—")
                    })
        }
        return listing
    }

    /// Plans beside each other, then how sure each project is.
    func risk(_ rows: [ResultRow]) -> [Listing] {
        var plans = listing(
            isRussian ? "Планы в условиях неопределённости" : "Plans under uncertainty",
            isRussian ? "План" : "Plan", rows, ["central", "mean", "cautious", "least-regret"],
            [
                ("mean", isRussian ? "в среднем" : "mean"),
                ("worst", isRussian ? "худший случай" : "worst case"),
                ("worstMean", isRussian ? "худшие случаи" : "worst cases"),
                ("regret", isRussian ? "сожаление" : "regret"),
                ("projects", isRussian ? "проектов" : "projects"),
            ])
        if let known = value(rows, "perfectInformation", nil),
            let looked = value(rows, "stochasticSolution", nil)
        {
            plans.notes = [
                isRussian
                    ? "Знать случай заранее стоило бы \(text(known)) в среднем; учёт всех случаев вместо вероятнейшего — \(text(looked))."
                    : "To know the case beforehand would be worth \(text(known)) on average; to look at all cases and not the likeliest alone is worth \(text(looked))."
            ]
        }
        let chosen = rows.filter { $0.key.component == "chosen" }.sorted { one, other in
            let (a, b) = (one.outcome.value ?? 0, other.outcome.value ?? 0)
            return a != b ? a > b : (one.key.object ?? "") < (other.key.object ?? "")
        }
        var projects = Listing(columns: [
            .init("project", isRussian ? "Проект" : "Project"),
            .init("chosen", isRussian ? "случаев, %" : "cases, %", isNumeric: true),
        ])
        projects.title =
            isRussian
            ? "В лучшем плане скольких случаев он есть" : "In the best plan of how many cases it is"
        for row in chosen {
            guard let code = row.key.object, let share = row.outcome.value else { continue }
            projects.rows.append([
                .text(code.name(among: names)[language]),
                .number(share, shown: NumberWording.text(share * 100, decimals: 0, in: language)),
            ])
        }
        return [plans, projects]
    }

    /// Which numbers make the worth of the programme unsure, the most important first.
    func drivers(_ rows: [ResultRow]) -> Listing {
        // What nothing hangs on is left to programs.
        let codes = Set(rows.compactMap(\.key.object)).filter {
            value(rows, "total", $0) ?? 0 > 0
        }.sorted {
            let (a, b) = (value(rows, "total", $0) ?? 0, value(rows, "total", $1) ?? 0)
            return a != b ? a > b : $0 < $1
        }
        return listing(
            isRussian
                ? "Что делает результат программы ненадёжным, доли дисперсии"
                : "What makes the programme's worth unsure, shares of the variance",
            isRussian ? "Число" : "Number", rows, codes,
            [
                ("first", isRussian ? "само" : "by itself"),
                ("total", isRussian ? "с прочими" : "with all others"),
                ("totalLow", isRussian ? "не меньше" : "at least"),
                ("totalHigh", isRussian ? "не больше" : "at most"),
            ])
    }

    /// What the programme rests on, the most important first.
    func assumptions(_ rows: [ResultRow]) -> Listing {
        func worst(_ code: ObjectCode) -> Double {
            max(value(rows, "low.behind", code) ?? 0, value(rows, "high.behind", code) ?? 0)
        }
        let codes = Set(rows.compactMap(\.key.object)).sorted {
            let (a, b) = (worst($0), worst($1))
            return a != b ? a > b : $0 < $1
        }
        let (low, high) = isRussian ? ("низ", "верх") : ("low", "high")
        return listing(
            isRussian ? "На чём стоит программа" : "What the programme rests on",
            isRussian ? "Предположение" : "Assumption", rows, codes,
            [
                ("low", isRussian ? "\(low): эффекты" : "\(low): effects"),
                ("low.behind", isRussian ? "хуже лучшего на" : "behind the best"),
                ("high", isRussian ? "\(high): эффекты" : "\(high): effects"),
                ("high.behind", isRussian ? "хуже лучшего на" : "behind the best"),
            ])
    }

    func reserves(_ rows: [ResultRow]) -> Listing {
        let codes = ["0", "1", "2", "3", "5", "all"].map {
            ObjectCode(rawValue: "reserve-\($0)")
        }.filter { value(rows, "objective", $0) != nil }
        return listing(
            isRussian ? "Цена надёжности" : "Price of robustness",
            isRussian ? "Запас денег" : "Money held back", rows, codes,
            [
                ("objective", isRussian ? "эффекты" : "effects"),
                ("price", isRussian ? "потеря" : "lost"),
                ("chance", isRussian ? "вероятность превышения" : "chance of an overdraft"),
                ("projects", isRussian ? "проектов" : "projects"),
            ])
    }

    func weights(_ rows: [ResultRow]) -> Listing {
        let codes = ["economic", "social", "ecological", "indirect"].map {
            ObjectCode(rawValue: "effect-\($0)")
        }.filter { value(rows, "weight", $0) != nil }
        var listing = listing(
            isRussian ? "Насколько могут сдвинуться веса" : "How far weights may move",
            isRussian ? "Вес" : "Weight", rows, codes,
            [
                ("weight", isRussian ? "сейчас" : "now"), ("lower", isRussian ? "от" : "from"),
                ("upper", isRussian ? "до" : "to"),
            ])
        if let radius = value(rows, "radius", nil) {
            let share = NumberWording.text(radius * 100, significant: 2, in: language)
            listing.notes = [
                isRussian
                    ? "Если все веса сразу сдвинуть не больше чем на \(share) %, программа остаётся лучшей."
                    : "The programme stays the best as long as no weight moves by over \(share) % of itself."
            ]
        }
        return listing
    }
}

import Assessment
import Monitoring
import Region

/// What a management review looks at, filled in from the latest run and the log itself
/// (ISO 9001:2015, 9.3.2).
struct ReviewInputs {
    let log: QualityLog
    /// nil where nothing has been run.
    let run: Run?

    /// The words of the language of the terminal, one part after another.
    func text() throws -> String {
        var parts = [actions, try surroundings(), try performance()].compactMap { $0 }
        parts.append(records)
        return parts.joined(separator: " ")
    }

    private func records(_ clause: QualityClause) -> [QualityRecord] {
        log.records.filter { $0.clause == clause }
    }

    private func rows(_ method: String) throws -> [ResultRow] {
        guard let run else { return [] }
        return try run.manifest.results(method: method, measure: nil, classification: nil)
            .first.map { try run.table($0).rows } ?? []
    }

    /// What came of earlier actions.
    private var actions: String {
        let all = records(.correction)
        let open = all.filter { ($0.fields["effectiveness"] ?? "").isEmpty }.count
        return say(
            "Reviews before: \(records(.review).count). Corrective actions: \(all.count), without a judged effect \(open).",
            "Прежних анализов: \(records(.review).count). Корректирующих действий: \(all.count), без оценки результата: \(open)."
        )
    }

    /// What changed outside.
    private func surroundings() throws -> String? {
        let scores = try rows("external-factors").filter {
            $0.key.component == "score" && $0.key.object != nil
        }
        guard
            let largest = scores.max(by: {
                abs($0.outcome.value ?? 0) < abs($1.outcome.value ?? 0)
            }), let code = largest.key.object?.rawValue
        else { return nil }
        return say(
            "Outside factors: \(scores.count), the weightiest \(code).",
            "Внешних факторов: \(scores.count), самый весомый: \(code).")
    }

    /// How the programme does: the latest status of each indicator, and alarms.
    private func performance() throws -> String? {
        let statuses = try rows("plan-fact").filter { $0.key.component == "status" }
        guard !statuses.isEmpty else { return nil }
        let latest = Dictionary(grouping: statuses) { $0.key.object }.compactMapValues { rows in
            rows.max { ($0.key.year ?? .min) < ($1.key.year ?? .min) }
        }
        func count(_ status: Double) -> Int {
            latest.values.count { $0.outcome.value == status }
        }
        let alarms = Set(
            try rows("early-alerts").filter { $0.key.component == "since" }.map(\.key.object)
        ).count
        let red = latest.values.filter { $0.outcome.value == 2 }
            .compactMap(\.key.object?.rawValue).sorted()
        let names = red.isEmpty ? "" : " (\(red.joined(separator: ", ")))"
        return say(
            "Indicators: green \(count(0)), amber \(count(1)), red \(count(2))\(names); with an early alert \(alarms).",
            "Показателей: зелёных \(count(0)), жёлтых \(count(1)), красных \(count(2))\(names); с ранним сигналом: \(alarms)."
        )
    }

    /// What the log holds of audits, suppliers, resources, risks and improvements.
    private var records: String {
        let counts = [
            ("9.2", QualityClause.audit), ("8.4", .suppliers), ("7.1.5", .resources),
            ("6.1", .risks), ("10.3", .improvement),
        ].map { "\($0): \(records($1).count)" }.joined(separator: ", ")
        return say("Records by clause: \(counts).", "Записей по пунктам: \(counts).")
    }
}

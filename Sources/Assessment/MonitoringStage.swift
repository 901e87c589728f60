internal import Monitoring
internal import Region
internal import Wording
internal import Workspace

/// The stage "Monitoring" (METHODS 10): what was planned, what came, and what leaves its course.
struct MonitoringStage: Stage {
    let id = "monitoring"
    let name = LocalizedText(en: "Monitoring", ru: "Мониторинг")
    let tables = ["plan", "facts", "places", "progress", "projects", "precedence"]
    let settings = ["region", "monitoring."]

    var methods: [Method] { MonitoringMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = MonitoringContext(
            indicators: data.monitored(in: parameters.region), progress: data.projectProgress,
            waits: data.precedences.map {
                ($0.before.rawValue, $0.after.rawValue, $0.alternative)
            },
            region: parameters.region, parameters: parameters.monitoring)
        return MonitoringMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    /// Indicators of the region with a plan or facts, in the order of their names; facts in the unit
    /// of the plan.
    fileprivate func monitored(in region: PlaceCode) -> [MonitoredIndicator] {
        let plans = Dictionary(grouping: planned, by: \.indicator)
        let facts = Dictionary(histories(of: region).map { ($0.indicator, $0) }) { first, _ in first
        }
        return Set(plans.keys).union(facts.keys).sorted().compactMap { code in
            let plan = plans[code] ?? []
            guard let unit = plan.first?.unit ?? facts[code]?.unit else { return nil }
            let history = facts[code]
            return MonitoredIndicator(
                code: code, isMoreBetter: plan.first?.isMoreBetter ?? true,
                base: plan.lazy.compactMap(\.base).first, unit: unit,
                plan: Dictionary(
                    plan.compactMap { row in
                        row.unit.convert(row.value, to: unit).map { (row.year, $0) }
                    }
                ) { first, _ in first },
                facts: Dictionary(
                    (history?.points ?? []).compactMap { point in
                        history?.unit.convert(point.value, to: unit).map { (point.year, $0) }
                    }
                ) { first, _ in first },
                quality: history?.points.map(\.quality).max() ?? .reported,
                factReference: {
                    .entry(table: "facts", key: [code, region.rawValue, "\($0)"], column: "value")
                })
        }
    }

    /// Projects with rows in `progress`, in the order of their codes.
    fileprivate var projectProgress: [ProjectProgress] {
        let known = Dictionary(projects.map { ($0.code, $0) }) { first, _ in first }
        return Dictionary(grouping: progressRows, by: \.project).sorted { $0.key < $1.key }
            .compactMap { code, rows in
                guard let project = known[code] else { return nil }
                let unit = project.investmentUnit ?? rows.lazy.compactMap(\.unit).first ?? .one
                return ProjectProgress(
                    project: code.rawValue,
                    budget: project.investmentUnit == nil ? nil : project.investment, unit: unit,
                    years: rows.sorted { $0.year < $1.year }.map { row in
                        ProjectProgress.State(
                            year: row.year, planned: row.planned, done: row.done,
                            spent: row.spent.flatMap { (row.unit ?? unit).convert($0, to: unit) },
                            quality: row.quality)
                    })
            }
    }
}

internal import Numerics
internal import Region
internal import Wording

/// What of the programme has to be planned anew: projects that are late with those that wait for
/// them, and indicators that left their plan (METHODS 10.1, 10.2).
struct ReplanningMethod: FindingMethod {
    typealias Context = MonitoringContext

    let scope = MethodScope.regions

    let method = Method(
        id: "replanning",
        name: LocalizedText(en: "What to plan anew", ru: "Что перепланировать"),
        section: "10.1",
        components: [
            Method.Component(
                "late", name: LocalizedText(en: "years late", ru: "отстаёт, лет"),
                formula: Expression("t - s")),
            Method.Component(
                "pushed",
                name: LocalizedText(
                    en: "waits for it: years later", ru: "ждёт его: позже на столько лет"),
                formula: Expression("d")),
            Method.Component(
                "red",
                name: LocalizedText(
                    en: "behind its plan, share", ru: "хуже плана, доля"),
                formula: Expression("d")),
        ],
        symbols: [
            Method.Symbol("t", LocalizedText(en: "the year", ru: "год")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "when the work done was to be done by the plan",
                    ru: "когда сделанное должно было быть сделано по плану")),
            Method.Symbol(
                "d", LocalizedText(en: "how far behind", ru: "на сколько отстаёт")),
        ],
        reading: LocalizedText(
            en:
                "Earned schedule: a project is late by the years between now and the year in which its plan had the work that is done by now. Whoever waits for it (precedence.csv) cannot begin earlier than that much later; where several are waited for, the latest counts. Set the new times with `uklad what-if` (--ban, --must, --budget) and see what the programme becomes. Indicators here are red in the latest year with a plan and a fact.",
            ru:
                "Освоенный срок: проект отстаёт на годы между сейчас и годом, в котором по плану была бы сделана уже выполненная работа. Кто его ждёт (precedence.csv), начнёт позже не меньше чем на столько; если ждут нескольких, считается самый поздний. Новые сроки проверьте через `uklad what-if` (--ban, --must, --budget): видно, какой станет программа. Показатели здесь — красные в последнем году с планом и фактом."
        ),
        literature: ["Lipke (2003), Schedule is different"],
        paperTag: "P-iso")

    func findings(in context: MonitoringContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let known = context.progress.contains { $0.years.contains { $0.done != nil } }
        let watched = context.indicators.contains { !$0.common.isEmpty }
        guard known || watched else {
            findings.notices = [
                LocalizedText(
                    en:
                        "Needs work planned and done (progress.csv), or indicators with a plan and facts (plan.csv, facts.csv).",
                    ru:
                        "Нужны плановые и выполненные работы (progress.csv) или показатели с планом и фактом (plan.csv, facts.csv)."
                )
            ]
            return findings
        }
        addProjects(context, &findings)
        for indicator in context.indicators { add(indicator, context, &findings) }
        if findings.list.isEmpty {
            findings.notices = [
                LocalizedText(
                    en:
                        "Nothing: no project is late and no indicator red (progress.csv, plan.csv).",
                    ru:
                        "Ничего: ни один проект не отстаёт, ни один показатель не красный (progress.csv, plan.csv)."
                )
            ]
        }
        return findings
    }

    private func addProjects(_ context: MonitoringContext, _ findings: inout Findings) {
        var pushed: [String: (years: Double, by: ResultKey)] = [:]
        for project in context.progress {
            guard let state = project.years.last(where: { $0.done != nil && $0.planned != nil }),
                let done = state.done, let scheduled = project.scheduled(done)
            else { continue }
            let late = Double(state.year) - scheduled
            guard late > 1e-9 else { continue }
            let key = ResultKey(
                place: context.region, object: ObjectCode(rawValue: project.project),
                year: state.year, component: "late")
            func cell(_ column: String) -> InputReference {
                .entry(
                    table: "progress", key: [project.project, "\(state.year)"], column: column)
            }
            findings.list.append(
                Finding(
                    method, key,
                    bindings: [
                        Derivation.Binding("t", Double(state.year), from: cell("year")),
                        Derivation.Binding("s", scheduled, from: cell("done")),
                    ], quality: state.quality))
            for after in context.waiting(for: project.project) {
                if late > pushed[after]?.years ?? 0 { pushed[after] = (late, key) }
            }
        }
        for (after, delay) in pushed.sorted(by: { $0.key < $1.key }) {
            findings.list.append(
                Finding(
                    method,
                    ResultKey(
                        place: context.region, object: ObjectCode(rawValue: after),
                        year: delay.by.year, component: "pushed"),
                    bindings: [
                        Derivation.Binding(
                            "d", delay.years, from: .result(method: method.id, delay.by))
                    ]))
        }
    }

    private func add(
        _ indicator: MonitoredIndicator, _ context: MonitoringContext, _ findings: inout Findings
    ) {
        guard let year = indicator.common.last else { return }
        let both = PlanFact(
            plan: indicator.plan[year] ?? 0, fact: indicator.facts[year] ?? 0,
            isMoreBetter: indicator.isMoreBetter)
        guard let deviation = both.deviation,
            both.status(amber: context.parameters.amber, red: context.parameters.red) == .red
        else { return }
        findings.list.append(
            Finding(
                method, context.key("red", indicator, year: year),
                bindings: [
                    Derivation.Binding(
                        "d", abs(deviation),
                        from: .result(
                            method: "plan-fact",
                            context.key("deviation", indicator, year: year)))
                ], quality: indicator.quality))
    }
}

extension ProjectProgress {
    /// When a share of the work was to be done by the plan, between its years by straight lines.
    ///
    /// The work begins with nothing a year before the first planned one.
    /// - Returns: nil where the plan never has so much.
    func scheduled(_ done: Double) -> Double? {
        var before: (year: Double, share: Double)?
        for state in years {
            guard let share = state.planned else { continue }
            let own = (year: Double(state.year), share: share)
            let last = before ?? (own.year - 1, 0)
            if done <= share {
                guard share > last.share else { return own.year }
                return last.year
                    + (own.year - last.year) * max(0, done - last.share) / (share - last.share)
            }
            before = own
        }
        return nil
    }
}

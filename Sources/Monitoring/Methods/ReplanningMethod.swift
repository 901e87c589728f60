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
                formula: Expression("t - u")),
            Method.Component(
                "depends",
                name: LocalizedText(
                    en: "waits for a project that is late by years",
                    ru: "ждёт проекта, отстающего на столько лет"),
                formula: Expression("d")),
            Method.Component(
                "red",
                name: LocalizedText(
                    en: "behind its plan, share", ru: "хуже плана, доля"),
                formula: Expression("abs(d)")),
        ],
        symbols: [
            Method.Symbol("t", LocalizedText(en: "the year", ru: "год")),
            Method.Symbol(
                "u",
                LocalizedText(
                    en: "when the work done was to be done by the plan",
                    ru: "когда сделанное должно было быть сделано по плану")),
            Method.Symbol(
                "d",
                LocalizedText(
                    en: "how far behind: in years, or as a share",
                    ru: "отставание: в годах или в долях")),
        ],
        reading: LocalizedText(
            en:
                "Earned schedule: a project is late by the years between now and the last moment at which its plan had no more than the work that is done. Whoever has not begun and waits for it (precedence.csv) is named with how late it is; whether its own start has to move depends on what of the late project it needs. Where alternatives are waited for, all of them have to be late. Try new times with `uklad what-if` (--ban, --must, --budget) and see what the programme becomes. Indicators here are red in the latest year with a plan and a fact.",
            ru:
                "Освоенный срок: проект отстаёт на время от последнего момента, когда по плану должно было быть сделано не больше выполненного. Кто ещё не начат и ждёт его (precedence.csv), назван вместе с этим отставанием; сдвигать ли его начало, зависит от того, что ему нужно от отстающего. Если ждут одного из нескольких, отставать должны все. Новые сроки проверьте через `uklad what-if` (--ban, --must, --budget): видно, какой станет программа. Показатели здесь — красные в последнем году с планом и фактом."
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
        var late: [String: (years: Double, key: ResultKey)] = [:]
        for project in context.progress {
            guard let state = project.years.last(where: { $0.done != nil && $0.planned != nil }),
                let done = state.done, let planned = state.planned, done < planned,
                let scheduled = project.scheduled(done)
            else { continue }
            let key = ResultKey(
                place: context.region, object: ObjectCode(rawValue: project.project),
                year: state.year, component: "late")
            let note = InputReference.note(
                LocalizedText(
                    en: "progress.csv: \(project.project), planned and done",
                    ru: "progress.csv: \(project.project), план и выполнение"))
            findings.list.append(
                Finding(
                    method, key,
                    bindings: [
                        Derivation.Binding("t", Double(state.year), from: note),
                        Derivation.Binding("u", scheduled, from: note),
                    ], quality: state.quality))
            late[project.project] = (Double(state.year) - scheduled, key)
        }
        let begun = Set(
            context.progress.filter { $0.years.contains { $0.done ?? 0 > 0 } }.map(\.project))
        for (after, waits) in Dictionary(grouping: context.waits, by: \.after)
            .sorted(by: { $0.key < $1.key }) where !begun.contains(after)
        {
            // Of alternatives the least late counts, of what is all needed the latest.
            let delays = Dictionary(grouping: waits.enumerated()) { place, wait in
                wait.alternative ?? "\n\(place)"
            }.values.compactMap { group -> (years: Double, key: ResultKey)? in
                let own = group.map { late[$0.element.before] }
                guard own.allSatisfy({ $0 != nil }) else { return nil }
                return own.compactMap { $0 }.min { $0.years < $1.years }
            }
            guard let delay = delays.max(by: { $0.years < $1.years }) else { continue }
            findings.list.append(
                Finding(
                    method,
                    ResultKey(
                        place: context.region, object: ObjectCode(rawValue: after),
                        year: delay.key.year, component: "depends"),
                    bindings: [
                        Derivation.Binding(
                            "d", delay.years, from: .result(method: method.id, delay.key))
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
                        "d", deviation,
                        from: .result(
                            method: "plan-fact",
                            context.key("deviation", indicator, year: year)))
                ], quality: indicator.quality))
    }
}

extension ProjectProgress {
    /// The last moment at which the plan has no more than a share of the work, between its years by
    /// straight lines.
    ///
    /// The work begins with nothing a year before the first planned one.
    /// - Returns: nil where the plan never has more.
    func scheduled(_ done: Double) -> Double? {
        let plan = years.compactMap { state in
            state.planned.map { (year: Double(state.year), share: $0) }
        }
        guard let first = plan.first,
            let next = plan.firstIndex(where: { $0.share > done })
        else { return nil }
        let before = next > 0 ? plan[next - 1] : (year: first.year - 1, share: 0)
        let step = plan[next].share - before.share
        return before.year + (plan[next].year - before.year) * (done - before.share) / step
    }
}

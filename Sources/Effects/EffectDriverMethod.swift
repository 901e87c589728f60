internal import InputOutput
internal import Numerics
internal import Region
internal import Wording

/// Which of what they rest on makes the effects of a project unsure (METHODS 8.5).
struct EffectDriverMethod: FindingMethod {
    typealias Context = EffectContext

    let scope = MethodScope.regions

    /// Lines of the tables of draws: intervals of some hundredths.
    private static let rows = 1024

    let method = Method(
        id: "effect-drivers", version: 2,
        name: LocalizedText(
            en: "What makes effects unsure", ru: "Что делает эффекты ненадёжными"),
        section: "8.5",
        components: DriverFindings.components + [
            Method.Component(
                "atLow",
                name: LocalizedText(
                    en: "effect where it is low", ru: "эффект при низком значении"),
                formula: Expression("w")),
            Method.Component(
                "atHigh",
                name: LocalizedText(
                    en: "effect where it is high", ru: "эффект при высоком значении"),
                formula: Expression("w")),
        ],
        symbols: DriverFindings.symbols + [
            Method.Symbol(
                "w",
                LocalizedText(
                    en:
                        "the effect (millions or jobs) with this number at its tenth or ninetieth percentile, all others at their middle",
                    ru:
                        "эффект (млн или рабочих мест) при 10-м или 90-м процентиле этой величины, прочие — средние"
                ))
        ],
        reading: DriverFindings.reading, literature: DriverFindings.literature, paperTag: "P-econ")

    func findings(in context: EffectContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let model = context.model() else {
            findings.notices = [EffectContext.lacking]
            return findings
        }
        findings.parameters = [
            .init("rows", "\(Self.rows)"), .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        let ladder = DeltaLadder(model)
        let shared = SharedRanges(context)
        for project in context.projects {
            if Task.isCancelled { throw CancellationError() }
            let card = ProjectCard(project, model, context)
            guard let outcome = EffectOutcome(card, ladder, shared) else { continue }
            for effect in EffectOutcome.Effect.allCases where outcome.isKnown(effect) {
                let (inputs, numbers) = (outcome.sales.inputs, outcome.sales.numbers)
                let found = try? numbers.drivers(
                    rows: Self.rows, seed: context.parameters.seed
                ) { outcome($0)[effect] ?? 0 }
                guard let drivers = found ?? nil else { continue }
                let moving = Set(outcome.inputs(of: effect))
                let middle = numbers.distributions.map { $0.quantile(0.5) }
                for (place, input) in inputs.enumerated() where moving.contains(input) {
                    for (component, share) in [("atLow", 0.1), ("atHigh", 0.9)] {
                        var own = middle
                        own[place] = numbers.distributions[place].quantile(share)
                        findings.list.append(
                            Finding(
                                method,
                                card.key(component, of: "\(effect.rawValue)/\(input.code)"),
                                bindings: [
                                    Derivation.Binding(
                                        "w",
                                        own.withUnsafeBufferPointer { outcome($0)[effect] } ?? 0,
                                        from: .note(
                                            LocalizedText(
                                                en: "all others at their middle",
                                                ru: "прочие — средние")))
                                ], quality: .assumption))
                    }
                }
                findings.list += DriverFindings.findings(
                    method, drivers, quality: .assumption
                ) {
                    moving.contains(inputs[$0])
                        ? card.key($1, of: "\(effect.rawValue)/\(inputs[$0].code)") : nil
                }
            }
        }
        if findings.list.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs projects with an activity and an investment or sales (projects.csv).",
                    ru:
                        "Нужны проекты с видом деятельности и инвестициями или продажами (projects.csv)."
                ))
        }
        return findings
    }
}

internal import Numerics
internal import Region
internal import Wording

extension ConsensusContext {
    var scored: [Survey] { surveys.filter { !$0.isPairwise } }

    static let withoutScores = LocalizedText(
        en: "Needs scores of experts: judgements without a second thing (judgements.csv).",
        ru: "Нужны баллы экспертов: оценки без второго предмета (judgements.csv).")
}

/// Estimates in rounds (METHODS 9.2).
struct DelphiMethod: FindingMethod {
    typealias Context = ConsensusContext

    let scope = MethodScope.regions

    let method = Method(
        id: "delphi",
        name: LocalizedText(en: "Estimates in rounds", ru: "Оценки по турам (Дельфи)"),
        section: "9.2",
        components: [
            ("median", "median", "медиана", Expression("q")),
            ("lower", "lower quartile", "нижний квартиль", Expression("q")),
            ("upper", "upper quartile", "верхний квартиль", Expression("q")),
            ("weighted", "median by competence", "медиана по компетентности", Expression("q")),
            ("range", "range between quartiles", "межквартильный размах", Expression("b - a")),
            ("experts", "experts", "экспертов", Expression("k")),
            (
                "change", "change of the median", "изменение медианы",
                Expression("abs(b - a) / abs(a)")
            ),
            ("movement", "chance of such a move", "шанс такого сдвига", Expression("k")),
            ("agreed", "agreed", "согласие", Expression("k")),
            ("stable", "stable", "устойчиво", Expression("k")),
            ("outside", "outside the quartiles", "вне квартилей", Expression("k")),
        ].map { id, english, russian, formula in
            Method.Component(
                id, name: LocalizedText(en: english, ru: russian), formula: formula)
        },
        symbols: [
            Method.Symbol("q", LocalizedText(en: "of the estimates", ru: "по оценкам")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "lower quartile, or the median before",
                    ru: "нижний квартиль или прежняя медиана")),
            Method.Symbol(
                "b",
                LocalizedText(
                    en: "upper quartile, or the median", ru: "верхний квартиль или медиана")),
            Method.Symbol(
                "k",
                LocalizedText(en: "counted, or found by the test", ru: "подсчитано или по тесту")),
        ],
        reading: LocalizedText(
            en:
                "Agreed: half of the experts lie within the range set. Stable: the median moved little since the round before. Agreed and stable: stop asking. Stable without agreement: another round will change nothing, and the reasons of those outside the quartiles belong into the report. Else ask again.",
            ru:
                "Согласие — половина экспертов в пределах заданного размаха. Устойчиво — медиана почти не изменилась с прошлого тура. И то и другое — можно остановиться. Устойчиво без согласия — новый тур ничего не изменит, доводы тех, кто вне квартилей, — в отчёт. Иначе — ещё тур."
        ),
        literature: [
            "Dalkey and Helmer (1963), An experimental application of the Delphi method",
            "Wilcoxon (1945), Individual comparisons by ranking methods",
        ],
        paperTag: "P-prog")

    func findings(in context: ConsensusContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("range", Expression.plainNumber(context.parameters.range)),
            .init("change", Expression.plainNumber(context.parameters.change)),
        ]
        for survey in context.scored {
            if Task.isCancelled { throw CancellationError() }
            for item in survey.items { add(item, survey, context, &findings) }
        }
        if context.scored.isEmpty { findings.notices = [ConsensusContext.withoutScores] }
        return findings
    }

    private func add(
        _ item: String, _ survey: Survey, _ context: ConsensusContext, _ findings: inout Findings
    ) {
        var rounds: [Int: [String: Double]] = [:]
        for judgement in survey.judgements where judgement.first == item {
            rounds[judgement.round, default: [:]][judgement.expert] = judgement.value
        }
        guard
            let delphi = Delphi(
                rounds, competence: context.competence, threshold: context.parameters.range,
                tolerance: context.parameters.change)
        else { return }
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        func finding(_ component: String, _ parts: [String], _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, parts), bindings: bindings, quality: .estimate))
        }
        for round in delphi.rounds {
            let parts = [survey.name, item, "round-\(round.round)"]
            let from = note(
                "\(round.estimates.count) estimates", "оценок: \(round.estimates.count)")
            finding("median", parts, [Derivation.Binding("q", round.median, from: from)])
            finding("lower", parts, [Derivation.Binding("q", round.lowerQuartile, from: from)])
            finding("upper", parts, [Derivation.Binding("q", round.upperQuartile, from: from)])
            finding("weighted", parts, [Derivation.Binding("q", round.weightedMedian, from: from)])
            finding(
                "range", parts,
                [
                    Derivation.Binding("a", round.lowerQuartile, from: from),
                    Derivation.Binding("b", round.upperQuartile, from: from),
                ])
            finding(
                "experts", parts,
                [Derivation.Binding("k", Double(round.estimates.count), from: from)])
        }
        let parts = [survey.name, item]
        let last = note("last round", "последний тур")
        if delphi.rounds.count > 1 {
            let before = delphi.rounds[delphi.rounds.count - 2].median
            if before != 0 {
                finding(
                    "change", parts,
                    [
                        Derivation.Binding("a", before, from: note("round before", "прошлый тур")),
                        Derivation.Binding("b", delphi.last.median, from: last),
                    ])
            }
            if let movement = delphi.movement {
                finding(
                    "movement", parts,
                    [Derivation.Binding("k", movement, from: note("Wilcoxon", "Уилкоксон"))])
            }
            finding(
                "stable", parts,
                [
                    Derivation.Binding(
                        "k", delphi.change.map { $0 <= delphi.tolerance } ?? false ? 1 : 0,
                        from: last)
                ])
        }
        finding("agreed", parts, [Derivation.Binding("k", delphi.isAgreed ? 1 : 0, from: last)])
        finding(
            "outside", parts,
            [
                Derivation.Binding(
                    "k", Double(delphi.last.minority.count),
                    from: note(
                        delphi.last.minority.joined(separator: ", "),
                        delphi.last.minority.joined(separator: ", ")))
            ])
    }
}

/// How far experts rank alike (METHODS 9.2).
struct ConcordanceMethod: FindingMethod {
    typealias Context = ConsensusContext

    let scope = MethodScope.regions

    let method = Method(
        id: "concordance",
        name: LocalizedText(en: "Agreement in ranks", ru: "Согласованность рангов"),
        section: "9.2",
        components: [
            Method.Component(
                "w", name: LocalizedText(en: "Kendall's W", ru: "коэффициент конкордации"),
                formula: Expression("x / (m * (n - 1))")),
            Method.Component(
                "chi", name: LocalizedText(en: "χ²", ru: "χ²"), formula: Expression("x")),
            Method.Component(
                "chance",
                name: LocalizedText(en: "chance by χ²", ru: "шанс по χ²"),
                formula: Expression("chiSquaredUpper(x, n - 1)")),
            Method.Component(
                "exact",
                name: LocalizedText(en: "chance by permutation", ru: "шанс по перестановкам"),
                formula: Expression("p")),
        ],
        symbols: [
            Method.Symbol(
                "x",
                LocalizedText(en: "χ² of the ranks, ties counted", ru: "χ² рангов с учётом связок")),
            Method.Symbol("m", LocalizedText(en: "experts", ru: "экспертов")),
            Method.Symbol("n", LocalizedText(en: "things ranked", ru: "предметов")),
            Method.Symbol(
                "p",
                LocalizedText(
                    en: "share of all ways to rank that agree as much",
                    ru: "доля всех способов ранжирования с таким согласием")),
        ],
        reading: LocalizedText(
            en:
                "1: all rank alike; 0: no agreement at all. A small chance says that they agree more than people who rank blindly would; it does not say that they are right.",
            ru:
                "1 — все ранжируют одинаково, 0 — согласия нет. Малый шанс — согласие больше, чем у ранжирующих вслепую; что они правы, это не говорит."
        ),
        literature: [
            "Kendall and Babington Smith (1939), The problem of m rankings"
        ],
        paperTag: "P-prog")

    func findings(in context: ConsensusContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for survey in context.scored {
            if Task.isCancelled { throw CancellationError() }
            for round in Set(survey.judgements.map(\.round)).sorted() {
                let table = survey.table(round: round)
                guard
                    let found = Concordance(table.scores, seed: context.parameters.seed)
                else {
                    findings.notices.append(
                        LocalizedText(
                            en:
                                "\(survey.name), round \(round): agreement takes two experts who scored everything, and scores that differ (judgements.csv).",
                            ru:
                                "«\(survey.name)», тур \(round): для согласованности нужны хотя бы два эксперта, оценившие всё, и разные баллы (judgements.csv)."
                        ))
                    continue
                }
                add(found, [survey.name, "round-\(round)"], context, &findings)
            }
        }
        if context.scored.isEmpty { findings.notices = [ConsensusContext.withoutScores] }
        return findings
    }

    private func add(
        _ found: Concordance, _ parts: [String], _ context: ConsensusContext,
        _ findings: inout Findings
    ) {
        func note(_ english: String, _ russian: String) -> InputReference {
            .note(LocalizedText(en: english, ru: russian))
        }
        func finding(_ component: String, _ bindings: [Derivation.Binding]) {
            findings.list.append(
                Finding(
                    method, context.key(component, parts), bindings: bindings, quality: .estimate))
        }
        let x = Derivation.Binding("x", found.statistic, from: note("of the ranks", "по рангам"))
        let n = Derivation.Binding(
            "n", Double(found.things), from: note("judgements.csv", "judgements.csv"))
        finding(
            "w",
            [
                x, n,
                Derivation.Binding(
                    "m", Double(found.judges), from: note("judgements.csv", "judgements.csv")),
            ])
        finding("chi", [x])
        finding("chance", [x, n])
        if let exact = found.exact {
            finding(
                "exact",
                [
                    Derivation.Binding(
                        "p", exact,
                        from: found.isComplete
                            ? note("all ways counted", "перебраны все способы")
                            : note("100,000 ways drawn", "разыграно 100 000 способов"))
                ])
        }
    }
}

/// Few opinions behind many scores (METHODS 9.3).
struct FactorMethod: FindingMethod {
    typealias Context = ConsensusContext

    let scope = MethodScope.regions

    let method = Method(
        id: "factor-analysis",
        name: LocalizedText(en: "Factors behind scores", ru: "Факторы за оценками"),
        section: "9.3",
        components: [
            ("kept", "factors kept", "оставлено факторов", Expression("k")),
            (
                "overOne", "eigenvalues over one", "собственных чисел больше единицы",
                Expression("k")
            ),
            ("adequacy", "sampling adequacy (KMO)", "мера адекватности (KMO)", Expression("k")),
            ("sphericity", "χ² of Bartlett", "χ² Бартлетта", Expression("k")),
            ("chance", "its chance", "его шанс", Expression("k")),
            ("eigenvalue", "eigenvalue", "собственное число", Expression("k")),
            ("random", "by chance alone", "при одной случайности", Expression("k")),
            ("explained", "share of variance", "доля дисперсии", Expression("e / n")),
            ("loading", "loading after rotation", "нагрузка после вращения", Expression("k")),
        ].map { id, english, russian, formula in
            Method.Component(
                id, name: LocalizedText(en: english, ru: russian), formula: formula)
        },
        symbols: [
            Method.Symbol(
                "k", LocalizedText(en: "of the correlations of scores", ru: "по корреляциям баллов")
            ),
            Method.Symbol("e", LocalizedText(en: "eigenvalue", ru: "собственное число")),
            Method.Symbol("n", LocalizedText(en: "things scored", ru: "предметов")),
        ],
        reading: LocalizedText(
            en:
                "Things that load high on one factor are scored alike by the same people: they may be one question asked in many ways. Factors are kept while their eigenvalue exceeds what chance gives in tables of this size. Adequacy under 0.5 says that the scores have too little in common for factors.",
            ru:
                "Предметы с высокими нагрузками на один фактор одни и те же люди оценивают сходно: возможно, это один вопрос, заданный по-разному. Факторы оставлены, пока собственное число больше случайного для таблицы такого размера. Адекватность меньше 0,5 — в баллах слишком мало общего."
        ),
        literature: [
            "Horn (1965), A rationale and test for the number of factors",
            "Kaiser (1958), The varimax criterion",
            "Kaiser and Rice (1974), Little jiffy, mark IV",
            "Bartlett (1950), Tests of significance in factor analysis",
        ],
        paperTag: "P-prog")

    func findings(in context: ConsensusContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        findings.parameters = [
            .init("simulations", "\(context.parameters.simulations)"),
            .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        for survey in context.scored {
            if Task.isCancelled { throw CancellationError() }
            let table = survey.table(round: survey.lastRound)
            do throws(FactorAnalysis.Fault) {
                let found = try FactorAnalysis(
                    table.scores, names: survey.items,
                    simulations: context.parameters.simulations, seed: context.parameters.seed)
                add(found, survey, context, &findings)
            } catch {
                findings.notices.append(Self.words(error, survey.name))
            }
        }
        if context.scored.isEmpty { findings.notices = [ConsensusContext.withoutScores] }
        return findings
    }

    private func add(
        _ found: FactorAnalysis, _ survey: Survey, _ context: ConsensusContext,
        _ findings: inout Findings
    ) {
        let from = InputReference.note(
            LocalizedText(
                en: "scores of \(found.rows) experts", ru: "баллы экспертов: \(found.rows)"))
        func finding(_ component: String, _ parts: [String], _ value: Double?) {
            guard let value else { return }
            findings.list.append(
                Finding(
                    method, context.key(component, [survey.name] + parts),
                    bindings: [Derivation.Binding("k", value, from: from)], quality: .estimate))
        }
        finding("kept", [], Double(found.kept))
        finding("overOne", [], Double(found.overOne))
        finding("adequacy", [], found.adequacy)
        finding("sphericity", [], found.sphericity?.statistic)
        finding("chance", [], found.sphericity?.probability)
        for (index, value) in found.eigenvalues.enumerated() {
            let part = ["factor-\(index + 1)"]
            finding("eigenvalue", part, value)
            if index < found.chance.count { finding("random", part, found.chance[index]) }
            findings.list.append(
                Finding(
                    method, context.key("explained", [survey.name] + part),
                    bindings: [
                        Derivation.Binding("e", value, from: from),
                        Derivation.Binding("n", Double(found.names.count), from: from),
                    ], quality: .estimate))
        }
        for (row, item) in found.names.enumerated() {
            for factor in 0..<found.kept {
                finding("loading", [item, "factor-\(factor + 1)"], found.rotated[row, factor])
            }
        }
        guard !found.collinear.isEmpty else { return }
        let list = found.collinear.joined(separator: ", ")
        findings.notices.append(
            LocalizedText(
                en:
                    "\(survey.name): these follow from each other, so that adequacy is not defined (judgements.csv): \(list).",
                ru:
                    "«\(survey.name)»: эти предметы следуют друг из друга, адекватность не определена (judgements.csv): \(list)."
            ))
    }

    private static func words(_ fault: FactorAnalysis.Fault, _ survey: String) -> LocalizedText {
        switch fault {
        case .tooFewRows(let have, let need):
            LocalizedText(
                en:
                    "\(survey): \(have) experts scored everything; factors take \(need) at least (judgements.csv).",
                ru:
                    "«\(survey)»: всё оценили экспертов — \(have); для факторов нужно хотя бы \(need) (judgements.csv)."
            )
        case .tooFewColumns:
            LocalizedText(
                en: "\(survey): one thing has no factors (judgements.csv).",
                ru: "«\(survey)»: у одного предмета нет факторов (judgements.csv).")
        case .constant(let items):
            LocalizedText(
                en:
                    "\(survey): everybody gives the same score (judgements.csv): \(items.joined(separator: ", ")).",
                ru:
                    "«\(survey)»: все ставят один балл (judgements.csv): \(items.joined(separator: ", "))."
            )
        }
    }
}

/// What outside may help or harm (METHODS 9.5).
struct RegisterMethod: FindingMethod {
    typealias Context = ConsensusContext

    let scope = MethodScope.regions

    let method = Method(
        id: "external-factors",
        name: LocalizedText(en: "Outside factors", ru: "Внешние факторы"),
        section: "9.5",
        components: [
            Method.Component(
                "score", name: LocalizedText(en: "score", ru: "балл"),
                formula: Expression("w * p * i")),
            Method.Component(
                "sum", name: LocalizedText(en: "sum", ru: "сумма"), formula: Expression("sum(s)")),
        ],
        symbols: [
            Method.Symbol("w", LocalizedText(en: "weight", ru: "вес")),
            Method.Symbol("p", LocalizedText(en: "likelihood", ru: "вероятность")),
            Method.Symbol("i", LocalizedText(en: "impact, plus or minus", ru: "влияние со знаком")),
            Method.Symbol("s", LocalizedText(en: "scores", ru: "баллы")),
        ],
        reading: LocalizedText(
            en:
                "Over zero: helps; under: harms. Sums by kind, of opportunities, of threats and of both. Scores are judgements: they order what to watch and say nothing in money. What a factor would do to the programme is asked with its shock: uklad what-if.",
            ru:
                "Больше нуля — помогает, меньше — вредит. Суммы — по видам, возможностей, угроз и всего. Баллы — суждения: они упорядочивают, за чем следить, и не измеряют деньги. Что фактор сделает с программой, отвечает его шок: uklad what-if."
        ),
        literature: [
            "Aguilar (1967), Scanning the business environment"
        ],
        paperTag: "P-adapt")

    func findings(in context: ConsensusContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard !context.factors.isEmpty else {
            findings.notices = [
                LocalizedText(
                    en: "Needs outside factors with likelihood and impact (factors.csv).",
                    ru: "Нужны внешние факторы с вероятностью и влиянием (factors.csv).")
            ]
            return findings
        }
        for factor in context.factors {
            func entry(_ column: String) -> InputReference {
                .entry(table: "factors", key: [factor.code], column: column)
            }
            findings.list.append(
                Finding(
                    method, context.key("score", [factor.code]),
                    bindings: [
                        Derivation.Binding("w", factor.weight, from: entry("weight")),
                        Derivation.Binding("p", factor.likelihood, from: entry("likelihood")),
                        Derivation.Binding("i", factor.impact, from: entry("impact")),
                    ], quality: .estimate))
        }
        for factor in context.factors {
            guard let shock = factor.shock else { continue }
            findings.notices.append(
                LocalizedText(
                    en: "What \(factor.code) would do to the programme: uklad what-if \(shock)",
                    ru: "Что \(factor.code) сделает с программой: uklad what-if \(shock)"))
        }
        func sum(_ code: String, _ own: [ExternalFactor]) {
            guard !own.isEmpty else { return }
            findings.list.append(
                Finding(
                    method, context.key("sum", [code]),
                    bindings: [
                        Derivation.Binding(
                            "s", .list(own.map(\.score)),
                            from: own.map {
                                .result(method: method.id, context.key("score", [$0.code]))
                            })
                    ], quality: .estimate))
        }
        for kind in ExternalFactor.Kind.allCases {
            sum("kind-\(kind.rawValue)", context.factors.filter { $0.kind == kind })
        }
        sum("opportunities", context.factors.filter { $0.score > 0 })
        sum("threats", context.factors.filter { $0.score < 0 })
        sum("balance", context.factors)
        return findings
    }
}

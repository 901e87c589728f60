internal import Numerics
public import Region
internal import Wording

/// The methods on flow tables (METHODS 5).
public enum FlowMethods {
    public static let all: [any IndexMethod<FlowContext>] = [
        RegionalCoefficientMethod(), DeltaMethod(), MultiplierMethod(), LinkageMethod(),
        ExtractionMethod(), KeySectorMethod(), ExtensionMethod(), StabilityMethod(),
    ]
}

/// What all methods on flow tables say and write alike.
struct FlowSheet {
    let context: FlowContext
    let economy: RegionalEconomy
    let method: Method

    /// - Returns: nil with the reason in the findings where there is no economy.
    init?(_ context: FlowContext, _ method: Method, _ findings: inout Findings) {
        self.context = context
        self.method = method
        do throws(Undefined) {
            economy = try context.economy()
        } catch {
            findings.notices = [FlowContext.lacking]
            if case .missing = error { return nil }
            findings.notices.append(
                LocalizedText(
                    en: "The table can't be used: \(error.text(in: .english)).",
                    ru: "Таблицу нельзя использовать: \(error.text(in: .russian))."))
            return nil
        }
        findings.parameters = [
            .init("table", "\(economy.table.place.rawValue) \(economy.table.year)"),
            .init("rule", economy.isOwnTable ? "own table" : context.parameters.rule.rawValue),
        ]
        let lacked = economy.table.activities.indices.filter { !economy.industries.contains($0) }
        if !lacked.isEmpty {
            let names = lacked.map { context.name(of: economy.table.activities[$0]) }
            findings.notices.append(
                LocalizedText(
                    en:
                        "Industries without output in the region are left out: \(names.map(\.english).joined(separator: "; ")).",
                    ru:
                        "Не учтены отрасли без выпуска в регионе: \(names.map(\.russian).joined(separator: "; "))."
                ))
        }
        if let delta = economy.delta {
            findings.parameters.append(.init("delta", Expression.plainNumber(delta)))
        }
        if let calibration = economy.calibration, calibration.finding != .found {
            findings.notices.append(
                calibration.finding == .importsTooMuch
                    ? LocalizedText(
                        en:
                            "Known imports are less than any δ implies, so δ is the usual 0.3 and not calibrated.",
                        ru:
                            "Известный ввоз меньше, чем следует при любом δ; δ принят обычным, 0,3, без подбора."
                    )
                    : LocalizedText(
                        en:
                            "Known imports are more than any δ implies, so δ is the usual 0.3 and not calibrated.",
                        ru:
                            "Известный ввоз больше, чем следует при любом δ; δ принят обычным, 0,3, без подбора."
                    ))
        }
    }

    var year: Year { economy.table.year }

    func code(_ position: Int) -> ActivityCode {
        economy.table.activities[economy.industries[position]]
    }

    func name(_ position: Int) -> LocalizedText { context.name(of: code(position)) }

    func key(_ position: Int?, _ component: String) -> ResultKey {
        ResultKey(
            place: context.region, activity: position.map(code), year: year, component: component)
    }

    /// One note an industry.
    var notes: [InputReference] { context.notes(of: economy) }

    /// A cell of the table.
    func entry(_ from: Int, _ to: Int) -> InputReference {
        .entry(
            table: "input_output",
            key: [
                economy.table.activities[from].rawValue, economy.table.activities[to].rawValue,
                "\(year)", economy.table.place.rawValue, "domestic",
            ], column: "value")
    }

    /// The table is an estimate of the region, made from the country's.
    var quality: Quality {
        economy.isOwnTable ? economy.table.quality : max(.estimate, economy.table.quality)
    }

    func finding(
        _ position: Int?, _ component: String, _ bindings: [Derivation.Binding],
        undefined: Undefined? = nil, quality: Quality? = nil
    ) -> Finding {
        Finding(
            method, key(position, component), bindings: undefined == nil ? bindings : [],
            undefined: undefined, quality: quality ?? self.quality)
    }

    func list(_ symbol: String, _ values: [Double], unit: Unit = .one) -> Derivation.Binding {
        Derivation.Binding(symbol, .list(values), unit: unit, from: notes)
    }
}

/// What the region makes of what its industries buy (METHODS 5.6, 5.7).
struct RegionalCoefficientMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "regional-coefficients",
        name: LocalizedText(
            en: "A region's own share in what its industries buy",
            ru: "Доля региона в закупках его отраслей"),
        section: "5.7",
        components: [
            Method.Component(
                "quotient",
                name: LocalizedText(en: "location quotient", ru: "коэффициент локализации"),
                formula: Expression("sum(e) / sum(X) / s")),
            Method.Component(
                "localShare",
                name: LocalizedText(
                    en: "bought in the region, of domestic purchases",
                    ru: "доля закупок внутри региона"),
                formula: Expression("sum(t * z) / sum(z)")),
            Method.Component(
                "size",
                name: LocalizedText(
                    en: "the region in the country, by output", ru: "регион в стране по выпуску"),
                formula: Expression("sum(x) / sum(x_c)")),
        ],
        symbols: [
            Method.Symbol(
                "e",
                LocalizedText(
                    en: "the region in the activities that the industry answers to",
                    ru: "регион в видах деятельности, которым отвечает отрасль")),
            Method.Symbol("X", LocalizedText(en: "the country in them", ru: "страна в них же")),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "the region in the country, by output", ru: "регион в стране по выпуску")),
            Method.Symbol(
                "t",
                LocalizedText(
                    en:
                        "share of each industry's goods that is had in the region, by the rule set (Flegg: λ LQ_i / LQ_j, at most 1)",
                    ru:
                        "доля товаров каждой отрасли, которую даёт регион, по заданному правилу (Флегг: λ LQ_i / LQ_j, не больше 1)"
                )),
            Method.Symbol(
                "z",
                LocalizedText(
                    en: "what the industry buys of each other in the country",
                    ru: "закупки отрасли у каждой другой в стране")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "output in the region: the country's, by e / X",
                    ru: "выпуск в регионе: выпуск страны по e / X")),
            Method.Symbol(
                "x_c", LocalizedText(en: "output in the country", ru: "выпуск в стране")),
        ],
        reading: LocalizedText(
            en:
                "The share bought in the region decides how much of a project stays there: at 0.3, seventy of a hundred roubles spent on supplies leave at once. It is an estimate from structure, not a survey; goods under one name differ, so true shares are lower rather than higher.",
            ru:
                "Доля закупок внутри региона решает, сколько от проекта останется: при 0,3 из ста рублей, потраченных на поставки, семьдесят уходят сразу. Это оценка по структуре, а не обследование; товары под одним названием различаются, так что истинные доли скорее ниже."
        ),
        literature: [
            "Flegg and Webber (1997), On the appropriate use of location quotients",
            "Flegg and Tohmo (2013), Regional input–output tables and the FLQ formula",
        ],
        paperTag: "P-prog")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let economy = sheet.economy
        let (table, share) = (economy.table, economy.structure.share)
        for position in economy.industries.indices {
            let industry = economy.industries[position]
            if !economy.isOwnTable, let size = context.sizes[industry] {
                findings.list.append(
                    sheet.finding(
                        position, "quotient",
                        [
                            Derivation.Binding(
                                "e", .list(size.region), from: size.regionSources),
                            Derivation.Binding(
                                "X", .list(size.country), from: size.countrySources),
                            Derivation.Binding(
                                "s", share,
                                from: .result(method: method.id, sheet.key(nil, "size"))),
                        ], quality: .computed))
            }
            let suppliers = table.activities.indices.filter {
                table.deliveries[$0][industry] > 0
            }
            findings.list.append(
                sheet.finding(
                    position, "localShare",
                    [
                        Derivation.Binding(
                            "t",
                            .list(suppliers.map { economy.regional.shares[$0, industry] }),
                            from: suppliers.map {
                                .note(context.name(of: table.activities[$0]))
                            }),
                        Derivation.Binding(
                            "z", .list(suppliers.map { table.deliveries[$0][industry] }),
                            unit: table.unit, from: suppliers.map { sheet.entry($0, industry) }),
                    ], undefined: suppliers.isEmpty ? .zeroReference : nil))
        }
        findings.list.append(
            sheet.finding(
                nil, "size",
                [
                    Derivation.Binding(
                        "x", .list(economy.industries.map { economy.output[$0] }),
                        unit: table.unit, from: sheet.notes),
                    Derivation.Binding(
                        "x_c", .list(table.output), unit: table.unit,
                        from: table.activities.map {
                            .note(context.name(of: $0))
                        }),
                ]))
        return findings
    }
}

/// How strongly size keeps purchases outside, found from what is known to come in (METHODS 16.8).
struct DeltaMethod: FindingMethod {
    typealias Context = FlowContext

    let scope = MethodScope.regions

    let method = Method(
        id: "regional-delta",
        name: LocalizedText(
            en: "Calibration of Flegg's δ to known imports",
            ru: "Подбор δ Флегга по известному ввозу"),
        section: "16.8",
        components: [
            Method.Component(
                "delta", name: LocalizedText(en: "δ", ru: "δ"), formula: Expression("d")),
            Method.Component(
                "sizeFactor",
                name: LocalizedText(en: "λ, factor of size", ru: "λ, множитель размера"),
                formula: Expression("log2(1 + s)^d")),
            Method.Component(
                "implied",
                name: LocalizedText(
                    en: "imports of goods for production at this δ, of output",
                    ru: "ввоз товаров для производства при этом δ, к выпуску"),
                formula: Expression("m / sum(x)")),
            Method.Component(
                "known",
                name: LocalizedText(
                    en: "imports known, of output", ru: "известный ввоз, к выпуску"),
                formula: Expression("T / Y * v * q / sum(x)")),
        ],
        symbols: [
            Method.Symbol(
                "d",
                LocalizedText(
                    en:
                        "at which implied and known imports agree, by bisection; 0.3 where none does",
                    ru: "при котором ввоз совпадает с известным, делением пополам; 0,3, если нигде")
            ),
            Method.Symbol(
                "s",
                LocalizedText(
                    en: "the region in the country, by output", ru: "регион в стране по выпуску")),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "Σ_j x_j Σ_i (1 − t_ij) a_ij over goods i",
                    ru: "Σ_j x_j Σ_i (1 − t_ij) a_ij по товарам i")),
            Method.Symbol(
                "x", LocalizedText(en: "output in the region", ru: "выпуск в регионе")),
            Method.Symbol(
                "T",
                LocalizedText(
                    en: "goods from other regions in a year", ru: "товары из других регионов за год"
                )
            ),
            Method.Symbol(
                "Y",
                LocalizedText(
                    en: "gross regional product of that year", ru: "ВРП того же года")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "value added of the region in the table",
                    ru: "добавленная стоимость региона по таблице")
            ),
            Method.Symbol(
                "q",
                LocalizedText(
                    en: "share of goods that is bought for production, exports left out",
                    ru: "доля товаров, покупаемых для производства, без экспорта")),
        ],
        reading: LocalizedText(
            en:
                "Studies of regions with surveyed tables find δ between 0.2 and 0.35, more in small ones. A δ far from that says that the trade statistics leave goods out, or that the region is unlike the country. Trade between regions is known only from those who report, so known imports are a lower bound.",
            ru:
                "По регионам с обследованными таблицами δ лежит между 0,2 и 0,35, у малых больше. Иное δ значит, что статистика вывоза полна не до конца или регион не похож на страну. Ввоз известен лишь от отчитывающихся, это нижняя граница."
        ),
        literature: ["Flegg and Tohmo (2013), Regional input–output tables and the FLQ formula"],
        paperTag: "P-prog")

    func findings(in context: FlowContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let sheet = FlowSheet(context, method, &findings) else { return findings }
        let economy = sheet.economy
        guard let delta = economy.delta, let inflow = context.inflow,
            let known = economy.knownImports, let calibration = economy.calibration,
            let added = economy.table.valueAdded
        else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs goods that came from other regions (trade.csv), gross regional product of that year, activities marked as goods (activities.csv) and value added in the table (input_output.csv); without them δ is 0.3 or what is set.",
                    ru:
                        "Нужны товары из других регионов (trade.csv), ВРП того года, отметка goods у видов деятельности (activities.csv) и добавленная стоимость в таблице (input_output.csv); без них δ равен 0,3 или заданному."
                ))
            return findings
        }
        let output = sheet.list(
            "x", economy.industries.map { economy.output[$0] }, unit: economy.table.unit)
        let d = Derivation.Binding(
            "d", delta,
            from: .note(
                calibration.finding == .found
                    ? LocalizedText(en: "by bisection", ru: "делением пополам")
                    : LocalizedText(en: "the usual one", ru: "обычный")))
        let product = economy.industries.map {
            added[$0] * economy.output[$0] / economy.table.output[$0]
        }.compensatedSum()
        let size = economy.output.compensatedSum()
        let share = known * inflow.product / inflow.value / product
        let note = { (english: String, russian: String) in
            InputReference.note(LocalizedText(en: english, ru: russian))
        }
        findings.list = [
            sheet.finding(nil, "delta", [d]),
            sheet.finding(
                nil, "sizeFactor",
                [
                    d,
                    Derivation.Binding(
                        "s", economy.structure.share,
                        from: .result(
                            method: "regional-coefficients", sheet.key(nil, "size"))),
                ]),
            sheet.finding(
                nil, "implied",
                [
                    Derivation.Binding(
                        "m", calibration.imports, unit: economy.table.unit,
                        from: note("at the δ of the calibration", "при δ подбора")), output,
                ], undefined: size > 0 ? nil : .emptyRegion),
            sheet.finding(
                nil, "known",
                [
                    Derivation.Binding("T", inflow.value, from: inflow.source),
                    Derivation.Binding("Y", inflow.product, from: inflow.productSource),
                    Derivation.Binding(
                        "v", product, unit: economy.table.unit,
                        from: note(
                            "of the table, by shares of the region", "по таблице и долям региона")),
                    Derivation.Binding(
                        "q", share, from: note("of the table", "по таблице")), output,
                ], undefined: size > 0 ? nil : .emptyRegion),
        ]
        return findings
    }
}
